package local

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/display"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/kiosk"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Server serves the Counter service on a unix socket that only its owner may open.
type Server struct {
	service  *Service
	kiosk    *kiosk.Service
	display  *display.Service
	desks    keeper
	http     *http.Server
	listener net.Listener
	stop     chan struct{}
}

// Listen takes the socket at path. A socket that a process left behind when it was killed is replaced: the journal
// decides who is the daemon, and the caller has it open.
func Listen(path string, node *appliance.Node, random io.Reader) (*Server, error) {
	const op = "local.Listen"
	products := catalogue.Embedded()
	location, ok := products.Location(node.Site())
	if !ok {
		return nil, fault.New(op, fault.NotFound).On(string(node.Site())).Tell("Deze locatie staat niet in de catalogus.", "Kijk de naam van de locatie na.")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).On(path).Because(err)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, fault.New(op, fault.Internal).On(path).Because(err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fault.New(op, fault.Internal).On(path).Because(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fault.New(op, fault.Internal).On(path).Because(err), listener.Close())
	}
	s := &Server{listener: listener, stop: make(chan struct{})}
	locked := &lockedRandom{from: random}
	register := vault.Register{Site: location.Site.ID, Vault: location.Site.Vault.Value, Procedures: vault.DefaultProcedures, Strict: true}
	s.service = &Service{node: node, door: staff.NewDoor(locked, 0), site: location.Site, room: room.New(location.Site, products, register),
		random: locked, stop: s.stop, follow: follow.Follower{Counter: node, Stop: s.stop}, register: register}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewCounterHandler(s.service, connect.WithReadMaxBytes(1<<20),
		connect.WithInterceptors(connect.UnaryInterceptorFunc(s.service.guard)),
		connect.WithCompression("gzip", nil, nil))) // on one machine packing costs more than it saves
	s.kiosk = kiosk.New(kiosk.Config{Node: node, Room: s.service.room, Follow: s.service.follow, Counter: visitors{s.service}, Random: locked})
	mux.Handle(contractconnect.NewKioskHandler(s.kiosk, connect.WithReadMaxBytes(1<<16), connect.WithCompression("gzip", nil, nil)))
	s.display = &display.Service{Node: node, Room: s.service.room, Follow: s.service.follow}
	mux.Handle(contractconnect.NewHallHandler(s.display, connect.WithReadMaxBytes(1<<10), connect.WithCompression("gzip", nil, nil)))
	mux.Handle(contractconnect.NewMachineHandler(machine{node}, connect.WithReadMaxBytes(1<<10)))
	s.desks.service = s.service
	mux.Handle(contractconnect.NewDesksHandler(&s.desks, connect.WithReadMaxBytes(1<<20)))
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	s.http = &http.Server{Handler: mux, Protocols: protocols, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10}
	return s, nil
}

// Run serves until ctx ends, then ends the watches and gives calls a second.
func (s *Server) Run(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(s.listener) }()
	rosters, cancel := context.WithCancel(ctx)
	var following sync.WaitGroup
	following.Go(func() { s.service.followRoster(rosters) })
	defer following.Wait()
	defer cancel()
	select {
	case err := <-failed:
		return fault.New("local.Run", fault.Internal).Because(err)
	case <-ctx.Done():
	}
	close(s.stop)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if s.http.Shutdown(grace) != nil {
		_ = s.http.Close() // what is left is cut off
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fault.New("local.Run", fault.Internal).Because(err)
	}
	return nil
}

// Close releases the socket of a server that never ran.
func (s *Server) Close() error { return s.http.Close() }
