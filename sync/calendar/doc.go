// Package calendar turns opening rules into seats, and seats into the places a visit can have. It is
// pure: it reads no clock, keeps no occupancy and does no input or output.
//
// Words used here:
//
//   - A [Rule] says when a site is open in one [Mode] and for what, every week or as its [Recurrence] narrows it; a
//     [Closure] takes time away from all rules, or from those of some modes or products; the ten legal holidays are
//     closures nobody has to enter. A [Regime] closes desks, or lets teams take turns, for a period.
//   - A [Recurrence] is a value: every n weeks from a date, the first or last of its weekday in the month, a week of the
//     month, a day of the year ([Annual]: 24 December, the Friday after Ascension, every bridge day).
//   - A [Plan] is the compiled, immutable set of all rules with its version. It is safe for any number of
//     goroutines. A change of rules makes a new plan; [Hits] lists the bookings that it leaves without a place, and
//     moves nobody. What is wrong with rules is a [Flaw] that names the thing and its field.
//   - A [Day] is one site on one civil date: its openings and their seats. A seat is one desk for one
//     slot. An opening is an unbroken stretch: a closure at noon makes two openings out of one, and so does a team that
//     goes home.
//   - A place is a run of consecutive seats on one desk within one opening, long enough for the visit.
//     That is why no visit crosses an opening's end.
//   - A [Roster] is when a site serves in one mode: open now, when next, who is admitted without an appointment.
//   - A [Term] is how early and how late a product may be booked through a channel.
//   - A [Cell] of the offer matrix says of a product at a site on a date through a channel in which modes it is had, or why
//     not and what to do instead ([Signpost]). Every screen reads the offer there; [Differences] reports where sites
//     of one kind offer different things.
//   - A day that has no place says why ([Shut]): the gravest reason first, and that all is taken only when the rules would
//     leave a place.
//   - Sites of one municipality are offered together; those of another, by its statistical code, only by name.
//   - An [Occupancy] tells which seats are free for whoever asks. It comes from outside, because "free"
//     differs between headquarters and a counter: each sees only what it may give away.
//
// [Check] is the one rule that decides whether a booking may be made, at the counter and at headquarters
// alike; [Search], [SearchEach], [Count] and [Alternatives] never offer what Check refuses.
//
// All times are local wall times of the plan's zone (Europe/Brussels unless told otherwise), on civil
// dates that no time zone can shift. On the day the clock springs forward the missing hour has no seats;
// on the day it falls back the doubled hour has seats once, the first time round, and no visit crosses
// either change.
//
// The tests compare the compiled plan with a slow and obvious reference, minute by minute, on random towns, and the search
// with Check asked of every seat there is.
package calendar
