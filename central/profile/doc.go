// Package profile tells the profile that somebody has elsewhere (Mijn Burgerprofiel, A004-23) of their appointments: made, moved,
// cancelled. It does so for who signed in at the citizens' pages and agreed, appointment by appointment, and for nobody else. Without
// a [Sender] nothing is offered and nothing is sent.
//
// # Once
//
// What is to be told is in the raft state, noted by the very command that changed the appointment (central/register): one notice for each
// appointment, a later one in the place of what was not sent yet. The node that leads claims what is due, hands it over under the
// name of its act, and notes what came of it. Killed at any point between, it is claimed anew when the lease is over and handed over
// under the same name, which a [Sender] takes once. An answer of "not now" or none at all is tried again, later each time, up
// to an hour; an answer of "never" ends it; and when the visit begins first, it is known as unsent. [Outbox.Status] shows all of that.
//
// # Whom it is for
//
// Headquarters does not know. It has the keyed hash of central/signin, and gives that. The other side — a connector of the city that may
// know who its citizens are — finds whom it means by hashing those it knows with the key that 'central profile key' gives it: HMAC-SHA-256 over the
// issuer, the name of the claim and the person's key there, each with its length in bytes, as decimal digits and a colon, before it. How
// that connector speaks with the government's profile is its own affair: the interface of that is not public, so [HTTP] is small and ours.
//
// No log line has more than the name of an act and a code.
package profile
