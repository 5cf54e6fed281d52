package custody_test

import (
	"errors"
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

var (
	a, b       = office.AppointmentID{1}, office.AppointmentID{2}
	r1, r2     = office.RequestID{1}, office.RequestID{2}
	nobody     office.AppointmentID
	me, other  = office.Incarnation(7), office.Incarnation(8)
	planners   = custody.Planners{First: "an", Second: "bo"}
	blocked    = custody.Owner{Kind: custody.Blocked}
	attended   = custody.Owner{Kind: custody.Blocked, By: me}
	mine       = custody.SiteOwner(me)
	heldSeat   = custody.Seat{Owner: mine, Grant: id(0, 1)}
	bookedSeat = custody.Seat{Owner: mine, Grant: id(0, 1), Booking: a}
	held       = custody.Hand{State: custody.Held, Grant: id(0, 1)}
	booked     = custody.Hand{State: custody.Booked, Grant: id(0, 1), Booking: a}
	frozen     = custody.Hand{State: custody.Booked, Grant: id(0, 1), Booking: a, Ask: r1}
)

func id(era, n uint64) custody.Identity { return custody.Identity{Era: era, N: n} }

// guard is one step from one state: where it leads, or why it is refused.
type guard[S comparable] struct {
	name string
	from S
	step func(S) (S, error)
	to   S
	why  error
}

func check[S comparable](t *testing.T, rows []guard[S]) {
	t.Helper()
	for _, g := range rows {
		t.Run(g.name, func(t *testing.T) {
			got, err := g.step(g.from)
			if !errors.Is(err, g.why) || (g.why == nil) != (err == nil) {
				t.Fatalf("error %v, want %v", err, g.why)
			}
			want := g.to
			if g.why != nil {
				want = g.from
			}
			if got != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

type (
	seat = custody.Seat
	hand = custody.Hand
)

func TestSeatGuards(t *testing.T) {
	give := func(n custody.Identity) func(seat) (seat, error) {
		return func(s seat) (seat, error) { return s.Give(me, n) }
	}
	book := func(s seat) (seat, error) { return s.Book(a) }
	cancel := func(s seat) (seat, error) { return s.Cancel(a) }
	away := func(s seat) (seat, error) { return s.MoveAway(r1) }
	refuse := func(s seat) (seat, error) { return s.Refuse(r1) }
	unblock := func(s seat) (seat, error) { return s.Unblock(planners, 3) }
	asked, moved := bookedSeat, bookedSeat
	asked.Ask = r1
	moved.Ask, moved.Moved = r1, true
	check(t, []guard[seat]{
		{"give a free seat", seat{}, give(id(0, 1)), heldSeat, nil},
		{"give a booked seat", seat{Booking: a}, give(id(0, 1)), bookedSeat, nil},
		{"give again under the same identity", seat{Grant: id(0, 1)}, give(id(0, 1)), seat{}, custody.StaleIdentity},
		{"give what a site has", heldSeat, give(id(0, 2)), seat{}, custody.NotHeld},
		{"give a blocked free seat", seat{Owner: blocked}, give(id(0, 1)), seat{}, custody.SeatBlocked},
		{"give the appointment of a blocked seat", seat{Owner: blocked, Booking: a}, give(id(0, 1)), seat{Owner: attended, Grant: id(0, 1), Booking: a}, nil},
		{"give to nobody", seat{}, func(s seat) (seat, error) { return s.Give(0, id(0, 1)) }, seat{}, custody.Invalid},
		{"book", seat{}, book, seat{Booking: a}, nil},
		{"book what is booked", seat{Booking: b}, book, seat{}, custody.AlreadyBooked},
		{"book what a site has", heldSeat, book, seat{}, custody.NotHeld},
		{"book what is blocked", seat{Owner: blocked}, book, seat{}, custody.SeatBlocked},
		{"book nothing", seat{}, func(s seat) (seat, error) { return s.Book(nobody) }, seat{}, custody.Invalid},
		{"cancel", seat{Booking: a}, cancel, seat{}, nil},
		{"cancel another's", seat{Booking: b}, cancel, seat{}, custody.NotBooked},
		{"cancel nothing", seat{}, func(s seat) (seat, error) { return s.Cancel(nobody) }, seat{}, custody.NotBooked},
		{"cancel what a site keeps", bookedSeat, cancel, seat{}, custody.NotHeld},
		{"cancel what waits to move", asked, cancel, seat{}, custody.NotHeld},
		{"cancel on a blocked seat", seat{Owner: blocked, Booking: a}, cancel, seat{Owner: blocked}, nil},
		{"move away", asked, away, moved, nil},
		{"move away twice", moved, away, seat{}, custody.NotAsked},
		{"move away unasked", bookedSeat, away, seat{}, custody.NotAsked},
		{"refuse", asked, refuse, bookedSeat, nil},
		{"refuse after moving", moved, refuse, seat{}, custody.NotAsked},
		{"refuse unasked", bookedSeat, refuse, seat{}, custody.NotAsked},
		{"unblock", seat{Owner: blocked}, unblock, seat{Grant: id(3, 0)}, nil},
		{"unblock keeps a greater identity", seat{Owner: blocked, Grant: id(4, 1)}, unblock, seat{Grant: id(4, 1)}, nil},
		{"unblock with one planner", seat{Owner: blocked}, func(s seat) (seat, error) {
			return s.Unblock(custody.Planners{First: "an", Second: "an"}, 3)
		}, seat{}, custody.TwoPlanners},
		{"unblock what is not blocked", heldSeat, unblock, seat{}, custody.NotBlocked},
		{"unblock under an attended appointment", seat{Owner: attended, Booking: a}, unblock, seat{}, custody.NotHeld},
		{"expire", seat{Owner: blocked, Booking: a}, seat.Expire, seat{Booking: a}, nil},
		{"expire what is not blocked", seat{}, seat.Expire, seat{}, custody.NotBlocked},
		{"block", bookedSeat, func(s seat) (seat, error) { return s.Block(), nil }, seat{Owner: blocked, Grant: id(0, 1), Booking: a}, nil},
		{"block after the move", moved, func(s seat) (seat, error) { return s.Block(), nil }, seat{Owner: blocked, Grant: id(0, 1)}, nil},
		{"keeps its own", seat{Booking: a}, keepsSeat, seat{Booking: a}, nil},
		{"keeps what waits to move", asked, keepsSeat, asked, nil},
		{"keeps not what moved", moved, keepsSeat, seat{}, custody.NotBooked},
		{"keeps not a site's", bookedSeat, keepsSeat, seat{}, custody.NotHeld},
	})
}

func keepsSeat(s seat) (seat, error) { return s, s.Keeps(a) }

func TestHandGuards(t *testing.T) {
	accept := func(o custody.Offer, reported uint64) func(hand) (hand, error) {
		return func(h hand) (hand, error) { return h.Accept(me, o, reported) }
	}
	book := func(h hand) (hand, error) { return h.Book(b) }
	cancel := func(h hand) (hand, error) { return h.Cancel(a) }
	freeze := func(h hand) (hand, error) { return h.Freeze(r1) }
	thaw := func(r office.RequestID, era, reported uint64) func(hand) (hand, error) {
		return func(h hand) (hand, error) { return h.Thaw(custody.Answer{Ask: r, Era: era}, reported) }
	}
	move := func(r office.RequestID, era, reported uint64) func(hand) (hand, error) {
		return func(h hand) (hand, error) { return h.Move(custody.Answer{Ask: r, Era: era}, reported) }
	}
	guest := hand{State: custody.Booked, Blocked: true, Grant: id(0, 1), Booking: a}
	check(t, []guard[hand]{
		{"accept", hand{}, accept(custody.Offer{To: me, Grant: id(0, 1)}, 0), held, nil},
		{"accept with its booking", hand{}, accept(custody.Offer{To: me, Grant: id(0, 1), Booking: a}, 0), booked, nil},
		{"accept an appointment alone", hand{}, accept(custody.Offer{To: me, Grant: id(0, 1), Booking: a, Blocked: true}, 0), guest, nil},
		{"accept a blocked free seat", hand{}, accept(custody.Offer{To: me, Grant: id(0, 1), Blocked: true}, 0), hand{}, custody.SeatBlocked},
		{"accept another's", hand{}, accept(custody.Offer{To: other, Grant: id(0, 1)}, 0), hand{}, custody.ForeignIncarnation},
		{"accept again", hand{Grant: id(0, 1)}, accept(custody.Offer{To: me, Grant: id(0, 1)}, 0), hand{}, custody.StaleIdentity},
		{"accept of an old era", hand{}, accept(custody.Offer{To: me, Grant: id(1, 9)}, 2), hand{}, custody.OldEra},
		{"accept what is held", held, accept(custody.Offer{To: me, Grant: id(0, 2)}, 0), hand{}, custody.AlreadyHeld},
		{"accept after releasing it booked", hand{Grant: id(0, 1), Booking: a}, accept(custody.Offer{To: me, Grant: id(0, 2)}, 0), hand{State: custody.Held, Grant: id(0, 2)}, nil},
		{"book", held, book, hand{State: custody.Booked, Grant: id(0, 1), Booking: b}, nil},
		{"book what is not held", hand{}, book, hand{}, custody.NotHeld},
		{"book what is booked", booked, book, hand{}, custody.AlreadyBooked},
		{"book beside an appointment alone", guest, book, hand{}, custody.AlreadyBooked},
		{"book nothing", held, func(h hand) (hand, error) { return h.Book(nobody) }, hand{}, custody.Invalid},
		{"cancel", booked, cancel, held, nil},
		{"cancel another's", booked, func(h hand) (hand, error) { return h.Cancel(b) }, hand{}, custody.NotBooked},
		{"cancel on an empty hand", hand{}, cancel, hand{}, custody.NotHeld},
		{"cancel what waits to move", frozen, cancel, hand{}, custody.Frozen},
		{"cancel an appointment alone", guest, cancel, hand{Grant: id(0, 1)}, nil},
		{"release free", held, hand.Release, hand{Grant: id(0, 1)}, nil},
		{"release booked", booked, hand.Release, hand{Grant: id(0, 1), Booking: a}, nil},
		{"release nothing", hand{}, hand.Release, hand{}, custody.NotHeld},
		{"release what waits to move", frozen, hand.Release, hand{}, custody.Frozen},
		{"freeze", booked, freeze, frozen, nil},
		{"freeze twice", frozen, freeze, hand{}, custody.Frozen},
		{"freeze a free seat", held, freeze, hand{}, custody.NotBooked},
		{"freeze for no wish", booked, func(h hand) (hand, error) { return h.Freeze(office.RequestID{}) }, hand{}, custody.Invalid},
		{"thaw", frozen, thaw(r1, 0, 0), booked, nil},
		{"thaw by another's answer", frozen, thaw(r2, 0, 0), hand{}, custody.NotAsked},
		{"thaw by an old answer", frozen, thaw(r1, 0, 1), hand{}, custody.OldEra},
		{"thaw unasked", booked, thaw(office.RequestID{}, 0, 0), hand{}, custody.NotAsked},
		{"move", frozen, move(r1, 0, 0), held, nil},
		{"move by an old answer", frozen, move(r1, 0, 1), hand{}, custody.OldEra},
		{"move by another's answer", frozen, move(r2, 0, 0), hand{}, custody.NotAsked},
	})
}
