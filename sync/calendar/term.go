package calendar

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Horizon is how many days ahead a booking may be made unless a window says otherwise: eight weeks,
// because in 2021 the first free slot of a city was three to four weeks away (facts 2.6).
const Horizon = 56

// Window is the stretch of days a channel may book in, counted in civil days from today (0).
type Window struct{ First, Last int }

// Windows are the stretches per channel; a channel that is missing has the default: citizens from
// tomorrow, staff from today (A000-33), both up to the Horizon.
type Windows map[office.Channel]Window

// Term says how early and how late a product may be booked through a channel (facts 2.12: at most thirty days ahead
// in one city). The most particular term holds: of the product and channel, of the product, of the channel, of
// everything. Of a visit with several products the strictest holds.
type Term struct {
	Product office.ProductID // empty: every product without a term of its own
	Channel office.Channel   // ChannelUnknown: every channel without a term of its own
	Window  Window
	Notice  int // minutes at least between the asking and the beginning; 0: none
}

// MaxNotice is the longest notice a term can ask for, in minutes: thirty days.
const MaxNotice = 30 * 24 * 60

// ID names the term for planners and in errors: "eid-aanvraag/web".
func (t Term) ID() string {
	if t.Channel == office.ChannelUnknown {
		return string(t.Product)
	}
	return fmt.Sprintf("%s/%s", t.Product, t.Channel)
}

// check reports what is wrong with the term on its own.
func (t Term) check() *Flaw {
	bad := func(field, problem, dutch string) *Flaw { return flawed(TermThing, t.ID(), field, problem, dutch) }
	switch {
	case t.Window.First < 0 || t.Window.Last < t.Window.First:
		return bad("last", fmt.Sprintf("from day %d to day %d", t.Window.First, t.Window.Last), fmt.Sprintf("van dag %d tot dag %d", t.Window.First, t.Window.Last))
	case t.Notice < 0 || t.Notice > MaxNotice:
		return bad("notice_minutes", fmt.Sprintf("a notice of %d minutes; want 0 to %d", t.Notice, MaxNotice), fmt.Sprintf("%d minuten vooraf; hoogstens %d", t.Notice, MaxNotice))
	}
	return nil
}

// terms finds terms: of a product and channel, each with its empty value.
type terms map[termKey]Term

type termKey struct {
	product office.ProductID
	channel office.Channel
}

// onTheDay is the term of what fills the free moments of the day and nothing else (A001-12 to A001-15).
var onTheDay = Term{Window: Window{0, 0}}

// term is the term that holds for a product through a channel. What exists for statistics of urgent matters is for
// today, unless a term of its own says otherwise.
func (p *Plan) term(pr *product, by office.Channel) Term {
	for _, key := range []termKey{{pr.ID, by}, {pr.ID, office.ChannelUnknown}} {
		if t, ok := p.terms[key]; ok {
			return t
		}
	}
	if pr.fillsTheDay() {
		return onTheDay
	}
	return p.channelTerm(by)
}

// channelTerm is the term of a channel for products without their own.
func (p *Plan) channelTerm(by office.Channel) Term {
	if t, ok := p.terms[termKey{channel: by}]; ok {
		return t
	}
	if w, ok := p.windows[by]; ok {
		return Term{Window: w}
	}
	if t, ok := p.terms[termKey{}]; ok {
		return t
	}
	return Term{Window: Window{0, Horizon}}
}

// forCitizens is the window as a channel may have it: a citizen's never books on the day itself, whatever is
// configured (A000-33).
func (w Window) forCitizens(by office.Channel) Window {
	if !by.Staff() {
		w.First = max(w.First, 1)
	}
	return w
}

// strictest is the term that keeps every product's of a visit.
func (p *Plan) strictest(products []*product, by office.Channel) Term {
	var all Term
	for i, pr := range products {
		t := p.term(pr, by)
		if i == 0 {
			all = t
			continue
		}
		all.Window.First = max(all.Window.First, t.Window.First)
		all.Window.Last = min(all.Window.Last, t.Window.Last)
		all.Notice = max(all.Notice, t.Notice)
	}
	all.Window = all.Window.forCitizens(by)
	return all
}

// dates is the window as civil dates, at the instant now.
func (p *Plan) dates(w Window, now time.Time) (first, last office.Date) {
	today := p.Today(now)
	return today + office.Date(w.First), today + office.Date(w.Last)
}

// soonest is the instant before which a visit of this term cannot begin.
func (t Term) soonest(now time.Time) time.Time { return now.Add(time.Duration(t.Notice) * time.Minute) }

// inTerm judges a start against what is past, the notice and the window.
func (p *Plan) inTerm(v visit, w Wish) Verdict {
	if w.Start < p.notBefore(w.Date, w.Now) {
		return refusal(Past, fmt.Sprintf("%s om %s is voorbij.", SayDate(w.Date), w.Start))
	}
	if no := p.dateInTerm(v, w.Date, w.Now); !no.OK {
		return no
	}
	if soonest := v.term.soonest(w.Now); v.term.Notice > 0 && w.Start < p.notBefore(w.Date, soonest) {
		return refusal(TooSoon, sayNotice(p, soonest))
	}
	return fine
}

// dateInTerm judges a date that is not past against the window of the visit.
func (p *Plan) dateInTerm(v visit, d office.Date, now time.Time) Verdict {
	first, last := p.dates(v.term.Window, now)
	switch {
	case first > last:
		return refusal(NotTogether, "Deze producten kunnen niet in één bezoek: ze worden op verschillende termijnen gegeven.")
	case d > last && v.term == onTheDay:
		return refusal(TodayOnly, "Dit is er alleen voor de vrije momenten van vandaag.")
	case d < first && !v.channel.Staff():
		return refusal(SameDay, fmt.Sprintf("U kunt een afspraak maken vanaf %s.", SayDate(first)))
	case d < first:
		return refusal(SameDay, fmt.Sprintf("Een afspraak kan vanaf %s.", SayDate(first)))
	case d > last:
		return refusal(BeyondHorizon, fmt.Sprintf("Een afspraak kan tot en met %s.", SayDate(last)))
	}
	return fine
}
