// Package card knows what lies in each reader of identity cards now: whose card it is, in the few words that a screen may
// show, and under a number of its own, so that two cards are never taken for one.
//
// # A card in a reader
//
// [Watch.Run] has one goroutine per reader. A card that is put in gets the next number (an insertion) and is read at once:
// number, name and document, never address or photo, which only a task may ask ([Watch.Use]). The register's signatures and
// the chain to the pinned roots are judged by package eid. What is kept while the card lies there is what a row shows — a short
// name, the masked number —, and two keyed hashes: of the holder, by which a clerk is found, and of the card, by which another
// one is noticed. The card itself is wiped before the row is shown. When it is pulled all of it goes; a card that is pulled in
// the middle of being read is an ordinary event. Nothing is logged, and no fault has in it what a card said.
//
// Strings cannot be overwritten in Go: what was a name stays in memory that nothing points to until that memory is used again.
//
// # Using it
//
// A task names desk and insertion. It gets the card of a reader that stands at its desk, or of one that is everybody's, and
// only while that very card lies there: it is read anew for the task, so that a decision stands on what is in the reader then.
// [Watch.Prove] has the card sign a challenge that was never used before; the PIN goes to the card and nowhere else.
//
// # The key
//
// A clerk's card is known by a keyed hash of its holder's number. The key ([Key]) is the counter's own, beside the journal and
// not in it: of a copy of the journal, here or at headquarters, nobody can find out whose number it was. A counter whose key
// was lost knows no card any more; its people bind theirs again.
package card
