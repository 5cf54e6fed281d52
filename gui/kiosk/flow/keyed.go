package flow

import (
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// quick is how soon after one another a scanner types: no person does for a whole code.
const quick = 60 * time.Millisecond

// mostBurst bounds what is remembered of fast typing: longer than every code.
const mostBurst = 512

// burst is what was typed so fast that it may be a scanner's.
type burst struct {
	text    []rune
	last    time.Time
	entered int // how many of them stand in the field: they are taken back when it was a scanner
}

// Rune takes a character of a keyboard that is plugged in: of somebody who types, or of a scanner that does as if.
func (f *Flow) Rune(r rune) {
	now := f.cfg.Now()
	taken := false
	f.change(func() {
		b := &f.visit.burst
		if now.Sub(b.last) > quick || len(b.text) >= mostBurst {
			clear(b.text)
			*b = burst{text: b.text[:0]}
		}
		b.text, b.last = append(b.text, r), now
		taken = f.visit.page != Idle && f.visit.busy == "" && f.shown.Entry != nil
		if taken {
			before := len(f.visit.entry)
			f.typed(r)
			b.entered += len(f.visit.entry) - before
			f.visit.touched = now
		}
	})
}

// Return takes the Enter key of such a keyboard. It reports whether that ended what a scanner typed: then the code was
// taken as [Flow.Scan] takes one, and the key means nothing else.
func (f *Flow) Return() bool {
	now := f.cfg.Now()
	var read string
	f.change(func() {
		b := &f.visit.burst
		if text := string(b.text); now.Sub(b.last) <= quick && isCode(text) {
			read = text
			v := &f.visit
			keep := max(len(v.entry)-b.entered, 0)
			clear(v.entry[keep:])
			v.entry = v.entry[:keep]
		}
		clear(b.text)
		*b = burst{text: b.text[:0]}
	})
	if read == "" {
		return false
	}
	f.Scan(&contract.ScanRow{Kind: "booking", Text: read})
	return true
}

// isCode reports whether a text is an appointment's: signed, as on a confirmation, or the short one of eight characters.
func isCode(text string) bool {
	if strings.HasPrefix(text, pass.Prefix) {
		return true
	}
	short := strings.ReplaceAll(text, "-", "")
	if len(short) != 8 {
		return false
	}
	for _, r := range short {
		if r > 'z' || !takes(CodeKeys, r) || r == '.' {
			return false
		}
	}
	return true
}
