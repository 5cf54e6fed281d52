//go:build story

package story_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// window is a clerk's window without its glass: it watches the counter and tries again, as state.Clerk does.
type window struct {
	c    *city
	name string
	state.Counter

	mu    sync.Mutex // guards what follows
	snap  state.Snapshot
	shown bool // the counter is there
	at    time.Time
	why   error
}

// mustOpen opens a window on a counter until the story ends.
func (c *city) mustOpen(name string, at state.Counter) *window {
	w := &window{c: c, name: name, Counter: at}
	ctx, cancel := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() { w.watch(ctx) })
	c.t.Cleanup(func() { cancel(); watching.Wait() })
	return w
}

func (w *window) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := w.Watch(ctx, func(s state.Snapshot) { w.take(s, true, nil) })
		w.take(state.Snapshot{}, false, err)
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (w *window) take(s state.Snapshot, shown bool, why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shown != shown {
		w.at = time.Now()
	}
	w.snap, w.shown, w.why = s, shown, why
}

// now is what the window shows, whether the counter is there, since when, and why not.
func (w *window) now() (state.Snapshot, bool, time.Time, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.snap, w.shown, w.at, w.why
}

// mustBe waits until the window has the counter, or has lost it, and gives since when.
func (w *window) mustBe(shown bool) time.Time {
	w.c.t.Helper()
	var since time.Time
	eventually(w.c.t, fmt.Sprintf("%s with the counter there: %t", w.name, shown), func() (err error) {
		_, is, at, why := w.now()
		if since = at; is != shown {
			err = fmt.Errorf("it is not so: %w", errors.Join(why, errors.New("since "+at.Format("15:04:05"))))
		}
		return err
	})
	return since
}

// mustSee waits until the window shows something.
func (w *window) mustSee(what string, is func(state.Snapshot) bool) state.Snapshot {
	w.c.t.Helper()
	var last state.Snapshot
	eventually(w.c.t, what+" at "+w.name, func() error {
		s, shown, _, why := w.now()
		if last = s; !shown || !is(s) {
			return fmt.Errorf("not shown: %w", errors.Join(why, errors.New(s.Name)))
		}
		return nil
	})
	return last
}

func (w *window) mustSignIn(who office.ClerkID) {
	w.c.t.Helper()
	if _, err := w.SignIn(w.c.t.Context(), who, pin); err != nil {
		w.c.t.Fatalf("%s: %v", w.name, err)
	}
}

// serve calls and finishes whoever comes next, until nobody waits or the window has had enough; it gives the tickets.
func (w *window) serve(enough int) (tickets []string, err error) {
	ctx := w.c.t.Context()
	for len(tickets) < enough {
		called, err := w.Call(ctx)
		if fault.Is(err, fault.NotFound) {
			return tickets, nil
		}
		if err == nil {
			tickets = append(tickets, called.Ticket)
			_, err = w.Serve(ctx, called.Visit)
		}
		if err == nil {
			_, err = w.Finish(ctx, called.Visit)
		}
		if err != nil {
			return tickets, err
		}
	}
	return tickets, nil
}

// twoDesks is Berchem with two desks: one at the appliance itself, one on the other side of the room.
type twoDesks struct {
	*counter
	cable    *linktest.Proxy // between the second desk and the appliance
	one, two *window
	badge    string
}

// TestStorySecondDesk is a morning with two desks on two machines: both work through one queue, the daemon is killed, the
// cable comes loose, the second machine is put out and comes back with another code.
func TestStorySecondDesk(t *testing.T) {
	address := linktest.FreeAddr(t)
	t.Setenv("BUURTLOKET_LAN", address)
	c := mustCity(t, at(tuesday, "08:30"))
	c.mustStaff()
	o := &twoDesks{counter: c.mustCounter(berchem), cable: linktest.Start(t, address, 7), badge: filepath.Join(c.dir, "settings", "desk.pem")}
	o.one = c.mustOpen("loket 1", local.Dial(o.socket(), 1))
	o.mustJoin()
	o.two = o.mustOpenFar()
	o.one.mustBe(true)
	o.two.mustBe(true)
	c.setClock(at(tuesday, "09:30"))
	o.oneQueue()
	o.killed()
	o.looseCable()
	o.putOut()
	joined, left := 0, 0
	for _, e := range o.mustAgree(tuesday) {
		if e.GetDeskJoined() != nil {
			joined++
		}
		if e.GetDeskLeft() != nil {
			left++
		}
	}
	if joined != 2 || left != 1 {
		t.Errorf("the journal says that %d came and %d went", joined, left)
	}
}

// mustJoin makes the second machine the screen of desk 2, with the two programs.
func (o *twoDesks) mustJoin() {
	o.c.t.Helper()
	code := strings.TrimSpace(mustRun(o.c.t, o.c.env(), "appliance", "desk", "invite", "--desk", "2", "--socket", o.socket()))
	said := mustRun(o.c.t, o.c.env(), "loket", "join", "--to", o.cable.Addr(), "--code", code, "--badge", o.badge)
	o.c.say("Met een code: %s", strings.TrimSpace(said))
	if _, words, exit := run(o.c.t, o.c.env(), "loket", "join", "--to", o.cable.Addr(), "--code", code, "--badge", o.badge+".other"); exit == 0 || !strings.Contains(words, "al gebruikt") {
		o.c.t.Errorf("the code works twice: exit %d: %s", exit, words)
	}
}

// mustOpenFar opens the window of the second machine, by what it has kept.
func (o *twoDesks) mustOpenFar() *window {
	t := o.c.t
	t.Helper()
	badge, err := local.OpenBadge(o.badge, func() time.Time {
		now, err := clock.Read(o.c.clock)
		if err != nil {
			panic(err)
		}
		return now
	})
	if err != nil {
		t.Fatal(err)
	}
	far, err := local.DialLAN(badge, o.cable.Addr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- far.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		far.Close()
	})
	return o.c.mustOpen("loket 2", far)
}

// oneQueue: both desks call as fast as they can, and nobody is called twice.
func (o *twoDesks) oneQueue() {
	t := o.c.t
	t.Helper()
	o.one.mustSignIn("an")
	o.two.mustSignIn("bart")
	const visitors = 30
	for range visitors {
		if _, err := o.two.IssueTicket(t.Context(), state.WalkIn{Product: "attest-bevolking", Persons: 1}); err != nil {
			t.Fatal(err)
		}
	}
	var first, second []string
	var err1, err2 error
	var both sync.WaitGroup
	both.Go(func() { first, err1 = o.one.serve(visitors) })
	both.Go(func() { second, err2 = o.two.serve(visitors) })
	both.Wait()
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, ticket := range append(first, second...) {
		if seen[ticket] {
			t.Errorf("%s was called twice", ticket)
		}
		seen[ticket] = true
	}
	if len(seen) != visitors || len(first) == 0 || len(second) == 0 {
		t.Errorf("%d and %d visitors were called, of %d", len(first), len(second), visitors)
	}
	o.c.say("%d bezoekers, één wachtrij: %d aan loket 1, %d aan loket 2, niemand twee keer.", visitors, len(first), len(second))
}

// killed: the daemon dies under both desks, which see it, and see it come back; who was served still is.
func (o *twoDesks) killed() {
	t := o.c.t
	t.Helper()
	if _, err := o.two.IssueTicket(t.Context(), state.WalkIn{Product: "attest-bevolking", Persons: 1}); err != nil {
		t.Fatal(err)
	}
	called, err := o.two.Call(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	o.kill()
	gone := map[string]time.Duration{"loket 1": o.one.mustBe(false).Sub(began), "loket 2": o.two.mustBe(false).Sub(began)}
	for _, w := range []*window{o.one, o.two} {
		if _, err := w.Call(t.Context()); !fault.Is(err, fault.Unreachable) {
			t.Errorf("%s calls without a counter: %v", w.name, err)
		}
	}
	o.start("")
	began = time.Now()
	back := map[string]time.Duration{"loket 1": o.one.mustBe(true).Sub(began), "loket 2": o.two.mustBe(true).Sub(began)}
	o.c.say("Het programma viel uit: gezien na %s; terug %s na zijn eerste antwoord.", sayBoth(gone), sayBoth(back))
	o.two.mustSee("the visitor who was called", func(s state.Snapshot) bool {
		return len(s.Visits) == 1 && s.Visits[0].Ticket == called.Ticket && s.Visits[0].Desk == 2 &&
			!slices.ContainsFunc(s.Signed, func(p state.SignedIn) bool { return p.Desk == 2 })
	})
	o.one.mustSignIn("an")
	o.two.mustSignIn("bart")
	for _, do := range []func(context.Context, office.VisitID) (state.Receipt, error){o.two.Serve, o.two.Finish} {
		if _, err := do(t.Context(), called.Visit); err != nil {
			t.Fatal(err)
		}
	}
}

func sayBoth(took map[string]time.Duration) string {
	return fmt.Sprintf("%s aan loket 1 en %s aan loket 2", took["loket 1"].Round(time.Millisecond), took["loket 2"].Round(time.Millisecond))
}

// looseCable: the second desk's cable is out without a word to anyone; the first works on, and the second sees what it did.
func (o *twoDesks) looseCable() {
	t := o.c.t
	t.Helper()
	began := time.Now()
	o.cable.BlackHole()
	took := o.two.mustBe(false).Sub(began)
	receipt, err := o.one.IssueTicket(t.Context(), state.WalkIn{Product: "attest-bevolking", Persons: 1})
	if err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	o.cable.Heal()
	back := o.two.mustBe(true).Sub(began)
	o.two.mustSee("who came meanwhile", func(s state.Snapshot) bool { return len(s.Queue) == 1 && s.Queue[0].Ticket == receipt.Ticket })
	o.c.say("De kabel van loket 2 los: gezien na %s, terug na %s; loket 1 merkte niets.", took.Round(time.Millisecond), back.Round(time.Millisecond))
	o.two.mustSignIn("bart")
	if got, err := o.two.serve(1); err != nil || len(got) != 1 || got[0] != receipt.Ticket {
		t.Errorf("loket 2 served %v: %v", got, err)
	}
}

// putOut: the second machine is stolen. It is out at once, in words, and after a restart too; the first desk notices
// nothing. A new code lets another machine in.
func (o *twoDesks) putOut() {
	t := o.c.t
	t.Helper()
	desks := func(args ...string) string {
		return strings.TrimSpace(mustRun(t, o.c.env(), "appliance", append([]string{"desk", "--socket", o.socket()}, args...)...))
	}
	if list := desks("list"); !strings.HasPrefix(list, "loket 2\tverbonden") {
		t.Errorf("the list says %q", list)
	}
	began := time.Now()
	o.c.say("Ingetrokken: %s", desks("revoke", "2"))
	took := o.two.mustBe(false).Sub(began)
	var said string
	eventually(t, "a refusal in words", func() error {
		_, _, _, why := o.two.now()
		if said = fault.Sentence(why); !fault.Is(why, fault.Denied) || !strings.Contains(said, "ingetrokken") {
			return fmt.Errorf("%w, which says %q", why, said)
		}
		return nil
	})
	o.c.say("Loket 2 was na %s buiten en leest: %s", took.Round(time.Millisecond), said)
	if _, err := o.two.SignIn(t.Context(), "bart", pin); !fault.Is(err, fault.Denied) {
		t.Errorf("signs in when it is out: %v", err)
	}
	if _, shown, _, _ := o.one.now(); !shown || desks("list") != "" {
		t.Errorf("loket 1 has the counter: %t; the list says %q", shown, desks("list"))
	}
	o.kill()
	o.start("")
	o.one.mustBe(true)
	if _, err := o.two.Call(t.Context()); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Unreachable) {
		t.Errorf("in again after a restart: %v", err)
	}
	if err := os.Remove(o.badge); err != nil {
		t.Fatal(err)
	}
	o.mustJoin()
	another := o.mustOpenFar()
	another.mustSee("the counter", func(s state.Snapshot) bool { return s.Site == berchem })
	another.mustSignIn("bart")
	res := must(o.counter, screen.SignIn, &contract.SignInRequest{Clerk: "an", Pin: pin, Desk: 1})
	if _, err := do(o.counter, screen.SignOut, &contract.Command{Session: res.Session}); err != nil {
		t.Error(err)
	}
	o.two.mustBe(false)
}
