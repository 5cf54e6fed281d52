package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/caller"
	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Sound says who calls visitors aloud here; call it before Run. Nobody does until it is called.
func (s *Server) Sound(c *caller.Caller) { s.service.caller = c }

// Displays says who listens at the displays where these call visitors aloud; call it before Run. Nobody does until it is called.
func (s *Server) Displays(a *audience.Audience) { s.display.Audience = a }

// soundChanged is closed when somebody sets the volume; nil: never.
func (s *Service) soundChanged() <-chan struct{} {
	if s.caller == nil {
		return nil
	}
	return s.caller.Changed()
}

// fillSound shows how loud visitors are called.
func (s *Service) fillSound(_ appliance.Turn, out *contract.View) error {
	if s.caller == nil {
		return nil
	}
	v := s.caller.Volume()
	out.Sound = &contract.SoundRow{Volume: uint32(v.Now), Usual: uint32(v.Usual)}
	if !v.Resets.IsZero() {
		out.Sound.ResetsMs = v.Resets.UnixMilli()
	}
	return nil
}

// SetVolume implements the Counter service. It journals nothing: the volume goes back by itself, at the latest when this process ends.
func (s *Service) SetVolume(_ context.Context, r *connect.Request[contract.SetVolumeRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.SetVolume"
	if s.caller == nil {
		return nil, fault.RPC(fault.New(op, fault.Refused).Tell("Hier roept geen stem bezoekers op.", "Zet een stem in het bestand met de toestellen."))
	}
	if r.Msg.Volume > 100 {
		return nil, fault.RPC(fault.New(op, fault.Invalid).Tell("Het volume gaat van 0 tot 100 procent.", "Kies een ander getal."))
	}
	s.caller.SetVolume(int(r.Msg.Volume))
	out := new(contract.Done)
	err := s.node.Look(func(t appliance.Turn) error { out.Sequence = t.View.Size(); return nil })
	return respond(out, fault.Wrap(op, err))
}
