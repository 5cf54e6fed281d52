package state

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// travelling is the page of documents that go to a counter without vault for the day, and come back (A002-45).
type travelling struct {
	chosen string        // number of a trip that is out; empty: a new one
	id, by string        // of the new one, as typed; empty: as proposed
	to     office.SiteID // empty: not chosen
	began  bool
	doc    string          // chosen document
	taken  map[string]bool // what goes along on the new one
	fate   map[string]fate // what became of those of a trip that is out
}

// fate is what became of a document on a trip.
type fate uint8

const (
	onTheWay fate = iota
	cameBack
	handedOver
	fates // how many there are
)

// newTrip is the row that begins a trip.
const newTrip = "+"

// TripShown is that page in words.
type TripShown struct {
	Trips     []Row
	Chosen    string
	Title     string // above the documents
	Rows      []Row
	Doc       string
	Empty     string
	Say, Next string // a trip that is late
	New       bool   // the fields of a new one are shown
	Sites     []Row
	ID, By    string
	Verb      string
	Can       bool
}

// evening is when documents are expected back unless somebody says another hour.
const evening office.Minute = 21 * 60

// ChooseTrip chooses a trip that is out, or to begin a new one.
func (c *Clerk) ChooseTrip(id string) {
	c.change(func() {
		if id == newTrip {
			id = ""
		}
		if t := &c.vault.trip; !t.began || t.chosen != id {
			*t = travelling{chosen: id, began: true}
		}
		c.notice = Notice{}
	})
}

// ChooseTripDocument chooses a document of the trip.
func (c *Clerk) ChooseTripDocument(number string) { c.change(func() { c.vault.trip.doc = number }) }

// TickTripDocument says that a document goes along; on a trip that is out it goes from back to handed out to still out.
func (c *Clerk) TickTripDocument(number string) {
	c.change(func() {
		v := &c.vault.trip
		v.doc = number
		switch t := c.trip(); {
		case t == nil:
			taken := map[string]bool{number: !v.taken[number]}
			for n, yes := range v.taken {
				if n != number {
					taken[n] = yes
				}
			}
			v.taken = taken
		case !t.Lent:
			all := map[string]fate{number: (v.fate[number] + 1) % fates}
			for n, f := range v.fate {
				if n != number {
					all[n] = f
				}
			}
			v.fate = all
		}
	})
}

// SetTrip takes the number of a new trip, and when it is back.
func (c *Clerk) SetTrip(id, by string) {
	c.change(func() { c.vault.trip.id, c.vault.trip.by = id, by })
}

// SetTripSite says where a new trip goes.
func (c *Clerk) SetTripSite(id string) { c.change(func() { c.vault.trip.to = office.SiteID(id) }) }

// goal is where a new trip goes: the location that was chosen, or the only one.
func (c *Clerk) goal() office.SiteID {
	all := c.goals()
	if len(all) == 1 {
		return all[0].ID
	}
	return c.vault.trip.to
}

// trip is the chosen one; nil: a new one. Where nothing was chosen it is the first that is late, and at a counter
// without vault the first.
func (c *Clerk) trip() *Trip {
	all, v := c.vault.lists.Trips, &c.vault.trip
	i := slices.IndexFunc(all, func(t Trip) bool { return t.ID == v.chosen })
	if v.chosen == "" && !v.began {
		i = slices.IndexFunc(all, func(t Trip) bool { return t.Late })
		if i < 0 && !c.snap.Vault.Present && len(all) > 0 {
			i = 0
		}
	}
	if i < 0 {
		return nil
	}
	return &all[i]
}

// goals are the locations where a new trip may go.
func (c *Clerk) goals() []SiteName {
	return slices.DeleteFunc(slices.Clone(c.snap.Sites), func(s SiteName) bool { return s.ID == c.snap.Site || s.Vault })
}

// site is the name of a location.
func (c *Clerk) site(id office.SiteID) string {
	for _, s := range c.snap.Sites {
		if s.ID == id {
			return s.Name
		}
	}
	return string(id)
}

// tripID is the number of a new trip: as typed, or one made of the day that is not out yet.
func (c *Clerk) tripID() string {
	if id := strings.ToUpper(strings.TrimSpace(c.vault.trip.id)); id != "" {
		return id
	}
	day := c.snap.Today.UTC().Format("060102")
	for n := 1; ; n++ {
		id := fmt.Sprintf("R-%s-%d", day, n)
		if !slices.ContainsFunc(c.vault.lists.Trips, func(t Trip) bool { return t.ID == id }) {
			return id
		}
	}
}

// Travel does what the page is at: gives documents along, writes down what came back, or sends home what was lent. What leaves
// goes through its doors first; who carries it says so when they have it in their hands.
func (c *Clerk) Travel() {
	c.mu.Lock()
	t, verb := c.trip(), c.cfg.Words.Safe.Depart
	var what seconding
	var missing string
	var ways []way
	switch {
	case t == nil:
		what, missing = c.departure()
		ways = c.waysOf(c.alongDocuments(), ForCollect)
	case t.Lent:
		what, verb = c.homeward(*t), c.cfg.Words.Safe.GoHome
		ways = c.waysOf(t.Documents, ForCollect)
	default:
		what, missing = c.homecoming(*t)
	}
	c.mu.Unlock()
	switch {
	case missing != "":
		c.change(func() { c.say(missing, "", Warn) })
	case len(ways) > 0:
		c.pass(&opening{ways: ways, what: what.what, two: true, verb: verb, record: what.run, then: what.then})
	default:
		c.together(what)
	}
}

// alongDocuments are those that go along on a new trip.
func (c *Clerk) alongDocuments() (out []string) {
	for _, i := range c.vault.stock.Items {
		if c.vault.trip.taken[string(i.Number)] {
			out = append(out, string(i.Number))
		}
	}
	return out
}

// travelled ends a trip's act.
func (c *Clerk) travelled(say, id string) func(Receipt) {
	return func(Receipt) {
		c.vault.trip = travelling{}
		c.say(text.Fill(say, "trip", id), "", Good)
		c.loadStock()
	}
}

// departure gives documents to a colleague who carries them.
func (c *Clerk) departure() (s seconding, missing string) {
	w, v := c.cfg.Words.Safe, &c.vault.trip
	t := Trip{ID: c.tripID(), BackBy: evening, Documents: c.alongDocuments()}
	if len(t.Documents) == 0 {
		return s, w.NeedDocs
	}
	if t.With = c.goal(); t.With == "" {
		return s, w.NeedTo
	}
	if by := strings.TrimSpace(v.by); by != "" {
		m, err := office.ParseMinute(by)
		if err != nil {
			return s, w.NeedTime
		}
		t.BackBy = m
	}
	return seconding{what: text.Fill(w.TwoDepart, "trip", t.ID), then: c.travelled(w.Departed, t.ID),
		run: func(ctx context.Context, who Second) (Receipt, error) { return c.cfg.Counter.Depart(ctx, t, who) }}, ""
}

// homeward sends all that is left of a trip back to the vault that lent it.
func (c *Clerk) homeward(t Trip) seconding {
	w := c.cfg.Words.Safe
	t.Documents, t.BackBy = nil, 0
	return seconding{what: text.Fill(w.TwoHome, "trip", t.ID), then: c.travelled(w.WentHome, t.ID),
		run: func(ctx context.Context, who Second) (Receipt, error) { return c.cfg.Counter.Depart(ctx, t, who) }}
}

// homecoming writes down what came back and what was handed out there.
func (c *Clerk) homecoming(t Trip) (s seconding, missing string) {
	w := c.cfg.Words.Safe
	var back, handed []string
	for _, n := range t.Documents {
		switch c.vault.trip.fate[n] {
		case cameBack:
			back = append(back, n)
		case handedOver:
			handed = append(handed, n)
		}
	}
	if len(back)+len(handed) == 0 {
		return s, w.NeedDocs
	}
	return seconding{what: text.Fill(w.TwoBack, "trip", t.ID), then: c.travelled(w.BroughtBack, t.ID),
		run: func(ctx context.Context, who Second) (Receipt, error) {
			return c.cfg.Counter.BringBack(ctx, t.ID, back, handed, who)
		}}, ""
}

func (c *Clerk) showTrip() TripShown {
	w, v, t := c.cfg.Words.Safe, &c.vault.trip, c.trip()
	s := TripShown{Chosen: newTrip, Title: w.TripStock, Empty: w.TripEmpty, New: t == nil, Verb: w.Depart, ID: v.id, By: v.by, Doc: v.doc}
	for _, one := range c.vault.lists.Trips {
		s.Trips = append(s.Trips, c.tripRow(one))
	}
	if c.snap.Vault.Present {
		s.Trips = append(s.Trips, Row{ID: newTrip, Main: w.NewTrip, Detail: c.tripID()})
	}
	if t == nil {
		c.showDeparture(&s)
		return s
	}
	s.Chosen, s.Title, s.Say, s.Next = t.ID, w.TripDocs, t.Say, t.Next
	for _, n := range t.Documents {
		r := c.documentRow(n)
		switch f := v.fate[n]; {
		case t.Lent:
		case f == cameBack:
			r.State, r.Shape, r.Tone, s.Can = w.TripHome, Full, Good, true
		case f == handedOver:
			r.State, r.Shape, r.Tone, s.Can = w.TripHand, Full, Main, true
		default:
			r.State, r.Shape, r.Tone = w.TripOn, Empty, Warn
		}
		s.Rows = append(s.Rows, r)
	}
	s.Verb = w.BringBack
	if t.Lent {
		s.Verb, s.Can = w.GoHome, len(t.Documents) > 0
	}
	return s
}

// showDeparture adds what a new trip needs.
func (c *Clerk) showDeparture(s *TripShown) {
	v := &c.vault.trip
	to := c.goal()
	for _, g := range c.goals() {
		r := Row{ID: string(g.ID), Main: g.Name, Shape: Empty}
		if g.ID == to {
			r.State, r.Shape, r.Tone, r.Strong = c.cfg.Words.Safe.ThisWay, Full, Good, true
		}
		s.Sites = append(s.Sites, r)
	}
	if s.ID == "" {
		s.ID = c.tripID()
	}
	if s.By == "" {
		s.By = evening.String()
	}
	for _, i := range c.vault.stock.Items {
		if i.Held != "" || i.Place == "" && len(c.snap.Sites) == 0 {
			continue // it may not go out there either
		}
		r := c.documentRow(string(i.Number))
		if r.Shape = Empty; v.taken[string(i.Number)] {
			r.Shape, r.Tone, s.Can = Full, Good, true
		}
		s.Rows = append(s.Rows, r)
	}
}

func (c *Clerk) tripRow(t Trip) Row {
	w := c.cfg.Words.Safe
	form := w.TripOut
	if t.Lent {
		form = w.TripLent
	}
	r := Row{ID: t.ID, Main: t.ID, Detail: text.Fill(form, "site", c.site(t.With)), State: t.BackBy.String(), Shape: Half, Tone: Main}
	if t.Late {
		r.State, r.Shape, r.Tone = w.TripLate, Empty, Bad
	}
	return r
}

// documentRow is a document as far as it is known here.
func (c *Clerk) documentRow(n string) Row {
	r := Row{ID: n, Main: n}
	for _, i := range c.vault.stock.Items {
		if string(i.Number) == n {
			r.Detail, r.State = joined(i.Kind, i.Holder), c.lies(i)
		}
	}
	return r
}
