package local_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// jpegOf is a picture of one colour.
func jpegOf(width, height int, shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err) // of memory to memory
	}
	return b.Bytes()
}

// shadeOf is the colour in the middle of a picture.
func shadeOf(img image.Image) uint8 {
	at := img.Bounds().Max.Div(2)
	return color.GrayModel.Convert(img.At(at.X, at.Y)).(color.Gray).Y
}

// Preview sends one picture, one that is none, another one, and then what the test wants.
func (d *daemon) Preview(ctx context.Context, r *connect.Request[contract.PreviewRequest], s *connect.ServerStream[contract.PreviewFrame]) error {
	if _, err := command(d, r.Msg, r.Msg.Command, func() *contract.Done { return done() }); err != nil {
		return err
	}
	frame := &contract.PhotoFrame{Left: 20, Top: 2, Width: 24, Height: 32, HeadLeft: 25, HeadTop: 6, HeadWidth: 14, HeadHeight: 20}
	for _, b := range [][]byte{jpegOf(64, 36, 100), []byte("no picture"), jpegOf(64, 36, 200)} {
		if err := s.Send(&contract.PreviewFrame{Jpeg: b, Width: 64, Height: 36, Frame: frame}); err != nil {
			return err
		}
	}
	d.mu.Lock()
	broken := d.lens
	d.mu.Unlock()
	if broken != nil {
		return fault.RPC(broken)
	}
	<-ctx.Done()
	return nil
}

func (d *daemon) Capture(_ context.Context, r *connect.Request[contract.CaptureRequest]) (*connect.Response[contract.CaptureResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.CaptureResponse {
		return &contract.CaptureResponse{Photo: r.Msg.Command.Act, Preview: jpegOf(28, 36, 150), Seconds: 300,
			Checks: []*contract.PhotoCheck{{Code: "face", Ok: true, Value: 1}, {Code: "mouth", Say: "De mond is open.", Value: 0.2}}}
	})
}

func (d *daemon) KeepPhoto(_ context.Context, r *connect.Request[contract.KeepPhotoRequest]) (*connect.Response[contract.KeepPhotoResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.KeepPhotoResponse { return &contract.KeepPhotoResponse{Sequence: 9} })
}

func (d *daemon) DropPhoto(_ context.Context, r *connect.Request[contract.DropPhotoRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Photos(_ context.Context, r *connect.Request[contract.PhotosRequest]) (*connect.Response[contract.PhotosResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.PhotosResponse {
		return &contract.PhotosResponse{Photos: []*contract.PhotoRow{{Photo: photo[:], Failed: []string{"mouth"}, Reason: "Kan niet anders",
			Steps: []*contract.PhotoStep{{Code: "taken", AtMs: 1_800_000_000_000, Say: "De foto is genomen."}}}}}
	})
}

// SignInByCard signs Bart in at desk 1, as the next view has it.
func (d *daemon) SignInByCard(_ context.Context, r *connect.Request[contract.SignInByCardRequest]) (*connect.Response[contract.SignInResponse], error) {
	d.note(r.Msg)
	if r.Msg.Pin != "2468" {
		return nil, fault.RPC(fault.New("daemon.SignInByCard", fault.Denied).Tell("Deze pincode klopt niet. Je kunt nog 2 keer proberen.", ""))
	}
	d.mu.Lock()
	d.sessions["card"] = r.Msg.Desk
	d.mu.Unlock()
	return connect.NewResponse(&contract.SignInResponse{Session: "card", Sequence: 8}), nil
}

func (d *daemon) BindCard(_ context.Context, r *connect.Request[contract.BindCardRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) CheckHolder(_ context.Context, r *connect.Request[contract.CheckHolderRequest]) (*connect.Response[contract.CheckHolderResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.CheckHolderResponse {
		return &contract.CheckHolderResponse{Same: true, Say: "De kaart is van de houder.", Evidence: "identity-checked", Name: "Lotte Maes", Born: 5000}
	})
}

// Scans tells of one code of each kind, and of one of a kind that no screen knows yet.
func (d *daemon) Scans(ctx context.Context, r *connect.Request[contract.ScansRequest], s *connect.ServerStream[contract.ScanRow]) error {
	d.note(r.Msg)
	for _, row := range []*contract.ScanRow{{Kind: "booking", Text: "BL1.abc"}, {Kind: "document", Text: "592-1", Number: "5921"},
		{Kind: "consignment", Number: "Z-1", Documents: []string{"5921", "5922"}}, {Kind: "travel", Number: "EK1", Name: "MAES LOTTE", Born: 5000},
		{Kind: "unknown", Text: "?"}, {Kind: "tomorrow's", Text: "??", Say: "Niet te lezen."}} {
		if err := s.Send(row); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
}
