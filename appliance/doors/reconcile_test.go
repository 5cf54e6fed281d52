package doors_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// findings are those of a compartment, as somebody reads them now.
func (s *site) findings(compartment string) string {
	s.t.Helper()
	all, err := layout.Reconcile(&s.state, register.Shelves(&s.state), s.keeper.Doors(), s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range all {
		if c.Compartment == compartment {
			return strings.Join(c.Findings, " ")
		}
	}
	s.t.Fatalf("no compartment %s in %+v", compartment, all)
	return ""
}

// openAndShut has a door opened for an order, and a hand shut it.
func (s *site) openAndShut(a doors.Asking) {
	s.t.Helper()
	got, err := s.open(a)
	if err != nil {
		s.t.Fatal(err)
	}
	s.step(2)
	s.vault.Shut(got.Door)
	s.step(4)
}

// fates are the ways in which the register takes the document in B3 out of it.
var fates = map[string]func(*site){
	"handed out": func(s *site) {
		s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: inB3, Collector: "holder", Evidence: []string{"identity"}}}})
	},
	"taken along": func(s *site) {
		s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_Departed{Departed: &contract.Departed{Trip: "G-1", To: "buurtloket-groenenhoek", Carrier: "anna", Documents: []string{inB3}}}})
	},
	"passed on": func(s *site) {
		s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_PassedOn{PassedOn: &contract.PassedOn{To: "bert", Documents: []string{inB3}}}})
	},
	"destroyed": func(s *site) {
		s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_Destroyed{Destroyed: &contract.Destroyed{Documents: []string{inB3}, Second: "bert", Certificate: "PV-1"}}})
	},
	"sent back": func(s *site) {
		s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_SentBack{SentBack: &contract.SentBack{Documents: []string{inB3}, To: "fabrikant", Carrier: "koerier", Second: "bert"}}})
	},
	"stored elsewhere": func(s *site) { s.must(register.Store(&s.state, "anna", inB3, "A1")) },
}

// TestOutOfAShutDoor: whatever takes a document out of a compartment by the register alone is a finding there, until the
// compartment was counted; with the door, before it or after it, it is none.
func TestOutOfAShutDoor(t *testing.T) {
	const shut = inB3 + " is volgens het register op 23/11 om 09:"
	for name, fate := range fates {
		t.Run(name, func(t *testing.T) {
			s := mustSite(t)
			fate(s)
			if got := s.findings("B3"); got != "" {
				t.Errorf("at once: %q", got)
			}
			s.pass(doors.Grace)
			if got := s.findings("B3"); !strings.HasPrefix(got, shut) || !strings.Contains(got, "hier uitgenomen, en de deur ging toen niet open") {
				t.Errorf("later: %q", got)
			}
			s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, "A1", nil))
			if got := s.findings("B3"); got == "" {
				t.Error("another compartment was counted")
			}
			s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, "B3", nil))
			if got := s.findings("B3"); got != "" {
				t.Errorf("counted: %q", got)
			}

			s = mustSite(t)
			s.openAndShut(collect(1))
			s.pass(doors.Grace / 2)
			fate(s)
			s.pass(2 * doors.Grace)
			if got := s.findings("B3"); got != "" {
				t.Errorf("after its door: %q", got)
			}

			s = mustSite(t)
			s.pass(doors.Grace)
			s.mu.Lock()
			s.fold(&contract.Event{Kind: &contract.Event_DoorOrdered{DoorOrdered: &contract.DoorOrdered{Order: make([]byte, 16), Door: 2, Compartment: "B3", Document: inB3, Purpose: "collect"}}})
			s.mu.Unlock()
			fate(s)
			s.must(&contract.Event{Kind: &contract.Event_DoorEnded{DoorEnded: &contract.DoorEnded{Order: make([]byte, 16), Outcome: doors.Opened}}}, nil)
			s.must(&contract.Event{Kind: &contract.Event_DoorShut{DoorShut: &contract.DoorShut{Door: 2}}}, nil)
			s.pass(2 * doors.Grace)
			if got := s.findings("B3"); got != "" {
				t.Errorf("before its door: %q", got)
			}
		})
	}
}

// TestIntoAShutDoor: what the register puts somewhere without the door is a finding too.
func TestIntoAShutDoor(t *testing.T) {
	s := mustSite(t)
	s.must(register.Store(&s.state, "anna", inHand, "A1"))
	s.pass(doors.Grace)
	if got := s.findings("A1"); !strings.Contains(got, inHand+" is volgens het register") || !strings.Contains(got, "hier opgeborgen, en de deur ging toen niet open") {
		t.Errorf("%q", got)
	}
	if got := s.findings("B3"); got != "" {
		t.Errorf("of the other: %q", got)
	}
	s.openAndShut(doors.Asking{Order: order(9), By: "anna", Purpose: doors.Count, Compartment: "A1"})
	if got := s.findings("A1"); got == "" {
		t.Error("a door that opened much later explains nothing")
	}
}

// TestALongLoad: what is stored while the door stands open, or while nobody can see it, needs no other opening.
func TestALongLoad(t *testing.T) {
	for name, begin := range map[string]func(*site){
		"open": func(s *site) {
			if _, err := s.open(doors.Asking{Order: order(1), By: "anna", With: "bert", Purpose: doors.Load, Document: inHand, Compartment: "A1"}); err != nil {
				t.Fatal(err)
			}
			s.step(2)
		},
		"unseen": func(s *site) { s.vault.Break(locker.LineCut); s.step(2) },
	} {
		s := mustSite(t)
		begin(s)
		s.pass(2 * doors.Grace)
		s.must(register.Store(&s.state, "anna", inHand, "A1"))
		s.vault.Mend(locker.LineCut)
		s.vault.Shut(1)
		s.step(130)
		s.pass(2 * doors.Grace)
		if got := s.findings("A1"); strings.Contains(got, inHand) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestADoorForNothing: what a door was opened for and was not done is a finding for each document, also when the door was
// opened for others since; what was done is none.
func TestADoorForNothing(t *testing.T) {
	s := mustSite(t)
	load := doors.Asking{Order: order(2), By: "anna", With: "bert", Purpose: doors.Load, Document: inHand, Compartment: "B3"}
	s.openAndShut(collect(1))
	s.openAndShut(load)
	s.openAndShut(doors.Asking{Order: order(3), By: "anna", Purpose: doors.Count, Compartment: "B3"})
	if got := s.findings("B3"); got != "" {
		t.Errorf("at once: %q", got)
	}
	s.pass(doors.Grace)
	got := s.findings("B3")
	for _, want := range []string{"open voor " + inB3 + ", en volgens het register ligt het hier nog.", "open om " + inHand + " op te bergen, en het register heeft het hier niet: in handen van anna",
		"open om te tellen, en er is niet geteld."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	s.openAndShut(collect(4))
	s.must(register.Store(&s.state, "anna", inHand, "B3"))
	s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: inB3, Collector: "holder", Evidence: []string{"identity"}}}})
	s.pass(doors.Grace)
	if got := s.findings("B3"); strings.Contains(got, "EN000") || !strings.Contains(got, "geteld") {
		t.Errorf("both were done: %q", got)
	}
	s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, "B3", []string{inHand}))
	if got := s.findings("B3"); got != "" {
		t.Errorf("counted: %q", got)
	}
}

// TestAfterAnEmergency a compartment is one to count: what was done there the register cannot know.
func TestAfterAnEmergency(t *testing.T) {
	s := mustSite(t)
	s.openAndShut(doors.Asking{Order: order(1), By: "anna", Purpose: doors.Emergency, Compartment: "B3", Reason: "rook"})
	if got := s.findings("B3"); !strings.HasPrefix(got, "Tel dit vak") {
		t.Errorf("%q", got)
	}
	if got := s.findings("A1"); got != "" {
		t.Errorf("of the other: %q", got)
	}
}

// TestALifeFromAnOlderStore: every compartment is one to count, and doors that cannot be seen are told anew.
func TestALifeFromAnOlderStore(t *testing.T) {
	s := mustSite(t)
	s.vault.Break(locker.LineCut)
	s.step(2)
	s.want("lost [1 2] found []")
	s.must(&contract.Event{Kind: &contract.Event_Began{Began: &contract.Began{Previous: 1}}}, nil)
	s.step(240)
	s.want("lost [1 2] found []", "lost [1 2] found []")
	if seen := s.events[2].GetDoorsSeen().GetLostCompartments(); strings.Join(seen, " ") != "A1 B3" {
		t.Errorf("of %v", seen)
	}
	for _, c := range []string{"A1", "B3"} {
		if got := s.findings(c); !strings.Contains(got, "Tel dit vak") {
			t.Errorf("%s: %q", c, got)
		}
	}
}

// TestDoorsSeenForTheFirstTime: the journal knows from then on what lies behind which door, also when that is changed; nothing is
// suspect by that.
func TestDoorsSeenForTheFirstTime(t *testing.T) {
	s := mustSite(t)
	behind := func() string {
		all, err := doors.States(&s.state)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, d := range all {
			text += d.Compartment + " "
		}
		return text
	}
	if got := behind(); got != "A1 B3 " || s.findings("A1") != "" {
		t.Errorf("%s: %q", got, s.findings("A1"))
	}
	changed := layout
	changed.Places = []doors.Place{{Door: 1, Compartment: "C7"}, {Door: 2, Compartment: "B3"}}
	s.keeper = doors.NewKeeper(doors.Options{Layout: changed, Vault: s.vault, Note: s.note, Look: s.look, Now: s.clock})
	s.step(3)
	s.want("lost [] found [1]")
	if got := behind(); got != "C7 B3 " {
		t.Error(got)
	}
}

// TestLamps: a lamp burns from an order to collect until its door is shut, or until it is known not to open; nothing else
// lights one, and what a program that ended left burning goes out.
func TestLamps(t *testing.T) {
	s := mustSite(t)
	burns := func(when string, want bool) {
		t.Helper()
		if s.vault.Lit(2) != want || s.vault.Lit(1) {
			t.Errorf("%s: burns %v, and the other's %v", when, s.vault.Lit(2), s.vault.Lit(1))
		}
	}
	_, _ = s.open(collect(1))
	s.step(1)
	burns("ordered and open", true)
	s.start()
	s.step(1)
	burns("after a restart", true)
	s.vault.Shut(2)
	s.step(4)
	burns("shut", false)
	s.openAndShut(doors.Asking{Order: order(2), By: "anna", Purpose: doors.Count, Compartment: "B3"})
	_, _ = s.open(doors.Asking{Order: order(3), By: "anna", Purpose: doors.Emergency, Compartment: "A1", Reason: "rook"})
	s.step(1)
	burns("counted, and an emergency", false)
	s.vault.Shut(1)
	s.vault.Break(locker.StuckShut)
	_, _ = s.open(collect(4))
	s.step(1)
	burns("ordered, and stuck", true)
	s.step(25)
	burns("missed", false)
	s.vault.Mend(locker.StuckShut)
	_ = s.vault.Light(context.Background(), 1, 2)
	s.start()
	s.step(1)
	burns("left burning by a program that ended", false)
	_, _ = s.open(collect(5))
	s.step(1)
	s.vault.Break(locker.LineCut)
	s.step(20)
	s.vault.Shut(2)
	s.vault.Mend(locker.LineCut)
	s.step(40)
	burns("shut while the line was cut", false)
	_ = s.vault.Light(context.Background(), 1, 2)
	s.vault.Break(locker.LineCut)
	s.start()
	s.step(2)
	s.vault.Mend(locker.LineCut)
	s.step(15)
	burns("left burning, and the line was cut at the start", false)
}

// TestReconcileAnyStory: whatever people do at doors and in the register, and in which order, the report can be made; when
// everything was counted and doors are shut it is empty, and folding the journal anew gives the same.
func TestReconcileAnyStory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := mustSite(t)
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			document := rapid.SampledFrom([]string{inB3, inHand}).Draw(rt, "document")
			compartment := rapid.SampledFrom([]string{"A1", "B3"}).Draw(rt, "compartment")
			purpose := rapid.SampledFrom([]doors.Purpose{doors.Load, doors.Collect, doors.Count, doors.Emergency}).Draw(rt, "purpose")
			switch rapid.SampledFrom([]string{"open", "open", "store", "hand out", "wait", "shut", "force", "count"}).Draw(rt, "what") {
			case "open":
				_, _ = s.open(doors.Asking{Order: order(byte(i + 1)), By: "anna", With: "bert", Purpose: purpose, Document: document, Compartment: compartment, Reason: "rook"})
				s.step(2)
			case "store":
				if e, err := register.Store(&s.state, "anna", document, compartment); err == nil && e != nil {
					s.must(e, nil)
				}
			case "hand out":
				if i, err := vault.Get(&s.state, "EN0001"); err == nil && i.InStock() {
					s.fold(&contract.Event{Clerk: "anna", Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: inB3, Collector: "holder", Evidence: []string{"identity"}}}})
				}
			case "wait":
				s.pass(doors.Grace)
			case "shut":
				s.vault.Shut(1)
				s.vault.Shut(2)
				s.step(4)
			case "force":
				s.vault.Force(1)
				s.step(1)
			case "count":
				s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, compartment, nil))
			}
			s.findings(compartment)
		}
		s.vault.Shut(1)
		s.vault.Shut(2)
		s.step(30)
		alarms, err := doors.Alarms(&s.state)
		if err != nil {
			rt.Fatal(err)
		}
		for _, a := range alarms {
			s.must(doors.Settle(&s.state, "anna", a.Alarm.Door, a.Alarm.Kind, "nagekeken"))
		}
		for _, c := range []string{"A1", "B3"} {
			s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, c, nil))
			if got := s.findings(c); got != "" {
				rt.Fatalf("%s, all counted: %q", c, got)
			}
		}
	})
}
