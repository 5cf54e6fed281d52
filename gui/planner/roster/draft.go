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
	"github.com/buurtloket/buurtloket/sync/fault"
)

// draft is the week as a planner wants it. It is only replaced, never changed.
type draft struct {
	shifts   []*contract.RosterShift
	accepted []string
}

// now is the draft, or what stands.
func (r *Roster) now() draft {
	if r.mine != nil {
		return *r.mine
	}
	s := r.stored.GetSheet()
	return draft{s.GetShifts(), s.GetAccepted()}
}

// dirty reports whether the draft says anything else than a sheet.
func (r *Roster) dirty(of *contract.RosterSheet) bool {
	if r.mine == nil {
		return false
	}
	more, less := differences(of.GetShifts(), r.mine.shifts)
	return len(more)+len(less) > 0 || !slices.Equal(sorted(of.GetAccepted()), sorted(r.mine.accepted))
}

func sorted(keys []string) []string { return slices.Sorted(slices.Values(keys)) }

// differences is what the second list has more than the first, and what it has not any more.
func differences(before, after []*contract.RosterShift) (more, less []*contract.RosterShift) {
	left := slices.Clone(before)
	for _, s := range after {
		if at := slices.IndexFunc(left, like(s)); at >= 0 {
			left = slices.Delete(left, at, at+1)
		} else {
			more = append(more, s)
		}
	}
	return more, left
}

func like(s *contract.RosterShift) func(*contract.RosterShift) bool {
	return func(o *contract.RosterShift) bool { return proto.Equal(s, o) }
}

// without is a list less one shift.
func without(all []*contract.RosterShift, s *contract.RosterShift) []*contract.RosterShift {
	at := slices.IndexFunc(all, like(s))
	if at < 0 {
		return all
	}
	return slices.Delete(slices.Clone(all), at, at+1)
}

// put replaces the draft; what it was can be had back. It wants the lock held.
func (r *Roster) put(d draft) {
	slices.SortFunc(d.shifts, func(a, b *contract.RosterShift) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.From, b.From), cmp.Compare(a.Person, b.Person), cmp.Compare(a.To, b.To))
	})
	r.undone = append(r.undone, r.mine)
	r.mine, r.notice = &d, week.Notice{}
	r.changed()
}

// changed has headquarters asked what the draft does.
func (r *Roster) changed() {
	r.changes++
	r.goOn()
}

// forget drops the draft.
func (r *Roster) forget() {
	r.mine, r.undone, r.checked = nil, nil, nil
	r.changes++
	r.weighed = r.changes
}

// rebase makes the draft again on a week that somebody else saved since.
func (r *Roster) rebase(seen *contract.RosterSheet, who string) {
	more, less := differences(seen.Shifts, r.mine.shifts)
	d := draft{shifts: slices.Clone(r.stored.Sheet.Shifts), accepted: slices.Clone(r.stored.Sheet.Accepted)}
	for _, s := range less {
		d.shifts = without(d.shifts, s)
	}
	for _, s := range more {
		if !slices.ContainsFunc(d.shifts, like(s)) {
			d.shifts = append(d.shifts, s)
		}
	}
	for _, key := range r.mine.accepted {
		if !slices.Contains(d.accepted, key) {
			d.accepted = append(d.accepted, key)
		}
	}
	r.mine, r.undone = nil, nil // a step back would take back what the other did
	r.put(d)
	r.notice = week.Notice{Say: text.Fill(r.words().Behind, "by", cmp.Or(who, r.words().Somebody)), Tone: week.Warn}
}

// drawn is the draft with what the open form adds, as a sheet.
func (r *Roster) drawn() *contract.RosterSheet {
	d := r.now()
	if r.sheet == ShiftSheet {
		if s, wrong := r.form.shift(r.words()); wrong == "" {
			d.shifts = append(slices.Clone(without(d.shifts, r.form.old)), s)
		}
	}
	s := r.stored.Sheet
	return &contract.RosterSheet{Site: s.Site, Monday: s.Monday, Version: s.Version, Shifts: d.shifts, Accepted: d.accepted}
}

// weigh asks what the draft does. It wants the lock held.
func (r *Roster) weigh() {
	sheet, of := r.drawn(), r.changes
	if r.sheet != ShiftSheet && !r.dirty(r.stored.Sheet) {
		r.checked, r.weighed = nil, of
		return
	}
	var got *contract.RosterWeekResponse
	r.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = r.hq.RosterCheck(ctx, proto.CloneOf(sheet))
			return err
		},
		Then: func() {
			r.checked, r.weighed, r.lost = got, of, ""
			r.row = max(min(r.row, len(r.people())), 0)
		},
		Failed: func(err error) {
			if !fault.Is(err, fault.Unreachable) { // then it is asked again with the next reading
				r.checked, r.weighed = nil, of
			}
		},
	})
}

// week is what is shown: what headquarters says of the draft, or of what stands.
func (r *Roster) week() *contract.RosterWeekResponse {
	if r.checked != nil {
		return r.checked
	}
	return r.stored
}

// Undo takes back the last change of the draft.
func (r *Roster) Undo() {
	r.Change(func() {
		if n := len(r.undone); r.shown.Can.Undo && n > 0 {
			r.mine, r.undone, r.notice = r.undone[n-1], r.undone[:n-1], week.Notice{}
			r.changed()
		}
	})
}

// Discard drops the draft.
func (r *Roster) Discard() {
	r.Change(func() {
		if r.shown.Can.Discard {
			r.forget()
			r.notice = week.Notice{}
		}
	})
}

// Remove takes away the shifts of the cell.
func (r *Roster) Remove() {
	r.Change(func() {
		if !r.shown.Can.Edit {
			return
		}
		own := r.here()
		if len(own) == 0 {
			r.notice = week.Notice{Say: r.words().NothingHere, Tone: week.Warn}
			return
		}
		d := r.now()
		for _, s := range own {
			d.shifts = without(d.shifts, s)
		}
		r.put(draft{slices.Clone(d.shifts), d.accepted})
	})
}

// blocking are the objections that keep the draft from being saved.
func blocking(w *contract.RosterWeekResponse) (out []*contract.RosterFinding) {
	for _, f := range w.GetFindings() {
		if f.Weight == refused || f.Weight == breach && !f.Accepted {
			out = append(out, f)
		}
	}
	return out
}

// Save asks whether the draft is to be saved; when an objection forbids it, shows those.
func (r *Roster) Save() {
	r.Change(func() {
		switch {
		case r.sheet == SaveSheet:
			r.save()
		case !r.shown.Can.Save:
		case len(blocking(r.week())) > 0:
			r.open(JudgeSheet)
			r.pick = slices.Index(r.week().Findings, blocking(r.week())[0])
			r.notice = week.Notice{Say: r.words().SaveBlocked, Tone: week.Warn}
		default:
			r.open(SaveSheet)
		}
	})
}

// save has headquarters keep the draft. It wants the lock held.
func (r *Roster) save() {
	if r.weighed != r.changes || r.Busy() {
		return
	}
	sheet := r.drawn()
	sheet.Accepted = slices.DeleteFunc(slices.Clone(sheet.Accepted), func(key string) bool { // what was accepted and is not there any more
		return !slices.ContainsFunc(r.week().Findings, func(f *contract.RosterFinding) bool { return f.Key == key })
	})
	var got *contract.RosterWeekResponse
	r.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = r.hq.RosterPut(ctx, &contract.RosterSheetPut{Sheet: proto.CloneOf(sheet), By: r.cfg.By})
			return err
		},
		Then: func() {
			r.stored, r.sheet, r.lost = got, NoSheet, ""
			r.forget()
			r.notice = week.Notice{Say: r.words().Saved, Tone: week.Good}
		},
		Failed: func(err error) {
			if fault.Is(err, fault.Conflict) { // somebody was before, or a rule came: what stands now is read
				r.sheet = NoSheet
				r.ask()
			}
		},
	})
}
