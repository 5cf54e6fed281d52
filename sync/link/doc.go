// Package link is the line between the counters and headquarters (HQ), between HQ's own nodes, and between a counter and the
// screens of its other desks: who may speak, over what, and what happens when the line is bad. It is the only door to quic-go.
//
// # Identity
//
// HQ is its own certificate authority, an [Authority]. A device or a node makes its own key, which never
// leaves it, and gets a certificate whose role stands in a URI name:
//
//	buurtloket:site/<site>   a counter's device; may only be a client
//	buurtloket:node/<name>   an HQ node; client and server
//
// A counter is the authority of its own desks in the same way, with a key that is not HQ's:
//
//	buurtloket:counter/<site>       the counter; server
//	buurtloket:desk/<site>/<desk>   the screen of a desk; may only be a client
//
// An authority signs for its own sort only, and [CounterHost] takes the place of [Host].
//
// Certificates of nodes also carry the DNS name [Host], whatever address the node has: clients check that
// name, so addresses may change freely. Who holds the authority, a node or a counter, renews its own certificate
// ([Server.Use], or Server.Current, which is asked at each handshake). On a connection, and on every request, [PeerOf] and [PeerFrom] tell
// who is at the other end.
//
// # One port
//
// A [Server] listens on one port number, UDP and TCP. What is spoken is chosen by ALPN in the TLS 1.3
// handshake, before a byte is read:
//
//	h3                   UDP   HTTP/3, certificate required          Server.Handler
//	raft/1               UDP   QUIC streams, node's certificate      Server.Streams
//	h2                   TCP   HTTP/2, certificate required          Server.Handler
//	buurtloket-enrol/1   TCP   HTTP/1.1, no client certificate       Server.Enrol
//
// A counter's server has the TCP half only.
//
// A device without a certificate thus reaches the enrolment handler and nothing else: no path, header or
// routing mistake can let it through to the rest. 0-RTT is off and there are no session tickets, so each
// connection has shown its certificate in full. The QUIC listener hands a connection out only after the
// client's certificate was verified (never "early").
//
// # Who is still welcome
//
// Server.Check is asked on every request, and for every open line each Limits.Sweep and whenever
// [Server.Recheck] is called: a revoked device gets 403 at its next call and its line, with all the streams on
// it, is closed. When Check cannot tell yet (kind Unreachable) the call gets 503 and the line stays. A certificate that expires while its line is open is treated the same way.
// Between nodes both certificates count: the node that dialled ends the line when either is over by its own clock, so that a leader
// whose clock is wrong loses its followers, as it has lost whoever wants to reach it.
//
// # Enrolment
//
// A [Code] is made at HQ and typed or read aloud once. It holds 80 random bits, of which HQ keeps only a
// hash (an [Invitation]), and 80 bits of the fingerprint of the authority's key, by which the device knows
// HQ at first contact; 20 bits catch typing errors before anything is sent. [Enroll] makes the key, or takes the
// one that the device has stored, asks, and checks what comes back. A code is good for one key: to that one the
// same certificate is given as often as it asks, until the code expires, so a lost answer spends no code. [Renew] does the same over the line, from two thirds of a certificate's life.
//
// # The client's line
//
// A [Client] keeps one line to one of the nodes. [Client.Run] owns it: HTTP/3 first; HTTP/2 when no HTTP/3
// handshake came in time; HTTP/3 again later, new requests going over it while old ones finish; another node
// when this one is gone; waiting between rounds with exponential backoff and full jitter. A line counts as up
// only after HQ has answered a first request on it, since a TLS 1.3 client cannot see in the handshake
// whether its certificate was accepted. A silent line is given up within Timing.Quiet, also an idle one: the
// client asks whether anybody is there. With the default of 3 s an idle line costs 10 MB a day over HTTP/3 and
// 13 MB over HTTP/2, headers included; the cost falls as Quiet grows.
//
// Whoever makes a request while the line is down gets a fault of kind Unreachable at once, not a hang;
// [Client.Watch] tells when to try again. Nothing here repeats a request that HQ may have seen.
//
// Certificates have a time window, so this package reads a clock, by the injected Now. That is about
// admission only; no rule of custody depends on it. A device without a working clock should give a Now that
// never goes below the newest time in its journal.
package link
