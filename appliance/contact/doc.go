// Package contact counts whom a counter helped without a visit: by phone, by mail, by letter, by video, and the questions that
// the reception answered (A000-16, A001-10). It knows a channel, a subject and minutes, and nothing of a person. Headquarters
// counts from the events; the projection holds the last day of which there was one, for the figures of today.
//
// # Keys
//
// All keys begin with "co/"; no other package reads them. Numbers are big endian.
//
//	co/d                      the civil day that is counted (4)
//	co/c/ channel / subject   contract.ContactCount of that day
package contact
