package local

import (
	"context"
	"slices"

	"connectrpc.com/connect"

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

// Invite implements the Desks service.
func (k *keeper) Invite(ctx context.Context, r *connect.Request[contract.InviteDeskRequest]) (*connect.Response[contract.InviteDeskResponse], error) {
	const op = "local.Invite"
	by, err := k.by(op, r.Msg.Session)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if r.Msg.Desk == 0 || r.Msg.Desk > uint32(k.service.site.Desks.Value) {
		return nil, fault.RPC(fault.New(op, fault.Invalid).Tell("Dit loket bestaat hier niet.", "Kies een loket van deze locatie."))
	}
	d := office.Desk(r.Msg.Desk)
	code, expires, err := k.lan.desks.Invite(ctx, by, d)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := &contract.InviteDeskResponse{Code: code.String(), ExpiresMs: expires.UnixMilli(), Address: k.lan.Address(), Replaces: k.lan.desks.Has(d)}
	return connect.NewResponse(out), nil
}

// List implements the Desks service.
func (k *keeper) List(_ context.Context, r *connect.Request[contract.ListDesksRequest]) (*connect.Response[contract.ListDesksResponse], error) {
	if _, err := k.by("local.List", r.Msg.Session); err != nil {
		return nil, fault.RPC(err)
	}
	rows, connected := map[office.Desk]*contract.DeskRow{}, k.lan.connected()
	row := func(d office.Desk) *contract.DeskRow {
		if rows[d] == nil {
			rows[d] = &contract.DeskRow{Desk: uint32(d), Connected: connected[d]}
		}
		return rows[d]
	}
	for _, s := range k.lan.desks.Screens() {
		row(s.Desk).JoinedMs = s.Joined.UnixMilli()
	}
	for d, until := range k.lan.desks.Waiting() {
		row(d).InvitedMs = until.UnixMilli()
	}
	out := &contract.ListDesksResponse{Address: k.lan.Address()}
	for _, r := range rows {
		out.Desks = append(out.Desks, r)
	}
	slices.SortFunc(out.Desks, func(a, b *contract.DeskRow) int { return int(a.Desk) - int(b.Desk) })
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
	if r.Msg.Desk > uint32(k.service.site.Desks.Value) {
		return nil, fault.RPC(fault.New(op, fault.Invalid).Tell("Dit loket bestaat hier niet.", "Kies een loket van deze locatie."))
	}
	d := office.Desk(r.Msg.Desk)
	had := k.lan.desks.Has(d)
	err = k.lan.desks.Revoke(ctx, by, d)
	k.lan.recheck()
	if err == nil && had {
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
