// Package statetest holds a counter that behaves, for the tests of screens and for pictures of them: it
// keeps a queue, an agenda, a vault and an inbox in memory and follows the same rules as a real one, as far
// as a screen can tell. It has no disk, no network and no goroutine of its own.
package statetest

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// desk is the desk whose screen it serves.
const desk office.Desk = 1

// PIN is every clerk's PIN at a fake counter.
const PIN = "1234"

// Counter is a counter in memory. Make it with New or Berchem. It is safe for concurrent use.
type Counter struct {
	mu       sync.Mutex
	now      func() time.Time
	snap     state.Snapshot
	items    []state.Item
	watchers []chan struct{}
	tickets  int
	calls    map[string]int // how often each call was made
	fail     map[string]error
	hold     chan struct{} // while not nil, acts wait for it to be closed
	stalled  bool          // no snapshot is shown
	handed   state.HandOver
	coming   []state.Delivery
	taken    state.Delivery
	moved    state.Place
	lists    state.Lists
	carried  Carried
	with     office.ClerkID // who counted along
	dayAsked DayAsked
	use      []state.KioskUse
	sent     state.Onward
	issued   state.WalkIn
	booked   state.Booking
	steps    uint64 // number of the latest step
	booth    booth
	reader   reader
	scans    chan state.Scan
	read     map[office.ProductID]uint32
	remarks  map[office.ProductID][]state.Remark
	gear     gear
	emulated string
}

var _ state.Counter = (*Counter)(nil)

// New makes a counter that shows a snapshot and has items in its vault.
func New(now func() time.Time, snap state.Snapshot, items []state.Item) *Counter {
	return &Counter{now: now, snap: snap, items: items, coming: announced(), tickets: 20, steps: 41, calls: map[string]int{}, fail: map[string]error{},
		scans: make(chan state.Scan, 8)}
}

// Calls is how often a call was made, by its name.
func (f *Counter) Calls(name string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[name]
}

// Fail makes a call fail from now on; nil heals it.
func (f *Counter) Fail(name string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail[name] = err
}

// Hold makes acts wait until the returned function is called.
func (f *Counter) Hold() (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	hold := make(chan struct{})
	f.hold = hold
	return func() {
		f.mu.Lock()
		f.hold = nil
		f.mu.Unlock()
		close(hold)
	}
}

// Change alters the snapshot as a change from outside does: another desk, the line, a device.
func (f *Counter) Change(alter func(*state.Snapshot)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.alter(alter)
}

// alter makes a new snapshot that shares nothing a screen may still hold.
func (f *Counter) alter(alter func(*state.Snapshot)) uint64 {
	s := f.snap
	s.Queue = append([]state.Waiting(nil), s.Queue...)
	s.Visits = append([]state.Visit(nil), s.Visits...)
	s.Agenda = append([]state.Slot(nil), s.Agenda...)
	s.Inbox = append([]state.Letter(nil), s.Inbox...)
	s.Signed = append([]state.SignedIn(nil), s.Signed...)
	s.Parked = append([]state.Aside(nil), s.Parked...)
	s.Ended = append([]state.Ended(nil), s.Ended...)
	s.Sequence++
	if s.Line.State == state.Cut {
		s.Line.Waiting++
	}
	alter(&s)
	f.snap = s
	f.wake()
	return s.Sequence
}

func (f *Counter) wake() {
	for _, w := range f.watchers {
		if f.stalled {
			return
		}
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// Stall keeps snapshots back until the returned function is called: a slow way from act to picture.
func (f *Counter) Stall() (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stalled = true
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.stalled = false
		f.wake()
	}
}

// Watch shows every snapshot, or the newest when the screen is slower.
func (f *Counter) Watch(ctx context.Context, show func(state.Snapshot)) error {
	woken := make(chan struct{}, 1)
	f.mu.Lock()
	if err := f.fail["Watch"]; err != nil {
		f.mu.Unlock()
		return err
	}
	f.watchers = append(f.watchers, woken)
	snap := f.snap
	f.mu.Unlock()
	for {
		show(snap)
		select {
		case <-ctx.Done():
			return nil
		case <-woken:
		}
		f.mu.Lock()
		snap = f.snap
		err := f.fail["Watch"]
		f.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// act counts a call, waits while held, fails when told to, and else alters the snapshot.
func (f *Counter) act(ctx context.Context, name string, alter func(*state.Snapshot) error) (state.Receipt, error) {
	f.mu.Lock()
	f.calls[name]++
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return state.Receipt{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.fail[name]; err != nil {
		return state.Receipt{}, err
	}
	var failed error
	before := f.snap
	seq := f.alter(func(s *state.Snapshot) { failed = alter(s) })
	if failed != nil {
		f.snap = before
		return state.Receipt{}, failed
	}
	return state.Receipt{Sequence: seq}, nil
}

// SignIn puts a clerk at a desk.
func (f *Counter) SignIn(ctx context.Context, who office.ClerkID, pin string) (state.Receipt, error) {
	return f.act(ctx, "SignIn", func(s *state.Snapshot) error {
		if pin != PIN {
			return fault.New("statetest.SignIn", fault.Denied).Tell("Deze pincode klopt niet.", "Probeer het nog eens.")
		}
		s.Locked = state.Lock{}
		for _, p := range s.Staff {
			if p.ID == who {
				s.Signed = append(s.Signed, state.SignedIn{Desk: desk, Person: p})
			}
		}
		return nil
	})
}

// SignOut takes the clerk away.
func (f *Counter) SignOut(ctx context.Context) (state.Receipt, error) {
	return f.act(ctx, "SignOut", func(s *state.Snapshot) error {
		for i, p := range s.Signed {
			if p.Desk == desk {
				s.Signed = append(s.Signed[:i], s.Signed[i+1:]...)
				break
			}
		}
		return nil
	})
}

// Call calls the first of the queue.
func (f *Counter) Call(ctx context.Context) (state.Receipt, error) {
	return f.act(ctx, "Call", func(s *state.Snapshot) error {
		if len(s.Queue) == 0 {
			return fault.New("statetest.Call", fault.NotFound).Tell("Er wacht niemand.", "")
		}
		q := s.Queue[0]
		s.Queue = s.Queue[1:]
		v := state.Visit{ID: q.Visit, Desk: desk, Ticket: q.Ticket, Product: q.Product, Called: f.now()}
		f.slots(s, q.Ticket, func(slot *state.Slot) { slot.State, slot.ServedAt, v.Name = state.AtDesk, desk, slot.Name })
		s.Visits = append(s.Visits, v)
		return nil
	})
}

// slots alters the slot of a ticket.
func (f *Counter) slots(s *state.Snapshot, ticket string, alter func(*state.Slot)) {
	for i := range s.Agenda {
		if s.Agenda[i].Ticket == ticket && ticket != "" {
			alter(&s.Agenda[i])
		}
	}
}

// visit alters the visit at a desk; gone takes it away.
func (f *Counter) visit(ctx context.Context, name string, id office.VisitID, alter func(*state.Snapshot, *state.Visit) (gone bool)) (state.Receipt, error) {
	return f.act(ctx, name, func(s *state.Snapshot) error {
		for i := range s.Visits {
			if s.Visits[i].ID == id {
				if alter(s, &s.Visits[i]) {
					s.Visits = append(s.Visits[:i], s.Visits[i+1:]...)
				}
				return nil
			}
		}
		return fault.New("statetest."+name, fault.Conflict)
	})
}

// Recall shows the number again.
func (f *Counter) Recall(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return f.visit(ctx, "Recall", id, func(_ *state.Snapshot, v *state.Visit) bool { v.Called = f.now(); return false })
}

// Miss notes that the visitor did not appear.
func (f *Counter) Miss(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return f.visit(ctx, "Miss", id, func(s *state.Snapshot, v *state.Visit) bool {
		f.slots(s, v.Ticket, func(slot *state.Slot) { slot.State = state.Missed })
		return true
	})
}

// Serve begins service.
func (f *Counter) Serve(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	if r, err, parked := f.resume(ctx, id); parked {
		return r, err
	}
	return f.visit(ctx, "Serve", id, func(_ *state.Snapshot, v *state.Visit) bool { v.Served = f.now(); return false })
}

// Finish ends service.
func (f *Counter) Finish(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return f.visit(ctx, "Finish", id, func(s *state.Snapshot, v *state.Visit) bool {
		f.slots(s, v.Ticket, func(slot *state.Slot) { slot.State = state.Finished })
		s.Ended = append([]state.Ended{{Visit: id, Desk: v.Desk, Ticket: v.Ticket, Product: v.Product, Name: v.Name, Undo: f.step("afronding aan loket 1")}}, s.Ended...)
		return true
	})
}

// Leave closes the visit of somebody who waits.
func (f *Counter) Leave(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return f.act(ctx, "Leave", func(s *state.Snapshot) error {
		for i, q := range s.Queue {
			if q.Visit == id {
				s.Queue = append(s.Queue[:i], s.Queue[i+1:]...)
				f.slots(s, q.Ticket, func(slot *state.Slot) { slot.State = state.Left })
				return nil
			}
		}
		return fault.New("statetest.Leave", fault.Conflict)
	})
}

func (f *Counter) ticket() string {
	f.tickets++
	return "A0" + strconv.Itoa(f.tickets)
}

// CheckIn announces an appointment.
func (f *Counter) CheckIn(ctx context.Context, a office.AppointmentID) (state.Receipt, error) {
	var ticket string
	r, err := f.act(ctx, "CheckIn", func(s *state.Snapshot) error {
		for i := range s.Agenda {
			if s.Agenda[i].Appointment == a && s.Agenda[i].State == state.Expected {
				ticket = f.ticket()
				slot := &s.Agenda[i]
				slot.State, slot.Ticket = state.Arrived, ticket
				s.Queue = append(s.Queue, state.Waiting{Visit: f.visitID(), Ticket: ticket, Product: slot.Product,
					Planned: slot.Seat.Start, Persons: 1, Since: f.now()})
				return nil
			}
		}
		return fault.New("statetest.CheckIn", fault.NotFound)
	})
	r.Ticket = ticket
	return r, err
}

// visitID is a fresh id; the ticket counter makes it unique.
func (f *Counter) visitID() office.VisitID { return office.VisitID{15: byte(f.tickets)} }

// IssueTicket lets a visitor in.
func (f *Counter) IssueTicket(ctx context.Context, walk state.WalkIn) (state.Receipt, error) {
	var ticket string
	r, err := f.act(ctx, "IssueTicket", func(s *state.Snapshot) error {
		ticket, f.issued = f.ticket(), walk
		q := state.Waiting{Visit: f.visitID(), Ticket: ticket, Product: walk.Product, WalkIn: true, Urgency: walk.Urgency,
			Persons: walk.Persons, Since: f.now()}
		if walk.Urgency == visit.Urgent {
			s.Queue = append([]state.Waiting{q}, s.Queue...)
			return nil
		}
		s.Queue = append(s.Queue, q)
		return nil
	})
	r.Ticket = ticket
	return r, err
}

// Settle puts a letter away.
func (f *Counter) Settle(ctx context.Context, letter string) (state.Receipt, error) {
	return f.act(ctx, "Settle", func(s *state.Snapshot) error {
		for i := range s.Inbox {
			if s.Inbox[i].ID == letter {
				s.Inbox = append(s.Inbox[:i], s.Inbox[i+1:]...)
				return nil
			}
		}
		return fault.New("statetest.Settle", fault.NotFound)
	})
}

// Unplug cuts the line or puts it back.
func (f *Counter) Unplug(ctx context.Context, out bool) error {
	_, err := f.act(ctx, "Unplug", func(s *state.Snapshot) error {
		s.Plug.Out = out
		s.Line = state.Line{State: state.Connected, Since: f.now(), Data: f.now()}
		if out {
			s.Line.State = state.Cut
		}
		return nil
	})
	return err
}
