// Package notice makes what tells citizens of other opening hours (A000-10): one page that is hung at the door and put in
// letterboxes, large and in plain Dutch, with the hours of a site before and after a day, the special days around it, and the next
// site nearby; and the same words as plain text for the city's other channels.
//
// A [Notice] is read off a plan, so it says what the plan says and nothing else. The same plan, site, day and moment give the
// same bytes. Nothing of it is kept: any node makes it again.
package notice
