package notify

import (
	"html/template"
	"regexp"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Letter is a message in words, for either way it can go.
type Letter struct {
	Subject     string
	Text, HTML  string // the same words
	SMS         string
	Languages   string // as the mail's head names them: "nl, fr"
	Attachments []Attachment
}

// facts are what a text can say. They are civil times of the place, and names; nothing in them is markup.
type facts struct {
	Kind                 contract.MessageKind
	Name, Sender         string
	On                   office.Date
	At, Until            office.Minute
	Site, Address        string
	Products             []string
	Persons              int
	Code                 string // that a visitor says at the counter
	Bring                []string
	Document             string // what it is, in Dutch
	Last                 office.Date
	Link, Portal, Survey string
	Pass                 string         // what the QR code holds; empty: none
	Zone                 *time.Location // of the place
	Sequence             int            // how often it changed, for agendas
	Sooner               sooner         // of a place that came free
}

// worded is facts with what depends on the language.
type worded struct {
	facts
	Day, ShortDay, Time, LastDay string
	Sooner                       soonerWorded
}

func (f facts) in(l Language) worded {
	return worded{f, l.day(f.On), l.shortDay(f.On), f.At.String(), l.day(f.Last), f.Sooner.in(l, f.Zone)}
}

// write makes the letter of these facts: Dutch, and the translations that are asked for below it.
func (f facts) write(languages ...Language) (l Letter, err error) {
	name := Kinds[f.Kind]
	if l.Subject, err = languages[0].say(name+".subject", f); err != nil {
		return l, err
	}
	if l.SMS, err = languages[0].say(name+".sms", f); err != nil {
		return l, err
	}
	var all, tags []string
	for i, lang := range languages {
		text, err := lang.say(name, f)
		if err != nil {
			return l, err
		}
		if i > 0 {
			text = "— " + translation[lang] + " —\n\n" + text
		}
		all, tags = append(all, paragraphs(text)...), append(tags, string(lang))
	}
	l.Text, l.Languages = strings.Join(all, "\n\n")+"\n", strings.Join(tags, ", ")
	if l.HTML, err = page(l.Subject, string(languages[0]), all); err != nil {
		return l, err
	}
	l.Attachments, err = f.attached()
	return l, err
}

// paragraphs are the pieces of a text between empty lines.
func paragraphs(text string) (out []string) {
	for _, p := range regexp.MustCompile(`\n\s*\n`).Split(text, -1) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// piece is a paragraph as HTML: lines, or a list after its title.
type piece struct {
	Lines [][]span
	Items []string
}

// span is a stretch of a line; an address on the web is a link.
type span struct{ Text, Link string }

var shape = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:38em;margin:1em">
{{- range .Pieces}}
<p>{{range $i, $line := .Lines}}{{if $i}}<br>{{end}}{{range $line}}{{if .Link}}<a href="{{.Link}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{end}}{{end}}</p>
{{- if .Items}}
<ul>{{range .Items}}<li>{{.}}</li>{{end}}</ul>{{end}}
{{- end}}
</body></html>
`))

var address = regexp.MustCompile(`https?://[^\s]+[^\s.,;:!?)]`)

// page is the same words as plain HTML: nothing is loaded, nothing is told to anybody by opening it.
func page(title, lang string, all []string) (string, error) {
	var pieces []piece
	for _, p := range all {
		var one piece
		for line := range strings.SplitSeq(p, "\n") {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				one.Items = append(one.Items, item)
			} else {
				one.Lines = append(one.Lines, spans(line))
			}
		}
		pieces = append(pieces, one)
	}
	var out strings.Builder
	err := shape.Execute(&out, struct {
		Title, Lang string
		Pieces      []piece
	}{title, lang, pieces})
	return out.String(), err
}

func spans(line string) (out []span) {
	for {
		at := address.FindStringIndex(line)
		if at == nil {
			return append(out, span{Text: line})
		}
		out = append(out, span{Text: line[:at[0]]}, span{Text: line[at[0]:at[1]], Link: line[at[0]:at[1]]})
		line = line[at[1]:]
	}
}
