// Package doors joins the doors of a site's vault to its register: which door stands for which compartment, who may have one
// opened and for what, what came of each order, and what somebody must look into.
//
// The register (appliance/vault) knows documents and compartments, the vault (hardware/vault) knows doors and locks; neither
// knows the other. [Layout] is the table between them.
//
// # An order
//
// A door is opened because a named person asked for a named item ([Layout.Ask]); loading and destroying take two people,
// opening without an item is for an emergency and a count, and an emergency has a reason. The order has a deadline. It is
// journaled (DoorOrdered) before the lock is pulsed, and what came of it afterwards (DoorEnded); a refusal is journaled too
// (DoorDenied). Nobody is handed anything by a door alone: a citizen collects at a staffed counter, from a compartment that
// a clerk had opened after looking at the card. There is no order without a clerk.
//
// What is loaded is in the hands of who asks: by the register, or because they just had its door opened to take it out
// ([Grace]). So a document moves from one compartment to another, or back, through both doors, and is written down afterwards.
//
// The [Keeper] is who pulses and watches. It has the journal's word before every pulse, and tells what the doors did by
// hardware/vault's Monitor: opened, missed, not seen, forced, left open.
//
// # A crash between any two steps
//
//	before DoorOrdered commits     nothing happened, and nobody was answered
//	after it, before the pulse     the order has no end. It is never pulsed again: the door's reading decides. It stands
//	                               open: opened. It is shut: unknown, with an alarm, for it may have opened and been shut
//	after the pulse, before        the same; if the board did it and the door still stands open, it is known to have
//	the end is journaled           opened on that order, and is no forced door
//	after DoorEnded                a door that still stands open is watched on, and its shutting is journaled
//
// So of one order the lock is pulsed once or never, and a second pulse is a second order of a person.
//
// # Alarms
//
// An alarm stands, once per door and kind, until a person says what it was ([Settle]). While it stands the same is not
// journaled again, so a broken contact cannot fill the journal. Doors that cannot be seen, and doors that can again or for the
// first time, are one record for all, and the next such comes a minute later at the earliest.
//
// # Register and doors
//
// [Layout.Reconcile] holds both against each other by compartment: what lies there, how the door stands, whether somebody
// may have been in there since the last count, what a door was opened for that the register did not follow, and what the
// register moved while the door stayed shut. Both may lag behind the other for [Grace]. A count of the compartment answers
// all of it. A life that begins from an older store makes every compartment one to count.
//
// # Lamps
//
// Where doors have lamps, that of a door burns from the order to collect what lies behind it until it is shut, so that the
// right compartment is found ([Layout.Lit]). The keeper sets them by what the journal says, also after a restart.
//
// # Keys
//
// All keys begin with "d/"; no other package reads them. A door is two bytes, big endian.
//
//	d/d/ door           DoorState
//	d/o/ order(16)      door; the order has no end yet
//	d/a/ door kind      DoorAlarmState: the alarm stands
//	d/w/ document       the compartment in which the register has it
//	d/p/ compartment 0 document   DoorTask: what its door was opened for, and the register did not follow
//	d/m/ compartment 0 document   DoorlessMove: what the register moved, and its door stayed shut
package doors
