//go:build devices

package ticket_test

import (
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// The peers are zint, which draws the symbols that a printer's firmware would, and zbarimg, which reads them from a picture of
// the paper.

// TestCodesAreRead: the QR code of every paper is read back from its picture, at every width; also one as long as what
// headquarters signs. TICKET_PICTURES names a folder that keeps the pictures, to be looked at.
func TestCodesAreRead(t *testing.T) {
	long := aSlip()
	long.QR = "BL1." + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 7)[:211]
	for name, p := range map[string]struct {
		ticket receipt.Ticket
		code   string
	}{
		"number": {aNumber(aVisit("eid-aanvraag")).Ticket(), "BL1.kQ3v9cXw"},
		"slip":   {aSlip().Ticket(), "BL1.AAECAwQFBgcICQ"},
		"signed": {long.Ticket(), long.QR},
	} {
		for _, c := range widths {
			path := filepath.Join(t.TempDir(), "paper.png")
			if dir := os.Getenv("TICKET_PICTURES"); dir != "" {
				path = filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, c))
			}
			drawSlip(t, path, mustPrint(t, p.ticket, c))
			out, err := exec.CommandContext(t.Context(), mustFind(t, "zbarimg", "zbar-tools"), "-q", path).Output()
			if got := strings.TrimSpace(string(out)); err != nil || got != "QR-Code:"+p.code {
				t.Errorf("%s on %d columns: it reads %q, %v", name, c, got, err)
			}
		}
	}
}

// drawSlip draws a slip as it is on paper.
func drawSlip(t *testing.T, path string, s receipt.Slip) {
	t.Helper()
	picture, err := s.Picture(func(c receipt.Code) ([][]bool, error) { return modules(t, c) })
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, picture), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// modules asks zint for the modules of a QR code: rows of hexadecimal, a bit a module; the last row's spare bits are white.
func modules(t *testing.T, c receipt.Code) (rows [][]bool, err error) {
	t.Helper()
	level := fmt.Sprintf("--secure=%d", strings.IndexByte("LMQH", c.Level)+1)
	out, err := exec.CommandContext(t.Context(), mustFind(t, "zint", "zint"), level, "-b", "58", "--dump", "-d", c.Text).Output()
	for line := range strings.Lines(string(out)) {
		var row []bool
		for _, digit := range strings.ReplaceAll(strings.TrimSpace(line), " ", "") {
			n := strings.IndexRune("0123456789ABCDEF", digit)
			for bit := 3; bit >= 0; bit-- {
				row = append(row, n>>bit&1 == 1)
			}
		}
		rows = append(rows, row)
	}
	return rows, err
}

// mustFind fails a test whose peer is not installed: under this tag nothing is skipped.
func mustFind(t *testing.T, program, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, pkg)
	}
	return path
}
