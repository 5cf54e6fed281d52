package roster

import (
	"fmt"
	"time"
)

// workday is one person's work of one date: from the first shift to the end of the last.
type workday struct {
	first    Shift
	from, to time.Time
	minutes  int
}

// workdays gathers shifts, which are in order, by date.
func (c *check) workdays(own []Shift) (out []workday) {
	zone := c.t.Plan.Zone()
	for _, s := range own {
		from, to := s.span(zone)
		if n := len(out); n > 0 && out[n-1].first.Date == s.Date {
			if last := &out[n-1]; last.to.Before(to) {
				last.to = to
			}
			out[n-1].minutes += s.Minutes()
			continue
		}
		out = append(out, workday{s, from, to, s.Minutes()})
	}
	return out
}

// days looks at how long days are, and at the rest between one and the next.
func (c *check) days(p Person, own []Shift) {
	days := c.workdays(own)
	for i, d := range days {
		if d.minutes > c.r.Rules.LongestDay {
			c.find(LongDay, fmt.Sprintf("%s werkt op %s %s; hoogstens %s.", p.Name, day(d.first.Date), Hours(d.minutes), Hours(c.r.Rules.LongestDay)), d.first)
		}
		if i == 0 {
			continue
		}
		before := days[i-1]
		if rest := int(d.from.Sub(before.to).Minutes()); rest < c.r.Rules.DailyRest {
			c.find(Rest, fmt.Sprintf("%s heeft tussen %s en %s %s rust; %s is nodig.", p.Name, day(before.first.Date), day(d.first.Date), Hours(rest), Hours(c.r.Rules.DailyRest)),
				d.first, before.first)
		}
	}
}

// weeks looks for the long rest: from the first work after one to the end of the last work before the next there must be room
// in seven days for that next one. So everybody who works has it once in seven days, wherever their week begins.
func (c *check) weeks(p Person, own []Shift) {
	days := c.workdays(own)
	long := time.Duration(c.r.Rules.WeeklyRest) * time.Minute
	for i := 0; i < len(days); {
		last := i
		for last+1 < len(days) && days[last+1].from.Sub(days[last].to) < long {
			last++
		}
		for k := i; k <= last; k++ {
			if days[k].to.Sub(days[i].from) > 7*24*time.Hour-long {
				c.find(WeekRest, fmt.Sprintf("%s werkt van %s tot %s zonder %s rust na elkaar.", p.Name, day(days[i].first.Date), day(days[last].first.Date), Hours(c.r.Rules.WeeklyRest)),
					days[k].first, days[i].first)
				break
			}
		}
		i = last + 1
	}
}
