package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// table prints one block per kind of work, the quickest first, in the order in which the kinds came in.
func table(from io.Reader, to io.Writer) error {
	var works []string
	rows := map[string][]Result{}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "{") {
			continue
		}
		var r Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		if len(rows[r.Work]) == 0 {
			works = append(works, r.Work)
		}
		rows[r.Work] = append(rows[r.Work], r)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight|tabwriter.DiscardEmptyColumns)
	for _, work := range works {
		slices.SortStableFunc(rows[work], func(a, b Result) int { return cmp.Compare(b.Rate, a.Rate) })
		block(w, work, rows[work])
	}
	return w.Flush()
}

func block(w io.Writer, work string, rows []Result) {
	fmt.Fprintf(w, "\n%s\n", work)
	fmt.Fprintf(w, "\tper second\tp50\tp99\tB each\t\n")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", strings.TrimSpace(r.Name+" "+r.Note), rate(r.Rate), span(r.P50), span(r.P99), bytesEach(r.Bytes))
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
