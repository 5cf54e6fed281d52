package link

import "time"

// Limits bound what one server lets others take. A zero field takes its default.
type Limits struct {
	HeaderBytes int           // a request's headers, 16 KiB
	BodyBytes   int64         // a request's body, 8 MiB; a stream of RPC messages is bounded per message by the RPC layer instead
	Streams     int           // requests at once on one line, 256
	Lines       int           // lines at once, 4096
	Handshake   time.Duration // from first packet to verified peer, 5 s
	Quiet       time.Duration // a line on which nothing was heard this long is dead, 30 s
	Sweep       time.Duration // between checks whether open lines are still welcome, 15 s
	Grace       time.Duration // for requests in flight when the server stops, 1 s
}

func (l Limits) filled() Limits {
	l.HeaderBytes = orElse(l.HeaderBytes, 16<<10)
	l.BodyBytes = orElse(l.BodyBytes, 8<<20)
	l.Streams = orElse(l.Streams, 256)
	l.Lines = orElse(l.Lines, 4096)
	l.Handshake = orElse(l.Handshake, 5*time.Second)
	l.Quiet = orElse(l.Quiet, 30*time.Second)
	l.Sweep = orElse(l.Sweep, 15*time.Second)
	l.Grace = orElse(l.Grace, time.Second)
	return l
}

// Timing is a client's patience. A zero field takes its default.
type Timing struct {
	HTTP3Wait time.Duration // head start of HTTP/3 before HTTP/2 is tried beside it, 1 s
	Dial      time.Duration // for one node, both protocols, to a first answer, 5 s
	Quiet     time.Duration // a line on which nothing was heard this long is given up, 3 s; shorter costs bytes, see the package comment
	Retry     time.Duration // after which a line over HTTP/2 tries HTTP/3 again, 1 min, with jitter
	Drain     time.Duration // for requests in flight on a line that was replaced by a better one, 30 s
	Base, Cap time.Duration // of the backoff between rounds over all nodes, 250 ms and 30 s
}

func (t Timing) filled() Timing {
	t.HTTP3Wait = orElse(t.HTTP3Wait, time.Second)
	t.Dial = orElse(t.Dial, 5*time.Second)
	t.Quiet = orElse(t.Quiet, 3*time.Second)
	t.Retry = orElse(t.Retry, time.Minute)
	t.Drain = orElse(t.Drain, 30*time.Second)
	t.Base = orElse(t.Base, 250*time.Millisecond)
	t.Cap = orElse(t.Cap, 30*time.Second)
	return t
}
