package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what all our focusable widgets share: focus, pointer and being disabled. The widget that embeds
// it sets self in its constructor.
type control struct {
	widget.BaseWidget
	self     fyne.Widget
	focused  bool
	hovered  bool
	disabled bool
}

func (c *control) init(self fyne.Widget) {
	c.self = self
	c.ExtendBaseWidget(self)
}

// FocusGained is called by the toolkit.
func (c *control) FocusGained() { c.focused = true; c.self.Refresh() }

// FocusLost is called by the toolkit.
func (c *control) FocusLost() { c.focused = false; c.self.Refresh() }

// TypedRune is called by the toolkit; most controls take no text: it is the window's, where that has a use for it.
func (c *control) TypedRune(r rune) {
	if cv := fyne.CurrentApp().Driver().CanvasForObject(c.self); cv != nil {
		if typed := cv.OnTypedRune(); typed != nil {
			typed(r)
		}
	}
}

// MouseIn is called by the toolkit.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.self.Refresh() }

// MouseMoved is called by the toolkit.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (c *control) MouseOut() { c.hovered = false; c.self.Refresh() }

// Cursor shows a hand over what can be pressed.
func (c *control) Cursor() desktop.Cursor {
	if c.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Enable makes it usable.
func (c *control) Enable() { c.SetEnabled(true) }

// Disable makes it unusable: it is skipped by the Tab key and says so by its shape, not by colour alone.
func (c *control) Disable() { c.SetEnabled(false) }

// SetEnabled is Enable or Disable; no change costs nothing.
func (c *control) SetEnabled(enabled bool) {
	if c.disabled == enabled {
		c.disabled = !enabled
		c.self.Refresh()
	}
}

// Disabled reports whether it cannot be used.
func (c *control) Disabled() bool { return c.disabled }

// Focused reports whether it has the keyboard.
func (c *control) Focused() bool { return c.focused }

// take gives it the keyboard, as a click on it should.
func (c *control) take() {
	if cv := fyne.CurrentApp().Driver().CanvasForObject(c.self); cv != nil {
		if f, ok := c.self.(fyne.Focusable); ok && !c.disabled {
			cv.Focus(f)
		}
	}
}

// presses reports whether a key means "do it" on a focused control.
func presses(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter || ev.Name == fyne.KeySpace
}
