package program

import (
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
)

// speak has visitors called aloud, where there is a voice.
func (d *Daemon) speak(e Equipment) {
	voices := devices.Of[voice.Voice](e.Set)
	if len(voices) == 0 || e.voice == nil {
		return
	}
	log := d.node.Logger()
	zone, err := calendar.Zone()
	if err != nil { // a machine without time zones counts its days as it can
		log.Warn("the end of the day is that of the machine", "err", err)
		zone = time.Local
	}
	location, _ := catalogue.Embedded().Location(d.node.Site()) // the socket was opened for it
	c := caller.New(caller.Options{Voice: voices[0], Book: callBook{d.node}, Desks: int(location.Site.Desks.Value),
		Language: e.voice.Language, Usual: e.voice.Usual, Loudest: e.voice.Loudest, Reset: e.voice.Reset, Patience: e.voice.Patience,
		Now: func() time.Time { return d.node.Now().In(zone) }, Steady: d.node.Steady, Logger: log})
	d.equipped = append(d.equipped, c.Run)
	d.server.Sound(c)
	if far, ok := voices[0].(*audience.Audience); ok {
		d.server.Displays(far)
	}
}

// callBook is the node's journal as a caller needs it.
type callBook struct{ node *appliance.Node }

// Look implements caller.Book.
func (b callBook) Look(f func(caller.Sight) error) error {
	return b.node.Look(func(t appliance.Turn) error {
		return f(caller.Sight{R: t.View, Size: t.View.Size(), Newest: t.View.Last()})
	})
}

// Changed implements caller.Book.
func (b callBook) Changed() <-chan struct{} {
	changed, _ := b.node.Changed()
	return changed
}
