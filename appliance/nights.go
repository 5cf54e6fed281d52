package appliance

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Nights keeps the nights of a node, whose line somebody else keeps: see Run. One may be in use at a time.
func (n *Node) Nights() (*night.Keeper, error) {
	k := &night.Keeper{Work: nightWork{n}, Store: nightStore{n}}
	err := n.Look(func(t Turn) error { k.Plan = n.nightsOf(t); return k.Plan.Window.Check() })
	return k, err
}

// nightsOf says when the nights of this site are.
func (n *Node) nightsOf(t Turn) night.Plan {
	p := night.Plan{Site: n.cfg.Site, Window: n.cfg.Night, Zone: t.Plan.Zone()}
	if p.Window == (night.Window{}) {
		p.Window = night.DefaultWindow
	}
	return p
}

// RunNights keeps the nights until ctx ends. It is apart from Run for the same reason as RunDays: a night without a
// line still erases and checks.
func (n *Node) RunNights(ctx context.Context) error {
	var k *night.Keeper
	for ctx.Err() == nil {
		wait, err := time.Duration(0), error(nil)
		if k == nil {
			k, err = n.Nights()
		}
		if err == nil {
			wait, err = k.Turn(ctx, n.cfg.Now)
		} else {
			k, wait = nil, dayLook
		}
		if err != nil && ctx.Err() == nil {
			n.cfg.Logger.Error("the night is held up", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(min(wait, dayLook)): // clocks are set, so no timer is trusted for a whole night
		}
	}
	return nil
}

// nightStore journals the nights of a node.
type nightStore struct{ n *Node }

// State implements night.Store.
func (s nightStore) State() (state night.State, err error) {
	err = s.n.Look(func(t Turn) error { state, err = night.Read(t.View); return err })
	return state, err
}

// Put implements night.Store.
func (s nightStore) Put(ctx context.Context, decide night.Decision) error {
	_, err := s.n.Do(ctx, Who{}, func(t Turn) (Decision, error) { return One(decide(t.View, t.Now)) })
	return err
}

// Morning is what a clerk is told this morning. line and agenda, today's, are what the caller has looked up.
func (n *Node) Morning(t Turn, line *contract.Line, agenda *contract.AgendaDay) (*contract.Morning, error) {
	today, heard := office.DateOf(t.Now), n.HeardLast(t)
	f := night.Facts{Now: t.Now, Due: n.nightsOf(t).Morning(t.Now) > today, Fresh: n.line.fresh(n.cfg.Steady()),
		Heard: heard, Vault: n.vault(), SignIn: staff.Left(t.View, heard, t.Now), Unsent: line.Waiting}
	f.Closed = agenda.Closed
	f.Places, f.Elsewhere = places(agenda)
	return night.Morning(t.View, f)
}

// places counts the free places of what is left of a day: in this site's hands, and not.
func places(day *contract.AgendaDay) (here, elsewhere int) {
	for _, row := range day.Rows {
		switch row.Status {
		case contract.AgendaRow_FREE_HERE:
			here++
		case contract.AgendaRow_FREE_AT_HQ:
			elsewhere++
		}
	}
	return here, elsewhere
}

// Standing is how the counter stands when its day begins or ends.
func (n *Node) Standing(t Turn) (night.Standing, error) {
	today := office.DateOf(t.Now)
	s := night.Standing{Today: today, Vault: n.vault()}
	open, err := queue.Open(t.View)
	if err != nil {
		return s, err
	}
	s.Open = len(open)
	trips, err := vault.Trips(t.View, today, office.MinuteOf(t.Now))
	if err != nil {
		return s, err
	}
	for _, o := range trips {
		s.Trips = append(s.Trips, night.Out{ID: o.ID, Documents: len(o.Documents), Say: o.Say, Next: o.Next})
	}
	s.Stored, s.Uncounted = vault.Stored(t.View), vault.Uncounted(t.View, today)
	acked, err := n.journal.Acknowledged(t.View.Life())
	s.Unsent = t.View.Size() - min(acked.Size, t.View.Size())
	return s, err
}

// vault reports whether documents are kept here, by the catalogue.
func (n *Node) vault() bool {
	location, _ := catalogue.Embedded().Location(n.cfg.Site)
	return location.Site.Vault.Value
}

// SignedHead is the head of the journal as it stands, with the device's signature: what a day sheet prints.
func (n *Node) SignedHead() (string, error) {
	lives, err := n.journal.Lives()
	if err != nil {
		return "", err
	}
	head, err := n.journal.SignedHead(lives[len(lives)-1])
	return string(head.Note), err
}
