package roster

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// need is a reckoning of hours needed and hours there, and the opening hours that are only thought of (A002-62).
type need struct {
	got             *contract.RosterNeedResponse
	tried           string // the change that got has; empty: none
	shut            bool   // to close, rather than to open more
	day             int
	from, to, desks string
}

// Reckon opens the sheet of hours needed and there, as things are.
func (r *Roster) Reckon() {
	r.Change(func() {
		if r.shown.Can.Ask {
			r.need = need{day: r.day, from: "17:00", to: "20:00", desks: "2"}
			r.reckon(nil, "")
		}
	})
}

// reckon asks headquarters. It wants the lock held.
func (r *Roster) reckon(put *contract.Plan, tried string) {
	q := &contract.RosterNeedRequest{Monday: int32(r.monday), Sites: []string{r.site}, Put: put}
	var got *contract.RosterNeedResponse
	r.do(errand.Job{
		Run: func(ctx context.Context) (err error) {
			got, err = r.hq.RosterNeed(ctx, q)
			return err
		},
		Then: func() {
			if r.sheet == NoSheet {
				r.open(NeedSheet)
			}
			r.need.got, r.need.tried, r.notice = got, tried, week.Notice{}
		},
	})
}

// Way chooses what is thought of: 0 opens more, 1 closes.
func (r *Roster) Way(n int) { r.thought(func(x *need) { x.shut = n == 1 }) }

// On chooses the day of it, from Monday.
func (r *Roster) On(day int) { r.thought(func(x *need) { x.day = max(min(day, Days-1), 0) }) }

// Begin is its first minute, as it is typed.
func (r *Roster) Begin(typed string) { r.thought(func(x *need) { x.from = typed }) }

// End is its last minute, as it is typed.
func (r *Roster) End(typed string) { r.thought(func(x *need) { x.to = typed }) }

// Desks is at how many desks, as it is typed.
func (r *Roster) Desks(typed string) { r.thought(func(x *need) { x.desks = typed }) }

func (r *Roster) thought(change func(*need)) {
	r.Change(func() {
		if r.sheet == NeedSheet {
			change(&r.need)
		}
	})
}

// lastDesk is the highest number of a desk. An opening that is only thought of takes the last ones: two rules may not open one desk
// at one time, and no site has so many.
const lastDesk = 64

// WhatIf asks what it would be with those opening hours. Nothing changes.
func (r *Roster) WhatIf() {
	r.Change(func() {
		t, x := r.words(), r.need
		if r.sheet != NeedSheet || r.Busy() {
			return
		}
		from, ok := minute(x.from)
		to, well := minute(x.to)
		if !ok || !well || from >= to {
			r.notice = week.Notice{Say: t.BadHours, Tone: week.Warn}
			return
		}
		date := int32(r.monday) + int32(x.day)
		fill := func(words string) string {
			return text.Fill(words, "day", r.date(date), "from", clock(from), "to", clock(to), "desks", strings.TrimSpace(x.desks))
		}
		if x.shut {
			r.reckon(&contract.Plan{Closures: []*contract.Closure{{Id: "denkoefening", Site: r.site, FromDate: date, From: from, To: to, Reason: "denkoefening"}}}, fill(t.NeedTriedShut))
			return
		}
		n, err := strconv.ParseUint(strings.TrimSpace(x.desks), 10, 7)
		if err != nil || n == 0 || n > lastDesk/2 {
			r.notice = week.Notice{Say: t.BadDesk, Tone: week.Warn}
			return
		}
		weekday := uint32(1) << uint((x.day+1)%7) // bit 0 is Sunday
		r.reckon(&contract.Plan{Rules: []*contract.Rule{{Id: "denkoefening", Site: r.site, Weekdays: weekday, From: from, To: to, Desks: uint32(n), FirstDesk: lastDesk + 1 - uint32(n), SlotMinutes: 10,
			Mode: "appointment", ValidFrom: date, ValidTo: date, Reason: "denkoefening", Assumed: true}}}, fill(t.NeedTriedMore))
	})
}

// buildNeed puts the reckoning in words.
func (r *Roster) buildNeed() Need {
	t, x := r.words(), r.need
	out := Need{Title: text.Fill(t.NeedTitle, "site", r.siteName(), "day", r.date(r.stored.Sheet.Monday)), Ways: []string{t.NeedMore, t.NeedShut}, Day: x.day, From: x.from, To: x.to, Desks: x.desks,
		WithDesks: !x.shut, Method: x.got.GetMethod()}
	if x.shut {
		out.Way = 1
	}
	out.Days = r.days()
	now := x.got.GetNow()
	then := x.got.GetThen()
	out.Lines = append(out.Lines, r.sum(t.NeedNow, now))
	if then != nil {
		out.Lines = append(out.Lines, week.Line{Say: x.tried, Tone: week.Main}, r.sum(t.NeedThen, then))
	} else {
		then = now
	}
	for i, d := range then.GetDays() {
		was := d
		if i < len(now.Days) {
			was = now.Days[i]
		}
		item := Item{Main: r.date(d.Date), Detail: text.Fill(t.NeedRow, "need", r.arrow(was.NeedMinutes, d.NeedMinutes), "evening", r.arrow(was.EveningMinutes, d.EveningMinutes)), State: week.Line{Say: t.NeedEnough, Tone: week.Good}}
		if d.MissingMinutes > 0 || was.MissingMinutes > 0 {
			item.State = week.Line{Say: text.Fill(t.NeedShort, "missing", r.arrow(was.MissingMinutes, d.MissingMinutes)), Tone: week.Warn}
		}
		out.Items = append(out.Items, item)
	}
	for _, s := range then.GetSkills() {
		if s.MissingMinutes > 0 {
			out.Lines = append(out.Lines, week.Line{Say: text.Fill(t.NeedSkill, "cluster", r.cfg.Words.Product(s.Cluster, s.Cluster), "open", r.hours(int(s.OpenMinutes)), "people", s.People,
				"missing", r.hours(int(s.MissingMinutes))), Tone: week.Warn})
		}
	}
	if n := len(then.GetUnknown()); n > 0 {
		var names []string
		for _, id := range then.Unknown {
			names = append(names, r.name(id))
		}
		slices.Sort(names)
		out.Lines = append(out.Lines, week.Line{Say: text.Fill(t.NeedUnknown.Count(n), "people", strings.Join(names, ", "))})
	}
	return out
}

// sum is a week in a sentence.
func (r *Roster) sum(words string, s *contract.RosterSum) week.Line {
	line := week.Line{Say: text.Fill(words, "need", r.hours(int(s.GetNeedMinutes())), "contract", r.hours(int(s.GetContractMinutes())), "missing", r.hours(int(s.GetMissingMinutes())))}
	if s.GetMissingMinutes() > 0 {
		line.Tone = week.Warn
	}
	return line
}

// arrow is hours before and after; once when they stay.
func (r *Roster) arrow(before, after uint32) string {
	if before == after {
		return r.hours(int(after))
	}
	return text.Fill(r.words().NeedArrow, "before", r.hours(int(before)), "after", r.hours(int(after)))
}
