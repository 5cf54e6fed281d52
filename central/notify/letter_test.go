package notify_test

import (
	"bytes"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/sync/contract"
)

func request[Q any](q *Q) *connect.Request[Q] { return connect.NewRequest(q) }

// previews are all messages in a language.
func previews(t *testing.T, language string) map[string]*contract.PreviewMessageResponse {
	t.Helper()
	out := map[string]*contract.PreviewMessageResponse{}
	d := open(t).n.Door()
	for kind, name := range notify.Kinds {
		res, err := d.Preview(t.Context(), request(&contract.PreviewMessageRequest{Kind: kind, Language: language, Whole: true}))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = res.Msg
	}
	return out
}

// TestEveryKindHasItsWords: subject, text and SMS, with nothing left open, and short enough for two SMS.
func TestEveryKindHasItsWords(t *testing.T) {
	if len(notify.Kinds) != len(contract.MessageKind_name)-1 {
		t.Errorf("%d of %d kinds have words", len(notify.Kinds), len(contract.MessageKind_name)-1)
	}
	for name, m := range previews(t, "") {
		if m.Subject == "" || m.Text == "" || m.Sms == "" || strings.ContainsAny(m.Subject, "\n") {
			t.Errorf("%s lacks words: %q %q %q", name, m.Subject, m.Text, m.Sms)
		}
		for _, text := range []string{m.Subject, m.Text, m.Sms, m.Html} {
			if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") || strings.Contains(text, "%!") {
				t.Errorf("%s: %q", name, text)
			}
		}
		if n := len([]rune(m.Sms)); n > 306 {
			t.Errorf("%s: an SMS of %d characters", name, n)
		}
	}
}

// TestTranslations: below the Dutch text, marked, in words of their own, with the same facts and no others.
func TestTranslations(t *testing.T) {
	facts := regexp.MustCompile(`https?://\S+|\d\d:\d\d|[0-9A-Z]{4}-[0-9A-Z]{4}`)
	for lang, mark := range map[string]string{"fr": "Traduction", "en": "Translation", "de": "Übersetzung"} {
		dutch := previews(t, "nl")
		for name, m := range previews(t, lang) {
			above, below, ok := strings.Cut(m.Text, "— "+mark)
			if !ok || strings.TrimSpace(above) != strings.TrimSpace(dutch[name].Text) || strings.Contains(below, "Met vriendelijke groeten") {
				t.Errorf("%s in %s:\n%s", name, lang, m.Text)
			}
			if a, b := strings.Join(facts.FindAllString(above, -1), " "), strings.Join(facts.FindAllString(below, -1), " "); a != b {
				t.Errorf("%s in %s says %q, in Dutch %q", name, lang, b, a)
			}
		}
	}
}

// TestHTMLSaysTheSame: no word more or less than the text, nothing that loads or reports, and only links to where the text leads.
func TestHTMLSaysTheSame(t *testing.T) {
	links := regexp.MustCompile(`</?a\b[^>]*>`)
	tags, space := regexp.MustCompile(`(?s)<title>.*?</title>|<[^>]*>`), regexp.MustCompile(`[\s-]+`)
	for name, m := range previews(t, "de") {
		words := func(s string) string { return strings.TrimSpace(space.ReplaceAllString(s, " ")) }
		if got, want := words(html.UnescapeString(tags.ReplaceAllString(links.ReplaceAllString(m.Html, ""), " "))), words(m.Text); got != want {
			t.Errorf("%s:\n%s\n%s", name, got, want)
		}
		for _, bad := range []string{"<img", "<script", "src=", "url(", "<link", "<iframe"} {
			if strings.Contains(m.Html, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
	}
}

// TestNamesAreNoMarkup: what somebody typed as a name stays text.
func TestNamesAreNoMarkup(t *testing.T) {
	w := open(t)
	w.books(&contract.Person{Name: "<b>An</b>\r\nBcc: bo@voorbeeld.invalid {{.Code}}", Mail: "an@voorbeeld.invalid"}, 3, 0)
	w.steps()
	say := w.mail.Parcels()[0].Say
	if strings.Contains(say.HTML, "<b>An") || strings.Contains(say.Text, "\r") || !strings.Contains(say.Text, "{{.Code}}") {
		t.Errorf("%s\n%s", say.Text, say.HTML)
	}
}

// TestMailIsWellFormed: a reader that is not ours — the standard library's — finds the parts, and the same words in them.
func TestMailIsWellFormed(t *testing.T) {
	for name, p := range previews(t, "fr") {
		m, err := mail.ReadMessage(bytes.NewReader(p.Mail))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d, err := m.Header.Date(); err != nil || d.IsZero() || m.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("%s: %v", name, m.Header)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject != p.Subject {
			t.Errorf("%s: %q, %v", name, subject, err)
		}
		for _, line := range strings.Split(string(p.Mail), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n") || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
				t.Errorf("%s: line %q", name, line)
			}
		}
		text, names := parts(t, m.Header.Get("Content-Type"), m.Body)
		if strings.ReplaceAll(text, "\r\n", "\n") != p.Text || strings.Join(names, " ") != strings.Join(p.Attached, " ") {
			t.Errorf("%s: %q %v", name, text, names)
		}
	}
}

// parts are the plain text of a mail and the names of its attachments.
func parts(t *testing.T, kind string, body io.Reader) (text string, names []string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return text, names
		}
		if err != nil {
			t.Fatal(err)
		}
		switch kind := p.Header.Get("Content-Type"); {
		case strings.HasPrefix(kind, "multipart/"):
			text, _ = parts(t, kind, p)
		case strings.HasPrefix(kind, "text/plain"):
			b, err := io.ReadAll(p)
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		case p.FileName() != "":
			names = append(names, p.FileName())
		}
	}
}

// TestQuiet: over midnight, by the clock on the wall.
func TestQuiet(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Skip(err)
	}
	for _, row := range []struct{ quiet, now, want string }{
		{"21:00-08:00", "2026-11-23 20:59", "2026-11-23 20:59"},
		{"21:00-08:00", "2026-11-23 21:00", "2026-11-24 08:00"},
		{"21:00-08:00", "2026-11-24 07:59", "2026-11-24 08:00"},
		{"21:00-08:00", "2026-11-24 08:00", "2026-11-24 08:00"},
		{"21:00-08:00", "2026-03-28 23:00", "2026-03-29 08:00"},
		{"12:00-13:00", "2026-11-23 12:30", "2026-11-23 13:00"},
		{"12:00-13:00", "2026-11-23 23:30", "2026-11-23 23:30"},
		{"", "2026-11-23 03:00", "2026-11-23 03:00"},
	} {
		q, err := notify.ParseQuiet(row.quiet)
		if err != nil || q.String() != row.quiet {
			t.Fatalf("%q: %v, %v", row.quiet, q, err)
		}
		now, _ := time.ParseInLocation("2006-01-02 15:04", row.now, zone)
		if got := q.Ends(now, zone).Format("2006-01-02 15:04"); got != row.want {
			t.Errorf("%s at %s: %s, want %s", row.quiet, row.now, got, row.want)
		}
	}
}

// TestBounced: by a code, never by a server's words; and it is among what a person should look at.
func TestBounced(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 0)
	w.steps()
	id, d := w.messages(a)[0].Id, w.n.Door()
	if _, err := d.Bounced(t.Context(), request(&contract.BouncedMessageRequest{Id: id, Reason: "<an@voorbeeld.invalid> unknown"})); err == nil {
		t.Error("an address was taken for a reason")
	}
	if _, err := d.Bounced(t.Context(), request(&contract.BouncedMessageRequest{Id: id, Reason: "5.1.1"})); err != nil {
		t.Fatal(err)
	}
	res, err := d.List(t.Context(), request(&contract.ListMessagesRequest{Attention: true}))
	if err != nil || len(res.Msg.Messages) != 1 || res.Msg.Messages[0].Say != "teruggekomen (5.1.1)" {
		t.Errorf("%v: %v", res, err)
	}
	set, err := d.Settings(t.Context(), request(new(contract.MessageSettingsRequest)))
	if err != nil || set.Msg.Attention != 1 || set.Msg.Mail != "fake" {
		t.Errorf("%v: %v", set, err)
	}
}
