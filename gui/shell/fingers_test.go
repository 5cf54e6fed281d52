package shell_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/shell"
)

// oneTile is a screen with one thing to touch.
type oneTile struct {
	tile    *kit.Tile
	touched int
}

func (*oneTile) Title() string { return "one tile" }

func (s *oneTile) Build(fyne.Canvas, func(func())) fyne.CanvasObject {
	s.tile = kit.NewTile(func() { s.touched++ })
	s.tile.Set("A number", "", true)
	return s.tile
}

func (*oneTile) Update()                   {}
func (*oneTile) Focus()                    {}
func (*oneTile) Typed(*fyne.KeyEvent)      {}
func (*oneTile) Shortcuts() []fyne.KeyName { return nil }
func (*oneTile) Shortcut(fyne.KeyName)     {}
func (*oneTile) Run(context.Context) error { return nil }

// cursor is what the pointer looks like over a window: the toolkit asks everything under it that cares, the uppermost last.
func cursor(o fyne.CanvasObject) (last desktop.Cursor) {
	if c, ok := o.(desktop.Cursorable); ok {
		last = c.Cursor()
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if found := cursor(child); found != nil {
				last = found
			}
		}
	}
	return last
}

// TestFingersLeaveNoPointer: a screen that fills the display and that nobody can close shows no pointer, nothing on it looks as if
// one were over it, and it can be touched. In a window, for who builds on it, and at the clerk's desk there is one.
func TestFingersLeaveNoPointer(t *testing.T) {
	for _, c := range []struct {
		name       string
		full, kept bool
		want       desktop.Cursor
	}{
		{"kiosk", true, true, desktop.HiddenCursor},
		{"kiosk in a window", false, false, desktop.PointerCursor},
		{"clerk, full screen", true, false, desktop.PointerCursor},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, s := test.NewApp(), new(oneTile)
			defer test.NewApp()
			w := shell.Open(a, s, shell.Options{Theme: look.Theme{}, Size: fyne.NewSize(400, 300), FullScreen: c.full, KeepOpen: c.kept})
			defer w.Close()
			middle := fyne.NewPos(200, 150)
			plain := test.RenderObjectToMarkup(s.tile)
			test.MoveMouse(w.Canvas(), middle)
			if hovers := test.RenderObjectToMarkup(s.tile) != plain; hovers != (c.want != desktop.HiddenCursor) {
				t.Errorf("the tile looks as if a pointer were over it: %v", hovers)
			}
			if got := cursor(w.Content()); got != c.want {
				t.Errorf("the pointer is %v, want %v", got, c.want)
			}
			test.TapCanvas(w.Canvas(), middle)
			if s.touched != 1 {
				t.Errorf("touched %d times", s.touched)
			}
		})
	}
}
