package appliance

import "sync"

// signal tells many at once that something happened. Take the channel before looking, wait on it after: then nothing is
// missed. The zero value is ready.
type signal struct {
	mu   sync.Mutex
	next chan struct{} // nil: nobody waits
}

// changed gives a channel that is closed at the next broadcast.
func (s *signal) changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		s.next = make(chan struct{})
	}
	return s.next
}

// broadcast tells all who wait.
func (s *signal) broadcast() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next != nil {
		close(s.next)
		s.next = nil
	}
}
