package hours

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// reader reads what was typed into a form. The first thing that is wrong stays.
type reader struct {
	*form
	k   known
	w   *text.Words
	err error
}

func (r *reader) wrong(sentence string, pairs ...any) {
	if r.err == nil {
		r.err = fault.New("hours.Confirm", fault.Invalid).Tell(text.Fill(sentence, pairs...), "")
	}
}

func (r *reader) date(field string) office.Date {
	d, ok := parseDate(r.words[field], r.k.today, r.w)
	if !ok {
		r.wrong(r.w.Hours.BadDate, "field", r.w.Hours.Fields[field], "value", r.words[field])
	}
	return d
}

// maybe is date of a field that may be empty.
func (r *reader) maybe(field string) office.Date {
	if strings.TrimSpace(r.words[field]) == "" {
		return 0
	}
	return r.date(field)
}

func (r *reader) hour(field string) uint32 {
	m, ok := parseHour(r.words[field])
	if !ok {
		r.wrong(r.w.Hours.BadHour, "field", r.w.Hours.Fields[field], "value", r.words[field])
	}
	return uint32(m)
}

func (r *reader) desk(field string) uint32 {
	n, err := strconv.Atoi(strings.TrimSpace(r.words[field]))
	if err != nil || n < 1 || n > calendar.MaxDesks {
		r.wrong(r.w.Hours.BadDesk, "field", r.w.Hours.Fields[field], "value", r.words[field])
		return 1
	}
	return uint32(n)
}

// hours are From and To in order.
func (r *reader) hours() (from, to uint32) {
	from, to = r.hour(From), r.hour(To)
	if from >= to {
		r.wrong(r.w.Hours.BadOrder)
	}
	return from, to
}

func (r *reader) reason() string {
	why := strings.TrimSpace(r.words[Reason])
	if why == "" {
		r.wrong(r.w.Hours.NoReason)
	}
	return why
}

// products are those that were named, by their id or a part of their name.
func (r *reader) products() (out []string) {
	for _, name := range strings.Split(r.words[Products], ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name == "" {
			continue
		}
		var found []string
		for _, p := range r.k.cal.Products() {
			if string(p.ID) == name || strings.ToLower(p.Dutch) == name || strings.ToLower(r.w.Product(string(p.ID), p.Dutch)) == name {
				found = []string{string(p.ID)}
				break
			}
			if strings.Contains(strings.ToLower(p.Dutch), name) {
				found = append(found, string(p.ID))
			}
		}
		if len(found) != 1 {
			r.wrong(r.w.Hours.BadProduct, "value", name)
			return nil
		}
		out = append(out, found[0])
	}
	return out
}

// productNames writes products as a form reads them.
func (h *Hours) productNames(ids []string) string {
	var out []string
	for _, id := range ids {
		name := id
		if p, ok := h.known.cal.Product(office.ProductID(id)); ok {
			name = strings.ReplaceAll(p.Dutch, ",", "")
			if name != p.Dutch {
				name = id
			}
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// draft makes the change that a form means, or says what is wrong with what was typed.
func (f *form) draft(k known, w *text.Words) (*contract.HoursDraft, error) {
	r := &reader{form: f, k: k, w: w}
	d := &contract.HoursDraft{Version: k.plan.GetVersion(), Put: new(contract.Plan), Remove: new(contract.Plan), Publication: new(contract.Publication)}
	starts := map[Kind]func(*contract.HoursDraft) office.Date{RuleForm: r.rule, ChangeForm: r.change, ClosureForm: r.closure, DayForm: r.day,
		SittingForm: r.sitting, OfferForm: r.offer, StopForm: r.stop}[f.kind](d)
	if r.err == nil && starts < k.today {
		r.wrong(w.Hours.SameDay)
	}
	d.Publication.Effective, d.Publication.Published, d.Publication.Hurry = int32(starts), int32(r.date(Published)), strings.TrimSpace(r.words[Hurry])
	return d, r.err
}

// rule is new hours of every week.
func (r *reader) rule(d *contract.HoursDraft) office.Date {
	mode, starts, ends := calendar.Mode(r.picks[Mode]), r.date(Start), r.maybe(End)
	out := &contract.Rule{Site: string(r.site), Weekdays: uint32(r.days), Mode: mode.String(), ValidFrom: int32(starts), ValidTo: int32(ends),
		Products: r.products(), Reason: strings.TrimSpace(r.words[Reason])}
	if out.From, out.To = r.hours(); mode == calendar.Appointment {
		out.Desks, out.FirstDesk = r.desk(Desks), r.desk(FirstDesk)
	}
	if r.days == 0 {
		r.wrong(r.w.Hours.BadDays)
	}
	if ends != 0 && ends < starts {
		r.wrong(r.w.Hours.BadOrder)
	}
	if after := strings.TrimSpace(r.words[After]); after != "" {
		out.After = &contract.Signpost{Say: after}
	}
	out.Id = r.fresh(fmt.Sprintf("%s-%s-%s", r.site, out.Mode, starts), r.taken)
	d.Put.Rules = append(d.Put.Rules, out)
	return starts
}

// taken reports whether the plan has a piece of a name.
func (r *reader) taken(id string) bool {
	return slices.ContainsFunc(r.k.plan.GetRules(), func(x *contract.Rule) bool { return x.Id == id }) ||
		slices.ContainsFunc(r.k.plan.GetClosures(), func(x *contract.Closure) bool { return x.Id == id }) ||
		slices.ContainsFunc(r.k.plan.GetRegimes(), func(x *contract.Regime) bool { return x.Id == id })
}

// fresh is a name that nothing has.
func (r *reader) fresh(id string, taken func(string) bool) string {
	for n, base := 2, id; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}

// old is the rule that a form is of; nil when it is gone.
func (r *reader) old() *contract.Rule {
	i := slices.IndexFunc(r.k.plan.GetRules(), func(x *contract.Rule) bool { return x.Id == r.of })
	if i < 0 {
		return nil
	}
	return r.k.plan.Rules[i]
}

// change puts hours in the place of a rule from a day on: until then the rule stays, and then it has ended. One that has not begun
// by that day was never in force: the new hours take its name.
func (r *reader) change(d *contract.HoursDraft) office.Date {
	starts, old := r.rule(d), r.old()
	if old == nil {
		r.wrong(text.Fill(r.w.Hours.OvertakenSame, "by", r.w.Hours.Nobody))
		return starts
	}
	now := d.Put.Rules[0]
	now.SlotMinutes, now.When, now.Clusters, now.Except = old.SlotMinutes, old.When, old.Clusters, old.Except
	if office.Date(old.ValidFrom) >= starts {
		now.Id = old.Id
		return starts
	}
	d.Put.Rules = append([]*contract.Rule{ended(old, starts)}, now)
	return starts
}

// ended is a rule whose last day is the one before.
func ended(old *contract.Rule, without office.Date) *contract.Rule {
	out := proto.CloneOf(old)
	out.ValidTo = int32(without) - 1
	return out
}

// closure closes on some days, or a part of them.
func (r *reader) closure(d *contract.HoursDraft) office.Date {
	starts, ends := r.date(Start), r.maybe(End)
	c := &contract.Closure{Site: string(r.site), FromDate: int32(starts), ToDate: int32(max(ends, starts)), Reason: r.reason()}
	if r.picks[Scope] == 1 {
		c.Site = ""
	}
	if ends != 0 && ends < starts {
		r.wrong(r.w.Hours.BadOrder)
	}
	if strings.TrimSpace(r.words[From]+r.words[To]) != "" {
		c.From, c.To = r.hours()
	}
	where := c.Site
	if where == "" {
		where = "overal"
	}
	c.Id = r.fresh(fmt.Sprintf("%s-dicht-%s", where, starts), r.taken)
	d.Put.Closures = append(d.Put.Closures, c)
	return starts
}

// stop ends what a row is: a rule, a closure, a sitting.
func (r *reader) stop(d *contract.HoursDraft) office.Date {
	without := r.date(Without)
	if old := r.old(); old != nil {
		if office.Date(old.ValidFrom) >= without {
			d.Remove.Rules = append(d.Remove.Rules, &contract.Rule{Id: old.Id})
			return max(without, office.Date(old.ValidFrom))
		}
		out := ended(old, without)
		if after := strings.TrimSpace(r.words[After]); after != "" {
			out.After = &contract.Signpost{Say: after}
		}
		d.Put.Rules = append(d.Put.Rules, out)
		return without
	}
	for _, c := range r.k.plan.GetClosures() {
		if c.Id != r.of {
			continue
		}
		if first := max(office.Date(c.FromDate), r.k.today); office.Date(c.FromDate) >= without || first >= without {
			d.Remove.Closures = append(d.Remove.Closures, &contract.Closure{Id: c.Id})
			return first
		}
		out := proto.CloneOf(c)
		out.ToDate = int32(without) - 1
		d.Put.Closures = append(d.Put.Closures, out)
		return without
	}
	for _, o := range r.k.plan.GetOffers() {
		if rulebook.OfferID(o) == r.of {
			d.Remove.Offers = append(d.Remove.Offers, o)
			return r.firstChange(d)
		}
	}
	for _, g := range r.k.plan.GetRegimes() {
		if g.Id == r.of {
			d.Remove.Regimes = append(d.Remove.Regimes, &contract.Regime{Id: g.Id})
			return max(office.Date(g.FromDate), r.k.today)
		}
	}
	r.wrong(text.Fill(r.w.Hours.OvertakenSame, "by", r.w.Hours.Nobody))
	return without
}
