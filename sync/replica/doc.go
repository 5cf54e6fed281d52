// Package replica is the exchange between a counter and headquarters: cursors, batches, acknowledgements,
// resume and the feed, over any stream of messages.
//
// # Terms
//
// The counter's end is a [Shipper]; headquarters' end is a [Receiver], one per open exchange. A *life* is an
// incarnation's journal, with its own sequence from 1. The *cursor* is how much of a life HQ has durably at a
// quorum; an acknowledgement states it with the root of the tree. The *feed* is what HQ tells a site: entries
// numbered from 1 without gaps.
//
// # The exchange
//
//	counter → Hello{life, size, feed, era}          headquarters → Welcome{era, cursor, report?}
//	counter → Report{whole custody}                 headquarters → Welcome again, now open   (only when asked)
//	counter → Batch{first = cursor+1 …}             headquarters → Ack{size, root}           (after quorum)
//	                                                headquarters → Feed{first = n+1 …}
//	counter → FeedReceipt{through}
//
// Nothing is remembered by the wire. After any loss either end begins anew with Hello and Welcome, and
// resumes where the durable cursors stand; a batch or entry received twice changes nothing, one that
// skips is an error that ends the exchange. Batches are sent ahead of their acknowledgement up to a window.
//
// # Steps
//
// Both ends are step machines: Receive takes one message and gives the messages to send, Pump gives what may
// be sent now. They start no goroutine, read no clock and keep only what Hello would restore, so that a
// simulator runs them under every fault. [Run] drives one end over a real stream.
package replica
