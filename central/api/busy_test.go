package api_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

var tuesday = office.NewDate(2026, time.November, 24)

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

// TestBusyNow: as described; what is old is unknown, with how it was and when.
func TestBusyNow(t *testing.T) {
	c := mustCity(t)
	harmonie := func() *api.Busy {
		t.Helper()
		var s api.Site
		c.ask(200, "GET", "/sites/antwerpen-harmonie", nil, &s)
		return s.Busy
	}
	if harmonie() != nil {
		t.Error("nobody has a counter")
	}
	c.tells("antwerpen-harmonie", 1, 5, 1)
	if b := harmonie(); b == nil || b.Level != "busy" || *b.Waiting != 4 || b.AsOf != "2026-11-23T09:00:00+01:00" || b.From != nil {
		t.Errorf("%+v", b)
	}
	c.now = c.now.Add(16 * time.Minute)
	if b := harmonie(); b == nil || b.Level != "unknown" || b.Was != "busy" || *b.Waiting != 4 || b.AsOf != "2026-11-23T09:00:00+01:00" {
		t.Errorf("sixteen minutes later: %+v", b)
	}
	var all api.Sites
	c.ask(200, "GET", "/sites", nil, &all)
	told := 0
	for _, s := range all.Sites {
		if s.Busy != nil {
			told++
		}
	}
	if told != 1 {
		t.Errorf("%d sites are told of, one has a counter", told)
	}
	c.now = c.now.AddDate(0, 0, 1)
	if b := harmonie(); b == nil || b.Level != "unknown" || b.AsOf != "" || b.Waiting != nil || b.Was != "" {
		t.Errorf("the next day: %+v", b)
	}
}
