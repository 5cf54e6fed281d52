package intake

import (
	"crypto/ed25519"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// place is where a life stands, as far as this node took it: enough to check what comes next.
type place struct {
	life office.Incarnation
	edge journal.Edge
	key  []byte
}

// place finds where this node left off, if the batch goes on there.
func (i *Intake) place(site office.SiteID, b *contract.Batch) (place, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	p, ok := i.places[site]
	return p, ok && p.life == office.Incarnation(b.Incarnation) && p.edge.Size+1 == b.First
}

func (i *Intake) remember(site office.SiteID, p place) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.places[site] = p
}

func (i *Intake) forget(site office.SiteID) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.places, site)
}

// extend checks that a batch makes the tree whose head the counter signed. Records before the place are passed over.
func (p place) extend(site office.SiteID, b *contract.Batch, bodies [][]byte) (out verdict, err error) {
	after, root := p.edge.Extend(bodies[p.edge.Size+1-b.First:])
	head, err := signedHead(site, p.key, b.Head)
	if err != nil {
		return out, err
	}
	if head.Site != site || head.Life != p.life || head.Size != after.Size || head.Root != root {
		return out, fault.New("intake.check", fault.Corrupt).On(office.Holder{Site: site, Incarnation: p.life}.String()).
			Because(fmt.Errorf("the signed head is not that of these records"))
	}
	base := p.edge.Root()
	return verdict{base: base[:], root: root[:], after: place{p.life, after, p.key}}, nil
}

func parseEdge(t *contract.TreeState) (journal.Edge, error) {
	if len(t.Edge) == 0 {
		return journal.Edge{}, nil
	}
	e, err := journal.ParseEdge(t.Edge)
	if err != nil {
		return e, fault.New("intake.check", fault.Internal).Because(err)
	}
	return e, nil
}

// signedHead opens the head of a batch with the key that the site's life came with.
func signedHead(site office.SiteID, key, signed []byte) (journal.Head, error) {
	if len(key) != ed25519.PublicKeySize {
		return journal.Head{}, fault.New("intake.check", fault.Corrupt).On(string(site)).Because(fmt.Errorf("no key is known"))
	}
	v, err := journal.NewVerifier(site, ed25519.PublicKey(key))
	if err != nil {
		return journal.Head{}, fault.New("intake.check", fault.Corrupt).On(string(site)).Because(err)
	}
	return journal.ParseHead(signed, note.VerifierList(v))
}
