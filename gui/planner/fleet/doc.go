// Package fleet is the planner's page of all counters without a screen: how each one's line, records and devices are, in words, what
// needs a person first. It keeps nothing: headquarters tells all of it, and when it does not answer the last picture stays, with
// its age.
//
// Declaring an appliance lost takes two planners; headquarters refuses one.
//
// Fleet is safe for concurrent use; its methods return at once, and what takes time is done by Run.
package fleet
