package central

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// found makes the state of a new cluster, from whichever node comes first. An existing state is left as it is, but for the
// key of booking codes: one of another era or authority is followed by one of ours.
func (n *Node) found(ctx context.Context) error {
	plan := n.cfg.Plan
	if plan == nil {
		plan = rulebook.Default()
	}
	first, err := n.passes.First()
	if err != nil { // an authority that signs certificates only: there are no booking codes to be read without a line
		n.cfg.Logger.Warn("booking codes are not signed here", "err", err)
	}
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		known := false
		err := n.raft.Stale(func(r kv.Reader, _ consensus.Freshness) error { known = n.machine.View(r).Founded(); return nil })
		if known {
			if err = n.passes.Ensure(ctx, n.log, n.cfg.Now().UnixMilli()); err == nil || fault.Is(err, fault.Refused) {
				return nil
			}
		}
		if _, _, leads := n.raft.Leader(); err == nil && leads && !known {
			reply, perr := forward.Command(ctx, n.raft, &contract.HQCommand{AtMs: n.cfg.Now().UnixMilli(),
				Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: plan, PassKey: first}}})
			if perr == nil && reply.Kind != 0 {
				return fault.New("central.found", fault.Invalid).On(reply.Subject).Tell(reply.Say, "")
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// The authority's certificate and key, as PEM, in a folder that all nodes of one machine may share.
const (
	authorityCert = "authority.pem"
	authorityKey  = "authority-key.pem"
)

// LoadAuthority opens the authority kept in dir, or makes it there. Its certificate holds for [link.AuthorityLife], twenty
// years, and at its end nobody would know anybody any more; so from half of that on it is prolonged at each start. Each node
// does so for itself, and the file stays as it is: the key is the same, and so all their certificates hold for each other.
func LoadAuthority(dir string, o link.AuthorityOptions) (*link.Authority, error) {
	const op = "central.LoadAuthority"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New(op, fault.Internal).On(dir).Because(err)
	}
	cert, err := os.ReadFile(filepath.Join(dir, authorityCert))
	if err == nil {
		key, err := os.ReadFile(filepath.Join(dir, authorityKey))
		if err != nil {
			return nil, fault.New(op, fault.Internal).On(dir).Because(err)
		}
		a, err := link.OpenAuthority(cert, key, o)
		if err != nil {
			return nil, err
		}
		a, _, err = a.Prolong()
		return a, err
	}
	if !os.IsNotExist(err) {
		return nil, fault.New(op, fault.Internal).On(dir).Because(err)
	}
	a, err := link.NewAuthority(o)
	if err != nil {
		return nil, err
	}
	cert, key, err := a.PEM()
	if err != nil {
		return nil, err
	}
	// The certificate last: with it the authority exists.
	if err := os.WriteFile(filepath.Join(dir, authorityKey), key, 0o600); err != nil {
		return nil, fault.New(op, fault.Internal).On(dir).Because(err)
	}
	if err := os.WriteFile(filepath.Join(dir, authorityCert), cert, 0o600); err != nil {
		return nil, fault.New(op, fault.Internal).On(dir).Because(err)
	}
	return a, nil
}
