// Package help is a call for help from a place, and who comes. A place is a desk whose clerk needs colleagues, or a self-service
// desk where a visitor asks for a person. A call stands until somebody answers it or the day is over; each place has one, the
// latest. A decision gives the event or nothing, as in package queue, and Fold brings an event into the projection.
//
// Before there was one noun for both, a self-service desk had events of its own, KioskHelpCalled and KioskHelpSeen. Journals have
// them, and Fold reads them as calls from the self-service desk at the counter's own machine, and as their answers.
//
// # Keys
//
// All keys begin with "he/"; no other package reads them.
//
//	he/ desk(1)      contract.HelpState of a desk, from 1
//	he/ 0 number(1)  the same of a self-service desk
package help
