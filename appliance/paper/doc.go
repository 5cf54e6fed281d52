// Package paper is the life of a print: asked for, sent, and then printed, failed, or unknown for good.
//
// It is made of decisions, a fold, readings and a [Runner]. Decisions are functions of the state, the command and the
// caller's clock to an event; they write nothing. The runner takes what is queued to the printers, one paper after the
// other for each, and journals each step.
//
// # One original
//
// Two papers of one subject — the ticket of one visit, the slip of one appointment — are an original and its duplicate,
// and the duplicate says so on paper. So an original is asked for once: asking again finds it as it stands. It is sent
// again only when the printer said for certain that it took nothing of it. Everything else, also an original that failed
// or of which nobody knows, is a wish of a person, [Reprint]: another print, which is a duplicate whatever became of the
// first. The runner itself puts the word on it, so that nobody who draws a paper can forget it.
//
// A ticket is the visitor's number, not the paper: whatever becomes of its print, the number stands in the queue. Where a
// printer gives numbers by itself ([AtOnce]), the print is asked for in the commit of the visit, under a name that follows from
// it ([Subject.First]), so that it is asked for once.
//
// # A crash between any two steps
//
//	asked for, not sent              it is printed when the counter is back, unless its visitor has walked on meanwhile
//	sent, before or after the bytes  the document printer is asked by the print's name, and its word counts; a ticket
//	                                 printer remembers nothing: unknown
//	on paper, before the record      the same: nothing says "printed" but a printer's answer
//	failed or unknown                it stays so
//
// PrintSent is durable before the first byte leaves. A step that could not be recorded ends the runner; what was sent is
// then asked after when it runs again.
//
// # What is kept of a paper
//
// Nothing that stands on it. It is drawn anew when it is printed, from the state of that moment, so a reprint after a person
// was erased fails. A digest tells whether a paper that somebody brings back is the one that was sent.
//
// # Keys
//
// All keys begin with "pr/"; no other package reads them. Numbers are big endian.
//
//	pr/i/ print(16)                                         PrintState
//	pr/o/ length(1) printer's name, number(8)               print(16): queued or sent, in the order of asking
//	pr/w/ kind(1) id(16) edition(4) number(8)               print(16): the prints of a subject, its original first
//	pr/y/ day(4) number(8)                                  print(16): of a civil day, its sign flipped
//	pr/n                                                    last number(8)
//
// The id of a day's sheet is twelve zero bytes and its date, sign flipped.
//
// # Goroutines
//
// Decisions, fold and readings start none. [Runner.Run] starts one for each printer and waits for all of them; a paper that
// is under way when its context ends is followed to its end first, which takes at most [Patience].
package paper
