package visit

import "time"

// SmallestGroup is the fewest visits a published figure may rest on: below it, single people would show.
const SmallestGroup = 10

// Figure gathers one measure over a group of visits. The zero Figure is empty and ready.
type Figure struct {
	N   int
	Sum time.Duration
}

// Add takes a measure in, as the measures of this package return it: without data it changes nothing.
func (f *Figure) Add(d time.Duration, ok bool) {
	if ok {
		f.N++
		f.Sum += d
	}
}

// Mean is the average of what was added. ok is false when it must not be shown: there is no data (N is 0), or
// the group is smaller than SmallestGroup.
func (f Figure) Mean() (mean time.Duration, ok bool) {
	if f.N < SmallestGroup {
		return 0, false
	}
	return f.Sum / time.Duration(f.N), true
}

// Tally counts one yes-or-no measure over a group of visits: how many of how many.
type Tally struct {
	Yes, N int
}

// Add takes a measure in; without data it changes nothing.
func (t *Tally) Add(yes, ok bool) {
	if !ok {
		return
	}
	t.N++
	if yes {
		t.Yes++
	}
}

// Count is how many said yes; ok is false when it must not be shown, as for Figure.Mean.
func (t Tally) Count() (yes int, ok bool) {
	if t.N < SmallestGroup {
		return 0, false
	}
	return t.Yes, true
}

// Share is the part of them that said yes, from 0 to 1; ok is false when it must not be shown.
func (t Tally) Share() (share float64, ok bool) {
	if t.N < SmallestGroup {
		return 0, false
	}
	return float64(t.Yes) / float64(t.N), true
}

// Totals is what one group of visits — a cluster, a site — came to.
type Totals struct {
	WaitOnsite, Lateness, LatenessFair, TransactionTime Figure
	EarlyService                                        Tally
	Bounced                                             Tally
	Unbooked                                            Tally // came without appointment (A003-35)
	Persons                                             int   // of visits served to the end: people, not tickets (A000-17)
}

// Add takes a visit in. zone is the site's.
func (t *Totals) Add(v Visit, zone *time.Location) {
	t.WaitOnsite.Add(WaitOnsite(v))
	t.Lateness.Add(Lateness(v, zone))
	t.LatenessFair.Add(LatenessFair(v, zone))
	t.TransactionTime.Add(TransactionTime(v))
	t.EarlyService.Add(EarlyService(v, zone))
	t.Bounced.Add(Bounced(v))
	t.Unbooked.Add(!v.Booked(), true)
	if v.State == Finished {
		t.Persons += max(v.Persons, 1)
	}
}
