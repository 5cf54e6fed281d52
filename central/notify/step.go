package notify

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// claims is how many threads are claimed at once: what can be sent well within the lease.
const claims = 20

// unconfigured is how long a message waits that nothing here can carry.
const unconfigured = time.Hour

// Step sends what is due, a claim's worth, and tells how many messages it dealt with. What became of them and could not be
// written down is written down first by the next Step.
func (n *Notifier) Step(ctx context.Context) (done int, err error) {
	if err := n.settle(ctx); err != nil || !n.Sends() {
		return 0, err
	}
	now := n.Now()
	room := min(n.pace.left(now), claims)
	if room < 1 {
		return 0, nil
	}
	var due [][]byte
	err = n.Log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		due = n.Machine.View(k).DueThreads(now.UnixMilli(), room)
		return nil
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	by, err := n.draw()
	if err != nil {
		return 0, err
	}
	reply, err := n.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_MessageClaim{MessageClaim: &contract.MessageClaim{By: by, Threads: due}}})
	if err != nil || len(reply.Messages) == 0 {
		return 0, err
	}
	var errands []errand
	err = n.Log.Read(ctx, func(k kv.Reader) error {
		errands = nil
		for _, ref := range reply.Messages {
			errands = append(errands, n.read(k, ref))
		}
		return nil
	})
	if err != nil {
		return 0, err // nothing has begun: the claim ends by itself
	}
	return len(errands), n.deliver(ctx, by, errands)
}

func (n *Notifier) propose(ctx context.Context, c *contract.HQCommand) (*contract.HQReply, error) {
	c.AtMs = n.Now().UnixMilli()
	reply, err := forward.Command(ctx, n.Log, c)
	if err != nil {
		return nil, err
	}
	return reply, register.Err("notify", reply)
}

// settle writes down what became of attempts, as far as it is not.
func (n *Notifier) settle(ctx context.Context) error {
	for len(n.owed) > 0 {
		o := n.owed[0]
		_, err := n.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_MessageNoted{MessageNoted: &contract.MessageNoted{By: o.by, Outcomes: o.outcomes}}})
		if err != nil {
			return err
		}
		n.owed = n.owed[1:]
	}
	return nil
}

// deliver takes each errand: it begins, is carried, and what came of it is written down together with the beginning of the next.
func (n *Notifier) deliver(ctx context.Context, by string, errands []errand) error {
	var known []*contract.MessageNoted_Outcome
	for _, e := range errands {
		way, wait := n.way(e)
		if wait != nil {
			known = append(known, wait)
			continue
		}
		begin := &contract.MessageNoted{By: by, Outcomes: known, Begin: []*contract.MessageRef{e.ref}}
		known = nil
		reply, err := n.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_MessageNoted{MessageNoted: begin}})
		if err != nil { // it may have been applied: this one did not go, and the others ended as they did
			again := &contract.MessageNoted_Outcome{Ref: e.ref, Stage: dispatch.Waiting, Reason: Unreachable}
			n.owed = append(n.owed, owed{by, append(begin.Outcomes, again)})
			return err
		}
		if len(reply.Messages) == 1 {
			known = append(known, n.carry(ctx, e, way))
		}
	}
	if len(known) == 0 {
		return nil
	}
	n.owed = append(n.owed, owed{by, known})
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace) // also when this node stops: what was sent is known to be
	defer cancel()
	return n.settle(last)
}

// grace is what is under way when the node stops still has.
const grace = 5 * time.Second

// way is how a message goes.
type way struct {
	channel string
	to      string
	by      Carrier
}

// way finds how an errand goes now; or what becomes of it instead.
func (n *Notifier) way(e errand) (way, *contract.MessageNoted_Outcome) {
	now := n.Now()
	wait := func(reason string, until time.Time) *contract.MessageNoted_Outcome {
		return &contract.MessageNoted_Outcome{Ref: e.ref, Stage: dispatch.Waiting, Reason: reason, DueMs: until.UnixMilli()}
	}
	if e.no != "" {
		return way{}, &contract.MessageNoted_Outcome{Ref: e.ref, Stage: dispatch.Dropped, Reason: e.no}
	}
	mail, mobile := mailOf(e.person), mobileOf(e.person)
	var w way
	switch {
	case mail == "" && mobile == "":
		return w, &contract.MessageNoted_Outcome{Ref: e.ref, Stage: dispatch.Dropped, Reason: NoAddress}
	case mail != "" && n.Mail != nil:
		w = way{"mail", mail, n.Mail}
	case mobile != "" && n.SMS != nil:
		w = way{"sms", mobile, n.SMS}
	default:
		return w, wait(NotConfigured, now.Add(unconfigured))
	}
	if p := n.paused(w.channel); p.until.After(now) {
		return w, wait(Unreachable, p.until)
	}
	if w.channel == "sms" {
		if ends := n.Quiet.Ends(now, e.facts.Zone); ends.After(now) {
			return w, wait(QuietHours, ends)
		}
	}
	return w, nil
}

// carry hands an errand over, and tells what came of it.
func (n *Notifier) carry(ctx context.Context, e errand, w way) *contract.MessageNoted_Outcome {
	out := &contract.MessageNoted_Outcome{Ref: e.ref, Stage: dispatch.Sent, Channel: w.channel}
	letter, err := e.facts.write(n.Languages...)
	if err != nil {
		n.Logger.Error("a message was not written", "id", hex.EncodeToString(e.id), "err", err)
		out.Stage, out.Reason = dispatch.Failed, "unwritable"
		return out
	}
	n.pace.take()
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), Patience)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	err = w.by.Carry(limited, Parcel{ID: hex.EncodeToString(e.id), To: w.to, At: time.UnixMilli(e.due).In(e.facts.Zone), Say: letter})
	no, now := notTaken(err), n.Now()
	n.met(w.channel, no, now)
	switch {
	case err == nil:
		return out
	case no == nil:
		n.Logger.Warn("nobody knows whether a message was taken", "id", hex.EncodeToString(e.id), "err", err)
		out.Stage, out.Reason = dispatch.Unknown, "no-answer"
	case no.Until == Never:
		out.Stage, out.Reason = dispatch.Failed, no.Reason
	default:
		out.Stage, out.Reason, out.Tried = dispatch.Waiting, no.Reason, true
		out.DueMs = now.Add(dispatch.Backoff(e.tries)).UnixMilli()
	}
	return out
}

// longest is how long a server that is away is left alone at most, so that soon after it came back all is sent.
const longest = 15 * time.Minute

// met notes whether anybody answered.
func (n *Notifier) met(channel string, no *NotTaken, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if no == nil || no.Until != Away {
		delete(n.away, channel)
		return
	}
	p := n.away[channel]
	p.until, p.reason = now.Add(min(dispatch.Backoff(p.fails), longest)), no.Reason
	p.fails++
	n.away[channel] = p
	n.Logger.Warn("no messages are taken just now", "channel", channel, "until", p.until, "reason", no.Reason, "err", no.Err)
}

func (n *Notifier) paused(channel string) pause {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.away[channel]
}
