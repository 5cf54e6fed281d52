// Package outbox hands the letters with a PIN and PUK that were asked for at counters to the register that has them sent.
//
// # Once
//
// A letter is named by the act of the counter that asked for it and comes with that counter's journal, so headquarters has it once
// (central/register). The register of the city is told of it under that name as often as need be, and has it sent once: that is what a
// [Sender] promises. What it answers is noted through the raft log, and a letter only goes on. So whatever is lost on the way, and
// whichever nodes believe that they lead, there is one letter.
//
// # Who it is for
//
// lies sealed beside the counter's record until the register answered for good, and is then forgotten at headquarters, in the same
// command that notes the answer. Before the register is asked, the letter is claimed for the person, by a hash keyed with what only
// headquarters has: somebody who asks at two counters gets one letter.
//
// # The way
//
//	asked     the counter's record is here. Until there is somebody to ask, it waits
//	accepted  the register has it and will have it sent
//	sent      the register said so
//	refused   there is none, and why
//
// [Outbox.Run] is the only goroutine; the node that leads does the work.
package outbox
