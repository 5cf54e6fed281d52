package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

func mustPut(t *testing.T, j *journal.Journal, c journal.Commit) {
	t.Helper()
	if _, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) { return c, nil }); err != nil {
		t.Fatal(err)
	}
}

// wantPersonal fails unless the commitment opens as plain; "" means that it must not open.
func wantPersonal(t *testing.T, j *journal.Journal, c journal.Commitment, plain string) {
	t.Helper()
	mustView(t, j, func(v journal.View) {
		if got, ok := v.Personal(c); string(got) != plain || ok != (plain != "") {
			t.Errorf("personal data is %q (%t), want %q", got, ok, plain)
		}
	})
}

func TestPersonal(t *testing.T) {
	j := open(t)
	name, phone := mustSeal(t, "An Peeters"), mustSeal(t, "0470 12 34 56")
	other := mustSealFor(t, subject(2), "Karim")
	mustPut(t, j, one(fmt.Sprintf("afspraak %s %s", name.Commitment[:], phone.Commitment[:]), name, phone))
	mustPut(t, j, one("nogmaals "+string(name.Commitment[:]), name))
	mustPut(t, j, one("ander "+string(other.Commitment[:]), other))
	wantPersonal(t, j, name.Commitment, "An Peeters")
	wantPersonal(t, j, phone.Commitment, "0470 12 34 56")
	if bytes.Contains(mustRead(t, j.Path()), []byte("Peeters")) {
		t.Error("the file holds personal data in the clear")
	}
	before, err := j.Head(mustLives(t, j)[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Erase(context.Background(), subject(1)); err != nil {
		t.Fatal(err)
	}
	if err := j.Erase(context.Background(), subject(9)); err != nil {
		t.Errorf("erasing who is unknown: %v", err)
	}
	wantPersonal(t, j, name.Commitment, "")
	wantPersonal(t, j, phone.Commitment, "")
	wantPersonal(t, j, other.Commitment, "Karim")
	after, err := j.Head(before.Life)
	if err != nil || after != before {
		t.Errorf("the erasure changed the tree: %v, was %v: %v", after, before, err)
	}
	mustClose(t, j)
	if r := mustVerify(t, j.Path()); r.Subjects != 1 || r.Personal != 1 {
		t.Errorf("after the erasure: %d keys, %d items", r.Subjects, r.Personal)
	}
}

// The record of an erasure, the erasure, and new data of the same person can be one commit or follow it.
func TestEraseInCommit(t *testing.T) {
	j := open(t)
	old, fresh := mustSeal(t, "oud"), mustSeal(t, "nieuw")
	mustPut(t, j, one(string(old.Commitment[:]), old))
	c := events("gewist")
	c.Erase = append(c.Erase, subject(1))
	mustPut(t, j, c)
	wantPersonal(t, j, old.Commitment, "")
	mustPut(t, j, one(string(fresh.Commitment[:]), fresh))
	wantPersonal(t, j, fresh.Commitment, "nieuw")
	wantPersonal(t, j, old.Commitment, "")
}

// What came down with the feed is kept, but does not go up again.
func TestPersonalOfFeed(t *testing.T) {
	j := open(t)
	s := mustSeal(t, "uit de feed")
	c := events(string(feedTaken(1)))
	c.Feed = []journal.FeedEntry{{Number: 1, Body: s.Commitment[:], Personal: []journal.Sealed{s}}}
	mustPut(t, j, c)
	wantPersonal(t, j, s.Commitment, "uit de feed")
	b, err := j.Batch(mustLives(t, j)[0], 1, 10, 1000)
	if err != nil || len(b.Personal) != 0 {
		t.Errorf("the batch takes %v along: %v", b.Personal, err)
	}
}

func TestSealedCheck(t *testing.T) {
	s := mustSeal(t, "Peeters")
	if err := s.Check(); err != nil {
		t.Errorf("as sealed: %v", err)
	}
	for name, change := range map[string]func(*journal.Sealed){
		"plain":      func(s *journal.Sealed) { s.Plain = []byte("Peeter") },
		"salt":       func(s *journal.Sealed) { s.Salt[15] ^= 1 },
		"commitment": func(s *journal.Sealed) { s.Commitment[0] ^= 1 },
	} {
		changed := s
		change(&changed)
		if err := changed.Check(); !fault.Is(err, fault.Corrupt) {
			t.Errorf("other %s: %v", name, err)
		}
	}
	if text := fmt.Sprintf("%v %+v %#v", s, s, s); strings.Contains(text, "Peeters") {
		t.Errorf("printing shows personal data: %s", text)
	}
	if _, err := journal.Seal(bytes.NewReader(nil), subject(1), nil); err == nil {
		t.Error("sealed without a salt")
	}
}
