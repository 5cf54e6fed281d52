package state

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// receiving is the page that takes a delivery in.
type receiving struct {
	delivery int // of those announced; their number: another one
	id       string
	scan     string
	from     string
	into     string
	lines    []line
	chosen   office.DocumentNumber
	kind     office.ProductID // of the document before, which the next one probably is too
	lender   int              // of the vaults, at a counter without one; -1: not chosen
	listed   *Scan            // a list that was scanned and is still to be taken over
}

// line is one document of a delivery as it is checked in.
type line struct {
	Arrival
	here   bool // it is in the delivery
	extra  bool // it was not announced
	listed bool // the list that was scanned names it
}

// ReceiveShown is that page in words.
type ReceiveShown struct {
	Deliveries []string
	Delivery   int
	Other      bool // a delivery that was not announced: its number is to be filled in
	ID         string
	Scan       string
	Rows       []Row
	Empty      string
	Count      string
	Document   string // the chosen one; empty while there is none
	Chosen     string
	Kinds      []string
	Kind       int // -1: not chosen
	Holder     string
	From, Into string
	Lenders    []string // at a counter without vault: whose documents they may be
	Lender     int
	Trouble    string // what is wrong with the list
	CanReceive bool
}

// kinds are the products whose end is the handing over of a document.
func (c *Clerk) kinds() []Product {
	var out []Product
	for _, p := range c.snap.Products {
		if p.HandOut {
			out = append(out, p)
		}
	}
	return out
}

// announce shows the documents of the chosen delivery. What was filled in for one of them stays.
func (c *Clerk) announce() {
	r, before := &c.vault.receive, c.vault.receive.lines
	r.delivery = min(r.delivery, len(c.vault.stock.Announced))
	r.lines = nil
	if r.delivery < len(c.vault.stock.Announced) {
		for _, a := range c.vault.stock.Announced[r.delivery].Items {
			r.lines = append(r.lines, line{Arrival: a})
		}
	}
	for _, b := range before {
		if i := r.find(b.Number); i >= 0 {
			b.extra = false
			r.lines[i] = b
		} else if b.extra {
			r.lines = append(r.lines, b)
		}
	}
}

func (r *receiving) find(n office.DocumentNumber) int {
	return slices.IndexFunc(r.lines, func(l line) bool { return l.Number == n })
}

// at is the chosen line; without a choice the first. -1: there is none.
func (r *receiving) at() int {
	if len(r.lines) == 0 {
		return -1
	}
	return max(r.find(r.chosen), 0)
}

// here are the documents that are in the delivery.
func (r *receiving) here() []Arrival {
	var out []Arrival
	for _, l := range r.lines {
		if l.here {
			out = append(out, l.Arrival)
		}
	}
	return out
}

// ChooseDelivery says which delivery is checked in; one past those announced is another.
func (c *Clerk) ChooseDelivery(i int) {
	c.change(func() {
		c.vault.receive = receiving{delivery: max(i, 0), lender: -1, from: c.vault.receive.from, into: c.vault.receive.into}
		c.announce()
	})
}

// SetDelivery takes what is said of the delivery as a whole: the number of one that was not announced, who brought it,
// and the compartment.
func (c *Clerk) SetDelivery(id, from, into string) {
	c.change(func() { c.vault.receive.id, c.vault.receive.from, c.vault.receive.into = id, from, into })
}

// TypeScan takes what is typed or scanned until Enter.
func (c *Clerk) TypeScan(words string) { c.change(func() { c.vault.receive.scan = words }) }

// Scan ticks the document whose number was typed or scanned, and chooses it; one that was not announced is added. It
// reports whether it was a number.
func (c *Clerk) Scan(typed string) (ok bool) {
	c.change(func() {
		r := &c.vault.receive
		var known []office.DocumentNumber
		for _, l := range r.lines {
			known = append(known, l.Number)
		}
		number, good := documentNumber(typed, known)
		if !good {
			c.say(c.cfg.Words.Vault.NotNumberSay, c.cfg.Words.Vault.NotNumberNext, Warn)
			return
		}
		if r.find(number) < 0 {
			r.lines = append(r.lines, line{Arrival: Arrival{Number: number}, extra: true})
		}
		c.tickLocked(number, true)
		r.scan, c.notice, ok = "", Notice{}, true
	})
	return ok
}

// TickArrival ticks a document of the delivery, or takes that back, and chooses it. It reports whether it is ticked now.
func (c *Clerk) TickArrival(number string) (here bool) {
	c.change(func() {
		if i := c.vault.receive.find(office.DocumentNumber(number)); i >= 0 {
			here = !c.vault.receive.lines[i].here
			c.tickLocked(office.DocumentNumber(number), here)
		}
	})
	return here
}

func (c *Clerk) tickLocked(number office.DocumentNumber, here bool) {
	r := &c.vault.receive
	l := &r.lines[r.find(number)]
	l.here, r.chosen = here, number
	if l.Kind == "" && here {
		l.Kind = r.kind
	}
	if l.extra && !here && !l.listed { // it was ticked by mistake: nobody announced it
		r.lines = slices.Delete(r.lines, r.find(number), r.find(number)+1)
	}
}

// ChooseArrival chooses a document of the delivery: what it is and for whom is asked of that one.
func (c *Clerk) ChooseArrival(number string) {
	c.change(func() { c.vault.receive.chosen = office.DocumentNumber(number) })
}

// NextArrival chooses the next document that was not ticked; the last one has none after it.
func (c *Clerk) NextArrival() {
	c.change(func() {
		r := &c.vault.receive
		at := r.at()
		for i := range r.lines {
			if l := r.lines[(at+1+i)%len(r.lines)]; !l.here {
				r.chosen = l.Number
				return
			}
		}
	})
}

// SetKind says what the chosen document is, by its place among the kinds.
func (c *Clerk) SetKind(i int) {
	c.change(func() {
		if kinds, r := c.kinds(), &c.vault.receive; i >= 0 && i < len(kinds) && r.at() >= 0 {
			r.kind, r.lines[r.at()].Kind = kinds[i].ID, kinds[i].ID
		}
	})
}

// SetHolder says for whom the chosen document is.
func (c *Clerk) SetHolder(name string) {
	c.change(func() {
		if r := &c.vault.receive; r.at() >= 0 {
			r.lines[r.at()].Holder = name
		}
	})
}

// delivered is the delivery as it is checked in, or what is still missing.
func (c *Clerk) delivered() (d Delivery, into, missing string) {
	w, r := c.cfg.Words.Vault, &c.vault.receive
	d = Delivery{ID: strings.TrimSpace(r.id), From: strings.TrimSpace(r.from), Items: r.here()}
	if r.delivery < len(c.vault.stock.Announced) {
		d.ID, d.Lent = c.vault.stock.Announced[r.delivery].ID, c.vault.stock.Announced[r.delivery].Lent
	} else if all := c.lenders(); r.lender >= 0 && r.lender < len(all) {
		d.Lent = all[r.lender].ID
	}
	into = strings.ToUpper(strings.TrimSpace(r.into))
	for i := range d.Items {
		a := &d.Items[i]
		a.Holder = strings.TrimSpace(a.Holder)
		switch {
		case missing != "":
		case a.Kind == "":
			missing, r.chosen = text.Fill(w.NeedKind, "number", a.Number), a.Number
		case a.Holder == "":
			missing, r.chosen = text.Fill(w.NeedHolder, "number", a.Number), a.Number
		}
	}
	switch {
	case len(d.Items) == 0:
		missing = w.NeedTick
	case missing != "":
	case d.ID == "":
		missing = w.NeedDelivery
	case d.Lent == "" && !c.snap.Vault.Present:
		missing = c.cfg.Words.Safe.NeedLender
	case d.From == "":
		missing = w.NeedFrom
	case into == "":
		missing = w.NeedInto
	}
	return d, into, missing
}

// ReceiveDelivery takes what was ticked into the clerk's hands, together with a colleague who counts along, and puts it
// into the compartment. What is missing is said, and nothing is lost.
func (c *Clerk) ReceiveDelivery() {
	c.mu.Lock()
	d, into, missing := c.delivered()
	c.mu.Unlock()
	if missing != "" {
		c.change(func() { c.say(missing, "", Warn) })
		return
	}
	c.mu.Lock()
	_, door := c.door(into)
	c.mu.Unlock()
	if door {
		c.receiveThroughDoor(d, into)
		return
	}
	var left int // documents that were received and lie in no compartment
	var why error
	c.together(seconding{
		what: text.Fill(c.cfg.Words.Safe.TwoReceive.Count(len(d.Items)), "id", d.ID),
		run: func(ctx context.Context, with Second) (Receipt, error) {
			got, err := c.cfg.Counter.Receive(ctx, d, with)
			if err != nil {
				return got, err
			}
			var stored Receipt
			stored, left, why = c.storeAll(ctx, d.Items, into)
			got.Sequence = max(got.Sequence, stored.Sequence)
			return got, nil
		},
		then: func(Receipt) { c.received(d, into, left, why) },
	})
}

// received says what became of a delivery, and turns to the stock where a compartment is still to be named.
func (c *Clerk) received(d Delivery, into string, left int, why error) {
	w, still := c.cfg.Words.Vault, 0
	for _, l := range c.vault.receive.lines {
		if !l.here {
			still++
		}
	}
	c.vault.receive = receiving{lender: -1, from: d.From, kind: c.vault.receive.kind}
	c.loadStock()
	if left > 0 {
		c.vault.page, c.vault.store = StockPage, storing{chosen: d.Items[len(d.Items)-left].Number}
		next := c.cfg.Words.Gear.InHands
		if why != nil {
			next = fault.Sentence(why)
		}
		c.say(w.StoreFailed.Count(left), next, Bad)
		return
	}
	next := ""
	if still > 0 {
		next = w.Remain.Count(still)
	}
	c.say(text.Fill(w.Received.Count(len(d.Items)), "into", into), next, Good)
}

func (c *Clerk) showReceive() ReceiveShown {
	w, r := c.cfg.Words.Vault, &c.vault.receive
	s := ReceiveShown{Delivery: r.delivery, ID: r.id, Scan: r.scan, From: r.from, Into: r.into, Empty: w.ReceiveEmpty, Kind: -1}
	for _, d := range c.vault.stock.Announced {
		s.Deliveries = append(s.Deliveries, text.Fill(w.Delivery, "id", d.ID))
	}
	s.Deliveries, s.Other = append(s.Deliveries, w.OtherDelivery), r.delivery >= len(c.vault.stock.Announced)
	if !c.vault.loaded {
		s.Empty = w.Loading
	}
	if s.Lender = r.lender; s.Other {
		for _, l := range c.lenders() {
			s.Lenders = append(s.Lenders, l.Name)
		}
	} else {
		s.Trouble = strings.Join(c.vault.stock.Announced[r.delivery].Trouble, " ")
	}
	for _, l := range r.lines {
		s.Rows = append(s.Rows, c.arrivalRow(l))
	}
	n := len(r.here())
	s.CanReceive, s.Count = n > 0, w.Ticked.Count(n)
	if i := r.at(); i >= 0 {
		l := r.lines[i]
		s.Chosen, s.Document, s.Holder = string(l.Number), text.Fill(w.Document, "number", l.Number), l.Holder
		for k, p := range c.kinds() {
			s.Kinds = append(s.Kinds, c.cfg.Words.Kind(string(p.ID), p.Name))
			if p.ID == l.Kind {
				s.Kind = k
			}
		}
	}
	return s
}

func (c *Clerk) arrivalRow(l line) Row {
	w := c.cfg.Words.Vault
	r := Row{ID: string(l.Number), Main: string(l.Number), State: w.Coming, Shape: Empty}
	r.Detail = cmp.Or(l.Holder, w.NoHolder)
	if p := c.product(l.Kind); l.Kind != "" {
		r.Detail = joined(c.cfg.Words.Kind(string(p.ID), p.Name), r.Detail)
	}
	switch {
	case l.extra && !l.here:
		r.State, r.Tone = w.Extra, Warn
	case l.extra:
		r.State, r.Shape, r.Tone = w.Extra, Full, Warn
	case l.here:
		r.State, r.Shape, r.Tone = w.Here, Full, Good
	}
	return r
}

// lenders are the vaults whose documents may come for a day, at a counter that keeps none itself.
func (c *Clerk) lenders() []SiteName {
	if c.snap.Vault.Present {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.snap.Sites), func(s SiteName) bool { return s.ID == c.snap.Site || !s.Vault })
}

// SetLender says from which vault the documents come, by its place among them.
func (c *Clerk) SetLender(i int) { c.change(func() { c.vault.receive.lender = i }) }
