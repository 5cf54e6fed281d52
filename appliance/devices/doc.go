// Package devices knows what is plugged in at a counter: it reads the site's configuration, opens what stands in it, asks
// each device how it is, and says in words what that means for the work.
//
// # Configuration
//
// [Read] takes one commented file (devices.yaml; [Example] is one that explains itself) and refuses nonsense in words, with
// the number of the line; every flaw is told at once. Nothing is opened of a configuration that has one. [Open] connects to
// nothing either: drivers connect when they are asked something.
//
// # The steward
//
// [Steward.Run] has one goroutine per device, so that a slow one delays no other. Each asks its device ([Steward.Ask]),
// bounded by its kind's patience, and waits its kind's period. The answers make the health table, which screens are shown:
// a device that does not answer takes its own function away and nothing else.
//
// # What is journaled
//
// Changes, not answers: that a device's state or reasons are others than the journal said last ([Change]). A cable that
// flaps must not fill the journal, so of one device records come at least a quiet time apart: a minute after the first,
// twice as long after each that came within an hour of its quiet time's end, half an hour at most; an hour without a change
// makes it a minute again. What changes in a quiet time is counted (withheld), and when it is over the device is journaled
// as it then is, if that is news. So the last state always arrives, and one device makes at most two records an hour, but
// for the first few. A life that follows another begins without a word about devices, and all are told anew: headquarters
// forgets with a life what it said.
//
// # Keys
//
// All keys begin with "h/"; no other package reads them.
//
//	h/ kind 0 id    DeviceState: what the journal said last of this device
package devices
