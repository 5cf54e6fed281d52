package portal_test

import (
	"flag"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// every brings a browser to every kind of page, each by its name.
func every(t *testing.T, lang string) map[string]page {
	t.Helper()
	c := mustCity(t)
	b := c.browser()
	at := func(path string) string { return lang + path }
	out := map[string]page{}
	keep := func(name string, status int) {
		t.Helper()
		if b.status != status {
			t.Fatalf("%s: %s: %d\n%s", name, b.at, b.status, textOf(b.doc))
		}
		out[name] = b.page
	}
	for name, path := range map[string]string{"start": "/", "found": "/?q=verhuizen", "not-found": "/?q=qqqqqqq", "sheet": "/product/eid-aanvraag",
		"sheet-ended": "/product/sociale-producten", "sheet-home": "/product/attest-bevolking", "places": "/locaties", "nothing": "/vrij?product=eid-aanvraag&dag=2026-12-25&enkel=1"} {
		b.get(at(path))
		keep(name, 200)
	}
	b.get(at("/nergens"))
	keep("lost", 404)
	b.get(at("/vrij?product=eid-aanvraag&personen=300&postcode=1000"))
	keep("flaws", 422)
	b.get(at("/vrij?product=eid-aanvraag"))
	keep("moments", 200)
	form := url.Values{"bezoek": {b.hidden("bezoek")}, "plaats": {b.firstPlace()}}
	b.visit("POST", at("/vasthouden"), form)
	keep("details", 200)
	token := b.hidden("bezoek")
	b.visit("POST", at("/boeken"), url.Values{"bezoek": {token}})
	keep("details-flaws", 422)
	b.visit("POST", at("/boeken"), url.Values{"bezoek": {token}, "naam": {"An"}, "mail": {"an@voorbeeld.be"}})
	keep("appointment", 200)
	page := strings.Split(b.at, "?")[0]
	b.get(page + "/annuleren")
	keep("cancel", 200)
	b.get(page + "/verzetten?locatie=buurtloket-berchem&dag=2026-11-27")
	keep("move-moments", 200)
	place := b.firstPlace()
	b.get(page + "/nieuw?plaats=" + place)
	keep("move", 200)
	c.mustBook(place)
	b.visit("POST", page+"/verzetten", url.Values{"plaats": {place}})
	keep("move-gone", 409)
	b.get(at("/vrij?product=eid-aanvraag&locatie=buurtloket-berchem&dag=2026-11-27"))
	other := url.Values{"bezoek": {b.hidden("bezoek")}, "plaats": {place}}
	b.visit("POST", at("/vasthouden"), other)
	keep("next", 409)
	b.visit("POST", page+"/annuleren", url.Values{})
	keep("cancelled", 200)
	b.get(page + "/agenda.ics")
	c.soonerPages(b, at, keep)
	c.surveyPages(b, at, keep)
	return out
}

// mustBook books a place, by the value of its button, for others.
func (c *city) mustBook(value string) {
	c.Helper()
	p := placeOf(c, value)
	c.bookFor(p)
}

// TestEveryPageCanBeUsed: what WCAG 2.2 asks of HTML, as far as a program can tell without drawing it.
func TestEveryPageCanBeUsed_A002_29(t *testing.T) {
	for _, lang := range []string{"", "/fr", "/en", "/de"} {
		for name, p := range every(t, lang) {
			t.Run(strings.TrimPrefix(lang, "/")+name, func(t *testing.T) { usable(t, lang, p) })
		}
	}
}

func usable(t *testing.T, lang string, p page) {
	text := textOf(p.doc)
	if strings.Contains(text, "??") || strings.Contains(text, "%!") {
		t.Errorf("a text is missing: %s", text)
	}
	count := map[string]int{}
	ids := map[string]int{}
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s in the page", n.Data, a.Key)
			}
			if (a.Key == "src" || a.Key == "href" || a.Key == "action") && strings.Contains(a.Val, "//") {
				t.Errorf("<%s> goes to %s", n.Data, a.Val)
			}
		}
		if h := attr(n, "href"); n.Data == "a" && lang != "" && strings.HasPrefix(h, "/") && !strings.HasPrefix(h, lang) && attr(n, "hreflang") == "" {
			t.Errorf("a link to %s leaves the language", h)
		}
		switch n.Data {
		case "button", "a", "summary", "h1", "h2", "h3", "legend", "label", "option":
			if textOf(n) == "" {
				t.Errorf("<%s> says nothing", n.Data)
			}
		case "html":
			if want := map[string]string{"": "nl-BE", "/fr": "fr", "/en": "en", "/de": "de"}[lang]; attr(n, "lang") != want {
				t.Errorf("language %q", attr(n, "lang"))
			}
		case "script":
			if n.FirstChild != nil {
				t.Error("a script in the page")
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%d have the id %s", n, id)
		}
	}
	for _, one := range []string{"h1", "main", "header", "footer", "title"} {
		if count[one] != 1 {
			t.Errorf("%d times <%s>", count[one], one)
		}
	}
	labelled(t, p.doc, ids)
	outline(t, p.doc)
	if len(p.raw) > 50<<10 {
		t.Errorf("%d bytes", len(p.raw))
	}
	for k, v := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
		if p.header.Get(k) != v {
			t.Errorf("%s: %s", k, p.header.Get(k))
		}
	}
	if csp := p.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %s", csp)
	}
	if p.header.Get("Set-Cookie") != "" {
		t.Error("a cookie")
	}
}

// labelled checks that each field has its label, and that what it refers to is there.
func labelled(t *testing.T, doc *html.Node, ids map[string]int) {
	t.Helper()
	labels := map[string]bool{}
	for n := range each(doc, "label") {
		labels[attr(n, "for")] = true
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if (n.Data == "input" || n.Data == "select") && attr(n, "type") != "hidden" && !labels[attr(n, "id")] {
			t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
		}
		for _, ref := range []string{"aria-labelledby", "aria-describedby"} {
			for _, id := range strings.Fields(attr(n, ref)) {
				if ids[id] == 0 {
					t.Errorf("%s=%q is nowhere", ref, id)
				}
			}
		}
		if h := attr(n, "href"); strings.HasPrefix(h, "#") && ids[h[1:]] == 0 {
			t.Errorf("a link to %s, which is nowhere", h)
		}
	}
}

// outline checks that no level of heading is skipped.
func outline(t *testing.T, doc *html.Node) {
	t.Helper()
	last := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if level > last+1 && !(last == 0 && level == 2) { // what is to be corrected comes before the title
			t.Errorf("<h%d> after <h%d>: %s", level, last, textOf(n))
		}
		last = level
	}
}

var update = flag.Bool("update", false, "write the golden pages anew")

// what differs each time: identities, signatures, and what is drawn of them.
var drawn = regexp.MustCompile(`(name="poging" value=")[^"]+|(value="|\?b=|/afspraak/|/vragen/)[A-Za-z0-9_-]{30,}|[0-9A-Z]{4}-[0-9A-Z]{4}|<path d="[^"]*"|viewBox="[^"]*"|M0 0h[0-9]+v[0-9]+`)

// TestGoldenPages keeps the pages as they are in Dutch.
func TestGoldenPages(t *testing.T) {
	for name, p := range every(t, "") {
		got := drawn.ReplaceAll(p.raw, []byte("${1}${2}…"))
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is another (-update to accept it); first at %s", name, firstDifference(string(got), string(want)))
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return strconv.Itoa(i+1) + ":\n" + x[i] + "\n" + y[i]
		}
	}
	return "the end"
}

// TestFirstPageIsSmall: with all that it loads, at most 50 kB (A002-09).
func TestFirstPageIsSmall_A002_09(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/").wants(200)
	first, sum := *b, len(b.raw)
	for _, tag := range []string{"link", "script"} {
		for n := range each(first.doc, tag) {
			address := attr(n, "href") + attr(n, "src")
			b.get(address)
			if b.status != 200 || !strings.Contains(b.header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d, %s", address, b.status, b.header.Get("Cache-Control"))
			}
			sum += len(b.raw)
		}
	}
	if sum > 50<<10 {
		t.Errorf("%d bytes", sum)
	}
	t.Logf("the first page is %d bytes, with all that it loads %d", len(first.raw), sum)
}

// TestAgenda: for somebody's own agenda, in UTC, folded, and the same identity after a move.
func TestAgenda(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	b.booked()
	code, page := b.code(), strings.Split(b.at, "?")[0]
	b.get(page + "/agenda.ics")
	text := strings.ReplaceAll(string(b.raw), "\r\n ", "")
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "UID:" + code + "@buurtloket\r\n", "DTSTART:20261124T080000Z\r\n", "DTEND:20261124T081000Z\r\n",
		"STATUS:CONFIRMED\r\n", "SEQUENCE:0\r\n", `LOCATION:Stadsloket Harmonie\, Harmoniepark\, Antwerpen`, "END:VCALENDAR\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.SplitSeq(string(b.raw), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
	if b.header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Error(b.header.Get("Content-Type"))
	}
	b.visit("POST", page+"/annuleren", url.Values{})
	b.get(page + "/agenda.ics")
	if text := string(b.raw); !strings.Contains(text, "STATUS:CANCELLED") || !strings.Contains(text, "SEQUENCE:1") {
		t.Error(text)
	}
}

// TestChangeOfClock: on the days of the change there is no moment that does not exist, and none twice.
func TestChangeOfClock(t *testing.T) {
	for day, hours := range map[string]time.Time{"2027-03-28": time.Date(2027, 3, 22, 8, 0, 0, 0, time.UTC), "2026-10-25": time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)} {
		c := mustCity(t)
		c.now = hours
		rule := &contract.Rule{Id: "nacht", Site: "buurtloket-berchem", Weekdays: 1, From: 60, To: 240, Mode: "appointment", Desks: 1}
		c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{Change: &contract.PlanPut_Rule{Rule: rule}}}})
		b := c.browser()
		b.get("/vrij?product=eid-aanvraag&locatie=buurtloket-berchem&enkel=1&dag="+day).wants(200, "Het eerste vrije moment")
		seen := map[string]int{}
		for n := range each(b.doc, "button") {
			if attr(n, "name") == "plaats" {
				seen[attr(n, "value")] |= 1
			}
		}
		for _, value := range slices.Sorted(maps.Keys(seen)) {
			p := placeOf(c, value)
			if day == "2027-03-28" && p.Run.Start >= 120 && p.Run.Start < 180 {
				t.Errorf("%s: minute %d does not exist", day, p.Run.Start)
			}
		}
		b.press("Kies dit moment", nil).press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt")
	}
}
