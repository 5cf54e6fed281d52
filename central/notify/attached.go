package notify

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/ics"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// attached is what goes with a mail: the visit for an agenda, and the booking code as a picture.
func (f facts) attached() (out []Attachment, err error) {
	switch f.Kind {
	case contract.MessageKind_MESSAGE_KIND_CONFIRMATION, contract.MessageKind_MESSAGE_KIND_CHANGE, contract.MessageKind_MESSAGE_KIND_REMINDER:
		out = append(out, Attachment{"afspraak.ics", "text/calendar; charset=utf-8; method=PUBLISH", f.agenda(false)})
	case contract.MessageKind_MESSAGE_KIND_CANCELLATION:
		return append(out, Attachment{"afspraak.ics", "text/calendar; charset=utf-8; method=CANCEL", f.agenda(true)}), nil
	}
	if f.Pass == "" || len(out) == 0 {
		return out, nil
	}
	picture, err := drawn(f.Pass)
	return append(out, Attachment{"code.png", "image/png", picture}), err
}

const (
	border = 4 // modules of white that readers of QR codes need
	module = 6 // pixels
)

// drawn is a text as a QR code.
func drawn(text string) ([]byte, error) {
	rows, err := certificate.QR(text)
	if err != nil {
		return nil, err
	}
	size := (len(rows) + 2*border) * module
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if r, c := y/module-border, x/module-border; r >= 0 && r < len(rows) && c >= 0 && c < len(rows) && rows[r][c] {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

// agenda writes the visit as an iCalendar. Its stamp is the visit itself: the same visit has the same bytes.
func (f facts) agenda(cancelled bool) []byte {
	method := "PUBLISH"
	if cancelled {
		method = "CANCEL"
	}
	say := "Uw code: " + f.Code
	if len(f.Bring) > 0 {
		say += "\nBreng mee: " + strings.Join(f.Bring, "; ") + "."
	}
	start := f.On.At(f.At, f.Zone)
	return ics.Event{Code: f.Code, Sequence: f.Sequence, Cancelled: cancelled, Method: method, Stamp: start, Start: start, End: f.On.At(f.Until, f.Zone),
		Summary: "Afspraak: " + strings.Join(f.Products, ", "), Location: strings.Trim(f.Site+", "+f.Address, ", "), Description: say}.Bytes()
}
