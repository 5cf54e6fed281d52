package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedShortcut edits the text, or passes on what is for the window: the toolkit gives a field with the keyboard every
// shortcut, and the field would swallow those it has no use for. Its own are with the arrows and the keys that erase.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if other, ok := s.(*desktop.CustomShortcut); ok && len(other.KeyName) == 1 {
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(f).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
			return
		}
	}
	f.Entry.TypedShortcut(s)
}
