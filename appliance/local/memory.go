package local

import (
	"fmt"
	"slices"
	"sync"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// memory is what is kept between two looks, and lost without harm. All of it is in the journal.
type memory struct {
	mu     sync.Mutex
	calls  map[office.Desk]calling // the latest call of each desk
	prints printed
}

// calling is whom a desk called, and whom it passed over, in words.
type calling struct {
	visit  office.VisitID
	passed []string
}

// remember keeps why a call passed over those who stood before.
func (s *Service) remember(t appliance.Turn, desk office.Desk, c *contract.Called) {
	id, err := contract.ID16[office.VisitID](c.GetVisit())
	if err != nil {
		return
	}
	said := calling{visit: id}
	for _, p := range c.Passed {
		over, err := contract.ID16[office.VisitID](p.Visit)
		if err != nil {
			continue
		}
		if v, err := queue.Get(t.View, over); err == nil {
			said.passed = append(said.passed, fmt.Sprintf("%s: %s", v.Ticket, p.Why))
		}
	}
	if more := int(c.PassedCount) - len(c.Passed); more > 0 {
		said.passed = append(said.passed, fmt.Sprintf("en nog %d na hen", more))
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if s.memory.calls == nil {
		s.memory.calls = map[office.Desk]calling{}
	}
	s.memory.calls[desk] = said
}

// passed is what was said when the visit was called, unless this program began after that.
func (s *Service) passed(v visit.Visit) []string {
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if c := s.memory.calls[v.Desk]; c.visit == v.ID {
		return slices.Clone(c.passed)
	}
	return nil
}
