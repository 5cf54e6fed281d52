package link_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

const year = 365 * 24 * time.Hour

// An authority in the second half of its life gets a new certificate for its key. Who knows the old one and who knows the
// new one believe each other, until the old one ends; who knows the new one then goes on.
func TestProlong(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	if same, prolonged, err := c.Prolong(); err != nil || prolonged || same != c.Authority {
		t.Fatalf("a young authority: %v, %v", prolonged, err)
	}
	c.clock.add(11 * year)
	longer, prolonged, err := c.Prolong()
	if err != nil || !prolonged {
		t.Fatalf("after eleven years: %v, %v", prolonged, err)
	}
	if longer.Fingerprint() != c.Fingerprint() || !longer.Certificate().NotBefore.Equal(c.Certificate().NotBefore) {
		t.Error("its fingerprint or its beginning is another")
	}
	if _, again, err := longer.Prolong(); err != nil || again {
		t.Errorf("twice: %v, %v", again, err)
	}
	new := city{longer, c.clock}
	mustGreet(t, c, new)
	mustGreet(t, new, c)

	c.clock.add(10 * year)
	mustGreet(t, new, new)
	s, _ := new.mustServe(t, "hq-1", whoami("hq-1"), nil)
	line := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, s.Addr().String())
	mustBecome(t, line, "refused", func(s link.State) bool { return down(s) && fault.Is(s.Err, fault.Denied) })
}

// mustGreet has a device of one authority ask something of a node of another.
func mustGreet(t *testing.T, device, node city) {
	t.Helper()
	s, stop := node.mustServe(t, "hq-1", whoami("hq-1"), nil)
	defer stop()
	line := device.mustConnect(t, device.mustDevice(t, "berchem"), nil, s.Addr().String())
	mustGet(t, line.HTTPClient(), "/")
}
