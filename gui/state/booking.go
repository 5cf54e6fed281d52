package state

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// booking is the sheet that finds a place and books it.
type booking struct {
	filter   string // typed to narrow the products
	product  office.ProductID
	persons  int
	wide     bool // all locations, not only here
	from     int  // index in fromDays
	found    Found
	searched bool
	place    string // row id of the chosen place
	name     string
	phone    string
	who      string               // for whom it was opened; empty: for anybody
	moving   office.AppointmentID // it is moved; zero: something new is booked
	now      string               // when that is until now
	offered  bool                 // the place was chosen at the door: only who it is for is left
	urgency  visit.Urgency        // of a product that counts urgent visits
}

// fromDays are the days ahead from which to search: today, tomorrow, in a week, in a month.
var fromDays = []office.Date{0, 1, 7, 30}

// places is how many places a search shows: more than a person compares.
const places = 24

// BookingShown is the booking sheet in words.
type BookingShown struct {
	Title    string
	Now      string // when the appointment is that is being moved; else empty
	Moving   bool   // its product and visitor are known
	Filter   string
	Products []Row
	Product  string
	Chosen   string // of Products
	Persons  int
	Wide     bool
	From     int
	Places   []Row
	Place    string
	Count    string
	Scope    string // what was searched
	Empty    string
	Name     string
	Phone    string
	Verb     string // on the button: book, or ask
	Remark   string // of the chosen place: bring a photo
	CanBook  bool
	Offered  bool // the place is chosen: the name comes next
	Soon     bool // the chosen place is here and today: nobody needs to be telephoned about it
	Coded    bool // how urgent it is must be said
	Urgency  int  // semi-urgent, urgent
}

// OpenSearch opens the booking sheet. What the visitor at the desk is called is taken over.
func (c *Clerk) OpenSearch() {
	c.change(func() {
		b := booking{persons: 1}
		if v, here := c.visit(); here {
			b.name, b.phone = v.Name, c.phoneOf(v.Ticket)
		}
		c.book = b
		c.openLocked(BookingSheet)
	})
}

// FilterProducts narrows the list of products to those whose name has the words.
func (c *Clerk) FilterProducts(words string) {
	c.change(func() { c.book.filter = words })
}

// ChooseProduct searches the first free places for a product.
func (c *Clerk) ChooseProduct(id string) {
	c.change(func() { c.book.product = office.ProductID(id) })
	c.find()
}

// SetPersons says how many persons come; at least one, at most nine.
func (c *Clerk) SetPersons(n int) {
	c.change(func() { c.book.persons = max(min(n, 9), 1) })
	c.find()
}

// SetWide searches all locations, or only this one.
func (c *Clerk) SetWide(wide bool) {
	c.change(func() { c.book.wide = wide })
	c.find()
}

// SetFrom searches from another day on; i counts today, tomorrow, in a week, in a month.
func (c *Clerk) SetFrom(i int) {
	c.change(func() { c.book.from = max(min(i, len(fromDays)-1), 0) })
	c.find()
}

// wish is what to search for now.
func (c *Clerk) wish() Wish {
	return Wish{Product: c.book.product, Persons: c.book.persons, Here: !c.book.wide, Site: c.snap.Site,
		From: c.snap.Today + fromDays[c.book.from], Limit: places, Urgency: c.bookUrgency()}
}

// SetBookUrgency says how urgent it is that a free moment of the day is filled: semi-urgent or urgent.
func (c *Clerk) SetBookUrgency(i int) {
	c.change(func() { c.book.urgency = visit.Urgency(max(min(i, 1), 0)) + visit.SemiUrgent })
	c.find()
}

// bookUrgency is the code that goes with the product: obligatory for one that counts urgent visits (A001-15), else none.
func (c *Clerk) bookUrgency() visit.Urgency {
	if !c.product(c.book.product).Coded {
		return visit.Ordinary
	}
	return max(c.book.urgency, visit.SemiUrgent)
}

// find asks for the first free places; what was asked before and comes later is dropped.
func (c *Clerk) find() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.findLocked()
}

func (c *Clerk) findLocked() {
	wish := c.wish()
	if wish.Product == "" {
		return
	}
	var found Found
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			found, err = c.cfg.Counter.Find(ctx, wish)
			return r, err
		},
		then: func(Receipt) {
			if wish != c.wish() {
				return
			}
			c.book.found, c.book.searched, c.book.place = found, true, ""
			if len(found.Places) > 0 {
				c.book.place = placeID(found.Places[0])
			}
		},
	})
}

// ChoosePlace chooses a found place.
func (c *Clerk) ChoosePlace(id string) { c.change(func() { c.book.place = id }) }

// SetVisitor takes the visitor's name and telephone.
func (c *Clerk) SetVisitor(name, phone string) {
	c.change(func() { c.book.name, c.book.phone = name, phone })
}

func placeID(p Place) string {
	if len(p.Seats) == 0 {
		return ""
	}
	return p.Seats[0].String()
}

// chosenPlace is the place that was chosen among those found.
func (c *Clerk) chosenPlace() (Place, bool) {
	i := slices.IndexFunc(c.book.found.Places, func(p Place) bool { return placeID(p) == c.book.place })
	if i < 0 || c.book.place == "" {
		return Place{}, false
	}
	return c.book.found.Places[i], true
}

// Book books the chosen place for the visitor, or asks for it. What is missing is said, nothing is lost.
func (c *Clerk) Book() {
	c.mu.Lock()
	place, ok := c.chosenPlace()
	b := Booking{Place: place, Product: c.book.product, Persons: c.book.persons,
		Name: strings.TrimSpace(c.book.name), Phone: strings.TrimSpace(c.book.phone), Urgency: c.bookUrgency()}
	moving := c.book.moving
	c.mu.Unlock()
	w := c.cfg.Words.Booking
	switch {
	case moving != (office.AppointmentID{}) && ok:
		c.movePlace(moving, place, "")
	case b.Product == "":
		c.change(func() { c.say(w.NeedFirst, "", Warn) })
	case !ok:
		c.change(func() { c.say(w.NeedPlaceSay, w.NeedPlaceNext, Warn) })
	case b.Name == "":
		c.change(func() { c.say(w.NeedName, "", Warn) })
	default:
		c.bookPlace(b, "")
	}
}

// bookPlace books and, when it answers a letter, puts the letter away.
func (c *Clerk) bookPlace(b Booking, letter string) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			got, err := c.cfg.Counter.Book(ctx, b)
			return c.settled(ctx, letter, got, err)
		},
		then: func(r Receipt) {
			w := c.cfg.Words.Booking
			what, when := c.short(b.Product), c.when(b.Place)
			c.sheet = NoSheet
			if r.Asked {
				c.say(text.Fill(w.Asked, "what", what, "when", when), w.AskedNext, Main)
				return
			}
			c.say(text.Fill(w.Booked, "what", what, "when", when), w.BookedNext, Good)
			c.offerSlip(r, joined(what, when))
		},
		fail: func(err error) {
			c.refused(err)
			c.findLocked() // what was found is old now
		},
	})
}

// settled puts the letter away that an act answered, when there is one and the act was done.
func (c *Clerk) settled(ctx context.Context, letter string, got Receipt, err error) (Receipt, error) {
	if err != nil || letter == "" {
		return got, err
	}
	settled, err := c.cfg.Counter.Settle(ctx, letter)
	settled.Asked, settled.Appointment, settled.Leg = got.Asked, got.Appointment, got.Leg
	return settled, err
}

// when is a place in words: "vr 27 nov 10:10, Buurtloket Berchem".
func (c *Clerk) when(p Place) string {
	if len(p.Seats) == 0 {
		return p.SiteName
	}
	s := p.Seats[0]
	return fmt.Sprintf("%s %s, %s", c.cfg.Words.Day(s.Date.UTC()), s.Start, p.SiteName)
}

func (c *Clerk) showBooking() BookingShown {
	w, b := c.cfg.Words, &c.book
	s := BookingShown{Filter: b.filter, Products: c.productRows(b.filter), Persons: b.persons, Wide: b.wide, From: b.from,
		Place: b.place, Name: b.name, Phone: b.phone, Verb: w.Acts.Book, Empty: w.Booking.ChooseFirst, Title: w.Booking.Title,
		Moving: b.moving != (office.AppointmentID{}), Chosen: string(b.product), Offered: b.offered, Coded: c.product(b.product).Coded,
		Urgency: max(int(b.urgency)-int(visit.SemiUrgent), 0)}
	switch {
	case s.Moving:
		s.Title, s.Now = text.Fill(w.Booking.TitleMove, "who", b.who), text.Fill(w.Booking.Now, "when", b.now)
	case b.who != "":
		s.Title = text.Fill(w.Booking.TitleFor, "who", b.who)
	}
	if b.product == "" {
		return s
	}
	s.Product, s.Empty = c.product(b.product).Name, w.Booking.Searching
	if b.searched {
		if b.wide { // what is searched here needs no words
			s.Scope = b.found.Scope
		}
		s.Empty, s.Count = w.Booking.Empty, w.Booking.FoundN.Count(len(b.found.Places))
	}
	for _, p := range b.found.Places {
		s.Places = append(s.Places, c.placeRow(p))
	}
	if p, ok := c.chosenPlace(); ok {
		s.CanBook, s.Soon = true, p.Seats[0].Site == c.snap.Site && p.Seats[0].Date == c.snap.Today
		s.Remark = strings.Join(p.Warnings, " ")
		s.Verb = c.verb(p, b.moving)
	}
	return s
}

// verb is what pressing the button does with a place, for an appointment that is moved or else a new one.
func (c *Clerk) verb(p Place, moving office.AppointmentID) string {
	switch {
	case p.Way == Request:
		return c.cfg.Words.Acts.Ask
	case moving != (office.AppointmentID{}):
		return c.cfg.Words.Acts.Move
	}
	return c.cfg.Words.Acts.Book
}

// productRows are the products whose name or short name has the typed words.
func (c *Clerk) productRows(filter string) []Row {
	filter = strings.ToLower(strings.TrimSpace(filter))
	var rows []Row
	for _, p := range c.snap.Products {
		if strings.Contains(strings.ToLower(p.Name+" "+c.short(p.ID)), filter) {
			rows = append(rows, Row{ID: string(p.ID), Main: p.Name})
		}
	}
	return rows
}

// placeRow is a found place: when, where, and how it can be had.
func (c *Clerk) placeRow(p Place) Row {
	w := c.cfg.Words.Booking
	r := Row{ID: placeID(p), Detail: p.SiteName}
	if len(p.Seats) > 0 {
		s := p.Seats[0]
		r.Lead, r.Main = s.Start.String(), c.cfg.Words.Day(s.Date.UTC())
		if s.Site == c.snap.Site { // which desk elsewhere is not for us to say
			r.Detail = p.SiteName + " · " + text.Fill(w.DeskN, "n", s.Desk)
		}
	}
	switch p.Way {
	case Own:
		r.State, r.Shape, r.Tone = w.Own, Full, Good
	case Live:
		r.State, r.Shape, r.Tone = w.Live, Full, Plain
	default:
		r.State, r.Shape, r.Tone = w.Ask, Empty, Warn
	}
	return r
}
