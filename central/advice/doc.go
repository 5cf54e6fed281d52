// Package advice proposes moves of desk-hours between sites, each with its reason and what it is worth. It is pure, reads no
// clock, and never applies anything: a planner reads a suggestion, tries it on the board and commits it, or does not.
//
// # The model
//
// Each site is a queue of wishes for seats. Every day so many come as the past weeks let expect, spread evenly over the week, since people
// ask on any day for whatever day is free; every day so many are met as there are free seats, in whoever's hands; a free seat that nobody
// wants is lost. What is left over waits. The sum of what waits, over the days looked at, is the cost: seats times days, so
// by Little's law the wait of all who ask. What is booked already does not count, on neither side: it neither waits nor is free.
//
// It is a model of flow, not of people: a place is any place, a visit one seat, nobody goes elsewhere, and products do not
// matter. It judges which of two plans makes people wait less, not how long anybody will wait; that is what the board tells of each
// suggestion, from the true calendar.
//
// # The search
//
// Candidates are stretches of a desk without appointments, in pieces of about two hours, that move on the same day and at the same
// hours, so that nobody's shift changes: from a site that keeps a desk at those hours, to a site of the same municipality that has
// a desk in the building for it, and that is open then or has no hours at all that day. The search is greedy: the candidate that
// saves most, then the best beside it, and so on. Then each is exchanged for any other that saves more beside the rest, until
// none does. Ties go to the earlier day, then by name, so the same state gives the same suggestions. At the end each
// suggestion is tried on the true calendar: one that would make a site miss the norm which it meets (A004-05), or would lose hours,
// is dropped.
//
// This is no optimum, and needs no solver: the cost is convex in what a day is given, so that greedy steps lose little, and the
// exchange mends what the order of the steps spoilt. The tests prove it on simulated months with districts, weekdays and people who do
// not come, against leaving things as they are.
package advice
