// Package custody holds the rules by which a seat, the appointment on it, and a controlled document are
// never in two hands. It is pure: values in, values out, no clock, no randomness, no store. HQ's state
// machine, the appliance's fold of its journal, the explorer and the simulator call the same functions.
//
// # Terms
//
// A seat is one desk for one slot of one day. It has one owner: HQ, its own site in one incarnation, or
// nobody, when it is blocked. A booking travels with its seat; who owns a booked seat is custodian of that
// appointment and alone may cancel it, move it or check it in. An incarnation is one life of a site's store,
// an era one life of HQ's. An [Identity] names one grant of one seat.
//
// A [Seat] is what HQ knows of a seat, a [Hand] what its site's journal says of it, a [Station] what HQ knows
// of a site, a [Gate] HQ's era. [Custody] is the end of a document's chain of hand-overs.
//
// # The way of a seat
//
// HQ gives a seat it owns, free or booked, under a fresh identity ([Seat.Give]); from that commit it can do
// nothing with it. The grant may be lost, late, doubled: what is sent again is [Seat.Offer], with the very
// same identity, because a site that gave the seat back would take a fresh one for a second gift. The site
// takes it with [Hand.Accept], whose four refusals each answer one way for an old grant to come back:
//
//   - to another incarnation: a restored box would book again what its former life booked;
//   - not a greater identity than any journaled: delivered again after the seat went back;
//   - of an era before the last report: HQ, restored, was told that the hand was empty;
//   - already in hand.
//
// The site books, cancels and releases what is in its hand, durable before anyone is told. A cancelled seat
// stays in the hand, free; a released one goes to HQ with what is on it. HQ learns of it when the record is
// the next contiguous one of that incarnation ([Station.Ingest], [Seat.Take]). A record counts only if HQ
// holds the seat to be that incarnation's under that grant. If not, a booking is a [Conflict]: kept, shown,
// settled by a person. Nothing is dropped.
//
// # A move
//
// A site that wants an appointment moved freezes it ([Hand.Freeze]): until the answer it is HQ's. HQ books
// the new seat first and answers then ([Seat.MoveAway] or [Seat.Refuse], once per wish); only when the site
// has heard it does the old seat come free. An answer bears its wish's id, or the answer to an earlier wish
// would thaw a later one; and its era, or a forgotten answer would free a seat on which the restored HQ
// believes the appointment to stand.
//
// # A box is lost, restored or cloned
//
// Every restore begins a new incarnation that holds nothing. HQ, on hearing of it ([Station.Begin]) or when
// two planners declare a box lost ([Station.DeclareLost]), closes the old incarnation for ever and blocks its
// seats — the booked ones too: the old box may be alive and cut off, may cancel what is on the seat and book
// it anew, and HQ's own cancelling must not free it either. The appointment on a blocked seat is HQ's, and
// may be given to the new incarnation so that the counter can receive its visitors; the seat stays blocked
// through all of that and is never free in a hand. A blocked seat comes back when its time has passed or when
// two planners accept the risk ([Seat.Unblock], [Seat.Expire]).
//
// # HQ is restored
//
// A new era, greater than any that anybody remembers ([Gate.Restored]): two restores of one backup would
// otherwise give one identity twice. Every site is closed until its current incarnation has reported. A
// report is all its hands as state, empty ones with their identity and what they were given back with, and
// the size of its journal; the records below that size are history from then on ([Intake]). With the report
// the site promises to accept neither grant nor answer of an older era; so does a new incarnation with its
// [Arrival], for a grant of a forgotten life of HQ may be on its way to it. Where a hand's identity is greater
// than HQ's, HQ has forgotten and the hand is right; where HQ's is greater, the grant dies on the way.
//
// In the gate unknown means blocked: if a box is lost, restored or first heard of while the site is closed,
// all the site's seats are blocked, touched or not ([Sweep], [Station.Seat]). The same holds for what the
// reporter does not have, unless two planners sign that no later box of the site was begun since the backup
// ([Witness]): a forgotten successor may hold what HQ believes free, and nothing but people can know. If it
// turns up after all, having accepted grants before, the site closes again until it has reported.
//
// # What the caller owes
//
// HQ asks [Station.Check] before any step of its own on a seat, reads seats through [Station.Seat], applies a
// sweep to every stored seat in the commit that stores the station, and stores the station also when the
// error is [Fork]. Seats once stored stay stored. A site journals its promise before it sends it, and keeps
// its hands, also empty ones, as long as the incarnation lives. One appointment on two seats, which a
// forgotten move leaves behind, is found by HQ's index of appointments and is a conflict.
//
// # Invariants
//
//	I1  no seat has two live bookings, except as a recorded conflict
//	I2  nobody may book a seat that another living hand has; no appointment has two custodians
//	I3  what HQ has acknowledged is at HQ, as a booking or as a conflict
//	I4  the identities of a seat only grow, also across eras
//	I5  a hand folded from the journal equals the live one
//	I6  an item has one custodian at any time, and every change of custodian has both names
//
// Package explore walks every interleaving of small worlds and shows, for each rule left out, a shortest way
// to a violation.
//
// # What is not promised
//
// The same incarnation living twice, which a disk image put back below the store's sight makes, is seen only
// when its records arrive: [Fork]. Bookings and moves made only at HQ after its backup are gone with HQ,
// unless somebody comes with a booking code that it signed (sync/pass), which is then a conflict. One
// citizen with two appointments is no matter of custody.
package custody
