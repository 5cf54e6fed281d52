package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

const appendWork = "one durable append of 300 B"

// workOf says which work a benchmark of the product does, by the path of its name, and under which name its line
// stands. A benchmark that is not named here gets a table of its own, so that nothing measured is left out.
//
// The names are agreed with the product: Benchmark<Work>/<who>, for example BenchmarkAppend/journal beside
// BenchmarkAppend/bbolt-put.
var workOf = []struct{ prefix, work string }{
	{"Append/", appendWork},
	{"AppendParallel/", "durable append of 300 B, 64 callers"},
	{"BookSeat/", seatWork},
	{"BookLocal/", "book through the local socket"},
	{"Backlog/", backlogWork},
	{"FirstFree/", "first free place, 20 sites × 60 days"},
}

const backlogWork = "a backlog of like records to a second store"

var cores = regexp.MustCompile(`-\d+$`)

// gotest reads the output of `go test -bench`. Beside ns/op it understands what a benchmark reports of itself:
// "p50-µs", "p99-µs", "B/event" on the wire, and "ops/s" where an operation of the benchmark is many pieces of work.
func gotest(from io.Reader, to io.Writer) error {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		result, ok, err := parseBenchmark(lines.Text())
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := result.print(to); err != nil {
			return err
		}
	}
	return lines.Err()
}

func parseBenchmark(line string) (Result, bool, error) {
	fields := strings.Fields(line)
	if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
		return Result{}, false, nil
	}
	result := Result{Name: cores.ReplaceAllString(strings.TrimPrefix(fields[0], "Benchmark"), "")}
	result.Work, result.Name = sorted(result.Name)
	for i := 2; i+1 < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return Result{}, false, fmt.Errorf("%q: %w", line, err)
		}
		switch fields[i+1] {
		case "ns/op":
			if result.Rate == 0 && value > 0 {
				result.Rate = 1e9 / value
			}
		case "ops/s":
			result.Rate = value
		case "p50-µs":
			result.P50 = value
		case "p99-µs":
			result.P99 = value
		case "B/event":
			result.Bytes = value
		}
	}
	return result, true, nil
}

// sorted splits a benchmark's name into the work and who did it. Ours stand as "Buurtloket".
func sorted(name string) (work, who string) {
	for _, row := range workOf {
		if who, ok := strings.CutPrefix(name, row.prefix); ok {
			return row.work, strings.ReplaceAll(who, "_", " ")
		}
	}
	return name, "Buurtloket"
}
