package local

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// Hall is the waiting room as a display sees it. It is safe for concurrent use.
type Hall struct {
	rpc  contractconnect.HallClient
	http *http.Client
}

// DialHall reaches the daemon at a unix socket. It does not wait for the daemon: Watch says when there is none.
func DialHall(path string) *Hall {
	http := socket.Client(path)
	return &Hall{rpc: contractconnect.NewHallClient(http, "http://counter"), http: http}
}

// Close lets go of the connection.
func (h *Hall) Close() { h.http.CloseIdleConnections() }

// Watch calls show with the present picture and every later one, until ctx ends; an error is why the daemon is gone.
func (h *Hall) Watch(ctx context.Context, show func(*contract.HallView)) error {
	stream, err := h.rpc.Watch(ctx, connect.NewRequest(new(contract.WatchHallRequest)))
	return follow(ctx, "local.Hall", stream, err, show)
}

// Listen calls take with each announcement after a number that this display had, 0 for who has just begun, until ctx ends. An error
// is why there are none: Refused where the counter calls by itself.
func (h *Hall) Listen(ctx context.Context, last uint64, take func(*contract.HallAnnouncement)) error {
	const op = "local.Listen"
	stream, err := h.rpc.Listen(ctx, connect.NewRequest(&contract.ListenHallRequest{Last: last}))
	if err != nil {
		return fault.FromRPC(op, err)
	}
	for stream.Receive() {
		take(stream.Msg())
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	switch {
	case ctx.Err() != nil:
		return nil
	case err == nil:
		return fault.New(op, fault.Unreachable)
	}
	return fault.FromRPC(op, err)
}
