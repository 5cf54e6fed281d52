package offer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/offer"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const berchem = "buurtloket-berchem"

var today = office.NewDate(2026, time.November, 23)

func zone(t *testing.T) *time.Location {
	t.Helper()
	z, err := calendar.Zone()
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestTheClock: what the two nights on which the clock changes do to hours, and that other nights and hours do nothing.
func TestTheClock(t *testing.T) {
	spring, autumn := office.NewDate(2027, time.March, 28), office.NewDate(2027, time.October, 31)
	for name, row := range map[string]struct {
		from, to    uint32
		first, last office.Date
		refused     bool
		says        []string
	}{
		"that hour, that day":      {120, 180, spring, spring, true, nil},
		"a part of it":             {130, 140, spring, spring, true, nil},
		"more than it":             {60, 240, spring, spring, false, []string{"zondag 28 maart 2027 bestaat het uur van 02:00 tot 03:00 niet"}},
		"before it":                {60, 120, spring, spring, false, nil},
		"after it":                 {180, 240, spring, spring, false, nil},
		"that hour, the day after": {120, 180, spring + 1, spring + 1, false, nil},
		"twice":                    {120, 180, autumn, autumn, false, []string{"zondag 31 oktober 2027 komt het uur van 02:00 tot 03:00 twee keer"}},
		"every week":               {0, 300, 0, 0, false, []string{"28 maart 2027", "31 oktober 2027", "26 maart 2028"}},
		"by day":                   {540, 720, 0, 0, false, nil},
	} {
		r := &contract.Rule{Id: "r", Site: berchem, Weekdays: 127, From: row.from, To: row.to, ValidFrom: int32(row.first), ValidTo: int32(row.last)}
		got, err := offer.Warnings(&contract.Plan{Rules: []*contract.Rule{r}}, new(contract.Plan), zone(t), today)
		if row.refused != fault.Is(err, fault.Invalid) || len(got) != len(row.says) {
			t.Errorf("%s: %q, %v", name, got, err)
			continue
		}
		for i, want := range row.says {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s: %q", name, got[i])
			}
		}
	}
}

// TestClosuresOverEachOther: another closure of the same days and hours is told of, once.
func TestClosuresOverEachOther(t *testing.T) {
	day := int32(today) + 10
	stored := &contract.Plan{Closures: []*contract.Closure{{Id: "week", FromDate: day, ToDate: day + 4, Reason: "verlof"},
		{Id: "ochtend", Site: berchem, FromDate: day + 20, From: 540, To: 720, Reason: "vergadering"}, {Id: "elders", Site: "antwerpen-harmonie", FromDate: day, Reason: "werken"}}}
	for name, row := range map[string]struct {
		c    *contract.Closure
		want string
	}{
		"same day":      {&contract.Closure{Id: "x", Site: berchem, FromDate: day + 4}, "verlof"},
		"day after":     {&contract.Closure{Id: "x", Site: berchem, FromDate: day + 5}, ""},
		"itself":        {&contract.Closure{Id: "week", FromDate: day, ToDate: day + 5}, "werken"},
		"the afternoon": {&contract.Closure{Id: "x", Site: berchem, FromDate: day + 20, From: 720, To: 900}, ""},
		"the morning":   {&contract.Closure{Id: "x", Site: berchem, FromDate: day + 20, From: 600, To: 900}, "vergadering"},
	} {
		got, err := offer.Warnings(&contract.Plan{Closures: []*contract.Closure{row.c}}, stored, zone(t), today)
		if all := strings.Join(got, "\n"); err != nil || (row.want == "") != (all == "") || !strings.Contains(all, row.want) {
			t.Errorf("%s: %q, %v", name, all, err)
		}
	}
}

// TestCitizensAreSentOn_A002_47: of a product that has ended everywhere the sheet of pages and API says where to go now.
func TestCitizensAreSentOn_A002_47(t *testing.T) {
	p := rulebook.Default()
	p.Offers = []*contract.ProductOffer{{Product: "eid-aanvraag", ValidTo: int32(today) - 1, After: &contract.Signpost{Say: "Hiervoor gaat u naar het stadhuis.", Web: "https://stad.example/eid"}}}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	s, err := citizen.SheetOf(plan, "eid-aanvraag", today.At(600, plan.Zone()))
	if err != nil || s.Bookable || !strings.Contains(s.Ended, "Hiervoor gaat u naar het stadhuis. Zie https://stad.example/eid.") {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := citizen.SheetOf(plan, "reispas-aanvraag", today.At(600, plan.Zone())); err != nil || !s.Bookable {
		t.Errorf("another product: %+v, %v", s, err)
	}
}
