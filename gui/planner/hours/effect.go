package hours

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// try has headquarters tell what the form would do. It wants the lock held.
func (h *Hours) try() {
	f, k := h.form, h.known
	d, err := f.draft(k, h.cfg.Words)
	if err != nil {
		h.refused(err)
		return
	}
	d.Version = f.made
	t := &tried{draft: d}
	h.notice = week.Notice{}
	h.Do(job(func(ctx context.Context) (err error) {
		if t.effect, err = h.hq.TryHours(ctx, d); err != nil {
			return err
		}
		t.lines = h.told(k, f.site, t)
		return nil
	}, func() { h.looked(f, t) }, h.refused))
}

// looked shows what headquarters told of a form, unless somebody changed the very pieces that it is made of.
func (h *Hours) looked(f *form, t *tried) {
	if h.form != f {
		return // it was closed meanwhile
	}
	t.draft.Version = t.effect.Version // what is committed is what was seen
	for _, n := range t.effect.Changed {
		if slices.ContainsFunc(pieceIDs(n.GetBefore(), n.GetAfter()), func(id string) bool { return slices.Contains(pieceIDs(t.draft.Put, t.draft.Remove), id) }) {
			h.form, h.notice = nil, week.Notice{Say: text.Fill(h.words().OvertakenSame, "by", h.whoever(n.By)), Tone: week.Bad}
			h.ask()
			return
		}
	}
	f.tried = t
}

// commit has headquarters make the change that was looked at. It wants the lock held.
func (h *Hours) commit() {
	f, t := h.form, h.form.tried
	q := &contract.HoursCommitRequest{Draft: t.draft, By: h.cfg.By}
	for _, x := range t.effect.Hits {
		q.Hit = append(q.Hit, x.Appointment.GetId())
	}
	var res *contract.HoursCommitResponse
	h.Do(job(func(ctx context.Context) (err error) {
		res, err = h.hq.CommitHours(ctx, q)
		return err
	}, func() {
		h.form, h.site, h.tab, h.made = nil, f.site, tabOf(f.kind), pieceIDs(&contract.Plan{Closures: t.draft.Put.GetClosures(), Rules: lastOf(t.draft.Put.GetRules()), Regimes: t.draft.Put.GetRegimes(), Offers: t.draft.Put.GetOffers()})
		h.notice = week.Notice{Say: text.Fill(h.words().Done, "version", res.Version), Next: h.words().DoneNext, Tone: week.Good}
		if len(res.Hits) > 0 {
			h.notice.Next = h.words().HitNext
		}
		h.ask()
	}, func(err error) {
		h.refused(err)
		if fault.Is(err, fault.Conflict) { // what was looked at is not what is: it is looked at again
			f.tried = nil
			h.ask()
		}
	}))
}

// lastOf are the rules that are new: of a change the one that ended comes first.
func lastOf(rules []*contract.Rule) []*contract.Rule { return rules[max(len(rules)-1, 0):] }

// tabOf is where what a form made is seen.
func tabOf(k Kind) Tab {
	if k == ClosureForm || k == DayForm || k == SittingForm {
		return CalendarTab
	}
	return HoursTab
}

// pieceIDs are the names of rules, closures, regimes and offers.
func pieceIDs(plans ...*contract.Plan) (out []string) {
	for _, p := range plans {
		for _, x := range p.GetRules() {
			out = append(out, x.Id)
		}
		for _, x := range p.GetClosures() {
			out = append(out, x.Id)
		}
		for _, x := range p.GetRegimes() {
			out = append(out, x.Id)
		}
		for _, x := range p.GetOffers() {
			out = append(out, rulebook.OfferID(x))
		}
	}
	return out
}

// with is a plan with a change, as headquarters would store it.
func with(p *contract.Plan, d *contract.HoursDraft) *contract.Plan {
	out, gone := proto.CloneOf(p), pieceIDs(d.Remove, d.Put)
	out.Rules = slices.DeleteFunc(out.Rules, func(x *contract.Rule) bool { return slices.Contains(gone, x.Id) })
	out.Closures = slices.DeleteFunc(out.Closures, func(x *contract.Closure) bool { return slices.Contains(gone, x.Id) })
	out.Regimes = slices.DeleteFunc(out.Regimes, func(x *contract.Regime) bool { return slices.Contains(gone, x.Id) })
	out.Offers = slices.DeleteFunc(out.Offers, func(x *contract.ProductOffer) bool { return slices.Contains(gone, rulebook.OfferID(x)) })
	out.Rules = append(out.Rules, d.Put.GetRules()...)
	out.Offers = append(out.Offers, d.Put.GetOffers()...)
	out.Closures = append(out.Closures, d.Put.GetClosures()...)
	out.Regimes = append(out.Regimes, d.Put.GetRegimes()...)
	return out
}

// told puts what a change does in sentences: from when, how long citizens know, what is otherwise, whom it hits.
func (h *Hours) told(k known, site office.SiteID, t *tried) (out []week.Line) {
	w, e := h.words(), t.effect
	say := func(tone week.Tone, sentence string, pairs ...any) {
		out = append(out, week.Line{Say: text.Fill(sentence, pairs...), Tone: tone})
	}
	if first := office.Date(e.First); first == 0 {
		say(week.Warn, w.Nothing)
	} else {
		say(week.Main, w.First, "day", calendar.SayDate(first))
		if after, _, err := rulebook.Read(with(k.plan, t.draft)); err == nil {
			out = append(out, h.otherwise(k.cal, after, site, first)...)
		}
	}
	days := t.draft.Publication.Effective - t.draft.Publication.Published
	switch {
	case e.Early && t.draft.Publication.Hurry == "":
		say(week.Bad, w.TooLate, "days", days, "norm", e.NormDays)
	case e.Early:
		say(week.Warn, w.Norm, "days", days, "norm", e.NormDays)
	default:
		say(week.Good, w.Norm, "days", days, "norm", e.NormDays)
	}
	for _, x := range e.Warnings {
		say(week.Warn, x)
	}
	for _, n := range e.Changed {
		say(week.Warn, w.Overtaken, "by", h.whoever(n.By), "what", strings.Join(pieceIDs(n.After, n.Before), ", "))
	}
	if len(e.Hits) == 0 {
		say(week.Good, w.HitsNone)
	} else {
		say(week.Bad, text.Fill(w.Hits.Count(len(e.Hits)), "days", h.hitDays(e.Hits)))
		say(week.Plain, w.HitNext)
	}
	return out
}

// mostDays is how many single days a change tells of, and within how many.
const (
	mostDays = 5
	within   = 60
)

// otherwise tells what a change makes of the plain week, or of the first days that it touches.
func (h *Hours) otherwise(before, after *calendar.Plan, site office.SiteID, first office.Date) (out []week.Line) {
	w := h.words()
	was, is := before.Week(site, first), after.Week(site, first)
	for m := calendar.Appointment; m <= calendar.Phone; m++ {
		for i := range 7 {
			day := (i + 1) % 7
			b, a := sayWeekday(was, m, day, w), sayWeekday(is, m, day, w)
			if b != a {
				out = append(out, week.Line{Say: text.Fill(w.Before, "what", h.cfg.Words.Days[day]+" ("+w.Modes[m]+")", "before", b, "after", a)})
			}
		}
	}
	for d := first; d < first+within && len(out) < mostDays && was.Alike(is); d++ {
		if b, a := sayDay(before.Day(site, d), w), sayDay(after.Day(site, d), w); b != a {
			out = append(out, week.Line{Say: text.Fill(w.DayChange, "day", h.day(d), "before", b, "after", a)})
		}
	}
	return out
}

// hitDays are the days of appointments that lose their place, each with how many.
func (h *Hours) hitDays(hits []*contract.PlanHit) string {
	var days []office.Date
	count := map[office.Date]int{}
	for _, x := range hits {
		d := office.Date(x.Appointment.GetPlace().GetRun().GetDate())
		if count[d]++; count[d] == 1 {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	var out []string
	for i, d := range days {
		if i == mostDays {
			out = append(out, "…")
			break
		}
		out = append(out, h.day(d)+" ("+strconv.Itoa(count[d])+")")
	}
	return strings.Join(out, ", ")
}

// whoever is who did something.
func (h *Hours) whoever(by string) string {
	if by == "" {
		return h.words().Nobody
	}
	return by
}

// job is one piece of work.
func job(run func(context.Context) error, then func(), failed func(error)) errand.Job {
	return errand.Job{Run: run, Then: then, Failed: failed}
}
