// Package planner draws the planner's pages: the week board (package week) as a grid, or one day of it by half hours, with what the draft does below it; all counters
// at a glance (package fleet); the disputes that a person must settle (package inbox); who works where and when (package roster); opening
// hours and offer (package hours). A bar above them says
// which is shown; Ctrl with a letter, which the bar tells, turns to each. It decides nothing and knows no headquarters; each key and touch is one call on a page.
//
// All of it belongs to the toolkit's goroutine, except that Run may be anywhere.
package planner
