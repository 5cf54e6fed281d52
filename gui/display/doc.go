// Package display is the screen of the waiting room: the number that was called and where it goes, who comes next, how long
// it takes, and when it is open. It draws what board says and decides nothing.
//
// Its objects are made once; later only their words change, so that it can run for months. Everything is a share of the
// screen's height: the number is legible at ten metres, the rest at four, on any screen. A text that does not fit its width
// is drawn smaller, never cut. Nobody touches it: it takes no keys but those of the window itself.
package display
