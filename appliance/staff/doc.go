// Package staff is who may work at a site and who does: the roster that headquarters sends, sign-in with a PIN
// — also without a line — and the sessions of the screens.
//
// Signing in takes three steps, because checking a PIN is slow on purpose and a journal's decision must be
// quick:
//
//	a, err := staff.Begin(view, clerk, desk, now)    // who is it, and is the door locked
//	v, err := door.Verify(ctx, a, pin)               // Argon2id, outside any transaction
//	e, err := v.Decide(view, now)                    // inside the journal's append
//	err = staff.Refusal(e)                           // after it is durable: may the person come in
//	s, err := door.Open(view, v.Clerk(), desk, now)  // the session
//
// Wrong PINs are journaled and counted per desk and clerk together, and make the next try at that desk wait,
// longer each time; the same clerk at another desk does not notice, so nobody can lock a colleague out of
// the building. Decide looks at the count again: of many tries begun at once only those are answered that the
// count still allows, and the others learn nothing about the PIN. The node sees to it that the desk exists.
//
// A clerk may bind an identity card (card.go), whose PIN then signs in as their own does: the card is asked in the place of
// Verify, and everything else is the same.
//
// A clerk who goes away for a moment locks the desk (lock.go): the session ends, the desk and whom it serves stay theirs until
// somebody signs in there, which is also how a colleague takes it over.
//
// What a person may do follows from their roles, and from what the roster gives a role at this site (right.go). Some
// acts take two people (second.go); for several that belong together the second types their PIN once (word.go). A roster
// that nobody confirmed for too long signs nobody in (fresh.go).
//
// A PIN has few digits: whoever has the roster's hashes can find it by trying. The hash slows that down; what
// protects it is that roster and journal stay on encrypted disks and authenticated lines.
//
// # Keys
//
// All keys begin with "s/"; no other package reads them.
//
//	s/c/ clerk             contract.Clerk, hash included
//	s/f/ desk(1) clerk     wrong PINs in a row (4) and the wall time of the last (8), big endian
//	s/d/ desk(1)           the clerk signed in at the desk
//	s/l/ desk(1)           since when the desk is locked, wall time in milliseconds (8, big endian); absent: it is not
//	s/k/ clerk             keyed hash (32) of the holder of the card that signs the clerk in
//	s/r/ right / role      the roster gives the role that right here
//	s/o                    days of sign-in without a word from headquarters (4, big endian); absent: DefaultOffline
package staff
