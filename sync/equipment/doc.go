// Package equipment says in Dutch what the journal's codes of devices and doors mean: a kind of device, how it is and why,
// an alarm about a door, what a door is opened for.
//
// The codes are those of DeviceChanged, DoorAlarm and DoorOrdered (sync/contract/device.proto); who speaks to a device gives
// them (hardware/device). A counter says them to its clerks and headquarters to its planners, so the words stand here once:
// nobody on the phone hears another word than the screen shows. Everything is pure and safe for concurrent use.
//
// A counter of a newer version may journal a code that stands in no table. It has words all the same: they show the code.
package equipment
