// Package linktest is a bad network for tests: a [Proxy] on the loopback that stands before a server's port,
// UDP and TCP, and drops, delays, doubles, reorders, or swallows what passes, in either direction.
//
// It knows nothing of what it carries and needs no rights. Its dice are seeded; since packets of real sockets
// arrive in an order of their own, a seed repeats the odds, not the run.
package linktest
