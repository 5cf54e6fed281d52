// Package kit is our widgets: buttons with a focus ring that is always seen and a key that is always told,
// rows of fixed height, fields, check items, badges, notices, sheets — and the layouts that place them.
//
// A widget draws what it is given and calls back when a person does something; it decides nothing, starts
// no goroutine and holds no lock. All of it belongs to the toolkit's goroutine. Setters compare first and
// redraw only what changed, so that a view may set everything again at every change.
//
// Every focusable thing shows the ring of package look, answers to the keyboard, and passes keys it does
// not know to the window (see [Forward]), so that a function key works wherever the focus is. State is
// never told by colour alone: a tone comes with a word or a shape.
package kit
