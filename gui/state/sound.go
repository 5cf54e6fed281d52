package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
)

// louderBy is one press on louder or softer, in per cent.
const louderBy = 10

// Louder makes calling louder by a number of presses, softer by less than none. The counter resets it by itself.
func (c *Clerk) Louder(by int) {
	c.mu.Lock()
	was, signed := c.snap.Sound, c.me() != nil
	c.mu.Unlock()
	to := min(max(was.Volume+by*louderBy, 0), 100)
	w := c.cfg.Words.Gear
	if !was.Present || !signed {
		return
	}
	if to == was.Volume {
		if to > 0 {
			c.change(func() { c.say(w.VolumeMax, "", Plain) })
		}
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.SetVolume(ctx, to) },
		then: func(Receipt) {
			if to == 0 {
				c.say(w.Silent, "", Warn)
				return
			}
			c.say(text.Fill(w.VolumeSaid, "n", to), "", Good)
		},
	})
}

// showVolume adds how loud the counter calls, and when that resets.
func (c *Clerk) showVolume(s *DevicesShown) {
	w, v := c.cfg.Words.Gear, c.snap.Sound
	if !v.Present {
		return
	}
	signed := c.me() != nil
	s.Volume, s.VolumeHint = text.Fill(w.Volume, "n", v.Volume), w.VolumeUsual
	if !v.Resets.IsZero() {
		s.VolumeHint = text.Fill(w.VolumeResets, "time", c.moment(v.Resets), "n", v.Usual)
	}
	s.Louder, s.Softer = signed && v.Volume < 100, signed && v.Volume > 0
}
