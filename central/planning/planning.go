// Package planning is the door for central staff: what headquarters knows of its counters, the plan and its changes,
// the counters' coming and going, conflicts, and the cluster itself. It decides nothing: it reads the register, or
// proposes a command and hands on what the register says.
//
// Who may come through this door is the caller's to check. Names of planners in requests ("by", "second") are what the
// register writes down; two of them must differ where two must agree.
package planning

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Seat is this node's own seat in the cluster, beyond the log. *consensus.Node has it.
type Seat interface {
	Status() consensus.Status
	// Join and Leave work only on the leader; elsewhere they fail with a *consensus.NotLeader cause.
	Join(ctx context.Context, id, addr string) error
	Leave(ctx context.Context, id string) error
	Backup(ctx context.Context, w io.Writer) (index uint64, err error)
}

var _ Seat = (*consensus.Node)(nil)

// Planning implements the Planning service on any node. It is safe for concurrent use.
type Planning struct {
	log     consensus.Log
	seat    Seat
	machine *register.Machine
	fleet   *fleet.Fleet
	keys    PassKeyMaker // nil: nobody signs booking codes here
	now     func() time.Time

	mu     sync.Mutex // guards random
	random io.Reader
}

var _ contractconnect.PlanningHandler = (*Planning)(nil)

// New makes the door of one node. now is wall time for what commands carry; random draws ids and salts.
func New(log consensus.Log, seat Seat, machine *register.Machine, fleet *fleet.Fleet, now func() time.Time, random io.Reader) *Planning {
	return &Planning{log: log, seat: seat, machine: machine, fleet: fleet, now: now, random: random}
}

// read runs f on a state that has every command acknowledged before.
func (p *Planning) read(ctx context.Context, f func(register.View) error) error {
	return p.log.Read(ctx, func(r kv.Reader) error { return f(p.machine.View(r)) })
}

// stale runs f on this node's own state, for what is only shown.
func (p *Planning) stale(f func(register.View) error) error {
	return p.log.Stale(func(r kv.Reader, _ consensus.Freshness) error { return f(p.machine.View(r)) })
}

// do has a command applied once, however often it must be asked: its act is drawn here, unless the caller drew one.
func (p *Planning) do(ctx context.Context, op string, c *contract.HQCommand) (*contract.HQReply, error) {
	c.AtMs = p.now().UnixMilli()
	if len(c.Act) == 0 {
		c.Act = make([]byte, 16)
		if err := p.draw(c.Act); err != nil {
			return nil, fault.New(op, fault.Internal).Because(err)
		}
	}
	reply, err := forward.Command(ctx, p.log, c)
	if err == nil {
		err = register.Err(op, reply)
	}
	return reply, err
}

// draw fills b with random bytes.
func (p *Planning) draw(b []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := io.ReadFull(p.random, b); err != nil {
		return fmt.Errorf("draw random bytes: %w", err)
	}
	return nil
}

// answer is what a handler returns: the message, or the error as it may cross the wire.
func answer[T any](m *T, err error) (*connect.Response[T], error) {
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(m), nil
}

// order is a command of which only success or failure matters.
func order[T any](ctx context.Context, p *Planning, op string, c *contract.HQCommand, done *T) (*connect.Response[T], error) {
	_, err := p.do(ctx, op, c)
	return answer(done, err)
}
