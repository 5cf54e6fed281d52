// Package room answers what holds in the waiting room of a site at one moment: in which order it calls, what each desk is and
// who sits there, who is here and may still come, when it is open, and what somebody can have today. It reads the journal's
// state and headquarters' plan and writes nothing; what it keeps between two answers is lost without harm. Who asks says
// nothing here: a clerk's screen, a self-service desk and the display of the waiting room get the same answers.
package room
