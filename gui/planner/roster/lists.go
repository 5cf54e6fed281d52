package roster

import (
	"cmp"
	"context"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// open opens a sheet, at the beginning of its list. It wants the lock held.
func (r *Roster) open(s Sheet) { r.sheet, r.pick, r.notice = s, 0, week.Notice{} }

// OpenSites asks which site is to be shown.
func (r *Roster) OpenSites() {
	r.Change(func() {
		if r.shown.Can.Turn && r.free() {
			r.open(SitesSheet)
			r.pick = max(slices.IndexFunc(r.sites, func(s *contract.SiteRow) bool { return s.Id == r.site }), 0)
		}
	})
}

// Judge shows the objections.
func (r *Roster) Judge() {
	r.Change(func() {
		if r.shown.Can.Edit {
			r.open(JudgeSheet)
		}
	})
}

// OpenStaff shows the people of the week, with who is absent on the day, and the rules.
func (r *Roster) OpenStaff() {
	r.Change(func() {
		if r.shown.Can.Edit {
			at := max(r.row-1, 0)
			r.open(StaffSheet)
			r.pick = at
		}
	})
}

// Propose asks how what nobody covers can be filled.
func (r *Roster) Propose() {
	r.Change(func() {
		if !r.shown.Can.Ask {
			return
		}
		sheet := r.drawn()
		var got *contract.RosterProposeResponse
		r.do(errand.Job{
			Run: func(ctx context.Context) (err error) {
				got, err = r.hq.RosterPropose(ctx, proto.CloneOf(sheet))
				return err
			},
			Then: func() { r.proposal = got; r.open(ProposalSheet) },
		})
	})
}

// History asks who changed this week.
func (r *Roster) History() {
	r.Change(func() {
		if !r.shown.Can.Ask {
			return
		}
		q := &contract.RosterHistoryRequest{Site: r.site, Monday: int32(r.monday)}
		var got *contract.RosterHistoryResponse
		r.do(errand.Job{
			Run: func(ctx context.Context) (err error) {
				got, err = r.hq.RosterHistory(ctx, q)
				return err
			},
			Then: func() {
				r.notes = slices.Clone(got.Notes)
				slices.Reverse(r.notes) // the latest first
				r.open(HistorySheet)
			},
		})
	})
}

// Choose stands on a row of the sheet's list.
func (r *Roster) Choose(n int) {
	r.Change(func() {
		if n >= 0 && n < len(r.shown.List.Items) {
			r.pick, r.notice = n, week.Notice{}
		}
	})
}

// Act does what the sheet offers, for the row that the planner stands on.
func (r *Roster) Act() {
	r.Change(func() {
		if !r.shown.List.Can {
			return
		}
		switch r.sheet {
		case SitesSheet:
			r.site, r.sheet, r.notice = r.sites[r.pick].Id, NoSheet, week.Notice{}
			r.goOn()
		case JudgeSheet:
			r.accept(r.week().Findings[r.pick])
		case SaveSheet:
			r.save()
		case ProposalSheet:
			r.sheet = NoSheet
			r.put(draft{slices.Clone(r.proposal.Sheet.Shifts), r.now().accepted})
			r.notice = week.Notice{Say: r.words().Adopted, Tone: week.Good}
		case StaffSheet:
			r.markAbsent()
		}
	})
}

// accept takes a finding upon the planner, or gives it back. Headquarters wants its key, and keeps who saved it.
func (r *Roster) accept(f *contract.RosterFinding) {
	if f.Weight == refused {
		r.notice = week.Notice{Say: r.words().JudgeRefused, Tone: week.Warn}
		return
	}
	d := r.now()
	keys := slices.Clone(d.accepted)
	if at := slices.Index(keys, f.Key); at >= 0 {
		keys = slices.Delete(keys, at, at+1)
	} else {
		keys = append(keys, f.Key)
	}
	r.put(draft{slices.Clone(d.shifts), keys})
}

// markAbsent has headquarters note that somebody is absent on the day, or is there after all. That holds everywhere at once; it is
// no part of the draft.
func (r *Roster) markAbsent() {
	id, date := r.people()[r.pick].Id, int32(r.monday)+int32(r.day)
	book := proto.CloneOf(r.staff.GetBook())
	if book == nil {
		book = new(contract.RosterBook)
	}
	switch a := r.absent(id, date); {
	case a == nil:
		book.Absences = append(book.Absences, &contract.RosterAbsence{Person: id, FromDate: date, ToDate: date})
	case a.FromDate != date || cmp.Or(a.ToDate, a.FromDate) != date || a.From != 0 || a.To != 0:
		r.notice = week.Notice{Say: r.words().AbsencePart, Tone: week.Warn}
		return
	default:
		book.Absences = slices.DeleteFunc(book.Absences, func(x *contract.RosterAbsence) bool { return proto.Equal(x, a) })
	}
	var got *contract.RosterStaffResponse
	r.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = r.hq.RosterPutStaff(ctx, &contract.RosterBookPut{Book: book, By: r.cfg.By})
			return err
		},
		Then: func() {
			r.staff = got
			r.notice = week.Notice{Say: text.Fill(r.words().AbsenceSaved, "name", r.name(id), "day", r.date(date)), Tone: week.Good}
			r.ask() // who is absent covers nothing
		},
		Failed: func(error) { r.ask() },
	})
}
