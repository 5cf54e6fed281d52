package appliance_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestHowAnExchangeEnds: a line that broke is tried again at once; what headquarters said is not.
func TestHowAnExchangeEnds(t *testing.T) {
	if err := appliance.RPCFault(nil); err != nil {
		t.Errorf("nothing became %v", err)
	}
	own := fault.New("replica.frozen", fault.Conflict)
	if err := appliance.RPCFault(own); !fault.Is(err, fault.Conflict) {
		t.Errorf("a fault of our own became %v", err)
	}
	for code, kind := range map[connect.Code]fault.Kind{
		connect.CodeUnavailable: fault.Unreachable, connect.CodeCanceled: fault.Unreachable, connect.CodeDeadlineExceeded: fault.Unreachable,
		connect.CodeUnknown: fault.Unreachable, connect.CodeAborted: fault.Unreachable, connect.CodeInternal: fault.Unreachable,
		connect.CodePermissionDenied: fault.Denied, connect.CodeUnauthenticated: fault.Denied,
		connect.CodeInvalidArgument: fault.Corrupt, connect.CodeDataLoss: fault.Corrupt,
	} {
		if err := appliance.RPCFault(fmt.Errorf("in a stream: %w", connect.NewError(code, errors.New("x")))); !fault.Is(err, kind) {
			t.Errorf("%s became %v, want kind %v", code, err, kind)
		}
	}
}

// TestAStreamThatIsCut breaks the connection at every place of a message, and has headquarters say that it is broken
// itself. The RPC layer calls some cuts an internal error, as it does what headquarters says; only the latter is no
// line that broke.
func TestAStreamThatIsCut(t *testing.T) {
	whole := append([]byte{0, 0, 0, 0, 2}, 0x0a, 0x00) // one message of two bytes: a welcome
	said := append([]byte{2, 0, 0, 0, byte(len(endInternal))}, endInternal...)
	for _, c := range []struct {
		what string
		sent []byte
		cut  bool
		kind fault.Kind
	}{
		{"before anything", nil, true, fault.Unreachable},
		{"in the head of a message", whole[:3], true, fault.Unreachable},
		{"in a message", whole[:6], true, fault.Unreachable},
		{"after a message", whole, true, fault.Unreachable},
		{"in the last words", said[:20], true, fault.Unreachable},
		{"ended in the head of a message", whole[:3], false, fault.Unreachable},
		{"ended in a message", whole[:6], false, fault.Unreachable},
		{"headquarters says it is broken", said, false, fault.Corrupt},
	} {
		t.Run(c.what, func(t *testing.T) {
			if err := appliance.RPCFault(receiveAll(t, c.sent, c.cut)); !fault.Is(err, c.kind) {
				t.Errorf("ended with %v, want kind %v", err, c.kind)
			}
		})
	}
}

const endInternal = `{"error":{"code":"internal","message":"kapot"}}`

// receiveAll opens an exchange with a headquarters that sends these bytes and then ends the stream, or cuts it, and gives
// the error that the stream ends with.
func receiveAll(t *testing.T, sent []byte, cut bool) error {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/connect+proto")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(sent) // who reads may be gone
		_ = http.NewResponseController(w).Flush()
		if cut {
			panic(http.ErrAbortHandler)
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	stream := contractconnect.NewExchangeClient(server.Client(), server.URL).Sync(context.Background())
	defer func() { _, _ = stream.CloseRequest(), stream.CloseResponse() }()
	_ = stream.Send(&contract.Uplink{Kind: &contract.Uplink_Hello{Hello: &contract.Hello{}}}) // may meet a stream that is over
	for {
		if _, err := stream.Receive(); err != nil {
			return err
		}
	}
}
