package forward_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func founded(t *testing.T) *consensus.Solo {
	t.Helper()
	solo := consensus.NewSolo(&register.Machine{Quota: register.DefaultQuota})
	if _, err := forward.Command(t.Context(), solo, &contract.HQCommand{Kind: &contract.HQCommand_Found{
		Found: &contract.Found{Plan: rulebook.Default()}}}); err != nil {
		t.Fatal(err)
	}
	return solo
}

func closure(act byte) *contract.HQCommand {
	return &contract.HQCommand{Act: []byte{act}, Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{
		Change: &contract.PlanPut_RemoveClosure{RemoveClosure: "none"}}}}
}

func version(t *testing.T, solo *consensus.Solo) (v uint64) {
	t.Helper()
	err := solo.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v = (&register.Machine{}).View(r).Plan().Version
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A caller hears within Patience that there is no majority, and that nothing was done.
func TestCommandWithoutLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		solo := founded(t)
		solo.Depose(consensus.Peer{})
		began := time.Now()
		_, err := forward.Command(t.Context(), solo, closure(1))
		if took := time.Since(began); took != forward.Patience {
			t.Errorf("took %s, want %s", took, forward.Patience)
		}
		if !fault.Is(err, fault.Unreachable) || consensus.IsUnknown(err) || !strings.Contains(fault.Sentence(err), "meerderheid") {
			t.Errorf("error %v: %s", err, fault.Sentence(err))
		}
		if v := version(t, solo); v != 1 {
			t.Errorf("plan version %d, want 1", v)
		}
	})
}

// An election that ends in time is not noticed by who asked.
func TestCommandWaitsForAnElection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		solo := founded(t)
		solo.Depose(consensus.Peer{})
		time.AfterFunc(3*time.Second, solo.Elect)
		if _, err := forward.Command(t.Context(), solo, closure(1)); err != nil {
			t.Fatal(err)
		}
		if v := version(t, solo); v != 2 {
			t.Errorf("plan version %d, want 2", v)
		}
	})
}

// Whether a reply was lost or the command itself: asking again does it once.
func TestCommandOfUnknownFate(t *testing.T) {
	for name, trouble := range map[string]func(*consensus.Solo, int){
		"done, reply lost": (*consensus.Solo).Forget, "lost": (*consensus.Solo).Lose} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				solo := founded(t)
				trouble(solo, 3)
				if _, err := forward.Command(t.Context(), solo, closure(1)); err != nil {
					t.Fatal(err)
				}
				if v := version(t, solo); v != 2 {
					t.Errorf("plan version %d, want 2", v)
				}
			})
		})
	}
}

// Who may have been heard is told that it is not sure.
func TestCommandStaysUnsure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		solo := founded(t)
		solo.Lose(1)
		time.AfterFunc(5*time.Millisecond, func() { solo.Depose(consensus.Peer{}) })
		_, err := forward.Command(t.Context(), solo, closure(1))
		if !consensus.IsUnknown(err) || !fault.Is(err, fault.Unreachable) {
			t.Errorf("error %v does not say that it may have been done", err)
		}
	})
}

// A caller who leaves is not kept.
func TestCommandEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		solo := founded(t)
		solo.Depose(consensus.Peer{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := forward.Command(ctx, solo, closure(1))
		if took := time.Since(began); took != time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("took %s, error %v", took, err)
		}
	})
}

// A read waits as long, and runs its function at most once.
func TestRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		solo := founded(t)
		log := &forward.Log{Log: solo, Peer: func(string) contractconnect.PeerClient { return nil }}
		ran, own := 0, fault.New("own", fault.Unreachable)
		look := func(kv.Reader) error { ran++; return own }
		if err := log.Read(t.Context(), look); err != own || ran != 1 {
			t.Errorf("error %v after %d runs, want its own after one", err, ran)
		}
		solo.Depose(consensus.Peer{})
		began := time.Now()
		err := log.Read(t.Context(), look)
		if took := time.Since(began); took != forward.Patience || !fault.Is(err, fault.Unreachable) || ran != 1 {
			t.Errorf("without a leader: took %s, error %v, %d runs", took, err, ran)
		}
		time.AfterFunc(2*time.Second, solo.Elect)
		if err := log.Read(t.Context(), look); err != own || ran != 2 {
			t.Errorf("after an election: error %v, %d runs", err, ran)
		}
	})
}
