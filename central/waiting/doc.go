// Package waiting decides who on the waiting list is told of which place that came free. It is pure: values in, values out, no
// clock, no store, no name of anybody. The register applies it where the order of commands is.
//
// # Who is first
//
// By when they asked. Whoever asked first and whom a place suits gets the soonest that does; nobody else is told of that place while
// it is held for them. Who does not take it in time, or declines it, is passed over for that very place and keeps their number: the
// next who asked is told. So of each place that comes free one person at a time knows, and nobody hears of it twice. Changing one's
// wish keeps one's number; who has moved and asks again is the last.
//
// # What suits
//
// An earlier day than the appointment's: nobody is written to for a gain of an hour. Not before the day that they named, at a site
// that they named, in the part of the day that they named, for the same products and persons. What cannot be booked for them when it
// is offered, and until the end of the time that they get, is not offered (Places; the register asks the calendar).
//
// # Held, or first come
//
// A place that is offered is held, by the very hold that keeps a place for who is filling in a page (central/register/hold.go), under
// the identity of the appointment that would move there, and longer. It stays headquarters' and is custody of nothing; it is booked for
// nobody else meanwhile, and given to no site. The other way — telling several, and the quickest has it — makes people who read their
// mail in the evening lose every time, and writes to many for one place. What it costs is that a place lies idle for at most that
// time, on a day that is still to come.
package waiting
