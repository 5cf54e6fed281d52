package kiosk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/gui/kit"
)

// key presses one key, as the toolkit does: the focused thing has it first.
func (s *screen) key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := s.win.Canvas().Focused(); f != nil {
		f.TypedKey(ev)
	} else {
		s.view.Typed(ev)
	}
	s.view.Update()
}

// focused is what the thing with the keyboard says; empty: none has it.
func (s *screen) focused() string {
	if f, ok := s.win.Canvas().Focused().(fyne.Accessible); ok {
		return f.AccessibilityLabel()
	}
	return ""
}

// TestFourKeys: to the next, to the one before, choose, back; what is chosen first comes first, and going on before the rest.
func TestFourKeys(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	s.key(fyne.KeyReturn)
	s.on(flow.Welcome)
	s.key(fyne.KeyDown)
	if got := s.focused(); got != "Ik heb een afspraak" {
		t.Errorf("first comes %q", got)
	}
	s.key(fyne.KeyReturn)
	s.on(flow.Code)
	s.view.Update()
	s.write(flowtest.Known)
	s.key(fyne.KeyUp)
	if got := s.focused(); got != "Roep een medewerker" {
		t.Errorf("last comes %q", got)
	}
	for range 6 {
		s.key(fyne.KeyUp)
	}
	if got := s.focused(); got != "Verder" {
		t.Errorf("before the rest comes %q", got)
	}
	s.key(fyne.KeyEscape)
	s.on(flow.Welcome)
}

// TestAScannerPressesNothing: what it types while a thing has the keyboard is a code, and its Enter presses nothing.
func TestAScannerPressesNothing(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	s.flow.Touch()
	s.on(flow.Welcome)
	s.key(fyne.KeyDown)
	s.key(fyne.KeyDown)
	if _, ok := s.win.Canvas().Focused().(*kit.Tile); !ok {
		t.Fatalf("%T has the keyboard", s.win.Canvas().Focused())
	}
	for _, r := range flowtest.Known {
		s.win.Canvas().Focused().TypedRune(r)
	}
	s.key(fyne.KeyReturn)
	s.on(flow.Ticket)
	if got := s.flow.Shown().Big; got != "A001" {
		t.Errorf("the number is %q", got)
	}
}
