// Package scan reads the hand scanners of a counter and tells each code once, to whoever listens at that desk.
//
// Nothing is stored and nothing is logged of what was read: a code can be somebody's travel document. What nobody listened
// for is forgotten. A scanner that is away takes nothing else with it: its line is tried again, and its health is the
// steward's to show.
package scan

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Scanner is a scanner and where it stands.
type Scanner struct {
	ID   string
	Desk office.Desk // 0: it is everybody's
	scanner.Scanner
}

// Code is what one of them read.
type Code struct {
	ID   string
	Desk office.Desk
	scanner.Code
}

const (
	// DefaultPause is between two tries of a line that is away.
	DefaultPause = 2 * time.Second
	// waiting is how many codes wait for a listener: nobody scans more than that ahead of a screen that works.
	waiting = 16
)

// Ears hears the scanners of a counter. Listen may be called at any time; Run once.
type Ears struct {
	Scanners []Scanner
	Pause    time.Duration // between two tries of a line; 0: DefaultPause
	Logger   *slog.Logger  // nil: discards

	mu        sync.Mutex // guards listeners
	listeners map[*listener]bool
}

type listener struct {
	desk  office.Desk
	codes chan Code
}

// Listen gives what is scanned for a desk from now on: by its own scanners, and by everybody's. The channel is closed when
// stop was called, and when too many codes wait in it: then the listener has stood still, and listens anew.
func (e *Ears) Listen(desk office.Desk) (codes <-chan Code, stop func()) {
	l := &listener{desk: desk, codes: make(chan Code, waiting)}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.listeners == nil {
		e.listeners = map[*listener]bool{}
	}
	e.listeners[l] = true
	return l.codes, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.drop(l)
	}
}

// drop ends a listener, once. The caller holds mu.
func (e *Ears) drop(l *listener) {
	if e.listeners[l] {
		delete(e.listeners, l)
		close(l.codes)
	}
}

// tell gives a code to all who listen for it.
func (e *Ears) tell(c Code) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for l := range e.listeners {
		if c.Desk != 0 && c.Desk != l.desk {
			continue
		}
		select {
		case l.codes <- c:
		default:
			e.drop(l)
		}
	}
}

// Run reads all scanners until ctx ends, each on a goroutine of its own, and returns when none is read any more.
func (e *Ears) Run(ctx context.Context) error {
	var reading sync.WaitGroup
	for _, s := range e.Scanners {
		reading.Go(func() { e.follow(ctx, s) })
	}
	reading.Wait()
	return nil
}

// follow reads one scanner. That its line is away is logged once, however often it is tried.
func (e *Ears) follow(ctx context.Context, s Scanner) {
	log := e.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	pause := e.Pause
	if pause <= 0 {
		pause = DefaultPause
	}
	away := false
	for ctx.Err() == nil {
		code, err := s.Next(ctx)
		if err == nil {
			away = false
			e.tell(Code{ID: s.ID, Desk: s.Desk, Code: code})
			continue
		}
		if ctx.Err() != nil {
			return
		}
		if !away {
			log.Warn("a scanner is away", "id", s.ID, "err", err) // the system's words, nothing of a code
		}
		away = true
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}
