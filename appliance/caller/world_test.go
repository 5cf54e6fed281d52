package caller_test

import (
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tester is what both testing.T and rapid.T are.
type tester interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}

// room is a waiting room with two desks, a journal in memory and a voice.
type room struct {
	t      tester
	voice  *voice.Emulator
	caller *caller.Caller
	reset  time.Duration

	mu      sync.Mutex
	state   *kv.Memory
	size    uint64
	newest  []byte
	broken  error // with which the journal is read
	changed chan struct{}
	now     time.Time
	idle    time.Time
	ids     int
}

const patience = 20 * time.Second

// newRoom opens on Thursday 26 November 2026 at 10:00, with four visitors who wait.
func newRoom(t tester) *room {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, state: new(kv.Memory), now: time.Date(2026, 11, 26, 10, 0, 0, 0, zone), changed: make(chan struct{}), reset: 30 * time.Minute}
	r.voice = voice.NewEmulator(voice.Config{Now: r.clock}, false)
	for range 4 {
		r.arrive()
	}
	r.restart()
	return r
}

// restart is another process on the same journal.
func (r *room) restart() {
	r.caller = caller.New(caller.Options{Voice: r.voice, Book: r, Desks: 2, Language: "nl", Usual: 60, Reset: r.reset, Patience: patience, Now: r.clock, Steady: r.steady})
}

func (r *room) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *room) steady() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.idle
}

// pass lets time go by.
func (r *room) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now, r.idle = r.now.Add(d), r.idle.Add(d)
}

// set sets the wall clock alone.
func (r *room) set(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// Look implements caller.Book.
func (r *room) Look(f func(caller.Sight) error) error {
	r.mu.Lock()
	state, size, newest, broken := r.state.Clone(), r.size, r.newest, r.broken
	r.mu.Unlock()
	if broken != nil {
		return broken
	}
	return f(caller.Sight{R: state, Size: size, Newest: newest})
}

// Changed implements caller.Book.
func (r *room) Changed() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// do commits what a decision gives, and reports whether it was allowed and changed anything.
func (r *room) do(decide func(s kv.Reader, now time.Time) (*contract.Event, error)) bool {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := decide(r.state, r.now)
	if e == nil || err != nil {
		return false
	}
	e.AtMs, e.Clerk = r.now.UnixMilli(), "anna"
	if err := queue.Fold(r.state, e); err != nil {
		r.t.Fatal(err)
	}
	r.size, r.newest = r.size+1, contract.Encode(e)
	close(r.changed)
	r.changed = make(chan struct{})
	return true
}

func (r *room) arrive() bool {
	r.ids++
	walk := queue.Walk{Products: []office.ProductID{"reispas-afhalen"}}
	walk.Visit[0], walk.Visit[15] = 7, byte(r.ids)
	return r.do(func(s kv.Reader, now time.Time) (*contract.Event, error) {
		return queue.Issue(s, catalogue.Embedded(), walk, now)
	})
}

func (r *room) call(desk office.Desk) bool {
	return r.do(func(s kv.Reader, now time.Time) (*contract.Event, error) {
		hall := queue.Hall{Order: visit.DefaultOrder, Offer: visit.OfferOf(catalogue.Embedded().Products)}
		return hall.Call(s, desk, now)
	})
}

// here runs a decision about who is at a desk.
func (r *room) here(desk office.Desk, decide func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error)) bool {
	return r.do(func(s kv.Reader, now time.Time) (*contract.Event, error) {
		v, err := queue.AtDesk(s, desk)
		if err != nil {
			return nil, err
		}
		return decide(s, v, now)
	})
}

func (r *room) recall(desk office.Desk) bool {
	return r.here(desk, func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error) {
		return queue.Recall(s, v.ID, desk, now)
	})
}

func (r *room) serve(desk office.Desk) bool {
	return r.here(desk, func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error) {
		return queue.Serve(s, v.ID, desk, now)
	})
}

func (r *room) finish(desk office.Desk) bool {
	return r.here(desk, func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error) {
		return queue.Finish(s, v.ID, desk, queue.Done, now)
	})
}

func (r *room) miss(desk office.Desk) bool {
	return r.here(desk, func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error) {
		return queue.Miss(s, visit.DefaultOrder, v.ID, desk, now)
	})
}

func (r *room) undo(desk office.Desk) bool {
	return r.here(desk, func(s kv.Reader, v visit.Visit, now time.Time) (*contract.Event, error) {
		t, err := queue.LastStep(s, v.ID)
		if err != nil || t.Number == 0 {
			return nil, err
		}
		return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: v.ID[:], Step: t.Number}}}, nil
	})
}

// undoOf takes back the last step of a visit, wherever it is.
func (r *room) undoOf(id office.VisitID, desk office.Desk) bool {
	return r.do(func(s kv.Reader, now time.Time) (*contract.Event, error) {
		step, err := queue.LastStep(s, id)
		if err != nil {
			return nil, err
		}
		return queue.Undo(s, visit.DefaultOrder, id, step.Number, desk, now)
	})
}

// look has the caller look.
func (r *room) look() {
	r.t.Helper()
	if err := r.caller.Look(); err != nil {
		r.t.Fatal(err)
	}
}

// say has everything said that waits.
func (r *room) say() {
	r.look()
	for r.caller.Say(ctx) {
	}
}

// mustHear wants these texts, and no others, since the beginning.
func (r *room) mustHear(want ...string) {
	r.t.Helper()
	var got []string
	for _, h := range r.voice.Heard() {
		got = append(got, h.Text)
	}
	if !slices.Equal(got, want) {
		r.t.Errorf("heard %q, want %q", got, want)
	}
}
