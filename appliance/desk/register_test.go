package desk_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// TestAnyOrder does anything in any order, restarts included: of all who ever joined, exactly the last of each desk that
// was not put out since is let in, and the journal has a fact for each that came and went.
func TestAnyOrder(t *testing.T) {
	parent := memory(t)
	rapid.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp(parent, "run")
		if err != nil {
			t.Fatal(err)
		}
		w := mustWorld(t, folder)
		var all []link.Peer
		in := map[desk.Place]link.Peer{}
		codes := map[desk.Place]link.Code{}
		came, went := 0, 0
		number := rapid.SampledFrom([]desk.Place{desk.At(1), desk.At(2), desk.Display(1), desk.Display(2), desk.Kiosk(1)})
		t.Repeat(map[string]func(*rapid.T){
			"invite": func(t *rapid.T) { d := number.Draw(t, "desk"); codes[d] = w.mustInvite(d) },
			"join": func(t *rapid.T) {
				d := number.Draw(t, "desk")
				code, ok := codes[d]
				if !ok {
					t.Skip("no code")
				}
				p, err := w.join(mustMachine(t), code)
				if err != nil {
					t.Fatal(err)
				}
				delete(codes, d)
				if _, ok := in[d]; ok {
					went++
				}
				came, in[d], all = came+1, p, append(all, p)
			},
			"revoke": func(t *rapid.T) {
				d := number.Draw(t, "desk")
				_, there := in[d]
				_, waits := codes[d]
				err := w.Revoke(context.Background(), "", d)
				if there {
					went++
				}
				if !there && !waits && err == nil {
					t.Fatal("nobody was put out")
				}
				delete(in, d)
				delete(codes, d)
			},
			"restart": func(*rapid.T) { w.reopen() },
			"late":    func(*rapid.T) { w.now = w.now.Add(desk.CodeLife); clear(codes) },
			"": func(t *rapid.T) {
				for _, p := range all {
					if err, want := w.Check(p), in[desk.Place{Role: p.Role, Number: p.Number()}] == p; (err == nil) != want {
						t.Fatalf("%v let in: %v, want %v", p, err, want)
					}
				}
				if len(w.Screens()) != len(in) || len(w.Waiting()) != len(codes) {
					t.Fatalf("%v and %v; want %d and %d", w.Screens(), w.Waiting(), len(in), len(codes))
				}
				counted := map[string]int{}
				for _, fact := range w.told() {
					counted[fact]++
				}
				if counted["joined"] != came || counted["left"] != went {
					t.Fatalf("%d came and %d went; the journal has %v", came, went, counted)
				}
			},
		})
	})
}

// TestCheck refuses whoever is not exactly the desk's screen.
func TestCheck(t *testing.T) {
	w := mustWorld(t, dir(t))
	good := w.mustJoin(desk.At(2))
	w.mustJoin(desk.Display(2)) // who stands at the same number
	if err := w.Check(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*link.Peer){
		"another desk": func(p *link.Peer) { p.Name = string(site) + "/1" },
		"another site": func(p *link.Peer) { p.Name = "buurtloket-groenenhoek/2" },
		"another pass": func(p *link.Peer) { p.Device = p.Device[1:] + "0" },
		"no pass":      func(p *link.Peer) { p.Device = "" },
		"a display":    func(p *link.Peer) { p.Role = link.RoleDisplay },
		"a kiosk":      func(p *link.Peer) { p.Role = link.RoleKiosk },
		"a device":     func(p *link.Peer) { p.Role, p.Name = link.RoleSite, string(site) },
		"the counter":  func(p *link.Peer) { p.Role, p.Name = link.RoleCounter, string(site) },
		"nobody":       func(p *link.Peer) { *p = link.Peer{} },
	} {
		p := good
		change(&p)
		if err := w.Check(p); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := w.Renew(p, mustMachine(t).csr); !fault.Is(err, fault.Denied) {
			t.Errorf("%s renews: %v", name, err)
		}
	}
}

// TestCutOff breaks each change at each of its two places, journal and disk. Who was told nothing finds everything as it
// was, or asks again and has it; each fact stands once.
func TestCutOff(t *testing.T) {
	ctx := context.Background()
	type change struct {
		prepare func(*world) func() error // gives what is tried, and tried again
		in      bool                      // desk 2 has a screen afterwards
		facts   []string
	}
	m := mustMachine(t)
	changes := map[string]change{
		"invite": {func(w *world) func() error {
			return func() error { _, _, err := w.Invite(ctx, "lea", desk.At(2)); return err }
		}, false, []string{"invited"}},
		"join": {func(w *world) func() error {
			code := w.mustInvite(desk.At(2))
			return func() error { _, err := w.join(m, code); return err }
		}, true, []string{"invited", "joined"}},
		"replace": {func(w *world) func() error {
			w.mustJoin(desk.At(2))
			code := w.mustInvite(desk.At(2))
			return func() error { _, err := w.join(m, code); return err }
		}, true, []string{"invited", "joined", "invited", "left", "joined"}},
		"revoke": {func(w *world) func() error {
			w.mustJoin(desk.At(2))
			return func() error { return w.Revoke(ctx, "lea", desk.At(2)) }
		}, false, []string{"invited", "joined", "left"}},
	}
	for name, c := range changes {
		for place, broken := range map[string]func(*world) (mend func()){
			"the journal": func(w *world) func() { w.deaf = errDisk; return func() { w.deaf = nil } },
			"the disk":    func(w *world) func() { return w.lock() },
		} {
			for _, restarted := range []bool{false, true} {
				w := mustWorld(t, dir(t))
				try := c.prepare(w)
				before := w.Screens()
				mend := broken(w)
				if err := try(); err == nil || fault.Sentence(err) == "" {
					t.Errorf("%s without %s went well: %v", name, place, err)
				}
				out := name == "revoke" && place == "the journal" // safety first: it is out, and the fault says so
				if now := w.Screens(); !slices.Equal(now, before) && !out {
					t.Errorf("%s without %s: %v became %v", name, place, before, now)
				}
				mend()
				if restarted {
					w.reopen()
				}
				if err := try(); err != nil && !(out && fault.Is(err, fault.NotFound)) {
					t.Errorf("%s once more after %s: %v", name, place, err)
				}
				if in := len(w.Screens()) == 1; in != c.in {
					t.Errorf("%s once more after %s: %v", name, place, w.Screens())
				}
				want := c.facts
				if out {
					want = want[:len(want)-1] // what the fault said
				}
				if name == "invite" && place == "the disk" {
					want = append(slices.Clone(want), "invited") // another code
				}
				if got := w.told(); !slices.Equal(got, want) {
					t.Errorf("%s once more after %s: the journal has %v, want %v", name, place, got, want)
				}
			}
		}
	}
}

// told names the facts in order.
func (w *world) told() (out []string) {
	for _, e := range w.facts {
		switch {
		case e.GetDeskInvited() != nil:
			out = append(out, "invited")
		case e.GetDeskJoined() != nil:
			out = append(out, "joined")
		case e.GetDeskLeft() != nil:
			out = append(out, "left")
		}
	}
	return out
}

// TestOneKeyPerCode: the key that used a code gets its certificate again until the code expires or is withdrawn.
func TestOneKeyPerCode(t *testing.T) {
	w, m := mustWorld(t, dir(t)), mustMachine(t)
	code := w.mustInvite(desk.At(2))
	first, err := w.join(m, code)
	if err != nil {
		t.Fatal(err)
	}
	w.reopen()
	facts := len(w.facts)
	if again, err := w.join(m, code); err != nil || again.Device != first.Device || len(w.facts) != facts {
		t.Errorf("again: %v, %v", again, err)
	}
	if _, err := w.join(mustMachine(t), code); !fault.Is(err, fault.Taken) {
		t.Errorf("another key: %v", err)
	}
	if err := w.Revoke(context.Background(), "", desk.At(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.join(m, code); !fault.Is(err, fault.NotFound) {
		t.Errorf("after it was put out: %v", err)
	}
	code = w.mustInvite(desk.At(2))
	w.now = w.now.Add(desk.CodeLife - time.Second)
	if _, err := w.join(m, code); err != nil {
		t.Errorf("in the last second: %v", err)
	}
	w.now = w.now.Add(time.Second)
	if _, err := w.join(m, code); !fault.Is(err, fault.Refused) {
		t.Errorf("after the last second: %v", err)
	}
}

// TestEachRoleHasItsPlaces: a display and a desk of one number are two screens; each fact tells which, and a fact of a desk is as
// it was before there were others.
func TestEachRoleHasItsPlaces(t *testing.T) {
	w := mustWorld(t, dir(t))
	two, display := w.mustJoin(desk.At(2)), w.mustJoin(desk.Display(2))
	if two.Role != link.RoleDesk || display.Role != link.RoleDisplay || display.Number() != 2 || display.Desk() != 0 || two.Desk() != 2 {
		t.Errorf("%v and %v", two, display)
	}
	old, fresh := w.facts[1].GetDeskJoined(), w.facts[3].GetDeskJoined()
	if old.Desk != 2 || old.Role != 0 || old.Number != 0 || fresh.Desk != 0 || fresh.Role != contract.ScreenRole_SCREEN_ROLE_DISPLAY || fresh.Number != 2 {
		t.Errorf("the journal has %v and %v", old, fresh)
	}
	if err := w.Revoke(context.Background(), "", desk.Display(2)); err != nil {
		t.Fatal(err)
	}
	if w.Check(two) != nil || w.Check(display) == nil {
		t.Error("the one went with the other")
	}
	for _, none := range []desk.Place{{}, desk.At(0), desk.Display(0), {Role: link.RoleSite, Number: 1}} {
		if _, _, err := w.Invite(context.Background(), "", none); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v is invited: %v", none, err)
		}
	}
}

// TestWireOfPlaces: what is written is read back, and what no place is written as is none.
func TestWireOfPlaces(t *testing.T) {
	for _, role := range link.Screens() {
		for n := 1; n <= 255; n++ {
			p := desk.Place{Role: role, Number: uint8(n)}
			if back, ok := desk.PlaceFrom(p.Wire()); !ok || back != p {
				t.Fatalf("%v became %v", p, back)
			}
		}
	}
	for _, w := range []struct {
		desk, number uint32
		role         contract.ScreenRole
	}{{}, {desk: 256}, {desk: 1, number: 1}, {number: 1}, {role: 1}, {role: 2, desk: 1}, {role: 1, desk: 1, number: 1}, {role: 1, number: 257}, {role: 9, number: 1}} {
		if p, ok := desk.PlaceFrom(w.desk, w.role, w.number); ok {
			t.Errorf("%v is %v", w, p)
		}
	}
}

// TestSeen: who was let in was seen, and the file has it once it is worth writing, and after a restart.
func TestSeen(t *testing.T) {
	w := mustWorld(t, dir(t))
	p := w.mustJoin(desk.Display(1))
	if seen := w.Screens()[0].Seen; !seen.IsZero() {
		t.Errorf("seen at %v", seen)
	}
	for _, step := range []struct {
		later  time.Duration
		keep   time.Duration
		behind time.Duration // of what a restart finds
	}{{time.Minute, time.Hour, 0}, {time.Minute, time.Hour, time.Minute}, {time.Hour, time.Hour, 0}, {time.Second, 0, 0}} {
		w.now = w.now.Add(step.later)
		if err := w.Check(p); err != nil {
			t.Fatal(err)
		}
		at := w.Screens()[0].Seen
		if err := w.KeepSeen(step.keep); err != nil || !at.Equal(w.now) {
			t.Errorf("seen at %v, at %v: %v", at, w.now, err)
		}
		w.reopen()
		if kept := w.Screens()[0].Seen; at.Sub(kept) != step.behind {
			t.Errorf("%+v: a restart finds %v, was %v", step, kept, at)
		}
	}
	w.mustJoin(desk.At(1)) // also when something else is written
	if err := w.Check(link.Peer{}); err == nil {
		t.Error("nobody is let in")
	}
}
