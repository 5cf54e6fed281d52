package local

import (
	"context"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// passes are the booking codes of today's appointments, as their visitors have them on a telephone: a demonstration has no
// visitors, so it asks headquarters for what they would show. Nothing of it is durable.
type passes struct {
	mu    sync.Mutex // guards known
	known map[leg]string
}

// leg is one place of an appointment: a move makes another code.
type leg struct {
	appointment office.AppointmentID
	number      uint32
}

// passesAgain is how often a demonstration looks for appointments without a code.
const passesAgain = 5 * time.Second

// of is the code of an appointment, or nothing yet.
func (p *passes) of(a *contract.Appointment) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known[leg{a.AppointmentID(), a.Leg}]
}

func (p *passes) keep(l leg, code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = map[leg]string{}
	}
	p.known[l] = code
}

// RunPasses gathers the codes of today's appointments for the hands of a demonstration, until ctx ends.
func (s *Server) RunPasses(ctx context.Context) error {
	tick := time.NewTicker(passesAgain)
	defer tick.Stop()
	for {
		if err := s.service.gatherPasses(ctx); err != nil && ctx.Err() == nil {
			s.service.node.Logger().Warn("the booking codes of the demonstration are not gathered", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// gatherPasses asks for what is missing, one at a time.
func (s *Service) gatherPasses(ctx context.Context) error {
	var missing []leg
	err := s.node.Look(func(t appliance.Turn) error {
		for _, row := range s.agenda(t, office.DateOf(t.Now)).GetRows() {
			if a := row.Appointment; a != nil && s.passes.of(a) == "" {
				missing = append(missing, leg{a.AppointmentID(), a.Leg})
			}
		}
		return nil
	})
	found := false
	for _, l := range missing {
		if ctx.Err() != nil {
			break
		}
		if code := s.sign(ctx, l.appointment, l.number); code != "" {
			s.passes.keep(l, code)
			found = true
		}
	}
	if found && s.stage != nil {
		s.stage.Tell()
	}
	return err
}
