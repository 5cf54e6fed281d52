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

// rows says which work a benchmark of the product does, and who did it: $1 stands for what the pattern's first
// bracket matched. The first row that matches counts. A benchmark without a row gets a block of its own, so that
// nothing measured is left out. A new benchmark needs a row here and its name in peers/ours.
var rows = []struct {
	pattern   *regexp.Regexp
	work, who string
}{
	{regexp.MustCompile(`^BarePut$`), appendWork, "bbolt, one bare Put"},
	{regexp.MustCompile(`^Append/callers=1$`), appendWork, "Buurtloket, with projection and tree"},
	{regexp.MustCompile(`^Append/callers=64$`), appendWork + ", 64 callers", "Buurtloket, with projection and tree"},
	{regexp.MustCompile(`^AppendAgainstPut$`), appendWork + ", in turns with a bare Put", "Buurtloket"},
	{regexp.MustCompile(`^BookLocal(?:/(.*))?$`), "book through the local socket", "Buurtloket $1"},
	{regexp.MustCompile(`^BookSeat(?:/(.*))?$`), seatWork, "Buurtloket, 3 nodes, public RPC $1"},
	{regexp.MustCompile(`^FirstFree/alone$`), freeWork, "Buurtloket, 3 nodes, public API"},
	{regexp.MustCompile(`^FirstFree/booking$`), freeWork, "Buurtloket, the same while others book"},
	{regexp.MustCompile(`^Backlog(?:/(.*))?$`), backlogWork, "Buurtloket, counter to quorum $1"},
	{regexp.MustCompile(`^PagesUnderLoad/pages$`), "the citizens' pages, 300 a second asked for", "Buurtloket"},
	{regexp.MustCompile(`^PagesUnderLoad/nothing$`), "the citizens' pages, 300 a second asked for", "a server that answers with a word"},
	{regexp.MustCompile(`^Board/week_cold`), "the planner's week board, 200,000 seats stored", "Buurtloket, the first after a start"},
	{regexp.MustCompile(`^Board/week$`), "the planner's week board, 200,000 seats stored", "Buurtloket"},
	{regexp.MustCompile(`^Board/try$`), "what a draft would do", "Buurtloket"},
	{regexp.MustCompile(`^Board/advise$`), "proposals for a week", "Buurtloket"},
	{regexp.MustCompile(`^Search/(.*)$`), "first free places, 20 sites × 60 days", "Buurtloket, $1"},
	{regexp.MustCompile(`^Cold$`), "first free places, 20 sites × 60 days", "Buurtloket, right after the rules changed"},
	{regexp.MustCompile(`^CallFromDisk$`), "whom a desk calls, 500 waiting", "Buurtloket, read, ranked, with its reasons"},
	{regexp.MustCompile(`^Count/(.*)$`), "count a vault of 2,000 documents", "Buurtloket, $1"},
	{regexp.MustCompile(`^Morning$`), "a counter's first screen in the morning, after two months", "Buurtloket, from opening the journal"},
	{regexp.MustCompile(`^OpenMillion$`), "open a journal of a million records", "Buurtloket"},
	{regexp.MustCompile(`^DaemonMillion$`), "the daemon of a counter with a million records", "Buurtloket"},
	{regexp.MustCompile(`^Window/tap$`), "clerk's window: tap to painted", "Buurtloket"},
	{regexp.MustCompile(`^Window/crowd$`), "clerk's window: tap to painted, 500 waiting, all places booked", "Buurtloket"},
	{regexp.MustCompile(`^Window/first$`), "clerk's window: first frame", "Buurtloket"},
	{regexp.MustCompile(`^Window/idle$`), "clerk's window: idle", "Buurtloket"},
	{regexp.MustCompile(`^TapPaintedCrowd$`), "clerk's window: tap to painted, 500 waiting, 300 appointments", "Buurtloket, painted in software"},
	{regexp.MustCompile(`^KioskWindow/first$`), "self-service desk: first frame", "Buurtloket"},
	{regexp.MustCompile(`^KioskWindow/turn$`), "self-service desk: key to the next page painted (p99: the longest)", "Buurtloket"},
	{regexp.MustCompile(`^KioskWindow/idle$`), "self-service desk: idle for a minute", "Buurtloket"},
	{regexp.MustCompile(`^PageTurn/(.*)$`), "self-service desk: touch to the widgets of the next page, and back", "Buurtloket, $1 letters"},
	{regexp.MustCompile(`^KioskSoak$`), "self-service desk: 10,000 visits", "Buurtloket, rules and widgets"},
	{regexp.MustCompile(`^DisplayWindow/first$`), "display: first frame", "Buurtloket"},
	{regexp.MustCompile(`^DisplayWindow/idle$`), "display: idle for a minute", "Buurtloket"},
	{regexp.MustCompile(`^DisplaySoak$`), "display: 10,000 calls", "Buurtloket, rules and widgets"},
}

const backlogWork = "a backlog of like records to a second store"

var cores = regexp.MustCompile(`-\d+$`)

// gotest reads the output of `go test -bench`. Beside ns/op it understands what a benchmark reports of itself:
// "p50-µs" or "median-ns", "p99-µs" or "p99-ns", "B/event" on the wire, and anything "/s" where an operation of the
// benchmark is many pieces of work.
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
	var result Result
	result.Work, result.Name = place(cores.ReplaceAllString(strings.TrimPrefix(fields[0], "Benchmark"), ""))
	for i := 2; i+1 < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return Result{}, false, fmt.Errorf("%q: %w", line, err)
		}
		result.take(value, fields[i+1])
	}
	return result, true, nil
}

// take sets what a metric says, by its unit; a unit that has no column is noted.
func (r *Result) take(value float64, unit string) {
	switch {
	case unit == "ns/op":
		if r.Rate == 0 && value > 0 {
			r.Rate = 1e9 / value
		}
	case unit == "B/op" || unit == "allocs/op":
	case unit == "B/event":
		r.Bytes = value
	case strings.HasSuffix(unit, "/s"):
		r.Rate = value
	case unit == "p50-µs":
		r.P50 = value
	case unit == "median-ns":
		r.P50 = value / 1e3
	case unit == "p99-µs":
		r.P99 = value
	case unit == "p99-ns":
		r.P99 = value / 1e3
	case strings.HasSuffix(unit, "-ns"):
		r.note(strings.TrimSuffix(unit, "-ns"), span(value/1e3))
	default:
		r.note(unit, fmt.Sprintf("%.4g", value))
	}
}

func (r *Result) note(what, value string) {
	r.Note = strings.TrimSpace(r.Note + " " + what + "=" + value)
}

// place finds the row of a benchmark.
func place(name string) (work, who string) {
	for _, row := range rows {
		if at := row.pattern.FindStringSubmatchIndex(name); at != nil {
			return row.work, strings.TrimSpace(string(row.pattern.ExpandString(nil, row.who, name, at)))
		}
	}
	return name, "Buurtloket"
}
