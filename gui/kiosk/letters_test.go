package kiosk_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
)

// touch presses the key that says something.
func (s *screen) touch(words string) {
	s.t.Helper()
	for _, b := range s.buttons() {
		if b.AccessibilityLabel() == words {
			b.Tapped(&fyne.PointEvent{})
			s.view.Update()
			return
		}
	}
	s.t.Errorf("there is no key %q", words)
}

// buttons are the keys that can be seen.
func (s *screen) buttons() (out []*kit.Button) {
	for _, part := range s.win.Content().(*fyne.Container).Objects {
		if c, ok := part.(*fyne.Container); ok && c.Visible() {
			for _, o := range c.Objects {
				if b, ok := o.(*kit.Button); ok && b.Visible() {
					out = append(out, b)
				}
			}
		}
	}
	return out
}

// spell types a name with the keys: a letter that is not among them stands on the second plate.
func (s *screen) spell(name string) {
	s.t.Helper()
	for _, r := range name {
		key := string(r)
		if r == ' ' {
			key = s.flow.Shown().Entry.Space
		}
		has := func() bool {
			for _, b := range s.buttons() {
				if b.AccessibilityLabel() == key {
					return true
				}
			}
			return false
		}
		if !has() {
			s.touch("ã ł ø …")
		}
		s.touch(key)
	}
}

// TestNamesOfTheCity: names as people here have them are written with the keys on the screen, in every language of the
// kiosk, capitals too.
func TestNamesOfTheCity(t *testing.T) {
	names := []string{"Noël Zoë", "Amélie Françoise", "Çağrı Gökçe Şahin", "Łukasz Żółć", "Święcicki", "Jürgen Groß", "Søren Åse", "Ștefan", "Đorđe", "José-María Muñoz", "João",
		"Ørjan", "Oleksandr Shevchenko", "D'hondt", "Mickaël Lœwe", "Ľubomír"}
	for _, k := range text.Kiosks()[:5] { // two more have the letters of Dutch
		s := mustScreenIn(t, fyne.NewSize(1080, 1920), k)
		for _, name := range names {
			s.places()
			s.flow.Choose(s.flow.Shown(), 1)
			s.on(flow.Name)
			s.view.Update()
			s.spell(name)
			if got := s.flow.Shown().Entry.Text; got != name {
				t.Errorf("%s: %q was written %q", k.Tag, name, got)
			}
			s.flow.Home()
			s.on(flow.Idle)
		}
		s.close()
	}
}

// TestOwnLettersComeFirst: who chose Polish or Turkish has those letters on the first plate, and i with its own capital.
func TestOwnLettersComeFirst(t *testing.T) {
	for tag, own := range map[string]string{"pl": "ąćęłńóśźż", "tr": "çğıöşü", "de": "äöüß", "fr": "éèêëàâçîïôùûüœæÿ", "nl": "éèëïöüáóí"} {
		s := mustScreenIn(t, fyne.NewSize(1920, 1080), text.KioskIn(tag))
		s.places()
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Name)
		s.write("a")
		var all []string
		for _, b := range s.buttons() {
			all = append(all, b.AccessibilityLabel())
		}
		for _, r := range own {
			if !strings.Contains(" "+strings.Join(all, " ")+" ", " "+string(r)+" ") {
				t.Errorf("%s: no %c among %v", tag, r, all)
			}
		}
		s.flow.Erase()
		s.view.Update()
		if tag == "tr" {
			s.spell("İbrahim Işık")
			if got := s.flow.Shown().Entry.Text; got != "İbrahim Işık" {
				t.Errorf("written %q", got)
			}
		}
		s.close()
	}
}

// TestTheSecondPlateStaysNoLongerThanALetter: nor does the next page, or the next visitor, begin with it; and turning it says that
// somebody is there.
func TestTheSecondPlateStaysNoLongerThanALetter(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	s.places()
	s.flow.Choose(s.flow.Shown(), 1)
	s.on(flow.Name)
	first := len(s.buttons())
	s.pass(flow.Patience - 1)
	s.touch("ã ł ø …")
	if len(s.buttons()) == first {
		t.Fatal("there is no second plate")
	}
	s.pass(flow.Patience - 1)
	s.touch("a b c")
	if s.flow.Shown().Still != nil || len(s.buttons()) != first {
		t.Error("who turns the plate is not there")
	}
	s.touch("ã ł ø …")
	s.touch("Ł")
	if len(s.buttons()) != first || s.flow.Shown().Entry.Text != "Ł" {
		t.Errorf("written %q, %d keys", s.flow.Shown().Entry.Text, len(s.buttons()))
	}
	s.touch("ã ł ø …")
	s.flow.Home()
	s.on(flow.Idle)
	s.places()
	s.flow.Choose(s.flow.Shown(), 1)
	s.on(flow.Name)
	if len(s.buttons()) != first {
		t.Error("the next visitor begins with the second plate")
	}
}

// TestTheFontHasEveryLetterOfTheKeys, capitals too.
func TestTheFontHasEveryLetterOfTheKeys(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	s.places()
	s.flow.Choose(s.flow.Shown(), 1)
	s.on(flow.Name)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(look.Theme{}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for _, capital := range []string{"", "a"} {
			s.write(capital)
			s.touch("ã ł ø …")
			for _, key := range s.buttons() {
				for _, r := range key.AccessibilityLabel() {
					if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
						t.Errorf("no glyph for %q", r)
					}
				}
			}
			s.touch("a b c")
		}
	}
}
