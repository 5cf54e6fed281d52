package state

import (
	"context"
	"errors"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// lensRetry is how long to wait before looking through a camera again that gave no picture.
const lensRetry = time.Second

// OnPictured says who is told of each new picture of the camera, from any goroutine and under no lock. It is not a change
// of what is shown: fifteen a second would build the whole screen as often.
func (c *Clerk) OnPictured(pictured func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cfg.Pictured = pictured
}

// Picture is the newest picture of the camera; without an image there is none to be shown now.
func (c *Clerk) Picture() Picture {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.picture
}

// looks reports whether somebody looks through the camera here. It wants the lock held.
func (c *Clerk) looks() bool {
	return c.sheet == PhotoSheet && c.photo.page == TakePage && c.photo.shot == nil && c.me() != nil
}

// tidyPhoto makes what belongs to the camera follow the sheet, after every change: whoever leaves it, by whichever way,
// stops the camera at once, and no picture of a person stays behind. It wants the lock held.
func (c *Clerk) tidyPhoto() {
	if c.beneath() != PhotoSheet {
		if s := c.photo.shot; s != nil {
			c.drops = append(c.drops, s.ID)
		}
		c.photo = photoing{}
	}
	if !c.looks() {
		c.picture, c.photo.left, c.photo.sees = Picture{}, 0, false
		if c.unlook != nil {
			c.unlook()
			c.unlook = nil
		}
	}
	if wanted := c.looks(); len(c.drops) > 0 || wanted != c.wanted {
		c.wanted = wanted
		signal(c.lens)
	}
}

// camera looks through the camera while somebody wants to, and has dropped what nobody wants.
func (c *Clerk) camera(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.lens:
		}
		for c.forget(ctx); c.lookOnce(ctx); c.forget(ctx) {
			retry := time.NewTimer(lensRetry)
			select {
			case <-ctx.Done():
				retry.Stop()
				return
			case <-c.lens: // the sheet was left, perhaps opened again
				retry.Stop()
			case <-retry.C:
			}
		}
	}
}

// lookOnce looks until the camera fails or nobody wants to any more. It reports whether somebody still wants to.
func (c *Clerk) lookOnce(ctx context.Context) (again bool) {
	looking, stop := context.WithCancel(ctx)
	defer stop()
	c.mu.Lock()
	wanted := c.looks()
	if wanted {
		c.unlook = stop
	}
	c.mu.Unlock()
	if !wanted {
		return false
	}
	err := c.cfg.Counter.Preview(looking, c.see)
	if err == nil {
		err = errors.New("the preview ended")
	}
	c.change(func() {
		if looking.Err() != nil {
			again = c.looks() && ctx.Err() == nil // left and opened again meanwhile
			return
		}
		c.unlook, c.picture, c.photo.sees, c.photo.left = nil, Picture{}, false, 0
		c.photo.trouble = fault.Sentence(err)
		again = c.looks()
	})
	return again
}

// see takes a picture of the camera.
func (c *Clerk) see(p Picture) {
	c.mu.Lock()
	wanted := c.looks() && c.unlook != nil
	first := wanted && !c.photo.sees
	if wanted {
		c.picture = p
	}
	pictured := c.cfg.Pictured
	c.mu.Unlock()
	if first {
		c.change(func() {
			if c.looks() {
				c.photo.sees, c.photo.trouble = true, ""
			}
		})
	}
	if wanted && pictured != nil {
		pictured()
	}
}

// forget tells the counter to drop the photos that nobody kept. One that cannot be told is forgotten there by itself.
func (c *Clerk) forget(ctx context.Context) {
	c.mu.Lock()
	drops := c.drops
	c.drops = nil
	c.mu.Unlock()
	for _, id := range drops {
		if err := c.cfg.Counter.DropPhoto(ctx, id); err != nil && ctx.Err() == nil {
			c.cfg.Log.Info("a photo could not be dropped; the counter forgets it by itself", "kind", fault.KindOf(err).String())
		}
	}
}

// CountDown begins to count down to a photo, or stops that.
func (c *Clerk) CountDown() {
	c.change(func() {
		switch {
		case c.photo.left > 0:
			c.photo.left = 0
		case c.looks() && c.photo.sees && !c.busy:
			c.photo.left = countFrom
		}
	})
	signal(c.counts)
}

// countFrom is how many seconds are counted down.
const countFrom = 3

// countDown counts the seconds to a photo.
func (c *Clerk) countDown(ctx context.Context) {
	for {
		c.mu.Lock()
		runs := c.photo.left > 0
		c.mu.Unlock()
		var second <-chan time.Time
		timer := time.NewTimer(time.Second)
		if runs {
			second = timer.C
		}
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-c.counts:
			timer.Stop()
		case <-second:
			c.countOne()
		}
	}
}

// countOne counts one second; after the last the photo is taken.
func (c *Clerk) countOne() {
	take := false
	c.change(func() {
		if c.photo.left > 0 {
			c.photo.left--
			take = c.photo.left == 0
		}
	})
	if take {
		c.Capture()
	}
}
