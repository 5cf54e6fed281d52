package local

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// lanTiming is a screen's patience with its counter, which is a few metres away. A killed daemon hangs up by itself; a
// cable that is out is known after Quiet at the latest. A line that was replaced by one with a renewed certificate lives as
// long as what is watched over it: ending it would sign the clerk out.
var lanTiming = link.Timing{Dial: 2 * time.Second, Quiet: 2 * time.Second, Base: 50 * time.Millisecond, Cap: 400 * time.Millisecond, Drain: link.DeskLife}

// Line is the way to a counter over the office's network, for the screen that a badge makes of this machine; Run keeps it.
type Line struct {
	line *link.Client
	log  *slog.Logger

	renewing sync.Mutex // guards badge, also while a new one is asked for
	badge    *Badge
}

// dial makes a line for a badge of one role.
func dial(op string, as link.Role, b *Badge, address string, log *slog.Logger) (*Line, *http.Client, error) {
	if b.Role() != as {
		return nil, nil, fault.New(op, fault.Denied).On(b.file).
			Tell(fmt.Sprintf("Dit toestel is aangesloten als %s.", b.Place()), "Sluit het opnieuw aan met een code voor wat het moet zijn, of start wat het is.")
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	line, err := link.NewClient(link.ClientOptions{Identity: b.id, Nodes: []string{address}, Timing: lanTiming, Now: b.now, Logger: log})
	if err != nil {
		return nil, nil, fault.Wrap(op, err)
	}
	return &Line{badge: b, line: line, log: log}, &http.Client{Transport: inWords{line.Transport()}}, nil
}

// inWords lets a fault of the line through the RPC layer, which would take each for a line that is down.
type inWords struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (w inWords) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(r)
	if err != nil && r.Context().Err() == nil {
		err = fault.RPC(err)
	}
	return resp, err
}

// Run keeps the line, and renews the badge, until ctx ends; then it returns nil.
func (l *Line) Run(ctx context.Context) error {
	var tending sync.WaitGroup
	defer tending.Wait()
	tending.Go(func() { l.tend(ctx) })
	return l.line.Run(ctx)
}

// tend looks whether the badge is due: when the line comes up, and each hour.
func (l *Line) tend(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		state, changed := l.line.Watch()
		if state.Up {
			if err := l.Renew(ctx); err != nil && ctx.Err() == nil {
				l.log.Warn("the badge of this screen is not renewed yet", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-tick.C:
		}
	}
}

// Renew gets and keeps a new badge when two thirds of the present one's life are over, which leaves months for a desk that
// is seldom used; before that it does nothing. The new one is used from the next line on. Run calls it.
func (l *Line) Renew(ctx context.Context) error {
	const op = "local.Renew"
	l.renewing.Lock()
	defer l.renewing.Unlock()
	if l.badge.now().Before(l.badge.id.RenewAt()) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	fresh, err := link.Renew(ctx, l.line.HTTPClient(), l.badge.id, link.EnrolOptions{Now: l.badge.now})
	if err == nil {
		err = fresh.WriteFile(l.badge.file)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	l.badge.id = fresh
	l.line.Use(fresh)
	return nil
}
