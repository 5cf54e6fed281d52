package state

import "testing"

func TestSameName(t *testing.T) {
	for _, row := range []struct {
		known, lines string
		same         bool
	}{
		{"Lotte Maes", "MAES LOTTE", true},
		{"Lotte Maes", "MAES LOTTE ANNA MARIA", true},
		{"Zoë Güçlü", "GUECLUE ZOE", true},
		{"Zoë Güçlü", "GUCLU ZOE", true},
		{"Noël D'Hondt", "DHONDT NOEL", true},
		{"Jean-Pierre Van den Broeck", "VAN DEN BROECK JEAN PIERRE", true},
		{"Madonna", "MADONNA", true},
		{"Lotte Maes", "MAES", false},
		{"Lotte Maes", "MAES BRAM", false},
		{"Lotte Maes", "", false},
		{"", "MAES LOTTE", false},
	} {
		if got := sameName(row.known, row.lines); got != row.same {
			t.Errorf("%q and %q: %v", row.known, row.lines, got)
		}
	}
}
