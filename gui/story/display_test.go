//go:build story

package story_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/display/aloud"
	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// farDisplay is Berchem with its waiting room's screen and loudspeaker on a machine of their own.
type farDisplay struct {
	*counter
	cable *linktest.Proxy // between that machine and the appliance
	desk  *window
	badge string

	*board.Board
	hall *local.HallLAN

	mu    sync.Mutex // guards heard
	heard []string
}

// TestStoryDisplay is a morning of a display over the LAN that calls visitors aloud: it is let in with a code, shows and says who is
// called, keeps its last picture while the daemon or the cable is gone, says nothing twice and nothing old, has no other service,
// is put out at once, and comes back with another code.
func TestStoryDisplay(t *testing.T) {
	address := linktest.FreeAddr(t)
	t.Setenv("BUURTLOKET_LAN", address)
	devices := filepath.Join(t.TempDir(), "devices.yaml")
	if err := os.WriteFile(devices, []byte("voice: {id: stem, at: display, volume: 70}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BUURTLOKET_DEVICES", devices)
	c := mustCity(t, at(tuesday, "08:30"))
	c.mustStaff()
	d := &farDisplay{counter: c.mustCounter(berchem), cable: linktest.Start(t, address, 7), badge: filepath.Join(c.dir, "settings", "display.pem")}
	d.desk = c.mustOpen("loket 1", local.Dial(d.socket(), 1))
	d.mustJoin()
	d.mustShow()
	c.setClock(at(tuesday, "09:30"))
	d.desk.mustBe(true)
	d.desk.mustSignIn("an")
	d.called()
	d.killed()
	d.looseCable()
	d.noOther()
	d.putOut()
	for _, e := range d.mustAgree(tuesday) {
		if j := e.GetDeskJoined(); j != nil && (j.Desk != 0 || j.Role != contract.ScreenRole_SCREEN_ROLE_DISPLAY || j.Number != 1) {
			t.Errorf("the journal says %v", j)
		}
	}
}

// mustJoin lets the machine in, with the two programs.
func (d *farDisplay) mustJoin() {
	d.c.t.Helper()
	code := strings.TrimSpace(mustRun(d.c.t, d.c.env(), "appliance", "desk", "invite", "--display", "1", "--socket", d.socket()))
	said := mustRun(d.c.t, d.c.env(), "loket", "join", "--to", d.cable.Addr(), "--code", code, "--badge", d.badge)
	if !strings.Contains(said, "wachtscherm 1") || !strings.Contains(said, "loket display") {
		d.c.t.Errorf("join says %q", said)
	}
	d.c.say("Met een code: %s", strings.TrimSpace(said))
}

func (d *farDisplay) now() time.Time {
	now, err := clock.Read(d.c.clock)
	if err != nil {
		panic(err)
	}
	return now
}

// mustShow opens the display of the far machine without its glass: its board and its loudspeaker, until the story ends.
func (d *farDisplay) mustShow() {
	t := d.c.t
	t.Helper()
	badge, err := local.OpenBadge(d.badge, d.now)
	if err == nil {
		d.hall, err = local.DialHallLAN(badge, d.cable.Addr(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	d.Board = board.New(board.Config{Source: d.hall, Now: d.now, Location: d.now().Location()})
	herald := aloud.New(aloud.Config{Source: d.hall, Voice: func(_ context.Context, tag, words string, volume int) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.heard = append(d.heard, fmt.Sprintf("%s %s %d", tag, words, volume))
		return nil
	}})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, run := range []func(context.Context) error{d.hall.Run, d.Board.Run, herald.Run} {
		running.Go(func() {
			if err := run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	hall := d.hall
	t.Cleanup(func() { cancel(); running.Wait(); hall.Close() })
}

// mustSee waits until the display is as wanted.
func (d *farDisplay) mustSee(what string, is func(board.Shown) bool) board.Shown {
	d.c.t.Helper()
	var last board.Shown
	eventually(d.c.t, what+" on the display", func() error {
		if last = d.Shown(); !is(last) {
			return fmt.Errorf("it shows %+v", last)
		}
		return nil
	})
	return last
}

// mustHear waits for what was said since the beginning.
func (d *farDisplay) mustHear(want ...string) {
	d.c.t.Helper()
	eventually(d.c.t, "the words of the calls", func() error {
		d.mu.Lock()
		defer d.mu.Unlock()
		if !slices.Equal(d.heard, want) {
			return fmt.Errorf("heard %q, want %q", d.heard, want)
		}
		return nil
	})
}

const first, second = "nl nummer A een, loket een 70", "nl nummer A twee, loket een 70"

// mustCall calls who comes, and gives them.
func (d *farDisplay) mustCall() state.Receipt {
	t := d.c.t
	t.Helper()
	if _, err := d.desk.IssueTicket(t.Context(), state.WalkIn{Product: "attest-bevolking", Persons: 1}); err != nil {
		t.Fatal(err)
	}
	called, err := d.desk.Call(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return called
}

// called: a call is shown and heard, a recall is heard again.
func (d *farDisplay) called() {
	t := d.c.t
	t.Helper()
	d.mustSee("the room", func(s board.Shown) bool { return s.Site != "" && s.Stale == "" })
	began := time.Now()
	called := d.mustCall()
	d.mustSee("who is called", func(s board.Shown) bool { return s.Main.Ticket == called.Ticket })
	d.mustHear(first)
	d.c.say("%s werd %s na de toets getoond en gezegd, op een ander toestel.", called.Ticket, time.Since(began).Round(time.Millisecond))
	d.c.setClock(at(tuesday, "09:31"))
	if _, err := d.desk.Recall(t.Context(), called.Visit); err != nil {
		t.Fatal(err)
	}
	d.mustHear(first, first)
}

// killed: the daemon dies; the last picture stays, with its age; when it is back nothing is said again.
func (d *farDisplay) killed() {
	t := d.c.t
	t.Helper()
	ticket := d.Shown().Main.Ticket
	began := time.Now()
	d.kill()
	gone := d.mustSee("that it is old", func(s board.Shown) bool { return s.Stale != "" })
	heard := false // it may have taken us more than a minute
	for minute := at(tuesday, "09:31"); !minute.After(d.now()); minute = minute.Add(time.Minute) {
		heard = heard || strings.Contains(gone.Stale, minute.Format("15:04"))
	}
	if gone.Main.Ticket != ticket || !heard {
		t.Errorf("without the counter it shows %q, %q", gone.Main.Ticket, gone.Stale)
	}
	d.c.say("Het programma viel uit: gezien na %s; het scherm houdt %s en zegt: %s", time.Since(began).Round(time.Millisecond), ticket, gone.Stale)
	d.start("")
	d.mustSee("that it is fresh", func(s board.Shown) bool { return s.Stale == "" && s.Main.Ticket == ticket })
	d.desk.mustBe(true)
	d.desk.mustSignIn("an")
	d.mustHear(first, first)
}

// looseCable: a call while the cable is out is shown and said when it is back, for it is young; the ones before are not.
func (d *farDisplay) looseCable() {
	t := d.c.t
	t.Helper()
	was := d.Shown().Main.Ticket
	v := d.desk.mustSee("who is at the desk", func(s state.Snapshot) bool { return len(s.Visits) == 1 })
	for _, do := range []func(context.Context, [16]byte) error{
		func(ctx context.Context, id [16]byte) error { _, err := d.desk.Serve(ctx, id); return err },
		func(ctx context.Context, id [16]byte) error { _, err := d.desk.Finish(ctx, id); return err },
	} {
		if err := do(t.Context(), v.Visits[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	d.cable.BlackHole()
	d.mustSee("that it is old", func(s board.Shown) bool { return s.Stale != "" })
	called := d.mustCall()
	if s := d.Shown(); s.Main.Ticket == called.Ticket || called.Ticket == was {
		t.Errorf("it shows %q, and nothing came", s.Main.Ticket)
	}
	began := time.Now()
	d.cable.Heal()
	d.mustSee("who was called meanwhile", func(s board.Shown) bool { return s.Stale == "" && s.Main.Ticket == called.Ticket })
	d.c.say("De kabel was los; %s nadat hij weer vastzat stond %s er, en klonk het.", time.Since(began).Round(time.Millisecond), called.Ticket)
	d.mustHear(first, first, second)
}

// noOther: the badge of a display opens neither the clerk's window nor the self-service, in the program and at the counter.
func (d *farDisplay) noOther() {
	t := d.c.t
	t.Helper()
	for _, screen := range []string{"clerk", "kiosk"} {
		if _, words, exit := run(t, d.c.env(), "loket", screen, "--counter", d.cable.Addr(), "--badge", d.badge); exit == 0 || !strings.Contains(words, "aangesloten als wachtscherm 1") {
			t.Errorf("it is a %s: exit %d: %s", screen, exit, words)
		}
	}
}

// putOut: the machine is stolen. It is out at once and stays out; its last picture stays with its age. Another code lets it in.
func (d *farDisplay) putOut() {
	t := d.c.t
	t.Helper()
	desks := func(args ...string) string {
		return strings.TrimSpace(mustRun(t, d.c.env(), "appliance", append([]string{"desk", "--socket", d.socket()}, args...)...))
	}
	if list := desks("list"); !strings.HasPrefix(list, "wachtscherm 1\tverbonden") {
		t.Errorf("the list says %q", list)
	}
	ticket := d.Shown().Main.Ticket
	began := time.Now()
	d.c.say("Ingetrokken: %s", desks("revoke", "--display", "1"))
	d.mustSee("that it is old", func(s board.Shown) bool { return s.Stale != "" && s.Main.Ticket == ticket })
	took := time.Since(began)
	var said string
	eventually(t, "a refusal in words", func() error {
		err := d.hall.Watch(t.Context(), func(*contract.HallView) {})
		if said = fault.Sentence(err); !fault.Is(err, fault.Denied) || !strings.Contains(said, "ingetrokken") {
			return fmt.Errorf("%w, which says %q", err, said)
		}
		return nil
	})
	d.c.say("Het scherm was na %s buiten en zijn logboek leest: %s", took.Round(time.Millisecond), said)
	d.kill()
	d.start("")
	d.desk.mustBe(true)
	if s := d.Shown(); s.Stale == "" || desks("list") != "" {
		t.Errorf("in again after a restart: %+v", s)
	}
	if err := os.Remove(d.badge); err != nil {
		t.Fatal(err)
	}
	d.mustJoin()
	d.mustShow()
	d.mustSee("the room again", func(s board.Shown) bool { return s.Stale == "" && s.Main.Ticket == ticket })
	d.mustHear(first, first, second)
}
