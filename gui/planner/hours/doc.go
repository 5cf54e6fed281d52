// Package hours is the planner's page of opening hours and offer without a screen: per site what holds now, what comes and what was, the
// calendar of its special days, who changed what, and where sites of one kind offer something else. A change is a form that is looked
// at before it is made: headquarters tells which appointments lose their place, and nothing is done until the planner has seen that.
// Each carries the day on which citizens are told; later than the norm asks for a reason, which is kept.
//
// The page has the whole plan and works out itself what it shows, as headquarters would: package calendar. It decides nothing: whether a
// change can be, and is still made of the plan in force, is headquarters' to say. Without it the page stays, with its age.
//
// Hours is safe for concurrent use; its methods return at once, and what takes time is done by Run.
package hours
