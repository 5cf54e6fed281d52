package explore_test

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// siteCustody emits what a box does with messages.
func (m *model) siteCustody(w *world, b int, out emit) {
	x := w.boxes[b]
	for i, o := range w.offers {
		if m.seatSite[o.seat] != x.site {
			continue
		}
		if h, err := m.rules.accept(x.hands[o.seat], x.me, o.Offer, x.reported); err == nil {
			c := w.clone()
			c.journal(b, o.seat, h, custody.Record{Act: custody.DidAccept, Grant: o.Grant, Booking: o.Booking, Blocked: o.Blocked})
			c.regain(o.seat, o.Booking)
			out(st(accept, b, i), c)
		}
	}
	for i, a := range w.answers {
		h := x.hands[a.seat]
		r := custody.Record{Act: custody.DidThaw, Grant: h.Grant, Booking: h.Booking, Ask: h.Ask}
		apply := m.thaw
		if a.moved {
			r.Act, apply = custody.DidMove, m.move
		}
		if after, err := apply(h, a.Answer, x.reported); err == nil {
			c := w.clone()
			c.journal(b, a.seat, after, r)
			if a.moved && a.Era < w.gate.Era && x.reported < w.gate.Era {
				c.end(a.seat, h.Booking) // its new seat was HQ's alone, and is gone with the HQ of that era
			}
			out(st(answer, b, i), c)
		}
	}
	// The site is told HQ's era over a live line, and reports while HQ is closed for it.
	if era := w.gate.Era; !w.stations[x.site].Open(w.gate) && era >= x.reported && w.used.reports < m.reports {
		r := reportMsg{x.site, x.hands, custody.Report{Incarnation: x.me, Era: era, Size: uint64(len(x.journal))}}
		if !slices.ContainsFunc(w.reports, func(o reportMsg) bool { return o.Report == r.Report }) {
			c := w.clone()
			c.used.reports++
			x.reported = m.rules.promise(x.reported, era)
			c.boxes = with(c.boxes, b, x)
			c.reports = add(c.reports, r)
			out(st(report, b), c)
		}
	}
}

// siteSeats emits what a box does with the seats of its site by itself.
func (m *model) siteSeats(w *world, b int, out emit) {
	x := w.boxes[b]
	for s, h := range x.hands {
		if m.seatSite[s] != x.site {
			continue
		}
		r := custody.Record{Grant: h.Grant, Booking: h.Booking}
		do := func(o op, a custody.Act, after custody.Hand, then func(*world)) {
			c := w.clone()
			r.Act = a
			then(c)
			c.journal(b, s, after, r)
			out(st(o, b, s), c)
		}
		if w.used.books < m.books {
			a := office.AppointmentID{byte(w.used.books + 1)}
			if after, err := m.rules.book(h, a); err == nil {
				r.Booking = a
				do(book, custody.DidBook, after, func(c *world) { c.used.books++; c.promise(s, a) })
				r.Booking = h.Booking
			}
		}
		if after, err := m.siteCancel(h, h.Booking); err == nil {
			do(cancel, custody.DidCancel, after, func(c *world) {
				if station := c.stations[x.site]; station.Open(c.gate) && station.Current.Incarnation == x.me && m.hqKeeps(c, h.Booking) {
					c.broken = "I2: a site ended an appointment that HQ keeps"
				}
				c.end(s, h.Booking)
			})
		}
		if after, err := h.Release(); err == nil {
			do(release, custody.DidRelease, after, func(*world) {})
		}
		if w.used.asks < m.asks {
			r.Ask = office.RequestID{byte(w.used.asks + 1)}
			if after, err := h.Freeze(r.Ask); err == nil {
				do(freeze, custody.DidFreeze, after, func(c *world) { c.used.asks++ })
			}
		}
	}
}

// siteFaults emits what happens to a box.
func (m *model) siteFaults(w *world, b int, out emit) {
	x := w.boxes[b]
	if !m.exact && w.images[x.site] == nil && m.fault(w, "r") {
		c := w.clone()
		c.images = with(c.images, x.site, &x)
		out(st(image, b), c)
	}
	if !m.room(w, x.site) {
		return
	}
	if m.fault(w, "r") {
		c := w.clone()
		c.used.faults++
		x.alive = false
		c.boxes = with(c.boxes, b, x)
		m.born(c, x.site)
		out(st(restore, b), c)
		x.alive = true
	}
	if m.fault(w, "c") {
		c := w.clone()
		c.used.faults++
		m.born(c, x.site)
		out(st(clone, b), c)
	}
}

// born adds a box in a new incarnation that holds nothing, whatever image it was made from.
func (m *model) born(c *world, site int) {
	fresh := box{site: site, me: office.Incarnation(len(c.boxes) + 1), alive: true, hands: make([]custody.Hand, len(c.seats))}
	c.boxes = add(c.boxes, m.reborn(fresh, c.images[site]))
}
