package display

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Listen implements the Hall service.
func (d *Service) Listen(ctx context.Context, r *connect.Request[contract.ListenHallRequest], stream *connect.ServerStream[contract.HallAnnouncement]) error {
	if d.Audience == nil {
		return fault.RPC(fault.New("display.Listen", fault.Refused).
			Tell("De schermen van deze wachtruimte roepen niemand op.", "Zet in het bestand met de toestellen bij de stem: at: display."))
	}
	heard, newest, stop := d.Audience.Listen(r.Msg.Last)
	defer stop()
	if err := stream.Send(&contract.HallAnnouncement{Id: newest}); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.Follow.Stop:
			return nil
		case one, ok := <-heard:
			if !ok {
				return nil // it stood still: it listens anew
			}
			if err := stream.Send(announcementOf(one, d.Node.Now())); err != nil {
				return err
			}
		}
	}
}

// announcementOf is an announcement as a display gets it. Without a moment by which it must begin, and with one that has passed on
// the way here, it begins at once or not.
func announcementOf(one audience.Spoken, now time.Time) *contract.HallAnnouncement {
	within := max(one.By.Sub(now), 0)
	if one.By.IsZero() {
		within = time.Second
	}
	return &contract.HallAnnouncement{Id: one.ID, Chime: one.Chime == voice.Gong, Text: one.Text, Language: one.Language,
		Volume: uint32(one.Volume), WithinMs: uint32(min(within.Milliseconds(), 1<<31))}
}
