// Package state is each screen as plain Go: what is shown, what can be pressed, what happens then. It knows
// no toolkit, and no wire: it talks to the counter through [Counter], which it declares itself.
//
// [Clerk] is the clerk's screen. It folds the counter's [Snapshot]s and what the person did into a [Shown],
// an immutable picture in words, which a view only has to draw. Presses are methods: they return at once,
// the work is done by Run, one piece at a time, and a press while a piece is under way does nothing. So a
// double tap never calls two visitors.
//
// Goroutines: Run owns the watching of the counter, the work and the clock, and ends them all before it
// returns. The methods may be called from any goroutine; in practice the toolkit's.
package state
