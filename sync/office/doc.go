// Package office holds the nouns that every floor speaks: sites and desks, products,
// civil dates, seats, appointments, items — as typed identifiers and plain values.
//
// It imports nothing of ours, keeps no state and reads no clock. Everything in it is a value:
// safe to copy, to compare and to use from any goroutine.
package office
