package flow

import (
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Dwell is how long each page stays that takes turns: long enough to read the longest item slowly. An estimate.
const Dwell = 20 * time.Second

// TurnSites is how many sites stand on one page: the city's are more, and take turns too.
const TurnSites = 8

// turn is what stands on the page that nobody touched beside this site's own hours: other sites, and mostly an item in a language,
// before which they give way where there is no room for both.
type turn struct {
	sites []*contract.KioskSite
	item  *contract.BulletinItem
	in    *text.Kiosk
}

// whoseTurn says what stands there at a moment: it follows from how long nobody has been here. A page of the other sites comes before
// each item, so that who looks for an open counter waits for one page at most (A002-60). An item is shown in the usual
// language, and then in one of the others that it has, each round another: who reads that one passes by too, and
// touching the screen would lead away from it.
func (f *Flow) whoseTurn(now time.Time) turn {
	n := int(now.Sub(f.visit.touched) / Dwell)
	items, sites := f.view.Bulletin, f.siteTurns()
	if len(items) == 0 {
		return turn{sites: sites[max(n, 0)%len(sites)]}
	}
	long := 0
	for _, item := range items {
		long += f.pagesOf(item)
	}
	round, at := max(n, 0)/long, max(n, 0)%long
	for i, item := range items {
		if at >= f.pagesOf(item) {
			at -= f.pagesOf(item)
			continue
		}
		t := turn{sites: sites[(round*len(items)+i)%len(sites)]}
		if at > 0 {
			t.item, t.in = item, f.words()
		}
		if others := f.translations(item); at == 2 {
			t.in = others[round%len(others)]
		}
		return t
	}
	return turn{}
}

// pagesOf is how many pages an item has in each round: the one before it, its own, and a translation where there is one.
func (f *Flow) pagesOf(item *contract.BulletinItem) int { return 2 + min(len(f.translations(item)), 1) }

// translations are the languages of an item beside the usual one and Dutch, which stands for what is missing.
func (f *Flow) translations(item *contract.BulletinItem) (out []*text.Kiosk) {
	for _, t := range item.Texts {
		if k := text.KioskIn(t.Language); k.Tag == t.Language && k.Tag != f.words().Tag && k.Tag != dutch {
			out = append(out, k)
		}
	}
	return out
}

// dutch is the language that every item has.
const dutch = "nl"

// siteTurns are the other sites, some at a time; there is always one page of them, if an empty one.
func (f *Flow) siteTurns() (out [][]*contract.KioskSite) {
	var page []*contract.KioskSite
	for _, site := range f.view.Sites {
		if site.Site == f.view.Site {
			continue
		}
		if len(page) == TurnSites {
			out, page = append(out, page), nil
		}
		page = append(page, site)
	}
	return append(out, page)
}

// nextTurn is how long until another page has its turn.
func (f *Flow) nextTurn(now time.Time) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.view == nil || f.visit.page != Idle || len(f.view.Bulletin) == 0 && len(f.siteTurns()) == 1 {
		return time.Minute
	}
	return Dwell - max(now.Sub(f.visit.touched), 0)%Dwell
}

// item is a piece of news or an activity in words.
func (f *Flow) item(t turn) *Item {
	said := textIn(t.item, t.in.Tag)
	out := &Item{Head: t.in.News, Title: said.GetTitle(), Text: said.GetText()}
	switch {
	case t.in != f.words():
		out.Marked = t.in.Marked
	case said.GetLanguage() != t.in.Tag:
		out.Marked = text.KioskIn(dutch).Name
	}
	if t.item.Date == 0 {
		return out
	}
	out.Head = t.in.Activity
	hours := text.Fill(t.in.Span, "from", office.Minute(t.item.From), "to", office.Minute(t.item.To))
	out.Facts = []string{text.Fill(t.in.ActivityAt, "day", f.dayIn(t.in, office.Date(t.item.Date)), "hours", hours), t.item.Place,
		either(t.item.SignUp, t.in.SignUp, t.in.NoSignUp)}
	return out
}

// textIn is an item in a language, or in Dutch.
func textIn(item *contract.BulletinItem, tag string) (out *contract.BulletinText) {
	for _, t := range item.Texts {
		if t.Language == tag || t.Language == dutch && out.GetLanguage() != tag {
			out = t
		}
	}
	return out
}
