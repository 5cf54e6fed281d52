package link_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/link"
)

// sevens is no randomness at all.
type sevens struct{}

func (sevens) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 7
	}
	return len(p), nil
}

// broken is a source of randomness that fails.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("no randomness") }

func TestBackoffStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := time.Duration(rapid.Int64Range(1, int64(time.Minute)).Draw(t, "base"))
		top := base + time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "above"))
		b := link.Backoff{Base: base, Cap: top, Random: rand.NewChaCha8([32]byte{byte(base)})}
		bound := base
		for range rapid.IntRange(1, 80).Draw(t, "tries") {
			if d := b.Next(); d < 0 || d > bound {
				t.Fatalf("wait of %v, bound %v", d, bound)
			}
			bound = min(bound*2, top)
		}
		b.Reset()
		if d := b.Next(); d > base {
			t.Fatalf("after a reset: %v", d)
		}
	})
}

// The jitter is full: waits fall in the lower half about as often as in the upper.
func TestBackoffJitterIsFull(t *testing.T) {
	t.Parallel()
	b := link.Backoff{Base: time.Second, Cap: time.Second, Random: rand.NewChaCha8([32]byte{1})}
	low := 0
	for range 1000 {
		if b.Next() < time.Second/2 {
			low++
		}
	}
	if low < 400 || low > 600 {
		t.Errorf("%d of 1000 waits in the lower half", low)
	}
}

func TestBackoffWithoutRandomness(t *testing.T) {
	t.Parallel()
	b := link.Backoff{Base: time.Second, Cap: 3 * time.Second, Random: broken{}}
	for _, want := range []time.Duration{1, 2, 3, 3} {
		if got := b.Next(); got != want*time.Second {
			t.Errorf("wait of %v, want %v s", got, want)
		}
	}
}
