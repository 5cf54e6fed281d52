package hours

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// stretch is open time of a day.
type stretch struct{ from, to office.Minute }

// day is other hours on one day: what was open outside them is closed, and where nobody came by appointment in them a rule of that day opens.
// So the rules of the week stay what they are, and the day after all is as before.
func (r *reader) day(d *contract.HoursDraft) office.Date {
	date, desks, why := r.date(Date), r.desk(Desks), r.reason()
	from, to := r.hours()
	if r.err != nil {
		return date
	}
	if name, holiday := calendar.HolidayOn(date); holiday {
		r.wrong(r.w.Hours.HolidayShut, "day", calendar.SayDate(date), "name", name)
		return date
	}
	want, name := stretch{office.Minute(from), office.Minute(to)}, fmt.Sprintf("%s-dag-%s", r.site, date)
	for i, s := range outside(r.usual(date, everyMode), want) {
		d.Put.Closures = append(d.Put.Closures, &contract.Closure{Id: r.fresh(fmt.Sprintf("%s-dicht-%d", name, i+1), r.taken), Site: string(r.site),
			FromDate: int32(date), ToDate: int32(date), From: uint32(s.from), To: uint32(s.to), Reason: why})
	}
	for i, s := range gaps(r.usual(date, calendar.Only(calendar.Appointment)), want) {
		d.Put.Rules = append(d.Put.Rules, &contract.Rule{Id: r.fresh(fmt.Sprintf("%s-open-%d", name, i+1), r.taken), Site: string(r.site), Weekdays: uint32(calendar.On(date.Weekday())),
			From: uint32(s.from), To: uint32(s.to), Mode: calendar.Appointment.String(), Desks: desks, FirstDesk: 1, ValidFrom: int32(date), ValidTo: int32(date), Reason: why})
	}
	if len(d.Put.Closures)+len(d.Put.Rules) == 0 {
		r.wrong(r.w.Hours.AlreadyOpen)
	}
	return date
}

// everyMode is no limit on modes.
const everyMode calendar.Modes = 0

// usual is when anybody is served on a date in these ways, in order and without overlap.
func (r *reader) usual(date office.Date, by calendar.Modes) (out []stretch) {
	for _, o := range r.k.cal.Day(r.site, date).Openings { // by start
		if !by.Has(o.Mode) {
			continue
		}
		if n := len(out) - 1; n >= 0 && o.From <= out[n].to {
			out[n].to = max(out[n].to, o.To)
			continue
		}
		out = append(out, stretch{o.From, o.To})
	}
	return out
}

// outside is what of open time lies before or after the hours that are wanted: one closure before, one after.
func outside(open []stretch, want stretch) (out []stretch) {
	if len(open) == 0 {
		return nil
	}
	first, last := open[0].from, open[len(open)-1].to
	if first < want.from {
		out = append(out, stretch{first, min(want.from, last)})
	}
	if last > want.to {
		out = append(out, stretch{max(want.to, first), last})
	}
	return out
}

// gaps is what of the wanted hours is not open.
func gaps(open []stretch, want stretch) (out []stretch) {
	at := want.from
	for _, s := range open {
		if s.from > at && at < want.to {
			out = append(out, stretch{at, min(s.from, want.to)})
		}
		at = max(at, s.to)
	}
	if at < want.to {
		out = append(out, stretch{at, want.to})
	}
	return out
}

// mostSittings bounds how many days one form makes.
const mostSittings = 60

// sitting gives a desk to another service on a day, or on the days that follow from it: nobody books there then.
func (r *reader) sitting(d *contract.HoursDraft) office.Date {
	first, desk, last := r.date(Date), r.desk(Desk), r.maybe(End)
	who := strings.TrimSpace(r.words[Who])
	if who == "" {
		r.wrong(r.w.Hours.NoReason)
	}
	step := [...]office.Date{0, 7, 14, 28}[r.picks[Times]]
	if step == 0 || last == 0 {
		last = first
	}
	if last < first {
		r.wrong(r.w.Hours.BadOrder)
	}
	for n := 0; first != 0 && r.err == nil && n < mostSittings; n++ {
		date := first + office.Date(n)*step
		if date > last {
			break
		}
		d.Put.Regimes = append(d.Put.Regimes, &contract.Regime{Id: r.fresh(fmt.Sprintf("%s-zitdag-%s", r.site, date), r.taken), Site: string(r.site),
			FromDate: int32(date), ToDate: int32(date), Closed: uint64(calendar.DeskSet(office.Desk(desk))), Reason: r.w.Hours.Sitting + " " + who})
		if step == 0 {
			break
		}
	}
	return first
}
