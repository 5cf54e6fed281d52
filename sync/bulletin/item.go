package bulletin

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Kind says what an item is.
type Kind string

// The kinds.
const (
	News     Kind = "news"
	Activity Kind = "activity" // it has a day, hours and a place
)

// Dutch is the language that every item has.
const Dutch = "nl"

// Languages are those that an item can be written in, by their BCP 47 tags, Dutch first: those of the self-service desk.
var Languages = []string{Dutch, "fr", "en", "de", "tr", "pl", "uk"}

// Text is an item in one language.
type Text struct {
	Language string
	Title    string
	Body     string
}

// Item is a piece of news or an activity, in words for visitors. Slices in it are not changed after it is made.
type Item struct {
	ID    string
	Kind  Kind
	Sites []office.SiteID // where it is shown; none: at every site
	Texts []Text          // one for each language
	Shown office.Period   // days on which it is shown, both ends set

	// Of an activity.
	Date     office.Date
	From, To office.Minute // local; To up to 24:00
	Place    string        // as people there call it; the same in every language
	SignUp   bool          // who comes must say so before
}

// In is the item in a language where it has that, else in Dutch; own tells which.
func (i Item) In(language string) (t Text, own bool) {
	for _, want := range []string{language, Dutch} {
		if at := slices.IndexFunc(i.Texts, func(t Text) bool { return t.Language == want }); at >= 0 {
			return i.Texts[at], want == language
		}
	}
	return Text{Language: Dutch}, language == Dutch
}

// For reports whether it is meant for a site.
func (i Item) For(site office.SiteID) bool {
	return len(i.Sites) == 0 || slices.Contains(i.Sites, site)
}

// Over reports whether it is shown no more from a day on.
func (i Item) Over(today office.Date) bool { return i.Shown.To < today }
