// Package appliance is the node of one site, as a value: it joins the journal, the rules of each thing done at a
// counter, and the exchange with headquarters — and decides nothing itself.
//
// Commands come in through [Node.Do]: a decision of one of the packages below, run inside the journal's append
// and answered only after the commit. Reading goes through [Node.View]. [Node.Run] keeps the line: it ships the
// journal, takes acknowledgements and the feed, and renews the certificate.
//
// # Goroutines
//
// The journal has one that writes. Run has one that keeps the link, one that drives the exchange and one that
// receives from it; Run waits for all of them. Everything else happens on the caller's goroutine.
package appliance
