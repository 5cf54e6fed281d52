package local

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// keeper implements the Desks service, on the socket only: who the screens of the LAN are is decided at the appliance.
// Whoever opens the socket is its owner, who could read the authority's key as well; a session says which person it is, and
// then that person's right counts.
type keeper struct {
	service *Service
	lan     *LAN // nil: the counter does not listen on the LAN; set before anything is served
}

var _ contractconnect.DesksHandler = (*keeper)(nil)

// by is the clerk of a session, who must have the right to decide; nobody for the command line. It is also where a
// counter without a LAN says so.
func (k *keeper) by(op, session string) (office.ClerkID, error) {
	if k.lan == nil {
		return "", fault.New(op, fault.Refused).
			Tell("Dit loket laat geen schermen van het netwerk toe.", "Start het toestel met --lan host:poort.")
	}
	if session == "" {
		return "", nil
	}
	who, err := k.service.session(&contract.Command{Session: session})
	if err == nil {
		err = k.service.node.View(func(v journal.View) error { return staff.May(v, who.Person, staff.Decide) })
	}
	return who.ID, fault.Wrap(op, err)
}

// asked is a request about a place.
type asked interface {
	GetDesk() uint32
	GetRole() contract.ScreenRole
	GetNumber() uint32
}

// mostScreens is how many displays, and how many self-service desks, a counter has on other machines.
const mostScreens = 20

// place is that of a request, which this site must have.
func (k *keeper) place(op string, q asked) (desk.Place, error) {
	p, ok := desk.PlaceFrom(q.GetDesk(), q.GetRole(), q.GetNumber())
	switch {
	case q.GetRole() == contract.ScreenRole_SCREEN_ROLE_DESK && (!ok || int(p.Number) > int(k.service.site.Desks.Value)):
		return p, fault.New(op, fault.Invalid).Tell("Dit loket bestaat hier niet.", "Kies een loket van deze locatie.")
	case !ok || p.Desk() == 0 && p.Number > mostScreens:
		return p, fault.New(op, fault.Invalid).Tell("Zo'n scherm kan hier niet staan.", fmt.Sprintf("Geef een nummer van 1 tot %d.", mostScreens))
	}
	return p, nil
}

// Invite implements the Desks service.
func (k *keeper) Invite(ctx context.Context, r *connect.Request[contract.InviteDeskRequest]) (*connect.Response[contract.InviteDeskResponse], error) {
	const op = "local.Invite"
	by, err := k.by(op, r.Msg.Session)
	if err != nil {
		return nil, fault.RPC(err)
	}
	place, err := k.place(op, r.Msg)
	if err != nil {
		return nil, fault.RPC(err)
	}
	code, expires, err := k.lan.desks.Invite(ctx, by, place)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := &contract.InviteDeskResponse{Code: code.String(), ExpiresMs: expires.UnixMilli(), Address: k.lan.Address(), Replaces: k.lan.desks.Has(place)}
	return connect.NewResponse(out), nil
}

// List implements the Desks service.
func (k *keeper) List(_ context.Context, r *connect.Request[contract.ListDesksRequest]) (*connect.Response[contract.ListDesksResponse], error) {
	if _, err := k.by("local.List", r.Msg.Session); err != nil {
		return nil, fault.RPC(err)
	}
	rows, connected := map[desk.Place]*contract.DeskRow{}, k.lan.connected()
	row := func(p desk.Place) *contract.DeskRow {
		if rows[p] == nil {
			rows[p] = &contract.DeskRow{Connected: connected[p]}
			rows[p].Desk, rows[p].Role, rows[p].Number = p.Wire()
		}
		return rows[p]
	}
	for _, s := range k.lan.desks.Screens() {
		r := row(s.Place)
		r.JoinedMs = s.Joined.UnixMilli()
		if !s.Seen.IsZero() {
			r.SeenMs = s.Seen.UnixMilli()
		}
	}
	for p, until := range k.lan.desks.Waiting() {
		row(p).InvitedMs = until.UnixMilli()
	}
	out := &contract.ListDesksResponse{Address: k.lan.Address()}
	for _, p := range slices.SortedFunc(maps.Keys(rows), desk.Place.Compare) {
		out.Desks = append(out.Desks, rows[p])
	}
	return connect.NewResponse(out), nil
}

// Revoke implements the Desks service. The line is closed before the answer, also when the register or the journal failed
// half-way: who is out by then is out.
func (k *keeper) Revoke(ctx context.Context, r *connect.Request[contract.RevokeDeskRequest]) (*connect.Response[contract.RevokeDeskResponse], error) {
	const op = "local.Revoke"
	by, err := k.by(op, r.Msg.Session)
	if err != nil {
		return nil, fault.RPC(err)
	}
	place, err := k.place(op, r.Msg)
	if err != nil {
		return nil, fault.RPC(err)
	}
	had := k.lan.desks.Has(place)
	err = k.lan.desks.Revoke(ctx, by, place)
	k.lan.recheck()
	if d := place.Desk(); err == nil && had && d != 0 {
		err = k.nobodyAt(ctx, d)
	}
	return respond(new(contract.RevokeDeskResponse), fault.Wrap(op, err))
}

// nobodyAt journals that the clerk at a desk sits there no more, so that the queue does not count on it.
func (k *keeper) nobodyAt(ctx context.Context, d office.Desk) error {
	var sitting staff.Session
	err := k.service.node.View(func(v journal.View) error {
		id, _ := staff.At(v, d)
		sitting.ID, sitting.Desk = id, d
		return nil
	})
	if err == nil && sitting.ID != "" {
		err = k.service.leave(ctx, sitting)
	}
	return err
}
