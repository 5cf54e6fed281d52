package sheet_test

import (
	"bytes"
	"crypto/ed25519"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/appliance/night/sheet"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// shown matches a piece of text that a page shows, inside its parentheses.
var shown = regexp.MustCompile(`\(((?:\\.|[^\\()])*)\) ?Tj`)

// text is what stands on the paper, a piece on each line, as a person with an editor would find it.
func text(pdf []byte) string {
	var out []string
	for _, m := range shown.FindAllSubmatch(pdf, -1) {
		var piece []rune
		for i := 0; i < len(m[1]); i++ {
			c := m[1][i]
			if c == '\\' {
				i++
				c = m[1][i]
			}
			if c == 0x97 { // Windows-1252
				piece = append(piece, '—')
			} else {
				piece = append(piece, rune(c))
			}
		}
		out = append(out, string(piece))
	}
	return strings.Join(out, "\n")
}

func mustPDF(tb testing.TB, s sheet.Sheet) []byte {
	tb.Helper()
	pdf, err := s.PDF()
	if err != nil {
		tb.Fatal(err)
	}
	return pdf
}

func aSheet(head string) sheet.Sheet {
	return sheet.Sheet{Site: "Buurtloket Berchem", Day: "maandag 23 november 2026",
		Printed: time.Date(2026, time.November, 23, 18, 5, 0, 0, time.UTC), Opened: "08:31 door Ann",
		Sections: []sheet.Section{
			{Title: "Bezoeken", Columns: []string{"Cluster", "tickets"}, Rows: [][]string{{"Identiteit (kaart) \\ één", "12"}}},
			{Title: "Uitgereikte documenten", None: "Vandaag is er niets uitgereikt."},
		}, Head: head}
}

// TestThePaperProvesTheJournal: the head that stands on the paper is read back and its signature holds.
func TestThePaperProvesTheJournal(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := journal.NewSigner("buurtloket-berchem", private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := journal.NewVerifier("buurtloket-berchem", public)
	if err != nil {
		t.Fatal(err)
	}
	head := journal.Head{Site: "buurtloket-berchem", Life: 7, Size: 1234, Root: journal.Hash{1, 2, 3}}
	signed, err := note.Sign(&note.Note{Text: head.Text()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	all := text(mustPDF(t, aSheet(string(signed))))
	// Between the title of its own and the line for the signatures; a line that was too long stands in two pieces.
	i := strings.Index(all, head.Origin())
	j := strings.Index(all, "Naam en handtekening")
	if i < 0 || j < i {
		t.Fatalf("no head on the paper:\n%s", all)
	}
	lines := strings.Split(strings.TrimSpace(all[i:j]), "\n")
	sign := strings.Join(lines[3:], "")
	sign = strings.TrimSpace(strings.TrimPrefix(sign, "— buurtloket-berchem"))
	typed := strings.Join(lines[:3], "\n") + "\n\n— buurtloket-berchem " + sign + "\n"
	got, err := journal.ParseHead([]byte(typed), note.VerifierList(verifier))
	if err != nil || got != head {
		t.Errorf("%v, %v from\n%s", got, err, typed)
	}
}

// TestTheSheetSaysWhatItWasGiven: each text, also with letters that PDF escapes.
func TestTheSheetSaysWhatItWasGiven(t *testing.T) {
	all := text(mustPDF(t, aSheet("hoofd")))
	for _, say := range []string{"Dagblad Buurtloket Berchem", "maandag 23 november 2026", "Geopend: 08:31 door Ann", "Afgesloten: door niemand",
		"Identiteit (kaart) \\ één", "12", "Vandaag is er niets uitgereikt.", "hoofd", "blad 1"} {
		if !strings.Contains(all, say) {
			t.Errorf("not on the sheet: %q in\n%s", say, all)
		}
	}
}

// TestTheSameSheetIsTheSameBytes, and another is another.
func TestTheSameSheetIsTheSameBytes(t *testing.T) {
	first := mustPDF(t, aSheet("hoofd"))
	for range 5 {
		if !bytes.Equal(first, mustPDF(t, aSheet("hoofd"))) {
			t.Fatal("the same sheet gave other bytes")
		}
	}
	for _, date := range []string{"/CreationDate (D:20261123180500", "/ModDate (D:20261123180500"} {
		if !bytes.Contains(first, []byte(date)) {
			t.Errorf("the file is not dated by what it was given: no %s", date)
		}
	}
	if bytes.Equal(first, mustPDF(t, aSheet("voet"))) {
		t.Error("another head, the same bytes")
	}
}

// TestALongDay takes more pages, and a row that does not fit its columns is refused.
func TestALongDay(t *testing.T) {
	s := aSheet("hoofd")
	for range 100 {
		s.Sections[0].Rows = append(s.Sections[0].Rows, []string{strings.Repeat("een lange naam ", 20), "1"})
	}
	if all := text(mustPDF(t, s)); !strings.Contains(all, "blad 3") || !strings.Contains(all, "hoofd") {
		t.Error("the end of a long day is not on the paper")
	}
	s.Sections[0].Rows[3] = []string{"a", "b", "c"}
	if _, err := s.PDF(); err == nil {
		t.Error("a row of three cells under two columns")
	}
}
