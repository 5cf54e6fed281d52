package speech_test

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/speech"
)

// samples reads a WAV file of one channel of 16 bits, and how many a second.
func samples(t *testing.T, file []byte) (out []float64, rate float64) {
	t.Helper()
	i := strings.Index(string(file), "data")
	if len(file) < 44 || string(file[:4]) != "RIFF" || string(file[8:16]) != "WAVEfmt " || i < 0 {
		t.Fatalf("%d bytes are no sound", len(file))
	}
	le := binary.LittleEndian
	if le.Uint16(file[20:]) != 1 || le.Uint16(file[22:]) != 1 || le.Uint16(file[34:]) != 16 {
		t.Fatalf("another form of sound: % x", file[:44])
	}
	rate = float64(le.Uint32(file[24:]))
	for b := file[i+8:]; len(b) >= 2; b = b[2:] {
		out = append(out, float64(int16(le.Uint16(b))))
	}
	return out, rate
}

// power is how much of a sound is a tone, from 0 to 1.
func power(s []float64, hertz, rate float64) float64 {
	var re, im, all float64
	for i, x := range s {
		re += x * math.Cos(2*math.Pi*hertz*float64(i)/rate)
		im += x * math.Sin(2*math.Pi*hertz*float64(i)/rate)
		all += x * x
	}
	return 2 * (re*re + im*im) / (all * float64(len(s)))
}

func loudest(s []float64) (most float64) {
	for _, x := range s {
		most = max(most, math.Abs(x))
	}
	return most
}

// part is the sound between two moments.
func part(s []float64, rate float64, from, to time.Duration) []float64 {
	return s[int(from.Seconds()*rate):int(to.Seconds()*rate)]
}

// TestTheChime: two tones, a falling third, within full scale, from silence into silence; half as loud is a quarter as high.
func TestTheChime(t *testing.T) {
	s, rate := samples(t, speech.Chime(100))
	if got := time.Duration(float64(len(s)) / rate * float64(time.Second)); (got - speech.ChimeLength).Abs() > time.Millisecond {
		t.Errorf("it takes %v", got)
	}
	if a, b := power(part(s, rate, 100*time.Millisecond, 400*time.Millisecond), 659.255, rate), power(part(s, rate, 600*time.Millisecond, time.Second), 523.251, rate); a < 0.8 || b < 0.7 {
		t.Errorf("first %.2f, then %.2f", a, b)
	}
	if most := loudest(s); most < math.MaxInt16/3 || most >= math.MaxInt16 {
		t.Errorf("its loudest sample is %.0f", most)
	}
	if s[0] != 0 || loudest(s[len(s)-5:]) > 5 {
		t.Errorf("it begins with %v and ends with %v", s[0], s[len(s)-5:])
	}
	half, _ := samples(t, speech.Chime(50))
	if ratio := loudest(half) / loudest(s); math.Abs(ratio-0.25) > 0.01 {
		t.Errorf("half as loud is %.2f as high", ratio)
	}
	for volume, want := range map[int]float64{0: 0, -5: 0, 300: loudest(s)} {
		if got, _ := samples(t, speech.Chime(volume)); loudest(got) != want {
			t.Errorf("volume %d is %.0f high", volume, loudest(got))
		}
	}
}

// TestThePlayer gets the whole chime by its input, says why it cannot, and ends when it is told to.
func TestThePlayer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "player")
	script := "#!/bin/sh\nd=$(dirname \"$0\")\ncase \"$1\" in broken) echo no such card >&2; exit 1;; stuck) exec sleep 60;; esac\ncat > \"$d/played.new\" && mv \"$d/played.new\" \"$d/played\"\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := speech.Bell(speech.PlayedBy([]string{path, "-"}))(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	played, err := os.ReadFile(filepath.Join(dir, "played"))
	if err != nil || string(played) != string(speech.Chime(40)) {
		t.Errorf("%d bytes were played: %v", len(played), err)
	}
	if err := speech.PlayedBy([]string{path, "broken"})(t.Context(), played); err == nil || !strings.Contains(err.Error(), "no such card") {
		t.Errorf("said %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := speech.PlayedBy([]string{path, "stuck"})(ctx, played); err == nil {
		t.Error("it was not ended")
	}
	if err := speech.PlayedBy([]string{filepath.Join(dir, "none")})(t.Context(), played); err == nil {
		t.Error("a program that is not there plays")
	}
}

// TestWordsThroughThePlayer: what the synthesizer makes is played with its true length, as loud as the chime; what it cannot make
// is not played.
func TestWordsThroughThePlayer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "synthesizer")
	endless := speech.Chime(30)
	binary.LittleEndian.PutUint32(endless[4:], math.MaxUint32)
	binary.LittleEndian.PutUint32(endless[40:], 0x7ffff000) // as espeak-ng says into a pipe
	if err := os.WriteFile(filepath.Join(dir, "words.wav"), endless, 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nd=$(dirname \"$0\")\necho \"$@\" > \"$d/args\"\ncat > \"$d/words\"\ncase \"$2\" in uk) echo no such voice >&2; exit 1;; esac\ncat \"$d/words.wav\"\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	var played [][]byte
	say := speech.Through(path, func(_ context.Context, wav []byte) error { played = append(played, wav); return nil })
	if err := say(t.Context(), "nl", "nummer A een", 50); err != nil {
		t.Fatal(err)
	}
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	words, _ := os.ReadFile(filepath.Join(dir, "words"))
	if string(args) != "-v nl -s 150 -a 25 --stdin --stdout\n" || string(words) != "nummer A een" {
		t.Errorf("%q, %q", args, words)
	}
	if len(played) != 1 || string(played[0]) != string(speech.Chime(30)) {
		t.Errorf("%d sounds were played", len(played))
	}
	if err := say(t.Context(), "uk", "x", 50); err == nil || !strings.Contains(err.Error(), "no such voice") || len(played) != 1 {
		t.Errorf("said %v, played %d", err, len(played))
	}
}
