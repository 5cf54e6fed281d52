package flow

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// build makes the picture. It is called with the lock held.
func (f *Flow) build() Shown {
	v, w := &f.visit, f.words()
	s := Shown{Page: v.page, Looks: v.looks, Busy: v.busy, Marked: w.Marked, Clock: f.cfg.Now().In(f.cfg.Location).Format("15:04"), Site: f.view.GetSiteName()}
	if f.lost {
		return Shown{Looks: v.looks, Site: s.Site, Clock: s.Clock, Page: Failed, Title: w.Gone, Text: []string{w.GoneNext}, Tone: Warn, Speak: w.Gone + ". " + w.GoneNext, Marked: w.Marked}
	}
	f.frame(&s)
	f.question(&s)
	if v.page.last() {
		s.Next, s.Can = w.Done, true
	}
	f.page(&s)
	f.still(&s)
	s.Speak = spoken(s)
	return s
}

// frame are the buttons around a page.
func (f *Flow) frame(s *Shown) {
	v, w := &f.visit, f.words()
	if v.page == Idle {
		return
	}
	s.Home = w.Home
	if !v.page.last() && v.page != Age {
		s.Back = w.Back
	}
	if !f.view.Help {
		s.Help = w.Help
	}
	if f.cfg.Say != nil {
		s.Read = w.Read
	}
	if v.page != Language && v.page != Settings && v.page != Age && !v.page.last() {
		s.Languages, s.Settings = w.Languages, w.Settings
	}
}

// page cuts the choices to those of one page.
func (f *Flow) page(s *Shown) {
	from, all := f.visit.from, len(s.Choices)
	if all <= MostChoices {
		return
	}
	s.Earlier, s.Later = f.words().Earlier, f.words().Later
	s.Less, s.More = from > 0, from+MostChoices < all
	s.Pages = text.Fill(f.words().Pages, "n", from/MostChoices+1, "of", (all+MostChoices-1)/MostChoices)
	s.Choices = s.Choices[from:min(all, from+MostChoices)]
}

// choices is how many the page has over all its pages.
func (f *Flow) choices() int {
	var s Shown
	f.question(&s)
	return len(s.Choices)
}

// still asks whether somebody is there.
func (f *Flow) still(s *Shown) {
	v, w := &f.visit, f.words()
	idle := f.cfg.Now().Sub(v.touched)
	if v.page == Idle || v.page == Age || v.busy != "" || idle < Patience {
		return
	}
	left := int((Patience + Warning - idle + time.Second - 1) / time.Second)
	s.Still = &Still{Title: w.StillTitle, Seconds: max(left, 0), Left: w.StillLeft, Yes: w.StillYes, No: w.StillNo}
}

// spoken is a page as it is read aloud. What is typed is not: others listen.
func spoken(s Shown) string {
	parts := append([]string{s.Title, s.Big}, s.Text...)
	for _, c := range s.Choices {
		parts = append(parts, strings.TrimSpace(c.Words+". "+c.Hint))
	}
	if s.Entry != nil {
		parts = append(parts, s.Entry.Wrong)
	}
	if s.Still != nil {
		parts = []string{s.Still.Title}
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, strings.TrimRight(p, ".?!")+".")
		}
	}
	return strings.Join(out, " ")
}

// can tells whether a thing can be done now, and why not.
func (f *Flow) can(code string) (bool, string) {
	for _, a := range f.view.Abilities {
		if a.Code == code {
			return a.Ok, f.says(told.Read(a.Told), a.Say)
		}
	}
	return true, "" // the daemon has nothing against it
}

// offer is a choice that the daemon may have something against.
func (f *Flow) offer(words, hint, code string) Choice {
	if ok, why := f.can(code); !ok {
		return Choice{Words: words, Hint: why, Off: true}
	}
	return Choice{Words: words, Hint: hint}
}

// day names a day in full: "donderdag 26 november", or today.
func (f *Flow) day(d office.Date) string { return f.dayIn(f.words(), d) }

func (f *Flow) dayIn(w *text.Kiosk, d office.Date) string {
	if d == office.DateOf(f.cfg.Now().In(f.cfg.Location)) {
		return w.Today
	}
	t := d.UTC()
	return fmt.Sprintf("%s %d %s", w.Days[t.Weekday()], t.Day(), w.Months[t.Month()-1])
}

// when is the day and hour of a place.
func (f *Flow) when(p *contract.FoundPlace) string {
	first := p.GetPlace().GetRun().First(office.SiteID(p.GetPlace().GetSite()))
	return text.Fill(f.words().Place, "day", f.day(first.Date), "time", first.Start)
}

// open tells when a site is open.
func (f *Flow) openSay(s *contract.KioskSite) string {
	w := f.words()
	switch {
	case s.Open && s.Until != 0:
		return text.Fill(w.OpenTo, "time", office.Minute(s.Until))
	case s.NextDate != 0:
		return text.Fill(w.Opens, "day", f.day(office.Date(s.NextDate)), "time", office.Minute(s.NextFrom))
	}
	return w.Shut
}
