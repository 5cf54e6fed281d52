package equipment_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/equipment"
)

// TestWhatADeviceSays: the words of its kind before those of all, the gravest reason first, and how the work goes on only
// while it cannot be used.
func TestWhatADeviceSays(t *testing.T) {
	for _, row := range []struct {
		kind, state, why string
		say, next        string
	}{
		{"receipt", "stopped", "paper-out", "Ticketprinter: papier op.", "Leg een nieuwe rol in. Tickets tonen hun nummer op het scherm."},
		{"printer", "stopped", "paper-out", "Documentprinter: het papier is op.", "Leg papier in de lade. Afdrukken wachten of gebeuren elders; al de rest werkt."},
		{"printer", "attention", "paper-low ink-out", "Documentprinter: het papier is bijna op.", "Leg papier klaar."},
		{"camera", "ready", "frozen", "Camera: klaar.", ""},
		{"camera", "absent", "", "Camera: niet gevonden.", "Kijk of het toestel aanstaat en of de kabel vastzit. Pasfoto's kunnen hier nu niet; al de rest werkt."},
		{"scanner", "stopped", "maker-47", "Scanner: het toestel meldt «maker-47».", "Kijk in de handleiding van het toestel, of bel de beheerder. Tik nummers over met het toetsenbord."},
		{"hologram", "dreaming", "", "Toestel «hologram»: meldt «dreaming».", "Kijk wat het toestel op zijn scherm zegt."},
	} {
		why := strings.Fields(row.why)
		say, next := equipment.Say(row.kind, row.state, why)
		if say != row.say || next != row.next {
			t.Errorf("%s %s %s: %q %q", row.kind, row.state, row.why, say, next)
		}
		if m := equipment.Matter(row.kind, row.state, why); equipment.Name(row.kind)+": "+m+"." != say {
			t.Errorf("%s %s: in a table %q", row.kind, row.state, m)
		}
	}
	for state, want := range map[string]bool{"unknown": false, "ready": false, "busy": false, "attention": false, "stopped": true, "absent": true} {
		if equipment.Down(state) != want {
			t.Errorf("%s is down: %v", state, !want)
		}
	}
}

// TestWhatAnAlarmSays: each kind of alarm has its own words and a next step, and so has one that nobody knows.
func TestWhatAnAlarmSays(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []string{"forced", "missed", "unseen", "left-open", "of a newer program"} {
		say, next := equipment.Alarm(kind)
		if !strings.HasSuffix(say, ".") || !strings.HasSuffix(next, ".") || seen[say] {
			t.Errorf("%s: %q %q", kind, say, next)
		}
		seen[say] = true
	}
	if a, b := equipment.Door("B3", 2), equipment.Door("", 2); a != "Vak B3, deur 2" || b != "Deur 2" {
		t.Errorf("%q, %q", a, b)
	}
	for _, p := range []string{"load", "collect", "remove", "count", equipment.Emergency} {
		if equipment.Purpose(p) == "" {
			t.Errorf("no word for %s", p)
		}
	}
}
