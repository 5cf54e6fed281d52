// Package procedure is how a product is done at a desk: a list of steps in numbered versions, each in force from a civil day
// (A000-04, A003-21). It says which version holds at a moment, what makes two versions different, what is new to somebody who
// was last here at a moment, and which words headquarters and clerks may not write. It is pure: both sides use it, and neither
// keeps anything here.
//
// A step has an id that stays the same from version to version, so that a step which is said better is the same step. A version
// is in force at a counter from its day on, but never before it came there: a counter that was cut off goes on with the last
// version that it has, and what comes late is new on the day on which it comes.
//
// What a municipality has not written itself comes with the program (table.go) as version 1, in force always. Its steps are
// what single municipalities publish, marked as assumed: confirm them before real use.
package procedure
