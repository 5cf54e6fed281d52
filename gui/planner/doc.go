// Package planner draws package week: the board as a grid, what the planner stands on and what the draft does below it, sheets
// over it. It decides nothing and knows no headquarters; each key and touch is one call on week.Week.
//
// All of it belongs to the toolkit's goroutine, except that Run may be anywhere.
package planner
