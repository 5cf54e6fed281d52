package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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
		`site "S": id`:                        func(c *calendar.Config) { c.Sites[0].ID = "S" },
		`site "s": id: is malformed or there`: func(c *calendar.Config) { c.Sites = append(c.Sites, c.Sites[0]) },
		`product "": id`:                      func(c *calendar.Config) { c.Products[0].ID = "" },
		`product "p": duration: takes 0`:      func(c *calendar.Config) { c.Products[0].Duration.Value.Minutes = 0 },
		`product "p": valid_to`:               func(c *calendar.Config) { c.Products[0].Offered = office.Period{From: 9, To: 8} },
		`rule "": id`:                         func(c *calendar.Config) { c.Rules[0].ID = "" },
		`rule "r": id: has no id or is there twice`: func(c *calendar.Config) {
			c.Rules = append(c.Rules, c.Rules[0])
		},
		`rule "r": site: unknown site "x"`:                                     func(c *calendar.Config) { c.Rules[0].Site = "x" },
		`rule "r": weekdays: no valid day`:                                     func(c *calendar.Config) { c.Rules[0].Days = 0 },
		`rule "r": from: opens at 09:00`:                                       func(c *calendar.Config) { c.Rules[0].To = 540 },
		`rule "r": slot_minutes: a slot of 4`:                                  func(c *calendar.Config) { c.Rules[0].Slot = 4 },
		`a slot of 25 minutes divides neither the hour nor the opening of 180`: func(c *calendar.Config) { c.Rules[0].Slot = 25 },
		`a slot of 240 minutes in an opening of 180: it never opens`:           func(c *calendar.Config) { c.Rules[0].Slot = 240 },
		`rule "r": desks: desks 1 to 0`:                                        func(c *calendar.Config) { c.Rules[0].Desks = 0 },
		`rule "r": desks: desks 64 to 65`:                                      func(c *calendar.Config) { c.Rules[0].FirstDesk = 64 },
		`rule "r": mode: unknown mode`:                                         func(c *calendar.Config) { c.Rules[0].Mode = 9 },
		`rule "r": valid_to: ends on`:                                          func(c *calendar.Config) { c.Rules[0].Valid = office.Period{From: 9, To: 8} },
		`rule "r": except: unknown product "q"`:                                func(c *calendar.Config) { c.Rules[0].Except = []office.ProductID{"q"} },
		`rule "r": products: unknown product "q"`:                              func(c *calendar.Config) { c.Rules[0].Products = []office.ProductID{"q"} },
		`rule "r": except: it serves product "p" and excepts it`: func(c *calendar.Config) {
			c.Rules[0].Products, c.Rules[0].Except = []office.ProductID{"p"}, []office.ProductID{"p"}
		},
		`rule "r": products: it never opens: it serves no product`: func(c *calendar.Config) { c.Rules[0].Except = []office.ProductID{"p"} },
		`rule "r": products: site "s" has no vault for product "p"`: func(c *calendar.Config) {
			c.Products[0].Vault.Value = true
			c.Rules[0].Products = []office.ProductID{"p"}
		},
		`rule "r": products: site "s" does not serve product "p"`: func(c *calendar.Config) {
			c.Sites[0].Clusters = []office.ClusterID{"x"}
			c.Rules[0].Products = []office.ProductID{"p"}
		},
		`rule "r": products: product "p" is not offered while`: func(c *calendar.Config) {
			c.Products[0].Offered.To = day - 100
			c.Rules[0].Products, c.Rules[0].Valid.From = []office.ProductID{"p"}, day
		},
		`rule "r": when: it never opens: no such date`: func(c *calendar.Config) {
			c.Rules[0].Valid = office.Period{From: day, To: day} // a Tuesday; the rule is for Mondays
		},
		`rule "r": when: it never opens: holidays only`: func(c *calendar.Config) { c.Rules[0].When.Each = calendar.AfterEaster(50) },
		`rule "r": since: every 2 weeks`:                func(c *calendar.Config) { c.Rules[0].When.Every = 2 },
		`rule "r": every: every 53 weeks`:               func(c *calendar.Config) { c.Rules[0].When.Every = 53 },
		`rule "r": ordinals`:                            func(c *calendar.Config) { c.Rules[0].When.Nth = 64 },
		`rule "r": each`:                                func(c *calendar.Config) { c.Rules[0].When.Each = calendar.Yearly(2, 30) },
		`rule "r": after: unknown site "x"`:             func(c *calendar.Config) { c.Rules[0].After.Site = "x" },
		`rules "r" and "other" open the same desk at the same time, as on 2020-01-06`: func(c *calendar.Config) {
			c.Rules = append(c.Rules, second(rule))
		},
		`rules "w" and "other" say two things of the same time`: func(c *calendar.Config) {
			w := rule
			w.ID, w.Mode = "w", calendar.WalkIn
			c.Rules = append(c.Rules, w, second(w))
		},
		`closure "c": reason: no reason`:         func(c *calendar.Config) { c.Closures[0].Reason = "" },
		`closure "c": from_date`:                 func(c *calendar.Config) { c.Closures[0].Dates.To = 0 },
		`closure "c": from: from 11:40 to 00:00`: func(c *calendar.Config) { c.Closures[0].From = 700 },
		`closure "c": site: unknown site "y"`:    func(c *calendar.Config) { c.Closures[0].Site = "y" },
		`closure "c": id`:                        func(c *calendar.Config) { c.Closures = append(c.Closures, c.Closures[0]) },
		`closure "c": products: unknown`:         func(c *calendar.Config) { c.Closures[0].Products = []office.ProductID{"q"} },
		`closure "c": when: it never closes`:     func(c *calendar.Config) { c.Closures[0].When.Days = calendar.On(time.Monday) },
		`closure "c": modes`:                     func(c *calendar.Config) { c.Closures[0].Modes = 128 },
		`window "web": last: from day 3`:         func(c *calendar.Config) { c.Windows = calendar.Windows{office.ChannelWeb: {First: 3, Last: 2}} },
		`term "p/web": last: from day 3`: func(c *calendar.Config) {
			c.Terms = []calendar.Term{{Product: "p", Channel: office.ChannelWeb, Window: calendar.Window{First: 3, Last: 2}}}
		},
		`term "q": product: unknown`: func(c *calendar.Config) { c.Terms = []calendar.Term{{Product: "q"}} },
		`term "p": id`:               func(c *calendar.Config) { c.Terms = []calendar.Term{{Product: "p"}, {Product: "p"}} },
		`term "p": notice_minutes`:   func(c *calendar.Config) { c.Terms = []calendar.Term{{Product: "p", Notice: -1}} },
		`persons: visits of 30`:      func(c *calendar.Config) { c.Persons = 30 },
		`regime "g": closed: it limits nothing`: func(c *calendar.Config) {
			c.Regimes = []calendar.Regime{{ID: "g", Dates: office.Period{From: day, To: day}, Reason: "afstand"}}
		},
		`regime "g": from_date`: func(c *calendar.Config) {
			c.Regimes = []calendar.Regime{{ID: "g", Dates: office.Period{From: day}, Reason: "afstand", Closed: 1}}
		},
		`regime "g": teams: teams "A" and "B" meet on 2026-03-03`: func(c *calendar.Config) {
			c.Regimes = []calendar.Regime{{ID: "g", Dates: office.Period{From: day, To: day + 6}, Reason: "bubbels",
				Teams: []calendar.Team{{Name: "A", Desks: calendar.DeskSet(1)}, {Name: "B", Desks: calendar.DeskSet(2), Turn: calendar.Recurrence{Days: calendar.On(time.Tuesday)}}}}}
		},
		`product "q": signpost: unknown`: func(c *calendar.Config) { c.Signposts = map[office.ProductID]calendar.Signpost{"q": {Say: "Elders."}} },
	} {
		c := fine()
		spoil(&c)
		_, err := calendar.NewPlan(c)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want it to name %q", err, name)
		}
		var flaw *calendar.Flaw
		if !errors.As(err, &flaw) || flaw.Field == "" || flaw.Dutch == "" || !strings.Contains(fault.Sentence(err), flaw.ID) {
			t.Errorf("%v: flaw %+v, says %q", err, flaw, fault.Sentence(err))
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
	plain := calendar.Rule{ID: "a", Site: "s", Days: calendar.On(time.Monday), From: 540, To: 720, Desks: 2}
	for name, change := range map[string]func(*calendar.Rule){
		"desks":             func(r *calendar.Rule) { r.FirstDesk = 3 },
		"weekday":           func(r *calendar.Rule) { r.Days = calendar.On(time.Tuesday) },
		"hour":              func(r *calendar.Rule) { r.From, r.To = 720, 900 },
		"mode":              func(r *calendar.Rule) { r.Mode = calendar.Reception },
		"week of the month": func(r *calendar.Rule) { r.When.Nth = calendar.Second },
		"other weeks":       func(r *calendar.Rule) { r.When.Every, r.When.Since = 2, office.NewDate(2026, 3, 9) },
		"after it":          func(r *calendar.Rule) { r.Valid.From = office.NewDate(2026, 7, 1) },
	} {
		base, other := plain, plain
		other.ID = "b"
		switch name {
		case "week of the month":
			base.When = calendar.Recurrence{Nth: calendar.First | calendar.Last}
		case "other weeks":
			base.When = calendar.Recurrence{Every: 2, Since: office.NewDate(2026, 3, 2)}
		case "after it":
			base.Valid.To = office.NewDate(2026, 6, 30)
		}
		change(&other)
		_, err := calendar.NewPlan(calendar.Config{Sites: []office.Site{{ID: "s"}}, Rules: []calendar.Rule{base, other}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever numbers a configuration has, it is a plan that gives days, or it is refused by name.
func TestNewPlanOfAnyNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		date := func(name string) office.Date {
			return office.Date(rapid.OneOf(rapid.Int32(), rapid.Int32Range(0, 30000), rapid.SampledFrom([]int32{0, 1<<31 - 1, -1 << 31, 1<<31 - 1 - 30*366})).Draw(t, name))
		}
		minute := func(name string) office.Minute {
			return office.Minute(rapid.OneOf(rapid.Uint16(), rapid.Uint16Range(0, 1440)).Draw(t, name))
		}
		when := calendar.Recurrence{Days: calendar.Weekdays(rapid.Uint8().Draw(t, "when days")), Every: rapid.Uint8().Draw(t, "every"), Since: date("since"),
			Nth: calendar.Ordinals(rapid.Uint8().Draw(t, "nth")), Week: calendar.Ordinals(rapid.Uint8().Draw(t, "week")),
			Each: rapid.SampledFrom([]calendar.Annual{{}, calendar.Yearly(0, 0), calendar.Yearly(12, 24), calendar.AfterEaster(-30000), calendar.BridgeDay()}).Draw(t, "each")}
		if rapid.Bool().Draw(t, "plain") {
			when = calendar.Recurrence{}
		}
		c := calendar.Config{Sites: []office.Site{{ID: "s"}}, Products: anything()}
		for i := range rapid.IntRange(0, 2).Draw(t, "rules") {
			c.Rules = append(c.Rules, calendar.Rule{ID: string(rune('a' + i)), Site: "s", Days: calendar.Weekdays(rapid.Uint8().Draw(t, "days")), When: when, From: minute("from"), To: minute("to"),
				Mode: calendar.Mode(rapid.Uint8Range(0, 6).Draw(t, "mode")), Desks: rapid.Uint8().Draw(t, "desks"), FirstDesk: office.Desk(rapid.Uint8().Draw(t, "first")),
				Slot: minute("slot"), Valid: office.Period{From: date("valid from"), To: date("valid to")}})
		}
		if rapid.Bool().Draw(t, "closed") {
			c.Closures = []calendar.Closure{{ID: "c", Dates: office.Period{From: date("closed from"), To: date("closed to")}, When: when, From: minute("shut"), To: minute("opened"),
				Reason: "x", Modes: calendar.Modes(rapid.Uint8().Draw(t, "modes"))}}
		}
		if rapid.Bool().Draw(t, "regime") {
			team := calendar.Team{Name: "A", Desks: calendar.Desks(rapid.Uint64().Draw(t, "team")), Turn: when, From: minute("team from"), To: minute("team to")}
			c.Regimes = []calendar.Regime{{ID: "g", Dates: office.Period{From: date("regime from"), To: date("regime to")}, Teams: []calendar.Team{team, team}, Reason: "x"}}
		}
		p, err := calendar.NewPlan(c)
		var flaw *calendar.Flaw
		if err != nil {
			if !fault.Is(err, fault.Invalid) || !errors.As(err, &flaw) || flaw.Field == "" {
				t.Fatalf("refused without a name: %v", err)
			}
			return
		}
		for _, d := range []office.Date{date("a day"), firstDay} {
			if day := p.Day("s", d); day.Len() != len(day.Seats()) {
				t.Fatalf("%d seats, %d listed", day.Len(), len(day.Seats()))
			}
		}
	})
}
