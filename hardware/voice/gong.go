package voice

import (
	"math"
	"sync"
	"time"
)

// The two tones of the gong in hertz, e″ and c″, and when the second is struck. Both lie where hearing that has aged still is.
const (
	First  = 659.255
	Second = 523.251
	struck = 450 * time.Millisecond
	ends   = 1500 * time.Millisecond
)

// gong is the two-tone chime, computed once. Each tone rises within ten milliseconds, has an octave above it for brightness, and dies away
// like a struck bar; the whole ends in silence.
var gong = sync.OnceValue(func() Sound {
	out := make(Sound, samples(ends))
	for i := range out {
		t := float64(i) / Rate
		x := tone(First, t) + tone(Second, t-struck.Seconds())
		x *= rise((ends.Seconds() - t) / 0.2)
		out[i] = int16(math.Round(x * full))
	}
	return out
})

// tone is a struck tone, t seconds after the stroke. Two of them at once stay within full scale: the first has died down
// to a third when the second is struck.
func tone(hertz, t float64) float64 {
	if t < 0 {
		return 0
	}
	wave := math.Sin(2*math.Pi*hertz*t) + 0.25*math.Sin(4*math.Pi*hertz*t)*math.Exp(-4*t)
	return 0.55 * wave * rise(t/0.01) * math.Exp(-2.5*t)
}
