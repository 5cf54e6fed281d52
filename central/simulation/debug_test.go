package simulation_test

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

func TestDebug(t *testing.T) {
	if os.Getenv("SIM_DEBUG") == "" {
		t.Skip()
	}
	o := seeded(disk(t), *seedFlag, *stepsFlag)
	_, w, bad := run(o)
	t.Log(bad)
	want := os.Getenv("SIM_DEBUG")
	for _, e := range w.checker.order {
		if strings.HasSuffix(hex.EncodeToString(e.id[:]), want) {
			v := w.hq.view()
			a := v.Appointment(e.id)
			t.Logf("%+v\nhq %v", e, a)
			for _, id := range a.Appointment.Place.Seats() {
				t.Logf("%s %+v", id, v.Seat(id))
			}
		}
	}
}
