// Package booking is the door through which places are searched, booked, moved and cancelled at headquarters: for
// citizens' channels, for phone desks, and for counters that are online.
package booking

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Booking implements the Booking service on any node. It is safe for concurrent use.
type Booking struct {
	log     consensus.Log
	machine *register.Machine
	now     func() time.Time
	cache   cache
	passes  Passes // nil: bookings have no codes to be read without a line

	mu     sync.Mutex // guards random
	random io.Reader
}

// Passes signs booking codes; *passes.Signer does. An empty code means that it cannot just now.
type Passes interface {
	Text(kv.Reader, *contract.Appointment) string
}

// Use gives the door who signs booking codes; call it before the first call comes in.
func (b *Booking) Use(p Passes) { b.passes = p }

var _ contractconnect.BookingHandler = (*Booking)(nil)

// New makes the door of one node.
func New(log consensus.Log, machine *register.Machine, now func() time.Time, random io.Reader) *Booking {
	return &Booking{log: log, machine: machine, now: now, random: random}
}

// Touched forgets what was cached of a day. It is the register's hook.
func (b *Booking) Touched(site office.SiteID, d office.Date, index uint64) {
	b.cache.touch(site, d, index)
}

// Search implements the Booking service. It looks at this node's own state, which may lag by a moment: what it
// offers is decided again when it is booked.
func (b *Booking) Search(ctx context.Context, r *connect.Request[contract.PublicSearchRequest]) (*connect.Response[contract.PublicSearchResponse], error) {
	query := b.query(ctx, r.Msg)
	out := new(contract.PublicSearchResponse)
	err := b.log.Stale(func(k kv.Reader, fresh consensus.Freshness) error {
		v := b.machine.View(k)
		plan := v.Calendar()
		legs, err := legs(v, r.Msg.Document, query)
		if err != nil {
			return err
		}
		found, err := searchAll(legs, plan, b.cache.over(v, fresh.Applied))
		if err == nil && len(found) == 0 {
			out.Why, err = nothing(legs[len(legs)-1], plan)
		}
		for _, p := range found {
			site, _ := plan.Site(p.Site)
			out.Places = append(out.Places, &contract.PublicPlace{Place: rulebook.PlaceOf(p), SiteName: site.Name, Warnings: p.Warnings, Why: p.Why})
		}
		return err
	})
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(out), nil
}

// query is a search as the calendar understands it.
func (b *Booking) query(ctx context.Context, q *contract.PublicSearchRequest) calendar.Query {
	limit := int(q.Limit)
	if limit <= 0 || limit > 100 {
		limit = 10
	}
	channel := channelOf(ctx, q.Channel)
	query := calendar.Query{Persons: int(q.Persons), From: office.Date(q.From), To: office.Date(q.To), Days: calendar.Weekdays(q.Weekdays) & calendar.EveryDay,
		Part: calendar.Part(min(q.Part, contract.Part_PART_AFTER_WORK)), Channel: channel, Urgency: urgencyOf(channel, q.Urgency), Now: b.now(),
		District: q.District, Reach: calendar.Reach(min(q.Reach, uint32(calendar.InDistrict))), StepFree: q.StepFree, Limit: limit, OneDesk: true}
	if counter, ok := link.PeerFrom(ctx); ok {
		query.At = counter.Site()
	}
	for _, p := range q.Products {
		query.Products = append(query.Products, office.ProductID(p))
	}
	for _, s := range q.Sites {
		query.Sites = append(query.Sites, office.SiteID(s))
	}
	return query
}

// nothing says why a search that may be asked found nothing: what the rules close, by its name; only where they leave a
// place is it taken.
func nothing(q calendar.Query, p *calendar.Plan) (string, error) {
	if say, err := calendar.Shut(q, p); say != "" || err != nil {
		return say, err
	}
	return full(q), nil
}

// full says that all places are taken, and what can be asked less strictly.
func full(q calendar.Query) string {
	say := "Alle plaatsen zijn bezet."
	switch {
	case q.Part != calendar.AnyTime || q.Days != 0 && q.Days != calendar.EveryDay:
		return say + " Zoek ook op andere dagen of uren."
	case len(q.Sites) == 1 || q.District != "" && q.Reach != calendar.Anywhere || q.StepFree:
		return say + " Zoek ook op andere locaties, of op een latere dag."
	case q.To != 0:
		return say + " Zoek ook op een latere dag."
	}
	return say + " Er komen elke dag plaatsen bij; probeer het morgen opnieuw, of bel ons."
}

// urgencyOf is the urgency of a wish: staff judge it, and nobody else does (A001-15).
func urgencyOf(by office.Channel, claimed uint32) calendar.Urgency {
	if !by.Staff() {
		return 0
	}
	return calendar.Urgency(min(claimed, uint32(contract.Urgency_URGENCY_URGENT)))
}

// staffKey marks the context of a call by staff.
type staffKey struct{}

// AsStaff marks a call as one by central staff, who were recognised by whoever serves this door.
func AsStaff(ctx context.Context) context.Context { return context.WithValue(ctx, staffKey{}, true) }

// channelOf is the channel a call really comes by: who is neither a counter nor known as staff is a citizen, whatever
// it says.
func channelOf(ctx context.Context, claimed contract.Channel) office.Channel {
	channel := office.Channel(claimed)
	_, counter := link.PeerFrom(ctx)
	if staff, _ := ctx.Value(staffKey{}).(bool); channel.Staff() && !counter && !staff {
		return office.ChannelWeb
	}
	return channel
}

// Book implements the Booking service.
func (b *Booking) Book(ctx context.Context, r *connect.Request[contract.PublicBookRequest]) (*connect.Response[contract.PublicBookResponse], error) {
	q := r.Msg
	channel := channelOf(ctx, q.Channel)
	a := &contract.Appointment{Id: q.Id, Place: q.Place, Products: q.Products, Persons: q.Persons,
		Channel: contract.Channel(channel), Urgency: uint32(urgencyOf(channel, q.Urgency)), BookedAtMs: b.now().UnixMilli()}
	c := &contract.BookSeats{Appointment: a}
	if q.Document != "" {
		var err error
		if c.Document, err = register.Number(q.Document); err != nil {
			return nil, fault.RPC(err)
		}
	}
	if q.Person != nil {
		sealed, err := b.seal(q.Id, q.Person)
		if err != nil {
			return nil, fault.RPC(err)
		}
		a.Person, c.Person = sealed.Commitment, sealed
	}
	return b.do(ctx, "booking.Book", &contract.HQCommand{Kind: &contract.HQCommand_Book{Book: c}})
}

// Cancel implements the Booking service.
func (b *Booking) Cancel(ctx context.Context, r *connect.Request[contract.PublicCancelRequest]) (*connect.Response[contract.PublicBookResponse], error) {
	return b.do(ctx, "booking.Cancel", &contract.HQCommand{Act: r.Msg.Id, Kind: &contract.HQCommand_Cancel{
		Cancel: &contract.CancelBooking{Appointment: r.Msg.Appointment, Reason: r.Msg.Reason}}})
}

// Move implements the Booking service.
func (b *Booking) Move(ctx context.Context, r *connect.Request[contract.PublicMoveRequest]) (*connect.Response[contract.PublicBookResponse], error) {
	return b.do(ctx, "booking.Move", &contract.HQCommand{Act: r.Msg.Id, Kind: &contract.HQCommand_Move{
		Move: &contract.MoveBooking{Appointment: r.Msg.Appointment, To: r.Msg.To}}})
}

func (b *Booking) do(ctx context.Context, op string, c *contract.HQCommand) (*connect.Response[contract.PublicBookResponse], error) {
	c.AtMs = b.now().UnixMilli()
	reply, err := forward.Command(ctx, b.log, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if err := register.Err(op, reply); err != nil {
		return nil, withAlternatives(fault.RPC(err), reply)
	}
	a := reply.Appointment
	out := &contract.PublicBookResponse{Appointment: a, Code: a.AppointmentID().Code(), Pending: reply.Pending}
	if c.GetCancel() == nil && !reply.Pending {
		out.Pass = b.pass(a)
	}
	return connect.NewResponse(out), nil
}

// withAlternatives adds to a refusal, as a detail of the RPC's error, the places that can be had instead.
func withAlternatives(err error, reply *contract.HQReply) error {
	var refused *connect.Error
	if len(reply.Alternatives) == 0 || !errors.As(err, &refused) {
		return err
	}
	if detail, derr := connect.NewErrorDetail(&contract.Refusal{Code: fault.Kind(reply.Kind - 1).String(), Say: reply.Say,
		Alternatives: reply.Alternatives}); derr == nil {
		refused.AddDetail(detail)
	}
	return err
}

// seal makes the personal data of an appointment ready to be kept apart from it; the subject is the appointment.
func (b *Booking) seal(id []byte, p *contract.Person) (*contract.Sealed, error) {
	subject, err := contract.ID16[office.SubjectID](id)
	if err != nil {
		return nil, fault.New("booking.Book", fault.Invalid).Because(err)
	}
	b.mu.Lock()
	s, err := journal.Seal(b.random, subject, contract.Encode(p))
	b.mu.Unlock()
	if err != nil {
		return nil, fault.New("booking.Book", fault.Internal).Because(err)
	}
	return &contract.Sealed{Commitment: s.Commitment[:], Subject: s.Subject[:], Salt: s.Salt[:], Plain: s.Plain}, nil
}
