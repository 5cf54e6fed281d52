package link

import (
	"encoding/binary"
	"io"
	"time"
)

// Backoff gives waits that grow exponentially with full jitter: the n-th is drawn evenly from zero up to
// Base·2ⁿ, at most Cap, so that a hundred counters that lost HQ together do not come back together. Not safe
// for concurrent use.
type Backoff struct {
	Base, Cap time.Duration
	Random    io.Reader     // when it fails, the wait is the upper bound
	top       time.Duration // of the next wait; zero at the start
}

// Next is the wait before the next try.
func (b *Backoff) Next() time.Duration {
	if b.top <= 0 {
		b.top = b.Base
	}
	top := min(b.top, b.Cap)
	b.top = top * 2
	return jitter(b.Random, top)
}

// Reset starts over after a success.
func (b *Backoff) Reset() { b.top = 0 }

// jitter draws evenly from zero up to and including top.
func jitter(random io.Reader, top time.Duration) time.Duration {
	var raw [8]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil || top <= 0 {
		return max(top, 0)
	}
	return time.Duration(binary.BigEndian.Uint64(raw[:]) % (uint64(top) + 1))
}
