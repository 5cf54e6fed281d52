package local_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

var passport = procedure.Embedded()["reispas-afhalen"]

func (d *daemon) Procedures(_ context.Context, r *connect.Request[contract.CounterProceduresRequest]) (*connect.Response[contract.CounterProceduresResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.CounterProceduresResponse {
		return &contract.CounterProceduresResponse{ShiftMs: 1_700_000_000_000, Procedures: []*contract.ProcedureRow{{Procedure: passport.Wire(), InForce: 1, Knows: 1,
			SinceShift: true, Remarks: []*contract.ProcedureRemark{{AtMs: 5, Step: "meegeven", Text: "Hoe?", Answer: "Zo.", By: "mia"}}}}}
	})
}

func (d *daemon) TickStep(_ context.Context, r *connect.Request[contract.TickStepRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) ReadProcedure(_ context.Context, r *connect.Request[contract.ReadProcedureRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) RemarkProcedure(_ context.Context, r *connect.Request[contract.RemarkProcedureRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

// What the daemon tells of procedures is read whole, and each act says what it is about.
func TestProceduresOfADaemon(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	visit := office.VisitID{15: 3}
	w.daemon.change(func(v *contract.View) {
		v.Procedures = []*contract.VisitProcedure{{Visit: visit[:], Product: "reispas-afhalen", Version: 1, Steps: passport.Wire().Versions[0].Steps,
			Done: []string{"identiteit"}, Proven: []string{"identiteit"}}, {Visit: []byte("?")}}
		v.ProcedureNews = []*contract.ProcedureNews{{Clerk: "an", Unread: 2, ShiftMs: 1_700_000_000_000}}
	})
	s := w.until("the procedure", func(s state.Snapshot) bool { return len(s.Following) > 0 })
	f := state.Following{Visit: visit, Product: "reispas-afhalen", Version: 1, Steps: passport.Last().Steps, Done: []procedure.StepID{"identiteit"}, Proven: []procedure.StepID{"identiteit"}}
	if !reflect.DeepEqual(s.Following, []state.Following{f}) || s.News[0] != (state.ProcedureNews{Clerk: "an", Unread: 2, Shift: time.UnixMilli(1_700_000_000_000)}) {
		t.Errorf("%+v, %+v", s.Following, s.News)
	}
	m, err := w.counter.Procedures(t.Context())
	if err != nil || len(m.Works) != 1 || !slices.Equal(m.Works[0].Last().Steps, passport.Last().Steps) || m.Works[0].New() || !m.Works[0].SinceShift ||
		m.Works[0].Remarks[0] != (state.Remark{At: time.UnixMilli(5), Step: "meegeven", Words: "Hoe?", Answer: "Zo.", By: "mia"}) || m.Shift.IsZero() {
		t.Errorf("%+v, %v", m, err)
	}
	if got, err := w.counter.TickStep(t.Context(), f, "meegeven", true); err != nil || got.Sequence != 9 {
		t.Errorf("%v, %v", got, err)
	}
	if q, ok := w.daemon.last().(*contract.TickStepRequest); !ok || !slices.Equal(q.Visit, visit[:]) || q.Product != "reispas-afhalen" || q.Version != 1 || q.Step != "meegeven" || !q.Undone {
		t.Errorf("asked %v", w.daemon.last())
	}
	if _, err := w.counter.ReadProcedure(t.Context(), "reispas-afhalen", 2); err != nil {
		t.Error(err)
	}
	if q, ok := w.daemon.last().(*contract.ReadProcedureRequest); !ok || q.Product != "reispas-afhalen" || q.Version != 2 {
		t.Errorf("asked %v", w.daemon.last())
	}
	if _, err := w.counter.RemarkProcedure(t.Context(), "reispas-afhalen", 1, "meegeven", "Hoe?"); err != nil {
		t.Error(err)
	}
	if q, ok := w.daemon.last().(*contract.RemarkProcedureRequest); !ok || q.Product != "reispas-afhalen" || q.Version != 1 || q.Step != "meegeven" || q.Text != "Hoe?" {
		t.Errorf("asked %v", w.daemon.last())
	}
}
