package calendar_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAround: a site's own town, itself first, then what is in its district, then what is next to it.
func TestAround(t *testing.T) {
	c := catalogue.Embedded()
	p, err := calendar.NewPlan(c.Config(1))
	if err != nil {
		t.Fatal(err)
	}
	here, _ := p.Site("buurtloket-berchem")
	around := p.Around(here.ID)
	if len(around) < 3 || around[0].ID != here.ID {
		t.Fatalf("%v", around)
	}
	own, seen := true, map[office.SiteID]bool{}
	for _, s := range around {
		if s.NIS != here.NIS || seen[s.ID] {
			t.Errorf("%s is of another town, or twice there", s.ID)
		}
		seen[s.ID] = true
		if s.District == here.District && !own {
			t.Errorf("%s comes after what is further", s.ID)
		}
		own = s.District == here.District
	}
	if len(p.Around("nowhere")) != 0 || p.StepFree("nowhere") {
		t.Error("something is around nowhere")
	}
}
