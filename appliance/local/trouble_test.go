package local_test

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestMessagesThatCannotBe: whatever comes over the socket, it is refused, nothing is written, and the next clerk is
// served.
func TestMessagesThatCannotBe(t *testing.T) {
	c := mustCounter(t, nil)
	before := c.size()
	for name, m := range map[string]struct {
		method, path, kind string
		body               []byte
		want               int
	}{
		"unknown method":           {"POST", "/buurtloket.v1.Counter/Burn", "application/proto", nil, 404},
		"unknown service":          {"POST", "/buurtloket.v9.Counter/Book", "application/proto", nil, 404},
		"a page is asked for":      {"GET", "/", "", nil, 404},
		"unknown encoding":         {"POST", "/buurtloket.v1.Counter/Book", "text/xml", []byte("<book/>"), 415},
		"not protobuf":             {"POST", "/buurtloket.v1.Counter/Book", "application/proto", []byte("\xff\xff\xff\xff"), 400},
		"cut off in a field":       {"POST", "/buurtloket.v1.Counter/Book", "application/proto", []byte{0x0a, 0x7f, 1}, 400},
		"text that is not UTF-8":   {"POST", "/buurtloket.v1.Counter/Book", "application/proto", []byte{0x1a, 2, 0xff, 0xfe}, 400},
		"not JSON":                 {"POST", "/buurtloket.v1.Counter/Book", "application/json", []byte("{"), 400},
		"unknown name, no session": {"POST", "/buurtloket.v1.Counter/Book", "application/json", []byte(`{"surprise":1}`), 403},
		"two megabytes":            {"POST", "/buurtloket.v1.Counter/Book", "application/proto", bytes.Repeat([]byte{0}, 2<<20), 429},
		"a header of a megabyte":   {"POST", "/buurtloket.v1.Counter/Book", "application/proto; " + strings.Repeat("a", 1<<20), nil, 431},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest(m.method, "http://counter"+m.path, bytes.NewReader(m.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", m.kind)
			res, err := c.http.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if _, err := io.Copy(io.Discard, res.Body); err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != m.want {
				t.Errorf("status %d, want %d", res.StatusCode, m.want)
			}
		})
	}
	if c.size() != before {
		t.Errorf("the journal went from %d to %d records", before, c.size())
	}
	c.mustBook(c.wish(monday, 9*60+10))
}

// TestBookingsThatCannotBe: each is refused in words, and the journal is as it was.
func TestBookingsThatCannotBe(t *testing.T) {
	c := mustCounter(t, nil)
	c.set(c.clock().Add(30 * 60e9)) // half past nine
	taken := c.mustBook(c.wish(monday, 10*60))
	before := c.size()
	for name, w := range map[string]struct {
		kind   fault.Kind
		say    string
		change func(*contract.BookRequest)
	}{
		"no session":         {fault.Denied, "aangemeld", func(q *contract.BookRequest) { q.Command.Session = "" }},
		"somebody's guess":   {fault.Denied, "aangemeld", func(q *contract.BookRequest) { q.Command.Session = strings.Repeat("0", 64) }},
		"no command":         {fault.Denied, "aangemeld", func(q *contract.BookRequest) { q.Command = nil }},
		"an act of 3 bytes":  {fault.Invalid, "", func(q *contract.BookRequest) { q.Command.Act = []byte("abc") }},
		"no place":           {fault.Invalid, "plaats", func(q *contract.BookRequest) { q.Place = nil }},
		"no run":             {fault.Invalid, "plaats", func(q *contract.BookRequest) { q.Place.Run = nil }},
		"a day of seats":     {fault.Invalid, "plaats", func(q *contract.BookRequest) { q.Place.Run.Count = math.MaxUint32 }},
		"desk 300":           {fault.Invalid, "plaats", func(q *contract.BookRequest) { q.Place.Run.Desk = 300 }},
		"a site of nowhere":  {fault.NotFound, "", func(q *contract.BookRequest) { q.Place.Site = "atlantis" }},
		"a name for a site":  {fault.Invalid, "plaats", func(q *contract.BookRequest) { q.Place.Site = "Berchem\x00" }},
		"in the past":        {fault.Refused, "voorbij", func(q *contract.BookRequest) { q.Place.Run.Start = 9 * 60 }},
		"yesterday":          {fault.Refused, "voorbij", func(q *contract.BookRequest) { q.Place.Run.Date-- }},
		"past closing":       {fault.Refused, "sluit", func(q *contract.BookRequest) { q.Place.Run.Start = 12 * 60 }},
		"over closing":       {fault.Refused, "sluit", func(q *contract.BookRequest) { long(q, 11*60+50) }},
		"on a closed day":    {fault.Refused, "verhuizing", func(q *contract.BookRequest) { q.Place.Run.Date++ }},
		"in ten years":       {fault.Refused, "", func(q *contract.BookRequest) { q.Place.Run.Date += 3650 }},
		"between two seats":  {fault.Invalid, "begint er geen plaats", func(q *contract.BookRequest) { q.Place.Run.Start = 10*60 + 5 }},
		"one seat of two":    {fault.Invalid, "plaatsen", func(q *contract.BookRequest) { q.Products = []string{"buitenlands-rijbewijs"} }},
		"not offered there":  {fault.Refused, "", func(q *contract.BookRequest) { q.Products = []string{"huwelijk-aangifte"} }},
		"unknown product":    {fault.NotFound, "", func(q *contract.BookRequest) { q.Products = []string{"paspoort-voor-de-hond"} }},
		"no product":         {fault.NotFound, "", func(q *contract.BookRequest) { q.Products = nil }},
		"more than fit":      {fault.Refused, "duurt", func(q *contract.BookRequest) { q.Persons = 200 }},
		"as many as counted": {fault.Refused, "duurt", func(q *contract.BookRequest) { q.Persons = math.MaxUint32 }},
		"a taken seat":       {fault.Taken, "geboekt", func(q *contract.BookRequest) { q.Place = taken.Appointment.Place }},
		"a very long name":   {fault.Exhausted, "", func(q *contract.BookRequest) { q.Person.Name = strings.Repeat("é", 100_000) }},
	} {
		t.Run(name, func(t *testing.T) {
			q := c.wish(monday, 10*60+10)
			w.change(q)
			_, err := c.book(q)
			c.mustRefuse(w.kind, before, err)
			if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, w.say) {
				t.Errorf("says %q", say)
			}
		})
	}
	c.mustBook(c.wish(monday, 10*60+10))
}

// long makes a visit of two seats.
func long(q *contract.BookRequest, start office.Minute) {
	q.Products = []string{"buitenlands-rijbewijs"}
	q.Place.Run.Start, q.Place.Run.Count = uint32(start), 2
}

// TestASeatNotHeldIsAskedFor: without a line the wish is journaled and waits in the inbox; half a place is refused.
func TestASeatNotHeldIsAskedFor(t *testing.T) {
	c := mustCounter(t, nil)
	q := c.wish(monday+2, 9*60)
	res := c.mustBook(q)
	if !res.Pending || !bytes.Equal(res.Request, q.Command.Act) {
		t.Fatalf("got %v", res)
	}
	events := c.events()
	if last := events[len(events)-1].GetRequested(); last == nil || last.Request.GetBook() == nil {
		t.Errorf("journaled %v", events[len(events)-1])
	}
	view := c.mustView()
	if len(view.Inbox) != 1 || !view.Inbox[0].Pending || view.Inbox[0].Name != "Saïda Peeters" {
		t.Errorf("inbox %v", view.Inbox)
	}

	t.Run("refused with alternatives", func(t *testing.T) {
		other := c.wish(monday+2, 9*60+10).Place
		c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: res.Request, Era: 1,
			Refused: &contract.Refusal{Code: "taken", Say: "Net genomen.", Alternatives: []*contract.Place{other}}}}})
		row := c.mustView().Inbox[0]
		if row.Pending || !strings.Contains(row.Say, "Net genomen.") || len(row.AlternativeSites) != 1 || row.AlternativeSites[0] != "Buurtloket Berchem" {
			t.Errorf("inbox %v", row)
		}
		again := c.mustBook(q) // the tap once more gives the answer, not a second wish
		if again.Pending || again.Answer.GetRefused() == nil {
			t.Errorf("got %v", again)
		}
		w := &contract.WorkAnswerRequest{Command: c.command(), Request: res.Request, Outcome: "gebeld"}
		if _, err := c.client.WorkAnswer(context.Background(), connect.NewRequest(w)); err != nil {
			t.Fatal(err)
		}
		if view := c.mustView(); len(view.Inbox) != 0 {
			t.Errorf("inbox %v", view.Inbox)
		}
	})
	t.Run("half of it is held", func(t *testing.T) {
		c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{Identity: &contract.Identity{Era: 1, Number: 9},
			To: uint64(c.life), Free: []*contract.Run{contract.NewRun(office.SeatID{Date: monday + 3, Desk: 1, Start: 9 * 60}, 1, 10)}}}})
		before := c.size()
		q := c.wish(monday+3, 9*60)
		long(q, 9*60)
		_, err := c.book(q)
		c.mustRefuse(fault.NotHeld, before, err)
	})
}

// mustView is what a screen shows first.
func (c *counter) mustView() *contract.View {
	c.tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stream, err := c.client.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: 1}))
	if err != nil {
		c.tb.Fatal(err)
	}
	defer func() { _ = stream.Close() }() // it is cut off on purpose
	if !stream.Receive() {
		c.tb.Fatal(stream.Err())
	}
	return stream.Msg()
}

func TestSetLineIsForDemonstrations(t *testing.T) {
	c := mustCounter(t, nil)
	_, err := c.client.SetLine(context.Background(), connect.NewRequest(&contract.SetLineRequest{}))
	c.mustRefuse(fault.Refused, c.size(), err)
	if !c.mustView().Plugged {
		t.Error("the plug is out")
	}
}
