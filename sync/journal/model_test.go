package journal_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// modelLife is what the model knows of one life.
type modelLife struct {
	life   office.Incarnation
	bodies [][]byte
	acked  uint64
}

// model is the journal as it should be, in memory, and the journal it is compared with.
type model struct {
	t       *rapid.T
	tb      testing.TB
	j       *journal.Journal
	seed    byte
	lives   []modelLife
	feed    [][]byte
	state   *kv.Memory
	persons map[office.SubjectID]map[journal.Commitment]string
	fold    journal.Fold
}

// Feed implements journal.Source.
func (m *model) Feed(n uint64) []byte {
	if n < 1 || n > uint64(len(m.feed)) {
		return nil
	}
	return m.feed[n-1]
}

// now is the present life.
func (m *model) now() *modelLife { return &m.lives[len(m.lives)-1] }

// options are those of every opening, with a fold version that changes on the way.
func (m *model) options(version string) journal.Options {
	o := options(m.tb)
	m.seed++
	o.Random = rand.NewChaCha8([32]byte{m.seed, 9})
	o.Fold, o.FoldVersion = m.fold, version
	return o
}

// draw makes a commit, and the data that it seals.
func (m *model) draw() (journal.Commit, []journal.Sealed) {
	var c journal.Commit
	var all []journal.Sealed
	for i := range rapid.IntRange(0, 3).Draw(m.t, "entries") {
		body := fmt.Appendf(nil, "feed %d %d", len(m.feed)+i+1, rapid.IntRange(0, 9).Draw(m.t, "word"))
		c.Feed = append(c.Feed, journal.FeedEntry{Number: uint64(len(m.feed) + i + 1), Body: body})
	}
	for range rapid.IntRange(0, 5).Draw(m.t, "events") {
		body := fmt.Appendf(nil, "%c%02d", rapid.SampledFrom([]byte("aaaabb-F!")).Draw(m.t, "kind"), rapid.IntRange(0, 12).Draw(m.t, "key"))
		switch {
		case body[0] == 'F':
			body = feedTaken(uint64(len(m.feed) + rapid.IntRange(0, len(c.Feed)).Draw(m.t, "through")))
		case rapid.IntRange(0, 3).Draw(m.t, "personal") == 0:
			s := mustSealFor(m.tb, subject(byte(rapid.IntRange(1, 4).Draw(m.t, "person"))), fmt.Sprintf("persoon %d", rapid.Int().Draw(m.t, "name")))
			all = append(all, s)
			c.Events = append(c.Events, journal.Event{Body: append(body, s.Commitment[:]...), Personal: []journal.Sealed{s}})
			continue
		}
		c.Events = append(c.Events, journal.Event{Body: body})
	}
	if rapid.IntRange(0, 5).Draw(m.t, "erase") == 0 {
		c.Erase = []office.SubjectID{subject(byte(rapid.IntRange(1, 4).Draw(m.t, "whom")))}
	}
	return c, all
}

// apply does in the model what the journal should do, or nothing when the fold refuses.
func (m *model) apply(life *modelLife, c journal.Commit, all []journal.Sealed) error {
	state, feed := m.state.Clone(), m.feed
	for _, e := range c.Feed {
		m.feed = append(m.feed, e.Body)
	}
	for i, e := range c.Events {
		record := journal.Record{Life: life.life, Sequence: uint64(len(life.bodies) + i + 1), Body: e.Body}
		if err := m.fold(state, m, record); err != nil {
			m.feed = feed
			return err
		}
	}
	for _, e := range c.Events {
		life.bodies = append(life.bodies, e.Body)
	}
	for _, s := range all {
		if m.persons[s.Subject] == nil {
			m.persons[s.Subject] = map[journal.Commitment]string{}
		}
		m.persons[s.Subject][s.Commitment] = string(s.Plain)
	}
	for _, subject := range c.Erase {
		delete(m.persons, subject)
	}
	m.state = state
	return nil
}

// Append appends to both.
func (m *model) Append(t *rapid.T) {
	c, all := m.draw()
	_, err := m.j.Append(context.Background(), func(v journal.View) (journal.Commit, error) {
		if v.Size() != uint64(len(m.now().bodies)) || v.FeedSize() != uint64(len(m.feed)) {
			t.Errorf("the decision sees size %d and feed %d", v.Size(), v.FeedSize())
		}
		return c, nil
	})
	if want := m.apply(m.now(), c, all); (err != nil) != (want != nil) {
		t.Fatalf("appended: %v; the model: %v", err, want)
	}
}

// Begin begins a life in both.
func (m *model) Begin(t *rapid.T) {
	c, all := m.draw()
	life := modelLife{}
	_, err := m.j.Begin(context.Background(), func(v journal.View, previous journal.Head) (journal.Commit, error) {
		if previous.Life != m.now().life || previous.Size != uint64(len(m.now().bodies)) {
			t.Errorf("a life begins after %v", previous)
		}
		life.life = v.Life()
		return c, nil
	})
	if len(c.Events) == 0 {
		if err == nil {
			t.Fatal("a life began without a record")
		}
		return
	}
	if want := m.apply(&life, c, all); (err != nil) != (want != nil) {
		t.Fatalf("began: %v; the model: %v", err, want)
	} else if want == nil {
		m.lives = append(m.lives, life)
	}
}

// Erase erases in both.
func (m *model) Erase(t *rapid.T) {
	whom := subject(byte(rapid.IntRange(1, 4).Draw(t, "whom")))
	if err := m.j.Erase(context.Background(), whom); err != nil {
		t.Fatal(err)
	}
	delete(m.persons, whom)
}

// Acknowledge acknowledges any prefix of any life, as a receiver computes it.
func (m *model) Acknowledge(t *rapid.T) {
	life := &m.lives[rapid.IntRange(0, len(m.lives)-1).Draw(t, "life")]
	size := rapid.IntRange(0, len(life.bodies)).Draw(t, "size")
	_, root := journal.Edge{}.Extend(life.bodies[:size])
	if err := m.j.Acknowledge(life.life, uint64(size), root); err != nil {
		t.Fatal(err)
	}
	life.acked = max(life.acked, uint64(size))
}

// Reopen closes, verifies and opens again, sometimes for another version of the projections.
func (m *model) Reopen(t *rapid.T) {
	version := rapid.SampledFrom([]string{"1", "1", "2"}).Draw(t, "version")
	mustClose(m.tb, m.j)
	m.j = mustOpen(m.tb, m.j.Path(), m.options(version))
	mustClose(m.tb, m.j)
	o := everything(m.tb)
	o.Fold, o.FoldVersion = m.fold, version
	if _, err := journal.Verify(m.j.Path(), o); err != nil {
		t.Fatal(err)
	}
	m.j = mustOpen(m.tb, m.j.Path(), m.options("1"))
}

// Rebuild changes nothing that can be seen.
func (m *model) Rebuild(t *rapid.T) {
	if err := m.j.Rebuild(); err != nil {
		t.Fatal(err)
	}
}

// compare compares everything that can be seen.
func (m *model) compare(t *rapid.T) {
	if err := m.j.View(func(v journal.View) error {
		var have kv.Memory
		for k, value := range v.Scan(nil, nil) {
			have.Put(k, value)
		}
		if !have.Equal(m.state) || v.FeedSize() != uint64(len(m.feed)) || v.Life() != m.now().life {
			t.Fatalf("view of life %v with feed %d differs", v.Life(), v.FeedSize())
		}
		for n := range m.persons {
			for c, plain := range m.persons[n] {
				if got, ok := v.Personal(c); !ok || string(got) != plain {
					t.Fatalf("personal data is %q, want %q", got, plain)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, life := range m.lives {
		b, err := m.j.Batch(life.life, 1, 1<<30, 1<<30)
		if err != nil || !slices.EqualFunc(b.Bodies, life.bodies, slices.Equal) {
			t.Fatalf("life %v has %q, want %q: %v", life.life, b.Bodies, life.bodies, err)
		}
		if _, root := (journal.Edge{}).Extend(life.bodies); root != b.Head.Root {
			t.Fatalf("life %v: root %v, want %v", life.life, b.Head.Root, root)
		}
		if h, err := m.j.Acknowledged(life.life); err != nil || h.Size != life.acked {
			t.Fatalf("life %v: %d acknowledged, want %d: %v", life.life, h.Size, life.acked, err)
		}
	}
}

func mustSet(t *testing.T, f *flag.Flag, value string) {
	t.Helper()
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
}

// TestModel runs random steps on a journal and on a model in memory, and compares all after each.
func TestModel(t *testing.T) {
	runs := 0
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // more when asked for
		mustSet(t, f, "25")
		t.Cleanup(func() { mustSet(t, f, f.DefValue) })
	}
	mustSet(t, flag.Lookup("rapid.nofailfile"), "true") // the seed it prints is enough
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		m := &model{t: rt, tb: t, fold: testFold, state: &kv.Memory{}, persons: map[office.SubjectID]map[journal.Commitment]string{}}
		m.j = mustOpen(t, filepath.Join(folder(t), fmt.Sprintf("%d.db", runs)), m.options("1"))
		m.lives = []modelLife{{life: mustLives(t, m.j)[0]}}
		rt.Repeat(map[string]func(*rapid.T){
			"append": m.Append, "append more": m.Append, "begin": m.Begin, "erase": m.Erase,
			"acknowledge": m.Acknowledge, "reopen": m.Reopen, "rebuild": m.Rebuild, "": m.compare,
		})
		mustClose(t, m.j)
		mustVerify(t, m.j.Path())
	})
}
