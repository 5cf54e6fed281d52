package certificate_test

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/buurtloket/buurtloket/central/certificate"
)

// TestTheSymbolStandsOnThePaper: module by module, and it is a QR code: three corners, timing between them.
func TestTheSymbolStandsOnThePaper(t *testing.T) {
	h := mustHQ(t)
	made := h.must(h.node(noon), 1)
	rows, err := certificate.QR(made.Seal.Code)
	if err != nil {
		t.Fatal(err)
	}
	black := 0
	for _, row := range rows {
		for _, b := range row {
			if b {
				black++
			}
		}
	}
	if n := len(regexp.MustCompile(`(?m) re f$`).FindAll(bytes.TrimSpace(made.Pdf), -1)); n != black || len(rows) < 21 || !rows[0][0] || rows[7][7] {
		t.Errorf("%d modules on the paper, %d in the symbol of %d rows", n, black, len(rows))
	}
	for i := 8; i < len(rows)-8; i++ {
		if rows[6][i] != (i%2 == 0) || rows[i][6] != (i%2 == 0) {
			t.Fatalf("no timing at %d", i)
		}
	}
}
