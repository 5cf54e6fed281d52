package speech

import (
	"encoding/binary"
	"math"
	"sync"
	"time"
)

// The chime that goes before a number that is called: e″ and then c″, a falling third, where hearing that has aged still is. It
// is the gong of the counters' own voice, so that a waiting room sounds the same wherever its loudspeaker stands.
const (
	rate   = 22050 // samples a second
	high   = 659.255
	low    = 523.251
	struck = 450 * time.Millisecond // when the second tone is
	// ChimeLength is how long the chime sounds.
	ChimeLength = 1500 * time.Millisecond
)

// Chime is the chime as a WAV file of 16-bit samples on one channel, at a volume in per cent of the loudest. Per cent are
// squared, since ears hear ratios: 50 is a quarter of the amplitude.
func Chime(volume int) []byte {
	tones := bell()
	gain := loudness(volume)
	out := make([]byte, 0, 44+2*len(tones))
	le := binary.LittleEndian
	out = append(out, "RIFF"...)
	out = le.AppendUint32(out, uint32(36+2*len(tones)))
	out = append(out, "WAVEfmt "...)
	for _, n := range []uint32{16, 1 | 1<<16, rate, 2 * rate, 2 | 16<<16} { // PCM, one channel; two bytes, 16 bits
		out = le.AppendUint32(out, n)
	}
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(2*len(tones)))
	for _, x := range tones {
		out = le.AppendUint16(out, uint16(int16(math.Round(x*gain*math.MaxInt16))))
	}
	return out
}

// loudness is the amplitude of a volume.
func loudness(volume int) float64 {
	v := float64(min(max(volume, 0), 100)) / 100
	return v * v
}

// bell is the chime at its loudest, computed once.
var bell = sync.OnceValue(func() []float64 {
	out := make([]float64, int(ChimeLength.Seconds()*rate))
	for i := range out {
		t := float64(i) / rate
		out[i] = (tone(high, t) + tone(low, t-struck.Seconds())) * min(1, (ChimeLength.Seconds()-t)/0.2)
	}
	return out
})

// tone is a struck tone, t seconds after the stroke, with an octave above it for brightness. Two of them at once stay within full
// scale: the first has died down to a third when the second is struck.
func tone(hertz, t float64) float64 {
	if t < 0 {
		return 0
	}
	wave := math.Sin(2*math.Pi*hertz*t) + 0.25*math.Sin(4*math.Pi*hertz*t)*math.Exp(-4*t)
	return 0.55 * wave * min(1, t/0.01) * math.Exp(-2.5*t)
}
