package journal_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

func TestAppend(t *testing.T) {
	j := open(t)
	first := mustAdd(t, j, "aankomst", "oproep")
	second := mustAdd(t, j, "einde")
	life := mustLives(t, j)[0]
	if want := (journal.Receipt{Life: life, First: 1, Last: 2}); first != want {
		t.Errorf("first receipt %v, want %v", first, want)
	}
	if want := (journal.Receipt{Life: life, First: 3, Last: 3}); second != want {
		t.Errorf("second receipt %v, want %v", second, want)
	}
	if got, want := bodies(t, j, life), []string{"aankomst", "oproep", "einde"}; !slices.Equal(got, want) {
		t.Errorf("records %q, want %q", got, want)
	}
	mustView(t, j, func(v journal.View) {
		if v.Size() != 3 || v.Life() != life || v.FeedSize() != 0 {
			t.Errorf("view: size %d, life %v, feed %d", v.Size(), v.Life(), v.FeedSize())
		}
		if got := v.Get([]byte("k/einde")); binary.BigEndian.Uint64(got) != 3 {
			t.Errorf("projection: %x", got)
		}
	})
}

func TestAppendNothing(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een")
	changed := j.Changed()
	if r := mustAdd(t, j); r.First != 2 || r.Last != 1 {
		t.Errorf("receipt of nothing: %v", r)
	}
	select {
	case <-changed:
		t.Error("nothing was written, yet watchers were told")
	default:
	}
}

func TestRefusals(t *testing.T) {
	sealed := mustSeal(t, "Peeters")
	wrong := sealed
	wrong.Plain = []byte("Janssens")
	long := make([]byte, journal.MaxRecord+1)
	own := errors.New("own reason")
	for name, c := range map[string]struct {
		commit journal.Commit
		err    error
		kind   fault.Kind
	}{
		"by the decision":           {commit: events("x"), err: own},
		"by the fold":               {commit: events("goed", "!slecht"), kind: fault.Internal},
		"an empty record":           {commit: events(""), kind: fault.Invalid},
		"a record too large":        {commit: events(string(long)), kind: fault.Exhausted},
		"too many records":          {commit: events(make([]string, journal.MaxEvents+1)...), kind: fault.Exhausted},
		"a gap in the feed":         {commit: feed(2, "b"), kind: fault.Conflict},
		"a feed entry again":        {commit: feed(0, "b"), kind: fault.Conflict},
		"a feed entry too large":    {commit: feed(1, string(make([]byte, journal.MaxFeed+1))), kind: fault.Exhausted},
		"no commitment in the body": {commit: one("anders", sealed), kind: fault.Invalid},
		"a wrong commitment":        {commit: one(string(wrong.Commitment[:]), wrong), kind: fault.Invalid},
		"an empty projection key":   {commit: events("P"), kind: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			o.Fold = foldWithEmptyKey
			j := mustOpen(t, filepath.Join(folder(t), "journal.db"), o)
			verifyAtEnd(t, j)
			mustAdd(t, j, "ervoor")
			before := mustRead(t, j.Path())
			_, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) { return c.commit, c.err })
			if c.err != nil && err != c.err {
				t.Errorf("got error %v, want the decision's own", err)
			} else if c.err == nil {
				wantKind(t, err, c.kind)
			}
			if !bytes.Equal(before, mustRead(t, j.Path())) {
				t.Error("a refused decision changed the file")
			}
			mustAdd(t, j, "erna")
		})
	}
}

// feed is a commit of one feed entry that comes after one that is not stored, or is the next.
func feed(number uint64, body string) journal.Commit {
	return journal.Commit{Feed: []journal.FeedEntry{{Number: number, Body: []byte(body)}}}
}

func TestDecisionsSeeThoseBefore(t *testing.T) {
	j := open(t)
	const callers, each = 32, 20
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range each {
				_, err := j.Append(context.Background(), func(v journal.View) (journal.Commit, error) {
					return events(fmt.Sprintf("%07d", v.Size()+1)), nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i, body := range bodies(t, j, mustLives(t, j)[0]) {
		if want := fmt.Sprintf("%07d", i+1); body != want {
			t.Fatalf("record %d is %q: its decision did not see the one before it", i+1, body)
		}
	}
}

// A group of decisions: what one is refused for, the others do not feel.
func TestRefusedFailsOnlyItself(t *testing.T) {
	j := open(t)
	var wg sync.WaitGroup
	for i := range 90 {
		wg.Go(func() {
			body := fmt.Sprintf("%c%06d", "a!-"[i%3], i)
			if _, err := add(j, body); (err != nil) != (i%3 == 1) {
				t.Errorf("%q: %v", body, err)
			}
		})
	}
	wg.Wait()
	if n := len(bodies(t, j, mustLives(t, j)[0])); n != 60 {
		t.Errorf("%d records, want 60", n)
	}
}

func TestPanicGoesToItsCaller(t *testing.T) {
	j := open(t)
	func() {
		defer func() {
			if r := recover(); r != "defect" {
				t.Errorf("recovered %v", r)
			}
		}()
		_, _ = j.Append(context.Background(), func(journal.View) (journal.Commit, error) { panic("defect") })
	}()
	mustAdd(t, j, "verder")
}

func TestContext(t *testing.T) {
	j := open(t)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := j.Append(ended, func(journal.View) (journal.Commit, error) { return events("te laat"), nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended before: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = j.Append(ctx, func(journal.View) (journal.Commit, error) { cancel(); return events("begonnen"), nil })
	if err != nil {
		t.Errorf("ended after the decision began: %v", err)
	}
	// One that ends while waiting behind another is not done at all.
	ctx, cancel = context.WithCancel(context.Background())
	waiting := make(chan error)
	_, err = j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
		go func() {
			_, err := j.Append(ctx, func(journal.View) (journal.Commit, error) { return events("nooit"), nil })
			waiting <- err
		}()
		cancel()
		if err := <-waiting; !errors.Is(err, context.Canceled) {
			t.Errorf("ended while waiting: %v", err)
		}
		return journal.Commit{}, nil
	})
	if err != nil {
		t.Error(err)
	}
	if got, want := bodies(t, j, mustLives(t, j)[0]), []string{"begonnen"}; !slices.Equal(got, want) {
		t.Errorf("records %q, want %q", got, want)
	}
}

func TestClosed(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een")
	mustClose(t, j)
	mustClose(t, j)
	_, err := add(j, "twee")
	wantKind(t, err, fault.Unreachable)
	wantKind(t, j.View(func(journal.View) error { return nil }), fault.Unreachable)
	wantKind(t, j.Rebuild(), fault.Unreachable)
}

func TestFeed(t *testing.T) {
	j := open(t)
	_, err := j.Append(context.Background(), func(v journal.View) (journal.Commit, error) {
		c := events(string(feedTaken(2)))
		c.Feed = []journal.FeedEntry{{Number: 1, Body: []byte("toekenning")}, {Number: 2, Body: []byte("antwoord")}}
		return c, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mustView(t, j, func(v journal.View) {
		if v.FeedSize() != 2 || string(v.Feed(2)) != "antwoord" || v.Feed(3) != nil || v.Feed(0) != nil {
			t.Errorf("feed: size %d, entry %q, beyond %q", v.FeedSize(), v.Feed(2), v.Feed(3))
		}
		if got := v.Get([]byte("feed/0001")); string(got) != "toekenning" {
			t.Errorf("the fold saw %q", got)
		}
	})
	_, err = add(j, string(feedTaken(3)))
	if err == nil {
		t.Error("a record that takes an entry which is not there was accepted")
	}
}

func TestBegin(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "oud", "ouder")
	old, err := j.Head(mustLives(t, j)[0])
	if err != nil {
		t.Fatal(err)
	}
	_, err = j.Begin(context.Background(), func(journal.View, journal.Head) (journal.Commit, error) {
		return journal.Commit{}, nil
	})
	wantKind(t, err, fault.Invalid)
	r, err := j.Begin(context.Background(), func(v journal.View, previous journal.Head) (journal.Commit, error) {
		if previous != old || v.Size() != 0 || v.Life() == old.Life {
			t.Errorf("begins with size %d, life %v after %v", v.Size(), v.Life(), previous)
		}
		return events("begonnen"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lives := mustLives(t, j)
	if len(lives) != 2 || r.Life != lives[1] || r.First != 1 || r.Last != 1 {
		t.Fatalf("lives %v, receipt %v", lives, r)
	}
	mustAdd(t, j, "nieuw")
	mustClose(t, j)
	j = mustOpen(t, j.Path(), options(t))
	verifyAtEnd(t, j)
	mustAdd(t, j, "nieuwer")
	if got, want := bodies(t, j, lives[1]), []string{"begonnen", "nieuw", "nieuwer"}; !slices.Equal(got, want) {
		t.Errorf("new life %q, want %q", got, want)
	}
	if got, want := bodies(t, j, lives[0]), []string{"oud", "ouder"}; !slices.Equal(got, want) {
		t.Errorf("old life %q, want %q", got, want)
	}
}

func TestChanged(t *testing.T) {
	j := open(t)
	first := j.Changed()
	if j.Changed() != first {
		t.Error("two watchers of one state have two channels")
	}
	mustAdd(t, j, "een")
	mustAdd(t, j, "twee")
	<-first
	second := j.Changed()
	select {
	case <-second:
		t.Error("told of a commit that was not")
	default:
	}
	mustAdd(t, j, "drie")
	<-second
}

func TestSecondOpener(t *testing.T) {
	j := open(t)
	o := options(t)
	o.Timeout = time.Millisecond
	_, err := journal.Open(j.Path(), o)
	wantKind(t, err, fault.Conflict)
	if got, want := fault.Sentence(err), "Dit logboek is al in gebruik door een ander programma op dit toestel. Sluit dat programma, of herstart het toestel."; got != want {
		t.Errorf("says %q", got)
	}
	_, err = journal.Verify(j.Path(), everything(t))
	wantKind(t, err, fault.Conflict)
	mustAdd(t, j, "ongestoord")
}

func TestOpenRefuses(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een")
	mustClose(t, j)
	o := options(t)
	o.Site = "groenenhoek"
	_, err := journal.Open(j.Path(), o)
	wantKind(t, err, fault.Conflict)
	o.Site = "Geen Site"
	_, err = journal.Open(j.Path(), o)
	wantKind(t, err, fault.Invalid)
	garbage := filepath.Join(folder(t), "garbage.db")
	mustWrite(t, garbage, bytes.Repeat([]byte("geen logboek "), 1000))
	_, err = journal.Open(garbage, options(t))
	wantKind(t, err, fault.Corrupt)
	_, err = journal.Verify(filepath.Join(folder(t), "weg.db"), everything(t))
	wantKind(t, err, fault.NotFound)
}

func TestRebuildOnOtherVersion(t *testing.T) {
	j := open(t)
	for range 3 { // more records than one chunk, few keys
		c := make([]string, 1000)
		for i := range c {
			c[i] = fmt.Sprintf("%02d", i%40)
		}
		mustAdd(t, j, c...)
	}
	if err := j.Rebuild(); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, j, "na herbouw")
	mustClose(t, j)
	mustVerify(t, j.Path())
	o := options(t)
	o.FoldVersion = "2"
	o.Fold = smallFold2
	j2 := mustOpen(t, j.Path(), o)
	mustView(t, j2, func(v journal.View) {
		if got := v.Get([]byte("records")); binary.BigEndian.Uint64(got) != v.Size() {
			t.Errorf("projection of the new version: %x", got)
		}
		if v.Get([]byte("keys")) != nil {
			t.Error("a projection of the old version is still there")
		}
	})
	mustClose(t, j2)
	j3 := mustOpen(t, j.Path(), options(t)) // and back, so that the end's check fits
	mustClose(t, j3)
}

func TestBackup(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een", "twee")
	var copied bytes.Buffer
	if err := j.Backup(&copied); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, j, "drie")
	path := filepath.Join(folder(t), "copy.db")
	mustWrite(t, path, copied.Bytes())
	if r := mustVerify(t, path); r.Lives[0].Size != 2 {
		t.Errorf("the copy has %d records, want 2", r.Lives[0].Size)
	}
}

// A decision that ends its goroutine, as a failing test does, stops the journal but hangs nobody.
func TestGoexit(t *testing.T) {
	j := open(t)
	mustAdd(t, j, "een")
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _ = j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
			runtime.Goexit()
			return journal.Commit{}, nil
		})
	})
	wg.Wait()
	_, err := add(j, "twee")
	wantKind(t, err, fault.Internal)
}
