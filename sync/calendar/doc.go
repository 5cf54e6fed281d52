// Package calendar turns opening rules into seats, and seats into the places a visit can have. It is
// pure: it reads no clock, keeps no occupancy and does no input or output.
//
// Words used here:
//
//   - A [Rule] says when a site is open every week and for what; a [Closure] takes time away from all
//     rules; the ten legal holidays are closures nobody has to enter.
//   - A [Plan] is the compiled, immutable set of all rules with its version. It is safe for any number of
//     goroutines. A change of rules makes a new plan.
//   - A [Day] is one site on one civil date: its openings and their seats. A seat is one desk for one
//     slot. An opening is an unbroken stretch: a closure at noon makes two openings out of one.
//   - A place is a run of consecutive seats on one desk within one opening, long enough for the visit.
//     That is why no visit crosses an opening's end.
//   - An [Occupancy] tells which seats are free for whoever asks. It comes from outside, because "free"
//     differs between headquarters and a counter: each sees only what it may give away.
//
// [Check] is the one rule that decides whether a booking may be made, at the counter and at headquarters
// alike; [Search], [Count] and [Alternatives] never offer what Check refuses.
//
// All times are local wall times of the plan's zone (Europe/Brussels unless told otherwise), on civil
// dates that no time zone can shift. On the day the clock springs forward the missing hour has no seats;
// on the day it falls back the doubled hour has seats once, the first time round, and no visit crosses
// either change.
package calendar
