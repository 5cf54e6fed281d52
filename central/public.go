package central

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/portal"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

// newPortal makes the citizens' pages over their door. Links are good at every node: their key comes from the one secret that all
// nodes share.
func newPortal(n *Node, log consensus.Log) (*portal.Portal, error) {
	_, secret, err := n.cfg.Authority.PEM()
	if err != nil {
		return nil, err
	}
	door, err := citizen.New(citizen.Config{Booking: n.booking, Log: log, Machine: n.machine, Secret: secret, Now: n.cfg.Now, Random: n.cfg.Random,
		Sooner: n.cfg.Messages.waits(), Busy: busy.New(n.cfg.BusyLimit, n.seen.Line), Surveys: n.cfg.Messages.surveys()})
	if err != nil {
		return nil, err
	}
	p := portal.New(door, n.cfg.Logger)
	return p, n.useCitizens(p, secret)
}

// newPublic makes the plain door: the citizens' pages, Booking for the city's own front ends, Planning behind a token. It
// speaks HTTP/1.1 and unencrypted HTTP/2, and belongs on loopback or behind the city's own proxy, which has the city's
// certificate and speaks HTTP/3 with browsers.
func (n *Node) newPublic() *http.Server {
	limit := connect.WithHandlerOptions(connect.WithReadMaxBytes(1<<20), connect.WithCompressMinBytes(smallest))
	mux := http.NewServeMux()
	bookingPath, bookings := contractconnect.NewBookingHandler(n.booking, limit)
	mux.Handle(bookingPath, n.staffOrCitizen(bookings))
	path, planning := contractconnect.NewPlanningHandler(n.plan, limit)
	mux.Handle(path, n.withToken(planning))
	path, rosters := contractconnect.NewRostersHandler(n.rosters, limit)
	mux.Handle(path, n.withToken(rosters))
	path, board := contractconnect.NewBoardHandler(n.board, limit)
	mux.Handle(path, n.withToken(board))
	path, glance := contractconnect.NewFleetHandler(n.glance, limit)
	mux.Handle(path, n.withToken(glance))
	path, inbox := contractconnect.NewInboxHandler(n.inbox, limit)
	mux.Handle(path, n.withToken(inbox))
	path, hours := contractconnect.NewHoursHandler(n.hours, limit)
	mux.Handle(path, n.withToken(hours))
	mux.Handle(n.waitingDoor(limit))
	mux.Handle(n.surveysDoor(limit))
	mux.Handle(contractconnect.NewSealsHandler(n.maker, limit)) // everybody may ask
	mux.Handle(certificate.PagePath, n.maker.Page())
	path, photos := contractconnect.NewPhotosHandler(n.bulk, limit)
	mux.Handle(path, n.withToken(photos))
	mux.Handle(n.messagesDoor(limit))
	mux.Handle(n.profileDoor(limit))
	mux.Handle(n.servicesDoor(limit))
	programs := api.New(n.portal.Door, n.cfg.Logger)
	mux.Handle("/api/", programs)
	path, agendas := contractconnect.NewAgendasHandler(programs.Agendas(), limit)
	mux.Handle(path, n.withToken(agendas))
	mux.Handle("/", n.portal)
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{Handler: mux, Protocols: protocols, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
}

// withToken lets through who shows the planner's token.
func (n *Node) withToken(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !n.shown(r.Header.Get("Authorization")) {
			deny(w)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// staffOrCitizen lets everybody through, and tells the door who showed the token: a phone desk. A wrong token is
// refused, so that nobody at a phone desk books as a citizen unawares.
func (n *Node) staffOrCitizen(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if header := r.Header.Get("Authorization"); header != "" {
			if !n.shown(header) {
				deny(w)
				return
			}
			r = r.WithContext(booking.AsStaff(r.Context()))
		}
		h.ServeHTTP(w, r)
	})
}

// shown reports whether a header holds the token, in constant time. Without a token nobody gets in.
func (n *Node) shown(header string) bool {
	token, ok := strings.CutPrefix(header, "Bearer ")
	return ok && n.cfg.Token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(n.cfg.Token)) == 1
}

// deny answers as the RPC protocol does, so that every client understands it.
func deny(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = w.Write([]byte(`{"code":"unauthenticated","message":"Toon het token van de planner."}`)) // who left is not told
}

// servePublic serves the plain door until ctx ends.
func (n *Node) servePublic(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- n.public.Serve(n.door) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := n.public.Shutdown(grace); err != nil {
		_ = n.public.Close() // the rest is cut off; the listener is closed already
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
