// Package clerk draws the clerk's screen: who waits, whom this desk serves, and what is next in the day,
// with the line to headquarters above and the devices below.
//
// The view is a function of state.Shown: Update sets every widget again, and the widgets redraw only what
// changed. It decides nothing, starts no goroutine and keeps nothing but the widgets and where the keyboard
// is. All of it belongs to the toolkit's goroutine.
package clerk
