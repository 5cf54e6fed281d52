package roster

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Town is what posts come from: the compiled plan, and its rules by id, which tell what an opening serves. It is only read.
type Town struct {
	Plan  *calendar.Plan
	Rules map[string]calendar.Rule

	posts map[place][]Post // that were asked for before; nil: nobody remembers
}

// remembering is the same town, for one piece of work that asks for the posts of a day many times.
func (t Town) remembering() Town {
	if t.posts == nil {
		t.posts = map[place][]Post{}
	}
	return t
}

// Activity is a cluster of products that a post offers, with those of its products that it offers.
type Activity struct {
	Cluster  office.ClusterID
	Products []office.ProductID
}

// Post is what asks for one person: a desk for one opening, or a kind of work that has no desks.
type Post struct {
	Site     office.SiteID
	Date     office.Date
	Work     Work
	Desk     office.Desk // 0: the site's reception or phone, or a walk-in
	From, To office.Minute
	Offer    []Activity // empty: nothing in particular
}

// Minutes is how long the post is open.
func (p Post) Minutes() int { return int(p.To) - int(p.From) }

// Posts are those of a site on a date, by start, work and desk. A desk is open for its whole slots. A walk-in asks for
// one person while no desk is open by appointment: with desks open, they take turns. Self-service asks for nobody.
func (t Town) Posts(id office.SiteID, on office.Date) []Post {
	if t.posts == nil {
		return t.open(id, on)
	}
	out, known := t.posts[place{id, on}]
	if !known {
		out = t.open(id, on)
		t.posts[place{id, on}] = out
	}
	return slices.Clone(out)
}

// open derives the posts from the calendar.
func (t Town) open(id office.SiteID, on office.Date) []Post {
	site, ok := t.Plan.Site(id)
	if !ok {
		return nil
	}
	var out []Post
	day := t.Plan.Day(id, on)
	for i := range day.Openings {
		o := &day.Openings[i]
		p := Post{Site: id, Date: on, From: o.From, To: o.To}
		switch o.Mode {
		case calendar.Appointment:
			p.To = o.From + o.Slot*office.Minute(o.Slots)
			p.Work, p.Offer = Desk, t.offer(site, o, on)
			for k := range o.Desks {
				p.Desk = o.FirstDesk + office.Desk(k)
				out = append(out, p)
			}
		case calendar.Reception:
			p.Work = Reception
			out = append(out, p)
		case calendar.Phone:
			p.Work = Phone
			out = append(out, p)
		}
	}
	out = append(out, t.walkIns(site, day, out)...)
	out = single(out)
	slices.SortFunc(out, func(a, b Post) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Work, b.Work), cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.To, b.To))
	})
	return out
}

// walkIns are the posts of walk-ins where no desk is open.
func (t Town) walkIns(site office.Site, day *calendar.Day, desks []Post) (out []Post) {
	for i := range day.Openings {
		o := &day.Openings[i]
		if o.Mode != calendar.WalkIn {
			continue
		}
		free := []hours{{o.From, o.To}}
		for _, d := range desks {
			if d.Work == Desk {
				free = cut(free, hours{d.From, d.To})
			}
		}
		for _, h := range free {
			out = append(out, Post{Site: site.ID, Date: day.Date, Work: Desk, From: h.from, To: h.to, Offer: t.offer(site, o, day.Date)})
		}
	}
	return out
}

// single joins posts without a desk that overlap: two rules of one reception, for different products, ask for one person.
func single(all []Post) (out []Post) {
	slices.SortStableFunc(all, func(a, b Post) int { return cmp.Compare(a.From, b.From) })
	for _, p := range all {
		at := slices.IndexFunc(out, func(q Post) bool { return p.Desk == 0 && q.Desk == 0 && p.Work == q.Work && p.From < q.To })
		if at < 0 {
			out = append(out, p)
			continue
		}
		q := &out[at]
		q.To = max(q.To, p.To)
		q.Offer = merged(q.Offer, p.Offer)
	}
	return out
}

// merged is what either offers.
func merged(a, b []Activity) []Activity {
	out := slices.Clone(a)
	for _, x := range b {
		at := slices.IndexFunc(out, func(y Activity) bool { return y.Cluster == x.Cluster })
		if at < 0 {
			out = append(out, x)
			continue
		}
		for _, p := range x.Products {
			if !slices.Contains(out[at].Products, p) {
				out[at].Products = append(slices.Clone(out[at].Products), p)
			}
		}
	}
	return out
}

// offer is what an opening serves, in the order of the plan's products. What is only counted, or never by appointment, asks
// for no skill at a desk.
func (t Town) offer(site office.Site, o *calendar.Opening, on office.Date) (out []Activity) {
	rule := t.Rules[o.Rule]
	all := len(rule.Products) == 0 && len(rule.Clusters) == 0
	for _, p := range t.Plan.Products() {
		c := p.Cluster.Value
		named := all || slices.Contains(rule.Products, p.ID) || slices.Contains(rule.Clusters, c)
		switch {
		case !named || slices.Contains(rule.Except, p.ID) || !site.Serves(c) || p.StatisticsOnly || !p.Offered.Contains(on):
			continue
		case o.Mode == calendar.Appointment && (p.Appointment.Value == office.AppointmentNone || p.Vault.Value && !site.Vault.Value):
			continue
		case o.Mode == calendar.WalkIn && !p.WalkIn.Value:
			continue
		}
		at := slices.IndexFunc(out, func(a Activity) bool { return a.Cluster == c })
		if at < 0 {
			at, out = len(out), append(out, Activity{Cluster: c})
		}
		out[at].Products = append(out[at].Products, p.ID)
	}
	return out
}

// hours is a stretch of one date.
type hours struct{ from, to office.Minute }

// cut is what of the stretches lies outside another.
func cut(all []hours, away hours) (out []hours) {
	for _, h := range all {
		if away.to <= h.from || h.to <= away.from {
			out = append(out, h)
			continue
		}
		if h.from < away.from {
			out = append(out, hours{h.from, away.from})
		}
		if away.to < h.to {
			out = append(out, hours{away.to, h.to})
		}
	}
	return out
}
