// Package rehearsal is what a hand can do to the emulated devices of a counter: take the paper out, force a door, put a card
// in, scan a code. It is there for demonstrations and for stories; a real device has no place in it.
//
// [New] finds the emulators among the devices of a site and makes a [Switch] of each thing that can go wrong with them or that
// people do at them, with Dutch words. [Stage.Do] does it: at the emulator itself, so that everything above it runs as it would at
// a counter — the driver, the health table, the journal, the words on the screen. A switch tells how the emulator is, not
// what was asked of it: a card that was pulled is out, whoever pulled it.
//
// # What happens by itself
//
// A person at a counter shuts a door after taking a document out, and sees the ticket that came out of the printer.
// [Stage.Step] does both, and [Stage.Run] does it again and again: a door that stands open after its lock was pulsed is
// shut after a while ([Options.Linger]), unless a hand lets them stand; a door that was forced stays open until a hand shuts it.
// What comes out of the printers is laid in a folder ([Options.Papers]): tickets as PNG, documents as they came, and what a
// voice said as text. It keeps the last few hundred.
//
// Nothing here is durable and nothing is journaled: what the devices do is.
package rehearsal
