// Package intake takes the counters' journals in: it checks each batch against the tree as headquarters has it,
// proposes it to the cluster, and acknowledges what a quorum holds. It is headquarters' end of the exchange,
// one call at a time for each site, any number of sites at once.
package intake

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// Intake implements replica.Headquarters over the cluster. It is safe for concurrent use.
type Intake struct {
	log     consensus.Log
	machine *register.Machine
	now     func() time.Time

	mu     sync.Mutex // guards places
	places map[office.SiteID]place
}

var _ replica.Headquarters = (*Intake)(nil)

// New makes the intake of one node. now is wall time for what commands carry.
func New(log consensus.Log, machine *register.Machine, now func() time.Time) *Intake {
	return &Intake{log: log, machine: machine, now: now, places: map[office.SiteID]place{}}
}

// read runs f on a state that has every command acknowledged before.
func (i *Intake) read(ctx context.Context, f func(register.View) error) error {
	return i.log.Read(ctx, func(r kv.Reader) error { return f(i.machine.View(r)) })
}

func (i *Intake) propose(ctx context.Context, c *contract.HQCommand) (*contract.HQReply, error) {
	c.AtMs = i.now().UnixMilli()
	return forward.Command(ctx, i.log, c)
}

// Greet implements replica.Headquarters.
func (i *Intake) Greet(ctx context.Context, site office.SiteID, h *contract.Hello) (*contract.Welcome, *contract.Frozen, error) {
	const op = "intake.Greet"
	life := office.Incarnation(h.Incarnation)
	if life == 0 || len(h.Key) != ed25519.PublicKeySize {
		return nil, nil, fault.New(op, fault.Invalid).On(string(site)).Because(fmt.Errorf("hello without life or key"))
	}
	var known, promised, other bool
	var era uint64
	err := i.read(ctx, func(v register.View) error {
		st, _ := v.Site(site)
		last, taken := v.FeedPosition(site)
		era = v.Era()
		known = st.Current.Incarnation == life && h.Feed <= last && h.Feed >= taken
		promised = st.Current.Incarnation == life || h.Era == era
		other = st.Current.Incarnation == life && v.Open(site) && h.Era < era && h.Size >= st.Current.Settled && h.Size > 0
		return nil
	})
	if err != nil {
		return nil, nil, fault.Wrap(op, err)
	}
	if other { // with so many records a store has that life's promise to the present era among them, unless another wrote it
		return nil, &contract.Frozen{Code: "fork", Say: sayFork}, i.fork(ctx, site, life)
	}
	if !promised { // a life that is new here first promises to accept nothing of an older era
		return &contract.Welcome{Era: era, Report: true, NowMs: i.now().UnixMilli(), Cursor: &contract.Ack{Incarnation: h.Incarnation}}, nil, nil
	}
	if !known {
		if frozen, err := i.arrive(ctx, site, h, h.Era); frozen != nil || err != nil {
			return nil, frozen, err
		}
	}
	return i.welcome(ctx, site, life)
}

// arrive has the register learn of a life, or of where its feed stands.
func (i *Intake) arrive(ctx context.Context, site office.SiteID, h *contract.Hello, era uint64) (*contract.Frozen, error) {
	const op = "intake.Greet"
	reply, err := i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{
		Site: string(site), Incarnation: h.Incarnation, Granted: h.Granted, Feed: h.Feed, Key: h.Key, Era: era}}})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if err := register.Err(op, reply); fault.Is(err, fault.Conflict) {
		return &contract.Frozen{Code: "closed", Say: reply.Say}, nil
	} else if err != nil {
		return nil, err
	}
	return nil, nil
}

const sayFork = "Twee apparaten schreven hetzelfde logboek van dit loket."

// fork has it written down that two histories of a life were seen: it goes no further until a person has decided.
func (i *Intake) fork(ctx context.Context, site office.SiteID, life office.Incarnation) error {
	_, err := i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{
		Site: string(site), Batch: &contract.Batch{Incarnation: uint64(life)}, Forks: true}}})
	return fault.Wrap("intake.fork", err)
}

func (i *Intake) welcome(ctx context.Context, site office.SiteID, life office.Incarnation) (w *contract.Welcome, frozen *contract.Frozen, err error) {
	err = i.read(ctx, func(v register.View) error {
		st, _ := v.Site(site)
		tree := v.Tree(site, life)
		if st.Current.Forked {
			frozen = &contract.Frozen{Code: "fork", Size: tree.Size, Say: sayFork}
			return nil
		}
		if edge, err := parseEdge(tree); err == nil {
			_, s := v.Site(site)
			i.remember(site, place{life, edge, slices.Clone(s.Key)})
		}
		w = &contract.Welcome{Era: v.Era(), Report: !v.Open(site), NowMs: i.now().UnixMilli(),
			Cursor: &contract.Ack{Incarnation: uint64(life), Size: tree.Size, Root: tree.Root}}
		return nil
	})
	return w, frozen, fault.Wrap("intake.Greet", err)
}

// Take implements replica.Headquarters. A batch that goes on where this node left off is proposed without a look at
// the state, which a node that does not lead would have to wait for; the register takes it only if that is still
// where headquarters is.
func (i *Intake) Take(ctx context.Context, site office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	const op = "intake.Take"
	bodies, err := replica.Unpack(b)
	if err != nil {
		return nil, nil, fault.New(op, fault.Corrupt).On(string(site)).Because(err)
	}
	if err := recorded(b.Personal, bodies); err != nil {
		return nil, nil, fault.New(op, fault.Corrupt).On(string(site)).Because(err)
	}
	if p, ok := i.place(site, b); ok {
		if v, err := p.extend(site, b, bodies); err == nil {
			reply, err := i.put(ctx, site, b, v)
			if err != nil {
				return nil, nil, err
			}
			if v.became(reply) {
				return reply.Ack, over(reply.Closed), nil
			}
		}
		i.forget(site) // whatever did not fit: the state has the word
	}
	return i.takeSlowly(ctx, site, b, bodies)
}

// takeSlowly takes a batch after comparing it with the state.
func (i *Intake) takeSlowly(ctx context.Context, site office.SiteID, b *contract.Batch, bodies [][]byte) (*contract.Ack, *contract.Frozen, error) {
	const op = "intake.Take"
	checked, err := i.check(ctx, site, b, bodies)
	if err != nil {
		return nil, nil, fault.Wrap(op, err)
	}
	if checked.ack != nil {
		return checked.ack, over(checked.former), nil
	}
	reply, err := i.put(ctx, site, b, checked)
	if err != nil {
		return nil, nil, err
	}
	if err := register.Err(op, reply); checked.forks && checked.former {
		return checked.stands, over(true), nil
	} else if checked.forks {
		return nil, &contract.Frozen{Code: "fork", Say: reply.Say}, nil
	} else if err != nil {
		return nil, nil, err
	}
	return reply.Ack, over(checked.former || reply.Closed), nil
}

// put proposes a batch that was checked, and remembers where its life then stands.
func (i *Intake) put(ctx context.Context, site office.SiteID, b *contract.Batch, v verdict) (*contract.HQReply, error) {
	edge, err := v.after.edge.AppendBinary(nil)
	if err != nil {
		return nil, fault.New("intake.Take", fault.Internal).Because(err)
	}
	reply, err := i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{
		Site: string(site), Batch: b, Base: v.base, Root: v.root, Edge: edge, Forks: v.forks}}})
	if err != nil {
		return nil, fault.Wrap("intake.Take", err)
	}
	if v.became(reply) {
		i.remember(site, v.after)
	}
	return reply, nil
}

// verdict is what the check of a batch found.
type verdict struct {
	ack        *contract.Ack // everything in it is here already
	base, root []byte        // of the tree before and after it
	after      place
	forks      bool
	former     bool          // the life is not the site's present one
	stands     *contract.Ack // where headquarters stands in it
}

// became reports whether a reply says that the tree now is what the verdict makes it.
func (v verdict) became(reply *contract.HQReply) bool {
	return reply.Kind == 0 && reply.Ack.GetSize() == v.after.edge.Size && bytes.Equal(reply.Ack.GetRoot(), v.root)
}

// over says that the life of a batch is over; nil while it is the site's present one.
func over(former bool) *contract.Frozen {
	if !former {
		return nil
	}
	return &contract.Frozen{Code: "closed", Say: "Dit loket is vervangen of verloren verklaard."}
}

// check compares a batch with the tree as headquarters has it: the next records must make the tree whose head the
// counter signed; records that are here already must be the same.
func (i *Intake) check(ctx context.Context, site office.SiteID, b *contract.Batch, bodies [][]byte) (out verdict, err error) {
	const op = "intake.check"
	life := office.Incarnation(b.Incarnation)
	subject := office.Holder{Site: site, Incarnation: life}.String()
	corrupt := func(format string, a ...any) error {
		return fault.New(op, fault.Corrupt).On(subject).Because(fmt.Errorf(format, a...))
	}
	var edge journal.Edge
	var key []byte
	err = i.read(ctx, func(v register.View) error {
		tree := v.Tree(site, life)
		st, s := v.Site(site)
		key = s.Key
		out.former = st.Current.Incarnation != life
		out.stands = &contract.Ack{Incarnation: b.Incarnation, Size: tree.Size, Root: tree.Root}
		if edge, err = parseEdge(tree); err != nil {
			return err
		}
		if out.former && (b.First > tree.Size+1 || forked(st, life)) {
			out.ack = out.stands // the welcome spoke of the present life only: where we stand in this one is told now
			return nil
		}
		if b.First > tree.Size+1 {
			return corrupt("records from %d, the next is %d", b.First, tree.Size+1)
		}
		for k := b.First; k <= tree.Size && k < b.First+uint64(b.Count); k++ {
			if string(v.Record(site, life, k)) != string(bodies[k-b.First]) {
				out.forks = true
				return nil
			}
		}
		if b.First+uint64(b.Count)-1 <= tree.Size {
			out.ack = out.stands
		}
		return nil
	})
	if err != nil || out.forks || out.ack != nil {
		return out, err
	}
	fits, err := place{life, edge, key}.extend(site, b, bodies)
	if err != nil {
		return out, err
	}
	out.base, out.root, out.after = fits.base, fits.root, fits.after
	return out, nil
}

// forked reports whether two histories of a closed life were seen: nothing more of it is taken.
func forked(st custody.Station, life office.Incarnation) bool {
	return slices.ContainsFunc(st.Closed, func(l custody.Life) bool { return l.Incarnation == life && l.Forked })
}

// Report implements replica.Headquarters. The report is the promise that lets a new life begin; its custody as state
// is taken only where the gate is closed.
func (i *Intake) Report(ctx context.Context, site office.SiteID, h *contract.Hello, r *contract.Report) (*contract.Frozen, error) {
	const op = "intake.Report"
	if r.Incarnation != h.Incarnation {
		return nil, fault.New(op, fault.Invalid).On(string(site)).Because(fmt.Errorf("a report of another life than the hello's"))
	}
	if err := reported(r); err != nil {
		return nil, fault.New(op, fault.Corrupt).On(string(site)).Because(err)
	}
	if frozen, err := i.arrive(ctx, site, h, r.Era); frozen != nil || err != nil {
		return frozen, err
	}
	reply, err := i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_Report{Report: &contract.ReportTaken{Site: string(site), Report: r}}})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return nil, register.Err(op, reply)
}

// Feed implements replica.Headquarters.
func (i *Intake) Feed(ctx context.Context, site office.SiteID, after uint64) (f *contract.Feed, err error) {
	err = i.log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := i.machine.View(r)
		f = v.Feed(site, after, v.Calendar().Today(i.now()))
		return nil
	})
	return f, fault.Wrap("intake.Feed", err)
}

// FeedTaken implements replica.Headquarters. A receipt that says nothing new costs no entry in the raft log.
func (i *Intake) FeedTaken(ctx context.Context, site office.SiteID, through uint64) error {
	var news bool
	err := i.log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		_, taken := i.machine.View(r).FeedPosition(site)
		news = through > taken
		return nil
	})
	if err != nil || !news {
		return fault.Wrap("intake.FeedTaken", err)
	}
	_, err = i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_FeedTaken{FeedTaken: &contract.FeedTrim{Site: string(site), Through: through}}})
	return fault.Wrap("intake.FeedTaken", err)
}

// TopUp gives a site what the quota policy says it should hold.
func (i *Intake) TopUp(ctx context.Context, site office.SiteID) error {
	_, err := i.propose(ctx, &contract.HQCommand{Kind: &contract.HQCommand_TopUp{TopUp: &contract.TopUp{Site: string(site)}}})
	return fault.Wrap("intake.TopUp", err)
}
