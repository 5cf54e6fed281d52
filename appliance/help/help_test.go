package help_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var morning = time.Date(2026, time.November, 26, 10, 12, 0, 0, time.UTC)

// desks is a site whose decisions are folded at once, as the node does.
type desks struct {
	kv.Memory
	t interface{ Fatal(...any) }
}

// take stamps and folds what was decided; false when there was nothing to write down.
func (d *desks) take(e *contract.Event, err error, desk office.Desk, clerk string, at time.Time) bool {
	if err != nil {
		d.t.Fatal(err)
	}
	if e == nil {
		return false
	}
	e.Desk, e.Clerk, e.AtMs = uint32(desk), clerk, at.UnixMilli()
	if err := help.Fold(&d.Memory, e); err != nil {
		d.t.Fatal(err)
	}
	return true
}

func (d *desks) ask(from help.Place, at time.Time) bool {
	e, err := help.Ask(d, from, at)
	return d.take(e, err, from.Desk(), "", at)
}

func (d *desks) answer(calling help.Place, from office.Desk, clerk string, at time.Time) bool {
	e, err := help.Answer(d, calling, from, at)
	return d.take(e, err, from, clerk, at)
}

func (d *desks) today(at time.Time) []help.Call {
	all, err := help.Today(d, office.DateOf(at))
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

// places are those of the tests: desks and self-service desks with the same numbers.
var places = []help.Place{help.Desk(1), help.Desk(2), help.Desk(3), help.Kiosk(0), help.Kiosk(1), help.Kiosk(2)}

func TestACallStandsUntilSomebodyComes(t *testing.T) {
	for _, from := range places {
		d := &desks{t: t}
		if !d.ask(from, morning) || d.ask(from, morning.Add(time.Minute)) {
			t.Errorf("%v: one call was not asked once", from)
		}
		if got := d.today(morning); len(got) != 1 || got[0].At != from || got[0].Answered || !got[0].Since.Equal(morning) {
			t.Fatalf("%v asked: %+v", from, got)
		}
		if !d.answer(from, 4, "bert", morning) || d.answer(from, 5, "zoe", morning) {
			t.Errorf("%v: the first who comes is the one who comes", from)
		}
		if got := d.today(morning)[0]; !got.Answered || got.Comes != "bert" || got.From != 4 {
			t.Errorf("%v answered: %+v", from, got)
		}
		if !d.ask(from, morning.Add(time.Hour)) || d.today(morning)[0].Answered {
			t.Errorf("%v: the next call does not stand", from)
		}
	}
}

// TestWhoCalledSaysThatItIsOver: at the desk that called; at a self-service desk of the same number somebody comes.
func TestWhoCalledSaysThatItIsOver(t *testing.T) {
	d := &desks{t: t}
	d.ask(help.Desk(1), morning)
	d.ask(help.Kiosk(1), morning)
	if !d.answer(help.Desk(1), 1, "ann", morning) || !d.answer(help.Kiosk(1), 1, "ann", morning) {
		t.Error("nobody could answer")
	}
	if got := d.today(morning); got[0].Comes != "" || got[1].Comes != "ann" {
		t.Errorf("answered: %+v", got)
	}
}

func TestACallEndsWithItsDay(t *testing.T) {
	for _, from := range places {
		d := &desks{t: t}
		d.ask(from, morning)
		next := morning.Add(24 * time.Hour)
		if got := d.today(next); len(got) != 0 {
			t.Errorf("of yesterday: %+v", got)
		}
		if _, err := help.Answer(d, from, 2, next); !fault.Is(err, fault.NotFound) {
			t.Errorf("answered yesterday's call: %v", err)
		}
		if !d.ask(from, next) {
			t.Error("a call of yesterday kept today's back")
		}
	}
	if _, err := help.Ask(new(desks), help.Desk(0), morning); !fault.Is(err, fault.Invalid) {
		t.Errorf("nobody's desk: %v", err)
	}
}

// TestJournalsOfBefore: the records of a desk that have no place in them, and those that a self-service desk had of its own, mean
// what they meant.
func TestJournalsOfBefore(t *testing.T) {
	d, day := &desks{t: t}, int32(office.DateOf(morning))
	fold := func(e *contract.Event, desk office.Desk, clerk string) { d.take(e, nil, desk, clerk, morning) }
	fold(&contract.Event{Kind: &contract.Event_KioskHelpSeen{KioskHelpSeen: new(contract.KioskHelpSeen)}}, 2, "bert")
	if got := d.today(morning); len(got) != 0 {
		t.Fatalf("nobody had called: %+v", got)
	}
	fold(&contract.Event{Kind: &contract.Event_HelpCalled{HelpCalled: &contract.HelpCalled{Date: day}}}, 2, "")
	fold(&contract.Event{Kind: &contract.Event_KioskHelpCalled{KioskHelpCalled: &contract.KioskHelpCalled{Date: day}}}, 0, "")
	if got := d.today(morning); len(got) != 2 || got[0].At != help.Desk(2) || got[1].At != help.Kiosk(0) || got[0].Answered || got[1].Answered {
		t.Fatalf("they called: %+v", got)
	}
	if d.ask(help.Kiosk(0), morning) {
		t.Error("a call that stands was made again")
	}
	fold(&contract.Event{Kind: &contract.Event_HelpAnswered{HelpAnswered: &contract.HelpAnswered{Calling: 2}}}, 1, "ann")
	fold(&contract.Event{Kind: &contract.Event_KioskHelpSeen{KioskHelpSeen: new(contract.KioskHelpSeen)}}, 1, "bert")
	if got := d.today(morning); got[0].Comes != "ann" || got[1].Comes != "bert" || got[1].From != 1 {
		t.Errorf("answered: %+v", got)
	}
}

// Whatever happens, each place has at most one call, and it stands exactly if nobody answered since it was asked last. Desks
// are listed before self-service desks.
func TestCallsAreWhatThePlacesDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &desks{t: t}
		open := map[help.Place]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			place := rapid.SampledFrom(places).Draw(t, "place")
			if rapid.Bool().Draw(t, "asks") {
				if d.ask(place, morning) == open[place] {
					t.Fatalf("%v asked while its call stood: %v", place, open[place])
				}
				open[place] = true
				continue
			}
			if _, called := open[place]; called {
				from := office.Desk(rapid.IntRange(1, 3).Draw(t, "from"))
				if d.answer(place, from, "bert", morning) != open[place] {
					t.Fatalf("%v was answered while its call stood: %v", place, open[place])
				}
				open[place] = false
			}
		}
		all := d.today(morning)
		if len(all) != len(open) || !slices.IsSortedFunc(all, func(a, b help.Call) int { return a.At.Compare(b.At) }) {
			t.Fatalf("%+v of %d places", all, len(open))
		}
		for _, c := range all {
			if c.Answered == open[c.At] {
				t.Fatalf("%+v", c)
			}
		}
	})
}

// TestWire: a place is read back as it was written; what is none is nobody's.
func TestWire(t *testing.T) {
	for n := range 256 {
		for _, p := range []help.Place{help.Desk(office.Desk(n)), help.Kiosk(uint8(n))} {
			if got := help.PlaceFrom(p.Wire()); got != p {
				t.Fatalf("%v became %v", p, got)
			}
		}
	}
	for _, none := range []help.Place{help.PlaceFrom(256, nil), help.PlaceFrom(1, &contract.HelpKiosk{}), help.PlaceFrom(0, &contract.HelpKiosk{Number: 256})} {
		if none != help.Desk(0) {
			t.Errorf("it is %v", none)
		}
	}
}

// TestAProjectionThatIsDamaged is told, not passed over.
func TestAProjectionThatIsDamaged(t *testing.T) {
	for _, key := range []string{"he/", "he/\x00", "he/abc", "he/\x01\x01"} {
		d := &desks{t: t}
		d.Put([]byte(key), nil)
		if _, err := help.Today(d, 1); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%q: %v", key, err)
		}
	}
}
