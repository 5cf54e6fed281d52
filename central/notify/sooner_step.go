package notify

import (
	"context"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Offer has places that came free offered to those who wait for one, when there is any and it is an hour to tell people. Who is offered
// what, the register decides: any node that can tell them may ask it to look, as often as it likes. Nothing is offered in the quiet
// hours, also to who is told by mail: the time to answer would be over before they are up. It tells how many were offered something.
func (n *Notifier) Offer(ctx context.Context) (offered int, err error) {
	if n.Sooner <= 0 || !n.Sends() || n.Link == nil {
		return 0, nil
	}
	now, due := n.Now(), false
	err = n.Log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		v := n.Machine.View(k)
		due = v.Founded() && v.WaitingDue(now) && !n.Quiet.Ends(now, v.Calendar().Zone()).After(now)
		return nil
	})
	if err != nil || !due {
		return 0, err
	}
	reply, err := n.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: n.Sooner.Milliseconds()}}})
	return int(reply.GetCount()), err
}
