package journal_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// smallFold is the projection of the benchmarks: one pair put and one counter changed for each record.
func smallFold(w kv.Writer, _ journal.Source, r journal.Record) error {
	w.Put(r.Body[:16], binary.BigEndian.AppendUint64(nil, r.Sequence))
	var n uint64
	if v := w.Get([]byte("count")); v != nil {
		n = binary.BigEndian.Uint64(v)
	}
	w.Put([]byte("count"), binary.BigEndian.AppendUint64(nil, n+1))
	return nil
}

// body300 is a record of 300 bytes whose first 16 are like an id of office.NewID: time-ordered, then random.
// Every record is of a millisecond of its own.
func body300(n uint64) []byte {
	b := make([]byte, 300)
	binary.BigEndian.PutUint64(b, (1_790_000_000_000+n)<<16|0x7000|n*0x9e3779b97f4a7c15>>52)
	binary.BigEndian.PutUint64(b[8:], n*0x9e3779b97f4a7c15)
	return b
}

// spread300 is like body300, but the projection's keys lie all over: each touches a page of its own.
func spread300(n uint64) []byte {
	b := body300(n)
	binary.BigEndian.PutUint64(b, n*0x9e3779b97f4a7c15)
	return b
}

// reportMedian adds the median and the 99th percentile of the times to the benchmark's line.
func reportMedian(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	if len(times) > 0 {
		b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "median-ns")
		b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
	}
}

// filled is how many records the files of the append benchmarks hold beforehand.
const filled = 20_000

// bare is a bbolt file with one bucket: the yardstick.
type bare struct {
	tb testing.TB
	db *bbolt.DB
	n  uint64
}

func newBare(tb testing.TB) *bare {
	db, err := bbolt.Open(filepath.Join(tb.TempDir(), "bare.db"), 0o600,
		&bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	b := &bare{tb: tb, db: db}
	for range filled / 1000 {
		b.put(1000)
	}
	return b
}

// put puts this many records in one transaction.
func (b *bare) put(count int) {
	if err := b.db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("records"))
		if err != nil {
			return err
		}
		bucket.FillPercent = 1
		for range count {
			b.n++
			if err := bucket.Put(binary.BigEndian.AppendUint64(nil, b.n), body300(b.n)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.tb.Fatal(err)
	}
}

// BenchmarkBarePut is one Put of the same bytes in a transaction of its own.
func BenchmarkBarePut(b *testing.B) {
	bare := newBare(b)
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		bare.put(1)
		times = append(times, time.Since(start))
	}
	reportMedian(b, times)
}

// BenchmarkAppend is a durable append of one record of 300 bytes, its tree hashes and a small projection,
// by one caller and by 64.
func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchmarkAppend(b, callers, body300) })
	}
}

// BenchmarkAppendSpread is the same with the least favourable projection.
func BenchmarkAppendSpread(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchmarkAppend(b, callers, spread300) })
	}
}

func benchmarkAppend(b *testing.B, callers int, body func(uint64) []byte) {
	j := mustOpen(b, filepath.Join(b.TempDir(), "journal.db"), journal.Options{Site: "berchem", Fold: smallFold})
	defer j.Close()
	var n atomic.Uint64
	fill(b, j, &n, filled, body)
	var mu sync.Mutex
	var times []time.Duration
	var wg sync.WaitGroup
	each := max(1, b.N/callers)
	b.ResetTimer()
	start := time.Now()
	for range callers {
		wg.Go(func() {
			own := make([]time.Duration, 0, each)
			for range each {
				begun := time.Now()
				_, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
					return journal.Commit{Events: []journal.Event{{Body: body(n.Add(1))}}}, nil
				})
				if err != nil {
					b.Error(err)
					return
				}
				own = append(own, time.Since(begun))
			}
			mu.Lock()
			times = append(times, own...)
			mu.Unlock()
		})
	}
	wg.Wait()
	b.ReportMetric(float64(each*callers)/time.Since(start).Seconds(), "records/s")
	reportMedian(b, times)
}

// fill appends count records in large commits.
func fill(tb testing.TB, j *journal.Journal, n *atomic.Uint64, count int, body func(uint64) []byte) {
	tb.Helper()
	for count > 0 {
		var c journal.Commit
		for range min(count, journal.MaxEvents) {
			c.Events = append(c.Events, journal.Event{Body: body(n.Add(1))})
		}
		count -= len(c.Events)
		if _, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) { return c, nil }); err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkOpenMillion opens a journal of a million records, with cold pages, and reports what stays resident.
// The file is made once for a run of the process; that takes about a minute.
func BenchmarkOpenMillion(b *testing.B) {
	path := filepath.Join(b.TempDir(), "million.db")
	options := journal.Options{Site: "berchem", Fold: smallFold}
	j := mustOpen(b, path, options)
	var n atomic.Uint64
	fill(b, j, &n, 1_000_000, body300)
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		j := mustOpen(b, path, options)
		times = append(times, time.Since(start))
		if _, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
			return journal.Commit{Events: []journal.Event{{Body: body300(n.Add(1))}}}, nil
		}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(residentMiB(b), "resident-MiB")
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
	}
	reportMedian(b, times)
}

// residentMiB is this process's resident memory.
func residentMiB(tb testing.TB) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Skip("no /proc here:", err)
	}
	for line := range strings.Lines(string(status)) {
		var kib float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kib); err == nil {
			return kib / 1024
		}
	}
	return 0
}

// BenchmarkBatch reads and signs a batch of 1,000 records.
func BenchmarkBatch(b *testing.B) {
	j := mustOpen(b, filepath.Join(b.TempDir(), "journal.db"), journal.Options{Site: "berchem", Signer: signer(b)})
	defer j.Close()
	var n atomic.Uint64
	fill(b, j, &n, 10_000, body300)
	life := mustLives(b, j)[0]
	for b.Loop() {
		if _, err := j.Batch(life, 4321, 1000, 1<<30); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEdge is what a receiver computes for a batch of 1,000 records.
func BenchmarkEdge(b *testing.B) {
	var bodies [][]byte
	for n := range uint64(1000) {
		bodies = append(bodies, body300(n))
	}
	var e journal.Edge
	for b.Loop() {
		e, _ = e.Extend(bodies)
	}
}

// BenchmarkAppendAgainstPut alternates an append with a bare Put, each in a file of its own, so that both
// meet the same disk and the same neighbours: the ratio of their medians is what is promised.
func BenchmarkAppendAgainstPut(b *testing.B) {
	bare := newBare(b)
	j := mustOpen(b, filepath.Join(b.TempDir(), "journal.db"), journal.Options{Site: "berchem", Fold: smallFold})
	defer j.Close()
	var n atomic.Uint64
	fill(b, j, &n, filled, body300)
	var puts, appends []time.Duration
	for b.Loop() {
		start := time.Now()
		bare.put(1)
		puts = append(puts, time.Since(start))
		start = time.Now()
		if _, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
			return journal.Commit{Events: []journal.Event{{Body: body300(n.Add(1))}}}, nil
		}); err != nil {
			b.Fatal(err)
		}
		appends = append(appends, time.Since(start))
	}
	slices.Sort(puts)
	slices.Sort(appends)
	put, add := puts[len(puts)/2], appends[len(appends)/2]
	b.ReportMetric(float64(put.Nanoseconds()), "put-median-ns")
	b.ReportMetric(float64(add.Nanoseconds()), "append-median-ns")
	b.ReportMetric(float64(add)/float64(put), "ratio")
}
