package voice_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/hardware/device/devicetest"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/hardware/voice/voicetest"
)

// TestMain holds the driver to its word that nothing of a call outlives it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a room of which the loudspeaker and the mouth are scripts: what is played is kept in files.
type stage struct {
	t     *testing.T
	dir   string
	play  string // what the player does with its standard input
	speak string // what the speaker does
}

func newStage(t *testing.T, play, speak string) *stage {
	s := &stage{t: t, dir: t.TempDir(), play: play, speak: speak}
	s.Mend(voice.NoPlayer)
	s.Mend(voice.Dumb)
	return s
}

// voice is a driver over the stage's programs.
func (s *stage) voice() *voice.Driver {
	return voice.New(voice.Config{Output: voice.Player{s.path("player"), "-q"}, Speech: voice.Speaker{s.path("speaker")},
		Loudest: voicetest.Loudest, Slack: voicetest.Slack})
}

func (s *stage) path(name string) string { return filepath.Join(s.dir, name) }

func (s *stage) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(s.path(name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// program writes a script aside: it is there whole, or not.
func (s *stage) program(name, text string) {
	s.t.Helper()
	devicetest.Script(s.t, s.path(name+".new"), text)
	if err := os.Rename(s.path(name+".new"), s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// Break implements voicetest.Room.
func (s *stage) Break(f voice.Fault) {
	s.t.Helper()
	switch f {
	case voice.NoPlayer:
		s.remove("player")
	case voice.Dumb:
		s.remove("speaker")
	default:
		s.write(fmt.Sprint("fault-", f), "")
	}
}

// Mend implements voicetest.Room.
func (s *stage) Mend(f voice.Fault) {
	s.t.Helper()
	switch f {
	case voice.NoPlayer:
		s.program("player", strings.NewReplacer("DIR", s.dir, "PLAY", s.play, "MUTE", fmt.Sprint(voice.Mute), "STUCK", fmt.Sprint(voice.Stuck)).Replace(`#!/bin/sh
if [ -e DIR/fault-MUTE ]; then echo no such card >&2; exit 1; fi
mkdir DIR/sounding 2>/dev/null || touch DIR/overlap
trap 'rmdir DIR/sounding' EXIT
trap 'kill $!; exit 1' TERM
if [ -e DIR/fault-STUCK ]; then sleep 9 & wait; fi
PLAY >DIR/part-$$ && mv DIR/part-$$ DIR/heard-$(date +%s%N)
`))
	case voice.Dumb:
		s.program("speaker", "#!/bin/sh\n"+s.speak+"\n")
	default:
		s.remove(fmt.Sprint("fault-", f))
	}
}

func (s *stage) remove(name string) {
	s.t.Helper()
	if err := os.Remove(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// Overlapped implements voicetest.Room.
func (s *stage) Overlapped() bool {
	_, err := os.Stat(s.path("overlap"))
	return err == nil
}

// Heard implements voicetest.Room.
func (s *stage) Heard() (out []voice.Sound) {
	s.t.Helper()
	files, err := filepath.Glob(s.path("heard-*"))
	if err != nil {
		s.t.Fatal(err)
	}
	slices.Sort(files)
	for _, path := range files {
		file, err := os.ReadFile(path)
		if err != nil {
			s.t.Fatal(err)
		}
		sound, err := voice.ParseWAV(file)
		if err != nil {
			s.t.Fatal(err)
		}
		if voicetest.Loud(sound) > 0 {
			out = append(out, sound)
		}
	}
	return out
}
