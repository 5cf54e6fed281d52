package local

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// LAN serves the screens on other machines, on an address of the office's network: desks, displays and self-service desks, each
// role its own service. What the socket's mode does for the screens of this machine, the certificate does for these: without
// one that the register has at its place, nothing is answered but a code.
type LAN struct {
	service *Service
	desks   *desk.Register
	address string // asked for
	handler http.Handler
	enrol   http.Handler

	mu     sync.Mutex // guards what follows
	server *link.Server
	own    link.Identity
}

// lanLimits are those of the socket, for as many screens as a site has desks, and then some.
var lanLimits = link.Limits{HeaderBytes: 16 << 10, BodyBytes: 1 << 20, Streams: 64, Lines: 64, Quiet: 10 * time.Second}

// rebind is how long to wait for an address that is not there yet: a network that comes up after the daemon.
const rebind = time.Second

// OpenLAN opens the service to the register's desks at address, host:port. An address that cannot be had now is no fault:
// the counter works without, and Run tries on. Its fault is Invalid, for an address that never can. Call it before Run of
// either.
func (s *Server) OpenLAN(address string, desks *desk.Register) (*LAN, error) {
	const op = "local.OpenLAN"
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, fault.New(op, fault.Invalid).On(address).Because(err).
			Tell("Dit is geen adres op het netwerk.", "Geef host:poort, of :poort voor elk adres van dit toestel.")
	}
	l := &LAN{service: s.service, desks: desks, address: address}
	l.handler = l.serving(s)
	l.enrol = link.EnrolHandler(func(codeHash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
		chain, err := desks.Redeem(codeHash, csr)
		if err == nil {
			l.recheck() // whoever had that place
		}
		return chain, err
	})
	s.desks.lan = l
	if err := l.listen(); err != nil {
		s.service.node.Logger().Warn("the LAN cannot be had yet", "address", address, "err", err)
	}
	return l, nil
}

// serving is what the roles may use: each has a service of its own, and nothing of another's.
func (l *LAN) serving(s *Server) http.Handler {
	plain := connect.WithCompression("gzip", nil, nil)
	mux := http.NewServeMux()
	mux.Handle(link.RenewPath, link.RenewHandler(l.desks.Renew))
	mux.Handle(contractconnect.NewCounterHandler(s.service, connect.WithReadMaxBytes(1<<20),
		connect.WithInterceptors(only(link.RoleDesk), ownDesk{s.service}, connect.UnaryInterceptorFunc(s.service.guard)), plain))
	mux.Handle(contractconnect.NewHallHandler(s.display, connect.WithReadMaxBytes(1<<10), connect.WithInterceptors(only(link.RoleDisplay)), plain))
	mux.Handle(contractconnect.NewKioskHandler(s.kiosk, connect.WithReadMaxBytes(1<<16), connect.WithInterceptors(only(link.RoleKiosk)), plain))
	return mux
}

// listen takes the address with a certificate for the counter.
func (l *LAN) listen() error {
	own, err := l.desks.Identity()
	if err != nil {
		return err
	}
	s := &link.Server{Identity: own, Handler: l.handler, Enrol: l.enrol, Check: l.desks.Check,
		Logger: l.service.node.Logger(), Limits: lanLimits, Now: l.service.node.Now}
	if err := s.Listen(l.address); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.server, l.own = s, own
	return nil
}

// Address is where the counter listens; empty while it does not.
func (l *LAN) Address() string {
	if s := l.listening(); s != nil {
		return s.Addr().String()
	}
	return ""
}

func (l *LAN) listening() *link.Server {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.server
}

// Run serves until ctx ends. A network that is taken away ends nothing: it is waited for.
func (l *LAN) Run(ctx context.Context) error {
	log := l.service.node.Logger()
	for ctx.Err() == nil {
		err := error(nil)
		if l.listening() == nil {
			err = l.listen()
		}
		if err == nil {
			err = l.serve(ctx)
			l.mu.Lock()
			l.server = nil
			l.mu.Unlock()
		}
		if ctx.Err() != nil {
			break
		}
		log.Debug("the LAN cannot be had", "address", l.address, "err", err)
		wait := time.NewTimer(rebind)
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
		wait.Stop()
	}
	return nil
}

// serve serves one listener to its end, and renews the counter's certificate meanwhile.
func (l *LAN) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var tending sync.WaitGroup
	tending.Go(func() { l.tend(ctx) })
	err := l.listening().Run(ctx)
	cancel()
	tending.Wait()
	l.keepSeen(0)
	return err
}

// keepSeen writes down which screens were here when, if that is so much newer than what was written.
func (l *LAN) keepSeen(older time.Duration) {
	if err := l.desks.KeepSeen(older); err != nil {
		l.service.node.Logger().Warn("which screens were seen is not kept", "err", err)
	}
}

// tend looks now and then whether the counter's own certificate is due.
func (l *LAN) tend(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := l.Renew(); err != nil {
				l.service.node.Logger().Error("the counter's certificate for its desks is not renewed", "err", err)
			}
			l.keepSeen(time.Hour)
		}
	}
}

// Renew gives the counter a new certificate when its own is past two thirds of its life, or is of a time to come: the clock
// was wrong when it was made. Open lines keep the one they began with.
func (l *LAN) Renew() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.service.node.Now()
	if l.server == nil || now.Before(l.own.RenewAt()) && !now.Before(l.own.Peer().Issued) {
		return nil
	}
	own, err := l.desks.Identity()
	if err == nil {
		l.own = own
		l.server.Use(own)
	}
	return err
}

// Close releases the address of a LAN that never ran.
func (l *LAN) Close() error {
	if s := l.listening(); s != nil {
		return s.Close()
	}
	return nil
}

// recheck closes the lines of those who are no longer let in.
func (l *LAN) recheck() {
	if s := l.listening(); s != nil {
		s.Recheck()
	}
}

// connected are the places whose screen has a line now.
func (l *LAN) connected() map[desk.Place]bool {
	out := map[desk.Place]bool{}
	if s := l.listening(); s != nil {
		for _, p := range s.Peers() {
			out[desk.Place{Role: p.Role, Number: p.Number()}] = true
		}
	}
	return out
}

// errNoLine is the cause when a request of the LAN carries no peer.
var errNoLine = errors.New("no desk at the other end")
