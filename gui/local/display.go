package local

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
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
