package roster

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Half is the length of what screens show: half an hour.
const Half office.Minute = 30

// Gap is a part of a post that nobody covers. With Cluster set there are people, and nobody of them can do what is offered.
type Gap struct {
	Site     office.SiteID
	Date     office.Date
	Work     Work
	Desk     office.Desk
	From, To office.Minute
	Cluster  office.ClusterID
	Offer    []Activity // of the post; nil with Cluster set
}

// Minutes is how long the gap is.
func (g Gap) Minutes() int { return int(g.To) - int(g.From) }

// HalfHour counts the posts of half an hour, and those of them that somewhere in it nobody covers.
type HalfHour struct {
	From          office.Minute
	Need, Missing int
}

// Cover is how a site's day is staffed.
type Cover struct {
	Site   office.SiteID
	Date   office.Date
	Posts  []Post
	Gaps   []Gap // posts by start, work and desk; then clusters
	Halves []HalfHour
}

// Need is the minutes of all posts.
func (c Cover) Need() (sum int) {
	for _, p := range c.Posts {
		sum += p.Minutes()
	}
	return sum
}

// Missing is the minutes of posts that nobody covers.
func (c Cover) Missing() (sum int) {
	for _, g := range c.Gaps {
		if g.Cluster == "" {
			sum += g.Minutes()
		}
	}
	return sum
}

// Short is how many desks that are open at one moment nobody is at, at the worst moment of the day.
func (c Cover) Short() (most int) {
	desk := func(g Gap) bool { return g.Work == Desk && g.Cluster == "" }
	for _, g := range c.Gaps {
		n := 0
		for _, o := range c.Gaps {
			if desk(g) && desk(o) && o.From <= g.From && g.From < o.To {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// Cover tells which posts of a site's day the roster covers. A moment is covered when there is a way to give each post a
// person of its own who may do it; where there are too few, the posts that come first by work and desk are served.
func (t Town) Cover(r Roster, site office.SiteID, on office.Date) Cover {
	c := Cover{Site: site, Date: on, Posts: t.Posts(site, on)}
	there := r.there(on)
	edges := c.edges(there)
	var open []Gap
	for i := 0; i+1 < len(edges); i++ {
		missing := c.moment(there, hours{edges[i], edges[i+1]})
		open = c.extend(open, missing)
	}
	c.Gaps = append(c.Gaps, open...)
	slices.SortStableFunc(c.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(min(1, len(a.Cluster)), min(1, len(b.Cluster))), cmp.Compare(a.From, b.From), cmp.Compare(a.Work, b.Work),
			cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Cluster, b.Cluster))
	})
	c.Halves = c.halves()
	return c
}

// extend adds what is missing at the next moment to what was missing until then; what ended goes to the cover's gaps.
func (c *Cover) extend(open, missing []Gap) (next []Gap) {
	for _, m := range missing {
		at := slices.IndexFunc(open, func(g Gap) bool {
			return g.To == m.From && g.Work == m.Work && g.Desk == m.Desk && g.Cluster == m.Cluster && slices.EqualFunc(g.Offer, m.Offer, sameActivity)
		})
		if at >= 0 {
			m.From = open[at].From
			open = slices.Delete(open, at, at+1)
		}
		next = append(next, m)
	}
	c.Gaps = append(c.Gaps, open...)
	return next
}

func sameActivity(a, b Activity) bool {
	return a.Cluster == b.Cluster && slices.Equal(a.Products, b.Products)
}

// present is somebody who is at work in some hours.
type present struct {
	person Person
	shift  Shift
	left   []hours // of the shift: less absences, and less what an earlier shift of the same person takes
}

// there lists who is at work on a date, each at one place at a time, in the order of the shifts.
func (r Roster) there(on office.Date) (out []present) {
	var shifts []Shift
	for _, s := range r.Shifts {
		if s.Date == on && s.From < s.To {
			shifts = append(shifts, s)
		}
	}
	slices.SortFunc(shifts, Shift.Compare)
	for i, s := range shifts {
		p, ok := r.Person(s.Person)
		if !ok {
			continue
		}
		left := []hours{{s.From, s.To}}
		for _, before := range shifts[:i] {
			if before.Person == s.Person {
				left = cut(left, hours{before.From, before.To})
			}
		}
		for _, a := range r.Absences {
			if from, to, ok := a.on(on); ok && a.Person == s.Person {
				left = cut(left, hours{from, to})
			}
		}
		out = append(out, present{p, s, left})
	}
	return out
}

// edges are the moments of the day at which anything changes.
func (c Cover) edges(there []present) (out []office.Minute) {
	for _, p := range c.Posts {
		out = append(out, p.From, p.To)
	}
	for _, x := range there {
		if x.shift.Site == c.Site {
			for _, h := range x.left {
				out = append(out, h.from, h.to)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moment lists what is missing in hours in which nothing changes.
func (c Cover) moment(there []present, h hours) (out []Gap) {
	var posts []Post
	for _, p := range c.Posts {
		if p.From <= h.from && h.to <= p.To {
			posts = append(posts, p)
		}
	}
	slices.SortStableFunc(posts, func(a, b Post) int { return cmp.Or(cmp.Compare(a.Work, b.Work), cmp.Compare(a.Desk, b.Desk)) })
	var people []present
	for _, x := range there {
		if x.shift.Site == c.Site && slices.ContainsFunc(x.left, func(l hours) bool { return l.from <= h.from && h.to <= l.to }) {
			people = append(people, x)
		}
	}
	served := match(posts, people)
	for i, p := range posts {
		if !served[i] {
			out = append(out, Gap{c.Site, c.Date, p.Work, p.Desk, h.from, h.to, "", p.Offer})
		}
	}
	return append(out, c.unskilled(posts, people, h)...)
}

// unskilled lists the clusters that desks offer while nobody of the people at desks can do them. With no desk served at all
// the gaps of the posts say enough.
func (c Cover) unskilled(posts []Post, people []present, h hours) (out []Gap) {
	people = slices.DeleteFunc(slices.Clone(people), func(x present) bool { return x.shift.Work != Desk })
	if len(people) == 0 {
		return nil
	}
	var offer []Activity
	for _, p := range posts {
		if p.Work == Desk {
			offer = merged(offer, p.Offer)
		}
	}
	for _, a := range offer {
		if !slices.ContainsFunc(people, func(x present) bool { return x.person.Can(a) }) {
			out = append(out, Gap{c.Site, c.Date, Desk, 0, h.from, h.to, a.Cluster, nil})
		}
	}
	return out
}

// serves reports whether who is there may take the post.
func (x present) serves(p Post) bool {
	return x.shift.Work == p.Work && (x.shift.Desk == 0 || x.shift.Desk == p.Desk) && x.person.canAny(p.Offer)
}

// match gives each post a person of its own, as many as can be and the first posts first: augmenting paths, which never take a
// post from one that has somebody.
func match(posts []Post, people []present) (served []bool) {
	served = make([]bool, len(posts))
	at := make([]int, len(people)) // post of each, plus 1
	for i := range posts {
		seen := make([]bool, len(people))
		var find func(post int) bool
		find = func(post int) bool {
			for k, x := range people {
				if seen[k] || !x.serves(posts[post]) {
					continue
				}
				seen[k] = true
				if at[k] == 0 || find(at[k]-1) {
					at[k] = post + 1
					return true
				}
			}
			return false
		}
		served[i] = find(i)
	}
	return served
}

// halves counts posts and gaps by half hours, of those in which any post is open.
func (c Cover) halves() (out []HalfHour) {
	for from := office.Minute(0); from < office.EndOfDay; from += Half {
		h := HalfHour{From: from}
		for _, p := range c.Posts {
			if p.From < from+Half && from < p.To {
				h.Need++
			}
		}
		for _, g := range c.Gaps {
			if g.Cluster == "" && g.From < from+Half && from < g.To {
				h.Missing++
			}
		}
		if h.Need > 0 {
			h.Missing = min(h.Missing, h.Need) // two gaps of one post may lie in one half hour
			out = append(out, h)
		}
	}
	return out
}

// AtDesks lists who works at the desks of a site on a date, and is not absent all the while, by when they come.
func (r Roster) AtDesks(site office.SiteID, on office.Date) (out []Person) {
	for _, x := range r.there(on) {
		if x.shift.Site == site && x.shift.Work == Desk && len(x.left) > 0 && !slices.ContainsFunc(out, func(p Person) bool { return p.ID == x.person.ID }) {
			out = append(out, x.person)
		}
	}
	return out
}
