package certificate

import (
	"context"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var _ contractconnect.SealsHandler = (*Maker)(nil)

// VerifyCertificate implements the Seals service, for everybody. It says nothing of whom a certificate is about. Other faults
// than that headquarters cannot be asked there are none: what is no code is no genuine one.
func (m *Maker) VerifyCertificate(ctx context.Context, r *connect.Request[contract.VerifyCertificateRequest]) (*connect.Response[contract.VerifyCertificateResponse], error) {
	out, err := m.verify(ctx, r.Msg.Code, r.Msg.Digest)
	if err != nil {
		return nil, fault.RPC(fault.Wrap("certificate.VerifyCertificate", err))
	}
	return connect.NewResponse(out), nil
}

func (m *Maker) verify(ctx context.Context, typed string, digest []byte) (*contract.VerifyCertificateResponse, error) {
	code, err := attest.Verification.Parse(typed)
	if err != nil {
		return &contract.VerifyCertificateResponse{Say: "Deze code klopt niet. Kijk na of ze goed overgetypt is."}, nil
	}
	var seal *contract.CertificateSeal
	var zone *time.Location
	if err := m.Log.Read(ctx, func(kr kv.Reader) error {
		v := m.Machine.View(kr)
		seal, zone = v.Seal(code), v.Calendar().Zone()
		return nil
	}); err != nil {
		return nil, err
	}
	switch {
	case seal == nil:
		return &contract.VerifyCertificateResponse{Say: "Niet echt: er is geen attest met deze code gemaakt."}, nil
	case len(digest) > 0 && string(digest) != string(seal.Digest):
		return &contract.VerifyCertificateResponse{Say: "Niet echt: er is een attest met deze code, maar niet dit bestand."}, nil
	}
	attest.Sign(m.Keys.seal, seal)
	seal.Site = ""
	name := seal.Kind
	if k, ok := attest.Find(seal.Kind); ok {
		name = k.Dutch
	}
	city, _ := m.Register.City()
	say := "Echt: " + city + " maakte met deze code op " + calendar.SayDate(office.DateOf(time.UnixMilli(seal.AtMs).In(zone))) + " een " + lower(name) + "."
	if !m.Register.Genuine() {
		say += " Het is een voorbeeld zonder waarde."
	}
	return &contract.VerifyCertificateResponse{Genuine: true, Say: say, Kind: name, Seal: seal, Key: m.Keys.Public()}, nil
}

// lower begins a name as in the middle of a sentence.
func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }
