// Package caller calls visitors aloud: which calls are said, in which words, how loud, and which are said no more.
//
// # What is said
//
// A call is said when it is durable: a [Caller] reads nothing but the projection of the journal, which shows no more than the disk
// holds. It looks who is called at which desk, and says who was not called there, or not at that moment, when it looked
// before: that is every Called and every Recalled, each once. Calls are said one at a time, the oldest first.
//
// # What is not said
//
// A call is dropped, never said late: when the voice gets free after [Options].Patience, when the visitor is at the desk by
// then, or when the call was taken back. Of one visitor only the newest call waits. What was called before this process
// began is not said: a restart says nothing twice.
//
// # How loud
//
// The usual volume is the configuration's. A clerk makes it louder or softer for a while; it goes back by itself, after a time or at
// the end of the day, so that the next one does not find what the last one left (EN 301 549, 5.1.3.13). The
// change is in memory alone: a restart gives the usual, which is where it would have gone.
//
// # The words
//
// [Spoken] writes the ticket's number and the desk as they are spoken, in Dutch, French as it is spoken in Belgium, English and
// German: the letter, then the number as a number and not digit by digit, since that is how it is read from the paper.
package caller
