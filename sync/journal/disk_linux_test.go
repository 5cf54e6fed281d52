package journal_test

import (
	"bytes"
	"os"
	"reflect"
	"syscall"
	"testing"
	"unsafe"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/journal"
)

// write is one write that went to the disk and was not flushed yet.
type write struct {
	offset int64
	bytes  []byte
}

// disk stands between bbolt and its file. It knows what was flushed and what was only written, can fail any
// write or flush, and tells what the file may look like after the power went.
//
// bbolt has no seam for this: its write function is replaced by reflection. Its flushes are system calls on
// the file's number, so they are made to fail by letting that number mean /dev/null, which cannot be flushed,
// while the writes go on to the true file.
type disk struct {
	tb      testing.TB
	file    *os.File // bbolt's
	real    *os.File // the same open file under another number
	null    *os.File
	flushed []byte  // the file as of the last flush
	pending []write // since
	onWrite func(meta bool, w write) error
}

// mustTake puts a disk under the journal, as of now.
func mustTake(tb testing.TB, j *journal.Journal) *disk {
	tb.Helper()
	flushed := mustRead(tb, j.Path())
	flushed = flushed[:(len(bytes.TrimRight(flushed, "\x00"))+4095)&^4095] // the file is grown far ahead
	d := &disk{tb: tb, flushed: flushed, onWrite: func(bool, write) error { return nil }}
	db := reflect.ValueOf(j.DB()).Elem()
	d.file = *(**os.File)(field(db, "file"))
	number, err := syscall.Dup(int(d.file.Fd()))
	if err != nil {
		tb.Fatal(err)
	}
	d.real = os.NewFile(uintptr(number), "real")
	if d.null, err = os.OpenFile(os.DevNull, os.O_RDWR, 0); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { d.real.Close(); d.null.Close() })
	writeAt := (*func([]byte, int64) (int, error))(field(db.FieldByName("ops"), "writeAt"))
	*writeAt = d.writeAt
	return d
}

// field is the address of an unexported field.
func field(v reflect.Value, name string) unsafe.Pointer {
	return unsafe.Pointer(v.FieldByName(name).UnsafeAddr())
}

// writeAt is what bbolt writes through. A meta page is written only after what it points to was flushed.
func (d *disk) writeAt(b []byte, offset int64) (int, error) {
	w := write{offset, bytes.Clone(b)}
	meta := offset < 2*4096
	if meta || len(d.pending) > 0 && d.pending[len(d.pending)-1].offset < 2*4096 {
		d.flush()
	}
	if err := d.onWrite(meta, w); err != nil {
		return 0, err
	}
	return len(b), d.put(w)
}

// put writes for true.
func (d *disk) put(w write) error {
	d.pending = append(d.pending, w)
	_, err := d.real.WriteAt(w.bytes, w.offset)
	return err
}

// flush notes that everything written so far is on the disk.
func (d *disk) flush() {
	d.flushed, d.pending = d.image(d.pending...), nil
}

// breakFlush lets every flush from now on fail; mend undoes it, as closing the file needs.
func (d *disk) breakFlush() { d.point(d.null) }
func (d *disk) mend()       { d.point(d.real) }

func (d *disk) point(to *os.File) {
	if err := syscall.Dup3(int(to.Fd()), int(d.file.Fd()), 0); err != nil {
		d.tb.Error(err)
	}
}

// image is the file with only these writes after the last flush.
func (d *disk) image(writes ...write) []byte {
	b := bytes.Clone(d.flushed)
	for _, w := range writes {
		if missing := int(w.offset) + len(w.bytes) - len(b); missing > 0 {
			b = append(b, make([]byte, missing)...)
		}
		copy(b[w.offset:], w.bytes)
	}
	return b
}

// assertSync fails when the journal runs without flushing.
func assertSync(tb testing.TB, db *bbolt.DB) {
	tb.Helper()
	if db.NoSync || db.NoGrowSync {
		tb.Error("the journal does not flush")
	}
}
