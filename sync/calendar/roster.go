package calendar

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Roster is when a site serves visitors in one mode: its hours at the desks, of the walk-in, of the reception, of the
// self-service desk, on the phone. They differ (A002-37, A002-49), begin and end on dates of their own (A002-53), and
// a site may have none (A002-52).
type Roster struct {
	plan *Plan
	site *site
	mode Mode
}

// Hours is an unbroken stretch of a date in which somebody is served.
type Hours struct {
	Date     office.Date
	From, To office.Minute // local wall time
}

// Roster is that of a site in a mode. That of an unknown site is empty.
func (p *Plan) Roster(at office.SiteID, m Mode) Roster { return Roster{p, p.bySite[at], m} }

// Exists reports whether the site serves in the mode at all on the date or later, closures aside. Where there is no
// reception, visitors check in at the kiosk or the desk (A002-52).
func (r Roster) Exists(from office.Date) bool {
	if r.site == nil {
		return false
	}
	for i := range r.site.rules {
		if own := &r.site.rules[i]; own.Mode == r.mode && (own.Valid.To == 0 || own.Valid.To >= from) {
			return true
		}
	}
	return false
}

// On lists the hours of a date, in order; hours that touch are one.
func (r Roster) On(d office.Date) []Hours {
	if r.site == nil {
		return nil
	}
	var list []Hours
	day := r.plan.day(r.site, d)
	for i := range day.Openings { // by start
		o := &day.Openings[i]
		if o.Mode != r.mode {
			continue
		}
		if n := len(list); n > 0 && o.From <= list[n-1].To {
			list[n-1].To = max(list[n-1].To, o.To)
			continue
		}
		list = append(list, Hours{d, o.From, o.To})
	}
	return list
}

// At gives the hours that hold the instant; ok is false when nobody is served then. Arrival counts: a call that comes
// in before closing came in time, whenever it is answered (A004-21).
func (r Roster) At(now time.Time) (h Hours, ok bool) {
	local := now.In(r.plan.zone)
	minute := office.MinuteOf(local)
	for _, h := range r.On(office.DateOf(local)) {
		if h.From <= minute && minute < h.To {
			return h, true
		}
	}
	return Hours{}, false
}

// lookAhead is how many days Next looks through: a year and its longest closure.
const lookAhead = 400

// Next gives the first hours that begin after the instant; ok is false when none do within a year (A002-60).
func (r Roster) Next(now time.Time) (h Hours, ok bool) {
	local := now.In(r.plan.zone)
	first, minute := office.DateOf(local), office.MinuteOf(local)
	for d := first; d < first+lookAhead; d++ {
		for _, h := range r.On(d) {
			if d > first || h.From > minute {
				return h, true
			}
		}
	}
	return Hours{}, false
}

// Say tells in Dutch whether it is open now, and until or from when (A002-60).
func (r Roster) Say(now time.Time) string {
	if h, ok := r.At(now); ok {
		return fmt.Sprintf("Nu open tot %s.", h.To)
	}
	h, ok := r.Next(now)
	switch today := r.plan.Today(now); {
	case !ok:
		return "Gesloten."
	case h.Date == today:
		return fmt.Sprintf("Nu gesloten. Opent vandaag om %s.", h.From)
	case h.Date == today+1:
		return fmt.Sprintf("Nu gesloten. Opent morgen om %s.", h.From)
	}
	return fmt.Sprintf("Nu gesloten. Opent %s om %s.", SayDate(h.Date), h.From)
}

// Admits tells whether somebody who is there at the instant, without appointment, can be served for a product in the
// roster's mode: what the door, the ticket printer and the reception ask. A refusal says when, or what to do instead
// (A001-16).
func (r Roster) Admits(of office.ProductID, now time.Time) Verdict {
	if r.site == nil {
		return refusal(UnknownSite, sayUnknownSite)
	}
	local := now.In(r.plan.zone)
	date, minute := office.DateOf(local), office.MinuteOf(local)
	verdict := r.plan.OfferIn(r.mode, r.site.ID, of, date, office.ChannelDesk)
	if !verdict.OK {
		return verdict
	}
	v := r.plan.one(r.plan.products[of], office.ChannelDesk)
	day := r.plan.day(r.site, date)
	var next *Opening
	for i := range day.Openings {
		o := &day.Openings[i]
		if !o.takes(r.mode, v) || o.To <= minute {
			continue
		}
		if o.From > minute {
			next = o
			break
		}
		if l := day.limited(r.mode, v, span{minute, minute + 1}); l != nil {
			return refusal(Closed, fmt.Sprintf("Dit kan niet van %s tot %s: %s.", l.from, l.to, l.reason))
		}
		return verdict
	}
	if next != nil {
		return refusal(NotThen, fmt.Sprintf("Dit kan vandaag %s, van %s tot %s.", dutchWays[r.mode], next.From, next.To))
	}
	return refusal(PastClosing, fmt.Sprintf("Voor vandaag is het voorbij: dit kan niet meer %s.", dutchWays[r.mode]))
}
