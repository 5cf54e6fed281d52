package night

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Window is when a night runs, in local minutes. One that begins after it ends begins on the evening before.
type Window struct {
	From, To office.Minute
	// Spread is over how long the beginnings of the sites are spread, so that they do not all ask headquarters at once.
	Spread time.Duration
}

// DefaultWindow serves until a site has one of its own. No source states its hours: it lies after the last reception of an
// evening and before anybody opens up.
var DefaultWindow = Window{From: 2 * 60, To: 5 * 60, Spread: time.Hour}

// Length is how long the window is without its spread: the same on every night, also on those of 23 and 25 hours.
func (w Window) Length() time.Duration {
	const day = 24 * 60
	return time.Duration((int(w.To)-int(w.From)+day)%day) * time.Minute
}

// Jitter is by how much later a site begins: always the same for a site, and evenly spread over sites.
func (w Window) Jitter(site office.SiteID) time.Duration {
	if w.Spread < time.Second {
		return 0
	}
	sum := sha256.Sum256([]byte(site))
	return time.Duration(binary.BigEndian.Uint64(sum[:8])%uint64(w.Spread/time.Second)) * time.Second
}

// Bounds are the first and the last instant of a site's night. They are counted back from the end, which exists on every
// day, also when the clock skips the hour of the beginning.
func (w Window) Bounds(site office.SiteID, morning office.Date, zone *time.Location) (begin, end time.Time) {
	end = morning.At(w.To, zone)
	return end.Add(-w.Length()).Add(w.Jitter(site)), end
}

// Check refuses a window that leaves no room for the steps.
func (w Window) Check() error {
	var needed time.Duration
	for _, s := range Steps {
		needed += s.Budget
	}
	if room := w.Length() - w.Spread; w.From > office.EndOfDay || w.To > office.EndOfDay || w.Spread < 0 || room < needed {
		return fault.New("night.Check", fault.Invalid).On(fmt.Sprintf("%s-%s", w.From, w.To)).
			Tell(fmt.Sprintf("De nacht van %s tot %s is te kort voor wat er moet gebeuren.", w.From, w.To), "Geef de nacht drie uur.")
	}
	return nil
}
