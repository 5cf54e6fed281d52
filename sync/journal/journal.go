package journal

import (
	"crypto/rand"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Source is what a fold may read beside the projections and the record.
type Source interface {
	// Feed is the stored feed entry of this number, nil when there is none. A fold may ask only for entries
	// that the record (or one before it) says were taken: in a rebuild later ones are there already.
	Feed(number uint64) []byte
}

// Fold brings the projections up to date with one record. It must be deterministic: the same records and
// feed give the same pairs, on any machine, now and in a rebuild. So no clock, no randomness, no order of a
// map, no personal data (that may be erased). An error refuses the decision that made the record.
type Fold func(w kv.Writer, source Source, record Record) error

// Options say whose journal it is and what world it lives in. Site is required.
type Options struct {
	Site   office.SiteID
	Signer note.Signer // of heads; nil: heads are not signed

	// Fold makes the projections; nil: there are none. When FoldVersion is not that of the file, Open
	// rebuilds the projections, so it must change whenever Fold does.
	Fold        Fold
	FoldVersion string

	Random io.Reader        // incarnations, keys, nonces; nil: crypto/rand
	Now    func() time.Time // for people only; nil: time.Now
	Logger *slog.Logger     // nil: nothing is logged

	// Timeout is how long Open waits for another process to let go of the file; 0: half a second.
	Timeout time.Duration
	// MaxSize bounds the file in bytes; 0: the disk does.
	MaxSize int
	// OpenFile opens the file; nil: os.OpenFile. For fault injection.
	OpenFile func(name string, flag int, perm os.FileMode) (*os.File, error)
	// Interrupt is called around every commit; an error fails the commit there, and latches. For fault
	// injection; nil in production.
	Interrupt func(Stage) error
}

// Stage is a place where a commit can be interrupted.
type Stage uint8

// The stages: nothing is written yet; all is written and flushed, but nobody has been told.
const (
	BeforeCommit Stage = iota
	AfterCommit
)

// Journal is one open journal. It owns its file. Safe for concurrent use.
type Journal struct {
	path string
	o    Options
	db   *bbolt.DB

	jobs   chan *job
	pen    chan struct{} // full while somebody writes; who closes the journal keeps it
	closed chan struct{} // closed by Close
	once   sync.Once     // of Close
	result error         // of Close, written once

	failure atomic.Pointer[fault.Fault] // latch: why nothing works any more
	durable atomic.Uint64               // newest transaction known to be flushed
	flush   sync.RWMutex                // held for writing while a commit is on its way

	tip  tip  // owned by who has the pen: where the next record goes
	held *job // owned by who has the pen: came while a group was gathered, and must run alone

	mu      sync.Mutex // guards what follows
	changed chan struct{}
	margins map[office.Incarnation]margin // not yet written
}

// Open opens the journal at path, or makes it with its first life. It rebuilds the projections when they are
// of another FoldVersion, and compares the tree with the last signed and acknowledged heads, which costs a
// few page reads; Verify reads everything.
//
// Errors: Conflict when another process has the file, or when it belongs to another site; Corrupt when the
// file is damaged or older than what it promised; Exhausted when the disk is full; else Internal.
func Open(path string, o Options) (*Journal, error) {
	o = o.withDefaults()
	if !o.Site.Valid() {
		return nil, fault.New(opOpen, fault.Invalid).On(string(o.Site))
	}
	if err := create(path, o); err != nil {
		return nil, storeFault(opOpen, path, err)
	}
	db, err := openFile(path, o, false)
	if err != nil {
		return nil, storeFault(opOpen, path, err)
	}
	j := &Journal{path: path, o: o, db: db,
		jobs: make(chan *job, 256), pen: make(chan struct{}, 1), closed: make(chan struct{}),
		margins: map[office.Incarnation]margin{}}
	if err := j.start(); err != nil {
		_ = db.Close() // the reason to give up is the one to tell
		return nil, err
	}
	return j, nil
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Timeout <= 0 {
		o.Timeout = 500 * time.Millisecond
	}
	if o.OpenFile == nil {
		o.OpenFile = os.OpenFile
	}
	if o.Fold == nil {
		o.Fold = func(kv.Writer, Source, Record) error { return nil }
	}
	return o
}

// start reads where the journal stands and brings the projections to the wanted version.
func (j *Journal) start() error {
	var version string
	err := guard(func() error {
		return j.db.View(func(tx *bbolt.Tx) (err error) {
			j.durable.Store(uint64(tx.ID()))
			if err = checkMeta(tx, j.o.Site); err != nil {
				return err
			}
			version = string(tx.Bucket(bucketMeta).Get(metaFold))
			if j.tip, err = readTip(tx); err != nil {
				return err
			}
			return checkPromises(tx, j.o.Site)
		})
	})
	if err != nil {
		return storeFault(opOpen, j.path, err)
	}
	if version == j.o.FoldVersion {
		return nil
	}
	j.o.Logger.Info("journal: projections are of another version: rebuilding", "have", version, "want", j.o.FoldVersion)
	return j.rebuild(opOpen)
}

// Close waits for the decisions that already run, fails those that wait, and lets go of the file. Open Views
// must have returned. Closing twice is the same as once.
func (j *Journal) Close() error {
	j.once.Do(func() {
		j.pen <- struct{}{}
		close(j.closed)
		j.writeMargins()
		j.result = storeFault("journal.Close", j.path, j.db.Close())
	})
	return j.result
}

// Path is the file's name.
func (j *Journal) Path() string { return j.path }

// Site is whose journal it is.
func (j *Journal) Site() office.SiteID { return j.o.Site }

// Changed is closed after the next commit. Take it before reading, wait on it after: then nothing is missed,
// and whoever is slow sees many commits as one.
func (j *Journal) Changed() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// broadcast tells all who wait that there is something new.
func (j *Journal) broadcast() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}
