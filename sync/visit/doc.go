// Package visit is the life of a visit, the order of the queue, and every measure of waiting and serving,
// each defined once and used by counter, headquarters and screens alike.
//
// Everything here is a function of its arguments: no clock, no chance, no store. Times of a visit are wall
// times that ride in events; they explain and measure, they never order. Who came first is told by Turn, a
// number that only grows, so a clock that steps back cannot let anybody jump the queue.
//
// The order looks at appointment, urgency and arrival and at nothing else: not at who the visitor is
// (A002-66). Every place in it comes with its reason in words.
package visit
