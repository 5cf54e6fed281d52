package certificate

import (
	"image/color"

	"github.com/boombuler/barcode/qr"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// QR is the Symbol of a Maker that is given none: a QR code of which 15 % may be damaged, since papers are folded.
func QR(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fault.New("certificate.QR", fault.Internal).Because(err)
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
