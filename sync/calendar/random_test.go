package calendar_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Random towns live around a change of the clock, Easter Monday and the end of a month.
var firstDay = office.NewDate(2026, time.March, 20)

const days = 20

var productIDs = []office.ProductID{"kort", "lang", "foto", "kluis", "balie", "spoed"}

// asked is what queries ask for: mostly what most sites offer.
var asked = append([]office.ProductID{"kort", "kort", "lang", "foto"}, productIDs...)

var districts = []string{"Noord", "Midden", "Zuid"}

// anyTown draws a configuration: few sites, odd hours, overlapping closures. Rules that clash with an
// earlier one are left out, as a planner's tool would refuse them.
func anyTown(t *rapid.T) calendar.Config {
	c := calendar.Config{Version: 1, Products: anyProducts(t), StepFree: map[office.SiteID]bool{}, Terms: anyTerms(t),
		Near: map[string][]string{"Noord": {"Midden"}, "Midden": {"Zuid", "Noord"}, "Zuid": {"Midden"}}}
	for i := range rapid.IntRange(1, 3).Draw(t, "sites") {
		c.Sites = append(c.Sites, office.Site{ID: office.SiteID(fmt.Sprintf("s%d", i)), Name: fmt.Sprintf("Loket %d", i),
			Vault:      office.Sourced[bool]{Value: rapid.Bool().Draw(t, "vault")},
			PhotoBooth: office.Sourced[bool]{Value: rapid.Bool().Draw(t, "booth")}, District: rapid.SampledFrom(districts).Draw(t, "district")})
		c.StepFree[c.Sites[i].ID] = rapid.Bool().Draw(t, "step-free")
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "rules") {
		more := c
		more.Rules = append(c.Rules[:len(c.Rules):len(c.Rules)], anyRule(t, i, c))
		if _, err := calendar.NewPlan(more); err == nil {
			c = more
		}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "closures") {
		c.Closures = append(c.Closures, anyClosure(t, i, c))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "regimes") {
		c.Regimes = append(c.Regimes, anyRegime(t, i, c))
	}
	return c
}

func anyTerms(t *rapid.T) []calendar.Term {
	var list []calendar.Term
	for _, id := range append([]office.ProductID{""}, productIDs[:5]...) {
		for _, by := range []office.Channel{office.ChannelUnknown, office.ChannelDesk, office.ChannelWeb} {
			if rapid.IntRange(0, 24).Draw(t, "term") == 24 {
				first := rapid.IntRange(0, 3).Draw(t, "term from")
				list = append(list, calendar.Term{Product: id, Channel: by, Notice: rapid.SampledFrom([]int{0, 30, 1500}).Draw(t, "notice"),
					Window: calendar.Window{First: first, Last: first + rapid.IntRange(0, 30).Draw(t, "term for")}})
			}
		}
	}
	return list
}

// anyRegime closes desks or lets two teams take turns by day, by week or by half day.
func anyRegime(t *rapid.T, i int, c calendar.Config) calendar.Regime {
	g := calendar.Regime{ID: fmt.Sprintf("g%d", i), Dates: anyPeriod(t), Reason: "afstand"}
	if rapid.Bool().Draw(t, "regime of one site") {
		g.Site = rapid.SampledFrom(c.Sites).Draw(t, "regime's site").ID
	}
	if rapid.Bool().Draw(t, "without teams") {
		g.Closed = calendar.Desks(rapid.Uint64Range(1, 63).Draw(t, "closed desks"))
		return g
	}
	a := calendar.Team{Name: "A", Desks: calendar.Desks(rapid.Uint64Range(1, 63).Draw(t, "A's desks"))}
	b := calendar.Team{Name: "B", Desks: calendar.Desks(rapid.Uint64Range(1, 63).Draw(t, "B's desks"))}
	switch rapid.IntRange(0, 2).Draw(t, "turns") {
	case 0:
		a.Turn.Days, b.Turn.Days = 42, 127&^42
	case 1:
		a.Turn.Every, b.Turn.Every = 2, 2
		a.Turn.Since, b.Turn.Since = firstDay, firstDay+7
	case 2:
		noon := office.Minute(rapid.IntRange(500, 900).Draw(t, "change of teams"))
		a.To, b.From, b.To = noon, noon, office.EndOfDay
	}
	g.Teams = []calendar.Team{a, b}
	return g
}

// places are sets of places in a month: each alone, and some together.
var places = []int{1, 2, 4, 8, 16, 32, 33, 24, 40, 63}

// anyRecurrence is often every date, and else one or two of all the ways to return.
func anyRecurrence(t *rapid.T) calendar.Recurrence {
	var r calendar.Recurrence
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "narrowed") {
		switch rapid.IntRange(0, 4).Draw(t, "by") {
		case 0:
			r.Every, r.Since = uint8(rapid.IntRange(0, 4).Draw(t, "every")), firstDay+office.Date(rapid.IntRange(-90, days).Draw(t, "since"))
		case 1:
			r.Nth = calendar.Ordinals(rapid.SampledFrom(places).Draw(t, "nth"))
		case 2:
			r.Week = calendar.Ordinals(rapid.SampledFrom(places).Draw(t, "week"))
		case 3:
			r.Days = calendar.Weekdays(rapid.IntRange(1, 127).Draw(t, "weekdays"))
		case 4:
			r.Each = rapid.SampledFrom([]calendar.Annual{calendar.BridgeDay(), calendar.AfterEaster(-2), calendar.Yearly(3, 24), calendar.Yearly(2, 29)}).Draw(t, "each")
		}
	}
	return r
}

func anyProducts(t *rapid.T) []office.Product {
	var list []office.Product
	for _, id := range productIDs {
		list = append(list, office.Product{ID: id, Dutch: string(id), Duration: office.Sourced[office.DeskTime]{
			Value: office.DeskTime{Minutes: rapid.SampledFrom([]int{1, 7, 10, 15, 25, 40, 90}).Draw(t, "minutes"), PerExtraPerson: rapid.IntRange(0, 30).Draw(t, "extra")}}})
	}
	list[1].Offered = office.Period{From: firstDay + 1, To: firstDay + days}
	list[2].Photo.Value = true
	list[3].Vault.Value = true
	list[5].StatisticsOnly, list[5].UrgentSameDay = true, true
	list[4].Appointment.Value = office.AppointmentNeed(rapid.IntRange(0, 3).Draw(t, "need"))
	return list
}

func anyRule(t *rapid.T, i int, c calendar.Config) calendar.Rule {
	from := rapid.SampledFrom([]int{0, 475, 540, 540, 780, 1000}).Draw(t, "from")
	r := calendar.Rule{ID: fmt.Sprintf("r%d", i), Site: rapid.SampledFrom(c.Sites).Draw(t, "site").ID,
		Days: calendar.Weekdays(rapid.SampledFrom([]int{127, 126, 62, 84, 43, 65}).Draw(t, "days")), From: office.Minute(from),
		To:    office.Minute(min(1440, from+rapid.OneOf(rapid.IntRange(1, 900), rapid.SampledFrom([]int{210, 420})).Draw(t, "open for"))),
		Mode:  calendar.Mode(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(t, "mode")),
		Desks: uint8(rapid.IntRange(1, 3).Draw(t, "desks")), FirstDesk: office.Desk(rapid.IntRange(1, 4).Draw(t, "first")),
		Slot: office.Minute(rapid.SampledFrom([]int{0, 5, 7, 15, 20, 60}).Draw(t, "slot"))}
	switch rapid.IntRange(0, 7).Draw(t, "limit") {
	case 0:
		r.Products = rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 3).Draw(t, "products")
	case 1:
		r.Except = rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 2).Draw(t, "except")
	}
	if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
		r.Valid = anyPeriod(t)
	}
	if rapid.IntRange(0, 2).Draw(t, "recurs") == 0 {
		r.When = anyRecurrence(t)
	}
	return r
}

// anyClosure draws until the closure has a date, as a planner's tool would ask again.
func anyClosure(t *rapid.T, i int, c calendar.Config) calendar.Closure {
	cl := calendar.Closure{ID: fmt.Sprintf("c%d", i), Dates: anyPeriod(t), Reason: "verbouwing"}
	if rapid.Bool().Draw(t, "one site") {
		cl.Site = rapid.SampledFrom(c.Sites).Draw(t, "closed site").ID
	}
	if rapid.Bool().Draw(t, "part") {
		from := rapid.IntRange(0, 1439).Draw(t, "closed from")
		cl.From, cl.To = office.Minute(from), office.Minute(rapid.IntRange(from+1, 1440).Draw(t, "closed to"))
	}
	if rapid.Bool().Draw(t, "some products") {
		cl.Products = rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 2).Draw(t, "closed products")
	}
	if rapid.IntRange(0, 3).Draw(t, "some modes") == 0 {
		cl.Modes = calendar.Modes(rapid.IntRange(1, 31).Draw(t, "closed modes"))
	}
	when := anyRecurrence(t)
	for d := cl.Dates.From; d <= cl.Dates.To; d++ {
		if when.Has(d) {
			cl.When = when
		}
	}
	return cl
}

// anyPeriod is a stretch that touches the days looked at.
func anyPeriod(t *rapid.T) office.Period {
	from := rapid.IntRange(0, days-1).Draw(t, "first date")
	to := rapid.IntRange(from, days-1).Draw(t, "last date")
	return office.Period{From: firstDay + office.Date(from), To: firstDay + office.Date(to)}
}

func anyQuery(t *rapid.T, c calendar.Config, zone *time.Location) calendar.Query {
	now := (firstDay + office.Date(rapid.IntRange(-1, 10).Draw(t, "now date"))).At(0, zone)
	q := calendar.Query{
		Products: rapid.SliceOfN(rapid.SampledFrom(asked), 1, 2).Draw(t, "asked"),
		Persons:  rapid.IntRange(0, 3).Draw(t, "persons"),
		Days:     calendar.Weekdays(rapid.SampledFrom([]int{0, 0, 127, 62}).Draw(t, "on days")),
		Part:     calendar.Part(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 3, 4}).Draw(t, "part")),
		Channel:  office.Channel(rapid.IntRange(0, 4).Draw(t, "channel")),
		Now:      now.Add(time.Duration(rapid.IntRange(0, 1499).Draw(t, "now minute")) * time.Minute),
		OneDesk:  rapid.Bool().Draw(t, "one desk"),
		Urgency:  calendar.Urgency(rapid.IntRange(0, 2).Draw(t, "urgency")),
		StepFree: rapid.IntRange(0, 9).Draw(t, "step-free only") == 9,
	}
	if rapid.IntRange(0, 2).Draw(t, "lives somewhere") == 2 {
		q.District = rapid.SampledFrom(append([]string{"Elders"}, districts...)).Draw(t, "lives in")
		q.Reach = calendar.Reach(rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "reach"))
	}
	if rapid.IntRange(0, 3).Draw(t, "bounded") == 3 {
		p := anyPeriod(t)
		q.From, q.To = p.From, p.To
	}
	if rapid.IntRange(0, 3).Draw(t, "some sites") == 3 {
		for _, s := range rapid.Permutation(c.Sites).Draw(t, "sites in order") {
			q.Sites = append(q.Sites, s.ID)
		}
		q.Sites = q.Sites[:rapid.IntRange(1, len(q.Sites)).Draw(t, "so many")]
	}
	return q
}

// taken is an occupancy in which a seat is taken by a rule of its name alone, so that two plans that
// share a seat agree on it.
type taken struct {
	seed, outOf uint32 // one of so many seats is taken; 0: none
}

func (k taken) has(s office.SeatID) bool {
	if k.outOf == 0 {
		return false
	}
	h := k.seed
	for _, b := range s.AppendKey(nil) {
		h = (h ^ uint32(b)) * 16777619
	}
	return h>>8%k.outOf == 0
}

func (k taken) Free(d *calendar.Day) calendar.Free {
	f := d.AllFree()
	for _, s := range d.Seats() {
		if k.has(s) {
			f.Take(s.Desk, s.Start)
		}
	}
	return f
}

func anyTaken(t *rapid.T) taken {
	return taken{rapid.Uint32().Draw(t, "seed"), uint32(rapid.SampledFrom([]int{0, 1, 3, 10, 40}).Draw(t, "taken"))}
}
