package forward_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// far is a leader far away: each call takes a second, and answer says what becomes of it.
type far struct {
	contractconnect.PeerClient
	answer func(commands []string) (*contract.ProposeResponse, error)

	mu    sync.Mutex
	calls [][]string
}

func (f *far) Propose(ctx context.Context, r *connect.Request[contract.ProposeRequest]) (*connect.Response[contract.ProposeResponse], error) {
	var commands []string
	for _, c := range append([][]byte{r.Msg.Command}, r.Msg.More...) {
		commands = append(commands, string(c))
	}
	f.mu.Lock()
	f.calls = append(f.calls, commands)
	f.mu.Unlock()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	res, err := f.answer(commands)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(res), nil
}

// echo answers each command with itself.
func echo(commands []string) (*contract.ProposeResponse, error) {
	if len(commands) == 1 {
		return &contract.ProposeResponse{Reply: []byte(commands[0]), Index: 1}, nil
	}
	res := new(contract.ProposeResponse)
	for i, c := range commands {
		res.Fates = append(res.Fates, &contract.ProposeFate{Kind: contract.ProposeFate_APPLIED, Reply: []byte(c), Index: uint64(i + 1)})
	}
	return res, nil
}

// followerOf is a node that does not lead.
func followerOf(t *testing.T, leader contractconnect.PeerClient) *forward.Log {
	own := founded(t)
	own.Depose(consensus.Peer{ID: "leader", Addr: "there"})
	return &forward.Log{Log: own, Peer: func(string) contractconnect.PeerClient { return leader }}
}

// propose proposes each command from a caller of its own, in order, after what each caller before it had to do.
func propose(t *testing.T, log *forward.Log, commands ...string) (replies []string, errs []error) {
	t.Helper()
	replies, errs = make([]string, len(commands)), make([]error, len(commands))
	var all sync.WaitGroup
	for i, c := range commands {
		all.Go(func() {
			reply, _, err := log.Propose(t.Context(), []byte(c))
			replies[i], errs[i] = string(reply), err
		})
		synctest.Wait()
	}
	all.Wait()
	return replies, errs
}

// While one call is away the others wait, and the next call takes them all; each gets its own answer.
func TestCourierTakesWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: echo}
		began := time.Now()
		var commands []string
		for i := range 40 {
			commands = append(commands, fmt.Sprint("c", i))
		}
		replies, errs := propose(t, followerOf(t, leader), commands...)
		if err := errors.Join(errs...); err != nil || !slices.Equal(replies, commands) {
			t.Errorf("replies %v, error %v", replies, err)
		}
		if len(leader.calls) != 2 || len(leader.calls[0]) != 1 || len(leader.calls[1]) != 39 {
			t.Errorf("calls %v", leader.calls)
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// A call is not larger than a request may be.
func TestCourierLeavesWhatIsTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: echo}
		big := string(make([]byte, 200<<10))
		if _, errs := propose(t, followerOf(t, leader), "first", big, "small", big); errors.Join(errs...) != nil {
			t.Error(errs)
		}
		var sizes []int
		for _, c := range leader.calls {
			sizes = append(sizes, len(c))
		}
		if !slices.Equal(sizes, []int{1, 2, 1}) {
			t.Errorf("calls of %v commands", sizes)
		}
	})
}

// Commands that go together have each a fate of their own.
func TestCourierKeepsFatesApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: func(commands []string) (*contract.ProposeResponse, error) {
			res, err := echo(commands)
			for i := range res.Fates {
				res.Fates[i].Kind = contract.ProposeFate_Kind(i)
			}
			if len(res.Fates) > 4 {
				res.Fates = res.Fates[:4]
			}
			return res, err
		}}
		replies, errs := propose(t, followerOf(t, leader), "alone", "unknown", "applied", "not", "large", "unsaid")
		if errs[0] != nil || errs[2] != nil || replies[2] != "applied" {
			t.Errorf("replies %v, errors %v", replies, errs)
		}
		var not *consensus.NotLeader
		if !consensus.IsUnknown(errs[1]) || !errors.As(errs[3], &not) || consensus.IsUnknown(errs[3]) ||
			!fault.Is(errs[4], fault.Exhausted) || !consensus.IsUnknown(errs[5]) {
			t.Errorf("errors %v", errs)
		}
	})
}

// A leader that knows of one command a call does that one, and the others are asked again.
func TestCourierAtAnOldLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: func(commands []string) (*contract.ProposeResponse, error) { return echo(commands[:1]) }}
		replies, errs := propose(t, followerOf(t, leader), "alone", "first", "second")
		var not *consensus.NotLeader
		if errs[1] != nil || replies[1] != "first" || !errors.As(errs[2], &not) {
			t.Errorf("replies %v, errors %v", replies, errs)
		}
	})
}

// An answer that is lost leaves every command of the call unsure.
func TestCourierLosesAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: func([]string) (*contract.ProposeResponse, error) {
			return nil, connect.NewError(connect.CodeUnavailable, errors.New("cut off"))
		}}
		_, errs := propose(t, followerOf(t, leader), "a", "b", "c")
		for i, err := range errs {
			if !consensus.IsUnknown(err) {
				t.Errorf("%d: %v", i, err)
			}
		}
	})
}

// Who leaves while it waits has proposed nothing, and holds up nobody; who leaves when on the way is not sure.
func TestCourierIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leader := &far{answer: echo}
		log := followerOf(t, leader)
		proposed := func(wait time.Duration, command string) <-chan error {
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			t.Cleanup(cancel)
			done := make(chan error, 1)
			go func() { _, _, err := log.Propose(ctx, []byte(command)); done <- err }()
			synctest.Wait()
			return done
		}
		away := proposed(time.Hour, "away")
		waited := proposed(time.Second/2, "left while waiting")
		courier := proposed(3*time.Second/2, "courier that may leave")
		other := proposed(3*time.Second/2, "left on the way")
		stays := proposed(time.Hour, "stays")
		if err := <-waited; err == nil || consensus.IsUnknown(err) || !fault.Is(err, fault.Unreachable) {
			t.Errorf("who left while waiting: %v", err)
		}
		if err := errors.Join(<-away, <-courier, <-stays); err != nil {
			t.Error(err)
		}
		if err := <-other; !consensus.IsUnknown(err) {
			t.Errorf("who left on the way: %v", err)
		}
		if len(leader.calls) != 2 || !slices.Equal(leader.calls[1], []string{"courier that may leave", "left on the way", "stays"}) {
			t.Errorf("calls %q", leader.calls)
		}
		if err := <-proposed(time.Second/2, "alone"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who was alone on the way: %v", err)
		}
		if err := <-proposed(time.Hour, "next"); err != nil {
			t.Errorf("after that: %v", err)
		}
	})
}

// The leader proposes what comes together, and says of each what became of it.
func TestHandlerTakesSeveral(t *testing.T) {
	leader := founded(t)
	h := forward.Handler{Local: leader}
	ask := func() []*contract.ProposeFate {
		t.Helper()
		res, err := h.Propose(t.Context(), connect.NewRequest(&contract.ProposeRequest{
			Command: contract.Encode(closure(1)), More: [][]byte{contract.Encode(closure(2))}}))
		if err != nil {
			t.Fatal(err)
		}
		return res.Msg.Fates
	}
	kinds := func(fates []*contract.ProposeFate) (k []contract.ProposeFate_Kind) {
		for _, f := range fates {
			k = append(k, f.Kind)
		}
		slices.Sort(k)
		return k
	}
	if got := kinds(ask()); !slices.Equal(got, []contract.ProposeFate_Kind{contract.ProposeFate_APPLIED, contract.ProposeFate_APPLIED}) {
		t.Errorf("fates %v", got)
	}
	if v := version(t, leader); v != 3 {
		t.Errorf("plan version %d", v)
	}
	leader.Lose(1)
	if got := kinds(ask()); !slices.Equal(got, []contract.ProposeFate_Kind{contract.ProposeFate_UNKNOWN, contract.ProposeFate_APPLIED}) {
		t.Errorf("fates %v", got)
	}
	leader.Depose(consensus.Peer{})
	if got := kinds(ask()); !slices.Equal(got, []contract.ProposeFate_Kind{contract.ProposeFate_NOT_PROPOSED, contract.ProposeFate_NOT_PROPOSED}) {
		t.Errorf("fates %v", got)
	}
}

// Who leaves in the very moment in which it is given the task gives it to the next.
func TestCourierLeavesWithTheTask(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			log := followerOf(t, &far{answer: echo})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second) // as long as the first call
			defer cancel()
			var all sync.WaitGroup
			for i, ctx := range []context.Context{t.Context(), ctx, t.Context()} {
				all.Go(func() {
					if _, _, err := log.Propose(ctx, []byte{byte(i)}); err != nil && i != 1 {
						t.Errorf("%d: %v", i, err)
					}
				})
				synctest.Wait()
			}
			all.Wait()
		})
	}
}
