//go:build devices

package speech_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/speech"
)

// TestPeerSounds: aplay plays the chime, and espeak-ng says a number, each into a sound card that keeps what it gets: the first is
// our two tones, the second is loud, as long as words are, and softer where it is asked.
func TestPeerSounds(t *testing.T) {
	for program, debian := range map[string]string{"aplay": "alsa-utils", "espeak-ng": "espeak-ng"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is missing: install the Debian package %s", program, debian)
		}
	}
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept.wav")
	card := "pcm.!default { type file slave.pcm \"null\" file \"" + kept + "\" format \"wav\" }\n"
	if err := os.WriteFile(filepath.Join(dir, "asound.conf"), []byte(card), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ALSA_CONFIG_PATH", "/usr/share/alsa/alsa.conf:"+filepath.Join(dir, "asound.conf"))
	card16 := func() (s []float64, rate float64) {
		t.Helper()
		file, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		return samples(t, file)
	}
	play := speech.PlayedBy([]string{"aplay", "-q", "-"})
	if err := speech.Bell(play)(t.Context(), 70); err != nil {
		t.Fatal(err)
	}
	if s, rate := card16(); float64(len(s))/rate < 1.4 || power(part(s, rate, 100*time.Millisecond, 400*time.Millisecond), 659.255, rate) < 0.6 {
		t.Errorf("the card got %d samples, loud as %.0f", len(s), loudest(s))
	}
	espeak, err := speech.Synthesizer()
	if err != nil {
		t.Fatal(err)
	}
	var before float64
	for _, volume := range []int{100, 50} {
		if err := speech.Through(espeak, play)(t.Context(), "nl", "nummer A zeventien, loket twee", volume); err != nil {
			t.Fatal(err)
		}
		s, rate := card16()
		if long := float64(len(s)) / rate; long < 1 || long > 8 || loudest(s) < 500 || before != 0 && loudest(s) > before/2 {
			t.Errorf("at %d the card got %.1f s, loud as %.0f (before: %.0f)", volume, long, loudest(s), before)
		}
		before = loudest(s)
	}
}
