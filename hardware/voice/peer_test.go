//go:build devices

package voice_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/hardware/voice/voicetest"
)

func mustHave(t *testing.T, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing: install the Debian package %s", program, debian)
	}
}

// TestPeerSpeaks runs the suite with espeak-ng as the mouth. That the words can be understood is judged by no program here.
func TestPeerSpeaks(t *testing.T) {
	mustHave(t, "espeak-ng", "espeak-ng")
	voicetest.Run(t, func(t *testing.T) (voice.Voice, voicetest.Room) {
		s := newStage(t, "cat", `exec espeak-ng "$@"`)
		v := s.voice()
		t.Cleanup(func() { mustClose(t, v) })
		return v, s
	})
}

// TestPeerLanguages: each language of the counters is spoken, in another way than the next.
func TestPeerLanguages(t *testing.T) {
	mustHave(t, "espeak-ng", "espeak-ng")
	var before time.Duration
	for _, language := range []string{"nl", "fr", "en", "de"} {
		s, err := voice.DefaultSpeaker().Speak(t.Context(), language, "nummer A zeventien, loket twee")
		if err != nil || s.Length() < time.Second || s.Length() > 6*time.Second || voicetest.Loud(s) < 5000 || s.Length() == before {
			t.Errorf("%s: %v of %d: %v", language, s.Length(), voicetest.Loud(s), err)
		}
		before = s.Length()
	}
	if _, err := voice.DefaultSpeaker().Speak(t.Context(), "xx", "nummer"); err == nil {
		t.Error("a language that is none is spoken")
	}
}

// TestPeerPlays: aplay plays the whole announcement in the time that it lasts, into a sound card that keeps what it gets.
func TestPeerPlays(t *testing.T) {
	mustHave(t, "aplay", "alsa-utils")
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept.wav")
	mustWrite(t, filepath.Join(dir, "asound.conf"), []byte(`
pcm.keeper { type file slave.pcm "null" file "`+kept+`" format "wav" }
`))
	t.Setenv("ALSA_CONFIG_PATH", filepath.Join(dir, "asound.conf")+":/usr/share/alsa/alsa.conf")
	v := voice.New(voice.Config{Output: voice.Player{"aplay", "-q", "-D", "keeper", "-"}})
	defer mustClose(t, v)
	if err := v.Announce(t.Context(), voice.Announcement{Chime: voice.Gong, Volume: 70}); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	s, err := voice.ParseWAV(file)
	if err != nil {
		t.Fatal(err)
	}
	if s.Length() < 1400*time.Millisecond || s.Length() > 2*time.Second || voicetest.Power(voicetest.Part(s, 100*time.Millisecond, 400*time.Millisecond), voice.First) < 0.6 {
		t.Errorf("the card got %v, loud as %d", s.Length(), voicetest.Loud(s))
	}
	broken := voice.New(voice.Config{Output: voice.Player{"aplay", "-q", "-D", "nosuchcard", "-"}})
	defer mustClose(t, broken)
	if err := broken.Announce(t.Context(), voice.Announcement{Chime: voice.Gong, Volume: 70}); err == nil {
		t.Error("a card that is not there plays")
	}
	if h := broken.Health(t.Context()); !h.Has(voice.NoSound) {
		t.Errorf("without a card it is %s (%s)", h, h.Detail)
	}
}
