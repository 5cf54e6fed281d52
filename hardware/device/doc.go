// Package device says what every device at a counter has in common: how it is, and how much is known of an act that
// failed. Everything else differs per kind and stands in the package of that kind.
//
// Two questions decide what a counter may do, and both have an honest third answer.
//
// Can it be used? A device is [Ready], [Busy], [Attention] (it works and wants care), [Stopped] (somebody must do something
// at it) or [Absent] — or [Unknown], which is what it is until it has answered. Unknown is the zero value: nothing is
// ready by default, and no door is closed by default.
//
// Did it happen? An act that failed was either not done, or nobody knows: the line broke after the order had left. An
// [Error] says which. What is not known is never tried again by itself: a second print, or a second opened door, is a
// person's decision.
package device
