package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/fault"
)

func TestSentence(t *testing.T) {
	full := fault.New("journal.Append", fault.Exhausted).Tell("De schijf is vol.", "Bel de beheerder.")
	const want = "De schijf is vol. Bel de beheerder."
	for name, err := range map[string]error{
		"itself":           full,
		"wrapped":          fault.Wrap("booking.Book", full),
		"under a wordless": fault.New("node.Do", fault.Internal).Because(full),
		"with %w":          fmt.Errorf("serve: %w", full),
		"joined":           errors.Join(io.ErrUnexpectedEOF, fmt.Errorf("close: %w", full)),
	} {
		if got := fault.Sentence(err); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := fault.Sentence(io.EOF); got == "" || got == io.EOF.Error() {
		t.Errorf("an error without words says %q", got)
	}
}

func TestKindOf(t *testing.T) {
	taken := fault.New("booking.Book", fault.Taken).On("x")
	for err, want := range map[error]fault.Kind{io.EOF: fault.Internal, taken: fault.Taken, fault.Wrap("op", taken): fault.Taken} {
		if got := fault.KindOf(err); got != want || !fault.Is(err, want) {
			t.Errorf("%v is %s", err, got)
		}
	}
	if fault.Is(nil, fault.Internal) || fault.Wrap("op", nil) != nil {
		t.Error("nil is a fault")
	}
}

// What crosses the wire keeps its kind and its sentence, and never its cause.
func TestRPC(t *testing.T) {
	secret := errors.New("secret path")
	for k := fault.Internal; k <= fault.Corrupt; k++ {
		sent := fault.RPC(fault.New("op", k).Tell("Dit kan niet.", "Doe iets anders.").Because(secret))
		back := fault.FromRPC("there", sent)
		if !fault.Is(back, k) || fault.Sentence(back) != "Dit kan niet. Doe iets anders." || errors.Is(back, secret) {
			t.Errorf("%s came back as %v", k, back)
		}
	}
	if fault.RPC(nil) != nil || fault.FromRPC("op", nil) != nil {
		t.Error("nil became an error")
	}
	if got := fault.FromRPC("op", connect.NewError(connect.CodeUnavailable, io.EOF)); !fault.Is(got, fault.Unreachable) {
		t.Errorf("no line is %v", got)
	}
}
