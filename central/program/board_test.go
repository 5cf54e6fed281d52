package program_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/program"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestABoardByHand: what a planner types, from the board to a draft, its commit and its undoing, and what each says.
func TestABoardByHand(t *testing.T) {
	d := start(t, t.TempDir())
	run := func(want int, args ...string) (out, said string) {
		t.Helper()
		var o, e bytes.Buffer
		got := program.Main(t.Context(), append(args, "--state", d.dir), program.World{Out: &o, Err: &e})
		if got != want {
			t.Fatalf("%v: exit %d, want %d\n%s%s", args, got, want, &o, &e)
		}
		return o.String(), e.String()
	}
	says := func(text string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
	}
	// A Tuesday beyond the demonstration's bookings of the first week.
	on := office.DateOf(time.Now()) + 22
	for on.Weekday() != time.Tuesday {
		on++
	}
	out, said := run(0, "board", "--week", on.String(), "--days", "2")
	says(out, "LOCATIE", "EERSTE VRIJ", "DI ", "buurtloket-berchem", " vrij ")
	says(said, "Norm: eerste vrije plaats binnen 5 werkdagen", "Verwachte vraag")
	out, _ = run(0, "board", "--week", on.String(), "--days", "1", "--site", berchem, "--hours")
	says(out, "UUR", "LOKET", "09:00", "09:00-12:30")

	file := filepath.Join(t.TempDir(), "ontwerp.yaml")
	write := func(desk int) {
		text := fmt.Sprintf("moves:\n- from_site: antwerpen-harmonie\n  from_date: %s\n  desk: %d\n  from: \"17:00\"\n  to: \"19:00\"\n  to_site: %s\n  to_date: %s\n  at: \"17:00\"\n", on, desk, hoek, on)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(12)
	out, _ = run(0, "board", "draft", file, "--try")
	says(out, "0 → 1", "0 → 12", "antwerpen-harmonie", "792 → 780", "PLAATSEN WEG")
	_, said = run(2, "board", "commit", file)
	says(said, "Zeg wie dit beslist")
	_, said = run(0, "board", "commit", file, "--by", "Mia")
	_, rest, found := strings.Cut(said, "terugdraaien kan met 'central board undo ")
	version, _, _ := strings.Cut(rest, "'")
	if !found || version == "" {
		t.Fatalf("nothing says how to take it back: %s", said)
	}
	out, _ = run(0, "board", "--week", on.String(), "--days", "1", "--site", hoek)
	says(out, "0/12 vrij 12")
	out, _ = run(0, "rules", "history")
	says(out, "Mia", "verschuiving/")
	_, said = run(2, "board", "draft", file)
	says(said, "niet open van 17:00 tot 19:00")
	_, said = run(0, "board", "undo", version, "--by", "Jo")
	says(said, "Gedaan")
	_, said = run(3, "board", "undo", version, "--by", "Jo")
	says(said, "intussen zelf gewijzigd of teruggedraaid")
	write(13)
	run(2, "board", "draft", file)
	_, said = run(0, "board", "advice")
	says(said, "Voorstellen:")
}
