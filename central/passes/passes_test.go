package passes_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/passes"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// now is the morning of a day on which Berchem is open.
var now = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)

const berchem = "buurtloket-berchem"

// hq is the door of one node over a register that others share.
type hq struct {
	*booking.Booking
	log     consensus.Log
	machine *register.Machine
	signer  *passes.Signer
}

func mustAuthority(t *testing.T) *link.Authority {
	t.Helper()
	a, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// again is the same authority, as another node reads it from its file.
func again(t *testing.T, a *link.Authority) *link.Authority {
	t.Helper()
	cert, key, err := a.PEM()
	if err == nil {
		a, err = link.OpenAuthority(cert, key, link.AuthorityOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// mustOpen is the first node of a headquarters, founded as nodes do it.
func mustOpen(t *testing.T, a passes.Authority) hq {
	t.Helper()
	machine := &register.Machine{Quota: register.DefaultQuota}
	h := beside(hq{log: consensus.NewSolo(machine), machine: machine}, a)
	first, err := h.signer.First()
	if err != nil {
		t.Fatal(err)
	}
	h.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default(), PassKey: first}}})
	return h
}

// beside is another node with the same state.
func beside(h hq, a passes.Authority) hq {
	h.signer = passes.New(a, h.machine, slog.New(slog.DiscardHandler))
	h.Booking = booking.New(h.log, h.machine, func() time.Time { return now }, rand.Reader)
	h.Booking.Use(h.signer)
	before, own := h.machine.Touched, h.Booking
	h.machine.Touched = func(site office.SiteID, d office.Date, index uint64) {
		own.Touched(site, d, index)
		if before != nil {
			before(site, d, index)
		}
	}
	return h
}

func (h hq) must(t *testing.T, c *contract.HQCommand) {
	t.Helper()
	c.AtMs = now.UnixMilli()
	if reply, err := forward.Command(t.Context(), h.log, c); err != nil || reply.Kind != 0 {
		t.Fatalf("%v: %v, %v", c, reply, err)
	}
}

func (h hq) ensure(t *testing.T) {
	t.Helper()
	if err := h.signer.Ensure(t.Context(), h.log, now.UnixMilli()); err != nil {
		t.Fatal(err)
	}
}

// keys are those that counters are told of.
func (h hq) keys(t *testing.T) (out pass.Keys) {
	t.Helper()
	err := h.log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		for _, k := range h.machine.View(r).PassKeys().Keys {
			out = append(out, pass.Key{Public: k.Public, Last: office.Date(k.Last)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// book books the first free place.
func (h hq) book(t *testing.T) *contract.PublicBookResponse {
	t.Helper()
	id, err := office.NewID(rand.Reader, now.UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	res, err := h.Book(t.Context(), connect.NewRequest(&contract.PublicBookRequest{Id: id[:], Place: h.free(t)[0], Products: []string{"eid-aanvraag"},
		Persons: 1, Channel: contract.Channel_CHANNEL_WEB}))
	if err != nil {
		t.Fatal(err)
	}
	return res.Msg
}

func (h hq) free(t *testing.T) (out []*contract.Place) {
	t.Helper()
	res, err := h.Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Persons: 1,
		Sites: []string{berchem}, Channel: contract.Channel_CHANNEL_WEB, Limit: 100}))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range res.Msg.Places {
		out = append(out, p.Place)
	}
	return out
}

// signed wants a text to be the code of an appointment as it stands.
func (h hq) signed(t *testing.T, text string, a *contract.Appointment) pass.Signed {
	t.Helper()
	s, err := pass.Parse(text)
	if err == nil {
		err = h.keys(t).Verify(s)
	}
	if err != nil || s.Appointment != a.AppointmentID() || s.Edition != int(a.Leg) || string(s.Site) != a.Place.Site {
		t.Fatalf("%q of %v: %v", text, a, err)
	}
	return s
}

func (h hq) pass(t *testing.T, a *contract.Appointment) (string, error) {
	t.Helper()
	res, err := h.Pass(t.Context(), connect.NewRequest(&contract.PublicPassRequest{Appointment: a.Id}))
	if err != nil {
		return "", fault.FromRPC("test", err)
	}
	return res.Msg.Pass, nil
}

// TestEveryNodeSignsTheSame: what one node signed another signs letter for letter; a move makes another code, of another
// edition, and who has nothing any more gets none.
func TestEveryNodeSignsTheSame(t *testing.T) {
	authority := mustAuthority(t)
	one := mustOpen(t, authority)
	other := beside(one, again(t, authority))
	booked := one.book(t)
	one.signed(t, booked.Pass, booked.Appointment)
	if text, err := other.pass(t, booked.Appointment); err != nil || text != booked.Pass {
		t.Errorf("another node signs %q: %v", text, err)
	}
	move := one.book(t).Appointment.Id // any id that is fresh
	res, err := other.Move(t.Context(), connect.NewRequest(&contract.PublicMoveRequest{Id: move, Appointment: booked.Appointment.Id, To: one.free(t)[3]}))
	if err != nil || res.Msg.Appointment.Leg != 1 || res.Msg.Pass == booked.Pass {
		t.Fatalf("%v, %v", res, err)
	}
	one.signed(t, res.Msg.Pass, res.Msg.Appointment)
	end, err := one.Cancel(t.Context(), connect.NewRequest(&contract.PublicCancelRequest{Id: booked.Appointment.Id, Appointment: booked.Appointment.Id}))
	if err != nil || end.Msg.Pass != "" {
		t.Errorf("cancelled: %v, %v", end, err)
	}
	if _, err := one.pass(t, booked.Appointment); !fault.Is(err, fault.NotFound) {
		t.Errorf("of what is cancelled: %v", err)
	}
	if _, err := one.pass(t, &contract.Appointment{Id: make([]byte, 16)}); !fault.Is(err, fault.NotFound) {
		t.Errorf("of what never was: %v", err)
	}
	if _, err := one.pass(t, &contract.Appointment{Id: []byte("x")}); !fault.Is(err, fault.Invalid) {
		t.Errorf("of no id: %v", err)
	}
}

// TestKeysOutliveHeadquarters: restored from its backup it begins another key, by whichever node starts first; under another
// authority likewise. What was signed before still counts.
func TestKeysOutliveHeadquarters(t *testing.T) {
	authority := mustAuthority(t)
	one := mustOpen(t, authority)
	one.ensure(t)
	if n := len(one.keys(t)); n != 1 {
		t.Fatalf("a start makes %d keys", n)
	}
	before := one.book(t)
	one.must(t, &contract.HQCommand{Kind: &contract.HQCommand_NewEra{NewEra: &contract.NewEra{By: "an", Second: "bo"}}})
	if text := one.text(t, before.Appointment); text != "" {
		t.Errorf("no key of this era, and signed %q", text)
	}
	one.ensure(t)
	beside(one, again(t, authority)).ensure(t) // another node, in the same moment
	if n := len(one.keys(t)); n != 2 {
		t.Fatalf("%d keys", n)
	}
	if s := one.signed(t, one.text(t, before.Appointment), before.Appointment); s.Text() == before.Pass {
		t.Error("the key of the former era signs")
	}
	one.signed(t, before.Pass, before.Appointment)

	moved := beside(one, mustAuthority(t))
	if text := moved.text(t, before.Appointment); text != "" {
		t.Errorf("under another authority, before it has a key: %q", text)
	}
	moved.ensure(t)
	moved.signed(t, moved.text(t, before.Appointment), before.Appointment)
	moved.signed(t, before.Pass, before.Appointment)
}

func (h hq) text(t *testing.T, a *contract.Appointment) (text string) {
	t.Helper()
	if err := h.log.Stale(func(r kv.Reader, _ consensus.Freshness) error { text = h.signer.Text(r, a); return nil }); err != nil {
		t.Fatal(err)
	}
	return text
}

// TestNoKeyNoHarm: an authority that only signs certificates, and an appointment that no pass has room for. Both are booked.
func TestNoKeyNoHarm(t *testing.T) {
	one := mustOpen(t, mustAuthority(t))
	deaf := beside(one, locked{})
	if err := deaf.signer.Ensure(context.Background(), deaf.log, 0); !errors.Is(err, errLocked) {
		t.Errorf("%v", err)
	}
	if res := deaf.book(t); res.Pass != "" || res.Appointment == nil {
		t.Errorf("%v", res)
	}
	a := one.book(t).Appointment
	a.Persons = 300
	if text := one.text(t, a); text != "" {
		t.Errorf("300 persons: %q", text)
	}
}

var errLocked = errors.New("the key cannot leave its hardware")

// locked is an authority whose key cannot be read.
type locked struct{}

func (locked) Secret(string) ([]byte, error) { return nil, errLocked }
