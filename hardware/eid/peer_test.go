//go:build devices

package eid_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/eidtest"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// TestThroughPcscd runs the suite through Debian's card daemon and the virtual reader vpcd, both written by others: what
// we say to the daemon, and what our card says to the reader, is judged by them.
func TestThroughPcscd(t *testing.T) {
	open := func(t *testing.T, slot *virtual.Slot, trust eid.Trust) eid.Reader {
		reader := eid.New(eid.NewDaemon(eidtest.StartDaemon(t, slot), "Virtual PCD"), trust)
		t.Cleanup(func() { reader.Close() })
		return reader
	}
	eidtest.Run(t, eidtest.Bench{Open: open, Generation: virtual.Curve, Pulls: []int{1, 4, 9, 13}, Mute: true})
}
