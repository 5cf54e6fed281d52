// Package bulletin holds the rules of what headquarters has to say to visitors at its sites: news, and the activities of the
// neighbourhood with their day and place (A003-16, A003-19).
//
// An [Item] is short: it stands on one page of a self-service desk, which does not scroll, in the letters that a passer-by
// reads. Its Dutch text is the item; texts in other languages are translations of it. Nothing is shown in a language that
// an item does not have, except with the Dutch text ([Item.In]).
//
// An [Entry] is an item on its way: written by one person, approved by another, shown in its time, withdrawn for good. What is
// approved is the draft that was read, which its version names. A draft that waits beside what is shown changes nothing of it.
//
// What is shown is a function of the items, the site and the moment ([Showing]), so a counter without a line goes on showing
// what it was told, until that is over. Time decides here what is on a screen, and nothing else.
//
// Everything is a plain value and pure: no clock, no chance, no store.
package bulletin
