package notify

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Quiet are the hours in which no telephone shall beep: from From, over midnight if that is later, until Until. The zero value has
// none. Mail waits in its box by itself, so these are for SMS.
type Quiet struct{ From, Until office.Minute }

// DefaultQuiet is from nine in the evening until eight.
var DefaultQuiet = Quiet{21 * 60, 8 * 60}

// ParseQuiet reads "21:00-08:00"; empty: none.
func ParseQuiet(text string) (q Quiet, err error) {
	if text == "" {
		return q, nil
	}
	from, until, ok := strings.Cut(text, "-")
	if !ok {
		return q, fmt.Errorf("quiet hours %q: want from-until", text)
	}
	if q.From, err = office.ParseMinute(from); err != nil {
		return q, err
	}
	q.Until, err = office.ParseMinute(until)
	return q, err
}

// String is how ParseQuiet reads it.
func (q Quiet) String() string {
	if q.From == q.Until {
		return ""
	}
	return q.From.String() + "-" + q.Until.String()
}

// Ends is when telephones may beep again: now, or later.
func (q Quiet) Ends(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	day, at := office.DateOf(local), office.Minute(local.Hour()*60+local.Minute())
	switch {
	case q.From < q.Until && at >= q.From && at < q.Until, q.From > q.Until && at < q.Until:
		return later(now, day.At(q.Until, zone))
	case q.From > q.Until && at >= q.From:
		return later(now, (day+1).At(q.Until, zone))
	}
	return now
}

// later is the later of two moments: where the clock is set back, an hour that comes twice ends at its first end.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// pace lets through so many messages a minute, and after a pause as many at once.
type pace struct {
	aMinute int
	room    float64
	last    time.Time
}

// left is how many may go now.
func (p *pace) left(now time.Time) int {
	switch {
	case p.last.IsZero():
		p.room = float64(p.aMinute)
	case now.Before(p.last): // the clock was set back: nobody waits for that
		p.room = max(p.room, 1)
	default:
		p.room += now.Sub(p.last).Minutes() * float64(p.aMinute)
	}
	p.room, p.last = min(p.room, float64(p.aMinute)), now
	return int(p.room)
}

func (p *pace) take() { p.room-- }
