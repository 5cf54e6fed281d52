package planning_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const berchem = "buurtloket-berchem"

// tuesday is a day on which Berchem is open, a quiet week ahead of now.
var (
	now     = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	tuesday = office.NewDate(2026, 11, 24)
)

// world is headquarters in memory, with its doors for staff and for citizens behind a real RPC.
type world struct {
	*consensus.Solo
	contractconnect.PlanningClient
	booking *booking.Booking
	machine *register.Machine
	seat    *seat
	fleet   *fleet.Fleet
}

// seat is the node's place in a cluster that a test plays.
type seat struct {
	status consensus.Status
	err    error // of Join and Leave
	image  []byte
}

func (s *seat) Status() consensus.Status                      { return s.status }
func (s *seat) Join(_ context.Context, id, addr string) error { return s.err }
func (s *seat) Leave(context.Context, string) error           { return s.err }
func (s *seat) Backup(_ context.Context, w io.Writer) (uint64, error) {
	_, err := w.Write(s.image)
	return 1, err
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{machine: &register.Machine{Quota: register.DefaultQuota}, seat: &seat{}}
	w.Solo = consensus.NewSolo(w.machine)
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	authority, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	f := fleet.New(authority, rand.Reader, clock)
	f.Use(w.Solo, w.machine)
	w.fleet = f
	w.booking = booking.New(w.Solo, w.machine, clock, rand.Reader)
	w.machine.Touched = w.booking.Touched
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewPlanningHandler(planning.New(w.Solo, w.seat, w.machine, f, clock, rand.Reader)))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w.PlanningClient = contractconnect.NewPlanningClient(server.Client(), server.URL)
	return w
}

// must has a command applied.
func (w *world) must(t *testing.T, c *contract.HQCommand) *contract.HQReply {
	t.Helper()
	c.AtMs = now.UnixMilli()
	reply, err := forward.Command(t.Context(), w.Solo, c)
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// arrive has an appliance come to a site, and topped up.
func (w *world) arrive(t *testing.T, site string, life uint64) {
	t.Helper()
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: site, Incarnation: life, Era: 1, Key: make([]byte, 32)}}})
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_TopUp{TopUp: &contract.TopUp{Site: site}}})
}

// book books a place of tuesday at Berchem for somebody.
func (w *world) book(t *testing.T, at office.Minute, name string) *contract.Appointment {
	t.Helper()
	id, err := office.NewID(rand.Reader, now.UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	res, err := w.booking.Book(t.Context(), connect.NewRequest(&contract.PublicBookRequest{Id: id[:], Products: []string{"eid-aanvraag"},
		Place:  &contract.Place{Site: berchem, Run: contract.NewRun(office.SeatID{Date: tuesday, Desk: 2, Start: at}, 1, 10)},
		Person: &contract.Person{Name: name, Phone: "0470"}}))
	if err != nil {
		t.Fatal(err)
	}
	return res.Msg.Appointment
}

// view looks at the register.
func (w *world) view(t *testing.T, f func(register.View)) {
	t.Helper()
	if err := w.Stale(func(r kv.Reader, _ consensus.Freshness) error { f(w.machine.View(r)); return nil }); err != nil {
		t.Fatal(err)
	}
}

// ok is the message of a call that must succeed.
func ok[T any](t *testing.T) func(*connect.Response[T], error) *T {
	return func(r *connect.Response[T], err error) *T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r.Msg
	}
}

// refused checks that a call failed with a kind, and with words for people.
func refused(t *testing.T, kind fault.Kind, err error) {
	t.Helper()
	err = fault.FromRPC("test", err)
	if !fault.Is(err, kind) {
		t.Fatalf("error %v, want kind %s", err, kind)
	}
	var f *fault.Fault
	if !errors.As(err, &f) || f.Say == "" {
		t.Errorf("error %v has no words", err)
	}
}

func receive[T any](t *testing.T, s *connect.ServerStreamForClient[T], err error) (all []*T) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for s.Receive() {
		all = append(all, s.Msg())
	}
	if err := errors.Join(s.Err(), s.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func req[T any](m *T) *connect.Request[T] { return connect.NewRequest(m) }
