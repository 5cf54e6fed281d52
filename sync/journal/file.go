package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The buckets and the keys of meta; the package comment says what is in them.
var (
	bucketMeta         = []byte("meta")
	bucketLives        = []byte("lives")
	bucketFeed         = []byte("feed")
	bucketPersonal     = []byte("personal")
	bucketAcknowledged = []byte("acknowledged")
	bucketHeads        = []byte("heads")

	metaFormat = []byte("format")
	metaSite   = []byte("site")
	metaFold   = []byte("fold")
	metaState  = []byte("state")
)

// format is the version of the file's layout.
const format = 2

// stateNames are the two names that the bucket of projections takes in turn.
var stateNames = [2]string{"state-a", "state-b"}

// recordsBucket names the bucket of a life's records.
func recordsBucket(life office.Incarnation) []byte { return []byte("records-" + life.String()) }

// openFile opens the bbolt file. The mapping is reserved far ahead: growing it would wait for every reader.
func openFile(path string, o Options, readOnly bool) (db *bbolt.DB, err error) {
	var file *os.File
	options := &bbolt.Options{
		Timeout: o.Timeout, FreelistType: bbolt.FreelistMapType, PageSize: 4096,
		InitialMmapSize: 1 << 30, MaxSize: o.MaxSize, ReadOnly: readOnly, NoStatistics: true,
		OpenFile: func(name string, flag int, perm fs.FileMode) (*os.File, error) {
			file, err = o.OpenFile(name, flag&^os.O_CREATE, perm)
			if err != nil {
				return nil, err
			}
			if err := settle(file, readOnly); err != nil {
				return nil, err
			}
			return file, nil
		},
	}
	err = guard(func() (err error) { db, err = bbolt.Open(path, 0o600, options); return err })
	if err != nil && file != nil {
		_ = file.Close() // bbolt keeps it, locked, when it panics; closed twice does no harm
	}
	return db, err
}

// settle makes that what will be read is what is on the disk. A process that was killed may have left pages
// that were written and never flushed; after a flush that failed, the kernel may hold clean pages that the
// disk never saw, and those are dropped.
func settle(file *os.File, readOnly bool) error {
	if readOnly {
		return nil
	}
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	dropCache(file)
	return nil
}

// create makes an empty journal at path if there is nothing there: under another name, flushed, then linked,
// so that path never names half a journal and never replaces one that another process made meanwhile.
func create(path string, o Options) error {
	if _, err := os.Stat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new*")
	if err != nil {
		return err
	}
	name := temp.Name()
	defer func() { _ = os.Remove(name) }() // a left-over does no harm
	if err := temp.Close(); err != nil {
		return err
	}
	db, err := bbolt.Open(name, 0o600, &bbolt.Options{Timeout: o.Timeout, FreelistType: bbolt.FreelistMapType, PageSize: 4096})
	if err != nil {
		return err
	}
	if err := errors.Join(db.Update(func(tx *bbolt.Tx) error { return initialise(tx, o) }), db.Close()); err != nil {
		return err
	}
	if err := os.Link(name, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// initialise writes the buckets and the first life.
func initialise(tx *bbolt.Tx, o Options) error {
	for _, name := range [][]byte{bucketMeta, bucketLives, bucketFeed, bucketPersonal, bucketAcknowledged,
		bucketHeads, []byte(stateNames[0])} {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	life, err := office.NewIncarnation(o.Random)
	if err != nil {
		return err
	}
	meta := tx.Bucket(bucketMeta)
	return errors.Join(
		meta.Put(metaFormat, binary.BigEndian.AppendUint16(nil, format)),
		meta.Put(metaSite, []byte(o.Site)),
		meta.Put(metaFold, []byte(o.FoldVersion)),
		meta.Put(metaState, []byte(stateNames[0])),
		beginLife(tx, 1, life, o.Now()))
}

// checkMeta refuses a file that is no journal, is of a later format, or is another site's.
func checkMeta(tx *bbolt.Tx, site office.SiteID) error {
	for _, name := range [][]byte{bucketMeta, bucketLives, bucketFeed, bucketPersonal, bucketAcknowledged,
		bucketHeads} {
		if tx.Bucket(name) == nil {
			return fault.New(opOpen, fault.Corrupt).Because(fmt.Errorf("no bucket %s: this is no journal", name))
		}
	}
	meta := tx.Bucket(bucketMeta)
	if v := meta.Get(metaFormat); len(v) != 2 || binary.BigEndian.Uint16(v) != format {
		return fault.New(opOpen, fault.Corrupt).Because(fmt.Errorf("format %x, this program knows %d", v, format))
	}
	if tx.Bucket(meta.Get(metaState)) == nil {
		return fault.New(opOpen, fault.Corrupt).Because(fmt.Errorf("no bucket %q", meta.Get(metaState)))
	}
	if have := office.SiteID(meta.Get(metaSite)); site != "" && have != site {
		return fault.New(opOpen, fault.Conflict).On(string(have)).
			Tell("Dit logboek is van een andere locatie.", "Kijk na welk bestand is ingesteld, of bel de beheerder.")
	}
	return nil
}

// guard turns a panic of bbolt over a damaged file, and a fault of the mapping, into a Corrupt fault.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fault.New("journal.read", fault.Corrupt).Because(fmt.Errorf("damaged pages: %v", r))
		}
	}()
	return f()
}

// syncFolder flushes a folder, so that a new name in it stays.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
