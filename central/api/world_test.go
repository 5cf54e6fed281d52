package api_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/passes"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// monday is Monday 23 November 2026, nine in the morning in Brussels.
var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// city is a headquarters of one node in memory with its API. Every answer is held against the description.
type city struct {
	testing.TB
	log   *consensus.Solo
	door  *citizen.Door
	api   *api.API
	now   time.Time
	said  *said
	from  string
	sheet map[string]bool // operations that answered without a refusal
}

func mustCity(tb testing.TB, change ...func(*citizen.Config)) *city {
	tb.Helper()
	c := &city{TB: tb, now: monday, from: "203.0.113.7:1234", sheet: map[string]bool{}}
	machine := &register.Machine{Quota: register.DefaultQuota}
	c.log = consensus.NewSolo(machine)
	now := func() time.Time { return c.now }
	door := booking.New(c.log, machine, now, rand.Reader)
	machine.Touched = door.Touched
	authority, err := link.NewAuthority(link.AuthorityOptions{Now: now})
	if err != nil {
		tb.Fatal(err)
	}
	signer := passes.New(authority, machine, slog.New(slog.DiscardHandler))
	door.Use(signer)
	first, err := signer.First()
	if err != nil {
		tb.Fatal(err)
	}
	found := &contract.HQCommand{AtMs: c.now.UnixMilli(), Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default(), PassKey: first}}}
	if reply, err := forward.Command(tb.Context(), c.log, found); err != nil || reply.Kind != 0 {
		tb.Fatal(reply, err)
	}
	config := citizen.Config{Booking: door, Log: c.log, Machine: machine, Secret: bytes.Repeat([]byte{7}, 32), Now: now, Random: rand.Reader, Sooner: true,
		Busy: busy.New(0, nil)}
	for _, f := range change {
		f(&config)
	}
	if c.door, err = citizen.New(config); err != nil {
		tb.Fatal(err)
	}
	c.api = api.New(c.door, nil)
	c.said = mustSay(tb, c.do("GET", api.DescriptionPath, "", nil).Body.Bytes())
	return c
}

// do makes one request, whatever it is.
func (c *city) do(method, target, body string, header map[string]string) *httptest.ResponseRecorder {
	c.Helper()
	var from io.Reader
	if body != "" {
		from = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(c.Context(), method, "http://portaal.test"+target, from)
	r.RemoteAddr = c.from
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	c.api.ServeHTTP(w, r)
	return w
}

// ask makes a request of the API, wants a status, holds the answer against the description and reads it into out.
func (c *city) ask(status int, method, path string, send, out any, header ...string) *httptest.ResponseRecorder {
	c.Helper()
	body := ""
	if send != nil {
		b, err := json.Marshal(send)
		if err != nil {
			c.Fatal(err)
		}
		body = string(b)
	}
	head := map[string]string{}
	for i := 0; i+1 < len(header); i += 2 {
		head[header[i]] = header[i+1]
	}
	w := c.do(method, api.Path+path, body, head)
	if w.Code != status {
		c.Fatalf("%s %s: status %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	if operation := c.said.mustFit(c.TB, method, path, body, w); status < 300 {
		c.sheet[operation] = true
	}
	if out != nil {
		reflect.ValueOf(out).Elem().SetZero() // what is left out in JSON is not what was there before
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			c.Fatal(err)
		}
	}
	return w
}

// free is what is free for an identity card.
func (c *city) free(more ...string) (f api.Free) {
	c.Helper()
	q := url.Values{"product": {"eid-aanvraag"}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	c.ask(200, "GET", "/free?"+q.Encode(), nil, &f)
	return f
}

// held holds the n-th free place.
func (c *city) held(n int) (h api.Hold) {
	c.Helper()
	f := c.free()
	c.ask(201, "POST", "/holds", map[string]string{"visit": f.Visit, "place": f.Places[n].Place}, &h)
	return h
}

// somebody confirms a hold.
func somebody(hold string) map[string]string {
	return map[string]string{"hold": hold, "name": "Fatima El Amrani", "mail": "fatima@voorbeeld.be"}
}

// booked makes an appointment.
func (c *city) booked() (x api.Appointment) {
	c.Helper()
	c.ask(201, "POST", "/appointments", somebody(c.held(0).Hold), &x)
	return x
}

// count counts what the register has under a prefix.
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
