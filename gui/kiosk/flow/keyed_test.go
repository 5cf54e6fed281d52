package flow_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
)

// keyed types as a scanner does, or as a person: with so much time between.
func (d *desk) keyed(text string, between time.Duration) func() {
	return func() {
		for _, r := range text {
			d.Rune(r)
			time.Sleep(between) // invented time: the bubble's
		}
	}
}

// TestAScannerThatTypes: what it types is a scan wherever one is, leaves nothing in a field, and presses nothing.
func TestAScannerThatTypes(t *testing.T) {
	const scanner = 5 * time.Millisecond
	in(t, func(d *desk) { // from nobody there
		d.do(d.keyed(flowtest.Known, scanner))
		d.on(flow.Idle)
		if !d.Return() {
			t.Error("a code was taken for a key")
		}
		d.do()
		d.do(func() {})
		d.on(flow.Ticket, "A001")
	})
	in(t, func(d *desk) { // on the page that asks for it
		d.do(d.Touch, d.pick("Ik heb een afspraak"), d.keyed("BL1.abc", scanner))
		if !d.Return() {
			t.Error("a signed code was taken for a key")
		}
		d.do(func() {})
		if s := d.on(flow.Code, "Deze code is niet van vandaag"); s.Entry.Text != "" {
			t.Errorf("left in the field: %q", s.Entry.Text)
		}
	})
	in(t, func(d *desk) { // where no code is asked for
		d.do(d.Touch, d.pick("Iets ophalen"), d.pick("Een attest, met een code"), d.keyed("K7", 300*time.Millisecond), d.keyed(flowtest.Known, scanner))
		d.Return()
		d.do(func() {})
		if s := d.on(flow.Pickup); s.Entry.Text != "K7" {
			t.Errorf("in the field stands %q", s.Entry.Text)
		}
	})
}

// TestAKeyboardThatIsPluggedIn: who types by hand fills the field, and Enter is theirs.
func TestAKeyboardThatIsPluggedIn(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.keyed("x", time.Second))
		d.on(flow.Idle)
		d.do(d.Touch, d.pick("Ik heb een afspraak"), d.keyed("k7m24pqx", 300*time.Millisecond))
		if s := d.on(flow.Code); s.Entry.Text != "K7M24PQX" {
			t.Errorf("in the field stands %q", s.Entry.Text)
		}
		if d.Return() {
			t.Error("a person was taken for a scanner")
		}
		d.do(d.Home)
		d.on(flow.Idle)
	})
}
