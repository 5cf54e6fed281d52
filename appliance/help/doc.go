// Package help is a desk that calls its colleagues: who asked, and who comes. A call stands until somebody answers it or the
// day is over; each desk has one, the latest. A decision gives the event or nothing, as in package queue, and Fold brings an
// event into the projection.
//
// # Keys
//
// All keys begin with "he/"; no other package reads them.
//
//	he/ desk(1)   contract.HelpState
package help
