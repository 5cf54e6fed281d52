package voice

import (
	"math"
	"time"
)

// Rate is the number of samples in a second of every Sound.
const Rate = 22050

// full is the largest sample.
const full = math.MaxInt16

// Sound is samples of one channel, Rate a second, from −32767 to 32767. It is a value that nobody writes into once made.
type Sound []int16

// Length is how long it sounds.
func (s Sound) Length() time.Duration { return time.Duration(len(s)) * time.Second / Rate }

// samples is how many samples a time has.
func samples(d time.Duration) int { return int(d * Rate / time.Second) }

// silence is a sound that cannot be heard.
func silence(d time.Duration) Sound { return make(Sound, samples(d)) }

// join plays sounds one after the other.
func join(all ...Sound) (out Sound) {
	for _, s := range all {
		out = append(out, s...)
	}
	return out
}

// at is the sound at a volume of so many per cent: the square of it, since ears hear ratios. Volumes are within 0 and 100.
func (s Sound) at(volume int) Sound {
	v := float64(min(max(volume, 0), 100)) / 100
	out := make(Sound, len(s))
	for i, x := range s {
		out[i] = int16(math.Round(float64(x) * v * v))
	}
	return out
}

// eased is the sound with a beginning and an end that do not click: both rise from nothing within a few milliseconds.
func (s Sound) eased() Sound {
	out := append(Sound(nil), s...)
	ramp := min(samples(5*time.Millisecond), len(s)/2)
	for i := range ramp {
		g := rise(float64(i) / float64(ramp))
		out[i] = int16(float64(out[i]) * g)
		out[len(out)-1-i] = int16(float64(out[len(out)-1-i]) * g)
	}
	return out
}

// rise goes from 0 to 1 as x does, level at both ends: a step in a signal is a click.
func rise(x float64) float64 { return (1 - math.Cos(math.Pi*min(max(x, 0), 1))) / 2 }

// resample gives samples of another rate at ours, on straight lines between them: it is for speech, not for music.
func resample(in []float64, rate int) Sound {
	if len(in) == 0 {
		return nil
	}
	out := make(Sound, int(int64(len(in))*Rate/int64(rate)))
	for i := range out {
		at := float64(i) * float64(rate) / Rate
		n := int(at)
		next := min(n+1, len(in)-1)
		x := in[n] + (in[next]-in[n])*(at-float64(n))
		out[i] = int16(math.Round(min(max(x, -1), 1) * full))
	}
	return out
}
