package certificate_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	berchem office.SiteID = "buurtloket-berchem"
	hoek    office.SiteID = "buurtloket-groenenhoek"
)

// Persons of the embedded register.
const (
	zoe      = "85.07.30-034.27"
	jozef    = "51122410143"
	lowie    = "03061401191"
	deceased = "48010902046"
	inLier   = "78091606688"
	emre     = "94082721931"
)

// headquarters is nodes that share one log in memory.
type headquarters struct {
	tb      testing.TB
	log     *consensus.Solo
	machine *register.Machine
	keys    certificate.Keys
}

// noon is Thursday 26 November 2026, 12:00 in Brussels.
var noon = time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)

func mustHQ(tb testing.TB) *headquarters {
	tb.Helper()
	h := &headquarters{tb: tb, machine: &register.Machine{Quota: register.DefaultQuota}}
	h.log = consensus.NewSolo(h.machine)
	var err error
	if h.keys, err = certificate.KeysOf(bytes.Repeat([]byte{5}, 32)); err != nil {
		tb.Fatal(err)
	}
	found := &contract.HQCommand{AtMs: noon.UnixMilli(), Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}}
	if _, _, err := h.log.Propose(context.Background(), contract.Encode(found)); err != nil {
		tb.Fatal(err)
	}
	return h
}

// node is one of them, whose clock stands at a moment.
func (h *headquarters) node(now time.Time, change ...func(*certificate.Config)) *certificate.Maker {
	c := certificate.Config{Log: h.log, Machine: h.machine, Keys: h.keys, Now: func() time.Time { return now }}
	for _, f := range change {
		f(&c)
	}
	return certificate.New(c)
}

// act names what a counter asked for.
func act(n byte) []byte { return bytes.Repeat([]byte{n}, 16) }

// ask asks as a site does.
func ask(m *certificate.Maker, site office.SiteID, q *contract.MakeCertificateRequest) (*contract.MakeCertificateResponse, error) {
	ctx := link.WithPeer(context.Background(), link.Peer{Role: link.RoleSite, Name: string(site)})
	r, err := m.MakeCertificate(ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("test", err)
	}
	return r.Msg, nil
}

// must asks for what must be made.
func (h *headquarters) must(m *certificate.Maker, n byte) *contract.MakeCertificateResponse {
	h.tb.Helper()
	r, err := ask(m, berchem, &contract.MakeCertificateRequest{Certificate: act(n), Kind: attest.Household, Number: zoe, Name: "Zoë Peeters"})
	if err != nil || r.Refused != "" {
		h.tb.Fatalf("%v, %v", r.GetRefused(), err)
	}
	return r
}

// verify asks as anybody does.
func (h *headquarters) verify(code string, digest []byte) *contract.VerifyCertificateResponse {
	h.tb.Helper()
	r, err := h.node(noon).VerifyCertificate(context.Background(), connect.NewRequest(&contract.VerifyCertificateRequest{Code: code, Digest: digest}))
	if err != nil {
		h.tb.Fatal(err)
	}
	return r.Msg
}

// seals are those that are noted.
func (h *headquarters) seals() (n int) {
	h.tb.Helper()
	if err := h.log.Read(context.Background(), func(r kv.Reader) error {
		for range r.Scan([]byte("A/"), nil) {
			n++
		}
		return nil
	}); err != nil {
		h.tb.Fatal(err)
	}
	return n
}

// moved is a register that was corrected in hindsight.
type moved struct{ certificate.Register }

func (m moved) Person(ctx context.Context, n certificate.Number, at time.Time) (*certificate.Person, error) {
	p, err := m.Register.Person(ctx, n, at)
	if err != nil {
		return nil, err
	}
	other := *p
	other.Address.Number = "999"
	return &other, nil
}

// lagging is a log whose node has not applied anything yet.
type lagging struct{ *consensus.Solo }

func (l lagging) Stale(f func(kv.Reader, consensus.Freshness) error) error {
	return f(new(kv.Memory), consensus.Freshness{})
}
