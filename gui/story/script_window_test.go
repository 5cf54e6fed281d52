//go:build story

package story_test

import (
	"errors"
	"fmt"
	"image"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// sizes are the displays that our screens stand on here, and how they are opened beside that.
var sizes = map[string]struct {
	pixels string
	args   []string
}{
	"kiosk":   {"1080x1080", nil},
	"display": {"1280x720", nil},
	"clerk":   {"1280x800", []string{"--full-screen"}},
	"planner": {"1280x800", nil}, // as large as its window is
}

// headquarters is where the planner's screen stands.
const headquarters = "hq"

// pane is a screen of a counter, or of headquarters.
type pane struct{ site, what string }

// sayOpen: open SITE kiosk|display|clerk, or open hq planner. Opens that program on a display of its own.
func sayOpen(s *script, w *line) (string, error) {
	at := w.pane()
	size, known := sizes[at.what]
	if w.done(); !known || (at.site == headquarters) != (at.what == "planner") {
		w.misuse("there is no screen %q", at.what)
	}
	if at.site == headquarters {
		s.panes[at] = s.city.mustGlass(at, s.city.clock, size.pixels, append(s.city.plannerArgs(), size.args...)...)
		return "", nil
	}
	k := s.counters[at.site]
	if k == nil {
		w.misuse("no counter was started at %s", at.site)
	}
	s.panes[at] = s.city.mustGlass(at, k.clock, size.pixels, append([]string{"--socket", k.socket()}, size.args...)...)
	return "", nil
}

// pane is the next words as a screen.
func (w *line) pane() pane {
	if len(w.args) > 0 && w.args[0] == headquarters {
		return pane{w.next(""), w.next("planner")}
	}
	return pane{w.site(), w.next("kiosk, display or clerk")}
}

// glass is the next words as a screen that was opened.
func (w *line) glass() *glass {
	at := w.pane()
	g := w.s.panes[at]
	if g == nil {
		w.misuse("%s was not opened at %s", at.what, at.site)
	}
	return g
}

// sayShut: shut SITE SCREEN. The service manager of the machine ends the program, which ends well.
func sayShut(_ *script, w *line) (string, error) {
	g := w.glass()
	w.done()
	g.mustStop(g.t)
	return "", nil
}

// saySees: sees SITE SCREEN WORDS…. All these words can be read there, soon.
func saySees(_ *script, w *line) (string, error) {
	g, wanted := w.glass(), w.rest()
	return "", g.until(shows(wanted))
}

// shows wants all phrases to be read.
func shows(wanted []string) func([]seen) error {
	return func(all []seen) error {
		for _, phrase := range wanted {
			if _, found := find(all, phrase); !found {
				return fmt.Errorf("%q is not to be read", phrase)
			}
		}
		return nil
	}
}

// sayUnseen: unseen SITE SCREEN WORDS…. None of these words can be read there any more.
func sayUnseen(_ *script, w *line) (string, error) {
	g, unwanted := w.glass(), w.rest()
	return "", g.until(func(all []seen) error {
		for _, phrase := range unwanted {
			if _, found := find(all, phrase); found {
				return fmt.Errorf("%q is to be read", phrase)
			}
		}
		return nil
	})
}

// sayTouch: touch SITE SCREEN WORDS…. A finger goes where these words stand, for each of them.
func sayTouch(_ *script, w *line) (string, error) {
	g := w.glass()
	for _, phrase := range w.rest() {
		var at image.Rectangle
		err := g.until(func(all []seen) error {
			var found bool
			if at, found = find(all, phrase); !found {
				return fmt.Errorf("%q is not to be read", phrase)
			}
			return nil
		})
		middle := at.Min.Add(at.Max).Div(2)
		if err = errors.Join(err, g.do("mousemove", strconv.Itoa(middle.X), strconv.Itoa(middle.Y), "click", "1", "mousemove", "0", "0")); err != nil {
			return "", err
		}
	}
	return "", nil
}

// sayDrag: drag SITE SCREEN WORDS to WORDS. The mouse takes what stands at the first words to where the others stand.
func sayDrag(_ *script, w *line) (string, error) {
	g, from := w.glass(), w.next("words")
	to := w.after("to")
	w.done()
	var ends [2]image.Rectangle
	err := g.until(func(all []seen) error {
		for i, phrase := range []string{from, to} {
			var found bool
			if ends[i], found = find(all, phrase); !found {
				return fmt.Errorf("%q is not to be read", phrase)
			}
		}
		return nil
	})
	a, b := ends[0].Min.Add(ends[0].Max).Div(2), ends[1].Min.Add(ends[1].Max).Div(2)
	move := func(p image.Point) []string { return []string{"mousemove", strconv.Itoa(p.X), strconv.Itoa(p.Y)} }
	way := slices.Concat(move(a), []string{"mousedown", "1"}, move(a.Add(b).Div(2)), move(b), []string{"mouseup", "1"}, move(image.Point{}))
	return "", errors.Join(err, g.do(way...))
}

// again is after how long somebody presses a key once more of which nothing came: a window that works takes none.
const again = 15 * time.Second

// sayPress: press SITE SCREEN KEY… [until WORDS…]. Keys by the names that X has for them; with until, again and again until that
// can be read, which is for keys that do nothing a second time.
func sayPress(_ *script, w *line) (string, error) {
	g, wanted := w.glass(), w.list("until")
	keys := append([]string{"key", "--delay", "40"}, w.rest()...)
	if len(wanted) == 0 {
		return "", g.do(keys...)
	}
	return "", within(g.t, patience, func() error {
		if err := g.do(keys...); err != nil {
			return err
		}
		return g.soon(again, shows(wanted))
	})
}

// sayType: type SITE SCREEN TEXT. As somebody types who looks for the keys: no scanner is as slow.
func sayType(_ *script, w *line) (string, error) {
	g, text := w.glass(), w.next("a text")
	w.done()
	return "", g.do("type", "--delay", "90", text)
}

// sayHears: hears SITE SCREEN REGEXP [NAME]. It was read aloud; what stands in the brackets is called NAME from now on.
func sayHears(s *script, w *line) (string, error) {
	g := w.glass()
	wanted, err := regexp.Compile(w.next("a regular expression"))
	if err != nil {
		w.misuse("%v", err)
	}
	names := w.rest()
	return "", g.listen(func(said []string) bool {
		for _, utterance := range said {
			if found := wanted.FindStringSubmatch(utterance); found != nil {
				for i, name := range names {
					s.ts.Setenv(name, found[i+1])
				}
				return true
			}
		}
		return false
	})
}

// sayPower: power SITE off|on. The daemon is killed; then it starts again, and nobody is signed in.
func sayPower(s *script, w *line) (string, error) {
	k, how := w.counter(), w.next("off or on")
	switch w.done(); how {
	case "off":
		k.process.kill()
		s.signedOut(k)
	case "on":
		k.start("")
	default:
		w.misuse("%q is neither off nor on", how)
	}
	return "", nil
}
