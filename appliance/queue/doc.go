// Package queue is the waiting room of one site: tickets, check-in, calling, serving, sending on, and the day's
// measures.
//
// It is made of decisions, a fold and readings. A decision is a function of the state, the command and the
// caller's clock to the event that says what happened; it writes nothing. The node runs it inside the
// journal's append, so each decision sees what came before, and two desks that call at once never call the
// same visitor. A decision that gives neither event nor error found things as they were asked to be: there is
// nothing to write down, and the caller answers with what stands. The node stamps time, clerk, desk and act.
//
// What the rules must know beside the visits — the site's order, which desks are manned for what, who may still come —
// is a [Hall]. The order may be another from a day on: what becomes of a ticket goes by that of its own day ([Rule]).
//
// Fold brings one event into the projection. It takes everything from the event: the civil day, the plan,
// whether a miss was the last. It draws turns and numbers of steps and nothing else from what it keeps, so the same
// events give the same state, whatever rules are in force when they are read again.
//
// The last step of each visit leaves a trace, the visit as it was before, until the next step, until a document is
// handed out during the visit, or until the first ticket of a later day. Undo puts that back, to the letter.
//
// # Keys
//
// All keys begin with "q/"; no other package reads them. Ids are 16 bytes, numbers big endian.
//
//	q/v/ visit           the visit, see codec.go
//	q/o/ visit           the visit again, while it waits, is called, serving or parked
//	q/y/ day(4) visit    empty; the visits of a civil day, sign of the day flipped
//	q/a/ appointment     the visit that checked in with it last
//	q/d/ desk(1)         the visit called to or served at the desk
//	q/u/ visit           the trace of the visit's last step, see codec.go
//	q/t/ day(4)          last ticket of the day (4)
//	q/n                  last turn (8)
//	q/s                  last number of a step (8)
//
// A visit holds no personal data: who the visitor is stands with the appointment, sealed.
package queue
