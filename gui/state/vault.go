package state

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Page is what the vault's sheet is used for.
type Page uint8

// The pages, in the order of the work.
const (
	ReceivePage Page = iota
	StockPage
	DecidePage
	TripPage
	CountPage
	DocumentPage
	pages // how many there are
)

// vaulting is the sheet of the vault.
type vaulting struct {
	page    Page
	stock   Stock
	loaded  bool
	receive receiving
	store   storing
	count   counting
	lists   Lists
	decide  deciding
	trip    travelling
	dossier dossing
	form    tasking
}

// storing is the page with what lies in the vault.
type storing struct {
	filter string
	chosen office.DocumentNumber
	into   string
}

// VaultShown is the vault's sheet in words; of the pages the one that is shown is filled in.
type VaultShown struct {
	Page    Page
	Pages   []string // their names, with how many wait on them
	Verb    string   // of the one main act of the page; empty: none
	Can     bool     // it can be done now
	Show    bool     // the chosen document can be shown
	Receive ReceiveShown
	Stock   StockShown
	Decide  DecideShown
	Trip    TripShown
	Count   CountShown
	Dossier DossierShown
}

// StockShown is what lies in the vault.
type StockShown struct {
	Filter   string
	Rows     []Row
	Empty    string
	Chosen   string
	Into     string
	CanStore bool
}

// openVault opens the vault's sheet where there is work: a delivery that was announced, else the stock. In the open
// sheet it turns the page.
func (c *Clerk) openVault() {
	c.mu.Lock()
	open, page := c.sheet == VaultSheet, c.vault.page
	c.mu.Unlock()
	if open {
		c.OpenPage((page + 1) % pages)
		return
	}
	c.change(func() {
		c.vault = vaulting{page: StockPage, form: tasking{picked: -1}, receive: receiving{lender: -1}}
		if c.snap.Vault.Coming > 0 || c.snap.Vault.Items == 0 {
			c.vault.page = ReceivePage
		}
		c.openLocked(VaultSheet)
		c.loadStock()
	})
}

// OpenPage turns to another page; what was filled in on this one stays.
func (c *Clerk) OpenPage(p Page) {
	c.change(func() {
		c.vault.page, c.notice = p, Notice{}
		c.loadStock()
	})
}

// loadStock asks what lies in the vault and what is on its way. It wants the lock held.
func (c *Clerk) loadStock() {
	var got Stock
	var lists Lists
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			if got, err = c.cfg.Counter.Stock(ctx); err == nil {
				lists, err = c.cfg.Counter.Lists(ctx)
			}
			return r, err
		},
		then: func(Receipt) {
			c.vault.stock, c.vault.lists, c.vault.loaded = got, lists, true
			c.announce()
			c.takeList()
			c.keepTicks()
			if d := c.vault.dossier.got; d != nil {
				c.loadDossier(d.Number)
			}
		},
	})
}

// FilterStock narrows the stock to a holder or number.
func (c *Clerk) FilterStock(words string) { c.change(func() { c.vault.store.filter = words }) }

// ChooseStock chooses a document of the stock.
func (c *Clerk) ChooseStock(number string) {
	c.change(func() { c.vault.store.chosen = office.DocumentNumber(number) })
}

// SetCompartment says where the chosen document of the stock is put.
func (c *Clerk) SetCompartment(into string) { c.change(func() { c.vault.store.into = into }) }

// StoreItem puts the chosen document of the stock into the compartment that was named.
func (c *Clerk) StoreItem() {
	c.mu.Lock()
	number, into := c.stockChosen(), strings.ToUpper(strings.TrimSpace(c.vault.store.into))
	c.mu.Unlock()
	w := c.cfg.Words.Vault
	switch {
	case number == "":
		c.change(func() { c.say(w.NeedDocument, "", Warn) })
	case into == "":
		c.change(func() { c.say(w.NeedInto, "", Warn) })
	default:
		c.storeItem(number, into)
	}
}

// storeItem writes down where a document lies, once it went through the doors between: out of the compartment where it is,
// into the one that was named, which takes two.
func (c *Clerk) storeItem(number office.DocumentNumber, into string) {
	w := c.cfg.Words
	put := job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Store(ctx, number, into) },
		then: func(Receipt) {
			c.say(text.Fill(w.Vault.Stored, "number", number, "into", into), "", Good)
			c.loadStock()
		},
	}
	c.mu.Lock()
	i := slices.IndexFunc(c.vault.stock.Items, func(i Item) bool { return i.Number == number })
	place := ""
	if i >= 0 {
		place = c.vault.stock.Items[i].Place
	}
	o := &opening{verb: w.Acts.Store, then: put.then, what: text.Fill(w.Gear.TwoStore, "what", number, "place", into),
		record: func(ctx context.Context, _ Second) (Receipt, error) { return put.run(ctx) }}
	if from, out := c.wayOf(number, place, ForCollect); out && place != into {
		o.ways = append(o.ways, from)
	}
	// Without a door the way out of its compartment is by key, and then the counter does not know that it is in somebody's hands.
	if _, door := c.door(into); door && (place == "" || len(o.ways) > 0) {
		o.ways = append(o.ways, way{DoorWish{Purpose: ForLoad, Document: number, Compartment: into}, text.Fill(w.Gear.PutOne, "what", number, "place", into)})
	}
	c.mu.Unlock()
	if len(o.ways) == 0 {
		c.do(put)
		return
	}
	c.pass(o)
}

// stockFound are the documents of the stock that suit what was typed.
func (c *Clerk) stockFound() []Item {
	typed := strings.ToLower(strings.TrimSpace(c.vault.store.filter))
	var out []Item
	for _, i := range c.vault.stock.Items {
		if strings.Contains(strings.ToLower(i.Holder+" "+string(i.Number)), typed) {
			out = append(out, i)
		}
	}
	return out
}

// stockChosen is the chosen document of the stock; without a choice the first that is shown.
func (c *Clerk) stockChosen() office.DocumentNumber {
	found := c.stockFound()
	i := slices.IndexFunc(found, func(i Item) bool { return i.Number == c.vault.store.chosen })
	if len(found) == 0 {
		return ""
	}
	return found[max(i, 0)].Number
}

func (c *Clerk) showVault() VaultShown {
	w := c.cfg.Words
	s := VaultShown{Page: c.vault.page, Pages: c.pageNames(), Can: true}
	switch s.Page {
	case ReceivePage:
		s.Receive = c.showReceive()
		s.Verb, s.Can = w.Acts.Receive, s.Receive.CanReceive
	case StockPage:
		s.Stock = c.showStock()
		s.Verb, s.Can, s.Show = w.Acts.Store, s.Stock.CanStore, len(s.Stock.Rows) > 0
	case DecidePage:
		s.Decide = c.showDecide()
		s.Verb, s.Show = s.Decide.Task.Verb, len(s.Decide.Rows) > 0
	case TripPage:
		s.Trip = c.showTrip()
		s.Verb, s.Can = s.Trip.Verb, s.Trip.Can
	case CountPage:
		s.Count = c.showCount()
		s.Verb = s.Count.Verb
	default:
		s.Dossier = c.showDossier()
		s.Verb = s.Dossier.Task.Verb
	}
	return s
}

// pageNames are the pages in words.
func (c *Clerk) pageNames() []string {
	w := c.cfg.Words
	decide, trips := w.Safe.Deciding, w.Safe.Tripping
	if n := len(c.vault.lists.Questions); n > 0 {
		decide += " " + number(n)
	}
	if n := len(c.vault.lists.Trips); n > 0 {
		trips += " " + number(n)
	}
	return []string{w.Vault.Receiving, w.Vault.Stock, decide, trips, w.Vault.Counting, w.Safe.Document}
}

// PressVault does the one main act of the page that is shown.
func (c *Clerk) PressVault() {
	c.mu.Lock()
	page := c.vault.page
	c.mu.Unlock()
	switch page {
	case ReceivePage:
		c.ReceiveDelivery()
	case StockPage:
		c.StoreItem()
	case TripPage:
		c.Travel()
	case CountPage:
		c.CloseCount()
	default:
		c.Decide()
	}
}

func (c *Clerk) showStock() StockShown {
	w, v := c.cfg.Words.Vault, &c.vault
	s := StockShown{Filter: v.store.filter, Into: v.store.into, Chosen: string(c.stockChosen()), Empty: w.StockEmpty}
	switch {
	case !v.loaded:
		s.Empty = w.Loading
	case len(v.stock.Items) > 0:
		s.Empty = w.StockNone
	}
	for _, i := range c.stockFound() {
		r := Row{ID: string(i.Number), Main: i.Holder, Detail: i.Kind + " " + string(i.Number), State: c.lies(i)}
		if i.Legal != 0 {
			r.Detail = joined(r.Detail, text.Fill(c.cfg.Words.Safe.Legal, "day", c.date(i.Legal)))
		}
		if r.Main == "" {
			r.Main = c.cfg.Words.Desk.Nameless
		}
		if i.Place == "" { // it should not stay there
			r.Tone, r.Shape = Warn, Empty
		}
		s.Rows = append(s.Rows, r)
	}
	s.CanStore = len(s.Rows) > 0
	return s
}

var numberForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9./-]{2,31}$`)

// documentNumber reads a number as typed or scanned: capitals, without spaces. Where it is known with other dashes or
// dots, as many scanners leave them out, it is that one.
func documentNumber(typed string, known []office.DocumentNumber) (office.DocumentNumber, bool) {
	s := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	if !numberForm.MatchString(s) {
		return "", false
	}
	for _, k := range known {
		if bare(string(k)) == bare(s) {
			return k, true
		}
	}
	return office.DocumentNumber(s), true
}

// bare is a number without what scanners leave out.
func bare(number string) string {
	return strings.NewReplacer("-", "", ".", "", "/", "").Replace(number)
}

// storeAll puts documents into one compartment, one after the other; left are those that did not come so far.
func (c *Clerk) storeAll(ctx context.Context, all []Arrival, into string) (last Receipt, left int, err error) {
	for i, a := range all {
		got, err := c.cfg.Counter.Store(ctx, a.Number, into)
		if err != nil {
			return last, len(all) - i, fault.Wrap("state.storeAll", err)
		}
		last = got
	}
	return last, 0, nil
}
