package notify_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/carriertest"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	berchem = office.SiteID("buurtloket-berchem")
	product = "eid-aanvraag"
)

// today is a Monday; the site is open from nine to eleven, every day.
var today = office.NewDate(2026, time.November, 23)

// world is a headquarters in memory with one sender of messages.
type world struct {
	testing.TB
	log       *consensus.Solo
	machine   *register.Machine
	now       time.Time
	zone      *time.Location
	mail, sms *carriertest.Fake
	n         *notify.Notifier
	ids       byte
}

func open(t testing.TB, changes ...func(*notify.Config)) *world {
	t.Helper()
	p := &contract.Plan{Version: 1, Rules: []*contract.Rule{rulebook.ToRule(calendar.Rule{ID: "b", Site: berchem, Days: calendar.EveryDay, From: 9 * 60, To: 11 * 60,
		Mode: calendar.Appointment, Desks: 1, FirstDesk: 1})}}
	plan, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	m := &register.Machine{Quota: register.DefaultQuota}
	w := &world{TB: t, machine: m, log: consensus.NewSolo(m), zone: plan.Zone(), mail: new(carriertest.Fake), sms: new(carriertest.Fake)}
	w.now = today.At(8*60, w.zone)
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: p}}})
	w.n = w.sender("hq1", changes...)
	return w
}

// sender is the sender of a node.
func (w *world) sender(node string, changes ...func(*notify.Config)) *notify.Notifier {
	w.Helper()
	c := notify.Config{Node: node, Log: w.log, Machine: w.machine, Mail: w.mail, SMS: w.sms, Quiet: notify.DefaultQuiet, AMinute: 10_000,
		Now: func() time.Time { return w.now }, Random: rand.Reader,
		Link: func(id office.AppointmentID) string { return "https://loket.voorbeeld.be/afspraak/" + id.Code() },
		Pass: func(kv.Reader, *contract.Appointment) string { return "EEN CODE" }, Portal: "https://loket.voorbeeld.be"}
	for _, change := range changes {
		change(&c)
	}
	n, err := notify.New(c)
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func (w *world) must(c *contract.HQCommand) *contract.HQReply {
	w.Helper()
	c.AtMs = w.now.UnixMilli()
	reply, err := forward.Command(context.Background(), w.log, c)
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		w.Fatal(err)
	}
	return reply
}

// books has a person book, so many days from today and minutes after nine.
func (w *world) books(p *contract.Person, days, minutes int) *contract.Appointment {
	w.Helper()
	w.ids++
	id, who := [16]byte{15: w.ids}, [16]byte{0: w.ids}
	run := contract.NewRun(office.SeatID{Date: today + office.Date(days), Desk: 1, Start: office.Minute(9*60 + minutes)}, 1, 10)
	a := &contract.Appointment{Id: id[:], Place: &contract.Place{Site: string(berchem), Run: run}, Products: []string{product}, Persons: 1,
		Channel: contract.Channel_CHANNEL_WEB, Person: who[:]}
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a,
		Person: &contract.Sealed{Commitment: who[:], Subject: id[:], Salt: make([]byte, 16), Plain: contract.Encode(p)}}}})
	return a
}

// steps sends until there is nothing to do.
func (w *world) steps() {
	w.Helper()
	for range 100 {
		n, err := w.n.Step(w.Context())
		if err != nil {
			w.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	w.Fatal("it never ends")
}

func (w *world) messages(a *contract.Appointment) (out []*contract.Message) {
	w.Helper()
	err := w.log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		out = w.machine.View(k).Thread(register.ThreadOf(a.AppointmentID())).GetMessages()
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return out
}

// stands fails unless the first message about an appointment stands so.
func (w *world) stands(a *contract.Appointment, stage dispatch.Stage, reason string) *contract.Message {
	w.Helper()
	m := w.messages(a)[0]
	if m.Stage != stage || m.Reason != reason {
		w.Fatalf("the message is %s %q, want %s %q", m.Stage, m.Reason, stage, reason)
	}
	return m
}
