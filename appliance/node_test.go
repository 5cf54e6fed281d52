package appliance_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// quick is the patience of clients in tests.
var quick = link.Timing{HTTP3Wait: 300 * time.Millisecond, Dial: 3 * time.Second, Quiet: 2 * time.Second, Retry: time.Second,
	Drain: time.Second, Base: 10 * time.Millisecond, Cap: 100 * time.Millisecond}

// TestALineThatComesAndGoes: what is done without a line waits, is counted, and is delivered once when it is back; the
// feed is heard as it grows.
func TestALineThatComesAndGoes(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick})
	ticket(t, n, "before the line", 1)
	if l := line(t, n); l.State != contract.Line_OFFLINE || l.Waiting != 1 {
		t.Fatalf("line %v", l)
	}
	stop := run(t, n)
	me, _ := life(t, n)
	online := func() bool { return line(t, n).State == contract.Line_ONLINE && line(t, n).Waiting == 0 }
	eventually(t, "the line", online)
	h.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: &contract.Roster{Clerks: []*contract.Clerk{{Id: "ann", Name: "Ann"}}}}})
	eventually(t, "the roster", func() bool {
		var fed uint64
		look(t, n, func(t appliance.Turn) { fed = booking.State(t.View).Feed })
		return fed == 1
	})

	n.SetLine(false)
	eventually(t, "the plug is out", func() bool { return line(t, n).State == contract.Line_OFFLINE })
	_, size := life(t, n)
	for k := range 300 {
		ticket(t, n, fmt.Sprintf("offline %d", k), k+2)
	}
	if l := line(t, n); l.Waiting < 300 || h.size(me) > size {
		t.Errorf("line %v, headquarters has %d", l, h.size(me))
	}
	n.SetLine(true)
	eventually(t, "all is delivered", func() bool { return online() && h.size(me) == size+300 })
	stop()
	want, err := n.Shipping().Batch(me, 1, replica.Limits{Records: 1 << 20, Bytes: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	if string(want.Head) != h.heads[uint64(me)] {
		t.Errorf("the heads differ:\n%s\n%s", want.Head, h.heads[uint64(me)])
	}
}

// TestAPutBackJournalBeginsAnew: an image of before what headquarters has goes on as a new life, and frees nothing.
func TestAPutBackJournalBeginsAnew(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n, err := appliance.Open(appliance.Config{Site: site, Dir: dir, HQ: []string{h.addr}, Timing: quick})
	if err != nil {
		t.Fatal(err)
	}
	ticket(t, n, "one", 1)
	var image bytes.Buffer
	if err := n.Backup(context.Background(), &image); err != nil {
		t.Fatal(err)
	}
	ticket(t, n, "two", 2)
	first, size := life(t, n)
	stop := run(t, n)
	eventually(t, "both are delivered", func() bool { return h.size(first) == size })
	stop()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "journal.db"), image.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	n = mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick})
	run(t, n)
	eventually(t, "a new life", func() bool { now, _ := life(t, n); return now != first })
	now, _ := life(t, n)
	eventually(t, "its beginning is delivered", func() bool { return h.size(now) > 0 })
	if h.size(first) != size {
		t.Errorf("headquarters has %d records of the first life, had %d", h.size(first), size)
	}
}

// TestNoWayIn: a device that can never have a line says so, in words, and its journal works on.
func TestNoWayIn(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, cfg *appliance.Config){
		"no certificate and no code": func(*testing.T, *appliance.Config) {},
		"a code that is none":        func(_ *testing.T, cfg *appliance.Config) { cfg.Code = "geheim" },
		"an identity that is none": func(t *testing.T, cfg *appliance.Config) {
			if err := os.WriteFile(filepath.Join(cfg.Dir, "device.pem"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := appliance.Config{Dir: t.TempDir(), HQ: []string{"127.0.0.1:1"}, Timing: quick}
			change(t, &cfg)
			n := mustOpen(t, cfg)
			if err := n.Run(context.Background()); err == nil || fault.Sentence(err) == "" {
				t.Errorf("got %v", err)
			}
			ticket(t, n, "works on", 1)
		})
	}
	t.Run("a key file that is none", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "journal-key.pem"), []byte("no seed"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := appliance.Open(appliance.Config{Site: site, Dir: dir}); !fault.Is(err, fault.Corrupt) {
			t.Errorf("got %v", err)
		}
	})
}

// TestPersonsComeWithTheFeed: personal data finds its entry in a message of many, and a snapshot may bring many people.
func TestPersonsComeWithTheFeed(t *testing.T) {
	n := mustOpen(t, appliance.Config{Dir: t.TempDir()})
	f := &contract.Feed{First: 1}
	var commitments [][]byte
	seal := func(k int) []byte {
		s, err := journal.Seal(rand.Reader, office.SubjectID{byte(k), byte(k >> 8), 1}, contract.Encode(&contract.Person{Name: fmt.Sprint("N", k)}))
		if err != nil {
			t.Fatal(err)
		}
		f.Personal = append(f.Personal, &contract.Sealed{Commitment: s.Commitment[:], Subject: s.Subject[:], Salt: s.Salt[:], Plain: s.Plain})
		commitments = append(commitments, s.Commitment[:])
		return s.Commitment[:]
	}
	appointment := func(k int) *contract.Appointment {
		return &contract.Appointment{Id: fmt.Appendf(nil, "appointment %04d", k), Person: seal(k), Products: []string{"eid-aanvraag"},
			Place: &contract.Place{Site: string(site), Run: contract.NewRun(office.SeatID{Date: 20800, Desk: 1, Start: office.Minute(k)}, 1, 1)}}
	}
	for k := range 3 {
		e := &contract.FeedEntry{Number: uint64(k) + 1, Kind: &contract.FeedEntry_Appointment{Appointment: &contract.AppointmentChanged{Appointment: appointment(k)}}}
		f.Entries = append(f.Entries, contract.Encode(e))
	}
	s := &contract.Snapshot{}
	for k := range 600 {
		s.Appointments = append(s.Appointments, appointment(k+10))
	}
	f.Entries = append(f.Entries, contract.Encode(&contract.FeedEntry{Number: 4, Kind: &contract.FeedEntry_Snapshot{Snapshot: s}}))
	if err := n.Shipping().Apply(context.Background(), f); err != nil {
		t.Fatal(err)
	}
	look(t, n, func(turn appliance.Turn) {
		for _, c := range commitments {
			if _, ok := turn.View.Personal(journal.Commitment(c)); !ok {
				t.Fatalf("nobody behind %x", c)
			}
		}
	})

	t.Run("somebody else's data is not believed", func(t *testing.T) {
		bad := &contract.Feed{First: 5, Entries: [][]byte{contract.Encode(&contract.FeedEntry{Number: 5})}, Personal: []*contract.Sealed{f.Personal[0]}}
		bad.Personal[0].Plain = []byte("changed on the way")
		if err := n.Shipping().Apply(context.Background(), bad); !fault.Is(err, fault.Corrupt) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("entries out of order", func(t *testing.T) {
		bad := &contract.Feed{First: 5, Entries: [][]byte{contract.Encode(&contract.FeedEntry{Number: 6})}}
		if err := n.Shipping().Apply(context.Background(), bad); !fault.Is(err, fault.Corrupt) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an entry that does not decode", func(t *testing.T) {
		bad := &contract.Feed{First: 5, Entries: [][]byte{{0xff}}}
		if err := n.Shipping().Apply(context.Background(), bad); !fault.Is(err, fault.Corrupt) {
			t.Errorf("got %v", err)
		}
	})
}

// TestErasureLeavesTheTree: a person is erased; the records, their tree and every projection stand, and what is shipped
// afterwards has no trace of the person.
func TestErasureLeavesTheTree(t *testing.T) {
	n := mustOpen(t, appliance.Config{Dir: t.TempDir()})
	subject := office.SubjectID{7}
	one, err := journal.Seal(rand.Reader, subject, contract.Encode(&contract.Person{Name: "Saïda Peeters"}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	_, err = n.Do(ctx, appliance.Who{Clerk: "ann"}, func(appliance.Turn) (appliance.Decision, error) {
		e := &contract.Event{Kind: &contract.Event_Received{Received: &contract.Received{Consignment: "K1", From: "koerier",
			Items: []*contract.Item{{Document: "592-0000001-11", Kind: "eid-afhalen", Holder: one.Commitment[:]}}}}}
		return appliance.Decision{Events: []*contract.Event{e}, Sealed: []journal.Sealed{one}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	me, size := life(t, n)
	batch := func(through int) *contract.Batch {
		b, err := n.Shipping().Batch(me, 1, replica.Limits{Records: through, Bytes: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	before := batch(size)
	if len(before.Personal) != 1 {
		t.Fatalf("%d persons are shipped", len(before.Personal))
	}
	_, err = n.Do(ctx, appliance.Who{Clerk: "ann"}, func(appliance.Turn) (appliance.Decision, error) {
		e := &contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: subject[:]}}}
		return appliance.Decision{Events: []*contract.Event{e}, Erase: []office.SubjectID{subject}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	after := batch(size)
	if len(after.Personal) != 0 || !bytes.Equal(after.Head, before.Head) || !bytes.Equal(after.Records, before.Records) {
		t.Errorf("%d persons are shipped; heads\n%s\n%s", len(after.Personal), before.Head, after.Head)
	}
	look(t, n, func(turn appliance.Turn) {
		if _, ok := turn.View.Personal(one.Commitment); ok {
			t.Error("the person is still here")
		}
	})
}

// TestAPlanIsReadOnce: a plan of the same version with other rules is another plan.
func TestAPlanIsReadOnce(t *testing.T) {
	n := mustOpen(t, appliance.Config{Dir: t.TempDir()})
	closed := func() (why string) {
		look(t, n, func(turn appliance.Turn) { why = turn.Plan.Day(site, 20800).Closed })
		return why
	}
	for k, reason := range []string{"feest", "verbouwing", "staking"} {
		p := &contract.Plan{Version: 1, Rules: []*contract.Rule{{Id: "r", Site: string(site), Weekdays: 127, From: 540, To: 720, Desks: 1, Mode: "appointment"}},
			Closures: []*contract.Closure{{Id: "c", Site: string(site), FromDate: 20800, Reason: reason}}}
		e := &contract.FeedEntry{Number: uint64(k) + 1, Kind: &contract.FeedEntry_Plan{Plan: p}}
		if err := n.Shipping().Apply(context.Background(), &contract.Feed{First: e.Number, Entries: [][]byte{contract.Encode(e)}}); err != nil {
			t.Fatal(err)
		}
		if why := closed(); !bytes.Contains([]byte(why), []byte(reason)) {
			t.Errorf("closed because %q, want %q", why, reason)
		}
	}
}
