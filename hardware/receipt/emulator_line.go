package receipt

import (
	"io"
	"slices"
	"sync"
)

// emulated is one line to an Emulator.
type emulated struct {
	printer *Emulator
	ready   chan struct{} // holds a token when there may be something to read
	gone    chan struct{} // closed when the line has ended
	once    sync.Once

	mu      sync.Mutex // guards answers
	answers []byte
}

// say queues what the printer answers.
func (l *emulated) say(answer []byte) {
	if len(answer) == 0 {
		return
	}
	l.mu.Lock()
	l.answers = append(l.answers, answer...)
	l.mu.Unlock()
	select {
	case l.ready <- struct{}{}:
	default:
	}
}

// hangUp ends the line.
func (l *emulated) hangUp() { l.once.Do(func() { close(l.gone) }) }

// Write implements io.Writer.
func (l *emulated) Write(p []byte) (int, error) {
	e := l.printer
	e.mu.Lock()
	defer e.mu.Unlock()
	select {
	case <-l.gone:
		return 0, io.ErrClosedPipe
	default:
	}
	if e.broken[LineBroken] && len(p) > 3 {
		p = p[:len(p)/2]
		e.take(p) // the answer finds nobody
		l.hangUp()
		return len(p), io.ErrClosedPipe
	}
	l.say(e.take(p))
	return len(p), nil
}

// Read implements io.Reader: it waits until the printer says something.
func (l *emulated) Read(p []byte) (int, error) {
	for {
		l.mu.Lock()
		n := copy(p, l.answers)
		l.answers = l.answers[n:]
		l.mu.Unlock()
		if n > 0 || len(p) == 0 {
			return n, nil
		}
		select {
		case <-l.ready:
		case <-l.gone:
			return 0, io.EOF
		}
	}
}

// Close implements io.Closer.
func (l *emulated) Close() error {
	l.hangUp()
	e := l.printer
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lines = slices.DeleteFunc(e.lines, func(other *emulated) bool { return other == l })
	return nil
}
