// Package golden compares what a window shows with a master: markup that a person looked at once and that the tests keep.
//
// Only tests import it. Run them with -update to write the masters again, and look at what changed.
package golden

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

var update = flag.Bool("update", false, "write the masters under testdata again")

// Updating reports whether masters are to be written again rather than compared with.
func Updating() bool { return *update }

const (
	patience = 5 * time.Second        // in which a screen must come to look like its master
	quiet    = 100 * time.Millisecond // without anything to draw, after which a screen is taken for a new master
)

// Assert fails unless the canvas comes to look like testdata/<name>.xml. A screen draws when something is posted to it, and
// its work may still be under way when a test has done its last step: Assert draws what comes on posts, on the test's own
// goroutine, until the screen is like its master or nothing more may be hoped for. A nil posts is a screen at rest.
func Assert(t testing.TB, c fyne.Canvas, name string, posts <-chan func()) {
	t.Helper()
	path := filepath.Join("testdata", name+".xml")
	if *update {
		for draw(posts, quiet) {
		}
		if err := os.WriteFile(path, []byte(test.RenderToMarkup(c)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := test.RenderToMarkup(c)
	for end := time.Now().Add(patience); got != string(want) && draw(posts, time.Until(end)); {
		got = test.RenderToMarkup(c)
	}
	if got != string(want) {
		t.Errorf("the screen is not like %s; look at it, and if it is right run with -update\n%s", path, Difference(string(want), got))
	}
}

// draw draws what is posted next, and reports whether something was within the time given.
func draw(posts <-chan func(), within time.Duration) bool {
	if posts == nil {
		return false
	}
	select {
	case f := <-posts:
		f()
		return true
	case <-time.After(within):
		return false
	}
}

// Difference tells in a few lines where two markups begin and end to differ, those wanted with a minus, those got with a plus.
func Difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	for len(a) > from && len(b) > from && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out strings.Builder
	fmt.Fprintf(&out, "from line %d:\n", from+1)
	write := func(sign string, lines []string) {
		for i, l := range lines {
			if i == 20 {
				fmt.Fprintf(&out, "%s … and %d lines more\n", sign, len(lines)-i)
				break
			}
			fmt.Fprintf(&out, "%s %s\n", sign, strings.TrimSpace(l))
		}
	}
	write("-", a[from:])
	write("+", b[from:])
	return out.String()
}
