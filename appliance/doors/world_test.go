package doors_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

var (
	register = vault.Register{Vault: true, Procedures: vault.DefaultProcedures}
	layout   = doors.Layout{Places: []doors.Place{{Door: 1, Compartment: "A1"}, {Door: 2, Compartment: "B3"}}, Deadline: 5 * time.Second,
		Limits: locker.Limits{OpenWithin: 10 * time.Second, CloseWithin: time.Minute, Settle: time.Second}}
	errPower = errors.New("the power went")
)

const (
	inB3   = "EN0001" // lies in B3
	inHand = "EN0002" // in Anna's hands
)

// site is a counter with a register, two doors and a journal in memory, on a wound clock.
type site struct {
	t      *testing.T
	mu     sync.Mutex
	state  kv.Memory
	events []*contract.Event
	now    time.Time
	cut    string // "before" or "after": where the next commit of the keeper loses power
	vault  *locker.Emulator
	keeper *doors.Keeper
}

func mustSite(t *testing.T) *site {
	s := &site{t: t, now: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)}
	s.vault = locker.NewEmulator(s.clock, layout.Doors()...)
	items := []*contract.Item{{Document: inB3, Kind: "reispas-afhalen", Damaged: true}, {Document: inHand, Kind: "reispas-afhalen"}}
	s.must(register.Receive(&s.state, "anna", vault.Delivery{Consignment: "Z-1", From: "Koerier NV", Items: items, Today: 20000}))
	s.must(register.Store(&s.state, "anna", inB3, "B3"))
	s.start()
	s.step(1)
	s.events = nil
	return s
}

// start is a process that begins.
func (s *site) start() {
	s.t.Helper()
	s.keeper = doors.NewKeeper(doors.Options{Layout: layout, Vault: s.vault, Note: s.note, Look: s.look, Now: s.clock})
	if err := s.keeper.Begin(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) clock() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }

func (s *site) pass(d time.Duration) { s.mu.Lock(); defer s.mu.Unlock(); s.now = s.now.Add(d) }

func (s *site) look(f func(kv.Reader) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f(&s.state)
}

func (s *site) note(_ context.Context, who doors.Who, decide func(kv.Reader, time.Time) ([]*contract.Event, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, err := decide(&s.state, s.now)
	if err != nil || len(all) == 0 {
		return err
	}
	if s.cut == "before" {
		return errPower
	}
	for _, e := range all {
		e.Clerk, e.Desk = string(who.Clerk), uint32(who.Desk)
		s.fold(e)
	}
	if s.cut == "after" {
		return errPower
	}
	return nil
}

func (s *site) fold(e *contract.Event) {
	s.t.Helper()
	e.AtMs = s.now.UnixMilli()
	e, err := contract.Decode(contract.Encode(e), new(contract.Event)) // as it is read back
	if err == nil {
		err = errors.Join(vault.Fold(&s.state, e), doors.Fold(&s.state, e))
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.events = append(s.events, e)
}

// must folds what a decision gives.
func (s *site) must(e *contract.Event, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fold(e)
}

// step lets the keeper read the doors n times, half a second apart.
func (s *site) step(n int) {
	s.t.Helper()
	for range n {
		if err := s.keeper.Step(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		s.pass(doors.Beat)
	}
}

func order(n byte) (o doors.Order) { o[0] = n; return o }

func (s *site) open(a doors.Asking) (doors.Result, error) {
	return s.keeper.Open(context.Background(), a, 1)
}

// collect asks for the door of the document in B3.
func collect(n byte) doors.Asking {
	return doors.Asking{Order: order(n), By: "anna", Purpose: doors.Collect, Document: inB3}
}

// said lists what was journaled about doors, as words.
func (s *site) said() (out []string) {
	for _, e := range s.events {
		switch k := e.Kind.(type) {
		case *contract.Event_DoorOrdered:
			out = append(out, fmt.Sprintf("ordered %d %s %s", k.DoorOrdered.Door, k.DoorOrdered.Purpose, e.Clerk))
		case *contract.Event_DoorEnded:
			out = append(out, "ended "+k.DoorEnded.Outcome+" "+k.DoorEnded.Why)
		case *contract.Event_DoorShut:
			out = append(out, fmt.Sprintf("shut %d", k.DoorShut.Door))
		case *contract.Event_DoorAlarm:
			out = append(out, fmt.Sprintf("alarm %s %d", k.DoorAlarm.Kind, k.DoorAlarm.Door))
		case *contract.Event_DoorAlarmSettled:
			out = append(out, "settled "+k.DoorAlarmSettled.Kind)
		case *contract.Event_DoorDenied:
			out = append(out, "denied "+k.DoorDenied.Why+" "+e.Clerk)
		case *contract.Event_DoorsSeen:
			out = append(out, fmt.Sprintf("lost %v found %v", k.DoorsSeen.Lost, k.DoorsSeen.Found))
		}
	}
	return out
}

func (s *site) want(want ...string) {
	s.t.Helper()
	if got := s.said(); !slices.Equal(got, want) {
		s.t.Fatalf("journaled %q,\nwant      %q", got, want)
	}
}
