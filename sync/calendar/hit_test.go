package calendar_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

func extras(t *testing.T) []calendar.Closure {
	t.Helper()
	list := catalogue.Extras()
	if len(list) < 5 {
		t.Fatalf("%d extras", len(list))
	}
	for _, c := range list {
		if !c.Assumed {
			t.Errorf("%s is nobody's decision and must say so", c.ID)
		}
	}
	return list
}

// booked is a booking of a place that fits.
func booked(t *testing.T, p *calendar.Plan, n byte, site office.SiteID, when, products string, desk office.Desk, persons int) calendar.Booking {
	t.Helper()
	date, minute, _ := strings.Cut(when, " ")
	d := mustDate(t, date)
	place, err := p.Fit(calendar.Wish{Site: site, Date: d, Desk: desk, Start: mustMinute(t, minute), Products: ids(products), Persons: persons,
		Channel: office.ChannelDesk, Now: (d - 7).At(600, p.Zone())})
	if err != nil {
		t.Fatal(err)
	}
	return calendar.Booking{ID: office.AppointmentID{15: n}, Seats: place.Seats, Slot: place.Slot, Products: ids(products)}
}

// A closure, a rule, a regime, a product that ends: each lists the bookings it hits, says why, and moves nobody.
func TestChangesListTheBookingsTheyHit(t *testing.T) {
	before := mustTown(t)
	all := []calendar.Booking{
		booked(t, before, 1, berchem, "2026-03-03 14:00", "eid-afhalen", 1, 1),
		booked(t, before, 2, berchem, "2026-03-03 09:00", "eid-aanvraag", 1, 2), // 09:00 to 09:20
		booked(t, before, 3, berchem, "2026-03-03 09:30", "eid-afhalen", 2, 1),
		booked(t, before, 4, harmonie, "2026-03-03 09:00", "reispas-aanvraag", 12, 1),
		booked(t, before, 5, berchem, "2026-03-10 09:00", "eid-aanvraag", 1, 1),
	}
	tuesday := office.Period{From: mustDate(t, "2026-03-03"), To: mustDate(t, "2026-03-03")}
	for _, c := range []struct {
		name   string
		change func(*calendar.Config)
		hit    []byte // by desk and hour, as in an agenda
		why    string
	}{
		{"nothing", func(c *calendar.Config) { c.Version++ }, nil, ""},
		{"the whole day", func(c *calendar.Config) {
			c.Closures = []calendar.Closure{{ID: "x", Site: berchem, Dates: tuesday, Reason: "verhuis"}}
		}, []byte{2, 3, 1}, "verhuis"},
		{"half a day", func(c *calendar.Config) {
			c.Closures = []calendar.Closure{{ID: "x", Site: berchem, Dates: tuesday, From: 555, To: 720, Reason: "vorming"}}
		}, []byte{2, 3}, "geen plaats meer"}, // the second half of 2's visit
		{"one service", func(c *calendar.Config) {
			c.Closures = []calendar.Closure{{ID: "x", Dates: tuesday, Products: ids("reispas-aanvraag eid-afhalen"), Reason: "toestel stuk"}}
		}, []byte{4, 3, 1}, "toestel stuk"},
		{"a closure of the reception", func(c *calendar.Config) {
			c.Closures = []calendar.Closure{{ID: "x", Dates: tuesday, Modes: calendar.Only(calendar.Reception), Reason: "ziek"}}
		}, nil, ""},
		{"a regime", func(c *calendar.Config) {
			c.Regimes = []calendar.Regime{{ID: "x", Dates: tuesday, Closed: calendar.DeskSet(2, 12), Reason: "afstand"}}
		}, []byte{4, 3}, "geen plaats meer"},
		{"longer slots", func(c *calendar.Config) {
			for i := range c.Rules {
				if c.Rules[i].Site == berchem && c.Rules[i].Mode == calendar.Appointment {
					c.Rules[i].Slot = 15
				}
			}
		}, []byte{2}, "geen plaats meer"},
		{"shorter slots", func(c *calendar.Config) {
			for i := range c.Rules {
				if c.Rules[i].Site == berchem && c.Rules[i].Mode == calendar.Appointment {
					c.Rules[i].Slot = 5
				}
			}
		}, []byte{2, 3, 1, 5}, "geen plaats meer"},
		{"no vault any more", func(c *calendar.Config) {
			i := slices.IndexFunc(c.Sites, func(s office.Site) bool { return s.ID == berchem })
			c.Sites = slices.Clone(c.Sites)
			c.Sites[i].Vault.Value = false
		}, []byte{3, 1}, "kluis"},
		{"a product that ends", func(c *calendar.Config) {
			i := slices.IndexFunc(c.Products, func(p office.Product) bool { return p.ID == "eid-aanvraag" })
			c.Products = slices.Clone(c.Products)
			c.Products[i].Offered.To = tuesday.To
		}, []byte{5}, "niet meer"},
		{"a site that is gone", func(c *calendar.Config) {
			c.Sites = slices.DeleteFunc(c.Sites, func(s office.Site) bool { return s.ID == harmonie })
			c.Rules = slices.DeleteFunc(c.Rules, func(r calendar.Rule) bool { return r.Site == harmonie })
		}, []byte{4}, "niet bekend"},
		{"longer visits stand where they were booked", func(c *calendar.Config) {
			c.Products = slices.Clone(c.Products)
			for i := range c.Products {
				c.Products[i].Duration.Value.Minutes += 60
			}
		}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := town(t)
			c.change(&config)
			after := mustPlan(t, config)
			hits := calendar.Hits(before, after, all)
			var got []byte
			for _, h := range hits {
				got = append(got, h.ID[15])
				if h.Why.OK || !strings.Contains(h.Why.Say(), c.why) {
					t.Errorf("%d: why %+v", h.ID[15], h.Why)
				}
			}
			// The order of an agenda, site by site.
			if !slices.Equal(got, c.hit) {
				t.Errorf("hit %v, want %v", got, c.hit)
			}
			if again := calendar.Hits(after, after, all); len(again) != 0 {
				t.Errorf("hit once more by nothing: %+v", again)
			}
			if alone := calendar.Hits(nil, after, all); len(alone) != len(c.hit) {
				t.Errorf("without a plan before: %+v", alone)
			}
		})
	}
	c := town(t)
	for i := range c.Rules {
		if c.Rules[i].Site == berchem && c.Rules[i].Mode == calendar.Appointment {
			c.Rules[i].Slot = 5
		}
	}
	all[1].Slot = 0 // of an older version: two seats ten minutes apart have somebody else's between them now
	if hits := calendar.Hits(before, mustPlan(t, c), all[1:2]); len(hits) != 1 {
		t.Errorf("seats with a seat between them stand: %+v", hits)
	}
	if hits := calendar.Hits(before, before, []calendar.Booking{{}}); len(hits) != 0 {
		t.Errorf("a booking without seats: %+v", hits)
	}
}

// A booking stands as long as Check still allows its place, whatever changes.
func TestHitsAreWhatCheckRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyTown(t)
		before, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		q := anyQuery(t, c, before.Zone())
		q.Limit = 40
		places, _ := calendar.Search(q, before, anyTaken(t))
		c.Closures = append(c.Closures, anyClosure(t, 90, c))
		c.Regimes = append(c.Regimes, anyRegime(t, 90, c))
		after, err := calendar.NewPlan(c)
		if err != nil {
			t.Fatal(err)
		}
		var all []calendar.Booking
		want := 0
		for i, p := range places {
			all = append(all, calendar.Booking{ID: office.AppointmentID{byte(i)}, Seats: p.Seats, Products: q.Products})
			// A team that changes in the middle splits the stretch: the seats are there, and so is who was booked.
			if err := calendar.Check(after, wish(q, p.Seats[0])); err != nil && calendar.CodeOf(err) != calendar.PastClosing {
				want++
			}
		}
		got := calendar.Hits(before, after, all)
		for _, h := range got {
			if calendar.Check(after, wish(q, h.Seats[0])) == nil {
				t.Fatalf("%+v is hit and can be booked", h)
			}
		}
		if len(got) < want {
			t.Fatalf("%d hit, of which Check refuses %d", len(got), want)
		}
	})
}
