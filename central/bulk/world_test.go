package bulk_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"connectrpc.com/connect"
	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/central/bulk"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	berchem office.SiteID = "buurtloket-berchem"
	hoek    office.SiteID = "buurtloket-groenenhoek"
	noon                  = 1_795_420_800_000
)

// cluster is three nodes in memory that share one log, and have a disk each.
type cluster struct {
	tb    testing.TB
	log   *consensus.Solo
	nodes []*bulk.Bulk
	down  map[string]bool
	size  uint64 // records of Berchem's journal so far
}

func mustCluster(tb testing.TB) *cluster {
	tb.Helper()
	machine := &register.Machine{Quota: register.DefaultQuota}
	c := &cluster{tb: tb, log: consensus.NewSolo(machine), down: map[string]bool{}}
	var peers []consensus.Peer
	for i := range 3 {
		peers = append(peers, consensus.Peer{ID: fmt.Sprint("hq", i), Addr: fmt.Sprint("hq", i), Voter: true})
	}
	peers = append(peers, consensus.Peer{ID: "listener", Addr: "listener"}) // has no vote, and is never asked
	for i := range 3 {
		store, err := blob.Open(tb.TempDir())
		if err != nil {
			tb.Fatal(err)
		}
		c.nodes = append(c.nodes, bulk.New(bulk.Config{Store: store, Log: c.log, Machine: machine, Peer: c.peer,
			Voters: func() ([]consensus.Peer, string) { return peers, peers[i].ID }, Now: func() time.Time { return time.UnixMilli(noon) }}))
	}
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: string(berchem), Incarnation: 1, Key: make([]byte, 32), Era: 1}}})
	return c
}

// wire is a node as another node sees it.
type wire struct{ to *bulk.Bulk }

func asNode(ctx context.Context) context.Context {
	return link.WithPeer(ctx, link.Peer{Role: link.RoleNode, Name: "hq9"})
}

func asSite(site office.SiteID) context.Context {
	return link.WithPeer(context.Background(), link.Peer{Role: link.RoleSite, Name: string(site)})
}

func (w wire) PutPart(ctx context.Context, r *connect.Request[contract.PutPartRequest]) (*connect.Response[contract.PutPartResponse], error) {
	return w.to.PutPart(asNode(ctx), r)
}

func (w wire) GetPart(ctx context.Context, r *connect.Request[contract.GetPartRequest]) (*connect.Response[contract.GetPartResponse], error) {
	return w.to.GetPart(asNode(ctx), r)
}

func (w wire) Lacking(ctx context.Context, r *connect.Request[contract.LackingRequest]) (*connect.Response[contract.LackingResponse], error) {
	return w.to.Lacking(asNode(ctx), r)
}

// peer is a way to a node, where it is up.
func (c *cluster) peer(addr string) contractconnect.BulkClient {
	for i, n := range c.nodes {
		if addr == fmt.Sprint("hq", i) && !c.down[addr] {
			return wire{n}
		}
	}
	return nil
}

func (c *cluster) must(command *contract.HQCommand) {
	c.tb.Helper()
	command.AtMs = noon
	b, _, err := c.log.Propose(context.Background(), contract.Encode(command))
	if err != nil {
		c.tb.Fatal(err)
	}
	reply, err := contract.Decode(b, new(contract.HQReply))
	if err == nil {
		err = register.Err("test", reply)
	}
	if err != nil {
		c.tb.Fatal(err)
	}
}

// record has headquarters take a record of Berchem's journal.
func (c *cluster) record(e *contract.Event, personal ...*contract.Sealed) {
	c.tb.Helper()
	body := contract.Encode(e)
	c.size++
	c.must(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: string(berchem),
		Batch: &contract.Batch{Incarnation: 1, First: c.size, Count: 1, Records: contract.JoinRecords([][]byte{body}), Personal: personal},
		Root:  []byte{byte(c.size)}, Base: c.base()}}})
}

func (c *cluster) base() []byte {
	if c.size == 1 {
		_, root := journal.Edge{}.Extend(nil)
		return root[:]
	}
	return []byte{byte(c.size - 1)}
}

// picture is a photo that Berchem's journal names.
type picture struct {
	id, subject []byte
	plain       []byte
	sealed      []byte
	digest      blob.Digest
}

// keep has Berchem keep a photo of some bytes.
func (c *cluster) keep(id byte, size int) *picture {
	c.tb.Helper()
	p := &picture{id: bytes.Repeat([]byte{id}, 16), subject: bytes.Repeat([]byte{id + 100}, 16), plain: bytes.Repeat([]byte{id, 1, 2, 3}, size/4)}
	sealed, key, err := blob.Seal(p.plain, rand.Reader)
	if err != nil {
		c.tb.Fatal(err)
	}
	secret, err := journal.Seal(rand.Reader, office.SubjectID(p.subject), contract.Encode(&contract.PhotoSecret{Key: key[:], Reason: "geheim"}))
	if err != nil {
		c.tb.Fatal(err)
	}
	p.sealed, p.digest = sealed, blob.Of(sealed)
	c.record(&contract.Event{AtMs: noon, Clerk: "ann", Kind: &contract.Event_PhotoKept{PhotoKept: &contract.PhotoKept{Photo: p.id, Digest: p.digest[:],
		Size: uint32(len(sealed)), Secret: secret.Commitment[:], Subject: p.subject, Consent: true}}},
		&contract.Sealed{Commitment: secret.Commitment[:], Subject: p.subject, Salt: secret.Salt[:], Plain: secret.Plain})
	return p
}

func (c *cluster) erase(p *picture) {
	c.tb.Helper()
	c.record(&contract.Event{AtMs: noon, Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: p.subject}}})
}

// put brings a photo to a node as a counter does, in parts of a size; it gives the last answer.
func (c *cluster) put(node int, p *picture, part int) (res *contract.PutPartResponse) {
	c.tb.Helper()
	for at := 0; ; {
		r, err := c.nodes[node].PutPart(asSite(berchem), connect.NewRequest(&contract.PutPartRequest{Digest: p.digest[:], Size: uint32(len(p.sealed)),
			Offset: uint32(at), Data: p.sealed[at:min(at+part, len(p.sealed))]}))
		if err != nil {
			c.tb.Fatal(err)
		}
		if res = r.Msg; res.Whole || int(res.Offset) == len(p.sealed) {
			return res
		}
		at = int(res.Offset)
	}
}

// copies is at which nodes a photo is.
func (c *cluster) copies(p *picture) (out []int) {
	for i, n := range c.nodes {
		if n.Store.Has(p.digest) {
			out = append(out, i)
		}
	}
	return out
}

func (c *cluster) read(node int, p *picture, by, reason string) ([]byte, error) {
	res, err := c.nodes[node].ReadPhoto(context.Background(), connect.NewRequest(&contract.ReadPhotoRequest{Photo: p.id, Site: string(berchem), By: by, Reason: reason}))
	if err != nil {
		return nil, fault.FromRPC("test", err)
	}
	return res.Msg.Jpeg, nil
}

func (c *cluster) heal(node int) {
	c.tb.Helper()
	if err := c.nodes[node].Heal(context.Background()); err != nil {
		c.tb.Fatal(err)
	}
}
