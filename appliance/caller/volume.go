package caller

import (
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Volume is how loud calls are, in per cent of the voice's loudest.
type Volume struct {
	Now, Usual int
	Resets     time.Time // when Now becomes Usual; zero: it is
}

// knob is a volume that goes back by itself. Its methods may be called from any goroutine.
type knob struct {
	usual int
	reset time.Duration // 0: at the end of the day

	mu     sync.Mutex
	set    bool
	volume int
	at     time.Time // by the clock that nobody sets
	resets time.Time // by the wall
	day    office.Date
	next   chan struct{} // closed, and made anew, at every change; nil: nobody waits
}

// turn sets the volume. now is in the site's zone, steady of the clock that nobody sets.
func (k *knob) turn(volume int, now, steady time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.volume, k.set = min(max(volume, 0), 100), true
	k.at, k.day = steady, office.DateOf(now)
	k.resets = now.Add(k.reset)
	if k.reset == 0 {
		k.resets = (k.day + 1).At(0, now.Location())
	}
	if k.next != nil {
		close(k.next)
		k.next = nil
	}
}

// look is the volume as it is. A wall clock that jumps resets no time that is counted, and an end of day is the wall's.
func (k *knob) look(now, steady time.Time) Volume {
	k.mu.Lock()
	defer k.mu.Unlock()
	over := steady.Sub(k.at) >= k.reset
	if k.reset == 0 {
		over = office.DateOf(now) != k.day
	}
	if !k.set || over || k.volume == k.usual {
		return Volume{Now: k.usual, Usual: k.usual}
	}
	return Volume{Now: k.volume, Usual: k.usual, Resets: k.resets}
}

// changed gives a channel that is closed when next somebody turns it.
func (k *knob) changed() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.next == nil {
		k.next = make(chan struct{})
	}
	return k.next
}
