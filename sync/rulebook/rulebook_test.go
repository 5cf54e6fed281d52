package rulebook_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const berchem = "buurtloket-berchem"

var tuesday = office.NewDate(2026, 3, 3)

// What a planner can write down survives being stored and sent.
func TestEveryThingIsReadBack(t *testing.T) {
	when := rapid.Custom(func(t *rapid.T) calendar.Recurrence {
		return calendar.Recurrence{Days: calendar.Weekdays(rapid.IntRange(0, 127).Draw(t, "days")), Every: uint8(rapid.IntRange(0, 52).Draw(t, "every")),
			Since: office.Date(rapid.IntRange(0, 30000).Draw(t, "since")), Nth: calendar.Ordinals(rapid.IntRange(0, 63).Draw(t, "nth")), Week: calendar.Ordinals(rapid.IntRange(0, 63).Draw(t, "week")),
			Each: rapid.SampledFrom([]calendar.Annual{{}, calendar.BridgeDay(), calendar.AfterEaster(-46), calendar.Yearly(time.December, 24)}).Draw(t, "each")}
	})
	minute := rapid.Custom(func(t *rapid.T) office.Minute { return office.Minute(rapid.IntRange(0, 1440).Draw(t, "minute")) })
	date := rapid.Custom(func(t *rapid.T) office.Date { return office.Date(rapid.IntRange(1, 30000).Draw(t, "date")) })
	rapid.Check(t, func(t *rapid.T) {
		r := calendar.Rule{ID: "r", Site: berchem, Days: calendar.Weekdays(rapid.IntRange(0, 127).Draw(t, "rule's days")), When: when.Draw(t, "rule"),
			From: minute.Draw(t, "from"), To: minute.Draw(t, "to"), Mode: calendar.Mode(rapid.IntRange(0, 4).Draw(t, "mode")), Desks: 3, FirstDesk: 2, Slot: 20,
			Valid: office.Period{From: date.Draw(t, "valid from"), To: date.Draw(t, "valid to")}, After: calendar.Signpost{Say: "a", Where: "b", Site: berchem, Web: "c", Phone: "d", Assumed: true},
			Products: []office.ProductID{"x"}, Clusters: []office.ClusterID{"y"}, Except: []office.ProductID{"z"}, Reason: "w", Assumed: true}
		got, err := rulebook.RuleOf(sent(t, rulebook.ToRule(r)))
		equal(t, r, got, err)
		c := calendar.Closure{ID: "c", Site: berchem, Dates: office.Period{From: date.Draw(t, "closed from"), To: date.Draw(t, "closed to")}, When: when.Draw(t, "closure"),
			From: minute.Draw(t, "shut"), To: minute.Draw(t, "open"), Reason: "w", Modes: calendar.Modes(rapid.IntRange(0, 31).Draw(t, "modes")), Products: []office.ProductID{"x"}, Assumed: true}
		closure, err := rulebook.ClosureOf(sent(t, rulebook.ToClosure(c)))
		equal(t, c, closure, err)
		g := calendar.Regime{ID: "g", Site: berchem, Dates: c.Dates, Closed: calendar.Desks(rapid.Uint64().Draw(t, "closed")), Reason: "w",
			Teams: []calendar.Team{{Name: "A", Desks: 5, Turn: when.Draw(t, "turn"), From: minute.Draw(t, "team from"), To: minute.Draw(t, "team to")}}}
		regime, err := rulebook.RegimeOf(sent(t, rulebook.ToRegime(g)))
		equal(t, g, regime, err)
		term := calendar.Term{Product: "x", Channel: office.Channel(rapid.IntRange(0, 5).Draw(t, "channel")), Notice: rapid.IntRange(0, calendar.MaxNotice).Draw(t, "notice"),
			Window: calendar.Window{First: rapid.IntRange(0, 400).Draw(t, "first"), Last: rapid.IntRange(0, 400).Draw(t, "last")}}
		back, err := rulebook.TermOf(sent(t, rulebook.ToTerm(term)))
		equal(t, term, back, err)
	})
}

// sent is the message after its way over a wire.
func sent[M proto.Message](t *rapid.T, m M) M {
	t.Helper()
	data, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	out := m.ProtoReflect().New().Interface()
	if err := proto.Unmarshal(data, out); err != nil {
		t.Fatal(err)
	}
	return out.(M)
}

func equal(t *rapid.T, want, got any, err error) {
	t.Helper()
	if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Fatalf("%+v, %v\nwant %+v", got, err, want)
	}
}

// A plan of before recurrences, regimes and terms means what it meant: a closure without an end is of one day.
func TestOlderPlansMeanTheSame(t *testing.T) {
	p := rulebook.Default()
	p.Closures = []*contract.Closure{{Id: "c", Site: berchem, FromDate: int32(tuesday), Reason: "verhuis"}}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[office.Date]int{tuesday: 0, tuesday + 3: 42, tuesday + 7: 78} {
		if got := plan.Day(berchem, d).Len(); got != want {
			t.Errorf("%s: %d seats, want %d", d, got, want)
		}
	}
	if v := plan.Offer(berchem, "sociale-producten", tuesday+7, office.ChannelDesk); !strings.Contains(v.Say(), "Sociale Dienstverlening") {
		t.Errorf("the catalogue's signpost is missing: %+v", v)
	}
}

// spoilt is the default plan with things that are wrong for this version, and one of each sort that is right.
func spoilt() *contract.Plan {
	p := rulebook.Default()
	p.Version = 9
	p.Rules = append(p.Rules,
		&contract.Rule{Id: "extra", Site: berchem, Weekdays: 1 << 1, From: 540, To: 600, Desks: 1, Mode: "appointment", Except: []string{"teleportatie"}},
		&contract.Rule{Id: "new-mode", Site: berchem, Weekdays: 2, From: 540, To: 600, Desks: 1, Mode: "hologram"},
		&contract.Rule{Id: "new-product", Site: berchem, Weekdays: 4, From: 1200, To: 1260, Desks: 1, Mode: "appointment", Products: []string{"teleportatie"}},
		&contract.Rule{Id: "new-site", Site: "maanloket", Weekdays: 2, From: 540, To: 600, Desks: 1, Mode: "appointment"},
		&contract.Rule{Id: "clash", Site: berchem, Weekdays: 1 << 1, From: 570, To: 600, Desks: 1, Mode: "appointment"},
		&contract.Rule{Id: "new-feast", Site: berchem, Weekdays: 2, From: 700, To: 760, Desks: 1, Mode: "appointment", When: &contract.Recurrence{Each: "full-moon"}})
	p.Closures = append(p.Closures,
		&contract.Closure{Id: "real", Site: berchem, FromDate: int32(tuesday), Reason: "verhuis"},
		&contract.Closure{Id: "strange", Site: berchem, FromDate: int32(tuesday) + 7, Reason: "storing", Products: []string{"teleportatie"}})
	p.Regimes = []*contract.Regime{{Id: "halves", Site: berchem, FromDate: int32(tuesday) + 7, ToDate: int32(tuesday) + 7, Closed: 2, Reason: "afstand"}, {Id: "empty"}}
	p.Terms = []*contract.Term{{Product: "teleportatie", Last: 3}, {Product: "eid-aanvraag", Channel: contract.Channel_CHANNEL_WEB, First: 5, Last: 10}, {Product: "eid-aanvraag", First: 9, Last: 3}}
	return p
}

// Compile refuses a product that this version does not know, in words and by rule and field; Read works with the rest.
func TestUnknownToThisVersion(t *testing.T) {
	p := spoilt()
	kept := proto.CloneOf(p)
	if _, err := rulebook.Compile(p); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "new-mode") || !strings.Contains(fault.Sentence(err), "Regel 'new-mode', veld 'mode'") {
		t.Errorf("refused as %v, says %q", err, fault.Sentence(err))
	}
	plan, aside, err := rulebook.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(p, kept) {
		t.Error("reading changed the plan")
	}
	var names []string
	for _, f := range aside {
		names = append(names, fmt.Sprintf("%s %s", f.Thing, f.ID))
	}
	slices.Sort(names)
	want := []string{"closure strange", "regime empty", "rule clash", "rule extra", "rule new-feast", "rule new-mode", "rule new-product", "rule new-site", "term eid-aanvraag", "term teleportatie"}
	if !slices.Equal(names, want) {
		t.Errorf("set aside %q,\nwant %q", names, want)
	}
	for d, want := range map[office.Date]int{tuesday - 1: 6, tuesday: 0, tuesday + 7: 39} { // the extra Monday hour; closed; one of two desks
		if got := plan.Day(berchem, d).Len(); got != want {
			t.Errorf("%s: %d seats, want %d", d, got, want)
		}
	}
	first, _, err := plan.WindowFor([]office.ProductID{"eid-aanvraag"}, office.ChannelWeb, tuesday.At(600, plan.Zone()))
	if err != nil || first != tuesday+5 || plan.Version() != 9 {
		t.Errorf("from %s, %v, version %d", first, err, plan.Version())
	}
	if _, aside, err := rulebook.Read(rulebook.Default()); err != nil || len(aside) != 0 {
		t.Errorf("the default plan: %v, %v", aside, err)
	}
}

// Numbers that no rule can have are refused where they are read, before they are cut to size.
func TestNumbersThatCannotBe(t *testing.T) {
	for name, change := range map[string]func(*contract.Plan){
		"from":    func(p *contract.Plan) { p.Rules[0].From = 1441 },
		"desks":   func(p *contract.Plan) { p.Rules[0].Desks = 257 },
		"days":    func(p *contract.Plan) { p.Rules[0].Weekdays = 128 },
		"every":   func(p *contract.Plan) { p.Rules[0].When = &contract.Recurrence{Every: 256} },
		"nth":     func(p *contract.Plan) { p.Rules[0].When = &contract.Recurrence{Nth: 1 << 31} },
		"closure": func(p *contract.Plan) { p.Closures = []*contract.Closure{{Id: "c", To: 70000}} },
		"modes":   func(p *contract.Plan) { p.Closures = []*contract.Closure{{Id: "c", Modes: []string{"x"}}} },
		"feast": func(p *contract.Plan) {
			p.Closures = []*contract.Closure{{Id: "c", When: &contract.Recurrence{Each: "x"}}}
		},
		"team": func(p *contract.Plan) { p.Regimes = []*contract.Regime{{Teams: []*contract.Regime_Team{{To: 70000}}}} },
		"turn": func(p *contract.Plan) {
			p.Regimes = []*contract.Regime{{Teams: []*contract.Regime_Team{{Turn: &contract.Recurrence{Week: 999}}}}}
		},
		"channel": func(p *contract.Plan) { p.Terms = []*contract.Term{{Channel: 300}} },
		"notice":  func(p *contract.Plan) { p.Terms = []*contract.Term{{NoticeMinutes: 1 << 31}} },
		"nil":     func(p *contract.Plan) { p.Rules[0] = nil },
	} {
		p := rulebook.Default()
		change(p)
		_, err := rulebook.Compile(p)
		var flaw *calendar.Flaw
		if !fault.Is(err, fault.Invalid) || !errors.As(err, &flaw) || flaw.Field == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An appointment asks of the calendar what it says, its urgency included (A001-15), and stands as the booking that it
// is.
func TestAppointmentAsWish_A001_15(t *testing.T) {
	plan, err := rulebook.Compile(rulebook.Default())
	if err != nil {
		t.Fatal(err)
	}
	a := &contract.Appointment{Id: make([]byte, 16), Products: []string{"zonder-afspraak"}, Channel: contract.Channel_CHANNEL_DESK,
		Place: &contract.Place{Site: berchem, Run: &contract.Run{Date: int32(tuesday), Desk: 1, Start: 600, Count: 1}}}
	now := tuesday.At(570, plan.Zone())
	if code := calendar.CodeOf(calendar.Check(plan, rulebook.WishOf(a, now))); code != calendar.UrgencyNeeded {
		t.Errorf("without urgency: %q", code)
	}
	a.Urgency = uint32(contract.Urgency_URGENCY_SEMI)
	if err := calendar.Check(plan, rulebook.WishOf(a, now)); err != nil {
		t.Error(err)
	}
	if hits := calendar.Hits(nil, plan, []calendar.Booking{rulebook.BookingOf(a)}); len(hits) != 0 {
		t.Errorf("it does not stand: %+v", hits)
	}
	a.Place.Run.Start = 605
	if hits := calendar.Hits(nil, plan, []calendar.Booking{rulebook.BookingOf(a)}); len(hits) != 1 {
		t.Error("where no seat is, it stands")
	}
}

func sentTo[M proto.Message](t *testing.T, m M) M {
	t.Helper()
	data, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	back := m.ProtoReflect().New().Interface().(M)
	if err := proto.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	return back
}

func asFlaw(err error, to **calendar.Flaw) bool { return errors.As(err, to) }
