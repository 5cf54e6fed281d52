//go:build story

package story_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// sayCapture: capture SITE [DESK] NAME. The clerk looks through the camera until the picture moves, takes a photo of a visitor,
// and is told what is wrong with it. A camera that is in use is tried again, as its words say.
func sayCapture(s *script, w *line) (out string, err error) {
	d, name := w.desk(), w.next("of whom")
	w.done()
	_ = within(s.t, patience, func() error {
		if out, err = d.capture(s.guest(name)); err != nil && strings.HasPrefix(err.Error(), "De camera is bezet") {
			return err
		}
		return nil
	})
	return out, err
}

// sayKeepPhoto: keep-photo SITE [DESK] NAME [because REASON]. The photo that was taken last is kept, with the visitor's consent.
func sayKeepPhoto(s *script, w *line) (string, error) {
	d, reason, name := w.desk(), w.after("because"), w.next("of whom")
	w.done()
	res, err := do(d.counter, screen.KeepPhoto, &contract.KeepPhotoRequest{Command: d.act(), Photo: s.guest(name).photo, Consent: true, Reason: reason})
	if err != nil {
		return "", refused(err)
	}
	return sayPhoto(res.Photo), nil
}

// sayPhotos: photos SITE [DESK] NAME. What happened to the photos of a visit.
func sayPhotos(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("of whom")
	w.done()
	res, err := do(d.counter, screen.Photos, &contract.PhotosRequest{Command: d.act(), Visit: s.guest(name).visit})
	if err != nil {
		return "", refused(err)
	}
	var out strings.Builder
	for _, p := range res.Photos {
		out.WriteString(sayPhoto(p))
	}
	return out.String(), nil
}

// sayPhoto is what happened to a photo, a step after the other.
func sayPhoto(p *contract.PhotoRow) string {
	var steps []string
	for _, step := range p.GetSteps() {
		steps = append(steps, step.Code)
	}
	return strings.Join(steps, ", ") + "\n"
}

// capture takes a photo while it looks through the camera.
func (d *desk) capture(g *guest) (string, error) {
	ctx, cancel := context.WithTimeout(d.c.t.Context(), patience)
	defer cancel()
	stream, err := d.Preview(ctx, connect.NewRequest(&contract.PreviewRequest{Command: d.act()}))
	if err != nil {
		return "", refused(fault.FromRPC("story", err))
	}
	for seen := 0; seen < 2; seen++ {
		if !stream.Receive() {
			return "", refused(fault.FromRPC("story", errors.Join(stream.Err(), stream.Close())))
		}
	}
	res, err := do(d.counter, screen.Capture, &contract.CaptureRequest{Command: d.act(), Visit: g.visit})
	cancel()
	_ = stream.Close() // it is we who end it
	if err != nil {
		return "", refused(err)
	}
	g.photo = res.Photo
	var out strings.Builder
	if res.Good {
		fmt.Fprintln(&out, "goed")
	}
	for _, c := range res.Checks {
		if c.Say != "" {
			fmt.Fprintln(&out, c.Say)
		}
	}
	return out.String(), nil
}
