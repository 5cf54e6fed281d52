package local_test

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func (d *daemon) Remind(_ context.Context, r *connect.Request[contract.RemindRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) ProposeFate(_ context.Context, r *connect.Request[contract.ProposeFateRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Withdraw(_ context.Context, r *connect.Request[contract.WithdrawRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Destroy(_ context.Context, r *connect.Request[contract.DestroyRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) SendBack(_ context.Context, r *connect.Request[contract.SendBackRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) WorkOff(_ context.Context, r *connect.Request[contract.WorkOffRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) ReportMissing(_ context.Context, r *connect.Request[contract.ReportMissingRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Depart(_ context.Context, r *connect.Request[contract.DepartRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) BringBack(_ context.Context, r *connect.Request[contract.BringBackRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) OpenDay(_ context.Context, r *connect.Request[contract.OpenDayRequest]) (*connect.Response[contract.DayDone], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.DayDone { return &contract.DayDone{Sequence: 9} })
}

func (d *daemon) CloseDay(_ context.Context, r *connect.Request[contract.CloseDayRequest]) (*connect.Response[contract.DayDone], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.DayDone {
		return &contract.DayDone{Sequence: 9, Closed: []string{"A016 is afgesloten."}}
	})
}

func (d *daemon) VaultLists(context.Context, *connect.Request[contract.VaultListsRequest]) (*connect.Response[contract.VaultListsResponse], error) {
	choice := []*contract.Step_Choice{{Code: "found", Words: "Gevonden"}}
	return connect.NewResponse(&contract.VaultListsResponse{
		Questions: []*contract.VaultQuestion{{About: "590-1", Code: "term", Since: 20000, Say: "Voorbij.", Next: "Stel voor."}},
		Ages:      []*contract.VaultAge{{Kind: "eid-afhalen", Name: "Identiteitskaart", Documents: 3, OldestDays: 84}},
		Trips: []*contract.VaultTrip{{Id: "G-1", With: "buurtloket-groenenhoek", Lent: true, BackBy: 1230, Documents: []string{"590-2"},
			Late: true, Say: "Te laat.", Next: "Bel."}},
		Uncounted: []string{"B3"}, Outcomes: choice, Grounds: choice}), nil
}

func (d *daemon) Document(_ context.Context, r *connect.Request[contract.DocumentRequest]) (*connect.Response[contract.DocumentResponse], error) {
	d.note(r.Msg)
	return connect.NewResponse(&contract.DocumentResponse{Where: "kluis, vak B3", Legal: 20012,
		Row:   &contract.StockRow{Document: "590-1", KindName: "Identiteitskaart", Name: "Lotte Maes", HeldBack: "Als vermist gemeld.", Reminders: 2},
		Chain: []*contract.HandoverRow{{AtMs: 1_800_000_000_000, Clerk: "an", From: "bpost", To: "an", Evidence: "consignment Z-1"}}}), nil
}
