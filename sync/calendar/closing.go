package calendar

import "github.com/buurtloket/buurtloket/sync/office"

// Closing is a stretch of dates on which a site is closed for one reason: whole days, or the same part of each.
type Closing struct {
	Dates    office.Period
	From, To office.Minute // local wall time; both 0: the whole day
	Reason   string        // Dutch, as visitors read it
}

// Closings lists what closes a site on dates on which it would have been open, in order of date: legal holidays, closures of
// the whole site or of a part of the day (A003-16). Dates in between on which it never opens do not part a stretch. Both
// ends of the period must be given. An unknown site has none.
func (p *Plan) Closings(at office.SiteID, dates office.Period) (out []Closing) {
	s := p.bySite[at]
	if s == nil {
		return nil
	}
	for date := dates.From; date <= dates.To; date++ {
		d := p.day(s, date)
		for _, c := range d.closings() {
			n := len(out) - 1
			if n >= 0 && out[n].Reason == c.Reason && out[n].From == c.From && out[n].To == c.To && !p.opens(s, out[n].Dates.To+1, date-1) {
				out[n].Dates.To = date
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

// closings are those of one date. What closes single modes only, the reception while the desks stay, is left to the notes.
func (d *Day) closings() (out []Closing) {
	for _, c := range d.cuts {
		if c.reason == "" || c.modes != 0 || !d.wouldOpen(Appointment, c.span) {
			continue
		}
		one := Closing{Dates: office.Period{From: d.Date, To: d.Date}, Reason: c.reason}
		if c.span == wholeDay {
			return []Closing{one} // nothing is left that another could close
		}
		one.From, one.To = c.from, c.to
		out = append(out, one)
	}
	return out
}

// opens reports whether a rule opens the site on one of the dates, closures aside.
func (p *Plan) opens(s *site, from, to office.Date) bool {
	for date := from; date <= to; date++ {
		if p.day(s, date).wouldOpen(Appointment, wholeDay) {
			return true
		}
	}
	return false
}
