package golden_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/golden"
)

// failing is a test that is allowed to fail.
type failing struct {
	testing.TB
	said bool
}

func (f *failing) Helper()               {}
func (f *failing) Errorf(string, ...any) { f.said = true }

func TestAssert(t *testing.T) {
	t.Chdir(t.TempDir())
	test.NewTempApp(t)
	label := widget.NewLabel("klaar")
	win := test.NewTempWindow(t, label)
	if err := os.Mkdir("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/a.xml", []byte(test.RenderToMarkup(win.Canvas())), 0o644); err != nil {
		t.Fatal(err)
	}
	golden.Assert(t, win.Canvas(), "a", nil)

	label.SetText("nog niet")
	posts := make(chan func(), 2)
	posts <- func() { label.SetText("bijna") }
	posts <- func() { label.SetText("klaar") }
	golden.Assert(t, win.Canvas(), "a", posts)

	label.SetText("anders")
	f := &failing{TB: t}
	golden.Assert(f, win.Canvas(), "a", nil)
	if !f.said {
		t.Error("another screen passed for its master")
	}
}

func TestDifference(t *testing.T) {
	const want = "from line 2:\n- twee\n+ drie\n+ vier\n"
	if got := golden.Difference("een\n twee\nslot", "een\n drie\n vier\nslot"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
