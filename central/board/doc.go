// Package board is the planner's kernel: what a week looks like at every site, and what a draft of changes would do to it. It is
// pure: it reads what it is given, keeps nothing, knows no clock, and every figure can be computed again from its input.
//
// Words used here:
//
//   - A [Scene] is all that a board is made of: the compiled plan, a [Ledger] of who has which seat, what came before.
//   - A [Cell] is one site on one day: desks, seats and who has them, what is expected, and how great the need is. A [Row] is a
//     site with its cells and, for each cluster of products, the days to its first free place ([Wait]).
//   - A [Move] takes an unbroken stretch of one desk at a site (a [Block]) and opens a desk for as long somewhere else, or at
//     another time. A [Draft] is some moves, or the undoing of a change that was committed.
//   - [Translate] says a draft in pieces of the plan: what goes is a regime of one day, in which the desk has its turn in the rest
//     of the day only; what comes is an opening rule of one day. Nothing else of the plan is touched, so removing the pieces
//     restores it, and when the day is over all is as before.
//   - An [Effect] is the board before and after, of the days and sites that a draft touches, with who is hit, which seats
//     must be asked back, and whom the sites have to sit there.
//
// # Promises
//
// A draft never loses a desk-minute: [Translate] compares what all touched days offer before and after, and refuses a draft
// that does not balance. The effect of an empty draft is nothing. What an effect shows as "after" is what [Week] shows
// once the draft was committed, as long as nobody booked meanwhile: both are computed by the same functions from the same ledger.
// Nobody who has an appointment is moved: who is hit is listed.
//
// # Figures
//
// How demand is expected: [Expect]. How need is measured: [Need]. The first free place is that of a citizen on the web who wants
// the first product, in the order of the catalogue, of a cluster that is made by appointment and offered at the site; it is
// counted in working days, and the norm is five (A004-05).
package board
