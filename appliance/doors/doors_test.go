package doors_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// TestAnOrderAndItsDoor: the order is journaled before the pulse, the door after it, and a double tap pulses nothing.
func TestAnOrderAndItsDoor(t *testing.T) {
	s := mustSite(t)
	got, err := s.open(collect(1))
	if err != nil || got.Door != 2 || got.Compartment != "B3" || got.Again || got.Uncertain {
		t.Fatalf("%+v, %v", got, err)
	}
	s.want("ordered 2 collect anna")
	if got, err := s.open(collect(1)); err != nil || !got.Again {
		t.Errorf("the second tap: %+v, %v", got, err)
	}
	s.step(2)
	s.vault.Shut(2)
	s.step(4)
	s.want("ordered 2 collect anna", "ended opened ", "shut 2")
	if n := s.vault.Pulses(2); n != 1 {
		t.Errorf("pulsed %d times", n)
	}
}

// TestWhoMayHaveADoorOpened: nobody unnamed, nothing unnamed, two where two must; each refusal of a person is journaled.
func TestWhoMayHaveADoorOpened(t *testing.T) {
	propose := vault.Proposing{Documents: []string{inB3}, Fate: vault.Destroy, Ground: "damaged", Reason: "gescheurd"}
	for name, row := range map[string]struct {
		asking   doors.Asking
		proposed bool
		kind     fault.Kind
		ok       bool
	}{
		"collect":                 {asking: doors.Asking{By: "anna", Purpose: doors.Collect, Document: "en 0001"}, ok: true},
		"nobody":                  {asking: doors.Asking{Purpose: doors.Collect, Document: inB3}, kind: fault.Denied},
		"no purpose":              {asking: doors.Asking{By: "anna", Document: inB3}, kind: fault.Invalid},
		"no document":             {asking: doors.Asking{By: "anna", Purpose: doors.Collect}, kind: fault.Invalid},
		"an unknown document":     {asking: doors.Asking{By: "anna", Purpose: doors.Collect, Document: "EN9999"}, kind: fault.NotFound},
		"not in the vault":        {asking: doors.Asking{By: "anna", Purpose: doors.Collect, Document: inHand}, kind: fault.NotHeld},
		"load alone":              {asking: doors.Asking{By: "anna", Purpose: doors.Load, Document: inHand, Compartment: "A1"}, kind: fault.Denied},
		"load with herself":       {asking: doors.Asking{By: "anna", With: "Anna", Purpose: doors.Load, Document: inHand, Compartment: "A1"}, kind: fault.Denied},
		"load by two":             {asking: doors.Asking{By: "anna", With: "bert", Purpose: doors.Load, Document: inHand, Compartment: "a1"}, ok: true},
		"load another's":          {asking: doors.Asking{By: "bert", With: "anna", Purpose: doors.Load, Document: inHand, Compartment: "A1"}, kind: fault.NotHeld},
		"load into nothing":       {asking: doors.Asking{By: "anna", With: "bert", Purpose: doors.Load, Document: inHand, Compartment: "Z9"}, kind: fault.NotFound},
		"remove unproposed":       {asking: doors.Asking{By: "anna", With: "bert", Purpose: doors.Remove, Document: inB3}, kind: fault.Refused},
		"remove alone":            {asking: doors.Asking{By: "anna", Purpose: doors.Remove, Document: inB3}, proposed: true, kind: fault.Denied},
		"remove by two":           {asking: doors.Asking{By: "anna", With: "bert", Purpose: doors.Remove, Document: inB3}, proposed: true, ok: true},
		"count":                   {asking: doors.Asking{By: "anna", Purpose: doors.Count, Compartment: "A1"}, ok: true},
		"emergency":               {asking: doors.Asking{By: "anna", Purpose: doors.Emergency, Compartment: "A1", Reason: "rook uit het vak"}, ok: true},
		"emergency for no reason": {asking: doors.Asking{By: "anna", Purpose: doors.Emergency, Compartment: "A1", Reason: " "}, kind: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			s := mustSite(t)
			if row.proposed {
				s.must(register.Propose(&s.state, vault.Actors{By: "anna", With: "bert", Today: 20000}, propose))
				s.events = nil
			}
			row.asking.Order = order(1)
			_, err := s.open(row.asking)
			pulses := s.vault.Pulses(1) + s.vault.Pulses(2)
			if row.ok {
				if err != nil || pulses != 1 || len(s.said()) != 1 {
					t.Errorf("%v, %d pulses, %q", err, pulses, s.said())
				}
				return
			}
			if !fault.Is(err, row.kind) || pulses != 0 {
				t.Errorf("%v, %d pulses", err, pulses)
			}
			if row.asking.By == "" {
				s.want()
				return
			}
			s.want("denied " + row.kind.String() + " " + string(row.asking.By))
			if _, err := s.open(row.asking); err == nil {
				t.Error("the second time it may")
			}
			s.want("denied " + row.kind.String() + " " + string(row.asking.By)) // once a minute
		})
	}
}

// TestAlarms: each in the journal once while it stands, told in words, and gone when a person said what it was.
func TestAlarms(t *testing.T) {
	for name, row := range map[string]struct {
		act  func(*site)
		want []string
	}{
		"forced": {func(s *site) { s.vault.Force(1); s.step(3) }, []string{"alarm forced 1"}},
		"forced again and again": {func(s *site) {
			for range 20 {
				s.vault.Force(1)
				s.step(4)
				s.vault.Shut(1)
				s.step(4)
			}
		}, []string{"alarm forced 1", "shut 1"}},
		"missed": {func(s *site) {
			s.vault.Break(locker.StuckShut)
			_, _ = s.open(collect(1))
			s.step(25)
		}, []string{"ordered 2 collect anna", "ended missed ", "alarm missed 2"}},
		"left open": {func(s *site) { _, _ = s.open(collect(1)); s.step(130) }, []string{"ordered 2 collect anna", "ended opened ", "alarm left-open 2"}},
		"unseen": {func(s *site) {
			_, _ = s.open(collect(1))
			s.vault.Break(locker.LineCut)
			s.step(25)
		}, []string{"ordered 2 collect anna", "lost [1 2] found []", "ended unknown unseen", "alarm unseen 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := mustSite(t)
			row.act(s)
			if name == "unseen" { // the order of the two is not the point
				if got := strings.Join(s.said(), "; "); !strings.Contains(got, "ended unknown unseen; alarm unseen 2") || !strings.Contains(got, "lost [1 2]") {
					t.Fatal(got)
				}
			} else {
				s.want(row.want...)
			}
			alarms, err := doors.Alarms(&s.state)
			if err != nil || len(alarms) != 1 {
				t.Fatalf("%v, %v", alarms, err)
			}
			notices, err := layout.Notices(&s.state)
			if err != nil || !strings.HasPrefix(notices[0].Say, "Vak ") {
				t.Errorf("%+v, %v", notices, err)
			}
			a := alarms[0].Alarm
			if _, err := doors.Settle(&s.state, "anna", a.Door, a.Kind, " "); !fault.Is(err, fault.Invalid) {
				t.Errorf("settled without a word: %v", err)
			}
			s.must(doors.Settle(&s.state, "anna", a.Door, a.Kind, "de poetsploeg stootte ertegen"))
			if left, _ := doors.Alarms(&s.state); len(left) != 0 {
				t.Errorf("%v still stands", left)
			}
			if e, err := doors.Settle(&s.state, "anna", a.Door, a.Kind, "nog eens"); e != nil || err != nil {
				t.Errorf("settled twice: %v, %v", e, err)
			}
		})
	}
}

// TestPowerLoss: doors are unknown, never closed; that is told once, and so is that they can be seen again.
func TestPowerLoss(t *testing.T) {
	s := mustSite(t)
	s.vault.Break(locker.PowerLost)
	s.step(10)
	s.want("lost [1 2] found []")
	notices, err := layout.Notices(&s.state)
	if err != nil || len(notices) != 1 || notices[0].Code != "doors-unknown" {
		t.Errorf("%+v, %v", notices, err)
	}
	standing, err := layout.Reconcile(&s.state, register.Shelves(&s.state), s.keeper.Doors(), s.now)
	if err != nil || standing[1].State != locker.Unknown || len(standing[1].Findings) != 1 {
		t.Errorf("%+v, %v", standing, err)
	}
	if _, err := s.open(collect(1)); !fault.Is(err, fault.Unreachable) {
		t.Errorf("without power: %v", err)
	}
	s.want("lost [1 2] found []", "ordered 2 collect anna", "ended not-done no-power")
	for range 60 { // a loose plug
		s.vault.Mend(locker.PowerLost)
		s.step(1)
		s.vault.Break(locker.PowerLost)
		s.step(1)
	}
	s.vault.Mend(locker.PowerLost)
	s.step(125)
	if got := s.said(); len(got) > 6 || got[len(got)-1] != "lost [] found [1 2]" {
		t.Errorf("%q", got)
	}
	standing, _ = layout.Reconcile(&s.state, register.Shelves(&s.state), s.keeper.Doors(), s.now)
	if f := standing[1].Findings; len(f) != 1 || !strings.HasPrefix(f[0], "Tel dit vak") {
		t.Errorf("%q", f)
	}
	s.must(register.CountIn(&s.state, vault.Actors{By: "anna", Today: 20000}, "B3", []string{inB3}))
	standing, _ = layout.Reconcile(&s.state, register.Shelves(&s.state), s.keeper.Doors(), s.now)
	if len(standing[1].Findings) != 0 || len(standing[0].Findings) != 1 {
		t.Errorf("after counting B3: %+v", standing)
	}
}

// TestAnOrderNeverExecutesLate: what waited past its deadline pulses nothing.
func TestAnOrderNeverExecutesLate(t *testing.T) {
	s := mustSite(t)
	s.keeper = doors.NewKeeper(doors.Options{Layout: layout, Vault: s.vault, Look: s.look, Now: s.clock,
		Note: func(ctx context.Context, w doors.Who, d func(kv.Reader, time.Time) ([]*contract.Event, error)) error {
			err := s.note(ctx, w, d)
			s.pass(6 * time.Second) // the disk took its time
			return err
		}})
	if _, err := s.open(collect(1)); err == nil || s.vault.Pulses(2) != 0 {
		t.Errorf("%v, %d pulses", err, s.vault.Pulses(2))
	}
	if got := s.said(); len(got) != 2 || !strings.HasPrefix(got[1], "ended not-done") {
		t.Errorf("%q", got)
	}
}

// TestReconcile: the register that did not follow its door is a finding, by compartment.
func TestReconcile(t *testing.T) {
	s := mustSite(t)
	_, _ = s.open(collect(1))
	s.step(2)
	s.vault.Shut(2)
	s.step(4)
	findings := func() string {
		all, err := layout.Reconcile(&s.state, append(register.Shelves(&s.state), vault.Shelf{Name: "Z9", N: 1}), s.keeper.Doors(), s.now)
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		if all[2].Compartment != "Z9" || all[2].Door != 0 || len(all[2].Findings) != 1 {
			t.Errorf("%+v", all[2])
		}
		return strings.Join(all[1].Findings, " ")
	}
	if got := findings(); got != "" {
		t.Errorf("at once: %q", got)
	}
	s.pass(doors.Grace)
	if got := findings(); !strings.Contains(got, inB3+", en volgens het register ligt het hier nog") {
		t.Errorf("later: %q", got)
	}
	s.must(register.Store(&s.state, "anna", inB3, "A1"))
	if got := findings(); got != "" {
		t.Errorf("moved: %q", got)
	}
}

// TestCrash kills the program between any two steps of an order and begins another: of one order the lock is pulsed once or
// never, and what came of it is known, or is said to be unknown.
func TestCrash(t *testing.T) {
	for name, row := range map[string]struct {
		crash  func(*site) // until the program is gone
		away   func(*site) // what happens while it is
		pulses int
		want   []string
	}{
		"before the order commits": {crash: func(s *site) { s.cut = "before"; _, _ = s.open(collect(1)) }},
		"between order and pulse": {crash: func(s *site) { s.cut = "after"; _, _ = s.open(collect(1)) },
			want: []string{"ordered 2 collect anna", "ended unknown restarted", "alarm unseen 2"}},
		"between pulse and its end, door open": {crash: func(s *site) { _, _ = s.open(collect(1)) }, pulses: 1,
			want: []string{"ordered 2 collect anna", "ended opened ", "shut 2"}},
		"between pulse and its end, door shut": {crash: func(s *site) { _, _ = s.open(collect(1)) }, away: func(s *site) { s.vault.Shut(2) }, pulses: 1,
			want: []string{"ordered 2 collect anna", "ended unknown restarted", "alarm unseen 2"}},
		"the answer is lost": {crash: func(s *site) {
			s.vault.Break(locker.LostAfter)
			_, _ = s.open(collect(1))
			s.vault.Mend(locker.LostAfter)
		}, pulses: 1,
			want: []string{"ordered 2 collect anna", "ended opened ", "shut 2"}},
		"after its end, door open": {crash: func(s *site) { _, _ = s.open(collect(1)); s.step(2) }, pulses: 1,
			want: []string{"ordered 2 collect anna", "ended opened ", "shut 2"}},
		"after its end, door shut meanwhile": {crash: func(s *site) { _, _ = s.open(collect(1)); s.step(2) }, away: func(s *site) { s.vault.Shut(2) }, pulses: 1,
			want: []string{"ordered 2 collect anna", "ended opened ", "shut 2"}},
		"a refusal that was not journaled": {crash: func(s *site) {
			s.vault.Break(locker.LineCut)
			k := s.keeper
			s.keeper = doors.NewKeeper(doors.Options{Layout: layout, Vault: s.vault, Look: s.look, Now: s.clock,
				Note: func(ctx context.Context, w doors.Who, d func(kv.Reader, time.Time) ([]*contract.Event, error)) error {
					err := s.note(ctx, w, d)
					s.cut = "before"
					return err
				}})
			_, _ = s.open(collect(1))
			s.keeper = k
			s.vault.Mend(locker.LineCut)
		}, want: []string{"ordered 2 collect anna", "ended unknown restarted", "alarm unseen 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := mustSite(t)
			row.crash(s)
			s.cut = ""
			s.pass(30 * time.Second)
			if row.away != nil {
				row.away(s)
			}
			s.start()
			s.step(4)
			s.vault.Shut(2)
			s.step(30)
			s.want(row.want...)
			if n := s.vault.Pulses(2); n != row.pulses {
				t.Errorf("pulsed %d times", n)
			}
			if _, err := s.open(collect(2)); err != nil || s.vault.Pulses(2) != row.pulses+1 {
				t.Errorf("a new order: %v, %d pulses", err, s.vault.Pulses(2))
			}
		})
	}
}

// TestAJournalThatFails: what the doors did is kept and journaled in order when it works again.
func TestAJournalThatFails(t *testing.T) {
	s := mustSite(t)
	s.cut = "before"
	s.vault.Force(1)
	for range 3 {
		if err := s.keeper.Step(context.Background()); err == nil {
			t.Error("no error")
		}
		s.pass(doors.Beat)
	}
	s.vault.Shut(1)
	_ = s.keeper.Step(context.Background())
	s.pass(2 * time.Second)
	_ = s.keeper.Step(context.Background())
	s.cut = ""
	s.step(1)
	s.want("alarm forced 1", "shut 1")
}

// TestAnyStory: whatever people, power and lines do, each order is pulsed at most once, every order ends, and folding the
// journal anew gives the same.
func TestAnyStory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := mustSite(t)
		asked := 0
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"ask", "step", "step", "shut", "force", "break", "mend", "restart", "long"}).Draw(rt, "what") {
			case "ask":
				asked++
				_, _ = s.open(collect(byte(asked)))
			case "step":
				s.step(rapid.IntRange(1, 30).Draw(rt, "n"))
			case "shut":
				s.vault.Shut(2)
			case "force":
				s.vault.Force(2)
			case "break":
				s.vault.Break(rapid.SampledFrom([]locker.Fault{locker.PowerLost, locker.StuckShut, locker.LostAfter, locker.LostBefore, locker.Bouncing}).Draw(rt, "fault"))
			case "mend":
				for _, f := range s.vault.Broken() {
					s.vault.Mend(f)
				}
			case "restart":
				s.start()
			case "long":
				s.pass(2 * time.Minute)
			}
			if n := s.vault.Pulses(2); n > asked {
				rt.Fatalf("%d orders and %d pulses", asked, n)
			}
		}
		for _, f := range s.vault.Broken() {
			s.vault.Mend(f)
		}
		s.vault.Shut(2)
		s.step(160)
		open := 0
		for _, e := range s.events {
			if e.GetDoorOrdered() != nil {
				open++
			}
		}
		ends := map[string]bool{}
		for _, e := range s.events {
			if d := e.GetDoorEnded(); d != nil {
				ends[string(d.Order)] = true
			}
		}
		if open != len(ends) {
			rt.Fatalf("%d orders, %d with an end: %q", open, len(ends), s.said())
		}
		states, err := doors.States(&s.state)
		if err != nil {
			rt.Fatal(err)
		}
		for _, d := range states {
			if d.Open || d.Lost {
				rt.Fatalf("all is shut and seen, and the journal says %v: %q", d, s.said())
			}
		}
	})
}

// TestADoorThatIsSeenLate: an order of which nobody knew turns out to have opened its door, and that is no forced door.
func TestADoorThatIsSeenLate(t *testing.T) {
	s := mustSite(t)
	if _, err := s.open(collect(1)); err != nil {
		t.Fatal(err)
	}
	s.vault.Break(locker.LineCut)
	s.step(25)
	s.vault.Mend(locker.LineCut)
	s.step(1)
	got := s.said()
	if got[len(got)-1] != "ended opened " || strings.Contains(strings.Join(got, " "), "forced") {
		t.Fatalf("%q", got)
	}
	s.vault.Shut(2)
	s.step(4)
	states, err := doors.States(&s.state)
	if err != nil || len(states) != 2 || states[1].Open || states[1].Outcome != doors.Opened {
		t.Errorf("%v, %v", states, err)
	}
}
