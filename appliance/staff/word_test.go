package staff_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestAWord takes the place of a PIN for who gave it, at whose desk, for what, and for two minutes; more than once.
func TestAWord(t *testing.T) {
	w := mustEntrance(t)
	anna, colleague := w.mustSignIn("anna", 1, "246810"), w.mustSignIn("bert", 2, "135791")
	said, err := w.door.Word(anna, "bert", "load", w.now)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		said    string
		session staff.Session
		clerk   office.ClerkID
		purpose string
		after   time.Duration
		stands  bool
	}{
		"at once":       {said, anna, "bert", "load", 0, true},
		"at the end":    {said, anna, "bert", "load", staff.WordHolds - 1, true},
		"too late":      {said, anna, "bert", "load", staff.WordHolds, false},
		"another desk":  {said, colleague, "bert", "load", 0, false},
		"another clerk": {said, anna, "cees", "load", 0, false},
		"another act":   {said, anna, "bert", "remove", 0, false},
		"no such word":  {said[1:], anna, "bert", "load", 0, false},
		"nothing said":  {"", anna, "bert", "load", 0, false},
	} {
		err := w.door.Stands(row.said, row.session, row.clerk, row.purpose, w.now.Add(row.after))
		if row.stands && err != nil || !row.stands && (!fault.Is(err, fault.Denied) || fault.Sentence(err) == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, err := w.door.Word(anna, "bert", "load", w.now.Add(time.Minute))
	if err != nil || other == said {
		t.Errorf("the next word is %q, %v", other, err)
	}
	if err := w.door.Stands(said, anna, "bert", "load", w.now.Add(time.Minute)); err != nil {
		t.Errorf("the first, after the next: %v", err)
	}
}
