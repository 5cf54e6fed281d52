package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

var errDisk = errors.New("the disk failed")

// failing says where a commit fails, and whether what failed happened all the same.
type failing struct {
	place    string // "page write", "page flush", "meta write", "meta flush"
	nth      int    // of the page writes
	happened bool
}

// arm makes the next commit fail there.
func (f failing) arm(d *disk) {
	pages := 0
	d.onWrite = func(meta bool, w write) error {
		if !meta {
			pages++
		}
		switch {
		case f.place == "page write" && !meta && pages == f.nth, f.place == "meta write" && meta:
			if f.happened {
				return errors.Join(errDisk, d.put(w))
			}
			return errDisk
		case f.place == "page flush" && pages == 1, f.place == "meta flush" && meta:
			d.breakFlush()
		}
		return nil
	}
}

// TestCrashTable fails a commit at every place, whether or not the thing happened; then the power goes, too,
// and takes any part of what was not flushed. What was confirmed is there, what was not is wholly there or
// wholly not, and the journal that saw the failure does nothing more.
func TestCrashTable(t *testing.T) {
	var table []failing
	for _, happened := range []bool{false, true} {
		for nth := 1; nth <= 4; nth++ {
			table = append(table, failing{"page write", nth, happened})
		}
		for _, place := range []string{"page flush", "meta write", "meta flush"} {
			table = append(table, failing{place, 0, happened})
		}
	}
	for _, f := range table {
		t.Run(fmt.Sprintf("%s %d happened=%t", f.place, f.nth, f.happened), func(t *testing.T) { crash(t, f) })
	}
}

func crash(t *testing.T, f failing) {
	j := mustOpen(t, filepath.Join(folder(t), "journal.db"), options(t))
	assertSync(t, j.DB())
	var confirmed []string // enough that every bucket has pages of its own
	for i := range 120 {
		confirmed = append(confirmed, fmt.Sprintf("%06d een bericht van enige lengte", i))
	}
	mustAdd(t, j, confirmed...)
	life := mustLives(t, j)[0]
	d := mustTake(t, j)
	mustAdd(t, j, "vier")
	confirmed = append(confirmed, "vier")
	d.flush()
	f.arm(d)
	_, err := add(j, "vijf", "zes")
	wantKind(t, err, fault.Internal)
	wantLatched(t, j)
	d.mend()
	if f.happened && (f.place == "page flush" || f.place == "meta flush") {
		d.flush()
	}
	mustClose(t, j)

	mayBe, mustBe := f.place == "meta write" || f.place == "meta flush", f.happened && f.place == "meta flush"
	for i, image := range d.afterPowerCut() {
		path := filepath.Join(folder(t), fmt.Sprintf("image%d.db", i))
		mustWrite(t, path, image)
		size := len(confirmed)
		if r := mustVerify(t, path); len(r.Lives) == 1 {
			size = int(r.Lives[0].Size)
		}
		want := confirmed
		if size > len(confirmed) && mayBe {
			want = append(slices.Clone(confirmed), "vijf", "zes")
		}
		if size != len(want) || mustBe && len(want) == len(confirmed) {
			t.Fatalf("image %d: %d records; %d were confirmed", i, size, len(confirmed))
		}
		if i%8 == 0 { // opening flushes, which costs
			back := mustOpen(t, path, options(t))
			if got := bodies(t, back, life); !slices.Equal(got, want) {
				t.Fatalf("image %d: %q, want %q", i, got, want)
			}
			mustAdd(t, back, "verder")
			mustClose(t, back)
			mustVerify(t, path)
		}
	}
}

// wantLatched fails unless every call does.
func wantLatched(t *testing.T, j *journal.Journal) {
	t.Helper()
	_, err := add(j, "te laat")
	wantKind(t, err, fault.Internal)
	if got := fault.Sentence(err); got == "" || got == fault.Sentence(errDisk) {
		t.Errorf("says only %q", got)
	}
	wantKind(t, j.View(func(journal.View) error { t.Error("shown"); return nil }), fault.Internal)
	wantKind(t, j.Rebuild(), fault.Internal)
	wantKind(t, j.Backup(&bytes.Buffer{}), fault.Internal)
	_, err = j.Lives()
	wantKind(t, err, fault.Internal)
}

// afterPowerCut are files that may be found after the power went: everything written, nothing of what was not
// flushed, each write alone missing, each alone there, random parts, and writes torn in the middle.
func (d *disk) afterPowerCut() [][]byte {
	all := d.pending
	images := [][]byte{d.image(all...), d.image()}
	r := rand.New(rand.NewPCG(1, 2))
	for i, w := range all {
		images = append(images, d.image(w), d.image(slices.Concat(all[:i], all[i+1:])...))
		for _, cut := range []int{16, 40, 512, 2048} {
			torn := write{w.offset, w.bytes[:cut]}
			images = append(images, d.image(slices.Concat(all[:i], []write{torn}, all[i+1:])...))
		}
		var some []write
		for _, w := range all {
			if r.IntN(2) == 0 {
				some = append(some, w)
			}
		}
		images = append(images, d.image(some...))
	}
	return images
}

// TestPowerCutBetweenCommits cuts the power at every write of a run of commits.
func TestPowerCutBetweenCommits(t *testing.T) {
	j := mustOpen(t, filepath.Join(folder(t), "journal.db"), options(t))
	confirmed := 60
	for i := range confirmed {
		s := mustSeal(t, fmt.Sprintf("eerder %d", i))
		mustPut(t, j, one(fmt.Sprintf("%06d %s", i, s.Commitment[:]), s))
	}
	d := mustTake(t, j)
	type moment struct {
		confirmed int
		image     []byte
	}
	var moments []moment
	d.onWrite = func(_ bool, w write) error {
		d.put(w)
		parts := [][]byte{d.image(d.pending...), d.image(w), d.image()}
		d.pending = d.pending[:len(d.pending)-1]
		for _, image := range parts {
			moments = append(moments, moment{confirmed, image})
		}
		return nil
	}
	for i := range 12 {
		s := mustSeal(t, fmt.Sprintf("persoon %d", i))
		mustPut(t, j, one(fmt.Sprintf("%04d %s", i, s.Commitment[:]), s))
		confirmed++
	}
	mustClose(t, j)
	path := filepath.Join(folder(t), "image.db")
	for i, m := range moments {
		mustWrite(t, path, m.image)
		r := mustVerify(t, path)
		if t.Failed() {
			t.Fatalf("moment %d of %d, %d confirmed", i, len(moments), m.confirmed)
		}
		size := int(r.Lives[0].Size)
		if size != m.confirmed && size != m.confirmed+1 || r.Personal != size {
			t.Fatalf("moment %d: %d records and %d sealed items, %d confirmed", i, size, r.Personal, m.confirmed)
		}
	}
}

// TestDurableBeforeVisible looks at the journal between the writing of the meta page and its flush, when
// bbolt would already show the new transaction. The flush then fails, so nobody may have seen it.
func TestDurableBeforeVisible(t *testing.T) {
	j := mustOpen(t, filepath.Join(folder(t), "journal.db"), options(t))
	mustAdd(t, j, "een")
	d := mustTake(t, j)
	seen := make(chan error, 1)
	d.onWrite = func(meta bool, w write) error {
		if !meta {
			return nil
		}
		d.breakFlush()
		if _, err := d.real.WriteAt(w.bytes, w.offset); err != nil {
			return err
		}
		go func() {
			seen <- j.View(func(v journal.View) error {
				if v.Size() != 1 {
					t.Errorf("shows %d records before they are flushed", v.Size())
				}
				return nil
			})
		}()
		select { // give it the time to do wrong
		case err := <-seen:
			t.Errorf("a view came back in the middle of a commit: %v", err)
			seen <- err
		case <-time.After(20 * time.Millisecond):
		}
		return nil
	}
	_, err := add(j, "twee")
	wantKind(t, err, fault.Internal)
	wantKind(t, <-seen, fault.Internal)
	d.mend()
	mustClose(t, j)
}

func TestDiskFull(t *testing.T) {
	j := mustOpen(t, filepath.Join(folder(t), "journal.db"), options(t))
	mustAdd(t, j, "een")
	d := mustTake(t, j)
	d.onWrite = func(bool, write) error { return syscall.ENOSPC }
	_, err := add(j, "twee")
	wantKind(t, err, fault.Exhausted)
	if got, want := fault.Sentence(err), "De schijf van dit toestel is vol; dit is niet bewaard. Bel de beheerder: er moet plaats komen, daarna start het programma opnieuw."; got != want {
		t.Errorf("says %q", got)
	}
	mustClose(t, j)
	j = mustOpen(t, j.Path(), options(t))
	verifyAtEnd(t, j)
	mustAdd(t, j, "twee")
}

func TestMaxSize(t *testing.T) {
	o := options(t)
	o.MaxSize = 1 << 20
	j := mustOpen(t, filepath.Join(folder(t), "journal.db"), o)
	var err error
	confirmed := 0
	for err == nil && confirmed < 100 {
		if _, err = add(j, string(bytes.Repeat([]byte("x"), journal.MaxRecord))); err == nil {
			confirmed++
		}
	}
	wantKind(t, err, fault.Exhausted)
	mustClose(t, j)
	j = mustOpen(t, j.Path(), options(t))
	verifyAtEnd(t, j)
	if got := len(bodies(t, j, mustLives(t, j)[0])); got != confirmed || got == 0 {
		t.Errorf("%d records, %d were confirmed", got, confirmed)
	}
	mustAdd(t, j, "er is weer plaats")
}

// TestInterrupt is the crash table's coarse sister, for those who simulate whole counters.
func TestInterrupt(t *testing.T) {
	for stage, want := range map[journal.Stage]int{journal.BeforeCommit: 1, journal.AfterCommit: 2} {
		o := options(t)
		var at journal.Stage = 99
		o.Interrupt = func(s journal.Stage) error {
			if s == at {
				return errDisk
			}
			return nil
		}
		j := mustOpen(t, filepath.Join(folder(t), "journal.db"), o)
		mustAdd(t, j, "een")
		at = stage
		_, err := add(j, "twee")
		wantKind(t, err, fault.Internal)
		if !errors.Is(err, errDisk) {
			t.Errorf("stage %d: cause lost: %v", stage, err)
		}
		wantLatched(t, j)
		mustClose(t, j)
		back := mustOpen(t, j.Path(), options(t))
		if got := bodies(t, back, mustLives(t, back)[0]); len(got) != want {
			t.Errorf("stage %d: %q", stage, got)
		}
		mustClose(t, back)
		mustVerify(t, j.Path())
	}
}
