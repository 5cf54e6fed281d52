package bulk

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ListPhotos implements the Photos service: what is known of a site's photos. It opens none.
func (b *Bulk) ListPhotos(ctx context.Context, r *connect.Request[contract.ListPhotosRequest]) (*connect.Response[contract.ListPhotosResponse], error) {
	out := new(contract.ListPhotosResponse)
	err := b.Log.Read(ctx, func(kr kv.Reader) error {
		v := b.Machine.View(kr)
		if _, ok := v.Calendar().Site(office.SiteID(r.Msg.Site)); !ok {
			return fault.New("bulk.ListPhotos", fault.NotFound).On(r.Msg.Site).Tell("Deze locatie is niet bekend.", "Vraag de lijst met 'central sites'.")
		}
		for s := range v.SitePhotos(office.SiteID(r.Msg.Site)) {
			out.Photos = append(out.Photos, s)
		}
		if r.Msg.Readings {
			for one := range v.PhotoReadings() {
				if one.Site == r.Msg.Site {
					out.Readings = append(out.Readings, one)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fault.RPC(err)
	}
	slices.SortStableFunc(out.Photos, func(a, b *contract.PhotoState) int { return cmp.Compare(a.KeptMs, b.KeptMs) })
	return connect.NewResponse(out), nil
}

// ReadPhoto implements the Photos service. That somebody asks, who and why, is in the raft log before the photo is opened.
func (b *Bulk) ReadPhoto(ctx context.Context, r *connect.Request[contract.ReadPhotoRequest]) (*connect.Response[contract.ReadPhotoResponse], error) {
	const op = "bulk.ReadPhoto"
	q := r.Msg
	act := make([]byte, 16)
	if _, err := io.ReadFull(b.Random, act); err != nil {
		return nil, fault.RPC(fault.New(op, fault.Internal).Because(err))
	}
	reply, err := forward.Command(ctx, b.Log, &contract.HQCommand{AtMs: b.Now().UnixMilli(), Act: act,
		Kind: &contract.HQCommand_PhotoReading{PhotoReading: &contract.PhotoReading{Site: q.Site, Photo: q.Photo, By: q.By, Reason: q.Reason}}})
	if err == nil {
		err = register.Err(op, reply)
	}
	var state *contract.PhotoState
	var secret *contract.PhotoSecret
	if err == nil {
		err = b.Log.Read(ctx, func(kr kv.Reader) error {
			v := b.Machine.View(kr)
			state = v.PhotoOf(office.SiteID(q.Site), q.Photo)
			secret = v.PhotoSecret(state)
			return nil
		})
	}
	if err == nil && secret == nil {
		err = fault.New(op, fault.NotFound).On(fmt.Sprintf("%x", q.Photo)).Tell("Deze foto is gewist: niemand kan ze nog openen.", "")
	}
	if err != nil {
		return nil, fault.RPC(err)
	}
	content, err := b.open(ctx, state, secret)
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(&contract.ReadPhotoResponse{Jpeg: content}), nil
}

// open fetches and unseals a photo.
func (b *Bulk) open(ctx context.Context, s *contract.PhotoState, secret *contract.PhotoSecret) ([]byte, error) {
	const op = "bulk.open"
	d, err := blob.DigestOf(s.Kept.Digest)
	if err != nil || len(secret.Key) != len(blob.Key{}) {
		return nil, fault.New(op, fault.Corrupt).On(fmt.Sprintf("photo %x", s.Kept.Photo)).Because(err)
	}
	content, err := b.fetch(ctx, d)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(op, fault.NotFound).On(d.String()).Because(err).
			Tell("Deze foto is nog niet bij het hoofdkantoor.", "Ze komt zodra het loket verbinding heeft.")
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return blob.Unseal(content, blob.Key(secret.Key))
}
