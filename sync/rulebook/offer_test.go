package rulebook_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// TestAnOfferEnds_A002_47: of every site or of one, a product is offered until its last day, and then a signpost says where to go; who has
// an appointment after it is hit, nobody finds a place, and other products, sites and the catalogue stay what they are.
func TestAnOfferEnds_A002_47(t *testing.T) {
	const eid, harmonie = "eid-aanvraag", "antwerpen-harmonie"
	last := tuesday + 7
	before := compiled(t, rulebook.Default())
	for name, site := range map[string]string{"every site": "", "one site": berchem} {
		p := rulebook.Default()
		p.Offers = []*contract.ProductOffer{{Product: eid, Site: site, ValidFrom: int32(tuesday), ValidTo: int32(last), After: &contract.Signpost{Say: "Hiervoor gaat u naar het stadhuis."}}}
		plan := compiled(t, p)
		for _, day := range []struct {
			on   office.Date
			code calendar.Code
			says string
		}{{tuesday - 4, calendar.NotYet, "vanaf dinsdag 3 maart 2026"}, {last, calendar.Fine, ""}, {last + 3, calendar.NoLonger, "Hiervoor gaat u naar het stadhuis."}} {
			v := plan.Offer(berchem, eid, day.on, office.ChannelDesk)
			if day.code == calendar.Fine && !v.OK || day.code != calendar.Fine && v.Code != day.code || !strings.Contains(v.Say(), day.says) {
				t.Errorf("%s: %s: %+v", name, day.on, v)
			}
		}
		after := last + 3 // a Friday
		booking := calendar.Booking{Seats: []office.SeatID{{Site: berchem, Date: after, Desk: 1, Start: 540}}, Slot: 10, Products: []office.ProductID{eid}}
		if hits := calendar.Hits(before, plan, []calendar.Booking{booking}); len(hits) != 1 {
			t.Errorf("%s: %d appointments hit", name, len(hits))
		}
		booking.Products[0] = "reispas-aanvraag"
		if hits := calendar.Hits(before, plan, []calendar.Booking{booking}); len(hits) != 0 {
			t.Errorf("%s: another product is hit", name)
		}
		wish := calendar.Wish{Site: berchem, Date: after, Desk: 1, Start: 540, Products: []office.ProductID{eid}, Channel: office.ChannelDesk, Now: after.At(480, plan.Zone())}
		if code := calendar.CodeOf(calendar.Check(plan, wish)); code != calendar.NoLonger {
			t.Errorf("%s: checked as %q", name, code)
		}
		q := calendar.Query{Sites: []office.SiteID{berchem}, Products: []office.ProductID{eid}, Channel: office.ChannelDesk, From: after, To: after, Now: after.At(480, plan.Zone())}
		if say, err := calendar.Shut(q, plan); err != nil || !strings.Contains(say, "daarna niet meer") {
			t.Errorf("%s: shut because %q, %v", name, say, err)
		}
		if places, err := calendar.Search(q, plan, calendar.Everything); err != nil || len(places) != 0 {
			t.Errorf("%s: found %d places, %v", name, len(places), err)
		}
		if v := plan.Offer(harmonie, eid, after, office.ChannelDesk); v.OK != (site != "") {
			t.Errorf("%s: at Harmonie %+v", name, v)
		}
		if first, ok := before.FirstChange(plan, []office.SiteID{berchem}, office.Period{From: tuesday - 3, To: last + 30}); !ok || first != tuesday-3 {
			t.Errorf("%s: first on %s, %v", name, first, ok)
		}
		if first, ok := before.FirstChange(plan, []office.SiteID{berchem}, office.Period{From: tuesday, To: last + 30}); !ok || first != last+1 {
			t.Errorf("%s: first after it began on %s, %v", name, first, ok)
		}
	}
	if v := compiled(t, rulebook.Default()).Offer(berchem, eid, last+3, office.ChannelDesk); !v.OK {
		t.Errorf("the catalogue was changed: %+v", v)
	}
}

func compiled(t *testing.T, p *contract.Plan) *calendar.Plan {
	t.Helper()
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestOffersThatCannotBe are refused in words, and set aside when they are stored.
func TestOffersThatCannotBe(t *testing.T) {
	for name, bad := range map[string]*contract.ProductOffer{
		"product": {Product: "teleportatie"}, "site": {Product: "eid-aanvraag", Site: "maanloket"}, "dates": {Product: "eid-aanvraag", ValidFrom: 5, ValidTo: 4}, "twice": {Product: "reispas-aanvraag"},
		"signpost": {Product: "eid-aanvraag", Site: berchem, After: &contract.Signpost{Site: "maanloket"}}, "signpost of all": {Product: "eid-aanvraag", After: &contract.Signpost{Site: "maanloket"}},
	} {
		p := rulebook.Default()
		p.Offers = []*contract.ProductOffer{{Product: "reispas-aanvraag"}, bad}
		if _, err := rulebook.Compile(p); !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
		if _, aside, err := rulebook.Read(p); err != nil || len(aside) != 1 {
			t.Errorf("%s: set aside %v, %v", name, aside, err)
		}
	}
}
