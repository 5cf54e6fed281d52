package appliance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/booth"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// partSize is how much of a photo goes in one step: an eighth of a second of a thin line. What the journal has to say in the
// midst of a step waits that long at most.
const partSize = 64 << 10

// partPatience bounds one step.
const partPatience = 30 * time.Second

// bulkLook is how often a counter that has nothing under way looks again: photos that failed get another try.
const bulkLook = time.Minute

// bulk ships photos while the line is up and the journal has nothing to say, until ctx ends. It has no memory: what waits
// stands in the journal, and headquarters knows how much of it has come.
func (n *Node) bulk(ctx context.Context, client *link.Client) error {
	rpc := contractconnect.NewBulkClient(client.HTTPClient(), link.URL)
	wait := link.Backoff{Base: time.Second, Cap: bulkLook, Random: n.cfg.Random}
	if n.cfg.Timing.Base > 0 {
		wait.Base = n.cfg.Timing.Base
	}
	for ctx.Err() == nil {
		kept, line := n.kept.changed(), n.line.changed()
		rest := bulkLook
		if n.idle() {
			delivered, err := n.ShipPhotos(ctx, rpc)
			if delivered > 0 {
				wait.Reset()
			}
			if err != nil && ctx.Err() == nil {
				n.cfg.Logger.Info("photos wait", "delivered", delivered, "err", err)
				rest = wait.Next()
			}
		}
		timer := time.NewTimer(rest)
		select {
		case <-ctx.Done():
		case <-kept:
		case <-line:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// idle reports whether the line is up and headquarters has all records: then what is large may go.
func (n *Node) idle() bool {
	n.line.mu.Lock()
	defer n.line.mu.Unlock()
	return n.line.state == contract.Line_ONLINE
}

// errBusy ends shipping for now: the journal has something to say, or the line is gone.
var errBusy = errors.New("the line is not idle")

// ShipPhotos delivers what waits, the oldest first, in small steps, for as long as the line is idle. One that headquarters
// does not take yet does not hold up the others. It gives how many were delivered and why it stopped; nil: nothing waits.
func (n *Node) ShipPhotos(ctx context.Context, rpc contractconnect.BulkClient) (delivered int, err error) {
	var waiting []booth.ID
	if err := n.Look(func(t Turn) error { waiting = booth.Waiting(t.View); return nil }); err != nil {
		return 0, err
	}
	var failed []error
	for _, id := range waiting {
		switch err := n.shipPhoto(ctx, rpc, id); {
		case errors.Is(err, errBusy) || fault.Is(err, fault.Unreachable):
			return delivered, errors.Join(append(failed, err)...)
		case err != nil:
			failed = append(failed, err)
		default:
			delivered++
		}
	}
	return delivered, errors.Join(failed...)
}

// shipPhoto delivers one photo and journals that. Interrupted at any point it goes on where headquarters stands.
func (n *Node) shipPhoto(ctx context.Context, rpc contractconnect.BulkClient, id booth.ID) error {
	const op = "appliance.shipPhoto"
	var kept *contract.PhotoKept
	if err := n.Look(func(t Turn) error {
		s, err := booth.Get(t.View, id)
		kept = s.GetKept()
		return err
	}); err != nil || kept == nil {
		return err
	}
	if n.blobs == nil {
		return fault.New(op, fault.NotFound).On(photoDir).Because(errors.New("the folder with the photos is gone"))
	}
	content, err := n.blobs.Get(blob.Digest(kept.Digest))
	if fault.Is(err, fault.NotFound) && n.photoIsOver(id) {
		return nil // it was erased meanwhile
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := n.putParts(ctx, rpc, kept.Digest, content); err != nil {
		return fault.Wrap(op, err)
	}
	_, err = n.Do(ctx, Who{}, func(t Turn) (Decision, error) { return One(booth.Delivered(t.View, id)) })
	return fault.Wrap(op, err)
}

// photoIsOver reports whether a photo no longer waits.
func (n *Node) photoIsOver(id booth.ID) (over bool) {
	err := n.Look(func(t Turn) error {
		s, err := booth.Get(t.View, id)
		over = s.GetErasedMs() != 0
		return err
	})
	return over && err == nil
}

// putParts brings the bytes to headquarters. The first question is how much is there.
func (n *Node) putParts(ctx context.Context, rpc contractconnect.BulkClient, digest, content []byte) error {
	var data []byte
	for at, stuck := 0, 0; ; {
		if !n.idle() {
			return errBusy
		}
		res, err := putPart(ctx, rpc, &contract.PutPartRequest{Digest: digest, Size: uint32(len(content)), Offset: uint32(at), Data: data})
		if err != nil {
			return err
		}
		there := int(res.Offset)
		switch {
		case res.Whole:
			return nil
		case there > len(content):
			return fault.New("appliance.putParts", fault.Corrupt).Because(fmt.Errorf("headquarters has %d bytes of %d", there, len(content)))
		case there == len(content):
			return fault.New("appliance.putParts", fault.Unreachable).Because(errors.New("headquarters has it, and not yet at a majority"))
		case data != nil && there <= at:
			if stuck++; stuck > 3 { // a node that forgets what it was given
				return fault.New("appliance.putParts", fault.Conflict).Because(fmt.Errorf("headquarters stays at %d bytes", there))
			}
		}
		at = there
		data = content[at:min(at+partSize, len(content))]
	}
}

// putPart is one step.
func putPart(ctx context.Context, rpc contractconnect.BulkClient, q *contract.PutPartRequest) (*contract.PutPartResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, partPatience)
	defer cancel()
	res, err := rpc.PutPart(ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("appliance.putPart", err)
	}
	return res.Msg, nil
}
