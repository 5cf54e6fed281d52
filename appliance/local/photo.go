package local

import (
	"context"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Capture implements the Counter service. The act names the photo; the same act gives the same photo as long as it waits.
func (s *Service) Capture(ctx context.Context, r *connect.Request[contract.CaptureRequest]) (*connect.Response[contract.CaptureResponse], error) {
	const op = "local.Capture"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	visit, err := visitOf(op, r.Msg.Visit)
	if err != nil {
		return nil, fault.RPC(err)
	}
	shot, err := s.node.Capture(ctx, who, visit)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := &contract.CaptureResponse{Photo: shot.ID[:], Good: shot.Verdict.Good(), Preview: shot.Preview, Seconds: uint32(booth.Waits.Seconds())}
	for _, c := range shot.Verdict.Checks {
		out.Checks = append(out.Checks, &contract.PhotoCheck{Code: string(c.Code), Ok: c.OK, Say: c.Say, Value: c.Value})
	}
	return connect.NewResponse(out), nil
}

// visitOf reads a visit that a request may leave out.
func visitOf(op string, b []byte) (id office.VisitID, err error) {
	if len(b) == 0 {
		return id, nil
	}
	if id, err = contract.ID16[office.VisitID](b); err != nil {
		return id, fault.New(op, fault.Invalid).Because(err)
	}
	return id, nil
}

// photoOf reads which photo a request is about.
func photoOf(op string, b []byte) (booth.ID, error) {
	id, err := contract.ID16[booth.ID](b)
	if err != nil {
		return id, fault.New(op, fault.Invalid).Because(err)
	}
	return id, nil
}

// maxReason is how long a clerk's reason may be, in bytes.
const maxReason = 1000

// KeepPhoto implements the Counter service. Keeping a photo twice keeps it once.
func (s *Service) KeepPhoto(ctx context.Context, r *connect.Request[contract.KeepPhotoRequest]) (*connect.Response[contract.KeepPhotoResponse], error) {
	const op = "local.KeepPhoto"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if len(r.Msg.Reason) > maxReason {
		return nil, fault.RPC(fault.New(op, fault.Exhausted).Tell("Deze reden is te lang.", "Zeg het korter."))
	}
	id, err := photoOf(op, r.Msg.Photo)
	if err != nil {
		return nil, fault.RPC(err)
	}
	out := new(contract.KeepPhotoResponse)
	out.Sequence, out.Photo, err = s.node.KeepPhoto(ctx, who, id, r.Msg.Consent, r.Msg.Reason)
	return respond(out, fault.Wrap(op, err))
}

// DropPhoto implements the Counter service.
func (s *Service) DropPhoto(_ context.Context, r *connect.Request[contract.DropPhotoRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.DropPhoto"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	id, err := photoOf(op, r.Msg.Photo)
	if err != nil {
		return nil, fault.RPC(err)
	}
	return respond(new(contract.Done), fault.Wrap(op, s.node.DropPhoto(who, id)))
}

// Photos implements the Counter service.
func (s *Service) Photos(_ context.Context, r *connect.Request[contract.PhotosRequest]) (*connect.Response[contract.PhotosResponse], error) {
	const op = "local.Photos"
	visit, err := visitOf(op, r.Msg.Visit)
	if err != nil {
		return nil, fault.RPC(err)
	}
	out := new(contract.PhotosResponse)
	out.Photos, err = s.node.Photos(visit)
	return respond(out, fault.Wrap(op, err))
}

// Preview implements the Counter service. The guard of the other calls does not stand before streams, so the right is asked
// here: who looks through the camera sees a visitor.
func (s *Service) Preview(ctx context.Context, r *connect.Request[contract.PreviewRequest], stream *connect.ServerStream[contract.PreviewFrame]) error {
	const op = "local.Preview"
	session, err := s.session(r.Msg.Command)
	if err == nil {
		err = s.node.View(func(v journal.View) error { return staff.May(v, session.Person, rights["Preview"]) })
	}
	if err != nil {
		return fault.RPC(fault.Wrap(op, err))
	}
	b, err := s.node.Booth()
	if err != nil {
		return fault.RPC(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer cancel()
	watch.Go(func() {
		select {
		case <-s.stop:
			cancel()
		case <-ctx.Done():
		}
	})
	return fault.RPC(fault.Wrap(op, b.Preview(ctx, func(p booth.Picture) error {
		return stream.Send(&contract.PreviewFrame{Jpeg: p.JPEG, Width: uint32(p.Width), Height: uint32(p.Height), Frame: p.Frame})
	})))
}
