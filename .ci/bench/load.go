package main

import (
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Result is one measured line. Rate counts finished pieces of work a second; the two latencies are of single pieces,
// in microseconds, and 0 where the work has no single pieces. Bytes is what one piece cost on the wire, 0 if unknown.
type Result struct {
	Work  string  `json:"work"` // groups the lines that may be compared
	Name  string  `json:"name"` // who did it
	Rate  float64 `json:"rate"`
	P50   float64 `json:"p50_us"`
	P99   float64 `json:"p99_us"`
	Bytes float64 `json:"bytes,omitempty"`
	Note  string  `json:"note,omitempty"`
}

// The work that all who hold a calendar are given: each transaction books one free seat, drawn at random.
const (
	seatWork = "book a free seat of 100,000, 64 clients"
	seats    = 100_000
	clients  = 64
	// bookingSize is about what one booking is as a record, so that nobody wins by writing less.
	bookingSize = 300
	limit       = 10 * time.Second
)

func (r Result) print(to io.Writer) error { return json.NewEncoder(to).Encode(r) }

// book has the clients book free seats in random order until none is left or the time is up.
// One drawn order is dealt out, so that every transaction finds its seat free and all do equal work.
func book(ctx context.Context, name string, client func(n int) func(ctx context.Context, seat int) error) (Result, error) {
	order := rand.Perm(seats)
	return load(ctx, seatWork, name, clients, seats, func(n int) func(context.Context, int) error {
		one := client(n)
		return func(ctx context.Context, i int) error { return one(ctx, order[i]) }
	})
}

// load runs at most `most` pieces of work, numbered from 0 and dealt out to the workers, for at most the limit.
func load(ctx context.Context, work, name string, workers, most int, worker func(n int) func(ctx context.Context, i int) error) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	took := make([][]time.Duration, workers)
	pieces := make([]func(context.Context, int) error, workers)
	for n := range workers {
		pieces[n] = worker(n)
	}
	var all sync.WaitGroup
	began := time.Now()
	for n := range workers {
		all.Go(func() {
			for time.Since(began) < limit && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= most {
					return
				}
				start := time.Now()
				if err := pieces[n](ctx, i); err != nil {
					cancel(err)
					return
				}
				took[n] = append(took[n], time.Since(start))
			}
		})
	}
	all.Wait()
	elapsed := time.Since(began)
	if err := context.Cause(ctx); err != nil {
		return Result{}, err
	}
	every := slices.Sorted(slices.Values(slices.Concat(took...)))
	return Result{
		Work: work, Name: name,
		Rate: float64(len(every)) / elapsed.Seconds(),
		P50:  quantile(every, 0.50), P99: quantile(every, 0.99),
	}, nil
}

// quantile returns the q-th part of sorted durations, in microseconds.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := min(int(q*float64(len(sorted))), len(sorted)-1)
	return float64(sorted[at].Nanoseconds()) / 1e3
}

// booking is random, so that no one compresses it away.
func booking() []byte {
	text := make([]byte, bookingSize)
	for i := range text {
		text[i] = byte('a' + rand.IntN(26))
	}
	return text
}
