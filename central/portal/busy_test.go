package portal_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// tells has the counter of a site tell of its day: so many tickets, and so many of them called.
func (c *city) tells(site string, life, tickets, called int) {
	c.Helper()
	var bodies [][]byte
	add := func(e *contract.Event) {
		e.AtMs = c.now.UnixMilli()
		bodies = append(bodies, contract.Encode(e))
	}
	for n := range tickets {
		visit := bytes.Repeat([]byte{byte(n + 1)}, 16)
		add(&contract.Event{Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{Visit: visit, Ticket: uint32(n + 1), Date: int32(tuesday - 1), Products: []string{"eid-aanvraag"}}}})
		if n < called {
			add(&contract.Event{Desk: uint32(n + 1), Kind: &contract.Event_Called{Called: &contract.Called{Visit: visit}}})
		}
	}
	c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: site, Incarnation: uint64(life), Era: 1, Key: make([]byte, 32)}}})
	c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: site, Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: uint64(life), First: 1, Count: uint32(len(bodies)), Records: contract.JoinRecords(bodies)}}}})
}

// TestBusyNow: on the page of the sites, of those that are open, with its hour; when it is old it is said of that hour and not of now.
func TestBusyNow(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	if text := textOf(b.get("/locaties").doc); strings.Contains(text, "Drukte") {
		t.Errorf("nobody has a counter: %s", text)
	}
	c.tells("antwerpen-harmonie", 1, 3, 1)
	b.get("/locaties").wants(200, "Drukte: nu gewoon, 2 wachtenden (stand van 09:00)")
	for lang, say := range map[string]string{"fr": "normale en ce moment, 2 personnes attendent (situation à 09:00)", "en": "normal now, 2 waiting (as of 09:00)", "de": "jetzt normal, 2 Wartende (Stand von 09:00)"} {
		b.get("/"+lang+"/locaties").wants(200, say)
	}
	c.now = c.now.Add(16 * time.Minute)
	b.get("/locaties").wants(200, "Drukte: hoe druk het nu is, weten wij niet. Om 09:00 was het gewoon, met 2 wachtenden.")
	if text := textOf(b.doc); strings.Contains(text, "nu gewoon") || strings.Count(text, "Drukte") != 1 {
		t.Errorf("a guess is told as now, or of others: %s", text)
	}
	usable(t, "", b.page)
	c.now = c.now.AddDate(0, 0, 1)
	b.get("/locaties").wants(200, "Drukte: hoe druk het nu is, weten wij niet.")
	if strings.Contains(textOf(b.doc), "was het") {
		t.Error("yesterday is told")
	}
	c.now = tuesday.At(23*60, c.now.Location())
	if text := textOf(b.get("/locaties").doc); strings.Contains(text, "Drukte") {
		t.Errorf("it is closed: %s", text)
	}
}
