package receipt_test

import (
	"errors"
	"image"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// TestPicture: a dot is a dot, a code is drawn by the one that can, and stands in the middle.
func TestPicture(t *testing.T) {
	e := receipt.NewEmulator(receipt.Wide48)
	data, _, err := receipt.Encode(receipt.Ticket{
		receipt.Line{Text: "A", Size: 2}, receipt.Code128{Text: "B1", Align: receipt.Middle}, receipt.Feed(2),
	}, receipt.Wide48)
	if err := errors.Join(err, e.Feed(data)); err != nil {
		t.Fatal(err)
	}
	slip := e.Hanging()
	picture, err := slip.Picture(func(c receipt.Code) ([][]bool, error) { return [][]bool{{true, false, true}}, nil })
	if err != nil {
		t.Fatal(err)
	}
	// Twelve dots a column and two edges; two lines of text, 72 dots of bars and their text, two lines of feed.
	if want := image.Rect(0, 0, 48*12+48, 48+(48+6)+(72+6+24+6)+2*30); picture.Rect != want {
		t.Fatalf("the picture is %v, want %v", picture.Rect, want)
	}
	middle, bars := picture.Rect.Dx()/2, 24+54
	for x, want := range map[int]uint8{middle - 3: 0, middle: 255, middle + 2: 0, middle - 5: 255, middle + 5: 255} {
		if got := picture.GrayAt(x, bars+70).Y; got != want {
			t.Errorf("beside the middle at %d it is %d, want %d", x-middle, got, want)
		}
	}
	without, err := slip.Picture(nil)
	if err != nil || without.Rect.Dy() <= 48 {
		t.Errorf("without symbols: %v, %v", without.Rect, err)
	}
	if rows, err := receipt.Drawn(receipt.Code{Kind: "code128", Text: "B1"}); err != nil || len(rows) != 1 || len(rows[0]) != 11*4+13 {
		t.Errorf("a code of two characters has %d rows: %v", len(rows), err)
	}
	if rows, err := receipt.Drawn(receipt.Code{Kind: "qr", Text: "A042", Level: 'H'}); err != nil || len(rows) != 21 || !rows[0][0] || rows[7][7] {
		t.Errorf("a short QR code has %d rows: %v", len(rows), err)
	}
	if _, err := receipt.Drawn(receipt.Code{Kind: "runes", Text: "x"}); err == nil {
		t.Error("a code of no kind is drawn")
	}
	for range 1000 {
		if err := e.Feed([]byte("\x1bd\xff")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Hanging().Picture(nil); err == nil {
		t.Error("four metres of paper are drawn")
	}
}
