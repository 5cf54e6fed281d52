package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestGotest(t *testing.T) {
	const output = `goos: linux
pkg: example/sync/journal
BenchmarkAppend/callers=1-2   	    5000	    250000 ns/op	       240000 median-ns	       900.5 p99-µs	 12 B/op
BenchmarkBacklog-2          	      10	 200000000 ns/op	     25000 events/s	        58.00 B/event
BenchmarkSomethingElse-2               	     100	  10000000 ns/op	 1.25 ratio
PASS
`
	var lines strings.Builder
	if err := gotest(strings.NewReader(output), &lines); err != nil {
		t.Fatal(err)
	}
	want := `{"work":"one durable append of 300 B","name":"Buurtloket, with projection and tree","rate":4000,"p50_us":240,"p99_us":900.5}
{"work":"a backlog of like records to a second store","name":"Buurtloket, counter to quorum","rate":25000,"p50_us":0,"p99_us":0,"bytes":58}
{"work":"SomethingElse","name":"Buurtloket","rate":100,"p50_us":0,"p99_us":0,"note":"ratio=1.25"}
`
	if lines.String() != want {
		t.Errorf("got\n%swant\n%s", lines.String(), want)
	}
}

func TestTableGroupsAndOrders(t *testing.T) {
	var out strings.Builder
	err := table(strings.NewReader(`{"work":"a","name":"slow","rate":10,"p50_us":1500}
not a line of ours
{"work":"b","name":"alone","rate":1}
{"work":"a","name":"quick","rate":12345,"p50_us":80}
`), &out)
	if err != nil {
		t.Fatal(err)
	}
	var at []int
	for _, part := range []string{"\na\n", "quick", "12,345", "80 µs", "slow", "1.5 ms", "\nb\n", "alone"} {
		at = append(at, strings.Index(out.String(), part))
	}
	for i := range at {
		if at[i] < 0 || i > 0 && at[i] < at[i-1] {
			t.Fatalf("parts at %v in\n%s", at, out.String())
		}
	}
}

func TestLoadDealsEachPieceOnce(t *testing.T) {
	var mu sync.Mutex
	seen := map[int]int{}
	result, err := load(context.Background(), "w", "n", 4, 100, func(int) func(context.Context, int) error {
		return func(_ context.Context, i int) error {
			mu.Lock()
			defer mu.Unlock()
			seen[i]++
			return nil
		}
	})
	if err != nil || result.Rate <= 0 || len(seen) != 100 {
		t.Fatalf("result %+v, error %v, %d pieces seen", result, err, len(seen))
	}
	for i, times := range seen {
		if times != 1 {
			t.Errorf("piece %d was done %d times", i, times)
		}
	}
}

func TestLoadEndsAtAFailure(t *testing.T) {
	broken := errors.New("broken")
	_, err := load(context.Background(), "w", "n", 4, 100, func(int) func(context.Context, int) error {
		return func(context.Context, int) error { return broken }
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

func TestQuantile(t *testing.T) {
	took := make([]time.Duration, 100)
	for i := range took {
		took[i] = time.Duration(i+1) * time.Microsecond
	}
	if p50, p99 := quantile(took, 0.5), quantile(took, 0.99); p50 != 51 || p99 != 100 {
		t.Errorf("p50 %g, p99 %g", p50, p99)
	}
	if none := quantile(nil, 0.5); none != 0 {
		t.Errorf("quantile of nothing is %g", none)
	}
}
