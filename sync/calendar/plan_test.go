package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A configuration that is wrong anywhere is refused as a whole, by the name of the culprit.
func TestNewPlanRefusesWhatIsWrong(t *testing.T) {
	day := office.NewDate(2026, 3, 3)
	rule := calendar.Rule{ID: "r", Site: "s", Days: calendar.On(time.Monday), From: 540, To: 720, Desks: 2}
	closure := calendar.Closure{ID: "c", Dates: office.Period{From: day, To: day}, Reason: "dicht"}
	product := office.Product{ID: "p", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 10}}}
	fine := func() calendar.Config {
		return calendar.Config{Sites: []office.Site{{ID: "s"}}, Products: []office.Product{product},
			Rules: []calendar.Rule{rule}, Closures: []calendar.Closure{closure}}
	}
	if _, err := calendar.NewPlan(fine()); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*calendar.Config){
		"site \"S\"":            func(c *calendar.Config) { c.Sites[0].ID = "S" },
		"there twice":           func(c *calendar.Config) { c.Sites = append(c.Sites, c.Sites[0]) },
		"product \"\"":          func(c *calendar.Config) { c.Products[0].ID = "" },
		"product \"p\" takes 0": func(c *calendar.Config) { c.Products[0].Duration.Value.Minutes = 0 },
		"rule \"r\" is there twice": func(c *calendar.Config) {
			c.Rules = append(c.Rules, c.Rules[0])
		},
		"site \"x\" is unknown":      func(c *calendar.Config) { c.Rules[0].Site = "x" },
		"no valid day":               func(c *calendar.Config) { c.Rules[0].Days = 0 },
		"opens at 09:00":             func(c *calendar.Config) { c.Rules[0].To = 540 },
		"a slot of 4":                func(c *calendar.Config) { c.Rules[0].Slot = 4 },
		"desks 1 to 0":               func(c *calendar.Config) { c.Rules[0].Desks = 0 },
		"desks 64 to 65":             func(c *calendar.Config) { c.Rules[0].FirstDesk = 64 },
		"unknown mode":               func(c *calendar.Config) { c.Rules[0].Mode = 9 },
		"ends on":                    func(c *calendar.Config) { c.Rules[0].Valid = office.Period{From: 9, To: 8} },
		"unknown product \"q\"":      func(c *calendar.Config) { c.Rules[0].Except = []office.ProductID{"q"} },
		"closure \"c\": no reason":   func(c *calendar.Config) { c.Closures[0].Reason = "" },
		"is not a period":            func(c *calendar.Config) { c.Closures[0].Dates.To = 0 },
		"is not a part of a day":     func(c *calendar.Config) { c.Closures[0].From = 700 },
		"its site \"y\" is unknown":  func(c *calendar.Config) { c.Closures[0].Site = "y" },
		"window of channel":          func(c *calendar.Config) { c.Windows = calendar.Windows{office.ChannelWeb: {First: 3, Last: 2}} },
		"open the same desk at the ": func(c *calendar.Config) { c.Rules = append(c.Rules, second(rule)) },
	} {
		c := fine()
		spoil(&c)
		_, err := calendar.NewPlan(c)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want it to name %q", err, name)
		}
	}
}

// second is a rule that overlaps r on desk 2 only.
func second(r calendar.Rule) calendar.Rule {
	r.ID, r.FirstDesk, r.From, r.To = "other", 2, 710, 800
	return r
}

// Rules may share an hour on other desks, other weekdays or after each other.
func TestNewPlanAllowsNeighbours(t *testing.T) {
	base := calendar.Rule{ID: "a", Site: "s", Days: calendar.On(time.Monday), From: 540, To: 720, Desks: 2}
	for name, change := range map[string]func(*calendar.Rule){
		"desks":   func(r *calendar.Rule) { r.FirstDesk = 3 },
		"weekday": func(r *calendar.Rule) { r.Days = calendar.On(time.Tuesday) },
		"hour":    func(r *calendar.Rule) { r.From, r.To = 720, 900 },
		"mode":    func(r *calendar.Rule) { r.Mode = calendar.Reception },
	} {
		other := base
		other.ID = "b"
		change(&other)
		_, err := calendar.NewPlan(calendar.Config{Sites: []office.Site{{ID: "s"}}, Rules: []calendar.Rule{base, other}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
