package journal_test

import (
	"context"
	"testing"

	"github.com/buurtloket/buurtloket/sync/journal"
)

// TestLast: a decision sees the newest record, be it of its own group or of an earlier life.
func TestLast(t *testing.T) {
	j := open(t)
	want := func(body string) {
		t.Helper()
		mustView(t, j, func(v journal.View) {
			if got := v.Last(); string(got) != body || (got == nil) != (body == "") {
				t.Errorf("the newest record is %q, want %q", got, body)
			}
		})
	}
	want("")
	mustAdd(t, j, "een", "twee")
	want("twee")
	if _, err := j.Begin(context.Background(), func(v journal.View, _ journal.Head) (journal.Commit, error) {
		if got := v.Last(); string(got) != "twee" {
			t.Errorf("at the beginning of a life the newest record is %q", got)
		}
		return events("begonnen"), nil
	}); err != nil {
		t.Fatal(err)
	}
	want("begonnen")
}
