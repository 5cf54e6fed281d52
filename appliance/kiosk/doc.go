// Package kiosk serves the self-service desks, the Kiosk service: what a visitor does alone and what needs no clerk. It asks for
// no session, so it takes none of what a clerk may add: no urgency, no desk that goes before the queue, no name to look for, no
// document. It books by the rules of citizens, and what it journals has no clerk and no desk.
//
// What is done it asks of a Counter, which does the same for a clerk. Its own are what can be done now and why not the rest
// (abilities), the sites of the city, letters with a PIN and PUK, help, what use is made of it, and the words: a refusal is
// told to the visitor who can do something about it, in sentences with codes (sync/told) that are said in their language.
package kiosk
