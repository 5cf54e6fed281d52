package visit

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// private is the level from which a visit is nobody's business: an expert, in private, at a table (A003-32).
const private = 4

// Shown is what the public display may show of a visit, and nothing else of it ever: a ticket and where to go. A name
// is in no visit.
type Shown struct {
	Ticket   Ticket
	Desk     office.Desk
	Product  string // Dutch; empty for a visit whose business is private
	Calling  bool   // called now; else the call is over
	At       Stamp  // the latest call, or when it was last shown again
	Missed   int    // calls before it in a row to which nobody came
	Recalled bool   // that call was shown more than once
}

// Times is how many calls of the number people in the hall may have seen: 1, and more when it was called before, in a
// round to which nobody came or by a recall. However often a desk recalls, that counts once.
func (s Shown) Times() int {
	n := 1 + s.Missed
	if s.Recalled {
		n++
	}
	return n
}

// Show is what the display may show of a visit. The product is left out when any product of the visit is of level 4, or
// of a newer catalogue, so that nobody can say it is not.
func Show(v Visit, offer Offer) Shown {
	out := Shown{Ticket: v.Ticket, Desk: v.Desk, Calling: v.State == Called, At: v.LastCalled, Missed: v.Misses, Recalled: v.Recalled}
	for _, id := range v.Products {
		if w, known := offer[id]; !known || w.Level >= private {
			return out
		}
	}
	if pending := v.Pending(); len(pending) > 0 {
		out.Product = offer.name(pending[0])
	}
	return out
}

// Board is the public display: who is called, the latest first, then the latest of those whose call is over.
type Board struct {
	Calls   []Shown
	Waiting int // how many wait
}

// BoardOf makes the display of visits, of at most so many calls. Visits that ended are not on it. Ties of time go by
// ticket.
func BoardOf(visits []Visit, offer Offer, most int) Board {
	var b Board
	var at []Visit
	for _, v := range visits {
		switch v.State {
		case Waiting:
			b.Waiting++
		case Called, Serving:
			at = append(at, v)
		}
	}
	slices.SortFunc(at, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(b.LastCalled, a.LastCalled), cmp.Compare(b.Ticket, a.Ticket))
	})
	for _, v := range at[:min(len(at), max(most, 0))] {
		b.Calls = append(b.Calls, Show(v, offer))
	}
	return b
}
