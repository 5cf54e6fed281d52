// Package roster is the kernel of rosters: who works where and when, what may not be, which post that the calendar opens nobody
// covers, and whether there are hours enough for an opening pattern (A000-27, A002-61, A002-62, A003-02). It is pure: no clock,
// no network, no disk, and the same input gives the same answer in the same order.
//
// Words used here:
//
//   - A [Person] is somebody who may be rostered. Name, skills and sites are those of the list of clerks by which counters call; the
//     rest — home, contract, teams, kinds of [Work] — is known to rosters only.
//   - A [Shift] is one person at one site, unbroken, at a desk or in another kind of work. A [Roster] is shifts with the people,
//     their absences and the [Rules]. Why somebody is absent is not known here.
//   - A [Post] is what the calendar asks for: one desk for one opening, the reception, the phone, a walk-in without desks.
//   - A [Gap] is a part of a post that nobody covers, or a cluster of products that is offered while nobody there can do it.
//   - A [Finding] is a rule that shifts break. It weighs: [Refused] can be in no stored roster, a [Breach] only when a planner
//     takes it upon themselves by its key, a [Note] is good to know.
//   - A [Sum] is hours needed beside hours there. What it calls missing is a lower bound: so much is missing however cleverly
//     the people are spread; the rules of rest may make it more.
//
// # Promises
//
// [Check] finds every person who is in two places; what it passes has none. The minutes of [Posts] are those of the calendar's
// desks: whole slots, as seats have them. Who is taken out of a roster never makes it cover more. What [Propose] adds breaks
// no rule, and covers a gap that was there.
//
// # Numbers
//
// The rests, the longest day and the time to travel are defaults of this program, which a city replaces ([Rules.Filled]). No
// source that we have tells them for a municipality's staff, so none of them is the law speaking.
//
// Rests and travel are measured between instants: a night in which the clock changes is as long as it is. A person who
// stands in the roster twice at one moment covers one post only, and whoever is absent covers none.
package roster
