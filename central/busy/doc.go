// Package busy tells how busy each site is now, for citizens: how many wait, and where known how long. It is read from the counters'
// journals as they arrive, each record once, and kept in memory by every node for itself; a request reads no journal.
//
// # How old it is
//
// What is known of a site is as of some moment, and that is told with it: the older of the last contact with its counter and its last
// record, so that a counter that sends two hours of work after an outage is not told as being so now. Where a line is open and
// headquarters has all that the counter has, nothing happened there since the last record: then it is as of the last contact. When it
// is older than the limit, when the line is down, or when the day has brought no record, it is not known: the hour of what is known is
// told, as the past, and never a guess as the present.
//
// # Quiet, normal, busy
//
// People who wait for each desk that works: at most one is quiet, at most three normal, more is busy. At ten minutes a visit (the
// catalogue's usual time) that is up to ten minutes, half an hour, and more. A desk works when somebody is at it, or when it took a
// step in the last hour. The numbers are ours; no source states them.
//
// The range of a wait is that of the counter's own screens ([visit.Order.ExpectNew]): of the site's pace today, and of nothing while fewer
// than [visit.SmallestGroup] were served.
package busy
