package simulation_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/intake"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// errKilled ends whatever runs in a process that is killed.
var errKilled = errors.New("the process was killed")

// strike is what befalls the next command at headquarters.
type strike uint8

const (
	unharmed    strike = iota
	killedFirst        // the leader dies before the command reached a quorum
	killedAfter        // it dies after the quorum, before anybody is told
	repeated           // the outcome was unknown for a moment: the same command is proposed again
)

// headquarters is one leading node over a state that a quorum keeps: killing it loses what was in memory only.
type headquarters struct {
	w       *world
	state   *shelf
	index   uint64
	machine *register.Machine
	intake  *intake.Intake
	booking *booking.Booking
	side    replica.Headquarters // the intake, perhaps with a planted defect

	next    strike
	down    bool // was killed in this step; the world restarts it
	backups []*backup
	skew    time.Duration
	era     uint64 // the greatest ever begun
}

// backup is a copy of the state and the moment it was made.
type backup struct {
	state *shelf
	index uint64
	at    int             // step of the world
	loose map[*entry]bool // of which it may believe something else than people were told
}

var _ consensus.Log = (*headquarters)(nil)

func found(w *world) *headquarters {
	hq := &headquarters{w: w, state: newShelf(), era: 1}
	hq.start()
	hq.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: w.plan, PassKey: hq.firstKey()}}})
	return hq
}

// start begins the process: everything but the state is new.
func (hq *headquarters) start() {
	hq.machine = &register.Machine{Quota: hq.w.o.quota}
	hq.intake = intake.New(hq, hq.machine, hq.now)
	hq.booking = booking.New(hq, hq.machine, hq.now, hq.w.ids)
	hq.booking.Use(hq.signer())
	hq.machine.Touched = hq.booking.Touched
	hq.machine.Fed = nil
	hq.side = hq.intake
	if hq.w.o.mutant.headquarters != nil {
		hq.side = hq.w.o.mutant.headquarters(hq.w, hq.intake)
	}
	hq.down, hq.next = false, unharmed
}

func (hq *headquarters) now() time.Time { return hq.w.now.Add(hq.skew) }

// Propose implements consensus.Log.
func (hq *headquarters) Propose(_ context.Context, command []byte) ([]byte, uint64, error) {
	if hq.down {
		return nil, 0, fault.New("simulation.Propose", fault.Internal).Because(errKilled)
	}
	strike := hq.next
	hq.next = unharmed
	if strike == killedFirst {
		hq.down = true
		return nil, 0, fault.New("simulation.Propose", fault.Internal).Because(errKilled)
	}
	times := 1
	if strike == repeated {
		times = 2
	}
	var reply []byte
	for range times {
		hq.index++
		reply = hq.machine.Apply(hq.state, hq.index, append([]byte(nil), command...))
	}
	if strike == killedAfter {
		hq.down = true
		return nil, 0, fault.New("simulation.Propose", fault.Internal).Because(errKilled)
	}
	return reply, hq.index, nil
}

// Read implements consensus.Log.
func (hq *headquarters) Read(_ context.Context, f func(kv.Reader) error) error {
	if hq.down {
		return fault.New("simulation.Read", fault.Internal).Because(errKilled)
	}
	return f(hq.state)
}

// Stale implements consensus.Log.
func (hq *headquarters) Stale(f func(kv.Reader, consensus.Freshness) error) error {
	return f(hq.state, consensus.Freshness{Applied: hq.index})
}

// Watch implements consensus.Log; nobody here waits.
func (hq *headquarters) Watch() (uint64, <-chan struct{}) { return hq.index, nil }

// Leader implements consensus.Log.
func (hq *headquarters) Leader() (id, addr string, isMe bool) { return "hq", "", true }

func (hq *headquarters) view() register.View { return hq.machine.View(hq.state) }

// do proposes one command of a planner.
func (hq *headquarters) do(c *contract.HQCommand) (*contract.HQReply, error) {
	c.AtMs = hq.now().UnixMilli()
	reply, err := forward.Command(hq.w.ctx, hq, c)
	if err != nil {
		return nil, err
	}
	return reply, register.Err("simulation", reply)
}

// must proposes one command that cannot fail.
func (hq *headquarters) must(c *contract.HQCommand) *contract.HQReply {
	hq.next = unharmed
	reply, err := hq.do(c)
	if err != nil {
		panic(fmt.Sprintf("simulation: %v", err))
	}
	return reply
}

// killed reports whether an error is the death of headquarters or of a counter, not an answer.
func killed(err error) bool { return errors.Is(err, errKilled) }
