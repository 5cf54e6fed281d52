// Package booking is a counter's side of custody: the seats it holds, the appointments it keeps or knows of,
// and its wishes for what it does not hold.
//
// [Fold] brings its projection up to date with one event, [FoldFeed] with one entry of HQ's feed. The decisions
// — [Book], [Cancel], [Move], [Hear], [Tidy] — are pure functions of the projection: they give the events to
// journal, or a fault in words, and write nothing. The node runs them inside the journal's append, so each
// sees what came before it, and nothing is said to be done before it is durable.
//
// # Keys
//
//	b/d/ seat                        a hand, see hand.go: custody of one seat of this site
//	b/d/ seat appointment(16)        nothing: the appointment is known, and begins at that seat
//	b/a/ appointment(16)             KnownAppointment
//	b/m/ appointment(16)             MovedAway: it was known here, is another's now, and who it is for is not yet erased
//	b/r/ request(16)                 RequestState
//	b/c                              CustodyState
//	b/p                              Plan in force
//	b/s                              stamp of that plan: SHA-256 of its bytes, the first 16
package booking
