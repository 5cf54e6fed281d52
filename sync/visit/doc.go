// Package visit is the life of a visit, the order of the queue, and every measure of waiting and serving,
// each defined once and used by counter, headquarters and screens alike.
//
// Everything here is a function of its arguments: no clock, no chance, no store. Times of a visit are wall
// times that ride in events; they explain and measure. Who came first is told by Turn, a number that only grows, so a
// clock that steps back cannot let anybody jump the queue; where the clock did step back during a visit, its times
// are kept in order and its durations are no data ([Visit].Skewed).
//
// # The life
//
//	waiting → called → serving → finished
//
// A call to which nobody comes leads back to waiting, behind the others, until the order's last call closes the visit
// (missed). Who is served may be parked — aside, the desk free, to go on there later — or transferred to another desk
// or theme; both keep the place in the queue. Who goes away unserved has left. Any last step can be undone, exactly,
// while nothing depends on it ([Order.Undo]). Doing again what was just done is never a fault and changes nothing.
//
// # The order
//
// [Order] is a site's rule as data; [Order.Words] prints it. It looks at appointment, urgency and arrival and at nothing
// else: not at who the visitor is (A002-66). [Order.Arrange] is total and the same for the same inputs; every place in
// it comes with its reason in words. A desk calls the first of the list that it serves ([Order.Choose]): its products,
// its clerk's skills (A002-54) and its [Kind] — snelbalie, five-minute desk, standing desk, theme desk, room — narrow what it
// calls itself. What others call they narrow in one case: who wants a room waits for the room. A choice tells why this one, and of everybody before it why not.
//
// No wait is without bound: see [Order.Arrange]. Codes of urgency are the one exception, which is why each has a reason
// that is journaled with the clerk who gave it, and counted ([Demand]).
//
// # The measures
//
// One function each, over one visit or one call, with a second result that is false where there is no data. Groups
// below [SmallestGroup] are suppressed by [Figure] and [Tally]. [Day] folds a counter's own day, [Phone] its calls,
// [Demand] what was asked for; [Order.Expect] turns the site's own latest visits into a range.
package visit
