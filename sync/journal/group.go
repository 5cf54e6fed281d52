package journal

import (
	"errors"
	"fmt"
	"runtime"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// maxGroup bounds the decisions of one transaction, so that the first of them does not wait for ever.
const maxGroup = 1024

// group is one write transaction and the decisions in it. It belongs to who has the pen.
type group struct {
	j      *Journal
	tx     *bbolt.Tx
	tip    tip // after the decisions so far
	state  *bbolt.Bucket
	jobs   []*job
	bytes  int   // written so far
	dirty  bool  // something was written
	broken error // the store refused a write: the transaction cannot be kept
}

// write does what waits in the queue, as one group or as one job that must run alone, and gives the pen back.
func (j *Journal) write() {
	defer func() { <-j.pen }()
	work := j.held
	if j.held = nil; work == nil {
		work = j.next()
	}
	switch {
	case work == nil: // somebody else has done it
	case work.alone != nil:
		work.err = work.alone()
		close(work.done)
	default:
		j.writeGroup(work)
	}
}

// next claims the next job in the queue; nil when there is none.
func (j *Journal) next() *job {
	for {
		select {
		case work := <-j.jobs:
			if work.claimed.CompareAndSwap(false, true) {
				return work
			}
		default:
			return nil
		}
	}
}

// writeGroup runs the first job and all that wait behind it, commits, and answers them.
func (j *Journal) writeGroup(first *job) {
	g := &group{j: j, tip: j.tip}
	err := j.usable("journal.commit")
	if err == nil {
		g.tx, err = j.db.Begin(true)
	}
	if err != nil {
		first.err = storeFault("journal.commit", j.path, err)
		close(first.done)
		return
	}
	g.state = stateBucket(g.tx)
	for work := first; work != nil; work = g.gather() {
		g.run(work)
	}
	err = g.finish()
	for _, work := range g.jobs {
		if err != nil { // also for those who were refused: by a state that nobody may have seen
			work.receipt, work.err = Receipt{}, err
		}
		close(work.done)
	}
}

// gather is the next job that already waits, nil when there is none or the group is full. It gives way to
// other goroutines once, so that callers who are about to ask come along; alone, that costs nothing.
func (g *group) gather() *job {
	if g.broken != nil || len(g.jobs) >= maxGroup || g.bytes >= MaxCommit {
		return nil
	}
	work := g.j.next()
	if work == nil {
		runtime.Gosched()
		work = g.j.next()
	}
	if work != nil && work.alone != nil {
		g.j.held = work // its caller takes the pen when this group is done
		return nil
	}
	return work
}

// run runs one job's part. A decision that panics has written nothing; its panic goes to its caller.
func (g *group) run(work *job) {
	g.jobs = append(g.jobs, work)
	returned := false
	defer func() {
		if !returned {
			if work.panic = recover(); work.panic == nil { // runtime.Goexit: this goroutine ends here
				work.panic = "journal: a decision ended its goroutine"
				g.abandon()
			}
		}
	}()
	work.receipt, work.err = work.part(g)
	returned = true
}

// abandon answers everybody when the goroutine is being ended by a decision, as a failing test does.
func (g *group) abandon() {
	err := g.j.latch(errors.New("a decision ended its goroutine"))
	_ = g.tx.Rollback() // nothing of it may stay
	for _, work := range g.jobs {
		if work.panic == nil {
			work.err = err
		}
		close(work.done)
	}
}

// finish commits what the group wrote, if anything.
func (g *group) finish() error {
	if g.broken != nil || !g.dirty {
		if err := g.tx.Rollback(); err != nil && g.broken == nil {
			g.broken = err
		}
		return storeFault("journal.commit", g.j.path, g.broken)
	}
	margins, err := g.j.putMargins(g.tx)
	if err != nil {
		_ = g.tx.Rollback() // the error is what counts
		return storeFault("journal.commit", g.j.path, err)
	}
	if err := g.j.commit(g.tx); err != nil {
		return err
	}
	g.j.tip = g.tip
	g.j.dropMargins(margins)
	g.j.broadcast()
	return nil
}

// commit commits the transaction, or latches. Only when it returns nil does anybody see the transaction.
func (j *Journal) commit(tx *bbolt.Tx) error {
	if err := j.interrupt(BeforeCommit); err != nil {
		return errors.Join(j.latch(err), tx.Rollback())
	}
	id := uint64(tx.ID())
	j.flush.Lock()
	defer j.flush.Unlock()
	if err := tx.Commit(); err != nil {
		return j.latch(err)
	}
	if err := j.interrupt(AfterCommit); err != nil {
		return j.latch(err)
	}
	j.durable.Store(id)
	return nil
}

// interrupt asks the fault injector.
func (j *Journal) interrupt(s Stage) error {
	if j.o.Interrupt == nil {
		return nil
	}
	return j.o.Interrupt(s)
}

// newLife draws an incarnation that this file does not know yet.
func (g *group) newLife() (office.Incarnation, error) {
	for {
		life, err := office.NewIncarnation(g.j.o.Random)
		if err != nil || g.tx.Bucket(recordsBucket(life)) == nil {
			return life, err
		}
	}
}

// decide runs one decision at `at`, which is the group's tip or the start of a new life, checks what it
// wants, folds it, and only then writes.
func (g *group) decide(op string, at tip, decide func(View) (Commit, error)) (Receipt, error) {
	v := g.j.newView(g.tx, g.state, at.life, at.edge.Size, at.feed)
	c, err := decide(v)
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Life: at.life, First: at.edge.Size + 1, Last: at.edge.Size + uint64(len(c.Events))}
	if c.empty() {
		return receipt, nil
	}
	if err := c.check(op, at.feed); err != nil {
		return Receipt{}, err
	}
	d := newDraft(v.bucket)
	for i, e := range c.Events {
		record := Record{Life: at.life, Sequence: receipt.First + uint64(i), Body: e.Body}
		if err := g.j.o.Fold(d, pendingFeed{v, at.feed, c.Feed}, record); err != nil {
			return Receipt{}, fault.Wrap(op, fmt.Errorf("fold record %d: %w", record.Sequence, err))
		}
	}
	if d.err != nil {
		return Receipt{}, fault.New(op, fault.Invalid).Because(d.err)
	}
	personal := c.sealed()
	if err := g.checkSubjects(op, personal); err != nil {
		return Receipt{}, err
	}
	entropy, err := g.drawEntropy(len(personal))
	if err != nil {
		return Receipt{}, fault.New(op, fault.Internal).Because(err)
	}
	if err := g.put(at, c, d, entropy); err != nil {
		g.broken = err
		return Receipt{}, storeFault(op, g.j.path, err)
	}
	return receipt, nil
}

// put writes an accepted commit. An error breaks the whole group.
func (g *group) put(at tip, c Commit, d *draft, entropy []byte) error {
	if at.life != g.tip.life {
		if err := beginLife(g.tx, at.ordinal, at.life, g.j.o.Now()); err != nil {
			return err
		}
	}
	at.edge, _ = at.edge.Extend(nil) // a copy: the group's own must survive if this fails
	if err := g.putRecords(&at, c.Events); err != nil {
		return err
	}
	if err := g.putFeed(&at, c.Feed); err != nil {
		return err
	}
	if err := g.putPersonal(c, entropy); err != nil {
		return err
	}
	if err := d.flush(); err != nil {
		return err
	}
	g.tip, g.dirty = at, true
	return nil
}

// putRecords writes the records with their hashes and moves the edge.
func (g *group) putRecords(at *tip, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	b := g.tx.Bucket(recordsBucket(at.life))
	b.FillPercent = 1
	for _, e := range events {
		value := encodeRecord(at.edge.push(e.Body), e.Personal, e.Body)
		if err := b.Put(number(at.edge.Size), value); err != nil {
			return err
		}
		g.bytes += len(value)
	}
	return nil
}

// putFeed writes feed entries.
func (g *group) putFeed(at *tip, entries []FeedEntry) error {
	if len(entries) == 0 {
		return nil
	}
	b := g.tx.Bucket(bucketFeed)
	b.FillPercent = 1
	for _, e := range entries {
		if err := b.Put(number(e.Number), append([]byte(nil), e.Body...)); err != nil {
			return err
		}
		at.feed = e.Number
		g.bytes += len(e.Body)
	}
	return nil
}

// pendingFeed shows a fold the stored feed and the entries that come with the same commit.
type pendingFeed struct {
	stored Source
	size   uint64 // of the stored feed
	coming []FeedEntry
}

// Feed implements Source.
func (p pendingFeed) Feed(n uint64) []byte {
	if n <= p.size || n > p.size+uint64(len(p.coming)) {
		return p.stored.Feed(n)
	}
	return p.coming[n-p.size-1].Body
}
