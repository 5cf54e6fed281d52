package calendar_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The gravest reason speaks: on a day that is closed nobody is told that another way would do (A001-16, A001-19).
func TestTheGravestReasonFirst_A001_16_A001_19(t *testing.T) {
	p := mustTown(t)
	for _, row := range []struct {
		site    office.SiteID
		product string
		date    string
		mode    calendar.Mode
		code    calendar.Code
		says    string
	}{
		{snelbalie, "vreemdelingenkaart-aanvraag", "2025-11-11", calendar.WalkIn, calendar.Closed, "Wapenstilstand"},
		{snelbalie, "vreemdelingenkaart-aanvraag", "2025-11-10", calendar.WalkIn, calendar.Closed, "geen vrije inloop; wel op afspraak van 09:00 tot 12:00"},
		{snelbalie, "vreemdelingenkaart-aanvraag", "2025-11-18", calendar.WalkIn, calendar.ByAppointment, "kan niet tijdens de vrije inloop"},
		{harmonie, "reispas-aanvraag", "2025-11-11", calendar.WalkIn, calendar.Closed, "Wapenstilstand"}, // it has no walk-in on any day
		{groenenhoek, "eid-afhalen", "2025-11-11", calendar.Reception, calendar.NoVault, "kluis"},        // another day would not help
	} {
		if v := p.OfferIn(row.mode, row.site, office.ProductID(row.product), mustDate(t, row.date), office.ChannelDesk); v.Code != row.code || !strings.Contains(v.Reason, row.says) {
			t.Errorf("%s at %s on %s: %+v", row.product, row.site, row.date, v)
		}
	}
	v := p.Offer(harmonie, "reispas-afhalen", mustDate(t, "2025-11-11"), office.ChannelWeb)
	if v.Code != calendar.Closed || !strings.Contains(v.Say(), "Wapenstilstand") {
		t.Errorf("what needs no appointment, on a holiday: %s", v.Say())
	}
}

// What a screen says of a product is one thing: no way that it is left out of, no appointment that is not needed.
func TestACellDoesNotContradictItself_A002_41(t *testing.T) {
	p := mustTown(t)
	say := func(site office.SiteID, product, date string) string {
		for c := range p.Matrix(calendar.Scope{Sites: []office.SiteID{site}, Products: ids(product), Channels: []office.Channel{office.ChannelDesk},
			Dates: office.Period{From: mustDate(t, date), To: mustDate(t, date)}}) {
			return c.Say()
		}
		return ""
	}
	if got := say(snelbalie, "vreemdelingenkaart-aanvraag", "2025-11-18"); !strings.Contains(got, "kan niet tijdens de vrije inloop. Maak een afspraak.") || strings.Contains(got, "wel vrije inloop") {
		t.Errorf("left out: %q", got)
	}
	if got := say(snelbalie, "vreemdelingenkaart-aanvraag", "2025-11-11"); !strings.Contains(got, "Wapenstilstand") {
		t.Errorf("on a holiday: %q", got)
	}
	if got := say(harmonie, "attest-bevolking", "2026-11-28"); got != "Kan zonder afspraak: kom langs tijdens de openingsuren." {
		t.Errorf("what needs no appointment: %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		p, err := calendar.NewPlan(anyTown(t))
		if err != nil {
			t.Fatal(err)
		}
		dates := anyPeriod(t)
		for c := range p.Matrix(calendar.Scope{Dates: office.Period{From: dates.From, To: min(dates.To, dates.From+2)}}) {
			say := c.Say()
			if strings.HasPrefix(say, "Kan op afspraak") && strings.Contains(say, "geen afspraak") {
				t.Fatalf("%+v says %q", c, say)
			}
			if strings.Contains(say, "wel vrije inloop") && c.By[calendar.WalkIn].Code == calendar.ByAppointment {
				t.Fatalf("%+v says %q", c, say)
			}
			for m, v := range c.By {
				if len(p.Day(c.Site, c.Date).Openings) == 0 && (v.OK || v.Code == calendar.ByAppointment) {
					t.Fatalf("%+v on a day that is closed in %s", v, calendar.Mode(m))
				}
			}
		}
	})
}
