package state

import (
	"cmp"
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// KioskUses is the part of [Counter] that counts the use of this site's self-service desk (A002-18 to A002-24).
type KioskUses interface {
	// KioskUse counts the days from first to last, both included: by what it was counted, then the most first. Counts of small groups
	// are withheld.
	KioskUse(ctx context.Context, first, last office.Date) ([]KioskUse, error)
}

// KioskUse is one count.
type KioskUse struct {
	By, Code string // "what" and "certificate"
	Count    int
	Withheld bool // it is of a small group, or would tell of one
}

// useDays is how many days the page counts, today included.
const useDays = 28

// useOf is what the page of the self-service desk shows.
type useOf struct {
	from   office.Date
	counts []KioskUse
}

// loadUse asks how the self-service desk was used. It wants the lock held.
func (c *Clerk) loadUse() {
	today := office.DateOf(c.cfg.Now().In(c.cfg.Location))
	got := useOf{from: today - useDays + 1}
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got.counts, err = c.cfg.Counter.KioskUse(ctx, got.from, today)
			return r, err
		},
		then: func(Receipt) { c.use = got },
	})
}

// showUse are the counts as rows: what it was for first; days and hours are for who plans.
func (c *Clerk) showUse() (rows []Row, hint string) {
	w := c.cfg.Words.Use
	for _, by := range []string{"what", "product", "outcome", "age", "language"} {
		for _, one := range c.use.counts {
			if one.By != by {
				continue
			}
			r := Row{ID: by + "/" + one.Code, Main: c.useWords(one), Detail: w.By[by], State: w.Withheld}
			if !one.Withheld {
				r.State = text.Fill(w.Times, "n", one.Count)
			}
			rows = append(rows, r)
		}
	}
	if len(rows) > 0 {
		hint = text.Fill(w.Hint, "from", c.cfg.Words.Day(c.use.from.UTC()), "n", visit.SmallestGroup)
	}
	return rows, hint
}

// useWords is what a count is of; a code of a newer counter stands as it is.
func (c *Clerk) useWords(u KioskUse) string {
	w := c.cfg.Words.Use
	switch u.By {
	case "what":
		return cmp.Or(w.Goals[u.Code], u.Code)
	case "outcome":
		return cmp.Or(w.Outcomes[u.Code], u.Code)
	case "age":
		return cmp.Or(w.Ages[u.Code], u.Code)
	case "language":
		if k := text.KioskIn(u.Code); k.Tag == u.Code {
			return k.Name
		}
		return u.Code
	}
	return c.short(office.ProductID(u.Code))
}
