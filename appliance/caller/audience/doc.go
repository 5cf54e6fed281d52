// Package audience is a voice whose loudspeakers stand elsewhere: at the displays of the waiting room, on machines of their own.
// Who speaks is chosen in the configuration of the devices; a site has one voice, so a counter whose displays speak is silent
// itself.
//
// An announcement is told to every display that listens, once. It is kept until its moment has passed: a display whose line
// broke says which it had last, and gets those that came after. One that has just begun gets what is made from then on, so no
// restart repeats a call. Where nobody listens an announcement waits for a display, and is too late in the end.
//
// Numbers of announcements grow, also over restarts of the counter, as they begin with its clock. A counter whose clock was set
// back begins lower; then a display takes the number that it is told at first, and nothing of before.
package audience
