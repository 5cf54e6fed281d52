package voice_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/hardware/voice/voicetest"
)

// TestEmulator: the emulator keeps the treaty.
func TestEmulator(t *testing.T) {
	voicetest.Run(t, func(t *testing.T) (voice.Voice, voicetest.Room) {
		e := voice.NewEmulator(voice.Config{Loudest: voicetest.Loudest, Slack: voicetest.Slack}, false)
		t.Cleanup(func() { mustClose(t, e) })
		return e, room{e}
	})
}

type room struct{ *voice.Emulator }

func (r room) Overlapped() bool { return false } // it has one loudspeaker

func (r room) Heard() (out []voice.Sound) {
	for _, h := range r.Emulator.Heard() {
		out = append(out, h.Sound)
	}
	return out
}

// TestDriver: the driver over programs, of which the speaker says the same hum for every text.
func TestDriver(t *testing.T) {
	voicetest.Run(t, func(t *testing.T) (voice.Voice, voicetest.Room) {
		hum := filepath.Join(t.TempDir(), "hum.wav")
		mustWrite(t, hum, wave(16000, 1, 16, 16000))
		s := newStage(t, "cat", `[ "$1$2" = "-vnl" ] && cat >/dev/null && exec cat `+hum)
		v := s.voice()
		t.Cleanup(func() { mustClose(t, v) })
		return v, s
	})
}

// TestTheTextIsNoArgument: what is spoken comes on the standard input.
func TestTheTextIsNoArgument(t *testing.T) {
	s := newStage(t, "cat", `cat >"$0.said"; echo "$*" >"$0.asked"; cat "$0.wav"`)
	mustWrite(t, s.path("speaker.wav"), wave(voice.Rate, 1, 16, 2000))
	v := s.voice()
	defer mustClose(t, v)
	if err := v.Announce(t.Context(), voice.Announcement{Text: "--help; nummer", Language: "nl", Volume: 50}); err != nil {
		t.Fatal(err)
	}
	if said := mustRead(t, s.path("speaker.said")); said != "--help; nummer" {
		t.Errorf("said %q", said)
	}
	if asked := mustRead(t, s.path("speaker.asked")); strings.Contains(asked, "help") {
		t.Errorf("asked %q", asked)
	}
}

// TestTheClockDecides: By is held against the voice's own clock, also after the words were made.
func TestTheClockDecides(t *testing.T) {
	now := time.Now()
	e := voice.NewEmulator(voice.Config{Now: func() time.Time { return now }}, false)
	defer mustClose(t, e)
	now = now.Add(time.Hour)
	a := voice.Announcement{Chime: voice.Gong, Volume: 50, By: now.Add(-time.Second)}
	if err := e.Announce(t.Context(), a); device.ReasonOf(err) != voice.TooLate {
		t.Error(err)
	}
	a.By = now.Add(time.Second)
	if err := e.Announce(t.Context(), a); err != nil || len(e.Heard()) != 1 {
		t.Errorf("%v, %d heard", err, len(e.Heard()))
	}
}

// TestTheGong: within full scale, without steps, and dying away.
func TestTheGong(t *testing.T) {
	e := voice.NewEmulator(voice.Config{}, false)
	defer mustClose(t, e)
	if err := e.Announce(t.Context(), voice.Announcement{Chime: voice.Gong, Volume: 100}); err != nil {
		t.Fatal(err)
	}
	s := e.Heard()[0].Sound
	if most := voicetest.Loud(s); most < math.MaxInt16/3 || most >= math.MaxInt16 {
		t.Errorf("its loudest sample is %d", most)
	}
	// The steepest that the two tones and their octaves can be, together.
	steepest := 0.55 * 2 * math.Pi * (voice.First + voice.Second) * 1.5 / voice.Rate * math.MaxInt16
	for i := 1; i < len(s); i++ {
		if step := math.Abs(float64(s[i]) - float64(s[i-1])); step > steepest {
			t.Fatalf("a step of %.0f at %d", step, i)
		}
	}
	if s[0] != 0 || voicetest.Loud(s[len(s)-5:]) > 5 {
		t.Errorf("it begins with %d and ends with %v", s[0], s[len(s)-5:])
	}
	if early, late := voicetest.Loud(voicetest.Part(s, 460*time.Millisecond, 600*time.Millisecond)), voicetest.Loud(voicetest.Part(s, 1300*time.Millisecond, 2*time.Second)); late*3 > early {
		t.Errorf("from %d it dies away to %d", early, late)
	}
}

// TestRecordings: words are found whole, put together of the fewest parts, or not spoken at all.
func TestRecordings(t *testing.T) {
	files := fstest.MapFS{}
	for word, rate := range map[string]int{"nummer": 22050, "a": 44100, "zeventien": 8000, "loket": 16000, "twee": 22050, "tweehonderd": 22050, "honderd": 22050,
		"een": 22050, "tien": 22050, "zeven": 22050} {
		files["nl/"+word+".wav"] = &fstest.MapFile{Data: wave(rate, 1, 16, rate/4)}
	}
	files["nl/kapot.wav"] = &fstest.MapFile{Data: []byte("RIFF")}
	files["geheim.wav"] = &fstest.MapFile{Data: wave(voice.Rate, 1, 16, 100)}
	r := voice.Recordings{Files: files}
	for text, words := range map[string]int{ // quarters of a second
		"nummer A zeventien, loket twee": 5, "tweehonderdeen": 2, "honderdzeventien": 2, "zeven": 1, "": 0,
	} {
		s, err := r.Speak(t.Context(), "nl", text)
		spaces := len(strings.Fields(text))
		want := time.Duration(words)*time.Second/4 + time.Duration(spaces)*60*time.Millisecond
		if err != nil || (s.Length()-want).Abs() > 20*time.Millisecond {
			t.Errorf("%q takes %v, want %v: %v", text, s.Length(), want, err)
		}
	}
	for _, text := range []string{"nummer drie", "kapot", "zevenenz", "../geheim"} {
		if s, err := r.Speak(t.Context(), "nl", text); err == nil || s != nil {
			t.Errorf("%q: %v", text, s.Length())
		}
	}
	either := voice.Either{r, voice.Speaker{"/no/such/program"}}
	if err := either.Check(); err != nil {
		t.Error(err)
	}
	if s, err := either.Speak(t.Context(), "nl", "loket"); err != nil || len(s) == 0 {
		t.Error(err)
	}
	if _, err := either.Speak(t.Context(), "fr", "guichet"); err == nil {
		t.Error("nobody speaks French")
	}
}

// TestFormats: whatever the file's rate, width and channels, it is as long and as loud.
func TestFormats(t *testing.T) {
	for _, rate := range []int{8000, 16000, voice.Rate, 44100, 48000} {
		for _, channels := range []int{1, 2} {
			for _, bits := range []int{8, 16} {
				s, err := voice.ParseWAV(wave(rate, channels, bits, rate))
				if err != nil {
					t.Fatal(err)
				}
				if (s.Length()-time.Second).Abs() > time.Millisecond || math.Abs(float64(voicetest.Loud(s))-math.MaxInt16/2) > 400 || voicetest.Power(s, 440) < 0.95 {
					t.Errorf("%d, %d channels of %d bits: %v, %d, %.2f", rate, channels, bits, s.Length(), voicetest.Loud(s), voicetest.Power(s, 440))
				}
			}
		}
	}
	whole, err := voice.ParseWAV(wave(voice.Rate, 1, 16, 1000))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := voice.ParseWAV(whole.WAV()); err != nil || !bytes.Equal(again.WAV(), whole.WAV()) {
		t.Errorf("what is written is read otherwise: %v", err)
	}
	piped := wave(voice.Rate, 1, 16, 1000)
	binary.LittleEndian.PutUint32(piped[40:], 0x7ffff000) // as espeak-ng says of what it writes into a pipe
	if s, err := voice.ParseWAV(piped); err != nil || len(s) != 1000 {
		t.Errorf("%d samples of a pipe: %v", len(s), err)
	}
	if _, err := voice.ParseWAV(wave(8000, 1, 8, 8000*21)); err == nil {
		t.Error("a sound of 21 seconds is read")
	}
}

// FuzzWAV: no file makes it panic, or more sound than is allowed.
func FuzzWAV(f *testing.F) {
	f.Add(wave(8000, 2, 8, 50))
	f.Add(wave(44100, 1, 16, 50)[:60])
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if s, err := voice.ParseWAV(file); err != nil && s != nil || s.Length() > voice.MaxLength+time.Second {
			t.Errorf("%v of sound: %v", s.Length(), err)
		}
	})
}

// wave is a file of n samples of 440 Hz at half of full scale.
func wave(rate, channels, bits, n int) []byte {
	le, width := binary.LittleEndian, channels*bits/8
	out := append([]byte("RIFF\x00\x00\x00\x00WAVELIST\x03\x00\x00\x00odd\x00fmt "), 16, 0, 0, 0, 1, 0, byte(channels), 0)
	if rate == voice.Rate { // the plain header
		out = append([]byte("RIFF\x00\x00\x00\x00WAVEfmt "), 16, 0, 0, 0, 1, 0, byte(channels), 0)
	}
	out = le.AppendUint32(out, uint32(rate))
	out = le.AppendUint32(out, uint32(rate*width))
	out = append(out, byte(width), 0, byte(bits), 0)
	out = append(out, "data"...)
	out = le.AppendUint32(out, uint32(n*width))
	for i := range n {
		x := math.Sin(2*math.Pi*440*float64(i)/float64(rate)) / 2
		for range channels {
			if bits == 8 {
				out = append(out, byte(128+x*127))
			} else {
				out = le.AppendUint16(out, uint16(int16(x*math.MaxInt16)))
			}
		}
	}
	return out
}

func mustClose(t *testing.T, v voice.Voice) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

func mustWrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
