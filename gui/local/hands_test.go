package local_test

import (
	"context"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
)

func (d *daemon) Emulate(_ context.Context, r *connect.Request[contract.EmulateRequest]) (*connect.Response[contract.Done], error) {
	d.note(r.Msg)
	return connect.NewResponse(done()), nil
}

// TestEmulate: a switch is named by its device and kind, and told what to do with.
func TestEmulate(t *testing.T) {
	w := mustWorld(t)
	got, err := w.counter.Emulate(t.Context(), state.Switch{Kind: "eid", Device: "lezer", Code: "insert"}, true, "An Peeters")
	want := &contract.EmulateRequest{Kind: "eid", Device: "lezer", Code: "insert", On: true, Choice: "An Peeters"}
	if err != nil || got.Sequence != done().Sequence || !proto.Equal(w.daemon.last().(*contract.EmulateRequest), want) {
		t.Errorf("%+v, %v, asked %v", got, err, w.daemon.last())
	}
}
