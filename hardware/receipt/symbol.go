package receipt

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"
)

// levels are how much of a QR code may be damaged, as printers name them.
var levels = map[byte]qr.ErrorCorrectionLevel{'L': qr.L, 'M': qr.M, 'Q': qr.Q, 'H': qr.H}

// Drawn is the Symbols of a picture that is given none: the modules that a printer's firmware draws.
func Drawn(c Code) ([][]bool, error) {
	code, err := encoded(c)
	if err != nil {
		return nil, fmt.Errorf("receipt: draw a %s code: %w", c.Kind, err)
	}
	size := code.Bounds().Size()
	rows := make([][]bool, size.Y)
	for y := range rows {
		rows[y] = make([]bool, size.X)
		for x := range rows[y] {
			rows[y][x] = code.At(x, y) == color.Black
		}
	}
	return rows, nil
}

func encoded(c Code) (barcode.Barcode, error) {
	switch c.Kind {
	case "qr":
		level, ok := levels[c.Level]
		if !ok {
			level = qr.M
		}
		return qr.Encode(c.Text, level, qr.Unicode)
	case "code128":
		return code128.Encode(c.Text)
	}
	return nil, fmt.Errorf("unknown kind %q", c.Kind)
}
