// Package vault is a vault at a counter: a cabinet of compartments, each behind a door with an electric lock that a pulse
// springs open, and a contact that tells whether the door is shut. A person shuts it; nothing here can.
//
// [Vault] is the treaty. [Cabinet] keeps it over a cable with lock boards on it, [Emulator] in memory, with the faults a
// cabinet can have. [Monitor] is the rule that holds orders against doors: a door that opens without an order, an order
// without a door, a door left open.
//
// # Boards
//
// A board is spoken to in a [Dialect]. Modbus, over TCP or on a serial line, is tried against programs that others wrote: a
// coil pulses a lock, a discrete input reads a door, another may tell whether the locks have power. The dialects of makers
// (kerong.go, winnsen.go) follow what public code says of them, which does not agree with itself: they are unverified on
// hardware, and their health says so.
//
// # Lamps
//
// A Modbus board may have a coil for a lamp at a door, so that a person finds the right one among many. Lamps are set as a
// whole ([Cabinet.Light]): which doors are lit, and that no other is. What a program that ended has left burning goes out
// with the next such call. A lamp says nothing about a lock, and a lock does not need its lamp. The coil of a lamp can be
// that of no lock: such a configuration is refused.
//
// # An order and its deadline
//
// Nothing on these cables carries a time, so all that can be done about a late order is done before it leaves and when no
// answer comes ([Cabinet.Open]):
//
//   - the deadline is checked when the order is given, and again when its bytes are about to leave, after all waiting;
//   - right before, the contact of that very door is read over the same connection. Who does not answer that gets no
//     order, so an order never lies in the buffers of a line that is dead already;
//   - an order leaves only when what that reading took still fits before the deadline;
//   - once the deadline has passed without an answer the connection is let go, and what this side has not sent is thrown
//     away (a reset of TCP, a flush of the serial port).
//
// What is left: a gateway or a board that has taken the bytes and sits on them. The order is then Uncertain, and a door that
// opens later is an alarm of the Monitor.
package vault
