package hours

import (
	"strconv"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Kind is what a form makes.
type Kind string

// The forms.
const (
	RuleForm    Kind = "rule"    // hours of every week
	ChangeForm  Kind = "change"  // other hours in the place of a rule, from a day on
	ClosureForm Kind = "closure" // closed on some days, or a part of them
	DayForm     Kind = "day"     // other hours on one day
	SittingForm Kind = "sitting" // a desk that is another service's
	OfferForm   Kind = "offer"   // between which days products are offered, and where to go afterwards
	StopForm    Kind = "stop"    // a rule that ends, or a closure that is taken back
)

// The fields of forms.
const (
	Days      = "days"
	From      = "from"
	To        = "to"
	Mode      = "mode"
	Desks     = "desks"
	FirstDesk = "first"
	Start     = "start"
	End       = "end"
	Date      = "date"
	Published = "published"
	Reason    = "reason"
	Products  = "products"
	After     = "after"
	Hurry     = "hurry"
	Scope     = "scope"
	Desk      = "desk"
	Who       = "who"
	Times     = "times"
	Without   = "stop"
)

// layouts are the fields of each form, line by line.
var layouts = map[Kind][][]string{
	RuleForm:    {{Days}, {From, To, Desks, FirstDesk}, {Mode}, {Start, End, Published}, {Products, After}, {Reason, Hurry}},
	ChangeForm:  {{Days}, {From, To, Desks, FirstDesk}, {Mode}, {Start, End, Published}, {Products, After}, {Reason, Hurry}},
	ClosureForm: {{Scope}, {Start, End, From, To}, {Reason}, {Published, Hurry}},
	DayForm:     {{Date, From, To, Desks}, {Reason}, {Published, Hurry}},
	SittingForm: {{Date, Desk}, {Who}, {Times}, {End, Published, Hurry}},
	OfferForm:   {{Products}, {Scope}, {Start, End}, {After}, {Published, Hurry}},
	StopForm:    {{Without, Published}, {After}, {Hurry}},
}

// form is a change that a planner has in mind. What is typed stays as it is until it is looked at.
type form struct {
	kind  Kind
	site  office.SiteID
	of    string // id of the rule or closure that it changes or ends
	made  uint64 // version of the plan that it was made of
	words map[string]string
	picks map[string]int
	days  calendar.Weekdays
	tried *tried // nil: not looked at yet
}

// tried is what a change does, as headquarters told.
type tried struct {
	draft  *contract.HoursDraft
	effect *contract.HoursEffect
	lines  []week.Line
}

// Open opens a form, when it can be.
func (h *Hours) Open(k Kind) {
	h.Change(func() {
		if !h.shown.Can.Open {
			return
		}
		h.notice = week.Notice{}
		switch r := h.row(); {
		case k == ChangeForm && (r == nil || r.rule == nil), k == StopForm && (r == nil || r.rule == nil && r.closure == nil && r.regime == nil && r.offer == nil):
		case k == ChangeForm:
			h.form = h.ofRule(r.rule)
		case k == StopForm:
			h.form = h.blank(k)
			h.form.of = r.piece()
		default:
			h.form = h.blank(k)
		}
	})
}

// blank is a form with what is usual: told today, and as many days before as the norm asks.
func (h *Hours) blank(k Kind) *form {
	first := h.known.today + office.Date(rulebook.NormOf(h.known.plan, h.site))
	f := &form{kind: k, site: h.site, made: h.known.plan.GetVersion(), words: map[string]string{}, picks: map[string]int{}}
	f.words[Published] = writeDate(h.known.today)
	switch k {
	case RuleForm:
		f.words[From], f.words[To], f.words[Desks], f.words[FirstDesk], f.words[Start] = "09:00", "12:30", "1", "1", writeDate(first)
	case ClosureForm:
		f.words[Start], f.words[End] = writeDate(first), writeDate(first)
	case DayForm:
		f.words[Date], f.words[From], f.words[To], f.words[Desks] = writeDate(first), "09:00", "12:30", "1"
	case SittingForm:
		f.words[Date], f.words[Desk] = writeDate(first), "1"
	case StopForm:
		f.words[Without] = writeDate(first)
	}
	return f
}

// ofRule is a form with what a rule is now.
func (h *Hours) ofRule(r *contract.Rule) *form {
	f := h.blank(ChangeForm)
	f.of, f.days = r.Id, calendar.Weekdays(r.Weekdays)
	f.words[From], f.words[To] = office.Minute(r.From).String(), office.Minute(r.To).String()
	f.words[Desks], f.words[FirstDesk] = strconv.Itoa(int(max(r.Desks, 1))), strconv.Itoa(int(max(r.FirstDesk, 1)))
	f.words[Start] = writeDate(max(h.known.today+office.Date(rulebook.NormOf(h.known.plan, h.site)), office.Date(r.ValidFrom)))
	f.words[End], f.words[Reason], f.words[After] = writeDate(office.Date(r.ValidTo)), r.Reason, r.GetAfter().GetSay()
	f.words[Products] = h.productNames(r.Products)
	if m, err := calendar.ParseMode(r.Mode); err == nil {
		f.picks[Mode] = int(m)
	}
	return f
}

// Type is what stands in a field, as it is typed.
func (h *Hours) Type(field, words string) {
	h.Change(func() {
		if h.form != nil {
			h.form.words[field], h.form.tried = words, nil
		}
	})
}

// Pick chooses one of a field's options.
func (h *Hours) Pick(field string, n int) {
	h.Change(func() {
		if h.form != nil {
			h.form.picks[field], h.form.tried = n, nil
		}
	})
}

// Tick takes a day of the week in, or out.
func (h *Hours) Tick(day time.Weekday, on bool) {
	h.Change(func() {
		if h.form == nil {
			return
		}
		h.form.tried = nil
		if h.form.days &^= calendar.On(day); on {
			h.form.days |= calendar.On(day)
		}
	})
}

// Confirm has headquarters look at the change; once that was seen, it has it made.
func (h *Hours) Confirm() {
	h.Change(func() {
		switch {
		case !h.shown.Can.Confirm:
		case h.form.tried != nil:
			h.commit()
		default:
			h.try()
		}
	})
}

// Field is a field of a form as it is shown.
type Field struct {
	Name, Label, Value string
	Options            []string // of a choice
	At                 int
	Ticks              []Tick // of days of the week, from Monday
}

// Tick is a day of the week that can be ticked.
type Tick struct {
	Day  time.Weekday
	Name string
	On   bool
}

// field puts a field in words.
func (h *Hours) field(f *form, name string) Field {
	t := h.words()
	out := Field{Name: name, Label: t.Fields[name], Value: f.words[name], At: f.picks[name]}
	switch name {
	case Mode:
		out.Options = t.Modes[:]
	case Scope:
		out.Options = t.Scope[:]
	case Times:
		out.Options = t.Times[:]
	case Days:
		for i := range 7 {
			day := time.Weekday((i + 1) % 7)
			out.Ticks = append(out.Ticks, Tick{day, h.cfg.Words.Days[day], f.days.Has(day)})
		}
	}
	return out
}

// about is what a form says above its fields.
func (h *Hours) about(f *form) (title, what string) {
	t, name, say := h.words(), "", ""
	if s, ok := h.known.cal.Site(f.site); ok {
		name = s.Name
	}
	for i := range h.rows {
		if r := &h.rows[i]; r.piece() == f.of && f.of != "" {
			say = r.Main
		}
	}
	kind := string(f.kind)
	if f.tried != nil {
		return text.Fill(t.Titles["check"], "site", name), ""
	}
	return text.Fill(t.Titles[kind], "site", name), text.Fill(t.Whats[kind], "say", say)
}
