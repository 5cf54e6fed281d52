//go:build story

package story_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// glass is one of our screens as a real program on a display of its own, full of it. Fingers are those of xdotool.
type glass struct {
	t     *testing.T
	name  string
	env   []string // that of its display
	shown string   // the file with the display's pixels
	heard string   // the file with what was read aloud; see [voice]
	eye   eye
	*process
	frame *image.Gray // that was read last
	words []seen      // on it
}

// voice is the program that our voice is, here: it writes down what it is to say. It ends each utterance with a form feed.
const voice = "#!/bin/sh\nexec cat - '%[1]s/feed' >> '%[1]s/heard'\n"

// mustGlass opens a screen of ours, of so many pixels, as the last thing that stands before that display. It goes by this clock.
func (c *city) mustGlass(at pane, clock, size string, args ...string) *glass {
	t := c.t
	t.Helper()
	if _, err := os.Stat(filepath.Join(programs(t), "loket.windowless")); err == nil {
		t.Skip("loket was built without windows")
	}
	dir, err := os.MkdirTemp(c.dir, at.what)
	if err != nil {
		t.Fatal(err)
	}
	g := &glass{t: t, name: at.what + " at " + at.site, shown: filepath.Join(dir, "Xvfb_screen0"), heard: filepath.Join(dir, "heard"),
		eye: eye{known: map[[sha256.Size]byte][]part{}}}
	for file, text := range map[string]string{"espeak-ng": fmt.Sprintf(voice, dir), "feed": "\f", "heard": ""} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	g.env = []string{"DISPLAY=:" + mustDisplay(t, dir, size), "HOME=" + dir, "XDG_CONFIG_HOME=" + dir, // what the toolkit remembers is of this screen alone
		"WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "LANG=nl_NL.UTF-8",
		"PATH=" + dir + ":" + os.Getenv("PATH"), "BUURTLOKET_TEST_CLOCK=" + clock}
	t.Cleanup(g.keep)
	g.process = mustStart(t, g.name, filepath.Join(dir, "log"), g.env, "loket", append([]string{at.what}, args...)...)
	return g
}

// keep keeps the picture that was read last, where the story failed and somebody asked for it.
func (g *glass) keep() {
	folder := os.Getenv("STORY_PICTURES")
	if folder == "" || !g.t.Failed() || g.frame == nil {
		return
	}
	var out bytes.Buffer
	file := filepath.Join(folder, g.name+".png")
	if err := errors.Join(png.Encode(&out, g.frame), os.WriteFile(file, out.Bytes(), 0o600)); err != nil {
		g.t.Error(err)
	}
	g.t.Logf("the last picture of %s is %s", g.name, file)
}

// mustDisplay starts a virtual display with a number that nobody has, and gives that. Its pixels are in a file of dir.
func mustDisplay(t *testing.T, dir, size string) (number string) {
	t.Helper()
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Fatal("no Xvfb: .ci/install stories")
	}
	eventually(t, "a virtual display", func() error {
		draw, err := rand.Int(rand.Reader, big.NewInt(30000))
		if err != nil {
			return err
		}
		number = fmt.Sprint(200 + draw.Int64()) // the lower ones are drawn by who starts one beside us
		log := filepath.Join(dir, "xvfb-"+number+".log")
		p := mustStart(t, "Xvfb", log, nil, xvfb, ":"+number, "-displayfd", "1", "-screen", "0", size+"x24", "-nolisten", "tcp", "-noreset", "-fbdir", dir,
			"-r") // no key repeats itself: one that is held long because all is slow is one key
		said := func() error {
			if said := tail(log, 1); said != number {
				return fmt.Errorf("it says %q", said)
			}
			return nil
		}
		return errors.Join(within(t, patience/4, func() error {
			if p.ended() { // the number is taken
				return nil
			}
			return said()
		}), said())
	})
	return number
}

// do sends keys or touches to the screen.
func (g *glass) do(args ...string) error {
	ctx, cancel := context.WithTimeout(g.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), g.env...)
	if out, err := cmd.CombinedOutput(); err != nil || g.ended() {
		return fmt.Errorf("xdotool %s, while %s has ended %t: %s: %w", strings.Join(args, " "), g.name, g.ended(), out, err)
	}
	return nil
}

// still is how long a picture that never stands still is waited for: one with a clock that runs is read as it is.
const still = time.Second

// until reads the screen, each picture of it once, until it is as wanted; an error says what is not.
func (g *glass) until(want func([]seen) error) error { return g.soon(patience, want) }

// soon is until for so long.
func (g *glass) soon(d time.Duration, want func([]seen) error) error {
	moved, why := time.Now(), errors.New("nothing was shown")
	var before *image.Gray
	return within(g.t, d, func() error {
		now, err := look(g.shown)
		if err != nil || g.ended() {
			return errors.Join(err, why)
		}
		calm := before != nil && bytes.Equal(before.Pix, now.Pix)
		before = now
		if !calm && time.Since(moved) < still {
			return why
		}
		moved = time.Now()
		if g.frame == nil || !bytes.Equal(g.frame.Pix, now.Pix) {
			if g.words, err = g.eye.read(g.t.Context(), now); err != nil {
				return err
			}
			g.frame = now
		}
		if why = want(g.words); why != nil {
			why = fmt.Errorf("%w: it shows %s", why, say(g.words))
		}
		return why
	})
}

// listen waits until something was read aloud.
func (g *glass) listen(wanted func(utterances []string) bool) error {
	return within(g.t, patience, func() error {
		b, err := os.ReadFile(g.heard)
		if err != nil {
			return err
		}
		if said := strings.Split(string(b), "\f"); !wanted(said[:len(said)-1]) { // behind the last feed there is what is still being said
			return fmt.Errorf("it said %q", said)
		}
		return nil
	})
}
