package profile_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/profile"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// failer is what ends a test, or a case of a property.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// connector is another side with a memory: the fake, by itself a Sender, and the core of the real one behind HTTP.
type connector struct {
	mu    sync.Mutex
	mode  string // "", "down", "never", "deaf": it takes and does not answer
	taken map[string]profile.Notice
	times map[string]int
}

func newConnector() *connector {
	return &connector{taken: map[string]profile.Notice{}, times: map[string]int{}}
}

func (c *connector) set(mode string) { c.mu.Lock(); defer c.mu.Unlock(); c.mode = mode }

// take is what happens at the other side; it answers with a status.
func (c *connector) take(n profile.Notice) (status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	act := hex.EncodeToString(n.Act[:])
	switch c.mode {
	case "down":
		return http.StatusBadGateway
	case "never":
		return http.StatusUnprocessableEntity
	}
	c.times[act]++
	if _, known := c.taken[act]; !known {
		c.taken[act] = n
	}
	if c.mode == "deaf" {
		return http.StatusGatewayTimeout
	}
	return http.StatusNoContent
}

// Hand implements profile.Sender.
func (c *connector) Hand(_ context.Context, n profile.Notice) error {
	switch status := c.take(n); status {
	case http.StatusNoContent:
		return nil
	case http.StatusUnprocessableEntity:
		return &profile.Refused{Code: "http-422", Final: true}
	default:
		return &profile.Refused{Code: "http-" + string(rune('0'+status/100)) + "02"}
	}
}

// of are the changes that it was told of an appointment, in no order.
func (c *connector) of(id office.AppointmentID) (out []profile.Notice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.taken {
		if n.Appointment == id.String() {
			out = append(out, n)
		}
	}
	return out
}

// last is the latest that it was told of an appointment; "" for nothing.
func (c *connector) last(id office.AppointmentID) (change profile.Change, start time.Time) {
	var at time.Time
	for _, n := range c.of(id) {
		if !n.At.Before(at) {
			at, change, start = n.At, n.Change, n.Start
		}
	}
	return change, start
}

// serve is the connector behind HTTP, with the real Sender before it.
func (c *connector) serve(t *testing.T, bodies *strings.Builder) profile.Sender {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bodies != nil {
			bodies.Write(body)
		}
		var said struct {
			Change      profile.Change
			At          time.Time
			Appointment struct {
				ID    string
				Start time.Time
			}
		}
		act, err := hex.DecodeString(strings.TrimPrefix(r.URL.Path, "/meldingen/"))
		if err != nil || len(act) != 16 || r.Method != http.MethodPut || r.Header.Get("Authorization") != "Bearer sleutel" || json.Unmarshal(body, &said) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.WriteHeader(c.take(profile.Notice{Act: [16]byte(act), Change: said.Change, At: said.At, Appointment: said.Appointment.ID, Start: said.Appointment.Start}))
	}))
	t.Cleanup(s.Close)
	return &profile.HTTP{URL: s.URL + "/meldingen", Token: "sleutel"}
}

// world is a headquarters in memory.
type world struct {
	*consensus.Solo
	machine *register.Machine
	now     time.Time
	logs    strings.Builder
	n       byte
}

// monday is Monday 23 November 2026, nine in the morning in Brussels.
var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func newWorld(t failer) *world {
	w := &world{machine: &register.Machine{Quota: register.DefaultQuota}, now: monday}
	w.Solo = consensus.NewSolo(w.machine)
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	return w
}

func (w *world) do(c *contract.HQCommand) error {
	c.AtMs = w.now.UnixMilli()
	reply, err := forward.Command(context.Background(), w.Solo, c)
	if err == nil {
		err = register.Err("test", reply)
	}
	return err
}

func (w *world) must(t failer, c *contract.HQCommand) {
	t.Helper()
	if err := w.do(c); err != nil {
		t.Fatalf("%v: %v", c, err)
	}
}

const harmonie = "antwerpen-harmonie"

// place is a seat of Harmonie so many days from Monday, at so many slots after nine.
func place(day, slot int) *contract.Place {
	return &contract.Place{Site: harmonie, Run: contract.NewRun(office.SeatID{Site: harmonie, Date: office.NewDate(2026, time.November, 23+day), Desk: 1, Start: office.Minute(9*60 + 10*slot)}, 1, 10)}
}

// holder is somebody who signed in.
var holder = []byte(strings.Repeat("h", 32))

// books makes an appointment of somebody whose name nobody may see.
func (w *world) books(t failer, p *contract.Place) office.AppointmentID {
	t.Helper()
	w.n++
	id := office.AppointmentID{0: 1, 15: w.n}
	who := contract.Encode(&contract.Person{Name: "Zoë Geheim", Mail: "zoe@geheim.be"})
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: &contract.Appointment{Id: id[:], Place: p, Products: []string{"eid-aanvraag"},
		Persons: 1, Channel: contract.Channel_CHANNEL_WEB, Person: id[:]}, Person: &contract.Sealed{Commitment: id[:], Subject: id[:], Salt: make([]byte, 16), Plain: who}}}})
	return id
}

func (w *world) links(t failer, id office.AppointmentID, tell bool) {
	t.Helper()
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_CitizenLinked{CitizenLinked: &contract.CitizenLinked{Appointment: id[:], Holder: holder, Tell: tell}}})
}

func (w *world) moves(t failer, id office.AppointmentID, to *contract.Place) {
	t.Helper()
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: id[:], To: to}}})
}

func (w *world) cancels(t failer, id office.AppointmentID) {
	t.Helper()
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: id[:], Reason: "web"}}})
}

func (w *world) outbox(s profile.Sender) *profile.Outbox {
	return profile.New(profile.Config{Node: "hq1", Log: w.Solo, Machine: w.machine, Sender: s, Leads: func() bool { return true }, Now: func() time.Time { return w.now },
		Link: func(id office.AppointmentID) string { return "https://afspraken.be/" + id.Code() }, Logger: slog.New(slog.NewTextHandler(&w.logs, nil))})
}

func (w *world) notice(t failer, id office.AppointmentID) (n *contract.ProfileNotice) {
	t.Helper()
	if err := w.Stale(func(r kv.Reader, _ consensus.Freshness) error { n = w.machine.View(r).Notice(id); return nil }); err != nil {
		t.Fatalf("%v", err)
	}
	return n
}
