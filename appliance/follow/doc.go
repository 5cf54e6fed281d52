// Package follow shows a screen something, and again whenever it may be different, so that no screen polls. What may make it
// different is the counter's journal, its line, whatever else the one who shows it names, and the clock: an appointment falls
// due and a day ends at the turn of a minute.
package follow
