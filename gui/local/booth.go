package local

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// boothOf reads whether photos can be taken here: a camera is configured, in whatever state it is.
func boothOf(s *state.Snapshot, v *contract.View) {
	s.Camera = slices.ContainsFunc(v.Devices, func(d *contract.DeviceRow) bool { return d.Kind == "camera" })
}

// maxPoints is how many points a picture that came from the counter may have: it makes them small.
const maxPoints = 4 << 20

// unpack reads a picture. It is made what is painted as it is, here and not on the toolkit's goroutine.
func unpack(b []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if c.Width < 1 || c.Height < 1 || c.Width*c.Height > maxPoints {
		return nil, fmt.Errorf("a picture of %d × %d", c.Width, c.Height)
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, c.Width, c.Height))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out, nil
}

// Preview implements state.Booth. A picture that cannot be read is passed over: the next may be whole.
func (c *Counter) Preview(ctx context.Context, show func(state.Picture)) error {
	const op = "local.Preview"
	command, err := c.command()
	if err != nil {
		return err
	}
	stream, err := c.rpc.Preview(ctx, connect.NewRequest(&contract.PreviewRequest{Command: command}))
	if err != nil {
		return fault.FromRPC(op, err)
	}
	for stream.Receive() {
		m := stream.Msg()
		if img, err := unpack(m.Jpeg); err == nil {
			show(state.Picture{Image: img, Edge: edgeOf(m.Frame), Head: headOf(m.Frame)})
		}
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	if ctx.Err() != nil {
		return nil
	}
	err = fault.FromRPC(op, err)
	if fault.Is(err, fault.Denied) && c.gone(ctx, command.Session) {
		c.drop(command.Session)
	}
	if err == nil {
		err = fault.New(op, fault.Unreachable)
	}
	return err
}

func edgeOf(f *contract.PhotoFrame) image.Rectangle {
	return image.Rect(int(f.GetLeft()), int(f.GetTop()), int(f.GetLeft()+f.GetWidth()), int(f.GetTop()+f.GetHeight()))
}

func headOf(f *contract.PhotoFrame) image.Rectangle {
	return image.Rect(int(f.GetHeadLeft()), int(f.GetHeadTop()), int(f.GetHeadLeft()+f.GetHeadWidth()), int(f.GetHeadTop()+f.GetHeadHeight()))
}

// Capture implements state.Booth.
func (c *Counter) Capture(ctx context.Context, visit office.VisitID) (state.Shot, error) {
	const op = "local.Capture"
	res, err := call(ctx, c, op, func(cmd *contract.Command) *contract.CaptureRequest {
		return &contract.CaptureRequest{Command: cmd, Visit: visitBytes(visit)}
	}, c.rpc.Capture)
	if err != nil {
		return state.Shot{}, err
	}
	id, err := contract.ID16[state.PhotoID](res.Photo)
	if err != nil {
		return state.Shot{}, fault.New(op, fault.Internal).Because(err)
	}
	s := state.Shot{ID: id, Good: res.Good}
	for _, k := range res.Checks {
		s.Checks = append(s.Checks, state.PhotoCheck{Code: k.Code, Good: k.Ok, Say: k.Say, Value: k.Value})
	}
	if len(res.Preview) > 0 {
		if s.Preview, err = unpack(res.Preview); err != nil {
			return state.Shot{}, fault.New(op, fault.Internal).Because(err)
		}
	}
	return s, nil
}

// visitBytes are a visit as a request has it; the zero one is left out.
func visitBytes(id office.VisitID) []byte {
	if id == (office.VisitID{}) {
		return nil
	}
	return id[:]
}

// KeepPhoto implements state.Booth.
func (c *Counter) KeepPhoto(ctx context.Context, id state.PhotoID, consent bool, reason string) (state.Receipt, error) {
	res, err := call(ctx, c, "local.KeepPhoto", func(cmd *contract.Command) *contract.KeepPhotoRequest {
		return &contract.KeepPhotoRequest{Command: cmd, Photo: id[:], Consent: consent, Reason: reason}
	}, c.rpc.KeepPhoto)
	return state.Receipt{Sequence: res.GetSequence()}, err
}

// DropPhoto implements state.Booth.
func (c *Counter) DropPhoto(ctx context.Context, id state.PhotoID) error {
	_, err := call(ctx, c, "local.DropPhoto", func(cmd *contract.Command) *contract.DropPhotoRequest {
		return &contract.DropPhotoRequest{Command: cmd, Photo: id[:]}
	}, c.rpc.DropPhoto)
	return err
}

// Photos implements state.Booth.
func (c *Counter) Photos(ctx context.Context, visit office.VisitID) ([]state.Photo, error) {
	res, err := call(ctx, c, "local.Photos", func(cmd *contract.Command) *contract.PhotosRequest {
		return &contract.PhotosRequest{Command: cmd, Visit: visitBytes(visit)}
	}, c.rpc.Photos)
	var out []state.Photo
	for _, row := range res.GetPhotos() {
		id, _ := contract.ID16[state.PhotoID](row.Photo) // it is only shown
		p := state.Photo{ID: id, Failed: len(row.Failed), Reason: row.Reason}
		for _, s := range row.Steps {
			p.Steps = append(p.Steps, state.PhotoStep{At: instant(s.AtMs), Say: s.Say})
		}
		out = append(out, p)
	}
	return out, err
}
