package notify

import (
	"bytes"
	"context"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// swept is how many threads a Sweep looks at.
const swept = 2000

// Sweep brings some threads up to date, going round: what is too late is dropped and what is over for long forgotten, also where
// nobody sends.
func (n *Notifier) Sweep(ctx context.Context) error {
	if n.Leads != nil && !n.Leads() {
		return nil
	}
	at := n.Now().UnixMilli()
	var names [][]byte
	var next []byte
	err := n.Log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		seen := 0
		for name, th := range n.Machine.View(k).Threads(n.swept) {
			if seen++; seen > swept {
				next = bytes.Clone(name)
				break
			}
			if dispatch.Overdue(th, at) || dispatch.Spent(th, at) {
				names = append(names, bytes.Clone(name))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n.swept = next; len(names) == 0 {
		return nil
	}
	_, err = n.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_MessageSweep{MessageSweep: &contract.MessageSweep{Threads: names}}})
	return err
}
