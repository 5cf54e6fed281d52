package follow

import (
	"context"
	"time"
)

// Counter is what is followed; appliance.Node is one.
type Counter interface {
	// Changed gives channels that are closed at the next change: of the journal, and of the line or what came over it.
	Changed() (journal, line <-chan struct{})
}

// Follower follows a counter for any number of screens at once.
type Follower struct {
	Counter Counter
	Stop    <-chan struct{} // closed when the server goes: all that follow end
}

// Run calls show at once, after every change of the counter, whenever one of the wakers' channels is closed, and at each full
// minute of its clock, which show tells, until ctx or the server ends. There may be four wakers; a nil channel wakes nobody.
// What a waker gives is asked before each show, so that no change is missed. An error of show ends it.
func (f Follower) Run(ctx context.Context, show func() (nowMs int64, err error), wakers ...func() <-chan struct{}) error {
	for {
		changed, line := f.Counter.Changed()
		var woken [4]<-chan struct{} // those that are none wake nobody
		for i, waker := range wakers {
			woken[i] = waker()
		}
		now, err := show()
		if err != nil {
			return err
		}
		timer := time.NewTimer(time.Minute - time.Duration(now%60000)*time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-f.Stop:
			timer.Stop()
			return nil
		case <-changed:
		case <-line:
		case <-woken[0]:
		case <-woken[1]:
		case <-woken[2]:
		case <-woken[3]:
		case <-timer.C:
		}
		timer.Stop()
	}
}
