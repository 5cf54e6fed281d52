// Package kiosk is the screen of the self-service desk: one question a page, large things to touch, a way back and a way to a
// person on every page. It draws what flow says and calls its methods; it decides nothing.
//
// Its objects are made once. Nothing scrolls: what does not fit stands on a next page. Everything can be done by touch, and by
// four keys: to the one before, to the next, choose, back (the arrows, Enter and Escape); a keyboard and a scanner that types
// work too. There is no way out of it. With Low everything that is touched
// stands in the lower part of the screen (EN 301 549, 8.3).
package kiosk
