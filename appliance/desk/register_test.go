package desk_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
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
		in := map[office.Desk]link.Peer{}
		codes := map[office.Desk]link.Code{}
		came, went := 0, 0
		number := rapid.Map(rapid.IntRange(1, 3), func(n int) office.Desk { return office.Desk(n) })
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
					if err, want := w.Check(p), in[p.Desk()] == p; (err == nil) != want {
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
	good := w.mustJoin(2)
	if err := w.Check(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*link.Peer){
		"another desk": func(p *link.Peer) { p.Name = string(site) + "/1" },
		"another site": func(p *link.Peer) { p.Name = "buurtloket-groenenhoek/2" },
		"another pass": func(p *link.Peer) { p.Device = p.Device[1:] + "0" },
		"no pass":      func(p *link.Peer) { p.Device = "" },
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
			return func() error { _, _, err := w.Invite(ctx, "lea", 2); return err }
		}, false, []string{"invited"}},
		"join": {func(w *world) func() error {
			code := w.mustInvite(2)
			return func() error { _, err := w.join(m, code); return err }
		}, true, []string{"invited", "joined"}},
		"replace": {func(w *world) func() error {
			w.mustJoin(2)
			code := w.mustInvite(2)
			return func() error { _, err := w.join(m, code); return err }
		}, true, []string{"invited", "joined", "invited", "left", "joined"}},
		"revoke": {func(w *world) func() error {
			w.mustJoin(2)
			return func() error { return w.Revoke(ctx, "lea", 2) }
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
	code := w.mustInvite(2)
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
	if err := w.Revoke(context.Background(), "", 2); err != nil {
		t.Fatal(err)
	}
	if _, err := w.join(m, code); !fault.Is(err, fault.NotFound) {
		t.Errorf("after it was put out: %v", err)
	}
	code = w.mustInvite(2)
	w.now = w.now.Add(desk.CodeLife - time.Second)
	if _, err := w.join(m, code); err != nil {
		t.Errorf("in the last second: %v", err)
	}
	w.now = w.now.Add(time.Second)
	if _, err := w.join(m, code); !fault.Is(err, fault.Refused) {
		t.Errorf("after the last second: %v", err)
	}
}
