package booking_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// now is the morning of a day on which Berchem is open.
var now = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)

const berchem = "buurtloket-berchem"

// hq is the door over a real register.
type hq struct {
	*booking.Booking
	*consensus.Solo
	machine *register.Machine
}

func mustOpen(t *testing.T) hq {
	t.Helper()
	machine := &register.Machine{Quota: register.DefaultQuota}
	h := hq{nil, consensus.NewSolo(machine), machine}
	h.Booking = booking.New(h.Solo, machine, func() time.Time { return now }, rand.Reader)
	machine.Touched = h.Booking.Touched
	h.mustDo(t, &contract.HQCommand{AtMs: now.UnixMilli(), Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	return h
}

func (h hq) mustDo(t *testing.T, c *contract.HQCommand) {
	t.Helper()
	if reply, err := forward.Command(t.Context(), h.Solo, c); err != nil || reply.Kind != 0 {
		t.Fatalf("%v: %v, %v", c, reply, err)
	}
}

// free searches Berchem's places.
func (h hq) free(t *testing.T, ctx context.Context, claim office.Channel) []*contract.Place {
	t.Helper()
	res, err := h.Search(ctx, connect.NewRequest(&contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}, Persons: 1,
		Sites: []string{berchem}, Channel: contract.Channel(claim), Limit: 100}))
	if err != nil {
		t.Fatal(err)
	}
	var places []*contract.Place
	for _, p := range res.Msg.Places {
		places = append(places, p.Place)
	}
	if len(places) == 0 {
		t.Fatal("nothing is free")
	}
	return places
}

// wish is a citizen's booking of a place.
func wish(p *contract.Place) *contract.PublicBookRequest {
	id, err := office.NewID(rand.Reader, now.UnixMilli())
	if err != nil {
		panic(err)
	}
	return &contract.PublicBookRequest{Id: id[:], Products: []string{"eid-aanvraag"}, Persons: 1, Place: p,
		Person: &contract.Person{Name: "Fatima El Amrani", Phone: "0470 00 00 00"}}
}

func (h hq) mustBook(t *testing.T, ctx context.Context, q *contract.PublicBookRequest) *contract.PublicBookResponse {
	t.Helper()
	res, err := h.Book(ctx, connect.NewRequest(q))
	if err != nil {
		t.Fatal(err)
	}
	return res.Msg
}

func offered(places []*contract.Place, p *contract.Place) bool {
	for _, o := range places {
		if placeOf(o) == placeOf(p) {
			return true
		}
	}
	return false
}

func placeOf(p *contract.Place) string { return p.Run.First(office.SiteID(p.Site)).String() }

// A place that is booked is offered no more, until the appointment moves or ends. The same booking again is the same answer.
func TestBookMoveCancel(t *testing.T) {
	h, ctx := mustOpen(t), t.Context()
	places := h.free(t, ctx, office.ChannelWeb)
	first, second := places[0], places[len(places)-1]
	q := wish(first)
	booked := h.mustBook(t, ctx, q)
	if booked.Code == "" || booked.Pending || placeOf(booked.Appointment.Place) != placeOf(first) {
		t.Fatalf("booked %v", booked)
	}
	if again := h.mustBook(t, ctx, q); again.Code != booked.Code {
		t.Errorf("again: %v", again)
	}
	if now := h.free(t, ctx, office.ChannelWeb); offered(now, first) || !offered(now, second) {
		t.Error("what is booked is offered, or what is not booked is not")
	}
	moved, err := h.Move(ctx, connect.NewRequest(&contract.PublicMoveRequest{Id: []byte("move"), Appointment: q.Id, To: second}))
	if err != nil || placeOf(moved.Msg.Appointment.Place) != placeOf(second) {
		t.Fatalf("moved %v, %v", moved, err)
	}
	if now := h.free(t, ctx, office.ChannelWeb); !offered(now, first) || offered(now, second) {
		t.Error("after the move the old place is not offered, or the new one is")
	}
	for range 2 { // the second is the first once more
		gone, err := h.Cancel(ctx, connect.NewRequest(&contract.PublicCancelRequest{Id: []byte("gone"), Appointment: q.Id, Reason: "ziek"}))
		if err != nil || gone.Msg.Code != booked.Code {
			t.Fatalf("cancelled %v, %v", gone, err)
		}
	}
	if now := h.free(t, ctx, office.ChannelWeb); !offered(now, second) {
		t.Error("a cancelled place is not offered")
	}
}

// Who is not known as staff or as a counter books and searches as a citizen, whatever it says.
func TestChannelIsNotRaised(t *testing.T) {
	for name, c := range map[string]struct {
		ctx  func(context.Context) context.Context
		want office.Channel
	}{
		"citizen": {func(ctx context.Context) context.Context { return ctx }, office.ChannelWeb},
		"staff":   {booking.AsStaff, office.ChannelPhone},
		"counter": {func(ctx context.Context) context.Context { return link.WithPeer(ctx, link.Peer{}) }, office.ChannelPhone},
	} {
		t.Run(name, func(t *testing.T) {
			h := mustOpen(t)
			ctx := c.ctx(t.Context())
			q := wish(h.free(t, ctx, office.ChannelPhone)[0])
			q.Channel = contract.Channel(office.ChannelPhone)
			a := h.mustBook(t, ctx, q).Appointment
			if got := office.Channel(a.Channel); got != c.want {
				t.Errorf("booked by channel %v, want %v", got, c.want)
			}
			today := a.Place.Run.First(berchem).Date == office.DateOf(now)
			if today != (c.want != office.ChannelWeb) {
				t.Errorf("first offered on %s", placeOf(a.Place))
			}
		})
	}
}

// The name goes apart from the appointment, under a commitment that only both together explain; twice the same name gives
// two commitments.
func TestPersonalDataIsSealed(t *testing.T) {
	h := mustOpen(t)
	places := h.free(t, t.Context(), office.ChannelWeb)
	a := h.mustBook(t, t.Context(), wish(places[0])).Appointment
	b := h.mustBook(t, t.Context(), wish(places[1])).Appointment
	if len(a.Person) != 16 || bytes.Equal(a.Person, b.Person) {
		t.Fatalf("commitments %x and %x", a.Person, b.Person)
	}
	err := h.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := h.machine.View(r)
		if s := v.Person(a.Person); s == nil || !bytes.Contains(s.Plain, []byte("Fatima")) || !bytes.Equal(s.Subject, a.Id) {
			t.Errorf("sealed %v", s)
		}
		for k, value := range r.Scan(nil, nil) {
			if !bytes.HasPrefix(k, []byte("p/")) && bytes.Contains(value, []byte("Fatima")) {
				t.Errorf("a name under %q", k)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A place that somebody else has is refused, with the places that can be had instead.
func TestRefusalHasAlternatives(t *testing.T) {
	h, ctx := mustOpen(t), t.Context()
	place := h.free(t, ctx, office.ChannelWeb)[0]
	h.mustBook(t, ctx, wish(place))
	_, err := h.Book(ctx, connect.NewRequest(wish(place)))
	if !fault.Is(fault.FromRPC("test", err), fault.Taken) {
		t.Fatalf("error %v", err)
	}
	var refused *connect.Error
	if !errors.As(err, &refused) || len(refused.Details()) != 1 {
		t.Fatalf("no details in %v", err)
	}
	value, err := refused.Details()[0].Value()
	if err != nil {
		t.Fatal(err)
	}
	r, ok := value.(*contract.Refusal)
	if !ok || len(r.Alternatives) == 0 || r.Say == "" || r.Code != fault.Taken.String() {
		t.Fatalf("detail %v", value)
	}
	for _, p := range r.Alternatives {
		h.mustBook(t, ctx, wish(p))
	}
}

// What makes no sense is refused in words, and changes nothing.
func TestMalformedRequests(t *testing.T) {
	h, ctx := mustOpen(t), t.Context()
	place := h.free(t, ctx, office.ChannelWeb)[0]
	for name, c := range map[string]struct {
		spoil func(*contract.PublicBookRequest)
		kind  fault.Kind
	}{
		"no id":           {func(q *contract.PublicBookRequest) { q.Id = nil }, fault.Invalid},
		"short id":        {func(q *contract.PublicBookRequest) { q.Id = q.Id[:7] }, fault.Invalid},
		"no id, nobody":   {func(q *contract.PublicBookRequest) { q.Id, q.Person = nil, nil }, fault.Invalid},
		"no place":        {func(q *contract.PublicBookRequest) { q.Place = nil }, fault.Invalid},
		"no run":          {func(q *contract.PublicBookRequest) { q.Place = &contract.Place{Site: berchem} }, fault.Invalid},
		"no site":         {func(q *contract.PublicBookRequest) { q.Place = &contract.Place{Run: place.Run} }, fault.Invalid},
		"unknown site":    {func(q *contract.PublicBookRequest) { q.Place = &contract.Place{Site: "nergens", Run: place.Run} }, fault.NotFound},
		"unknown product": {func(q *contract.PublicBookRequest) { q.Products = []string{"toverstaf"} }, fault.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			q := wish(place)
			c.spoil(q)
			_, err := h.Book(ctx, connect.NewRequest(q))
			if f := fault.FromRPC("test", err); !fault.Is(f, c.kind) || fault.Sentence(f) == "" {
				t.Errorf("error %v (%v), want %v", err, fault.KindOf(f), c.kind)
			}
		})
	}
	for name, call := range map[string]func() error{
		"cancel": func() error {
			_, err := h.Cancel(ctx, connect.NewRequest(&contract.PublicCancelRequest{Appointment: []byte("?")}))
			return err
		},
		"move": func() error {
			_, err := h.Move(ctx, connect.NewRequest(&contract.PublicMoveRequest{Appointment: []byte("?"), To: place}))
			return err
		},
	} {
		if f := fault.FromRPC("test", call()); !fault.Is(f, fault.NotFound) {
			t.Errorf("%s: %v", name, f)
		}
	}
	if !offered(h.free(t, ctx, office.ChannelWeb), place) {
		t.Error("the place is gone")
	}
}
