package board

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Effect is what a draft would do: the board of all that it touches, before and after.
type Effect struct {
	Rows     []RowEffect    // of the sites that it touches, in the order of the plan
	Hits     []calendar.Hit // appointments that lose their place: to be called, nobody moves them
	Recalls  []Recall       // what must be asked back, by site
	Staff    []Coverage     // of each touched day
	Warnings []string       // in Dutch
	// Minutes that all touched days offer together, before and after: they are the same, unless pieces other than
	// moves are undone.
	MinutesBefore, MinutesAfter office.Minute
}

// RowEffect is a touched site before and after. Cells are those of its touched days.
type RowEffect struct {
	Before, After Row
}

// Recall is what of a site's seats goes.
type Recall struct {
	Site    office.SiteID
	Seats   []office.SeatID // all that go, booked or not, whoever has them: a site may be given some of them any moment
	Held    int             // of them the site has in its hands: pending until it gives them back
	Certain int             // of them nobody has: gone with the commit
}

// Weigh compares two plans on the days that a change touches. s is the scene as it is, after the plan as it would be.
func Weigh(s *Scene, after *calendar.Plan, touch []Touch) Effect {
	var e Effect
	t := s.under(after)
	for _, site := range s.Plan.Sites() {
		days := touched(touch, site.ID)
		if len(days) == 0 {
			continue
		}
		e.Rows = append(e.Rows, RowEffect{Before: s.rowOf(site, days), After: t.rowOf(site, days)})
		recall := Recall{Site: site.ID}
		for i, d := range days {
			row := e.Rows[len(e.Rows)-1]
			e.MinutesBefore += row.Before.Cells[i].Minutes
			e.MinutesAfter += row.After.Cells[i].Minutes
			s.gone(t.Plan, d, &recall)
			e.Staff = append(e.Staff, t.cover(row.Before.Cells[i], row.After.Cells[i]))
			e.Hits = append(e.Hits, s.hits(t.Plan, site.ID, d)...)
		}
		if len(recall.Seats) > 0 {
			e.Recalls = append(e.Recalls, recall)
		}
	}
	e.warn(s)
	return e
}

// Balanced refuses an effect in which hours would be lost, or come of nothing.
func (e Effect) Balanced() error {
	if e.MinutesBefore == e.MinutesAfter {
		return nil
	}
	return refused("balance", fmt.Sprintf("Zo gaan er uren verloren: van %d minuten aan de loketten blijven er %d.", e.MinutesBefore, e.MinutesAfter),
		"Kijk of het op de nieuwe plaats dan wel open is.")
}

// touched are the days of a site, in order.
func touched(all []Touch, site office.SiteID) []office.Date {
	var out []office.Date
	for _, t := range all {
		if t.Site == site {
			out = append(out, t.Date)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rowOf is the row of a site with some of its days.
func (s *Scene) rowOf(site office.Site, days []office.Date) Row {
	before := s.past(site.ID)
	row := Row{Site: site, Waits: s.waits(site)}
	for _, d := range days {
		row.Cells = append(row.Cells, s.cell(site.ID, d, before, row.Waits, true))
	}
	return row
}

// gone adds the seats of a day that a plan does not have any more.
func (s *Scene) gone(after *calendar.Plan, on office.Date, r *Recall) {
	then := after.Day(r.Site, on)
	record := s.Ledger.Record(r.Site, on)
	state := make(map[office.SeatID]State, len(record.Marks))
	for _, m := range record.Marks {
		state[office.SeatID{Site: r.Site, Date: on, Desk: m.Desk, Start: m.Start}] = m.State
	}
	for _, id := range s.Plan.Day(r.Site, on).Seats() {
		if then.Has(id.Desk, id.Start) {
			continue
		}
		r.Seats = append(r.Seats, id)
		switch state[id] {
		case Held:
			r.Held++
		case Booked:
		default:
			r.Certain++
		}
	}
}

// hits lists the appointments of a day that stood and will not stand.
func (s *Scene) hits(after *calendar.Plan, site office.SiteID, on office.Date) []calendar.Hit {
	if s.Bookings == nil {
		return nil
	}
	return calendar.Hits(s.Plan, after, s.Bookings(site, on))
}

// warn says what a planner should think of and the rules do not forbid.
func (e *Effect) warn(s *Scene) {
	say := func(format string, a ...any) { e.Warnings = append(e.Warnings, fmt.Sprintf(format, a...)) }
	for _, row := range e.Rows {
		site := row.After.Site
		for i, c := range row.After.Cells {
			if n := int(site.Desks.Value); c.Desks > n && c.Desks > row.Before.Cells[i].Desks && n > 0 {
				say("%s heeft %d loketten; op %s zouden er %d tegelijk open zijn.", site.Name, n, calendar.SayDate(c.Date), c.Desks)
			}
		}
		for i, w := range row.After.Waits {
			if i < len(row.Before.Waits) && row.Before.Waits[i].Within() && !w.Within() {
				say("%s haalt de norm van %d werkdagen niet meer voor '%s'.", site.Name, Norm, w.Cluster)
			}
		}
	}
	for _, c := range e.Staff {
		site, _ := s.Plan.Site(c.Site)
		switch {
		case c.After > c.Before && !c.Known:
			say("Van %s is niet bekend wie er werkt.", site.Name)
		case c.After > c.Before && c.Rostered && c.Lacks() > 0:
			say("%s heeft op %s %d loketten open; volgens het rooster komt er iemand tekort voor %d daarvan.", site.Name, calendar.SayDate(c.Date), c.After, c.Lacks())
		case c.After > c.Before && c.Lacks() > 0:
			say("%s heeft op %s %d loketten open en %d mensen.", site.Name, calendar.SayDate(c.Date), c.After, len(c.People))
		}
		for _, cluster := range c.Without {
			say("In %s kan op %s niemand '%s'.", site.Name, calendar.SayDate(c.Date), cluster)
		}
	}
	if len(e.Hits) > 0 {
		say("%d afspraken verliezen hun plaats. Bel deze mensen: niemand wordt vanzelf verplaatst.", len(e.Hits))
	}
}
