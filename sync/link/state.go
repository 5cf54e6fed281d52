package link

import "time"

// Protocol is what a client's line speaks.
type Protocol uint8

// The protocols.
const (
	NoProtocol Protocol = iota // no line
	HTTP3                      // over QUIC
	HTTP2                      // over TLS and TCP
)

// String names the protocol as its ALPN does; "none" without a line.
func (p Protocol) String() string {
	switch p {
	case HTTP3:
		return "h3"
	case HTTP2:
		return "h2"
	}
	return "none"
}

// State is what a client knows of its line at one moment.
type State struct {
	Up       bool
	Protocol Protocol  // NoProtocol when not up
	Node     string    // address of the node; of the last one when not up
	Since    time.Time // when the line went up, went down or changed protocol or node; zero before the first
	Trying   bool      // a connection is being tried now: requests wait for its outcome
	Err      error     // why the line is down, or why the last one was lost; kind Denied means HQ refuses this device
	Plugged  bool      // false while the plug is out
}
