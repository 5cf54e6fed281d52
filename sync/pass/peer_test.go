//go:build devices

package pass_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// TestPrintedPassesComeBack: a pass that zint draws as a QR code is read by zbarimg, both written by others, and verified; the
// usual ones in the size that doc.go promises.
func TestPrintedPassesComeBack(t *testing.T) {
	for _, program := range []struct{ name, in string }{{"zint", "zint"}, {"zbarimg", "zbar-tools"}} {
		if _, err := exec.LookPath(program.name); err != nil {
			t.Fatalf("%s is not here: it comes with %s", program.name, program.in)
		}
	}
	keys := pass.Keys{{Public: public(keyOf(7))}}
	full := golden()
	for n := range pass.MaxProducts {
		full.Products = append(full.Products[:n:n], office.ProductID(fmt.Sprintf("buitenlands-rijbewijs-%d", n)))
	}
	for name, p := range map[string]pass.Pass{"usual": golden(), "the largest that comes": full} {
		s := mustSign(t, p, keyOf(7))
		file := filepath.Join(t.TempDir(), "pass.png")
		// 58: QR code; --secure=2: a seventh of it may be lost (level M).
		if out, err := exec.CommandContext(t.Context(), "zint", "--barcode=58", "--secure=2", "--scale=3", "--quietzones", "-o", file, "-d", s.Text()).CombinedOutput(); err != nil {
			t.Fatalf("%s: zint: %v: %s", name, err, out)
		}
		var said bytes.Buffer
		read := exec.CommandContext(t.Context(), "zbarimg", "--raw", "-q", file)
		read.Stderr = &said
		out, err := read.Output()
		if err != nil {
			t.Fatalf("%s: zbarimg: %v: %s", name, err, &said)
		}
		back, err := pass.Parse(strings.TrimRight(string(out), "\r\n"))
		if err == nil {
			err = keys.Verify(back)
		}
		if err != nil || back.Text() != s.Text() {
			t.Errorf("%s came back as %q: %v", name, out, err)
		}
		t.Logf("%s: %d characters", name, len(s.Text()))
	}
}
