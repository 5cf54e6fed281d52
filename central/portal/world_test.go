package portal_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/passes"
	"github.com/buurtloket/buurtloket/central/portal"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// monday is Monday 23 November 2026, nine in the morning in Brussels.
var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// tuesday is the day after.
var tuesday = office.NewDate(2026, time.November, 24)

// city is a headquarters of one node in memory with its citizens' door.
type city struct {
	testing.TB
	log     *consensus.Solo
	machine *register.Machine
	booking *booking.Booking
	portal  *portal.Portal
	now     time.Time
}

func mustCity(tb testing.TB, change ...func(*citizen.Config)) *city {
	tb.Helper()
	c := &city{TB: tb, machine: &register.Machine{Quota: register.DefaultQuota}, now: monday}
	c.log = consensus.NewSolo(c.machine)
	now := func() time.Time { return c.now }
	c.booking = booking.New(c.log, c.machine, now, rand.Reader)
	c.machine.Touched = c.booking.Touched
	authority, err := link.NewAuthority(link.AuthorityOptions{Now: now})
	if err != nil {
		tb.Fatal(err)
	}
	signer := passes.New(authority, c.machine, slog.New(slog.DiscardHandler))
	c.booking.Use(signer)
	first, err := signer.First()
	if err != nil {
		tb.Fatal(err)
	}
	found := &contract.Found{Plan: rulebook.Default(), PassKey: first}
	c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: found}})
	config := citizen.Config{Booking: c.booking, Log: c.log, Machine: c.machine, Secret: bytes.Repeat([]byte{7}, 32), Now: now, Random: rand.Reader, Sooner: true,
		Busy: busy.New(0, nil), Surveys: true}
	for _, f := range change {
		f(&config)
	}
	door, err := citizen.New(config)
	if err != nil {
		tb.Fatal(err)
	}
	c.portal = portal.New(door, nil)
	return c
}

func (c *city) mustDo(command *contract.HQCommand) *contract.HQReply {
	c.Helper()
	command.AtMs = c.now.UnixMilli()
	reply, err := forward.Command(c.Context(), c.log, command)
	if err != nil || reply.Kind != 0 {
		c.Fatalf("%v: %v, %v", command, reply, err)
	}
	return reply
}

// browser is somebody who reads pages and fills in forms, without JavaScript.
type browser struct {
	*city
	from string // address
	at   string // path and query of the page shown
	page
}

// page is what an answer was.
type page struct {
	status int
	header http.Header
	raw    []byte
	doc    *html.Node
}

func (c *city) browser() *browser { return &browser{city: c, from: "203.0.113.7:1234"} }

// send makes one request, follows no redirect, and gives the answer.
func (b *browser) send(method, target string, form url.Values, header http.Header) page {
	b.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(b.Context(), method, "http://portaal.test"+target, body)
	r.RemoteAddr = b.from
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for k, v := range header {
		r.Header[k] = v
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	out := page{status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	doc, err := html.Parse(bytes.NewReader(out.raw))
	if err != nil {
		b.Fatal(err)
	}
	out.doc = doc
	return out
}

// visit follows a request through its redirects, and shows where it ends.
func (b *browser) visit(method, target string, form url.Values) *browser {
	b.Helper()
	for range 5 {
		b.page, b.at = b.send(method, target, form, nil), target
		if b.status != http.StatusSeeOther {
			return b
		}
		method, target, form = "GET", b.header.Get("Location"), nil
	}
	b.Fatalf("%s leads nowhere", target)
	return b
}

func (b *browser) get(target string) *browser { b.Helper(); return b.visit("GET", target, nil) }

// wants checks the status of the page and that some words are on it.
func (b *browser) wants(status int, words ...string) *browser {
	b.Helper()
	text := textOf(b.doc)
	if b.status != status {
		b.Fatalf("%s: status %d, want %d:\n%s", b.at, b.status, status, text)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.Errorf("%s does not say %q:\n%s", b.at, w, text)
		}
	}
	return b
}

// follow clicks on the link with these words.
func (b *browser) follow(words string) *browser {
	b.Helper()
	for n := range each(b.doc, "a") {
		if strings.Contains(textOf(n), words) {
			return b.get(attr(n, "href"))
		}
	}
	b.Fatalf("%s has no link %q:\n%s", b.at, words, textOf(b.doc))
	return b
}

// press fills in the form that has a button with these words, and presses it.
func (b *browser) press(words string, fill map[string]string) *browser {
	b.Helper()
	for form := range each(b.doc, "form") {
		for button := range each(form, "button") {
			if !strings.Contains(textOf(button), words) {
				continue
			}
			values := url.Values{}
			for _, tag := range []string{"input", "select"} {
				for n := range each(form, tag) {
					if attr(n, "type") == "checkbox" || attr(n, "name") == "" {
						continue
					}
					values.Set(attr(n, "name"), attr(n, "value"))
				}
			}
			for k, v := range fill {
				values.Set(k, v)
			}
			if name := attr(button, "name"); name != "" {
				values.Set(name, attr(button, "value"))
			}
			action := attr(form, "action")
			if other := attr(button, "formaction"); other != "" {
				action = other
			}
			if strings.EqualFold(attr(form, "method"), "post") {
				return b.visit("POST", action, values)
			}
			return b.get(action + "?" + values.Encode())
		}
	}
	b.Fatalf("%s has no button %q:\n%s", b.at, words, textOf(b.doc))
	return b
}

// each yields the elements of a name, in order.
func each(n *html.Node, name string) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && d.Data == name && !yield(d) {
				return
			}
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

var spaces = regexp.MustCompile(`\s+`)

// textOf is what a reader reads.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(spaces.ReplaceAllString(b.String(), " "))
}

// somebody is who comes.
var somebody = map[string]string{"naam": "Fatima El Amrani", "mail": "fatima@voorbeeld.be"}

// count counts what the register holds under a prefix.
func (c *city) count(prefix string) (n int) {
	c.Helper()
	if err := c.log.Read(c.Context(), func(r kv.Reader) error {
		for range r.Scan([]byte(prefix), nil) {
			n++
		}
		return nil
	}); err != nil {
		c.Fatal(err)
	}
	return n
}

// take books, for others, every desk of the first moment of Tuesday at a site.
func (c *city) take(site string) {
	c.Helper()
	for n := range 2 {
		c.bookFor(&contract.Place{Site: site, Run: contract.NewRun(office.SeatID{Site: office.SiteID(site), Date: tuesday, Desk: office.Desk(n + 1), Start: 9 * 60}, 1, 10)})
	}
}

// takeHeld books, for others, what is held, when its time is over.
func (c *city) takeHeld() {
	c.Helper()
	var places []*contract.Place
	if err := c.log.Read(c.Context(), func(r kv.Reader) error {
		for _, b := range r.Scan([]byte("G/"), nil) {
			h, err := contract.Decode(b, new(contract.HoldState))
			if err != nil {
				return err
			}
			places = append(places, h.Place)
		}
		return nil
	}); err != nil {
		c.Fatal(err)
	}
	for _, p := range places {
		c.bookFor(p)
	}
}

func (c *city) bookFor(p *contract.Place) []byte {
	c.Helper()
	id, err := office.NewID(rand.Reader, c.now.UnixMilli())
	if err != nil {
		c.Fatal(err)
	}
	c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: &contract.Appointment{Id: id[:], Place: p,
		Products: []string{"eid-aanvraag"}, Persons: 1, Channel: contract.Channel_CHANNEL_WEB}}}})
	return id[:]
}

// byID is the element with an id.
func (b *browser) byID(id string) *html.Node {
	b.Helper()
	for n := range b.doc.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	b.Fatalf("%s has no %q", b.at, id)
	return nil
}

// hidden is the value of a hidden field.
func (b *browser) hidden(name string) string {
	b.Helper()
	for n := range each(b.doc, "input") {
		if attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	b.Fatalf("%s has no field %q", b.at, name)
	return ""
}

// firstPlace is the value of the first button that is a place.
func (b *browser) firstPlace() string {
	b.Helper()
	for n := range each(b.doc, "button") {
		if attr(n, "name") == "plaats" {
			return attr(n, "value")
		}
	}
	b.Fatalf("%s offers no place", b.at)
	return ""
}

// placeOf is the place of a button's value.
func placeOf(tb testing.TB, value string) *contract.Place {
	tb.Helper()
	p := citizen.ReadPlace(value)
	if p == nil {
		tb.Fatalf("%q is no place", value)
	}
	return p
}
