package state

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// dossing is the page of one document: where it is, from hand to hand how it came there, and what can be done about it.
type dossing struct {
	typed string
	got   *Dossier
	link  string // the chosen hand-over
}

// DossierShown is that page in words.
type DossierShown struct {
	Typed string
	Title string
	Facts string
	Held  string // why it may not go out
	Rows  []Row
	Link  string // the chosen hand-over
	Proof string // what was written down of it
	Empty string
	Task  TaskShown
}

// TypeDossier takes what is typed or scanned until Enter.
func (c *Clerk) TypeDossier(words string) { c.change(func() { c.vault.dossier.typed = words }) }

// OpenDossier shows the document whose number was typed, scanned or chosen.
func (c *Clerk) OpenDossier(typed string) {
	c.mu.Lock()
	var known []office.DocumentNumber
	for _, i := range c.vault.stock.Items {
		known = append(known, i.Number)
	}
	c.mu.Unlock()
	n, ok := documentNumber(typed, known)
	c.change(func() {
		c.vault.page, c.vault.dossier = DocumentPage, dossing{typed: typed}
		if ok {
			c.notice, c.vault.dossier.typed = Notice{}, string(n)
			c.loadDossier(n)
			return
		}
		c.say(c.cfg.Words.Vault.NotNumberSay, c.cfg.Words.Vault.NotNumberNext, Warn)
	})
}

// ChooseHandover chooses a link of the chain: what was written down of it is shown.
func (c *Clerk) ChooseHandover(id string) { c.change(func() { c.vault.dossier.link = id }) }

// ShowChosen shows the document that is chosen on the page of now.
func (c *Clerk) ShowChosen() {
	c.mu.Lock()
	n := ""
	switch c.vault.page {
	case StockPage:
		n = string(c.stockChosen())
	case DecidePage:
		if q := c.decideChosen(); q != nil && q.Code != "late-trip" {
			n = q.About
		}
	}
	c.mu.Unlock()
	if n != "" {
		c.OpenDossier(n)
	}
}

// loadDossier asks for the life of a document. It wants the lock held.
func (c *Clerk) loadDossier(n office.DocumentNumber) {
	var got Dossier
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got, err = c.cfg.Counter.Dossier(ctx, n)
			return r, err
		},
		then: func(Receipt) { c.vault.dossier.got = &got },
	})
}

// person is the name of a member of staff; an unknown one has the id for a name.
func (c *Clerk) person(id string) string {
	for _, p := range c.snap.Staff {
		if string(p.ID) == id {
			return p.Name
		}
	}
	return id
}

func (c *Clerk) showDossier() DossierShown {
	w, d := c.cfg.Words.Safe, &c.vault.dossier
	s := DossierShown{Typed: d.typed, Empty: w.SeekEmpty, Title: w.Nowhere, Task: c.showTask()}
	if d.got == nil {
		return s
	}
	i := d.got
	s.Title, s.Held = joined(i.Kind, i.Holder), i.Held
	facts := []string{strings.ToUpper(i.Where[:min(1, len(i.Where))]) + i.Where[min(1, len(i.Where)):]}
	if i.Legal != 0 {
		facts = append(facts, text.Fill(w.Legal, "day", c.date(i.Legal)))
	}
	if i.Reminders > 0 {
		facts = append(facts, w.Reminders.Count(i.Reminders))
	}
	s.Facts = strings.Join(facts, " · ")
	for n, h := range i.Chain {
		at := h.At.In(c.cfg.Location)
		s.Rows = append(s.Rows, Row{ID: number(n), Main: text.Fill(w.Handover, "from", c.party(h.From, h.Evidence == takenOut || h.Evidence == moved),
			"to", c.party(h.To, h.Evidence == stored)), Detail: c.cfg.Words.Day(at) + " " + c.cfg.Words.Clock(at)})
		if id := number(n); id == d.link || d.link == "" { // the last one unless another was chosen
			s.Link, s.Proof = id, c.evidence(i.Item, h.Evidence)
		}
	}
	return s
}
