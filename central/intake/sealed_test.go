package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// secret is what stands in everybody's personal data here, and must stand in no error.
const secret = "Janssens"

// person is personal data of its own.
func person(tb testing.TB, n byte) *contract.Sealed {
	tb.Helper()
	s, err := journal.Seal(bytes.NewReader(bytes.Repeat([]byte{n}, 16)), office.SubjectID{n}, fmt.Appendf(nil, "%s %d", secret, n))
	if err != nil {
		tb.Fatal(err)
	}
	return &contract.Sealed{Commitment: s.Commitment[:], Subject: s.Subject[:], Salt: s.Salt[:], Plain: s.Plain}
}

// expect adds a record that names people: documents received for them.
func (c *counter) expect(people ...*contract.Sealed) {
	e := &contract.Received{Consignment: "K1"}
	for n, p := range people {
		e.Items = append(e.Items, &contract.Item{Document: fmt.Sprintf("EN%d", n), Holder: p.Commitment})
	}
	c.bodies = append(c.bodies, contract.Encode(&contract.Event{AtMs: 1_795_420_800_000, Kind: &contract.Event_Received{Received: e}}))
}

// kept is how many of these people headquarters knows.
func (h *hq) kept(people ...*contract.Sealed) (n int) {
	h.look(func(v register.View) {
		for _, p := range people {
			if s := v.Person(p.Commitment); s != nil && bytes.Equal(s.Plain, p.Plain) && bytes.Equal(s.Salt, p.Salt) {
				n++
			}
		}
	})
	return n
}

// TestPersonalDataIsWhatItsRecordCommitsTo: what lies beside the records is not under the signed head, its commitments are.
func TestPersonalDataIsWhatItsRecordCommitsTo(t *testing.T) {
	an, bo, cis, stranger := person(t, 1), person(t, 2), person(t, 3), person(t, 9)
	for name, w := range map[string]struct {
		come func(*contract.Batch)
		kept int // -1: the batch is refused
	}{
		"all of it":             {func(b *contract.Batch) { b.Personal = []*contract.Sealed{an, bo, cis} }, 3},
		"within a record, any":  {func(b *contract.Batch) { b.Personal = []*contract.Sealed{bo, an, cis} }, 3},
		"one is erased":         {func(b *contract.Batch) { b.Personal = []*contract.Sealed{an, cis} }, 2},
		"nobody":                {func(b *contract.Batch) { b.Personal = nil }, 0},
		"one twice":             {func(b *contract.Batch) { b.Personal = []*contract.Sealed{an, an} }, 1},
		"another's name":        {func(b *contract.Batch) { b.Personal[0].Plain = bo.Plain }, -1},
		"a letter changed":      {func(b *contract.Batch) { b.Personal[2].Plain[0] ^= 1 }, -1},
		"a changed salt":        {func(b *contract.Batch) { b.Personal[1].Salt[3] ^= 1 }, -1},
		"a short salt":          {func(b *contract.Batch) { b.Personal[1].Salt = b.Personal[1].Salt[:15] }, -1},
		"no subject":            {func(b *contract.Batch) { b.Personal[1].Subject = nil }, -1},
		"no commitment":         {func(b *contract.Batch) { b.Personal[1].Commitment = nil }, -1},
		"an empty one":          {func(b *contract.Batch) { b.Personal[1] = &contract.Sealed{} }, -1},
		"somebody not named":    {func(b *contract.Batch) { b.Personal = append(b.Personal, stranger) }, -1},
		"only somebody unnamed": {func(b *contract.Batch) { b.Personal = []*contract.Sealed{stranger} }, -1},
		"out of turn":           {func(b *contract.Batch) { b.Personal = []*contract.Sealed{cis, an} }, -1},
	} {
		t.Run(name, func(t *testing.T) {
			h, c := mustHQ(t), newCounter(1)
			c.write(2)
			c.expect(an, bo)
			c.write(3)
			c.expect(cis)
			h.mustGreet(c)
			b := c.batch(t, 1, 7)
			b.Personal = []*contract.Sealed{person(t, 1), person(t, 2), person(t, 3)}
			w.come(b)
			if w.kept < 0 {
				if err := h.mustRefuse(fault.Corrupt, b); strings.Contains(err.Error(), secret) {
					t.Errorf("the error tells who: %v", err)
				}
				w.kept = 0
			} else {
				h.mustTake(b)
			}
			if n := h.kept(an, bo, cis, stranger); n != w.kept {
				t.Errorf("%d people are known, want %d", n, w.kept)
			}
		})
	}
}

// TestPersonalDataOfAReport: it is that of the appointments in the report.
func TestPersonalDataOfAReport(t *testing.T) {
	an, stranger := person(t, 1), person(t, 9)
	wrong := person(t, 1)
	wrong.Plain = []byte("somebody else")
	for name, w := range map[string]struct {
		come []*contract.Sealed
		kept int
	}{"theirs": {[]*contract.Sealed{an}, 1}, "nobody's": {nil, 0}, "somebody else's": {[]*contract.Sealed{an, stranger}, -1}, "not what it was": {[]*contract.Sealed{wrong}, -1}} {
		t.Run(name, func(t *testing.T) {
			h, c := mustHQ(t), newCounter(1)
			h.mustGreet(c)
			h.must(&contract.HQCommand{Kind: &contract.HQCommand_NewEra{NewEra: &contract.NewEra{Beyond: 1}}})
			before, _ := h.log.Watch()
			a := &contract.Appointment{Id: bytes.Repeat([]byte{1}, 16), Person: an.Commitment,
				Place: &contract.Place{Site: string(site), Run: &contract.Run{Date: 20790, Desk: 1, Start: 600}}}
			_, err := h.Report(context.Background(), site, c.hello(), &contract.Report{Incarnation: uint64(life), Era: 2, Appointments: []*contract.Appointment{a}, Personal: w.come})
			if after, _ := h.log.Watch(); w.kept < 0 && (!fault.Is(err, fault.Corrupt) || after != before) || w.kept >= 0 && err != nil {
				t.Fatalf("got %v, and %d commands were applied", err, after-before)
			}
			if n := h.kept(an, stranger); n != max(w.kept, 0) {
				t.Errorf("%d people are known", n)
			}
		})
	}
}

// TestAnothersCertificate: whose journal it is says the certificate, whatever the batch says.
func TestAnothersCertificate(t *testing.T) {
	const hoek office.SiteID = "buurtloket-groenenhoek"
	h, c := mustHQ(t), newCounter(1)
	c.write(20)
	h.mustGreet(c)
	h.mustTake(c.batch(t, 1, 10))
	ctx := context.Background()
	if _, frozen, err := h.Greet(ctx, hoek, c.hello()); err != nil || frozen != nil { // for all that headquarters knows, a life of that site
		t.Fatalf("greeted with %v, %v", frozen, err)
	}
	for _, first := range []int{1, 11} {
		if ack, frozen, err := h.Take(ctx, hoek, c.batch(t, first, 20)); !fault.Is(err, fault.Corrupt) || ack != nil || frozen != nil {
			t.Errorf("from %d: got %v, %v, %v", first, ack, frozen, err)
		}
	}
	h.look(func(v register.View) {
		if v.Tree(hoek, life).Size != 0 || v.Tree(site, life).Size != 10 {
			t.Errorf("%d records there, %d here", v.Tree(hoek, life).Size, v.Tree(site, life).Size)
		}
	})
	if ack := h.mustTake(c.batch(t, 11, 20)); ack.Size != 20 {
		t.Errorf("acknowledged %d", ack.Size)
	}
}

// TestMessagesThatCannotBe: what a counter of ours never says is refused for what it is, and nothing comes of it.
func TestMessagesThatCannotBe(t *testing.T) {
	hello := func(c *counter) *contract.Uplink {
		return &contract.Uplink{Kind: &contract.Uplink_Hello{Hello: c.hello()}}
	}
	for name, w := range map[string]struct {
		kind fault.Kind
		say  func(*testing.T, *counter) []*contract.Uplink // the last one is wrong
	}{
		"of no kind": {fault.Invalid, func(_ *testing.T, c *counter) []*contract.Uplink { return []*contract.Uplink{hello(c), {}} }},
		"of a kind to come": {fault.Invalid, func(t *testing.T, c *counter) []*contract.Uplink {
			m, err := contract.Decode([]byte{0xfa, 0x06, 0x01, 0x78}, new(contract.Uplink)) // field 111
			if err != nil {
				t.Fatal(err)
			}
			return []*contract.Uplink{hello(c), m}
		}},
		"a batch before the hello": {fault.Invalid, func(t *testing.T, c *counter) []*contract.Uplink {
			return []*contract.Uplink{{Kind: &contract.Uplink_Batch{Batch: c.batch(t, 1, 5)}}}
		}},
		"a report before the hello": {fault.Invalid, func(*testing.T, *counter) []*contract.Uplink {
			return []*contract.Uplink{{Kind: &contract.Uplink_Report{Report: &contract.Report{Incarnation: uint64(life), Era: 1}}}}
		}},
		"an empty hello": {fault.Invalid, func(*testing.T, *counter) []*contract.Uplink {
			return []*contract.Uplink{{Kind: &contract.Uplink_Hello{}}}
		}},
		"an empty batch": {fault.Corrupt, func(_ *testing.T, c *counter) []*contract.Uplink {
			return []*contract.Uplink{hello(c), {Kind: &contract.Uplink_Batch{}}}
		}},
		"an empty report": {fault.Invalid, func(_ *testing.T, c *counter) []*contract.Uplink {
			return []*contract.Uplink{hello(c), {Kind: &contract.Uplink_Report{}}}
		}},
		"a receipt for what was never sent": {fault.Corrupt, func(_ *testing.T, c *counter) []*contract.Uplink {
			return []*contract.Uplink{hello(c), {Kind: &contract.Uplink_Feed{Feed: &contract.FeedReceipt{Through: 99}}}}
		}},
		"a batch that is too large": {fault.Corrupt, func(t *testing.T, c *counter) []*contract.Uplink {
			b := c.batch(t, 1, 5)
			b.Records = make([]byte, replica.MaxRaw+1)
			return []*contract.Uplink{hello(c), {Kind: &contract.Uplink_Batch{Batch: b}}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h, c := mustHQ(t), newCounter(1)
			c.write(5)
			h.mustGreet(c)
			r := replica.NewReceiver(h.Intake, site)
			all := w.say(t, c)
			for _, m := range all[:len(all)-1] {
				if _, err := r.Receive(t.Context(), wired(t, m)); err != nil {
					t.Fatal(err)
				}
			}
			before, _ := h.log.Watch()
			out, err := r.Receive(t.Context(), wired(t, all[len(all)-1]))
			if after, _ := h.log.Watch(); !fault.Is(err, w.kind) || len(out) != 0 || after != before {
				t.Errorf("got %v, %v, and %d commands were applied; want a fault: %s", out, err, after-before, w.kind)
			}
		})
	}
}

// wired is a message as it comes out of a line.
func wired(t *testing.T, m *contract.Uplink) *contract.Uplink {
	t.Helper()
	out, err := contract.Decode(contract.Encode(m), new(contract.Uplink))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
