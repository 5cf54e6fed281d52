package catalogue_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// The embedded catalogue is whole: it loads, and the calendar opens with it.
func TestEmbeddedIsWhole(t *testing.T) {
	c := catalogue.Embedded()
	if len(c.Products) != 32 || len(c.Clusters) != 7 || len(c.Norms) != 6 || len(c.PhoneCategories) != 6 ||
		len(c.Levels) != 5 || len(c.ThemeDesks) != 4 || len(c.Locations) != 15 || len(c.Districts) != 10 {
		t.Errorf("%d products, %d clusters, %d norms, %d categories, %d levels, %d theme desks, %d locations, %d districts",
			len(c.Products), len(c.Clusters), len(c.Norms), len(c.PhoneCategories), len(c.Levels), len(c.ThemeDesks), len(c.Locations), len(c.Districts))
	}
	if _, err := calendar.NewPlan(c.Config(1)); err != nil {
		t.Error(err)
	}
	for _, l := range c.Locations { // every location with desks gives seats in an ordinary week, no other does
		p, _ := calendar.NewPlan(c.Config(1))
		seats := 0
		for d := office.NewDate(2026, 3, 2); d < office.NewDate(2026, 3, 9); d++ {
			seats += p.Day(l.ID, d).Len()
		}
		if (seats > 0) != (l.Desks.Value > 0) {
			t.Errorf("%s has %d desks and %d seats in a week", l.ID, l.Desks.Value, seats)
		}
	}
}

// What the sources state is not marked as assumed, and what was invented is: the marks stay readable.
func TestAssumedStaysMarked(t *testing.T) {
	c := catalogue.Embedded()
	berchem, _ := c.Location("buurtloket-berchem")
	groenenhoek, _ := c.Location("buurtloket-groenenhoek")
	if berchem.Desks.Value != 2 || berchem.Desks.Assumed || berchem.Desks.Source == "" { // A002-37
		t.Errorf("Berchem's desks: %+v", berchem.Desks)
	}
	if !berchem.Vault.Value || !berchem.Vault.Assumed || groenenhoek.Vault.Value || groenenhoek.Vault.Assumed { // A002-45
		t.Errorf("vaults: %+v, %+v", berchem.Vault, groenenhoek.Vault)
	}
	if berchem.PhotoBooth.Value || berchem.PhotoBooth.Assumed { // A002-42
		t.Errorf("Berchem's booth: %+v", berchem.PhotoBooth)
	}
	if l, _ := c.Location("model003-getouw"); !l.Vault.Unknown || !l.Desks.Unknown {
		t.Errorf("what nobody knows reads %+v, %+v", l.Vault, l.Desks)
	}
	if !berchem.StepFree.Value || !berchem.StepFree.Assumed || !groenenhoek.StepFree.Unknown { // A002-29
		t.Errorf("steps: %+v, %+v", berchem.StepFree, groenenhoek.StepFree)
	}
	for _, d := range c.Districts {
		if len(d.Near.Value) == 0 || !d.Near.Assumed {
			t.Errorf("next to %s: %+v", d.ID, d.Near)
		}
	}
	if s := c.Signposts["sociale-producten"]; s.Say == "" || s.Assumed { // A002-47: stated
		t.Errorf("signpost: %+v", s)
	}
	p, _ := c.Product("eid-afhalen")
	if !p.Vault.Value || p.Vault.Assumed || !p.Duration.Assumed || p.Duration.Value.For(3) != 17 || !p.Snelbalie.Assumed {
		t.Errorf("eid-afhalen: %+v", p)
	}
	if u := p.Uncollected; u == nil || u.Value.Months != 3 || u.Value.CountedFrom != "first_reminder_letter" || u.Assumed || !u.Value.VerifyLaw {
		t.Errorf("eid-afhalen, uncollected: %+v", u)
	}
	for _, r := range c.Rules() {
		if !r.Assumed {
			t.Errorf("rule %s: the hours are invented and must say so", r.ID)
		}
	}
}

// A004-06 to A004-11 and the norms of the organisation, with their operators as published.
func TestNorms_A004_06(t *testing.T) {
	c := catalogue.Embedded()
	for id, minutes := range map[office.ClusterID]float64{"burgerzaken": 1, "energieloket": 5, "mobiliteit": 2, "ocmw": 10, "omgeving": 5, "wonen": 5} {
		cl, ok := c.Cluster(id)
		if !ok || cl.Norm == nil || cl.Norm.Value != minutes || cl.Norm.Op != catalogue.AtMost || cl.Norm.Assumed {
			t.Errorf("%s: %+v", id, cl.Norm)
		}
	}
	if cl, _ := c.Cluster("onthaal"); cl.Norm != nil || !cl.Assumed {
		t.Errorf("onthaal: %+v", cl)
	}
	for _, v := range []struct {
		norm   string
		value  float64
		met    bool
		judged bool
	}{
		{"phone_wait_avg", 45, false, true}, {"phone_wait_avg", 44.9, true, true}, // A004-17: strict
		{"missed_calls_pct", 20, true, true}, {"missed_calls_pct", 20.1, false, true}, // A004-03
		{"answered_within_30s_pct", 70, true, true}, {"answered_within_30s_pct", 69, false, true}, // A004-19
		{"lead_time_avg", 5, true, true}, {"basic_desk_share", 75, false, false},
	} {
		i := slices.IndexFunc(c.Norms, func(n catalogue.Norm) bool { return n.ID == v.norm })
		if i < 0 {
			t.Errorf("no norm %s", v.norm)
			continue
		}
		if met, judged := c.Norms[i].Met(v.value); met != v.met || judged != v.judged {
			t.Errorf("%s at %g: met %t, judged %t", v.norm, v.value, met, judged)
		}
	}
}

// A001-16: the walk-in on Tuesday is for burgerzaken without the foreigners' files, from its date on.
func TestWalkInRule_A001_16(t *testing.T) {
	rules := catalogue.Rules()
	i := slices.IndexFunc(rules, func(r calendar.Rule) bool { return r.Mode == calendar.WalkIn })
	if i < 0 {
		t.Fatal("no walk-in")
	}
	r := rules[i]
	if r.Site != "ac-snelbalie" || r.Valid.From != office.NewDate(2025, 4, 1) || r.Valid.To != 0 ||
		!slices.Equal(r.Clusters, []office.ClusterID{"burgerzaken"}) ||
		!slices.Equal(r.Except, []office.ProductID{"vreemdelingenkaart-aanvraag", "vreemdelingenkaart-afhalen"}) {
		t.Errorf("%+v", r)
	}
}

// A catalogue with one thing wrong is refused by name.
func TestLoadRefuses(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	products, locations, surroundings := read("catalogue.json"), read("locations.json"), read("surroundings.json")
	for _, c := range []struct{ in, old, new, want string }{
		{"p", `"schema": "catalogue/1"`, `"schema": "catalogue/2"`, "catalogue/2"},
		{"p", `"schema": "catalogue/1",`, `"schema": "catalogue/1", "colour": 1,`, "colour"},
		{"p", `"cluster": "burgerzaken"`, `"cluster": "burgerij"`, `cluster "burgerij" is unknown`},
		{"p", `"mode": "required"`, `"mode": "perhaps"`, `mode "perhaps" is unknown`},
		{"p", `"id": "eid-afhalen"`, `"id": "eid-aanvraag"`, `"eid-aanvraag"`},
		{"p", `"minutes": 10,
    "per_extra`, `"minutes": 0,
    "per_extra`, "takes 0 minutes"},
		{"p", `"op": "<="`, `"op": "=<"`, "=<"},
		{"p", `"from": 31`, `"from": 32`, "does not continue at 31"},
		{"p", `"valid_to": "2021-12-31"`, `"valid_to": "2021-02-31"`, "2021-02-31"},
		{"l", `"day": "monday"`, `"day": "maandag"`, "maandag"},
		{"l", `"to": "17:00"`, `"to": "25:00"`, "25:00"},
		{"l", `"to": "17:00"`, `"to": "08:00"`, "closes at 08:00"},
		{"l", `"mode": "walk_in"`, `"mode": "run_in"`, "run_in"},
		{"l", `"district": "Antwerpen"`, `"district": "Atlantis"`, "Atlantis"},
		{"l", `"id": "buurtloket-berchem"`, `"id": "Berchem!"`, "Berchem!"},
		{"l", `"vreemdelingenkaart-afhalen"`, `"kaart"`, `"kaart"`},
		{"l", `"schema": "locations/1"`, `"schema": "locations/1"} {"x": 1`, "locations/1"},
		{"s", `"district": "Berchem"`, `"district": "Berghem"`, "Berghem"},
		{"s", `"Borsbeek"
   ],`, `"Borsbeke"
   ],`, "Borsbeke"},
		{"s", `"site": "buurtloket-berchem"`, `"site": "elders"`, "elders"},
		{"s", `"product": "sociale-producten"`, `"product": "wafels"`, "wafels"},
		{"s", `"kind": "snelbalie"`, `"kind": "counter-top"`, "counter-top"},
		{"s", `"theme_desk": "welzijn"`, `"theme_desk": "vrije-tijd"`, "vrije-tijd"},
		{"s", `"theme_desk": "welzijn", `, ``, "visit.Post"},
		{"s", `"desk": 5, "kind": "snelbalie"`, `"desk": 6, "kind": "snelbalie"`, "no such desk"},
		{"s", `"desk": 5, "kind": "snelbalie"`, `"desk": 2, "kind": "snelbalie"`, "sees nobody by appointment"},
		{"s", `"desk": 2, "kind": "standing"`, `"desk": 1, "kind": "standing"`, "there twice"},
		{"s", `"site": "model003-ocmw-site"`, `"site": "model004"`, "location is unknown"},
		{"s", `"each": "12-24"`, `"each": "12-32"`, "12-32"},
		{"s", `"from": "12:00"`, `"from": "25:00"`, "25:00"},
		{"s", `"reason": "brugdag"`, `"reason": ""`, "brugdagen"},
	} {
		p, l, s := products, locations, surroundings
		into := map[string]*string{"p": &p, "l": &l, "s": &s}[c.in]
		spoilt := strings.Replace(*into, c.old, c.new, 1)
		if spoilt == *into {
			t.Fatalf("%s is not in the file", c.old)
		}
		*into = spoilt
		got, err := catalogue.Load([]byte(p), []byte(l), []byte(s))
		if got != nil || !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("with %s: %v, want it to name %q", c.new, err, c.want)
		}
	}
}

// TestDesksOfAKind: what the sources say of desks is in the catalogue with its themes, and where a number or a place was
// invented it says so. Nobody can be booked at a desk that sees nobody by appointment.
func TestDesksOfAKind_A000_34_A003_22_A003_24_A003_32_A003_41(t *testing.T) {
	c := catalogue.Embedded()
	for _, row := range []struct {
		site  office.SiteID
		desk  office.Desk
		kind  visit.Kind
		has   office.ProductID
		hasNo office.ProductID
	}{
		{"ac-snelbalie", 5, visit.Snelbalie, "reispas-afhalen", ""},
		{"model003-getouw", 1, visit.Standing, "reispas-afhalen", "reispas-aanvraag"},
		{"model003-getouw", 3, visit.FiveMinute, "reispas-afhalen", ""},
		{"model003-getouw", 4, visit.ThemeDesk, "reispas-aanvraag", "woonadvies"},
		{"model003-getouw", 5, visit.ThemeDesk, "energieadvies", "reispas-aanvraag"},
		{"model003-getouw", 6, visit.Room, "omgevingsvergunning", ""},
		{"model003-ocmw-site", 1, visit.ThemeDesk, "dringende-steun", "woonadvies"},
	} {
		p, ok := c.Post(row.site, row.desk)
		offer := visit.OfferOf(c.Products)
		if !ok || p.Kind != row.kind || !p.Serves.Covers(row.has, offer) || row.hasNo != "" && p.Serves.Covers(row.hasNo, offer) {
			t.Errorf("%s, desk %d: %+v", row.site, row.desk, p)
		}
		if !p.Assumed || p.Source == "" {
			t.Errorf("%s, desk %d: the number is invented, and somebody speaks of the desk: %+v", row.site, row.desk, p)
		}
	}
	for _, r := range c.Rules() {
		if r.Site == "ac-snelbalie" && r.Mode == calendar.Appointment && r.Desks != 4 {
			t.Errorf("%s: %d desks by appointment; the snelbalie sees nobody so", r.ID, r.Desks)
		}
	}
	if _, ok := c.Post("buurtloket-berchem", 1); ok {
		t.Error("Berchem's desks are ordinary ones")
	}
}
