package certificate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a Maker is made of. Log, Machine and Keys are required.
type Config struct {
	Log      consensus.Log
	Machine  *register.Machine
	Keys     Keys
	Register Register // nil: Embedded
	// Address is where people verify a paper: what a code is put behind, as "https://loket.example/attest/". Empty: papers
	// name no address, and their QR code holds the code alone.
	Address string
	Symbol  Symbol           // nil: papers have no QR code
	Now     func() time.Time // nil: time.Now
}

// Maker serves the Certificates service of one node. It is safe for concurrent use.
type Maker struct{ Config }

var _ contractconnect.CertificatesHandler = (*Maker)(nil)

// New makes a Maker.
func New(c Config) *Maker {
	if c.Register == nil {
		c.Register = Embedded()
	}
	if c.Symbol == nil {
		c.Symbol = QR
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Maker{c}
}

// MakeCertificate implements the Certificates service. Only a site asks, and what it asked before is its own.
func (m *Maker) MakeCertificate(ctx context.Context, r *connect.Request[contract.MakeCertificateRequest]) (*connect.Response[contract.MakeCertificateResponse], error) {
	const op = "certificate.MakeCertificate"
	peer, _ := link.PeerFrom(ctx)
	if peer.Role != link.RoleSite {
		return nil, fault.RPC(fault.New(op, fault.Denied))
	}
	out, err := m.make(ctx, peer.Site(), r.Msg)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	return connect.NewResponse(out), nil
}

// maxName bounds a name that is told.
const maxName = 200

// make makes a certificate, or the one that was made of this act before.
func (m *Maker) make(ctx context.Context, site office.SiteID, q *contract.MakeCertificateRequest) (*contract.MakeCertificateResponse, error) {
	number, err := ParseNumber(q.Number)
	if err != nil || len(q.Certificate) != 16 || len(q.Name) > maxName {
		return nil, fault.New("certificate.make", fault.Invalid).Because(err)
	}
	kind, known := attest.Find(q.Kind)
	if !known {
		return &contract.MakeCertificateResponse{Refused: attest.NoKind}, nil
	}
	at, zone, err := m.moment(ctx, site, q.Certificate)
	if err != nil {
		return nil, err
	}
	order := order{site: site, act: q.Certificate, kind: kind, number: number, name: q.Name}
	made, refused, err := m.draw(ctx, order, at.In(zone))
	if err != nil || refused != "" {
		return &contract.MakeCertificateResponse{Refused: refused}, err
	}
	seal, err := m.note(ctx, order, made, at)
	if err != nil {
		return nil, err
	}
	if seal.AtMs != at.UnixMilli() { // another node was quicker: its moment counts
		if made, refused, err = m.draw(ctx, order, time.UnixMilli(seal.AtMs).In(zone)); err != nil {
			return nil, err
		}
	}
	if refused != "" || seal.Kind != kind.Code || !attest.Of(seal, made.Pdf) {
		return &contract.MakeCertificateResponse{Refused: attest.Changed}, nil
	}
	attest.Sign(m.Keys.seal, seal)
	made.Seal = seal
	return made, nil
}

// order is what was asked for.
type order struct {
	site   office.SiteID
	act    []byte
	kind   attest.Kind
	number Number
	name   string
}

// moment is when the certificate of an act was made, or now; and the zone of the city. A node that lags finds no seal, and
// learns it when it notes its own.
func (m *Maker) moment(ctx context.Context, site office.SiteID, act []byte) (at time.Time, zone *time.Location, err error) {
	at = m.Now()
	err = m.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := m.Machine.View(r)
		zone = v.Calendar().Zone()
		if s := v.Certificate(site, act); s != nil {
			at = time.UnixMilli(s.AtMs)
		}
		return nil
	})
	return at.Truncate(time.Millisecond), zone, err
}

// draw makes both papers as of a moment, or says why there are none.
func (m *Maker) draw(ctx context.Context, o order, at time.Time) (*contract.MakeCertificateResponse, attest.Reason, error) {
	p, err := m.Register.Person(ctx, o.number, at)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, attest.NoPerson, nil
	case err != nil:
		return nil, "", err
	case !p.agrees(o.name):
		return nil, attest.OtherName, nil
	}
	said, refused := state(o.kind, p, m.Register, at)
	if refused != "" {
		return nil, refused, nil
	}
	city, _ := m.Register.City()
	page := paper{statement: said, city: city, made: at, code: m.Keys.codeOf(o.site, o.act), salt: m.Keys.saltOf(o.site, o.act), sample: !m.Register.Genuine()}
	if m.Address != "" {
		page.check = m.Address + page.code
	}
	if m.Symbol != nil {
		text := page.check
		if text == "" {
			text = page.code
		}
		if page.symbol, err = m.Symbol(text); err != nil {
			return nil, "", fault.New("certificate.draw", fault.Internal).Because(err)
		}
	}
	out := new(contract.MakeCertificateResponse)
	if out.Pdf, err = page.pdf(); err == nil {
		page.repeats = true
		out.Duplicate, err = page.pdf()
	}
	if err == nil && !bytes.Contains(out.Duplicate, []byte(duplicate)) {
		err = fault.New("certificate.draw", fault.Internal).Because(fmt.Errorf("a duplicate that does not say so"))
	}
	return out, "", err
}

// note has the seal noted, and gives the one that counts.
func (m *Maker) note(ctx context.Context, o order, made *contract.MakeCertificateResponse, at time.Time) (*contract.CertificateSeal, error) {
	const op = "certificate.note"
	digest := sha256.Sum256(made.Pdf)
	seal := &contract.CertificateSeal{Code: m.Keys.codeOf(o.site, o.act), Kind: o.kind.Code, Digest: digest[:], Site: string(o.site), AtMs: at.UnixMilli()}
	reply, err := forward.Command(ctx, m.Log, &contract.HQCommand{AtMs: at.UnixMilli(),
		Kind: &contract.HQCommand_Certificate{Certificate: &contract.CertificateSealed{Certificate: o.act, Seal: seal}}})
	if err == nil {
		err = register.Err(op, reply)
	}
	return reply.GetSeal(), err
}
