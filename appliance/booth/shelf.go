package booth

import (
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/photo"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Shot is a photo that nobody accepted yet. It is not changed once it was made.
type Shot struct {
	ID      ID
	Visit   office.VisitID // zero: nobody in the queue
	Desk    office.Desk
	Taken   time.Time
	Verdict photo.Verdict
	JPEG    []byte // the photo as it would be kept; nil when there is no face to cut it around
	Preview []byte // the same, small

	until time.Time
}

// Waits is how long a shot stays in memory.
const Waits = 5 * time.Minute

// maxShots bounds what is in memory: a desk has one, so this is more than any counter has.
const maxShots = 32

// shelf is the shots in memory.
type shelf struct {
	mu    sync.Mutex
	shots map[ID]*Shot
}

// put keeps a shot in the place of the one of its desk.
func (s *shelf) put(shot *Shot, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	oldest := shot
	shot.until = now.Add(Waits)
	for id, other := range s.shots {
		if other.Desk == shot.Desk || !now.Before(other.until) {
			delete(s.shots, id)
		} else if other.until.Before(oldest.until) {
			oldest = other
		}
	}
	if len(s.shots) >= maxShots {
		delete(s.shots, oldest.ID)
	}
	s.shots[shot.ID] = shot
}

func (s *shelf) find(id ID, now time.Time) *Shot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if shot := s.shots[id]; shot != nil && now.Before(shot.until) {
		return shot
	}
	return nil
}

func (s *shelf) drop(id ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.shots, id)
}

func (s *shelf) tidy(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, shot := range s.shots {
		if !now.Before(shot.until) {
			delete(s.shots, id)
		}
	}
}
