// Package sheet is a counter's day on paper: a PDF with what was done, what is still open, and the head of the journal.
//
// The head is printed as the signed note that headquarters and every tool of ours reads: two lines say which journal and
// how many records it has, one is the hash of them all, and the last is the device's signature. Who keeps the paper can
// later show that no record of up to that day was changed, left out or added: the journal of today must still have a tree
// of that size with that root. The sheet holds no name of a visitor.
//
// The same sheet gives the same bytes. They are not compressed, so that the text can be read out of the file by hand when
// nothing of ours runs any more. Letters are those of the standard fonts of every printer (Windows-1252); others are
// printed as a full stop.
package sheet
