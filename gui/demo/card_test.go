package demo_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/demo"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// bench is a counter with a card reader, as far as binding a card goes.
type bench struct {
	contractconnect.UnimplementedCounterHandler
	said    []string
	in      bool
	refused bool
}

func (b *bench) SignIn(_ context.Context, r *connect.Request[contract.SignInRequest]) (*connect.Response[contract.SignInResponse], error) {
	b.said = append(b.said, "in "+r.Msg.Clerk)
	return connect.NewResponse(&contract.SignInResponse{Session: "s"}), nil
}

func (b *bench) SignOut(context.Context, *connect.Request[contract.Command]) (*connect.Response[contract.Done], error) {
	b.said = append(b.said, "out")
	return connect.NewResponse(new(contract.Done)), nil
}

func (b *bench) Watch(ctx context.Context, _ *connect.Request[contract.WatchRequest], stream *connect.ServerStream[contract.View]) error {
	v := &contract.View{Switches: []*contract.SwitchRow{{Kind: "eid", Device: "lezer", Code: "insert", Choices: []string{"Wim Janssens", "An Peeters"}}}}
	if b.in {
		v.Cards = []*contract.CardRow{{Stage: contract.CardStage_CARD_STAGE_READING}}
		if err := stream.Send(v); err != nil {
			return err
		}
		v.Cards = []*contract.CardRow{{Stage: contract.CardStage_CARD_STAGE_READ, Insertion: 7}}
	}
	if err := stream.Send(v); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (b *bench) Emulate(_ context.Context, r *connect.Request[contract.EmulateRequest]) (*connect.Response[contract.Done], error) {
	b.in = r.Msg.On
	b.said = append(b.said, strings.TrimSpace(r.Msg.Device+" "+r.Msg.Code+" "+r.Msg.Choice))
	return connect.NewResponse(new(contract.Done)), nil
}

func (b *bench) BindCard(_ context.Context, r *connect.Request[contract.BindCardRequest]) (*connect.Response[contract.Done], error) {
	if b.refused || r.Msg.Insertion != 7 || r.Msg.Command.GetSession() != "s" {
		return nil, fault.RPC(fault.New("bench", fault.Refused).Tell("Neen.", ""))
	}
	b.said = append(b.said, "bound")
	return connect.NewResponse(new(contract.Done)), nil
}

// TestACardIsBound: the card is read, bound once and taken out; also when it is refused nobody stays signed in.
func TestACardIsBound(t *testing.T) {
	for name, row := range map[string]struct {
		refused bool
		want    string
	}{
		"bound":   {false, "in an, lezer insert An Peeters, bound, lezer insert, out"},
		"refused": {true, "in an, lezer insert An Peeters, lezer insert, out"},
	} {
		t.Run(name, func(t *testing.T) {
			b := &bench{refused: row.refused}
			mux := http.NewServeMux()
			mux.Handle(contractconnect.NewCounterHandler(b))
			s := httptest.NewServer(mux)
			defer s.Close()
			err := demo.BindCard(t.Context(), contractconnect.NewCounterClient(s.Client(), s.URL))
			if (err != nil) != row.refused {
				t.Error(err)
			}
			if got := strings.Join(b.said, ", "); got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}
