package local

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// lanTiming is a screen's patience with its counter, which is a few metres away. A killed daemon hangs up by itself; a
// cable that is out is known after Quiet at the latest. A line that was replaced by one with a renewed certificate lives as
// long as what is watched over it: ending it would sign the clerk out.
var lanTiming = link.Timing{Dial: 2 * time.Second, Quiet: 2 * time.Second, Base: 50 * time.Millisecond, Cap: 400 * time.Millisecond, Drain: link.DeskLife}

// LAN is a Counter over the office's network instead of the socket; Run keeps its line.
type LAN struct {
	*Counter
	line *link.Client
	log  *slog.Logger

	renewing sync.Mutex // guards badge, also while a new one is asked for
	badge    *Badge
}

// DialLAN reaches the counter at an address, host:port, as the desk of a badge. It does not wait for the counter, and does
// nothing before Run. A nil log discards.
func DialLAN(b *Badge, address string, log *slog.Logger) (*LAN, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	line, err := link.NewClient(link.ClientOptions{Identity: b.id, Nodes: []string{address}, Timing: lanTiming, Now: b.now, Logger: log})
	if err != nil {
		return nil, fault.Wrap("local.DialLAN", err)
	}
	http := &http.Client{Transport: inWords{line.Transport()}}
	return &LAN{badge: b, line: line, log: log, Counter: &Counter{http: http, desk: b.Desk(),
		rpc: contractconnect.NewCounterClient(http, link.CounterURL)}}, nil
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
func (l *LAN) Run(ctx context.Context) error {
	var tending sync.WaitGroup
	defer tending.Wait()
	tending.Go(func() { l.tend(ctx) })
	return l.line.Run(ctx)
}

// tend looks whether the badge is due: when the line comes up, and each hour.
func (l *LAN) tend(ctx context.Context) {
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
func (l *LAN) Renew(ctx context.Context) error {
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
