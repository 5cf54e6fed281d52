// Package virtual is an identity card that exists in memory only, with everything behind it: the authorities that issue
// certificates, the register that signs, a person who lives nowhere, and the slot that the card goes into.
//
// It is the emulator of package eid, for the demonstration and for tests, and it is no mock: a [Card] is a machine that
// takes commands byte by byte as a real chip does over T=0, so everything above it runs as it would on a counter. [Serve]
// puts the same card into a real card daemon, by the protocol of the virtual reader vpcd.
//
// Nothing of it can be taken for real: the authorities are made anew at each start and are pinned nowhere else.
//
// Faults: a card can be blocked, forged, made by an authority that nobody pinned, have a file that cannot be read, or be
// lying in the slot upside down; it can be pulled at any command; the reader can be unplugged.
package virtual
