package rulebook_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// drawOrder draws an order that a site can mean.
func drawOrder(t *rapid.T) visit.Order {
	n := rapid.IntRange(0, 24*60)
	o := visit.Order{Soon: n.Draw(t, "soon"), Grace: n.Draw(t, "grace"), Patience: n.Draw(t, "patience"), Calls: n.Draw(t, "calls"),
		Brief: n.Draw(t, "brief"), KeepDays: n.Draw(t, "keep"), UndoMinutes: n.Draw(t, "undo")}
	if rapid.Bool().Draw(t, "bounded") {
		o.Earliest = rapid.IntRange(max(o.Soon, 1), 24*60).Draw(t, "earliest")
	}
	o.Sequence = rapid.SampledFrom([][]visit.Group{nil, {visit.GroupDue}, {visit.GroupUrgent, visit.GroupSemi, visit.GroupDue, visit.GroupEarly, visit.GroupWalkIn}}).Draw(t, "sequence")
	return o
}

// TestOrdersAndPostsAreReadBack: what a planner decides of a queue and its desks survives being stored and sent.
func TestOrdersAndPostsAreReadBack_A001_04(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOrder(t)
		got, err := rulebook.OrderOf(sent(t, rulebook.ToOrder(berchem, office.Date(rapid.IntRange(0, 30000).Draw(t, "from")), o)))
		equal(t, o, got, err)
		p := visit.Post{Desk: office.Desk(rapid.IntRange(1, calendar.MaxDesks).Draw(t, "desk")), Kind: visit.Kind(rapid.IntRange(0, int(visit.Room)).Draw(t, "kind")),
			Serves: visit.Scope{Themes: []office.ClusterID{"ocmw"}, Products: []office.ProductID{"x"}, Except: []office.ProductID{"y"}, Level: uint8(rapid.IntRange(0, 4).Draw(t, "level"))}}
		post, err := rulebook.PostOf(sent(t, rulebook.ToPost(berchem, p)))
		equal(t, p, post, err)
	})
}

// TestTheOrderInForce: of a site's own orders the latest that has begun, else of those for every site, else the default.
func TestTheOrderInForce_A001_04(t *testing.T) {
	row := func(site office.SiteID, from office.Date, undo int) *contract.QueueOrder {
		return rulebook.ToOrder(site, from, visit.Order{UndoMinutes: undo})
	}
	p := &contract.Plan{Orders: []*contract.QueueOrder{row("", tuesday, 2), row(berchem, tuesday+5, 4), row("", 0, 1), row(berchem, tuesday+2, 3), row("ac-snelbalie", 0, 9)}}
	for _, want := range []struct {
		site office.SiteID
		on   office.Date
		undo int
	}{
		{berchem, tuesday - 1, 1}, {berchem, tuesday, 2}, {berchem, tuesday + 1, 2}, {berchem, tuesday + 2, 3}, {berchem, tuesday + 4, 3}, {berchem, tuesday + 5, 4},
		{berchem, tuesday + 500, 4}, {"buurtloket-groenenhoek", tuesday + 5, 2}, {"ac-snelbalie", tuesday, 9},
	} {
		if got, flaw := rulebook.OrderOn(p, want.site, want.on); got.UndoMinutes != want.undo || flaw != nil {
			t.Errorf("%s on %s: %d, %v, want %d", want.site, want.on, got.UndoMinutes, flaw, want.undo)
		}
	}
	if got, flaw := rulebook.OrderOn(nil, berchem, tuesday); got.UndoMinutes != visit.DefaultOrder.UndoMinutes || flaw != nil {
		t.Errorf("without a plan: %+v, %v", got, flaw)
	}
}

// later is a message with a field that this version does not know.
func later[M proto.Message](m M) M {
	m.ProtoReflect().SetUnknown([]byte{0xa0, 0x06, 0x01}) // field 100, a number
	return m
}

// TestAnOrderOfALaterVersion: half an order is another order, so the counter calls by the default and says so; headquarters
// refuses to put it, and works with a plan that has it.
func TestAnOrderOfALaterVersion_A001_04(t *testing.T) {
	site := func() *contract.QueueOrder { return rulebook.ToOrder(berchem, 0, visit.Order{KeepDays: 1}) }
	for name, o := range map[string]*contract.QueueOrder{
		"a field of later":  later(site()),
		"a group of later":  {Site: berchem, Sequence: []string{"due", "verjaardagen"}},
		"no bound to waits": {Site: berchem, Sequence: []string{"walk-in", "due"}},
		"two days":          {Site: berchem, Patience: 2 * 24 * 60},
		"more than fits":    {Site: berchem, Grace: 1<<32 - 1},
	} {
		p := rulebook.Default()
		p.Orders = []*contract.QueueOrder{o}
		got, flaw := rulebook.OrderOn(sentTo(t, p), berchem, tuesday)
		if flaw == nil || flaw.Thing != calendar.OrderThing || flaw.Dutch == "" || !slices.Equal(got.Words(), visit.DefaultOrder.Words()) {
			t.Errorf("%s: %+v, %v", name, got, flaw)
		}
		if _, err := rulebook.Compile(p); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "Wachtrij '"+berchem+"'") {
			t.Errorf("%s: put: %v", name, err)
		}
		if compiled, aside, err := rulebook.Read(p); compiled == nil || err != nil || len(aside) != 1 {
			t.Errorf("%s: read: %v, %v", name, aside, err)
		}
	}
}

// TestWhatNobodyCanMeanIsRefused: of orders and desks, at headquarters, by name and field.
func TestWhatNobodyCanMeanIsRefused_A003_24(t *testing.T) {
	two := rulebook.ToOrder(berchem, tuesday, visit.DefaultOrder)
	for _, row := range []struct {
		plan *contract.Plan
		say  string
	}{
		{&contract.Plan{Orders: []*contract.QueueOrder{rulebook.ToOrder("nergens", 0, visit.DefaultOrder)}}, "'nergens' is niet bekend"},
		{&contract.Plan{Orders: []*contract.QueueOrder{two, two}}, "er is er al één"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: "nergens", Desk: 1, Kind: "counter"}}}, "'nergens' is niet bekend"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 0, Kind: "counter"}}}, "nummer vanaf 1"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "hologram"}}}, "'hologram' is geen soort loket"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "theme"}}}, "heeft een thema nodig"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "theme", Themes: []string{"heelal"}}}}, "'heelal' is niet bekend"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "counter", Products: []string{"maanreis"}}}}, "'maanreis' is niet bekend"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "counter", Level: 5}}}, "niveau tot 4"},
		{&contract.Plan{Posts: []*contract.SitePost{{Site: berchem, Desk: 1, Kind: "counter"}, {Site: berchem, Desk: 1, Kind: "room"}}}, "staat er al"},
		{&contract.Plan{Posts: []*contract.SitePost{later(&contract.SitePost{Site: berchem, Desk: 1, Kind: "counter"})}}, "nieuwere versie"},
	} {
		_, err := rulebook.Compile(row.plan)
		var flaw *calendar.Flaw
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), row.say) || !asFlaw(err, &flaw) || flaw.ID == "" || flaw.Field == "" {
			t.Errorf("%v: %v, want %q", row.plan, err, row.say)
		}
	}
}

// TestTheDesksOfASite: as the plan has them, else as the catalogue does; a desk that this version does not understand is an
// ordinary one that calls everybody, so that nobody waits for it without end.
func TestTheDesksOfASite_A000_34_A003_22_A003_24_A003_32(t *testing.T) {
	const ac, getouw = "ac-snelbalie", "model003-getouw"
	if got, flaws := rulebook.Posts(nil, ac); len(got) != 1 || got[0].Desk != 5 || got[0].Kind != visit.Snelbalie || len(flaws) != 0 {
		t.Errorf("of the catalogue: %+v, %v", got, flaws)
	}
	p := &contract.Plan{Posts: []*contract.SitePost{{Site: ac, Desk: 5, Kind: "counter"}, {Site: ac, Desk: 2, Kind: "theme", Themes: []string{"burgerzaken"}},
		{Site: ac, Desk: 3, Kind: "hologram"}, {Site: getouw, Desk: 1, Kind: "room"}}}
	got, flaws := rulebook.Posts(p, ac)
	if len(got) != 2 || got[0].Desk != 2 || got[0].Kind != visit.ThemeDesk || got[1].Kind != visit.Counter || len(flaws) != 1 || flaws[0].ID != ac+"/3" {
		t.Errorf("of the plan: %+v, %v", got, flaws)
	}
	for _, known := range catalogue.Embedded().Posts {
		got, flaws := rulebook.Posts(rulebook.Default(), known.Site)
		if i := slices.IndexFunc(got, func(p visit.Post) bool { return p.Desk == known.Desk }); i < 0 || got[i].Kind != known.Kind || len(flaws) != 0 {
			t.Errorf("the first plan has %+v of %+v", got, known)
		}
	}
	for _, row := range rulebook.Default().Posts {
		if !row.Assumed {
			t.Errorf("%s: its number is invented and must say so", rulebook.PostID(row))
		}
	}
	strange := rulebook.Default()
	strange.Posts = append(strange.Posts, &contract.SitePost{Site: berchem, Desk: 1, Kind: "theme", Themes: []string{"heelal"}}, &contract.SitePost{Site: berchem, Desk: 2, Kind: "counter", Products: []string{"maanreis", "eid-aanvraag"}})
	if compiled, aside, err := rulebook.Read(strange); compiled == nil || err != nil || len(aside) != 3 { // the theme, the desk without one, the product
		t.Errorf("read: %v, %v", aside, err)
	}
}
