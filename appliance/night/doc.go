// Package night is what makes the next morning work: the overnight window of one site, its steps in their order, the
// report of each night, what the morning says of it in words, and the two ends of a day.
//
// It is made like the packages beside it: decisions that write nothing, a fold that takes everything from the event,
// readings. On top stands a kernel without a clock or a line of its own: [Plan.Next] says, from what the journal has and
// what was tried since this process began, which step comes next or how long to wait. A [Keeper] joins it to a store and
// to hands that do the work; the node is such hands, a simulator may be others.
//
// # A night
//
// A night is named by the morning on which it ends. Inside its window each step gets its turn in the order of [Steps],
// and until its budget is over it is tried again. What came to its end is journaled, done or not, so a night that was cut
// off goes on where it was. When all steps had their turn, those that wait for the line are tried until the window ends;
// then, or as soon as all is done, one report is journaled. A night of which nothing ran leaves nothing: it is missed, and
// the morning counts it.
//
// By day the exchange runs all the time, and nothing here is needed for it. So the night promises only that somebody
// looked whether all is here, at an hour at which there is time to repair it; and a failed night costs convenience: what
// this counter holds stays its own.
//
// # Keys
//
// All keys begin with "m/"; no other package reads them. Numbers are big endian, days have their sign turned.
//
//	m/p              NightReported of the night that runs, as far as it came: not yet reported
//	m/r              NightReported of the last night that was
//	m/l              the last night that brought everything the day needs (4)
//	m/h              wall time, in ms, at which headquarters' word was last known to be here in full (8)
//	m/d              DayState of the last day that was opened or closed, without what is counted anew each time
package night
