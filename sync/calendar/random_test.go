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

var productIDs = []office.ProductID{"kort", "lang", "foto", "kluis", "balie"}

// anyTown draws a configuration: few sites, odd hours, overlapping closures. Rules that clash with an
// earlier one are left out, as a planner's tool would refuse them.
func anyTown(t *rapid.T) calendar.Config {
	c := calendar.Config{Version: 1, Products: anyProducts(t)}
	for i := range rapid.IntRange(1, 3).Draw(t, "sites") {
		c.Sites = append(c.Sites, office.Site{ID: office.SiteID(fmt.Sprintf("s%d", i)), Name: fmt.Sprintf("Loket %d", i),
			Vault:      office.Sourced[bool]{Value: rapid.Bool().Draw(t, "vault")},
			PhotoBooth: office.Sourced[bool]{Value: rapid.Bool().Draw(t, "booth")}})
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "rules") {
		more := c
		more.Rules = append(c.Rules[:len(c.Rules):len(c.Rules)], anyRule(t, i, c))
		if _, err := calendar.NewPlan(more); err == nil {
			c = more
		}
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "closures") {
		c.Closures = append(c.Closures, anyClosure(t, i, c))
	}
	return c
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
	list[4].Appointment.Value = office.AppointmentNeed(rapid.IntRange(0, 3).Draw(t, "need"))
	return list
}

func anyRule(t *rapid.T, i int, c calendar.Config) calendar.Rule {
	from := rapid.SampledFrom([]int{0, 475, 540, 540, 780, 1000}).Draw(t, "from")
	r := calendar.Rule{ID: fmt.Sprintf("r%d", i), Site: rapid.SampledFrom(c.Sites).Draw(t, "site").ID,
		Days: calendar.Weekdays(rapid.SampledFrom([]int{127, 126, 62, 84, 43, 65}).Draw(t, "days")), From: office.Minute(from),
		To:    office.Minute(min(1440, from+rapid.IntRange(1, 900).Draw(t, "open for"))),
		Mode:  calendar.Mode(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(t, "mode")),
		Desks: uint8(rapid.IntRange(1, 3).Draw(t, "desks")), FirstDesk: office.Desk(rapid.IntRange(1, 4).Draw(t, "first")),
		Slot: office.Minute(rapid.SampledFrom([]int{0, 5, 7, 15, 60}).Draw(t, "slot"))}
	switch rapid.IntRange(0, 7).Draw(t, "limit") {
	case 0:
		r.Products = rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 3).Draw(t, "products")
	case 1:
		r.Except = rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 2).Draw(t, "except")
	}
	if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
		r.Valid = anyPeriod(t)
	}
	return r
}

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
		Products: rapid.SliceOfN(rapid.SampledFrom(productIDs), 1, 2).Draw(t, "asked"),
		Persons:  rapid.IntRange(0, 3).Draw(t, "persons"),
		Days:     calendar.Weekdays(rapid.SampledFrom([]int{0, 0, 127, 62}).Draw(t, "on days")),
		Part:     calendar.Part(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 3, 4}).Draw(t, "part")),
		Channel:  office.Channel(rapid.IntRange(0, 4).Draw(t, "channel")),
		Now:      now.Add(time.Duration(rapid.IntRange(0, 1499).Draw(t, "now minute")) * time.Minute),
		OneDesk:  rapid.Bool().Draw(t, "one desk"),
	}
	if rapid.IntRange(0, 2).Draw(t, "bounded") == 0 {
		p := anyPeriod(t)
		q.From, q.To = p.From, p.To
	}
	if rapid.IntRange(0, 2).Draw(t, "some sites") == 0 {
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
