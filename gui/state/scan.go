package state

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// scanRetry is how long to wait before listening again to a scanner that is not there.
const scanRetry = 5 * time.Second

// listen takes what the scanner reads, one code at a time: what is read while an act is under way waits for its end.
func (c *Clerk) listen(ctx context.Context) {
	for ctx.Err() == nil {
		began := c.cfg.Now()
		err := c.cfg.Counter.Scans(ctx, func(s Scan) {
			if c.settle(ctx) {
				c.Scanned(s)
			}
		})
		if ctx.Err() != nil {
			return
		}
		c.cfg.Log.Debug("there is no scanner to listen to; trying again", "error", err)
		wait := scanRetry
		if c.cfg.Now().Sub(began) > scanRetry { // it worked until now: what is read meanwhile is lost
			wait = retry
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}

// settle waits until no act is under way; false when ctx ended first.
func (c *Clerk) settle(ctx context.Context) bool {
	for {
		c.mu.Lock()
		busy := c.busy
		c.mu.Unlock()
		if !busy {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-c.idle:
		}
	}
}

// Scanned acts on a code where it makes sense, and says in words where it does not. A scanner that types into a field that
// has the keyboard does not come here.
func (c *Clerk) Scanned(s Scan) {
	c.mu.Lock()
	w, sheet := c.cfg.Words.Scan, c.sheet
	signed, ready := c.me() != nil, c.ready && c.lost.Say == ""
	c.mu.Unlock()
	switch {
	case !ready:
	case !signed:
		c.remark(w.SignFirst, "")
	case s.Say != "":
		c.remark(s.Say, "")
	case s.Kind == BookingScan:
		c.scanBooking(s, sheet)
	case s.Kind == DocumentScan:
		c.scanDocument(s, sheet)
	case s.Kind == ConsignmentScan:
		c.scanConsignment(s, sheet)
	case s.Kind == TravelScan:
		c.scanTravel(s, sheet)
	default:
		c.remark(w.Unknown, w.UnknownNext)
	}
}

// remark says that a code did nothing.
func (c *Clerk) remark(say, next string) { c.change(func() { c.say(say, next, Warn) }) }

// notHere says that what was scanned can do nothing under the sheet that is open.
func (c *Clerk) notHere(what string) {
	w := c.cfg.Words.Scan
	c.remark(text.Fill(w.NotHere, "what", what), w.NotHereNext)
}

// scanBooking announces the visitor whose booking code it is.
func (c *Clerk) scanBooking(s Scan, sheet Sheet) {
	if sheet != NoSheet && sheet != CheckInSheet && sheet != DoorSheet {
		c.notHere(c.cfg.Words.Scan.Booking)
		return
	}
	c.arriveBy(s.Text)
}

// scanDocument takes a document where one is asked for: for the visitor at the desk, or in the vault.
func (c *Clerk) scanDocument(s Scan, sheet Sheet) {
	switch sheet {
	case NoSheet, HandOutSheet:
		c.takeScanned(s.Number)
	case VaultSheet:
		c.scanInVault(s)
	default:
		c.notHere(text.Fill(c.cfg.Words.Scan.Document, "number", s.Number))
	}
}

// takeScanned begins the hand-out of a document to the visitor at this desk.
func (c *Clerk) takeScanned(number office.DocumentNumber) {
	c.mu.Lock()
	w, can, h := c.cfg.Words.Scan, c.can(), c.hand
	c.mu.Unlock()
	switch {
	case !c.snapKeeps():
		c.remark(text.Fill(w.NoVault, "number", number), "")
		return
	case !can[Finish]:
		c.remark(text.Fill(w.NobodyServed, "number", number), w.NobodyServedNext)
		return
	case h.item != nil && sameNumber(h.item.Number, number):
		c.remark(text.Fill(w.LiesHere, "number", number), "")
		return
	case h.item != nil:
		c.remark(text.Fill(w.Another, "number", h.item.Number), w.AnotherNext)
		return
	}
	var found []Item
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			found, err = c.cfg.Counter.FindItems(ctx, string(number))
			if err == nil && len(found) == 0 && bare(string(number)) == string(number) { // kept with dashes, scanned without
				var all Stock
				if all, err = c.cfg.Counter.Stock(ctx); err == nil {
					found = all.Items
				}
			}
			return r, err
		},
		then: func(Receipt) {
			i := slices.IndexFunc(found, func(i Item) bool { return sameNumber(i.Number, number) })
			if i < 0 {
				c.say(text.Fill(w.NotInVault, "number", number), w.NotInVaultNext, Warn)
				return
			}
			c.hand.found = found[i : i+1]
			c.takeItem(found[i])
		},
	})
}

// snapKeeps reports whether there are documents to work with here.
func (c *Clerk) snapKeeps() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.snap.Vault.Keeps()
}

// sameNumber reports whether two numbers are one, whatever a scanner leaves out.
func sameNumber(a, b office.DocumentNumber) bool { return bare(string(a)) == bare(string(b)) }

// scanInVault does on the page that is open what typing the number there does.
func (c *Clerk) scanInVault(s Scan) {
	c.mu.Lock()
	page, counted := c.vault.page, c.vault.count.tally != nil
	c.mu.Unlock()
	number := string(s.Number)
	switch {
	case page == ReceivePage:
		if c.Scan(number) && s.Name != "" {
			c.change(func() {
				if r := &c.vault.receive; r.at() >= 0 && r.lines[r.at()].Holder == "" {
					r.lines[r.at()].Holder = s.Name
				}
			})
		}
	case page == StockPage:
		c.change(func() {
			for _, i := range c.vault.stock.Items {
				if sameNumber(i.Number, s.Number) {
					number = string(i.Number)
				}
			}
			c.vault.store.filter, c.vault.store.chosen = number, office.DocumentNumber(number)
			c.notice = Notice{}
		})
	case page == CountPage && !counted:
		c.ScanCount(number)
	case page == DocumentPage:
		c.OpenDossier(number)
	default:
		c.notHere(text.Fill(c.cfg.Words.Scan.Document, "number", number))
	}
}

// scanConsignment opens receiving with what a delivery says is in it. Nothing is ticked: each document must be seen.
func (c *Clerk) scanConsignment(s Scan, sheet Sheet) {
	c.mu.Lock()
	w, page := c.cfg.Words.Scan, c.vault.page
	can := c.can()[VaultAct]
	c.mu.Unlock()
	if !can || sheet != NoSheet && (sheet != VaultSheet || page != ReceivePage) {
		c.notHere(text.Fill(w.Consignment, "id", s.Delivery))
		return
	}
	c.change(func() {
		if sheet == NoSheet {
			c.vault = vaulting{form: tasking{picked: -1}, receive: receiving{lender: -1}}
			c.openLocked(VaultSheet)
		}
		c.vault.page, c.vault.receive.listed = ReceivePage, &s
		if c.vault.loaded {
			c.takeList()
		}
		c.loadStock()
	})
}

// takeList fills receiving from the list that was scanned, once it is known what was announced. What the list has and
// the announcement has not, or the other way about, is for the clerk to see. It wants the lock held.
func (c *Clerk) takeList() {
	r := &c.vault.receive
	if r.listed == nil {
		return
	}
	s, w := *r.listed, c.cfg.Words.Scan
	at := slices.IndexFunc(c.vault.stock.Announced, func(d Delivery) bool { return d.ID == s.Delivery })
	if at < 0 {
		at = len(c.vault.stock.Announced)
	}
	if at != r.delivery || r.id != "" {
		*r = receiving{delivery: at, lender: -1, from: r.from, into: r.into, kind: r.kind}
	}
	r.listed = nil
	if at == len(c.vault.stock.Announced) {
		r.id = s.Delivery
	}
	c.announce()
	fresh := 0
	for _, n := range s.Documents {
		if !slices.ContainsFunc(r.lines, func(l line) bool { return sameNumber(l.Number, n) }) {
			r.lines = append(r.lines, line{Arrival: Arrival{Number: n}, extra: true, listed: true})
			fresh++
		}
	}
	say := text.Fill(w.Listed.Count(len(s.Documents)), "id", s.Delivery)
	if fresh > 0 && at < len(c.vault.stock.Announced) {
		c.say(say, w.Unannounced.Count(fresh), Warn)
		return
	}
	c.say(say, w.ListedNext, Main)
}

// scanTravel compares the machine-readable lines of a document with what is handed out; elsewhere they are a number.
func (c *Clerk) scanTravel(s Scan, sheet Sheet) {
	c.mu.Lock()
	item := c.hand.item
	c.mu.Unlock()
	if sheet != NoSheet || item == nil {
		c.scanDocument(s, sheet)
		return
	}
	c.change(func() {
		w := c.cfg.Words.Scan
		number, holder := sameNumber(item.Number, s.Number), sameName(item.Holder, s.Name)
		born := c.hand.card == nil || !c.hand.card.Same || c.hand.card.Born == 0 || s.Born == 0 || c.hand.card.Born == s.Born
		m := Mark{Empty, "", Bad}
		switch {
		case !number:
			m.Words = text.Fill(w.OtherNumber, "number", cmp.Or(string(s.Number), "?"))
		case !holder:
			m.Words = text.Fill(w.OtherHolder, "name", cmp.Or(s.Name, "?"))
		case !born:
			m.Words = text.Fill(w.OtherBirth, "date", s.Born.UTC().Format("02/01/2006"))
		default:
			m = Mark{Full, w.Agrees, Good}
		}
		c.hand.lines, c.notice = m, Notice{}
	})
}
