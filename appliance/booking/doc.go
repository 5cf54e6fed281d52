// Package booking is a counter's side of custody: the seats it holds, the appointments it keeps or knows of,
// and its wishes for what it does not hold.
//
// A booking code that headquarters signed is believed, as evidence, where nothing here says otherwise ([Show]); it gives
// no seat to anybody.
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
//	b/m/ appointment(16)             MovedAway: it was known here and is another's now; who it is for, until that is erased
//	b/r/ request(16)                 RequestState
//	b/c                              CustodyState
//	b/p                              Plan in force
//	b/k                              PassKeys: by which booking codes are known
//	b/q/ day(4) appointment(16)      the booking code that somebody checked in with that day, when it was all that was here
//	b/s                              stamp of that plan: SHA-256 of its bytes, the first 16
package booking
