// Package selfservice keeps what the self-service desk of a site leaves behind: whether a person was asked for, and how often
// it was used for what. Nothing in it is of a person.
//
// # Help
//
// A call ([Call]) stands from KioskHelpCalled until a clerk says that they go there (KioskHelpSeen, [See]), or its day is over.
// There is one desk, so there is at most one.
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
// # Keys
//
// All keys begin with "k/"; no other package reads them. A day is four bytes, big endian, with the first bit turned, so that keys
// sort as days do; a count eight bytes.
//
//	k/h                          day, then milliseconds since 1970 (8): a call stands
//	k/u/ day hour what 0 product 0 outcome   count of uses; the hour is one byte
//	k/a/ day age                 count of uses by who told this age
//	k/l/ day language            count of uses in this language
package selfservice
