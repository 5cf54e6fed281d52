package roster

import (
	"cmp"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Sum is hours needed beside hours there, of some sites in one week (A002-62). All are minutes.
type Sum struct {
	Need     int // of all posts
	Contract int // of all who may be rostered at the sites, as far as they are free
	Missing  int // that cannot be covered, however the people are spread
	Days     []DaySum
	Skills   []SkillSum
	Unknown  []office.ClerkID // whose contract nobody said; they count for nothing
}

// DaySum is one date. Missing is of that date by itself: if all who can and are free came on it.
type DaySum struct {
	Date                   office.Date
	Need, Missing, Evening int // Evening: of Need, from Evening on, or on a Saturday or Sunday
}

// SkillSum is one cluster of products at the desks.
type SkillSum struct {
	Cluster  office.ClusterID
	Open     int // that it is offered, each site by itself: so long somebody who can must be there
	Desk     int // at desks that offer it
	People   int // who can
	Contract int // of these
	Missing  int // in which nobody who can could be there
}

// Need compares what the calendar asks of some sites in a week with whom there is. What is rostered for the back office, for
// training or at other sites takes from the hours there, and so do absences: a day of a working week is a fifth of a contract.
// A person gives no more than the contract in the week, than the longest day on a date, and than a post is open. That they
// cannot be at two posts at one moment, and must rest, is not counted: less may be possible than this says, never more.
func (t Town) Need(r Roster, sites []office.SiteID, monday office.Date) Sum {
	r.Rules = r.Rules.Filled()
	n := &need{r: r, week: Week(monday), sites: sites}
	n.hire()
	var sum Sum
	sum.Unknown = n.unknown
	for _, h := range n.people {
		sum.Contract += h.free
	}
	var all []demand
	for d := n.week.From; d <= n.week.To; d++ {
		day := DaySum{Date: d}
		var own []demand
		for _, site := range sites {
			for _, p := range t.Posts(site, d) {
				day.Need += p.Minutes()
				day.Evening += evening(p)
				own = gather(own, p)
			}
		}
		day.Missing = day.Need - n.flow(own)
		sum.Need += day.Need
		sum.Days = append(sum.Days, day)
		all = append(all, own...)
	}
	sum.Missing = sum.Need - n.flow(all)
	sum.Skills = n.skills(all)
	return sum
}

// evening is how much of a post lies outside the hours of an office.
func evening(p Post) int {
	if w := p.Date.Weekday(); w == time.Saturday || w == time.Sunday {
		return p.Minutes()
	}
	return max(0, int(p.To)-int(max(p.From, Evening)))
}

// demand is posts of one site and date that ask for the same, and when any of them is open.
type demand struct {
	Post        // the first of them
	minutes int // of all together
	open    []hours
}

// gather adds a post to the demands of its date, the evening apart: who works by day is not there then.
func gather(all []demand, p Post) []demand {
	if p.From < Evening && Evening < p.To {
		late := p
		p.To, late.From = Evening, Evening
		all = gather(all, late)
	}
	at := slices.IndexFunc(all, func(d demand) bool {
		return d.Site == p.Site && d.Work == p.Work && (d.From >= Evening) == (p.From >= Evening) && slices.EqualFunc(d.Offer, p.Offer, sameActivity)
	})
	if at < 0 {
		at, all = len(all), append(all, demand{Post: p})
	}
	all[at].minutes += p.Minutes()
	all[at].open = union(all[at].open, hours{p.From, p.To})
	return all
}

// union adds a stretch to stretches that do not touch.
func union(all []hours, more hours) []hours {
	var out []hours
	for _, h := range all {
		if h.to < more.from || more.to < h.from {
			out = append(out, h)
			continue
		}
		more.from, more.to = min(more.from, h.from), max(more.to, h.to)
	}
	out = append(out, more)
	slices.SortFunc(out, func(a, b hours) int { return cmp.Compare(a.from, b.from) })
	return out
}

func length(all []hours) (sum int) {
	for _, h := range all {
		sum += int(h.to) - int(h.from)
	}
	return sum
}

// hired is somebody who may be rostered at the sites.
type hired struct {
	Person
	free int // minutes of the contract that are left in the week
}

type need struct {
	r       Roster
	week    office.Period
	sites   []office.SiteID
	people  []hired
	unknown []office.ClerkID
}

// hire lists the people.
func (n *need) hire() {
	for _, p := range n.r.People {
		if !slices.ContainsFunc(n.sites, p.At) || !p.Does(Desk) && !p.Does(Reception) && !p.Does(Phone) {
			continue
		}
		if p.Contract == 0 {
			n.unknown = append(n.unknown, p.ID)
			continue
		}
		free := p.Contract
		for d := n.week.From; d <= n.week.To; d++ {
			if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
				free -= min(p.Contract/5, int(office.EndOfDay)-length(n.present(p.ID, d, hours{0, office.EndOfDay})))
			}
		}
		for _, s := range n.r.Shifts {
			if s.Person == p.ID && n.week.Contains(s.Date) && (!s.Work.AtPost() || !slices.Contains(n.sites, s.Site)) {
				free -= s.Minutes()
			}
		}
		n.people = append(n.people, hired{p, max(0, free)})
	}
}

// present is what absences leave of hours of a date.
func (n *need) present(id office.ClerkID, d office.Date, of hours) []hours {
	left := []hours{of}
	for _, a := range n.r.Absences {
		if from, to, ok := a.on(d); ok && a.Person == id {
			left = cut(left, hours{from, to})
		}
	}
	return left
}

// flow is how many minutes of the demands the people can give at most.
func (n *need) flow(all []demand) int {
	net := newNetwork()
	wants := make([]int, len(all))
	for i, d := range all {
		wants[i] = net.node()
		net.pipe(wants[i], sink, d.minutes)
	}
	for _, h := range n.people {
		person := net.node()
		net.pipe(source, person, h.free)
		days := map[office.Date]int{}
		for i, d := range all {
			if !h.At(d.Site) || !h.Does(d.Work) || !h.canAny(d.Offer) {
				continue
			}
			can := 0
			for _, o := range d.open {
				can += length(n.present(h.ID, d.Date, o))
			}
			if can == 0 {
				continue
			}
			if days[d.Date] == 0 {
				days[d.Date] = net.node()
				net.pipe(person, days[d.Date], n.r.Rules.LongestDay)
			}
			net.pipe(days[d.Date], wants[i], can)
		}
	}
	return net.run()
}

// skills tells of each cluster that desks offer, in the order in which it is met.
func (n *need) skills(all []demand) (out []SkillSum) {
	parts := map[office.ClusterID][]demand{}
	for _, d := range all {
		for _, a := range d.Offer {
			if d.Work != Desk {
				continue
			}
			if parts[a.Cluster] == nil {
				out = append(out, SkillSum{Cluster: a.Cluster})
			}
			s := &out[slices.IndexFunc(out, func(s SkillSum) bool { return s.Cluster == a.Cluster })]
			s.Desk += d.minutes
			parts[a.Cluster] = apart(parts[a.Cluster], d, a)
		}
	}
	for i := range out {
		s := &out[i]
		for k := range parts[s.Cluster] {
			d := &parts[s.Cluster][k]
			d.minutes = length(d.open)
			s.Open += d.minutes
		}
		s.Missing = s.Open - n.flow(parts[s.Cluster])
		for _, h := range n.people {
			if h.Does(Desk) && slices.ContainsFunc(parts[s.Cluster], func(d demand) bool { return h.At(d.Site) && h.canAny(d.Offer) }) {
				s.People++
				s.Contract += h.free
			}
		}
	}
	return out
}

// apart adds when a site's day offers one activity: the same moment at two desks asks for one person who can.
func apart(all []demand, d demand, a Activity) []demand {
	at := slices.IndexFunc(all, func(x demand) bool { return x.Site == d.Site && x.Date == d.Date })
	if at < 0 {
		at, all = len(all), append(all, demand{Post: d.Post})
		all[at].Offer = nil
	}
	for _, o := range d.open {
		all[at].open = union(all[at].open, o)
	}
	all[at].Offer = merged(all[at].Offer, []Activity{a})
	return all
}
