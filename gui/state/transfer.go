package state

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sending is the sheet that sends a visitor on.
type sending struct {
	visit  office.VisitID
	filter string
	done   []office.ProductID // of the visit, in order already
}

// SendShown is that sheet in words.
type SendShown struct {
	Title, Filter, Empty string
	Targets              []Row
	Products             []Tick // of the visit; one choice each: it is done
}

// What a target's row id begins with.
const (
	toDesk    = "desk:"
	toTheme   = "theme:"
	toProduct = "product:"
)

// openTransfer opens the sheet for the visitor at this desk.
func (c *Clerk) openTransfer() {
	c.mu.Lock()
	v, here := c.visit()
	c.mu.Unlock()
	if here {
		c.change(func() {
			c.sending = sending{visit: v.ID}
			c.openLocked(SendSheet)
		})
	}
}

// FilterTargets narrows where to send to; what was typed finds products too.
func (c *Clerk) FilterTargets(words string) { c.change(func() { c.sending.filter = words }) }

// DoneHere notes whether a product of the visit is in order, by its place among those that are left.
func (c *Clerk) DoneHere(i int, done bool) {
	c.change(func() {
		v, _ := c.visit()
		left := leftOf(v)
		if i < 0 || i >= len(left) {
			return
		}
		c.sending.done = slices.DeleteFunc(slices.Clone(c.sending.done), func(p office.ProductID) bool { return p == left[i] })
		if done {
			c.sending.done = append(c.sending.done, left[i])
		}
	})
}

// leftOf are the products that a visit still needs, the present one first.
func leftOf(v Visit) []office.ProductID {
	if v.Product == "" {
		return nil
	}
	return append([]office.ProductID{v.Product}, v.Next...)
}

// Send sends the visitor to a target, by its row.
func (c *Clerk) Send(target string) {
	c.mu.Lock()
	v, here := c.visit()
	to := Onward{Done: c.sending.done}
	said := c.aim(&to, target, v.Ticket)
	ok := here && v.ID == c.sending.visit && said != ""
	c.mu.Unlock()
	if ok {
		c.transfer(v, to, said)
	}
}

// aim reads a target's row, and says where that is; empty for one that is none.
func (c *Clerk) aim(to *Onward, target, ticket string) string {
	w := c.cfg.Words.Hall
	if n, ok := strings.CutPrefix(target, toDesk); ok {
		d, err := strconv.Atoi(n)
		if err != nil {
			return ""
		}
		to.Desk = office.Desk(d)
		return text.Fill(w.SentDesk, "ticket", ticket, "n", d)
	}
	if id, ok := strings.CutPrefix(target, toTheme); ok {
		to.Theme = office.ClusterID(id)
		return text.Fill(w.SentTheme, "ticket", ticket, "theme", c.theme(to.Theme))
	}
	if id, ok := strings.CutPrefix(target, toProduct); ok {
		to.Added = []office.ProductID{office.ProductID(id)}
		return text.Fill(w.SentProduct, "ticket", ticket, "what", c.short(office.ProductID(id)))
	}
	return ""
}

func (c *Clerk) transfer(v Visit, to Onward, said string) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Transfer(ctx, v.ID, to) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.say(said, c.cfg.Words.Hall.SentNext, Good)
		},
	})
}

// pressNext notes that the present product of a visit with several is in order: the visitor waits, in the place they have,
// for a desk that serves the rest, this one or another.
func (c *Clerk) pressNext() {
	c.mu.Lock()
	v, _ := c.visit()
	c.mu.Unlock()
	if len(v.Next) == 0 {
		return
	}
	said := text.Fill(c.cfg.Words.Hall.NextSaid, "ticket", v.Ticket, "done", c.short(v.Product), "what", c.short(v.Next[0]))
	c.transfer(v, Onward{Done: []office.ProductID{v.Product}}, said)
}

// theme is a theme's name.
func (c *Clerk) theme(id office.ClusterID) string {
	for _, t := range c.snap.Themes {
		if t.ID == id && c.cfg.Words.Tag == "en" && t.English != "" {
			return t.English
		}
		if t.ID == id {
			return t.Dutch
		}
	}
	return string(id)
}

// targets are where a visitor can be sent: the other desks, then the themes, then, once something was typed, a product that
// comes up.
func (c *Clerk) targets(filter string) []Row {
	w := c.cfg.Words.Hall
	filter = strings.ToLower(strings.TrimSpace(filter))
	var rows []Row
	add := func(r Row) {
		if strings.Contains(strings.ToLower(r.Main+" "+r.Detail), filter) {
			rows = append(rows, r)
		}
	}
	for d := office.Desk(1); int(d) <= c.snap.Desks; d++ {
		if d != c.cfg.Desk {
			add(Row{ID: toDesk + strconv.Itoa(int(d)), Main: text.Fill(w.ToDesk, "n", d), Detail: c.manned(d)})
		}
	}
	for _, t := range c.snap.Themes {
		add(Row{ID: toTheme + string(t.ID), Main: text.Fill(w.ToTheme, "theme", c.theme(t.ID))})
	}
	if filter == "" {
		return rows
	}
	v, _ := c.visit()
	for _, r := range c.productRows(filter) {
		if !slices.Contains(leftOf(v), office.ProductID(r.ID)) {
			r.ID, r.State = toProduct+r.ID, w.AlsoProduct
			rows = append(rows, r)
		}
	}
	return rows
}

// manned is who works at a desk.
func (c *Clerk) manned(d office.Desk) string {
	for _, p := range c.snap.Signed {
		if p.Desk == d {
			return text.Fill(c.cfg.Words.Hall.Manned, "name", p.Name)
		}
	}
	return c.cfg.Words.Hall.Unmanned
}

// sent closes the sheet of a visitor who is no longer at this desk.
func (c *Clerk) sent() {
	if v, here := c.visit(); c.sheet == SendSheet && !c.busy && (!here || v.ID != c.sending.visit) {
		c.sheet = NoSheet
	}
}

func (c *Clerk) showSend() SendShown {
	w := c.cfg.Words.Hall
	v, _ := c.visit()
	s := SendShown{Title: text.Fill(w.Send, "ticket", v.Ticket), Filter: c.sending.filter, Empty: w.SendNone, Targets: c.targets(c.sending.filter)}
	if v.Served.IsZero() {
		return s // nothing was done yet for who was only called
	}
	for _, p := range leftOf(v) {
		t := Tick{Choices: []string{c.product(p).Name}, Picked: -1}
		if slices.Contains(c.sending.done, p) {
			t.Picked = 0
		}
		s.Products = append(s.Products, t)
	}
	return s
}

// names are the short names of products, one after the other.
func (c *Clerk) names(ids []office.ProductID) string {
	var out []string
	for _, id := range ids {
		out = append(out, c.short(id))
	}
	return strings.Join(out, ", ")
}
