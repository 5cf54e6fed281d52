package central

import (
	"context"
	"sync/atomic"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// founded is the cluster as the doors of this node see it: not at all before its state was made. An empty register would
// say that there are no sites, no opening hours and nobody whose access was withdrawn. That holds for a new cluster in
// its first second, and for a node that starts or joins until it has the state. It is safe for concurrent use.
type founded struct {
	consensus.Log
	machine *register.Machine
	yes     atomic.Bool // what was founded once stays so
}

// Propose implements consensus.Log.
func (f *founded) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	if err := f.check(); err != nil {
		return nil, 0, err
	}
	return f.Log.Propose(ctx, command)
}

// Read implements consensus.Log.
func (f *founded) Read(ctx context.Context, look func(kv.Reader) error) error {
	if err := f.check(); err != nil {
		return err
	}
	return f.Log.Read(ctx, look)
}

// Stale implements consensus.Log.
func (f *founded) Stale(look func(kv.Reader, consensus.Freshness) error) error {
	if err := f.check(); err != nil {
		return err
	}
	return f.Log.Stale(look)
}

// check looks at this node's own state: who would have to wait for it is better off with another node.
func (f *founded) check() error {
	if f.yes.Load() {
		return nil
	}
	return f.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		if !f.machine.View(r).Founded() {
			return fault.New("central.founded", fault.Unreachable).Tell("Het hoofdkantoor start nog op.", "Probeer het straks opnieuw.")
		}
		f.yes.Store(true)
		return nil
	})
}
