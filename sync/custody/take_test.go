package custody_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestTake(t *testing.T) {
	asked := bookedSeat
	asked.Ask = r1
	moved := asked
	moved.Moved = true
	rec := func(act custody.Act, n uint64, x office.AppointmentID) custody.Record {
		return custody.Record{Act: act, Grant: id(0, n), Booking: x, Ask: r1}
	}
	conflict := func(why custody.Reason, x office.AppointmentID) custody.Outcome {
		return custody.Outcome{Verdict: custody.Conflict, Reason: why, Booking: x}
	}
	ignored := func(why custody.Reason) custody.Outcome {
		return custody.Outcome{Verdict: custody.Ignored, Reason: why}
	}
	guest := seat{Owner: attended, Grant: id(0, 1), Booking: a}
	for _, row := range []struct {
		name string
		from seat
		rec  custody.Record
		to   seat
		out  custody.Outcome
	}{
		{"accepted", heldSeat, rec(custody.DidAccept, 1, nobody), heldSeat, custody.Outcome{}},
		{"booked", heldSeat, rec(custody.DidBook, 1, a), bookedSeat, custody.Outcome{}},
		{"booked, as known", bookedSeat, rec(custody.DidBook, 1, a), bookedSeat, ignored(custody.AlreadyKnown)},
		{"booked by one who has it not", seat{}, rec(custody.DidBook, 1, a), seat{}, conflict(custody.NotHeld, a)},
		{"booked on a blocked seat", seat{Owner: blocked}, rec(custody.DidBook, 1, a), seat{Owner: blocked}, conflict(custody.NotHeld, a)},
		{"booked under another grant", heldSeat, rec(custody.DidBook, 2, a), heldSeat, conflict(custody.StaleIdentity, a)},
		{"booked over a booking", bookedSeat, rec(custody.DidBook, 1, b), bookedSeat, conflict(custody.AlreadyBooked, b)},
		{"cancelled", bookedSeat, rec(custody.DidCancel, 1, a), heldSeat, custody.Outcome{}},
		{"cancelled what is not there", heldSeat, rec(custody.DidCancel, 1, a), heldSeat, ignored(custody.NotBooked)},
		{"cancelled by one who lost it", seat{Owner: blocked, Booking: a}, rec(custody.DidCancel, 1, a), seat{Owner: blocked, Booking: a}, conflict(custody.NotHeld, a)},
		{"cancelled on a blocked seat", guest, rec(custody.DidCancel, 1, a), seat{Owner: blocked, Grant: id(0, 1)}, custody.Outcome{}},
		{"moved", moved, rec(custody.DidMove, 1, a), heldSeat, custody.Outcome{}},
		{"released free", heldSeat, rec(custody.DidRelease, 1, nobody), seat{Grant: id(0, 1)}, custody.Outcome{}},
		{"released booked", bookedSeat, rec(custody.DidRelease, 1, a), seat{Grant: id(0, 1), Booking: a}, custody.Outcome{}},
		{"released on a blocked seat", guest, rec(custody.DidRelease, 1, a), seat{Owner: blocked, Grant: id(0, 1), Booking: a}, custody.Outcome{}},
		{"released under another grant", heldSeat, rec(custody.DidRelease, 2, nobody), heldSeat, ignored(custody.StaleIdentity)},
		{"released by one who has it not", seat{Grant: id(0, 1)}, rec(custody.DidRelease, 1, nobody), seat{Grant: id(0, 1)}, ignored(custody.NotHeld)},
		{"released with another booking", bookedSeat, rec(custody.DidRelease, 1, b), seat{Grant: id(0, 1), Booking: b}, conflict(custody.AlreadyBooked, a)},
		{"frozen", bookedSeat, rec(custody.DidFreeze, 1, a), asked, custody.Outcome{}},
		{"frozen by one who has it not", seat{Booking: a}, rec(custody.DidFreeze, 1, a), seat{Booking: a}, ignored(custody.NotHeld)},
		{"frozen what is not there", heldSeat, rec(custody.DidFreeze, 1, a), heldSeat, ignored(custody.NotBooked)},
		{"thawed", bookedSeat, rec(custody.DidThaw, 1, a), bookedSeat, custody.Outcome{}},
		{"something unheard of", heldSeat, rec(99, 1, a), heldSeat, ignored(custody.Invalid)},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, out := row.from.Take(me, row.rec); got != row.to || out != row.out {
				t.Errorf("got %+v %+v\nwant %+v %+v", got, out, row.to, row.out)
			}
		})
	}
}

func TestTakeReport(t *testing.T) {
	empty := func(n uint64, x office.AppointmentID) hand { return hand{Grant: id(0, n), Booking: x} }
	for _, row := range []struct {
		name     string
		from     seat
		hand     hand
		to       seat
		conflict office.AppointmentID
	}{
		{"untouched on both sides", seat{}, hand{}, seat{}, nobody},
		{"held as known", heldSeat, held, heldSeat, nobody},
		{"held by a forgotten grant", seat{}, held, heldSeat, nobody},
		{"booked by a forgotten grant", seat{}, booked, bookedSeat, nobody},
		{"held where HQ has a booking", seat{Booking: b}, held, heldSeat, b},
		{"booked where HQ has another booking", seat{Booking: b}, booked, bookedSeat, b},
		{"cancelled since, by the custodian", bookedSeat, held, heldSeat, nobody},
		{"frozen", bookedSeat, frozen, seat{Owner: mine, Grant: id(0, 1), Booking: a, Ask: r1}, nobody},
		{"held though blocked", seat{Owner: blocked}, held, heldSeat, nobody},
		{"given back since", heldSeat, empty(1, nobody), seat{Grant: id(0, 1)}, nobody},
		{"given back since with a booking", heldSeat, empty(1, a), seat{Grant: id(0, 1), Booking: a}, nobody},
		{"given back, grant and all forgotten", seat{}, empty(1, a), seat{Grant: id(0, 1), Booking: a}, nobody},
		{"given back, where HQ has a booking", seat{Booking: b}, empty(1, a), seat{Grant: id(0, 1), Booking: a}, b},
		{"given back though blocked", seat{Owner: blocked}, empty(1, a), seat{Owner: blocked, Grant: id(0, 1), Booking: a}, nobody},
		{"given back long ago", seat{Grant: id(0, 1), Booking: b}, empty(1, nobody), seat{Grant: id(0, 1), Booking: b}, nobody},
		{"the grant was on its way", bookedSeat, hand{}, seat{Grant: id(0, 1), Booking: a}, nobody},
		{"an appointment alone was on its way", seat{Owner: attended, Grant: id(0, 1), Booking: a}, hand{}, seat{Owner: blocked, Grant: id(0, 1), Booking: a}, nobody},
		{"an outgrown hand", seat{Grant: id(1, 1)}, booked, seat{Owner: blocked, Grant: id(1, 1)}, a},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, out := row.from.TakeReport(me, row.hand)
			if got != row.to || out.Booking != row.conflict || (out.Verdict == custody.Conflict) != (row.conflict != nobody) {
				t.Errorf("got %+v %+v\nwant %+v, conflict %v", got, out, row.to, row.conflict)
			}
		})
	}
}

func TestSpokenForMoveIsForAPerson(t *testing.T) {
	if o := custody.Spoken(custody.Record{Act: custody.DidMove, Booking: a}); o.Verdict != custody.Conflict || o.Booking != a {
		t.Errorf("move: %+v", o)
	}
	if o := custody.Spoken(custody.Record{Act: custody.DidBook, Booking: a}); o.Verdict != custody.Ignored {
		t.Errorf("book: %+v", o)
	}
}
