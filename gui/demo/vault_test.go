package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/demo"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// till is a vault in memory.
type till struct {
	rows   []*contract.StockRow
	handed []string // numbers that went out: the register knows them
	said   []string
	broken bool // the register takes nothing
}

func (t *till) done(what string) (*connect.Response[contract.Done], error) {
	t.said = append(t.said, what)
	return connect.NewResponse(new(contract.Done)), nil
}

func (t *till) SignIn(_ context.Context, r *connect.Request[contract.SignInRequest]) (*connect.Response[contract.SignInResponse], error) {
	t.said = append(t.said, "in "+r.Msg.Clerk)
	return connect.NewResponse(&contract.SignInResponse{Session: "s"}), nil
}

func (t *till) SignOut(_ context.Context, r *connect.Request[contract.Command]) (*connect.Response[contract.Done], error) {
	return t.done("out " + r.Msg.Session)
}

func (t *till) Stock(context.Context, *connect.Request[contract.StockRequest]) (*connect.Response[contract.StockResponse], error) {
	return connect.NewResponse(&contract.StockResponse{Rows: t.rows}), nil
}

func (t *till) Receive(_ context.Context, r *connect.Request[contract.ReceiveRequest]) (*connect.Response[contract.Done], error) {
	if t.broken {
		return nil, fault.RPC(fault.New("till", fault.Internal))
	}
	for _, i := range r.Msg.Items {
		if slices.Contains(t.handed, i.Document) {
			return nil, fault.RPC(fault.New("till", fault.Taken))
		}
		if !strings.Contains(i.Holder.Note+r.Msg.From+r.Msg.Consignment, "verzonnen") || i.Holder.Note == "" {
			return nil, fault.RPC(fault.New("till", fault.Invalid))
		}
		t.rows = append(t.rows, &contract.StockRow{Document: i.Document, Kind: i.Kind, Name: i.Holder.Name})
	}
	return t.done("received")
}

func (t *till) Store(_ context.Context, r *connect.Request[contract.StoreRequest]) (*connect.Response[contract.Done], error) {
	for _, row := range t.rows {
		if row.Document == r.Msg.Document {
			row.Compartment = r.Msg.Compartment
		}
	}
	return t.done("stored")
}

func (t *till) Count(_ context.Context, r *connect.Request[contract.CountRequest]) (*connect.Response[contract.CountResponse], error) {
	for _, row := range t.rows {
		if (row.Compartment == r.Msg.Compartment) != slices.Contains(r.Msg.Present, row.Document) {
			return nil, fault.RPC(fault.New("till", fault.Invalid).On(row.Document))
		}
	}
	t.said = append(t.said, "counted "+r.Msg.Compartment)
	return connect.NewResponse(new(contract.CountResponse)), nil
}

func TestTheVaultIsFilled(t *testing.T) {
	v := new(till)
	fill := func(day int32) {
		t.Helper()
		if err := demo.FillVault(t.Context(), v, day); err != nil {
			t.Fatal(err)
		}
	}
	fill(20779)
	if len(v.rows) != 3 || v.said[0] != "in fatima" || v.said[len(v.said)-1] != "out s" || !slices.Contains(v.said, "counted A1") || !slices.Contains(v.said, "counted A2") {
		t.Fatalf("%v, %v", v.rows, v.said)
	}
	for _, row := range v.rows {
		if row.Compartment == "" || row.Name == "" || row.Kind == "" {
			t.Errorf("%v", row)
		}
	}
	v.said = nil
	fill(20780)
	if len(v.said) > 0 {
		t.Errorf("filled again: %v", v.said)
	}
	out := v.rows[0] // one is handed out: nothing comes the same day, another the day after
	v.rows, v.handed = v.rows[1:], []string{out.Document}
	fill(20779)
	if len(v.rows) != 2 {
		t.Errorf("a number was used twice: %v", v.rows)
	}
	fill(20780)
	if last := v.rows[len(v.rows)-1]; len(v.rows) != 3 || last.Name != out.Name || last.Document == out.Document {
		t.Errorf("the day after: %v", v.rows)
	}
}

// Whoever stores is signed out again, also when it failed.
func TestAVaultThatCannotBeFilled(t *testing.T) {
	v := &till{broken: true}
	if err := demo.FillVault(t.Context(), v, 20779); !fault.Is(err, fault.Internal) || !slices.Contains(v.said, "out s") {
		t.Errorf("%v, %v", err, v.said)
	}
}
