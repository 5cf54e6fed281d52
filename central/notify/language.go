package notify

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Language is the tag of a language that messages are in. Dutch is the text; the others are translations of it, and say so.
type Language string

// Languages are those there are texts in, Dutch first.
var Languages = []Language{"nl", "fr", "en", "de"}

// Kinds are what messages can say, each with its name in texts and on the command line.
var Kinds = map[contract.MessageKind]string{
	contract.MessageKind_MESSAGE_KIND_CONFIRMATION: "confirmation",
	contract.MessageKind_MESSAGE_KIND_CHANGE:       "change",
	contract.MessageKind_MESSAGE_KIND_CANCELLATION: "cancellation",
	contract.MessageKind_MESSAGE_KIND_REMINDER:     "reminder",
	contract.MessageKind_MESSAGE_KIND_CONFLICT:     "conflict",
	contract.MessageKind_MESSAGE_KIND_READY:        "ready",
	contract.MessageKind_MESSAGE_KIND_STILL_READY:  "still-ready",
	contract.MessageKind_MESSAGE_KIND_TERM:         "term",
	contract.MessageKind_MESSAGE_KIND_LAST_CALL:    "last-call",
	contract.MessageKind_MESSAGE_KIND_SURVEY:       "survey",
	contract.MessageKind_MESSAGE_KIND_SOONER:       "sooner",
}

//go:embed texts/*.tmpl
var textFiles embed.FS

var texts = readTexts()

func readTexts() map[Language]*template.Template {
	all := map[Language]*template.Template{}
	for _, l := range Languages {
		t := template.New(string(l)).Funcs(template.FuncMap{"join": strings.Join}).Option("missingkey=error")
		b, err := textFiles.ReadFile("texts/" + string(l) + ".tmpl")
		if err == nil {
			t, err = t.Parse(string(b))
		}
		if err != nil {
			panic("notify: " + err.Error()) // they are in the binary
		}
		all[l] = t
	}
	return all
}

// say fills in one piece of a text.
func (l Language) say(piece string, f facts) (string, error) {
	var out strings.Builder
	if err := texts[l].ExecuteTemplate(&out, piece, f.in(l)); err != nil {
		return "", fmt.Errorf("text %s of %s: %w", piece, l, err)
	}
	return strings.TrimSpace(out.String()), nil
}

// translation is the line above a text that is a translation (art. 12 of the laws of 18 July 1966: Dutch first, and what follows
// says no more).
var translation = map[Language]string{
	"fr": "Traduction du texte néerlandais ci-dessus",
	"en": "Translation of the Dutch text above",
	"de": "Übersetzung des niederländischen Textes oben",
}

var weekdays = map[Language][7]string{
	"nl": {"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	"fr": {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	"de": {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
}

var months = map[Language][12]string{
	"nl": {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"de": {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
}

// day writes a civil day out; empty for none.
func (l Language) day(d office.Date) string {
	if d == 0 {
		return ""
	}
	y, m, day := d.UTC().Date()
	format := "%s %d %s %d"
	if l == "de" {
		format = "%s, %d. %s %d"
	}
	return fmt.Sprintf(format, weekdays[l][d.Weekday()], day, months[l][m-time.January], y)
}

// shortDay is a day for an SMS: "ma 23/11".
func (l Language) shortDay(d office.Date) string {
	_, m, day := d.UTC().Date()
	short := []rune(weekdays[l][d.Weekday()])
	return fmt.Sprintf("%s %d/%d", string(short[:2]), day, m)
}
