package devices_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/devices"
)

// TestWhereAReaderStands: at a desk, or it is everybody's.
func TestWhereAReaderStands(t *testing.T) {
	c := mustRead(t, "eid: [{id: links, emulator: true, desk: 2}, {id: ingang, emulator: true}]")
	if c.Readers[0].Desk != 2 || c.Readers[1].Desk != 0 {
		t.Errorf("%+v", c.Readers)
	}
	if _, err := devices.Read([]byte("eid: {id: links, emulator: true, desk: twee}")); err == nil || !strings.Contains(devices.Flaws(err)[0].Say, "desk") {
		t.Errorf("%v", err)
	}
}
