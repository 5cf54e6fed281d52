// Package offer looks at a change of opening hours before it is made, and says what a planner should know of it that no rule forbids:
// hours that the clock skips or shows twice, closures that lie over each other, opening on a day that is closed. It also lists the seats
// that a change takes away. It is pure: a plan in, sentences and seats out.
package offer
