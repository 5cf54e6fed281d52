package visit

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Ware is what the queue must know of a product.
type Ware struct {
	Dutch string
	Theme office.ClusterID
	Level uint8 // 0 to 4 (A003-05)
	Time  office.DeskTime
	Quick bool // served at the snelbalie (A000-34)
}

// Offer is the products by their id. A product it does not have is of a newer catalogue: nothing is known of it.
type Offer map[office.ProductID]Ware

// OfferOf takes from the catalogue's products what the queue must know.
func OfferOf(products []office.Product) Offer {
	out := make(Offer, len(products))
	for _, p := range products {
		out[p.ID] = Ware{Dutch: p.Dutch, Theme: p.Cluster.Value, Level: p.Level.Value, Time: p.Duration.Value, Quick: p.Snelbalie.Value}
	}
	return out
}

// name is the product's Dutch name, or its id when it is not known.
func (o Offer) name(id office.ProductID) string {
	if w, ok := o[id]; ok {
		return w.Dutch
	}
	return string(id)
}

// Minutes is how long the visit still takes at a desk, as far as the offer tells: its pending products for all its
// persons. known is false when one of them is not in the offer.
func (o Offer) Minutes(v Visit) (minutes int, known bool) {
	known = true
	for _, id := range v.Pending() {
		w, ok := o[id]
		known = known && ok
		minutes += w.Time.For(v.Persons)
	}
	return minutes, known
}

// Scope is a set of products: what a desk serves, what a clerk is skilled in (A002-54). The zero Scope is every
// product. Themes and Products add up; Except and Level take away.
type Scope struct {
	Themes   []office.ClusterID
	Products []office.ProductID
	Except   []office.ProductID
	Level    uint8 // the highest level served; 0: any
}

// ScopeOf is the scope of a list of themes and products, as a roster names a clerk's skills; an empty list is every
// product. A name that the offer does not know covers nothing: it takes nothing away from the others.
func ScopeOf(names []string, o Offer) Scope {
	themes := map[office.ClusterID]bool{}
	for _, w := range o {
		themes[w.Theme] = true
	}
	var s Scope
	for _, name := range names {
		if themes[office.ClusterID(name)] {
			s.Themes = append(s.Themes, office.ClusterID(name))
		} else {
			s.Products = append(s.Products, office.ProductID(name))
		}
	}
	return s
}

// all reports whether the scope holds every product, also one that nobody knows.
func (s Scope) all() bool {
	return len(s.Themes) == 0 && len(s.Products) == 0 && len(s.Except) == 0 && s.Level == 0
}

// Covers reports whether a product is in the scope.
func (s Scope) Covers(id office.ProductID, o Offer) bool {
	if s.all() {
		return true
	}
	w, known := o[id]
	switch {
	case !known || slices.Contains(s.Except, id) || s.Level != 0 && w.Level > s.Level:
		return false
	case len(s.Themes) == 0 && len(s.Products) == 0:
		return true
	}
	return slices.Contains(s.Themes, w.Theme) || slices.Contains(s.Products, id)
}

// theme reports whether the scope holds products of a theme as a whole.
func (s Scope) theme(t office.ClusterID) bool {
	return len(s.Themes) == 0 && len(s.Products) == 0 || slices.Contains(s.Themes, t)
}

// Post is a desk as it is manned now. Where the desk and the clerk differ, both must serve a product.
type Post struct {
	Desk   office.Desk
	Kind   Kind
	Serves Scope // of the desk
	Skills Scope // of the clerk
}

// covers reports whether the desk and its clerk serve a product.
func (p Post) covers(id office.ProductID, o Offer) bool {
	return p.Serves.Covers(id, o) && p.Skills.Covers(id, o)
}

// coversAll reports whether post can do all that is left of the visit.
func (p Post) coversAll(pending []office.ProductID, o Offer) bool {
	for _, id := range pending {
		if !p.covers(id, o) {
			return false
		}
	}
	return true
}

// bar is why a post does not call a visit whatever the time; the zero bar: it may. Its words are made when somebody
// asks for them: a decision passes over hundreds.
type bar struct {
	kind    barKind
	desk    office.Desk
	product office.ProductID
	theme   office.ClusterID
	minutes int
}

type barKind uint8

const (
	barNone    barKind = iota
	barDesk            // sent to another desk
	barTheme           // sent to another theme
	barServes          // the desk does not serve the product
	barSkills          // the clerk does not
	barNothing         // nor any other product of the visit
	barWhole           // another desk can do all of it
	barBooked          // the snelbalie takes nobody with an appointment
	barQuick           // nor this product
	barUnknown         // the five-minute desk does not know how long
	barLong            // too long for it
	barInloop          // the standing desk takes nobody with an appointment
	barPublic          // nothing of it wants a room
	barRoom            // it does, and one is manned
)

// words says the bar in Dutch; nothing when there is none.
func (b bar) words(o Offer) string {
	switch b.kind {
	case barDesk:
		return fmt.Sprintf("is voor loket %d", b.desk)
	case barTheme:
		return fmt.Sprintf("is doorverwezen naar %s", b.theme)
	case barServes:
		return fmt.Sprintf("loket %d behandelt geen %s", b.desk, o.name(b.product))
	case barSkills:
		return fmt.Sprintf("wie aan loket %d zit, is niet opgeleid voor %s", b.desk, o.name(b.product))
	case barNothing:
		return fmt.Sprintf("loket %d behandelt niets hiervan", b.desk)
	case barWhole:
		return fmt.Sprintf("loket %d kan alles in één keer doen", b.desk)
	case barBooked:
		return "heeft een afspraak: niet voor de snelbalie"
	case barQuick:
		return fmt.Sprintf("%s is niet voor de snelbalie", o.name(b.product))
	case barUnknown:
		return "niemand weet hoe lang dit duurt: niet voor de vijfminutenbalie"
	case barLong:
		return fmt.Sprintf("duurt ongeveer %d min: niet voor de vijfminutenbalie", b.minutes)
	case barInloop:
		return "heeft een afspraak: niet voor de inloopbalie"
	case barPublic:
		return "vraagt geen gespreksruimte"
	case barRoom:
		return fmt.Sprintf("is voor de gespreksruimte, loket %d", b.desk)
	}
	return ""
}

// bar is why a manned desk does not call a visit. A visit with several products goes to a desk that can do all of them;
// to one that can do some only when no manned desk can do all.
func (o Order) bar(q Queue, p Post, v *Visit) bar {
	switch to := v.For; {
	case to.Desk == p.Desk && to.Desk != 0:
		return bar{} // sent here on purpose
	case to.Desk != 0 && q.manned(to.Desk):
		return bar{kind: barDesk, desk: to.Desk}
	case to.Theme != "" && !(p.Serves.theme(to.Theme) && p.Skills.theme(to.Theme)):
		return bar{kind: barTheme, theme: to.Theme}
	}
	pending := v.Pending()
	b := o.barOfKind(q, p, v, pending)
	if b.kind == barNone {
		b = q.room(p, pending)
	}
	if b.kind != barNone || p.coversAll(pending, q.Offer) {
		return b
	}
	if !slices.ContainsFunc(pending, func(id office.ProductID) bool { return p.covers(id, q.Offer) }) {
		switch {
		case len(pending) > 1:
			return bar{kind: barNothing, desk: p.Desk}
		case p.Serves.Covers(pending[0], q.Offer):
			return bar{kind: barSkills, desk: p.Desk, product: pending[0]}
		}
		return bar{kind: barServes, desk: p.Desk, product: pending[0]}
	}
	for _, other := range q.Posts {
		if other.Desk != p.Desk && other.coversAll(pending, q.Offer) && o.barOfKind(q, other, v, pending).kind == barNone {
			return bar{kind: barWhole, desk: other.Desk}
		}
	}
	return bar{}
}

// barOfKind is why a desk of this kind does not call the visit.
func (o Order) barOfKind(q Queue, p Post, v *Visit, pending []office.ProductID) bar {
	switch p.Kind {
	case Snelbalie:
		if v.Booked() {
			return bar{kind: barBooked}
		}
		for _, id := range pending {
			if !q.Offer[id].Quick {
				return bar{kind: barQuick, product: id}
			}
		}
	case FiveMinute:
		switch long, known := q.Offer.Minutes(*v); {
		case !known:
			return bar{kind: barUnknown}
		case long > o.brief():
			return bar{kind: barLong, minutes: long}
		}
	case Standing:
		if v.Booked() {
			return bar{kind: barInloop}
		}
	case Room:
		if !q.Offer.private(pending) {
			return bar{kind: barPublic}
		}
	}
	return bar{}
}

// room bars a visit that wants a room from every other desk, as long as a room is manned that can do all of it.
func (q Queue) room(p Post, pending []office.ProductID) bar {
	if p.Kind == Room || !q.Offer.private(pending) {
		return bar{}
	}
	for _, other := range q.Posts {
		if other.Kind == Room && other.Desk != p.Desk && other.coversAll(pending, q.Offer) {
			return bar{kind: barRoom, desk: other.Desk}
		}
	}
	return bar{}
}
