package notify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

func waiting(c *notify.Config) { c.Sooner = 2 * time.Hour }

// waits has somebody who has an appointment in five days wait for a sooner one; another's in three days comes free. What both were
// told of their own is sent already.
func (w *world) waits(who *contract.Person) *contract.Appointment {
	w.Helper()
	a, other := w.books(who, 5, 0), w.books(&contract.Person{Mail: "bo@voorbeeld.invalid"}, 3, 10)
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_WaitingAsk{WaitingAsk: &contract.WaitingAsk{Appointment: a.Id}}})
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: other.Id}}})
	w.steps()
	return a
}

// offers fails unless so many are offered something.
func (w *world) offers(want int) {
	w.Helper()
	if n, err := w.n.Offer(w.Context()); err != nil || n != want {
		w.Fatalf("offered %d, %v, want %d", n, err, want)
	}
}

// sooner are the mails of a sooner moment.
func (w *world) sooner() (out []notify.Parcel) {
	for _, p := range w.mail.Parcels() {
		if strings.Contains(p.Say.Subject, "vroeger moment") {
			out = append(out, p)
		}
	}
	return out
}

// TestSoonerMoment: one mail, with the place, until when, and where to press; nothing is attached, for nothing changed.
func TestSoonerMoment(t *testing.T) {
	w := open(t, waiting)
	a := w.waits(an)
	w.offers(1)
	w.offers(0)
	w.steps()
	w.steps()
	got := w.sooner()
	if len(got) != 1 || got[0].To != an.Mail || len(got[0].Say.Attachments) != 0 {
		t.Fatalf("mail %v", got)
	}
	for _, want := range []string{"donderdag 26 november 2026 om 09:10", "Buurtloket Berchem", "maandag 23 november 2026 om 10:00",
		"https://loket.voorbeeld.be/afspraak/" + a.AppointmentID().Code() + "/vroeger", "zaterdag 28 november 2026 om 09:00"} {
		if !strings.Contains(got[0].Say.Text, want) {
			t.Errorf("the text lacks %q:\n%s", want, got[0].Say.Text)
		}
	}
}

// TestSoonerQuietly: nothing is offered in the night, at a node that tells nobody, where no page can be pressed on, or where there is
// no list.
func TestSoonerQuietly(t *testing.T) {
	for name, row := range map[string]struct {
		at     int // hour
		change func(*notify.Config)
		want   int
	}{
		"by day":       {8, func(*notify.Config) {}, 1},
		"in the night": {22, func(*notify.Config) {}, 0},
		"at six":       {6, func(*notify.Config) {}, 0},
		"no quiet":     {22, func(c *notify.Config) { c.Quiet = notify.Quiet{} }, 1},
		"nobody sends": {8, func(c *notify.Config) { c.Mail, c.SMS = nil, nil }, 0},
		"no pages":     {8, func(c *notify.Config) { c.Link = nil }, 0},
		"no list":      {8, func(c *notify.Config) { c.Sooner = 0 }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, waiting)
			w.TB = t
			w.waits(an)
			w.now = w.now.Add(time.Duration(row.at-8) * time.Hour)
			w.n = w.sender("hq2", waiting, row.change)
			w.offers(row.want)
		})
	}
}

// TestSoonerIsOver: what is taken, declined or too late before it was sent is not told.
func TestSoonerIsOver(t *testing.T) {
	for name, over := range map[string]func(*world, *contract.Appointment){
		"declined": func(w *world, a *contract.Appointment) {
			w.must(&contract.HQCommand{Kind: &contract.HQCommand_WaitingWithdraw{WaitingWithdraw: &contract.WaitingWithdraw{Appointment: a.Id, OfferOnly: true}}})
		},
		"taken": func(w *world, a *contract.Appointment) {
			var to *contract.Place
			if err := w.log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
				to = w.machine.View(k).Waiting(a.AppointmentID()).Offer.Place
				return nil
			}); err != nil {
				w.Fatal(err)
			}
			w.must(&contract.HQCommand{Kind: &contract.HQCommand_Move{Move: &contract.MoveBooking{Appointment: a.Id, To: to}}})
		},
		"too late": func(w *world, _ *contract.Appointment) { w.now = w.now.Add(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, waiting)
			w.TB = t
			a := w.waits(an)
			w.offers(1)
			over(w, a)
			w.steps()
			if got := w.sooner(); len(got) != 0 {
				t.Errorf("told %v", got)
			}
		})
	}
}

// TestSoonerToNobody: who left no address is offered no second place, and the first goes to the next.
func TestSoonerToNobody(t *testing.T) {
	w := open(t, waiting)
	a := w.waits(&contract.Person{Name: "An", Phone: "03 123 45 67"})
	b := w.books(an, 4, 0)
	w.must(&contract.HQCommand{Kind: &contract.HQCommand_WaitingAsk{WaitingAsk: &contract.WaitingAsk{Appointment: b.Id}}})
	w.offers(1)
	w.steps()
	w.offers(1)
	w.steps()
	if got := w.sooner(); len(got) != 1 || got[0].To != an.Mail {
		t.Errorf("told %v", got)
	}
	all := w.messages(a)
	if m := all[len(all)-1]; m.Stage != dispatch.Dropped || m.Reason != notify.NoAddress {
		t.Errorf("the message to nobody is %v", m)
	}
}
