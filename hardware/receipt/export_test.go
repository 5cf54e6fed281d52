package receipt

import "errors"

// The pure parts, for tables and properties.
var (
	Wrap        = wrap
	ToPage858   = toPage858
	FromPage858 = fromPage858
)

// Feed writes bytes to an emulator on a line of its own.
func (e *Emulator) Feed(data []byte) error {
	line := &emulated{printer: e, ready: make(chan struct{}, 1), gone: make(chan struct{})}
	_, err := line.Write(data)
	return errors.Join(err, line.Close())
}
