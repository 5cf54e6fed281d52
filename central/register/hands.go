package register

import (
	"encoding/binary"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// judge compares what sites say of a document after one of them said something new. No document is in two hands: what
// cannot both be is a conflict for a person, one for each document at a time. Journals arrive in any order among sites,
// so one that a later record explains is settled by that record.
func (t *turn) judge(site office.SiteID, number string) {
	key := disputeKey(number)
	say := View{t.w, t.m}.clash(number)
	raised := t.w.Get(key)
	switch {
	case say != "" && raised == nil:
		n := t.dispute(site, number, fmt.Sprintf("Document %s %s. Ga op beide plaatsen kijken.", number, say))
		t.w.Put(key, binary.BigEndian.AppendUint64(nil, n))
	case say == "" && raised != nil:
		n, c := binary.BigEndian.Uint64(raised), new(contract.ConflictState)
		if load(t.w, conflictKey(n), c) && c.SettledBy == "" {
			c.SettledBy, c.Outcome = "hoofdkantoor", fmt.Sprintf("Het logboek van %s maakte het duidelijk.", site)
			save(t.w, conflictKey(n), c)
		}
		t.w.Delete(key)
	}
}

// dispute keeps a conflict over a document for a person, and gives its number.
func (t *turn) dispute(site office.SiteID, number, say string) uint64 {
	h := t.headquarters()
	h.Conflicts++
	save(t.w, keyHeadquarters, h)
	save(t.w, conflictKey(h.Conflicts), &contract.ConflictState{Site: string(site), AtMs: t.atMS, Document: number, Say: say})
	return h.Conflicts
}

// clash says in Dutch why what the sites say of a document cannot all be; empty when it can.
func (v View) clash(number string) string {
	var all []*contract.DocumentState
	for d := range v.Document(number) {
		for _, other := range all {
			if say := clash(other, d); say != "" {
				return say
			}
		}
		all = append(all, d)
	}
	return ""
}

// inHand reports whether a site answers for a document now: it lies there, or a colleague of it carries it.
func inHand(d *contract.DocumentState) bool {
	return d.State == DocumentHere || d.State == DocumentBarred || d.State == DocumentProposed ||
		d.State == DocumentAway && d.LentBy == ""
}

// clash says in Dutch why what two sites say of one document cannot both be; empty when it can. Journals arrive in any
// order among sites, so a document that one lent to the other is in order as long as neither says that the trip is over.
func clash(x, y *contract.DocumentState) string {
	if x.LentBy == y.Site || y.LentBy == x.Site {
		return clashOfTrip(x, y)
	}
	gone := func(d *contract.DocumentState) bool {
		return d.State == DocumentHandedOut || d.State == DocumentDestroyed
	}
	void := func(d *contract.DocumentState) bool { return bar(d.Bars)&surrendered != 0 }
	switch {
	case inHand(x) && inHand(y):
		return fmt.Sprintf("ligt volgens %s daar, en volgens %s ook", x.Site, y.Site)
	case void(x) != void(y):
		return "" // handed out once, and taken in for destruction when its time was over
	case gone(x) && inHand(y):
		return fmt.Sprintf("ligt volgens %s nog daar, maar is weg volgens %s", y.Site, x.Site)
	case inHand(x) && gone(y):
		return fmt.Sprintf("ligt volgens %s nog daar, maar is weg volgens %s", x.Site, y.Site)
	case gone(x) && gone(y):
		return fmt.Sprintf("is volgens %s en volgens %s weg", x.Site, y.Site)
	}
	return ""
}

// clashOfTrip is clash for a vault and the counter that it lent the document to.
func clashOfTrip(x, y *contract.DocumentState) string {
	vault, counter := x, y
	if x.LentBy != "" {
		vault, counter = y, x
	}
	same := vault.Trip == counter.Trip // else one of them has not told yet of what the other knows
	switch {
	case same && vault.State == DocumentHandedOut && counter.State != DocumentHandedOut && counter.State != DocumentAway:
		return fmt.Sprintf("is volgens %s in %s uitgereikt, maar ligt daar nog", vault.Site, counter.Site)
	case same && lying(vault) && counter.State == DocumentHandedOut:
		return fmt.Sprintf("is volgens %s terug, maar volgens %s uitgereikt", vault.Site, counter.Site)
	case vault.State == DocumentDestroyed && counter.State == DocumentHandedOut:
		return fmt.Sprintf("is volgens %s vernietigd, maar volgens %s uitgereikt", vault.Site, counter.Site)
	}
	return ""
}
