// Package selfservice keeps what the self-service desk of a site leaves behind: how often it was used for what. Nothing in it is
// of a person. That somebody there asks for a person is package help's.
//
// # Use
//
// Each use is a record (KioskUsed) with the hour, what it was for, of which product, and how it ended. It may lie beside the
// record of the visit that it made, and that may be of an appointment that has a name. So what somebody told of themselves is not
// in it: ages and languages are gathered in memory ([Told]) until [visit.SmallestGroup] of them are one record (KioskTold) that
// says how many of each there were. A process that ends loses those that it had gathered: fewer than such a group.
//
// A report ([Report]) withholds each count of fewer than [visit.SmallestGroup]. Where those withheld of one kind are together
// fewer, the others and the total would tell it, so the smallest of the others is withheld too.
//
// # Letters
//
// A letter with a new PIN and PUK ([Wish]) is named by the act that asked for it. Who it is for is sealed personal data of the letter: it
// goes to headquarters with the record, and both forget it when the register has answered for good ([Leavers], in the night), here
// after [KeepAsked] days in any case. The record has a hash of the person that is keyed with what only this counter has, so that a
// second wish within the time of the rule is refused, also without a line. What became of a letter comes by the feed ([FoldFeed]); of one
// that was not sent there can be another at once.
//
// # Keys
//
// All keys begin with "k/"; no other package reads them. A day is four bytes, big endian, with the first bit turned, so that keys
// sort as days do; a count eight bytes.
//
//	k/u/ day hour what 0 product 0 outcome   count of uses; the hour is one byte
//	k/a/ day age                 count of uses by who told this age
//	k/l/ day language            count of uses in this language
//	k/b/s/ letter(16)            LetterState
//	k/b/h/ holder(32)            when a letter was asked for this person last, in milliseconds since 1970 (8), and which (16)
//	k/b/k/ letter(16)            empty; until it is not known any more for whom it is
package selfservice
