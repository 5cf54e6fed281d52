package appliance

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a node is made of. Site and Dir are required.
type Config struct {
	Site office.SiteID
	Dir  string // holds the journal and the device's keys; one process owns it

	// HQ are the addresses of headquarters' nodes. Empty: this node never looks for a line.
	HQ []string
	// Code enrols a device that has no certificate yet; used once.
	Code string
	// Night is when this site's nights are; zero: night.DefaultWindow.
	Night night.Window
	// Demo lets the screens pull the plug.
	Demo bool

	// Camera is that of the photo booth, which somebody else closes; nil: there is none.
	Camera camera.Camera
	// Chip seals the device's keys, which somebody else closes; nil: none. Sealing is what becomes of keys that are not sealed.
	Chip    tpm.Sealer
	Sealing keyfile.Sealing

	// PhotoNorm is what a photo must be; zero: photo.Default. PhotoDays is for how many days after the visit the counter
	// keeps its own copy of a delivered photo; 0: as long as it keeps persons.
	PhotoNorm photo.Norm
	PhotoDays int

	// Printers are those of the counter by name, which somebody else closes; empty: there are none.
	Printers map[string]paper.Outlet

	Now    func() time.Time // wall time, which people and networks set; nil: time.Now
	Steady func() time.Time // only differences count, and nobody sets it; nil: time.Now, by its monotonic reading
	Random io.Reader        // nil: crypto/rand
	Logger *slog.Logger     // nil: discards
	Timing link.Timing      // of the line; zero: link's own

	// Interrupt is called around every commit of the journal; an error fails it there, and the node is to be
	// closed. For fault injection; nil in production.
	Interrupt func(journal.Stage) error
}

// Node is one open appliance. All methods are safe for concurrent use.
type Node struct {
	cfg     Config
	journal *journal.Journal
	keys    *keyfile.Folder
	key     journalKey
	plug    *link.Plug
	line    line
	heard   signal       // something came with the feed
	booth   *booth.Booth // nil: no camera
	blobs   *blob.Store  // of sealed photos; nil: there never was a camera
	kept    signal       // a photo was kept
	papers  *blob.Store  // of what certificates need, sealed
	wanted  signal       // a certificate was asked for
	// sweeping is held, shared, from before a blob is written until its record is: a blob without one is swept.
	sweeping sync.RWMutex

	mu    sync.Mutex // guards plan and stamp
	plan  *calendar.Plan
	stamp [16]byte // of the plan compiled

	closed atomic.Int64 // the civil day before which nothing is open any more; 0: not looked yet

	frozen atomic.Pointer[string] // why acts of custody are stopped; nil: they are not
	client atomic.Pointer[link.Client]
}

// journalFile is the journal's name in Dir.
const journalFile = "journal.db"

// Open opens or makes the node's journal. It fails with kind Conflict when another process has it, and with
// Corrupt when it is damaged; the words say what to do. Nothing runs yet: see Run.
func Open(cfg Config) (*Node, error) {
	const op = "appliance.Open"
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Steady == nil {
		cfg.Steady = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cfg.Logger = cfg.Logger.With("site", string(cfg.Site))
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).On(cfg.Dir).Because(err)
	}
	keys, err := keyfile.Open(context.Background(), keyfile.Options{Dir: cfg.Dir, Names: KeyFiles(), Chip: cfg.Chip, Sealing: cfg.Sealing,
		Random: cfg.Random, Logger: cfg.Logger})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	key, err := loadJournalKey(keys, cfg.Site, cfg.Random)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	n := &Node{cfg: cfg, keys: keys, key: key, plug: new(link.Plug)}
	n.journal, err = journal.Open(filepath.Join(cfg.Dir, journalFile), journal.Options{
		Site: cfg.Site, Signer: key.signer, Fold: fold(cfg.Site), FoldVersion: foldVersion,
		Random: cfg.Random, Now: cfg.Now, Logger: cfg.Logger, Interrupt: cfg.Interrupt,
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if err := errors.Join(n.readFreeze(), n.recall(), n.openPhotos(filepath.Join(cfg.Dir, photoDir)), n.openCertificates()); err != nil {
		return nil, errors.Join(fault.Wrap(op, err), n.journal.Close())
	}
	return n, nil
}

// Close closes the journal. Run must have returned.
func (n *Node) Close() error { return fault.Wrap("appliance.Close", n.journal.Close()) }

// Site is whose node it is.
func (n *Node) Site() office.SiteID { return n.cfg.Site }

// Now is the node's wall time.
func (n *Node) Now() time.Time { return n.cfg.Now() }

// Steady is a reading of a clock that nobody sets: how long something takes is the difference of two.
func (n *Node) Steady() time.Time { return n.cfg.Steady() }

// Keys are the device's key files.
func (n *Node) Keys() *keyfile.Folder { return n.keys }

// Logger is where the node logs, with its site.
func (n *Node) Logger() *slog.Logger { return n.cfg.Logger }

// Printers are those of the counter, by name.
func (n *Node) Printers() map[string]paper.Outlet { return n.cfg.Printers }

// Demo reports whether the screens may pull the plug.
func (n *Node) Demo() bool { return n.cfg.Demo }

// SetLine pulls the plug of the line, or puts it back.
func (n *Node) SetLine(plugged bool) {
	if plugged {
		n.plug.Insert()
	} else {
		n.plug.Pull()
	}
	n.line.broadcast()
}

// View shows one consistent state of the journal to f, which keeps nothing of it.
func (n *Node) View(f func(journal.View) error) error { return n.journal.View(f) }

// Changed gives a channel that is closed at the next change of the journal, and one for the next change of the line.
func (n *Node) Changed() (journal, line <-chan struct{}) {
	return n.journal.Changed(), n.line.changed()
}

// Heard gives a channel that is closed when next something of headquarters' feed was taken. Whoever needs only that
// does not wake at each booking, which would be in the way of its answer.
func (n *Node) Heard() <-chan struct{} { return n.heard.changed() }

// Backup writes a consistent copy of the journal.
func (n *Node) Backup(_ context.Context, w io.Writer) error { return n.journal.Backup(w) }
