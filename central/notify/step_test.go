package notify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/carriertest"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
)

var an = &contract.Person{Name: "An Peeters", Mail: "an@voorbeeld.invalid", Phone: "0470 00 00 01"}

// TestConfirmation: one mail, with what somebody needs; and no second one.
func TestConfirmation(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 10)
	w.steps()
	w.steps()
	got := w.mail.Parcels()
	if len(got) != 1 || len(w.sms.Parcels()) != 0 || got[0].To != an.Mail {
		t.Fatalf("mail %v, sms %v", got, w.sms.Parcels())
	}
	for _, want := range []string{"An Peeters", "donderdag 26 november 2026 om 09:10", "Buurtloket Berchem", a.AppointmentID().Code(), "https://loket.voorbeeld.be/afspraak/"} {
		if !strings.Contains(got[0].Say.Text, want) {
			t.Errorf("the text lacks %q:\n%s", want, got[0].Say.Text)
		}
	}
	if len(got[0].Say.Attachments) != 2 {
		t.Errorf("attached: %v", got[0].Say.Attachments)
	}
	w.stands(a, dispatch.Sent, "")
}

// TestWhoIsTold: by mail, else by SMS to a mobile; and nobody when there is nobody, or only what cannot be an address.
func TestWhoIsTold(t *testing.T) {
	for _, row := range []struct {
		name   string
		p      *contract.Person
		mail   string
		sms    string
		stage  dispatch.Stage
		reason string
	}{
		{"mail first", &contract.Person{Mail: " an@voorbeeld.invalid ", Phone: "0470000001"}, "an@voorbeeld.invalid", "", dispatch.Sent, ""},
		{"a mobile", &contract.Person{Phone: "0470/00.00.01"}, "", "+32470000001", dispatch.Sent, ""},
		{"a mobile as abroad", &contract.Person{Phone: "0032 (0)470 00 00 01"}, "", "+32470000001", dispatch.Sent, ""},
		{"a foreign number", &contract.Person{Phone: "+31 6 1234 5678"}, "", "+31612345678", dispatch.Sent, ""},
		{"a telephone at home", &contract.Person{Phone: "03 123 45 67"}, "", "", dispatch.Dropped, notify.NoAddress},
		{"no address", &contract.Person{Mail: "an at home", Phone: "geen"}, "", "", dispatch.Dropped, notify.NoAddress},
		{"two addresses", &contract.Person{Mail: "a@b.be, c@d.be"}, "", "", dispatch.Dropped, notify.NoAddress},
		{"a header", &contract.Person{Mail: "a@b.be\r\nBcc: c@d.be"}, "", "", dispatch.Dropped, notify.NoAddress},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := open(t)
			a := w.books(row.p, 3, 0)
			w.steps()
			got := func(f *carriertest.Fake) string {
				var to []string
				for _, p := range f.Parcels() {
					to = append(to, p.To)
				}
				return strings.Join(to, " ")
			}
			if got(w.mail) != row.mail || got(w.sms) != row.sms {
				t.Errorf("mail to %q, sms to %q", got(w.mail), got(w.sms))
			}
			w.stands(a, row.stage, row.reason)
		})
	}
}

// TestErased: who was erased is told nothing, and it is noted why.
func TestErased(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 0)
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: a.Id}}})
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(berchem), Incarnation: 1, Era: 1, Key: make([]byte, 32)}}})
	erased := contract.Encode(&contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: a.Id}}})
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem), Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 1, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{erased})}}}})
	w.steps()
	if m := w.messages(a); m[2].Stage != dispatch.Dropped || m[2].Reason != notify.Erased || w.mail.Tried() != 0 {
		t.Errorf("%v, tried %d", m[2], w.mail.Tried())
	}
}

// TestServerAway: it is asked now and then, not for each message; when it is back everything goes, once.
func TestServerAway(t *testing.T) {
	w := open(t)
	w.mail.Feel(carriertest.Gone)
	var as []*contract.Appointment
	for i := range 10 {
		as = append(as, w.books(an, 3+i/5, 10*(i%5)))
	}
	for range 24 * 4 {
		w.steps()
		w.now = w.now.Add(15 * time.Minute)
	}
	if n := w.mail.Tried(); n > 24*4+5 {
		t.Errorf("asked %d times in a day", n)
	}
	w.mail.Feel(carriertest.Takes)
	for range 6 {
		w.steps()
		w.now = w.now.Add(15 * time.Minute)
	}
	if n := len(w.mail.Parcels()); n != len(as) {
		t.Errorf("%d of %d were sent", n, len(as))
	}
	for _, a := range as {
		w.stands(a, dispatch.Sent, "")
	}
}

// TestRefused: for good it is shown; for now it goes later.
func TestRefused(t *testing.T) {
	w := open(t)
	w.mail.Feel(carriertest.RefusesEver)
	a := w.books(an, 3, 0)
	w.steps()
	w.stands(a, dispatch.Failed, "fake-never")
	w.mail.Feel(carriertest.RefusesNow)
	b := w.books(an, 3, 10)
	w.steps()
	if m := w.stands(b, dispatch.Waiting, "fake-later"); m.Tries != 1 || m.Channel != "mail" {
		t.Errorf("%v", m)
	}
	w.mail.Feel(carriertest.Takes)
	w.now = w.now.Add(time.Minute)
	w.steps()
	w.stands(b, dispatch.Sent, "")
}

// TestUnknown: what may have been taken is sent by nobody again, until a person says so; then under the same id.
func TestUnknown(t *testing.T) {
	w := open(t)
	w.mail.Feel(carriertest.HangsUpLate)
	a := w.books(an, 3, 0)
	w.steps()
	m := w.stands(a, dispatch.Unknown, "no-answer")
	w.mail.Feel(carriertest.Takes)
	w.now = w.now.Add(24 * time.Hour)
	w.steps()
	if w.mail.Tried() != 1 {
		t.Fatal("it was repeated unasked")
	}
	if _, err := w.n.Door().Retry(t.Context(), request(&contract.RetryMessageRequest{Id: m.Id, By: "an"})); err != nil {
		t.Fatal(err)
	}
	w.steps()
	if got := w.mail.Taken(); len(got) != 2 || got[0] != got[1] {
		t.Errorf("taken were %v", got)
	}
}

// TestLostAnswers: headquarters loses answers, and the sender goes on; nothing is handed over twice and nothing is forgotten.
func TestLostAnswers(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 0)
	for lost := range 6 {
		w.log.Forget(lost % 2) // applied, and the answer lost
		if _, err := w.n.Step(t.Context()); err != nil {
			t.Log(err)
		}
		w.now = w.now.Add(time.Minute)
	}
	w.stands(a, dispatch.Sent, "")
	if n := len(w.mail.Parcels()); n != 1 {
		t.Errorf("handed over %d times", n)
	}
}

// TestLostBeginning: the beginning was written down, and the sender never heard so. It sent nothing, and says so when it can: the
// message goes then, instead of being unknown for ever.
func TestLostBeginning(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 0)
	log := &deaf{Log: w.log}
	w.n = w.sender("hq1", func(c *notify.Config) { c.Log = log })
	if _, err := w.n.Step(t.Context()); err == nil || w.mail.Tried() != 0 {
		t.Fatalf("it heard: %v", err)
	}
	w.stands(a, dispatch.Begun, "")
	w.steps()
	w.stands(a, dispatch.Sent, "")
	if n := len(w.mail.Parcels()); n != 1 {
		t.Errorf("handed over %d times", n)
	}
}

// deaf is a cluster of which one answer, that to the first beginning, is lost for good.
type deaf struct {
	consensus.Log
	was bool
}

func (d *deaf) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	reply, index, err := d.Log.Propose(ctx, command)
	c, bad := contract.Decode(command, new(contract.HQCommand))
	if bad == nil && len(c.GetMessageNoted().GetBegin()) > 0 && !d.was {
		d.was = true
		return nil, 0, errors.New("the line is cut")
	}
	return reply, index, err
}

// TestStopsWhileSending: what came of a mail that is under way when the node stops is written down all the same.
func TestStopsWhileSending(t *testing.T) {
	w := open(t)
	a := w.books(an, 3, 0)
	ctx, cancel := context.WithCancel(t.Context())
	w.n = w.sender("hq1", func(c *notify.Config) { c.Mail = cutting{w.mail, cancel} })
	if _, err := w.n.Step(ctx); err != nil {
		t.Fatal(err)
	}
	w.stands(a, dispatch.Sent, "")
}

// cutting ends a context while it carries.
type cutting struct {
	notify.Carrier
	cut context.CancelFunc
}

func (c cutting) Carry(ctx context.Context, p notify.Parcel) error {
	c.cut()
	return c.Carrier.Carry(ctx, p)
}

// TestDiesWhileSending: the message becomes unknown when the lease is over, and nobody repeats it. Those it had claimed only are sent
// by another node.
func TestDiesWhileSending(t *testing.T) {
	w := open(t)
	a, b := w.books(an, 3, 0), w.books(an, 3, 10)
	dies := w.sender("hq2", func(c *notify.Config) { c.Mail = dying{w.mail} })
	func() {
		defer func() { _ = recover() }()
		_, _ = dies.Step(t.Context())
	}()
	w.steps()
	w.now = w.now.Add(dispatch.Lease)
	w.steps()
	states := map[dispatch.Stage]int{w.messages(a)[0].Stage: 1}
	states[w.messages(b)[0].Stage]++
	if states[dispatch.Unknown] != 1 || states[dispatch.Sent] != 1 || len(w.mail.Parcels()) != 2 {
		t.Errorf("%v, %d handed over", states, len(w.mail.Parcels()))
	}
}

// dying is a node that stops dead when the mail has gone.
type dying struct{ notify.Carrier }

func (d dying) Carry(ctx context.Context, p notify.Parcel) error {
	_ = d.Carrier.Carry(ctx, p)
	panic("the power fails")
}

// TestTwoSenders: nodes need not agree on who sends.
func TestTwoSenders(t *testing.T) {
	w := open(t)
	other := w.sender("hq2")
	for i := range 10 {
		w.books(an, 3, 10*i)
	}
	for range 4 {
		for _, n := range []*notify.Notifier{w.n, other} {
			if _, err := n.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(w.mail.Parcels()); n != 10 {
		t.Errorf("%d were sent", n)
	}
}

// TestQuietHours: no telephone beeps at night; mail may wait in its box.
func TestQuietHours(t *testing.T) {
	w := open(t)
	w.now = today.At(22*60, w.zone)
	a, b := w.books(&contract.Person{Phone: "0470000001"}, 3, 0), w.books(an, 3, 10)
	w.steps()
	w.stands(b, dispatch.Sent, "")
	if m := w.stands(a, dispatch.Waiting, notify.QuietHours); m.DueMs != (today+1).At(8*60, w.zone).UnixMilli() {
		t.Errorf("waits until %s", time.UnixMilli(m.DueMs))
	}
	w.now = (today + 1).At(8*60, w.zone)
	w.steps()
	w.stands(a, dispatch.Sent, "")
}

// TestPace: no more than a city's mail server wants.
func TestPace(t *testing.T) {
	w := open(t, func(c *notify.Config) { c.AMinute = 3 })
	for i := range 10 {
		w.books(an, 3, 10*i)
	}
	w.now = w.now.Add(time.Hour)
	for minute := range 3 {
		w.steps()
		if n := len(w.mail.Parcels()); n > 3*(minute+1) {
			t.Fatalf("%d in %d minutes", n, minute)
		}
		w.now = w.now.Add(time.Minute)
	}
	w.now = w.now.Add(time.Minute)
	w.steps()
	w.now = w.now.Add(time.Minute)
	w.steps()
	if n := len(w.mail.Parcels()); n != 10 {
		t.Errorf("%d were sent at last", n)
	}
}

// TestNothingToSendWith: nothing is claimed; what is of no use any more is dropped, and forgotten at last.
func TestNothingToSendWith(t *testing.T) {
	w := open(t, func(c *notify.Config) { c.Mail, c.SMS = nil, nil })
	a := w.books(an, 3, 0)
	w.steps()
	w.stands(a, dispatch.Waiting, "")
	res, err := w.n.Door().List(t.Context(), request(new(contract.ListMessagesRequest)))
	if err != nil || res.Msg.Sends || len(res.Msg.Messages) != 2 || !strings.Contains(res.Msg.Messages[0].Say, "niet ingesteld") {
		t.Fatalf("%v: %v", res, err)
	}
	w.now = w.now.Add(96 * time.Hour)
	for range 2 {
		if err := w.n.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(dispatch.Keep)
	}
	if m := w.messages(a); len(m) != 0 {
		t.Errorf("left: %v", m)
	}
}

// TestOnlyMail: who has a mobile only waits where there is no SMS, and is shown so.
func TestOnlyMail(t *testing.T) {
	w := open(t, func(c *notify.Config) { c.SMS = nil })
	a := w.books(&contract.Person{Phone: "0470000001"}, 3, 0)
	w.steps()
	w.stands(a, dispatch.Waiting, notify.NotConfigured)
}

// TestCancelledMeanwhile: what was taken back between the claim and the mail is not sent.
func TestCancelledMeanwhile(t *testing.T) {
	w := open(t)
	first, second := w.books(an, 3, 0), w.books(an, 3, 10)
	w.n = w.sender("hq1", func(c *notify.Config) {
		c.Mail = meanwhile{w.mail, func() {
			for _, a := range []*contract.Appointment{first, second} {
				if m := w.messages(a); m[0].Stage == dispatch.Claimed {
					w.must(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: a.Id}}})
				}
			}
		}}
	})
	if _, err := w.n.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.mail.Parcels()); n != 1 {
		t.Errorf("%d were confirmed, one was cancelled before", n)
	}
}

// meanwhile has something happen while it carries.
type meanwhile struct {
	notify.Carrier
	what func()
}

func (m meanwhile) Carry(ctx context.Context, p notify.Parcel) error {
	m.what()
	return m.Carrier.Carry(ctx, p)
}
