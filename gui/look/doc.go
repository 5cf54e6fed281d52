// Package look is how every screen of Buurtloket looks: the colour roles in light, dark and high contrast,
// the sizes, and the [Theme] that gives both to the toolkit.
//
// Screens and widgets name a role, never a colour, and a size, never a number: this package is the only
// place where either is written down. A test computes the WCAG contrast of every pair that may meet.
// Values are immutable and safe to use from any goroutine.
package look
