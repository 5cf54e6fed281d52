package api_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/citizen"
)

// TestWayOfAProgram: what a program of the city does for somebody from a word to an end, every answer as described. All operations
// have answered once it is done.
func TestWayOfAProgram(t *testing.T) {
	c := mustCity(t)
	var found api.Products
	c.ask(200, "GET", "/products?q=nieuwe+identiteitskaart", nil, &found)
	if len(found.Products) == 0 || found.Products[0].ID != "eid-aanvraag" {
		t.Fatalf("found %v", found.Products)
	}
	var sheet api.Sheet
	c.ask(200, "GET", "/products/eid-aanvraag", nil, &sheet)
	if !sheet.Bookable || len(sheet.Bring) == 0 || sheet.ID != "eid-aanvraag" {
		t.Errorf("sheet %+v", sheet)
	}
	free := c.free("persons", "2", "part", "any", "limit", "5")
	if len(free.Places) != 5 || free.Minutes == 0 || free.Places[0].SiteName == "" {
		t.Fatalf("free %+v", free)
	}
	var hold, more api.Hold
	w := c.ask(201, "POST", "/holds", map[string]string{"visit": free.Visit, "place": free.Places[0].Place}, &hold)
	if w.Header().Get("Location") != api.Path+"/holds/"+hold.Hold || hold.Until != "2026-11-23T09:10:00+01:00" || hold.Extensions != 2 {
		t.Errorf("held %+v, %v", hold, w.Header())
	}
	c.now = c.now.Add(5 * time.Minute)
	c.ask(200, "POST", "/holds/"+hold.Hold+"/extension", nil, &more)
	if more.Until != "2026-11-23T09:15:00+01:00" || more.Extensions != 1 || more.Hold != hold.Hold {
		t.Errorf("extended %+v", more)
	}
	c.ask(200, "GET", "/holds/"+hold.Hold, nil, &more)
	var booked, read api.Appointment
	c.ask(201, "POST", "/appointments", somebody(hold.Hold), &booked)
	c.ask(200, "GET", "/appointments/"+booked.Link, nil, &read)
	if booked.Status != "booked" || booked.Pass == "" || read.Code != booked.Code || read.At.Start != free.Places[0].Start || read.Persons != 2 {
		t.Errorf("booked %+v, read %+v", booked, read)
	}
	c.ask(200, "GET", "/holds/"+hold.Hold, nil, &more)
	if more.Until != "" || more.Link != booked.Link {
		t.Errorf("a hold that was confirmed is %+v", more)
	}
	c.ask(200, "PUT", "/appointments/"+booked.Link+"/place", map[string]string{"place": free.Places[4].Place}, &read)
	if read.At.Start != free.Places[4].Start {
		t.Errorf("moved to %+v", read.At)
	}
	c.waitAndDecline(booked.Link)
	c.ask(200, "DELETE", "/appointments/"+booked.Link, nil, &read)
	c.ask(200, "DELETE", "/appointments/"+booked.Link, nil, &read)
	if read.Status != "cancelled" || read.Pass != "" {
		t.Errorf("cancelled %+v", read)
	}
	c.ask(204, "DELETE", "/holds/"+c.held(0).Hold, nil, nil)
	var sites api.Sites
	c.ask(200, "GET", "/sites", nil, &sites)
	c.ask(200, "GET", "/sites/"+sites.Sites[0].ID, nil, new(api.Site))
	path, _, err := c.door.FeedLink(c.Context(), "buurtloket-berchem", 1)
	if err != nil {
		t.Fatal(err)
	}
	c.ask(200, "GET", strings.TrimPrefix(path, api.Path), nil, nil)
	if len(c.sheet) != len(c.api.Routes()) {
		t.Errorf("%d of %d operations answered: %v", len(c.sheet), len(c.api.Routes()), c.sheet)
	}
}

// TestOpeningHours: a site says when it is open, date by date, and until or from when.
func TestOpeningHours_A002_60(t *testing.T) {
	c := mustCity(t)
	var all api.Sites
	c.ask(200, "GET", "/sites", nil, &all)
	open := 0
	for _, s := range all.Sites {
		if (s.Until != "") != s.Open || s.Open && s.Next != "" {
			t.Errorf("%s: open %v until %q next %q", s.ID, s.Open, s.Until, s.Next)
		}
		if s.Open {
			open++
		}
		for _, h := range s.Hours {
			if h.From != h.Through || h.From < "2026-11-23" || h.From > "2026-11-29" {
				t.Errorf("%s: %+v", s.ID, h)
			}
		}
	}
	if open == 0 || open == len(all.Sites) {
		t.Errorf("%d of %d are open on a Monday at nine", open, len(all.Sites))
	}
}

// TestSentTwiceIsOnce: a hold, a confirmation, a move, an end: the same again is the same, also at once.
func TestSentTwiceIsOnce(t *testing.T) {
	c := mustCity(t)
	f := c.free()
	var first, again api.Hold
	body := map[string]string{"visit": f.Visit, "place": f.Places[0].Place}
	c.ask(201, "POST", "/holds", body, &first)
	c.ask(201, "POST", "/holds", body, &again)
	if first.Hold != again.Hold || first.Until != again.Until || c.count("G/") != 1 {
		t.Errorf("held %+v and %+v", first, again)
	}
	var all sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		all.Go(func() {
			r := httptest.NewRequestWithContext(t.Context(), "POST", "http://portaal.test"+api.Path+"/appointments",
				strings.NewReader(`{"hold":"`+first.Hold+`","name":"An","mail":"an@voorbeeld.be"}`))
			r.RemoteAddr = c.from
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			c.api.ServeHTTP(w, r)
			codes[i] = w.Code
		})
	}
	all.Wait()
	if slices.ContainsFunc(codes, func(n int) bool { return n != 201 }) || c.count("a/") != 1 {
		t.Errorf("confirmed eight times: %v, %d appointments", codes, c.count("a/"))
	}
	var booked, moved api.Appointment
	c.ask(201, "POST", "/appointments", somebody(first.Hold), &booked)
	key := []string{"Idempotency-Key", "mijn-sleutel"}
	c.ask(200, "PUT", "/appointments/"+booked.Link+"/place", map[string]string{"place": f.Places[1].Place}, &moved, key...)
	c.ask(200, "PUT", "/appointments/"+booked.Link+"/place", map[string]string{"place": f.Places[2].Place}, &moved, key...)
	if moved.At.Place != f.Places[2].Place {
		t.Error("the same key with another place moved nothing")
	}
	c.ask(200, "PUT", "/appointments/"+booked.Link+"/place", map[string]string{"place": f.Places[1].Place}, &moved, key...)
	if moved.At.Place != f.Places[2].Place {
		t.Error("the first act happened a second time")
	}
}

// TestRefusals: what cannot be is refused with the status and the code that the pages have, as described, in words for people.
func TestRefusals(t *testing.T) {
	c := mustCity(t)
	f := c.free("limit", "200")
	held := c.held(0)
	gone := c.booked()
	c.ask(200, "DELETE", "/appointments/"+gone.Link, nil, nil)
	for name, x := range map[string]struct {
		method, path string
		body         any
		status       int
		code         string
		field        string
	}{
		"no product":           {"GET", "/free", nil, 400, "invalid", "product"},
		"an unknown product":   {"GET", "/free?product=toverstaf", nil, 404, "not-found", ""},
		"an unknown sheet":     {"GET", "/products/toverstaf", nil, 404, "not-found", ""},
		"an unknown site":      {"GET", "/sites/nergens", nil, 404, "not-found", ""},
		"no number":            {"GET", "/free?product=eid-aanvraag&persons=twee", nil, 400, "invalid", "persons"},
		"300 persons":          {"GET", "/free?product=eid-aanvraag&persons=300", nil, 409, "refused", ""},
		"a parameter of ours?": {"GET", "/free?product=eid-aanvraag&personen=2", nil, 400, "invalid", "personen"},
		"a day that is none":   {"GET", "/free?product=eid-aanvraag&from=2026-02-30", nil, 400, "invalid", "from"},
		"a part that is none":  {"GET", "/free?product=eid-aanvraag&part=night", nil, 400, "invalid", "part"},
		"another city":         {"GET", "/free?product=eid-aanvraag&postcode=9000", nil, 422, "invalid", "postcode"},
		"a yes":                {"GET", "/free?product=eid-aanvraag&near=1", nil, 400, "invalid", "near"},
		"twice":                {"GET", "/free?product=eid-aanvraag&site=a&site=b", nil, 400, "invalid", "site"},
		"a forged visit":       {"POST", "/holds", map[string]string{"visit": f.Visit + "A", "place": f.Places[0].Place}, 422, "invalid", "visit"},
		"no place":             {"POST", "/holds", map[string]string{"visit": f.Visit, "place": "x"}, 422, "invalid", "place"},
		"a field too few":      {"POST", "/holds", map[string]string{"visit": f.Visit}, 400, "invalid", "place"},
		"a field too many":     {"POST", "/holds", map[string]string{"visit": f.Visit, "place": "x", "plaats": "y"}, 400, "invalid", ""},
		"no object":            {"POST", "/holds", []string{}, 400, "invalid", ""},
		"taken":                {"POST", "/holds", map[string]string{"visit": f.Visit, "place": held.At.Place}, 409, "taken", ""},
		"no hold":              {"GET", "/holds/abc", nil, 404, "not-found", ""},
		"a visit is no hold":   {"POST", "/appointments", somebody(f.Visit), 422, "invalid", "hold"},
		"a national number":    {"POST", "/appointments", map[string]string{"hold": held.Hold, "name": "An 85.07.30-034.27", "mail": "a@b.be"}, 422, "invalid", "name"},
		"mail to nowhere":      {"POST", "/appointments", map[string]string{"hold": held.Hold, "name": "An", "mail": "an"}, 422, "invalid", "mail"},
		"nobody to reach":      {"POST", "/appointments", map[string]string{"hold": held.Hold, "name": "An"}, 422, "invalid", "mail"},
		"a forged link":        {"GET", "/appointments/" + gone.Link + "A", nil, 404, "not-found", ""},
		"moving what is over":  {"PUT", "/appointments/" + gone.Link + "/place", map[string]string{"place": f.Places[9].Place}, 409, "refused", ""},
		"a forged agenda":      {"GET", "/agendas/abc", nil, 404, "not-found", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.TB, c.from = t, "203.0.113.8:1"
			var p api.Problem
			w := c.ask(x.status, x.method, x.path, x.body, &p)
			field := ""
			if len(p.Flaws) > 0 {
				field = p.Flaws[0].Field
			}
			if p.Code != x.code || p.Status != x.status || p.Detail == "" || field != x.field || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%+v", p)
			}
			if x.code == "taken" && len(p.Instead) == 0 {
				t.Error("nothing is offered instead")
			}
			if strings.Contains(w.Body.String(), "85.07") {
				t.Error("a national number is shown again")
			}
		})
	}
	c.TB = t
	if n := c.count("a/"); n != 1 { // the one that was cancelled
		t.Errorf("%d appointments are there after that", n)
	}
}

// TestSameGuardAsThePages: a client has so many acts, whatever it does them with, and is told when to come back.
func TestSameGuardAsThePages(t *testing.T) {
	c := mustCity(t, func(c *citizen.Config) { c.Limit = citizen.Limit{Burst: 3, Every: time.Minute, Holds: 2} })
	client := citizen.ClientOf(&http.Request{RemoteAddr: c.from})
	if err := c.door.Take(client); err != nil { // as a page does
		t.Fatal(err)
	}
	c.held(0)
	c.held(0)
	f := c.free()
	w := c.ask(429, "POST", "/holds", map[string]string{"visit": f.Visit, "place": f.Places[0].Place}, nil)
	if w.Header().Get("Retry-After") != "60" {
		t.Errorf("retry after %q", w.Header().Get("Retry-After"))
	}
	c.now = c.now.Add(2 * time.Minute)
	w = c.ask(429, "POST", "/holds", map[string]string{"visit": f.Visit, "place": f.Places[0].Place}, nil)
	if w.Header().Get("Retry-After") != "480" { // two places are enough: the first hold ends
		t.Errorf("retry after %q", w.Header().Get("Retry-After"))
	}
}

// TestPagesOfOthersMayReadOnly: CORS for GET, and no act from the page of somebody else.
func TestPagesOfOthersMayReadOnly(t *testing.T) {
	c := mustCity(t)
	f := c.free()
	if w := c.do("GET", api.Path+"/sites", "", map[string]string{"Origin": "https://elders.test"}); w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Error("nobody else may read")
	}
	body := `{"visit":"` + f.Visit + `","place":"` + f.Places[0].Place + `"}`
	cross := map[string]string{"Origin": "https://elders.test", "Sec-Fetch-Site": "cross-site"}
	w := c.do("POST", api.Path+"/holds", body, cross)
	if w.Code != 403 || w.Header().Get("Access-Control-Allow-Origin") != "" || c.count("G/") != 0 {
		t.Errorf("an act from elsewhere: %d %v", w.Code, w.Header())
	}
	c.said.mustFit(t, "POST", "/holds", body, w)
	if w := c.do("OPTIONS", api.Path+"/holds", "", cross); w.Code != 405 || w.Header().Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("asked beforehand: %d %v", w.Code, w.Header())
	}
	for target, want := range map[string]int{"/holds": 405, "/niets": 404, "": 404} {
		if w := c.do("PUT", api.Path+target, "", nil); w.Code != want || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("PUT %s: %d %s", target, w.Code, w.Body)
		}
	}
	for media, want := range map[string]int{"text/plain": 415, "": 415, "application/json; charset=utf-8": 201} {
		w := c.do("POST", api.Path+"/holds", body, map[string]string{"Content-Type": media})
		if w.Code != want {
			t.Errorf("%q: %d", media, w.Code)
		}
		c.said.mustFit(t, "POST", "/holds", body, w)
	}
	if w := c.do("POST", api.Path+"/holds", `{"visit":"`+strings.Repeat("x", 40<<10)+`"}`, nil); w.Code != 413 {
		t.Errorf("40 KiB: %d", w.Code)
	}
}

// TestAgendaOfADesk: it has the visits of that desk and no other, and nobody's name, code or link.
func TestAgendaOfADesk(t *testing.T) {
	c := mustCity(t)
	x := c.booked()
	var feed string
	events := 0
	for desk := 1; desk <= 4; desk++ {
		var all api.Sites
		c.ask(200, "GET", "/sites", nil, &all)
		for _, s := range all.Sites {
			path, _, err := c.door.FeedLink(c.Context(), siteID(s.ID), deskOf(desk))
			if err != nil {
				t.Fatal(err)
			}
			w := c.ask(200, "GET", strings.TrimPrefix(path, api.Path), nil, nil)
			if n := strings.Count(w.Body.String(), "BEGIN:VEVENT"); n > 0 {
				events, feed = events+n, w.Body.String()
				if s.ID != x.At.Site {
					t.Errorf("the visit to %s stands in %s", x.At.Site, s.ID)
				}
			}
		}
	}
	if events != 1 || !strings.Contains(feed, "SUMMARY:") {
		t.Fatalf("%d events: %s", events, feed)
	}
	for _, never := range []string{"Fatima", "fatima", x.Code, x.Link} {
		if strings.Contains(feed, never) {
			t.Errorf("the agenda tells %q", never)
		}
	}
	path, until, err := c.door.FeedLink(c.Context(), "buurtloket-berchem", 1)
	if err != nil {
		t.Fatal(err)
	}
	c.now = until.At(12*60, time.UTC).AddDate(0, 0, 1)
	c.ask(404, "GET", strings.TrimPrefix(path, api.Path), nil, nil)
	if _, _, err := c.door.FeedLink(c.Context(), "nergens", 1); err == nil {
		t.Error("a site that there is not has an agenda")
	}
}
