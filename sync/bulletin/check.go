package bulletin

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// What an item may be, so that it stands on a page without scrolling in the largest letters, and is news. Lengths are in letters;
// the screens walk their pages with items of just this size.
const (
	MostTitle = 60
	MostBody  = 280
	MostPlace = 60
	MostWord  = 24  // of one word: a longer one cannot be broken over lines
	MostDays  = 92  // on which it is shown
	MostAhead = 366 // days from today to the first of them
	mostID    = 40
)

// City is what items are held against: the sites that there are, and their clock.
type City struct {
	Known func(office.SiteID) bool
	Zone  *time.Location
}

// Check refuses an item that cannot be shown as it is, or not any more, in words for who wrote it.
func (i Item) Check(c City, today office.Date) error {
	for _, check := range []func() string{
		i.checkID,
		func() string { return i.checkSites(c.Known) },
		i.checkTexts,
		func() string { return i.checkShown(today) },
		func() string { return i.checkActivity(c.Zone) },
	} {
		if say := check(); say != "" {
			return fault.New("bulletin.Check", fault.Invalid).On(i.ID).Tell(say, "")
		}
	}
	return nil
}

func (i Item) checkID() string {
	if i.ID == "" || len(i.ID) > mostID || strings.Trim(i.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return fmt.Sprintf("Geef een naam van hoogstens %d kleine letters, cijfers en streepjes.", mostID)
	}
	if i.Kind != News && i.Kind != Activity {
		return fmt.Sprintf("Kies de soort: %s of %s.", News, Activity)
	}
	return ""
}

func (i Item) checkSites(known func(office.SiteID) bool) string {
	for n, s := range i.Sites {
		if !known(s) {
			return fmt.Sprintf("De locatie '%s' is niet bekend.", s)
		}
		if slices.Contains(i.Sites[:n], s) {
			return fmt.Sprintf("De locatie '%s' staat er twee keer.", s)
		}
	}
	return ""
}

func (i Item) checkTexts() string {
	if !slices.ContainsFunc(i.Texts, func(t Text) bool { return t.Language == Dutch }) {
		return "De tekst in het Nederlands ontbreekt."
	}
	for n, t := range i.Texts {
		if !slices.Contains(Languages, t.Language) {
			return fmt.Sprintf("De taal '%s' kennen de schermen niet; kies uit %s.", t.Language, strings.Join(Languages, ", "))
		}
		if slices.ContainsFunc(i.Texts[:n], func(o Text) bool { return o.Language == t.Language }) {
			return fmt.Sprintf("De taal '%s' staat er twee keer.", t.Language)
		}
		for _, part := range []struct {
			what, words string
			most        int
		}{{"De titel", t.Title, MostTitle}, {"De tekst", t.Body, MostBody}} {
			if say := checkWords(part.what, part.words, part.most); say != "" {
				return fmt.Sprintf("%s (%s)", say, t.Language)
			}
		}
	}
	return ""
}

// checkWords refuses what a page has no room for, or a screen no letters.
func checkWords(what, words string, most int) string {
	n := utf8.RuneCountInString(words)
	switch {
	case n == 0:
		return what + " ontbreekt."
	case n > most:
		return fmt.Sprintf("%s heeft %d tekens; er is plaats voor %d.", what, n, most)
	case strings.Join(strings.Fields(words), " ") != words:
		return what + " heeft spaties te veel, of een nieuwe regel."
	}
	for _, r := range words {
		if !Shows(r) {
			return fmt.Sprintf("%s heeft een teken dat de schermen niet tonen: %q.", what, r)
		}
	}
	for word := range strings.FieldsSeq(words) {
		if utf8.RuneCountInString(word) > MostWord {
			return fmt.Sprintf("%s heeft een woord van meer dan %d letters: '%s'.", what, MostWord, word)
		}
	}
	return ""
}

// Shows reports whether the screens can draw a letter: Latin ones as names here have them, Ukrainian ones, and the usual signs.
func Shows(r rune) bool {
	switch {
	case r >= ' ' && r <= '~', r > 0xa0 && r <= 0x17f && r != 0xad, r >= 0x400 && r <= 0x45f:
		return true
	}
	return unicode.Is(extra, r)
}

// extra are the letters and signs beyond those ranges: Romanian, Ukrainian, quotes, dashes, the euro.
var extra = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x218, Hi: 0x21b, Stride: 1}, {Lo: 0x490, Hi: 0x491, Stride: 1}, {Lo: 0x2013, Hi: 0x2014, Stride: 1},
	{Lo: 0x2018, Hi: 0x201a, Stride: 1}, {Lo: 0x201c, Hi: 0x201e, Stride: 1}, {Lo: 0x2026, Hi: 0x2026, Stride: 1}, {Lo: 0x20ac, Hi: 0x20ac, Stride: 1}}}

func (i Item) checkShown(today office.Date) string {
	switch p := i.Shown; {
	case p.From == 0 || p.To == 0:
		return "Zeg van welke tot welke dag het getoond wordt."
	case p.To < p.From:
		return "De laatste dag ligt voor de eerste."
	case p.To < today:
		return "De laatste dag waarop het getoond wordt, is voorbij."
	case p.To-p.From >= MostDays:
		return fmt.Sprintf("Het wordt hoogstens %d dagen getoond.", MostDays)
	case p.From > today+MostAhead:
		return fmt.Sprintf("De eerste dag ligt meer dan %d dagen vooruit.", MostAhead)
	}
	return ""
}

func (i Item) checkActivity(zone *time.Location) string {
	if i.Kind == News {
		if i.Date != 0 || i.From != 0 || i.To != 0 || i.Place != "" || i.SignUp {
			return "Nieuws heeft geen dag, uren, plaats of inschrijving; maak er een activiteit van."
		}
		return ""
	}
	switch {
	case i.Date == 0:
		return "Zeg op welke dag de activiteit is."
	case i.Shown.To > i.Date:
		return "Een activiteit wordt niet langer getoond dan tot haar dag."
	case i.From >= i.To || i.To > office.EndOfDay:
		return "Zeg van welk tot welk uur, binnen dezelfde dag."
	}
	for _, m := range []office.Minute{i.From, i.To} {
		if m < office.EndOfDay && office.MinuteOf(i.Date.At(m, zone)) != m {
			return fmt.Sprintf("Die nacht gaat de klok vooruit: %s bestaat dan niet.", m)
		}
	}
	return checkWords("De plaats", i.Place, MostPlace)
}
