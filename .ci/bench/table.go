package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// table prints one block per kind of work, the quickest first, in the order in which the kinds came in.
func table(from io.Reader, to io.Writer) error {
	var works []string
	found := map[string][]Result{}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "{") {
			continue
		}
		var r Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		if len(found[r.Work]) == 0 {
			works = append(works, r.Work)
		}
		found[r.Work] = append(found[r.Work], r)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for _, work := range works {
		slices.SortStableFunc(found[work], func(a, b Result) int { return cmp.Compare(b.Rate, a.Rate) })
		block(to, work, found[work])
	}
	return nil
}

// block prints the lines of one kind of work; names stand left, numbers right.
func block(to io.Writer, work string, rows []Result) {
	const columns = "%-42s %12s %10s %10s %8s  %s"
	line := func(name, rate, p50, p99, bytes, note string) {
		fmt.Fprintln(to, strings.TrimRight(fmt.Sprintf(columns, name, rate, p50, p99, bytes, note), " "))
	}
	fmt.Fprintln(to, "\n"+work)
	line("", "per second", "p50", "p99", "B each", "")
	for _, r := range rows {
		line("  "+r.Name, rate(r.Rate), span(r.P50), span(r.P99), bytesEach(r.Bytes), r.Note)
	}
}

func rate(perSecond float64) string {
	if perSecond < 100 {
		return fmt.Sprintf("%.1f", perSecond)
	}
	whole := fmt.Sprintf("%.0f", perSecond)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole
}

func span(micros float64) string {
	switch {
	case micros == 0:
		return "-"
	case micros < 1000:
		return fmt.Sprintf("%.0f µs", micros)
	}
	return fmt.Sprintf("%.1f ms", micros/1000)
}

func bytesEach(n float64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", n)
}
