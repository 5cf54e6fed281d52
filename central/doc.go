// Package central is a node of headquarters, as a value: it joins the cluster, the register of seats, the line to
// the counters and the doors for citizens and planners — and decides nothing itself.
//
// # Doors
//
// One port, mutual TLS, HTTP/3 and HTTP/2: counters (Exchange, Booking), other nodes (Peer, and raft's own
// streams). On the same port, without a certificate: enrolment. A second address, loopback by default, plain
// HTTP: Booking for the city's web front end, Planning for staff tools, which needs a token.
//
// # Goroutines
//
// Run waits for all it starts: the link server, the public server, the feed's bell, the quota rounds. Each open
// exchange has two while it lasts.
package central
