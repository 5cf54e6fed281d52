package program_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/pass"
)

// TestBookingCodes: what is booked has a code, the code can be asked again, and a planner turns the key over.
func TestBookingCodes(t *testing.T) {
	d := start(t, t.TempDir())
	place := free(t, d.at.Public[0], 1)[0]
	out, _ := d.tool(t, "bookings", "book", place.Site, dateOf(place), "--product", "eid-aanvraag", "--name", "Karel")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	text := lines[len(lines)-1]
	first, err := pass.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	id := first.Appointment.String()
	if out, _ = d.tool(t, "bookings", "pass", id); strings.TrimSpace(out) != text {
		t.Errorf("asked again:\n%s", out)
	}
	if out, _ = d.tool(t, "passes", "list"); strings.Count(out, "\n") != 2 {
		t.Errorf("keys:\n%s", out)
	}
	for name, args := range map[string][]string{"nobody says who": {"passes", "turn"}, "no appointment": {"bookings", "pass", "x"}} {
		if code, _, said := run(append(args, "--state", d.dir)...); code != 2 || said == "" {
			t.Errorf("%s: %d, %q", name, code, said)
		}
	}
	if out, _ = d.tool(t, "passes", "turn", "--by", "ines"); strings.Count(out, "\n") != 3 {
		t.Errorf("keys after a turn:\n%s", out)
	}
	out, _ = d.tool(t, "bookings", "pass", id)
	if second, err := pass.Parse(strings.TrimSpace(out)); err != nil || second.Key == first.Key || second.Edition != first.Edition {
		t.Errorf("under the new key: %v\n%s", err, out)
	}
	if out, _ = d.tool(t, "passes", "turn", "--by", "ines", "--stop"); strings.Count(out, "\n") != 4 {
		t.Errorf("keys after a stop:\n%s", out)
	}
}
