package visit

import "time"

// PhoneCall is one call to the contact centre. Times are those of the exchange.
type PhoneCall struct {
	Dialled  Stamp // dialling in, before any menu (A004-16)
	Answered Stamp // by a person; 0: nobody did
}

// PhoneWait is dialling in → answered by a person, in whole seconds: fractions are cut off. A call that nobody
// answered has none.
func PhoneWait(c PhoneCall) (time.Duration, bool) {
	d, ok := between(c.Dialled, c.Answered)
	return d.Truncate(time.Second), ok
}

// Bands are the upper ends, in seconds, of the categories of speed but the last, which is open: 0-30, 31-60, 61-90,
// 91-120, 121-300, 300+ (A004-18). 300 s is of the fifth, 301 s of the last.
var Bands = [...]int{30, 60, 90, 120, 300}

// Band is the category of an answered call, from 0 to 5.
func Band(wait time.Duration) int {
	for i, end := range Bands {
		if int(wait/time.Second) <= end {
			return i
		}
	}
	return len(Bands)
}

// Phone gathers calls. The speed of answering rests on answered calls, the share of missed calls on all calls: two
// denominators, never mixed.
type Phone struct {
	Wait      Figure
	Speed     [len(Bands) + 1]int // answered calls by category; their sum is Wait.N
	Missed    Tally               // of calls that came inside the hours then valid (A004-21)
	MissedRaw Tally               // of all calls, as the published table counted them (A004-22)
}

// Add takes a call in. open says whether the contact centre was open at an instant, by the rules valid then, holidays
// and all.
func (p *Phone) Add(c PhoneCall, open func(time.Time) bool) {
	wait, answered := PhoneWait(c)
	p.Wait.Add(wait, answered)
	if answered {
		p.Speed[Band(wait)]++
	}
	missed := c.Answered == 0
	p.MissedRaw.Add(missed, c.Dialled != 0)
	p.Missed.Add(missed, c.Dialled != 0 && open(c.Dialled.Time()))
}
