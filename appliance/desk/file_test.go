package desk_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestTheFile is what doc.go says: for its owner only, the blocks in order, and read back as it was.
func TestTheFile(t *testing.T) {
	w := mustWorld(t, dir(t))
	three, one, screen := w.mustJoin(desk.At(3)), w.mustJoin(desk.At(1)), w.mustJoin(desk.Display(1))
	w.now = w.now.Add(desk.CodeLife) // their codes are not kept for ever
	w.mustInvite(desk.At(2))
	w.mustInvite(desk.Kiosk(1))
	info, err := os.Stat(w.file())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(w.file())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "-----BEGIN ") || strings.Contains(line, ": ") {
			lines = append(lines, strings.Trim(line, "-\n"))
		}
	}
	want := []string{"BEGIN PRIVATE KEY", "BEGIN CERTIFICATE",
		"BEGIN BUURTLOKET SCREEN", "Desk: 1", "Joined: 2026-11-24T08:30:00Z", "BEGIN BUURTLOKET SCREEN", "Desk: 3", "Joined: 2026-11-24T08:30:00Z",
		"BEGIN BUURTLOKET SCREEN", "Display: 1", "Joined: 2026-11-24T08:30:00Z",
		"BEGIN BUURTLOKET INVITATION", "Desk: 2", "Expires: 2026-11-24T09:30:00Z", "BEGIN BUURTLOKET INVITATION", "Expires: 2026-11-24T09:30:00Z", "Kiosk: 1"}
	if !slices.Equal(lines, want) {
		t.Errorf("the file has %q", lines)
	}
	screens, waiting := w.Screens(), w.Waiting()
	w.reopen()
	if !slices.Equal(w.Screens(), screens) || !maps.Equal(w.Waiting(), waiting) {
		t.Errorf("read back as %v and %v", w.Screens(), w.Waiting())
	}
	if w.Check(three) != nil || w.Check(one) != nil || w.Check(screen) != nil {
		t.Error("who was let in is not any more")
	}
	if entries, err := os.ReadDir(w.dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestWhatCannotBeRead: nobody is let in by a file that is not understood in full, and it is left as it is.
func TestWhatCannotBeRead(t *testing.T) {
	w := mustWorld(t, dir(t))
	w.mustJoin(desk.At(2))
	good, err := os.ReadFile(w.file())
	if err != nil {
		t.Fatal(err)
	}
	other := mustWorld(t, dir(t))
	theirs, err := os.ReadFile(other.file())
	if err != nil {
		t.Fatal(err)
	}
	key, rest, _ := bytes.Cut(good, []byte("-----BEGIN CERTIFICATE"))
	theirKey, _, _ := bytes.Cut(theirs, []byte("-----BEGIN CERTIFICATE"))
	for name, bad := range map[string][]byte{
		"nothing":              nil,
		"half":                 good[:len(good)-20],
		"another's key":        slices.Concat(theirKey, []byte("-----BEGIN CERTIFICATE"), rest),
		"no authority":         key,
		"a block of tomorrow":  append(slices.Clone(good), "-----BEGIN BUURTLOKET ROBOT-----\nAAAA\n-----END BUURTLOKET ROBOT-----\n"...),
		"text behind it":       append(slices.Clone(good), "loket 3 ook"...),
		"desk nought":          bytes.Replace(good, []byte("Desk: 2"), []byte("Desk: 0"), 1),
		"a desk that is none":  bytes.Replace(good, []byte("Desk: 2"), []byte("Desk: 256"), 1),
		"a screen of two":      bytes.Replace(good, []byte("Desk: 2"), []byte("Desk: 2\nDisplay: 1"), 1),
		"a robot":              bytes.Replace(good, []byte("Desk: 2"), []byte("Robot: 2"), 1),
		"seen some day":        bytes.Replace(good, []byte("Joined: 2026"), []byte("Seen: soon\nJoined: 2026"), 1),
		"no moment":            bytes.Replace(good, []byte("Joined: 2026"), []byte("Joined: soon"), 1),
		"a code for ever":      bytes.Replace(good, []byte("Expires: 2026"), []byte("Expires: never"), 1),
		"a key that is no key": bytes.Replace(good, []byte("Key: "), []byte("Key: x"), 1),
	} {
		if bytes.Equal(bad, good) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := os.WriteFile(w.file(), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.open(); !fault.Is(err, fault.Corrupt) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
		if now, err := os.ReadFile(w.file()); err != nil || !bytes.Equal(now, bad) {
			t.Errorf("%s: the file was changed: %v", name, err)
		}
	}
	// Without the file there is a new authority, which nobody of before knows.
	if err := os.Remove(w.file()); err != nil {
		t.Fatal(err)
	}
	w.reopen()
	if len(w.Screens()) != 0 || w.Revoke(context.Background(), "", desk.At(2)) == nil {
		t.Errorf("a new register has %v", w.Screens())
	}
}
