package voice

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// MaxLength is how long one sound may be.
const MaxLength = 20 * time.Second

// errNoWAV says that bytes are no sound that is read here.
var errNoWAV = errors.New("no WAV file of PCM")

// format of samples, from the "fmt " chunk.
type format struct {
	channels, rate, bits int
}

// WAV writes a sound as a file.
func (s Sound) WAV() []byte {
	out := make([]byte, 0, 44+2*len(s))
	le := binary.LittleEndian
	out = append(out, "RIFF"...)
	out = le.AppendUint32(out, uint32(36+2*len(s)))
	out = append(out, "WAVEfmt "...)
	out = le.AppendUint32(out, 16)
	out = le.AppendUint16(out, 1) // PCM
	out = le.AppendUint16(out, 1)
	out = le.AppendUint32(out, Rate)
	out = le.AppendUint32(out, 2*Rate)
	out = le.AppendUint16(out, 2)
	out = le.AppendUint16(out, 16)
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(2*len(s)))
	for _, x := range s {
		out = le.AppendUint16(out, uint16(x))
	}
	return out
}

// ParseWAV reads a file. A sound longer than MaxLength is refused.
func ParseWAV(file []byte) (Sound, error) {
	if len(file) < 12 || string(file[:4]) != "RIFF" || string(file[8:12]) != "WAVE" {
		return nil, errNoWAV
	}
	var f format
	for rest := file[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		body := rest[:min(size, int64(len(rest)))]
		switch name {
		case "fmt ":
			var err error
			if f, err = parseFormat(body); err != nil {
				return nil, err
			}
		case "data":
			return f.sound(body)
		}
		rest = rest[min(size+size%2, int64(len(rest))):] // chunks begin at even places
	}
	return nil, errNoWAV
}

func parseFormat(b []byte) (f format, err error) {
	if len(b) < 16 {
		return f, errNoWAV
	}
	le := binary.LittleEndian
	kind := le.Uint16(b)
	f = format{channels: int(le.Uint16(b[2:])), rate: int(le.Uint32(b[4:])), bits: int(le.Uint16(b[14:]))}
	const extensible = 0xFFFE // PCM, said more at length
	if kind != 1 && kind != extensible || f.channels < 1 || f.channels > 8 || f.rate < 4000 || f.rate > 192000 || f.bits != 8 && f.bits != 16 {
		return f, fmt.Errorf("%w: kind %d, %d channels, %d a second, %d bits", errNoWAV, kind, f.channels, f.rate, f.bits)
	}
	return f, nil
}

// sound makes one channel at our rate.
func (f format) sound(data []byte) (Sound, error) {
	if f.rate == 0 {
		return nil, fmt.Errorf("%w: samples before their format", errNoWAV)
	}
	width := f.channels * f.bits / 8
	n := len(data) / width
	if time.Duration(n) > MaxLength*time.Duration(f.rate)/time.Second {
		return nil, fmt.Errorf("a sound of more than %v", MaxLength)
	}
	mixed := make([]float64, n)
	for i := range mixed {
		for c := range f.channels {
			mixed[i] += f.sample(data[i*width+c*f.bits/8:])
		}
		mixed[i] /= float64(f.channels)
	}
	return resample(mixed, f.rate), nil
}

// sample is a sample within −1 and 1.
func (f format) sample(b []byte) float64 {
	if f.bits == 8 {
		return (float64(b[0]) - 128) / 128
	}
	return float64(int16(binary.LittleEndian.Uint16(b))) / full
}
