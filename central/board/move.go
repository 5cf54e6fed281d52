package board

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Block is an unbroken stretch of one desk of a site.
type Block struct {
	Site     office.SiteID
	Date     office.Date
	From, To office.Minute
	Desk     office.Desk
}

// String names the block in an error: "buurtloket-berchem/2026-11-24/2/09:00-10:30".
func (b Block) String() string {
	return fmt.Sprintf("%s/%s/%d/%s-%s", b.Site, b.Date, b.Desk, b.From, b.To)
}

// overlaps reports whether two blocks share a moment of one desk.
func (b Block) overlaps(o Block) bool {
	return b.Site == o.Site && b.Date == o.Date && b.Desk == o.Desk && b.From < o.To && o.From < b.To
}

// Target is where the hours of a block go. They stay as long as they were, in slots of the same length.
type Target struct {
	Site     office.SiteID
	Date     office.Date
	From     office.Minute
	Desk     office.Desk // 0: the lowest that is free
	Products []office.ProductID
	Clusters []office.ClusterID // with Products empty too: all that the site serves
}

// Move takes the hours of a block from where they are and opens a desk for as long at the target.
type Move struct {
	From Block
	To   Target
}

// arrives is the block that comes of a move once its desk is chosen.
func (m Move) arrives() Block {
	return Block{Site: m.To.Site, Date: m.To.Date, From: m.To.From, To: m.To.From + m.From.To - m.From.From, Desk: m.To.Desk}
}

// Draft is what a planner wants to do: some moves at once, or the undoing of a change. The zero draft does nothing.
type Draft struct {
	Name   string // part of the ids of its pieces; as far as the plan knows it must be new
	Moves  []Move
	Undo   *contract.PlanNote // takes this change back; then there are no moves
	Reason string             // in Dutch, as visitors read it; empty: Reason
}

// Reason is what visitors read of a desk that is elsewhere, unless the planner says it.
const Reason = "een loket helpt die uren op een andere plaats"

// Empty reports whether the draft does nothing.
func (d Draft) Empty() bool { return len(d.Moves) == 0 && d.Undo == nil }

// Touch is a site's day that a draft changes.
type Touch struct {
	Site office.SiteID
	Date office.Date
}

// refused is a draft that cannot be, in words for a planner.
func refused(subject, say, next string) error {
	return fault.New("board.Draft", fault.Invalid).On(subject).Tell(say, next)
}

// takable judges whether a block can be taken away, and gives the length of its slots: the desk must be open from its
// beginning to its end, in whole slots of one length.
func (b Block) takable(p *calendar.Plan, today office.Date) (office.Minute, error) {
	site, ok := p.Site(b.Site)
	switch {
	case !ok:
		return 0, refused(b.String(), fmt.Sprintf("De locatie '%s' is niet bekend.", b.Site), "")
	case b.Date <= today:
		return 0, refused(b.String(), "Vandaag is van het loket zelf, en wat voorbij is staat vast.", "Verplaats uren van morgen of later.")
	case b.From >= b.To:
		return 0, refused(b.String(), fmt.Sprintf("Van %s tot %s is geen deel van een dag.", b.From, b.To), "")
	}
	day, slot := p.Day(b.Site, b.Date), office.Minute(0)
	for at := b.From; at < b.To; at += slot {
		long := day.SlotAt(b.Desk, at)
		if long == 0 || (slot != 0 && long != slot) || at+long > b.To {
			return 0, refused(b.String(), fmt.Sprintf("Loket %d van %s is op %s niet open van %s tot %s, in hele plaatsen van één lengte.",
				b.Desk, site.Name, calendar.SayDate(b.Date), b.From, b.To), "Kijk op het bord van die dag welk loket wanneer open is.")
		}
		slot = long
	}
	return slot, nil
}
