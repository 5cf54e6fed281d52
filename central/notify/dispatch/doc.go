// Package dispatch is the life of a message to a citizen: what is due when, who may send it, and what may become of it. It is
// pure: values in, values out, no clock, no store, no name of anybody. The register applies it where the order of commands is.
//
// # Sent once, or known not to be
//
//	waiting ──claim──> claimed ──begin──> begun ──> sent ──> bounced
//	   ^                  │                 ├────> failed
//	   └──────────────────┴───(known)───────┤
//	                                        └────> unknown
//
// A claim gives one node the right to prepare a message, and to begin to send it, for [Lease]. A node that says nothing more before
// it began has sent nothing: the message waits again, under another claim, and the former one is worth nothing. Once it began,
// nobody else can know whether the mail server took it. If no word comes before the lease is over, the message is unknown, and
// stays so: it is shown to a person and repeated by nobody else. A second confirmation is a small harm, but a second "your
// appointment was cancelled" after a new one was made is none; and a visitor without a message still has the page, the kiosk and the
// telephone. A word that comes late is believed all the same, if it is of the very claim that was begun.
//
// Whether a lease is over is judged by the time in the commands, which nodes take of their own clocks. Safety does not rest on that:
// whatever clocks say, a message begun under one claim is never waiting again unless its own sender says that it did not go, or a
// person decides.
//
// # Taken back
//
// What a message was about may end before it is sent. Then it is dropped; one that is being sent at that moment is marked, and
// dropped if it turns out not to have gone.
//
// # Times
//
// See [Remind] and [Ends]: civil days of the place, so that a reminder comes at ten also on the day when the clock changes.
package dispatch
