package local_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// press is headquarters' end: it makes whatever it is asked for.
type press struct {
	refuse string
	pdf    []byte // nil: a few words
}

func (p press) MakeCertificate(_ context.Context, r *connect.Request[contract.MakeCertificateRequest]) (*connect.Response[contract.MakeCertificateResponse], error) {
	if p.refuse != "" {
		return connect.NewResponse(&contract.MakeCertificateResponse{Refused: p.refuse}), nil
	}
	pdf := []byte("%PDF-1.4 " + r.Msg.Kind + " van " + r.Msg.Name + ", " + r.Msg.Number)
	if p.pdf != nil {
		pdf = p.pdf
	}
	d := sha256.Sum256(pdf)
	return connect.NewResponse(&contract.MakeCertificateResponse{Pdf: pdf, Duplicate: append(bytes.Clone(pdf), []byte(" DUPLICAAT")...),
		Seal: &contract.CertificateSeal{Code: attest.Verification.Make([8]byte{1}), Kind: r.Msg.Kind, Digest: d[:], AtMs: 1}}), nil
}

// made has headquarters make what waits.
func (p *printing) made(by press) {
	p.tb.Helper()
	if _, err := p.node.MakeCertificates(context.Background(), by); err != nil {
		p.tb.Fatal(err)
	}
}

// typed is a certificate that a clerk asks for by number and name.
func (p *printing) typed() *contract.CertifyRequest {
	return &contract.CertifyRequest{Command: p.command(), Kind: attest.Household, Number: "85.07.30-034.27", Name: "Zoë Peeters"}
}

func (p *printing) certify(q *contract.CertifyRequest) (*contract.CertificateRow, error) {
	r, err := p.client.Certify(context.Background(), connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("test", err)
	}
	return r.Msg.Certificate, nil
}

func (p *printing) mustCertify(q *contract.CertifyRequest) *contract.CertificateRow {
	p.tb.Helper()
	row, err := p.certify(q)
	if err != nil {
		p.tb.Fatal(err)
	}
	return row
}

func (p *printing) collect(c *contract.Command, pickup string) (*contract.CertificateRow, error) {
	r, err := p.client.CollectCertificate(context.Background(), connect.NewRequest(&contract.CollectCertificateRequest{Command: c, Pickup: pickup}))
	if err != nil {
		return nil, fault.FromRPC("test", err)
	}
	return r.Msg.Certificate, nil
}

// row is a certificate in the list that screens ask for.
func (p *printing) row(id []byte) *contract.CertificateRow {
	p.tb.Helper()
	r, err := p.client.Certificates(context.Background(), connect.NewRequest(&contract.CertificatesRequest{Command: p.command()}))
	if err != nil {
		p.tb.Fatal(err)
	}
	if len(r.Msg.Kinds) != len(attest.Kinds()) {
		p.tb.Errorf("%d kinds", len(r.Msg.Kinds))
	}
	for _, row := range r.Msg.Rows {
		if bytes.Equal(row.Certificate, id) {
			return row
		}
	}
	p.tb.Fatal("it is in no list")
	return nil
}

// TestACertificateThatIsCollected: without a line the visitor gets a slip with a code; when it is made, the code prints it, once
// for each tap; then the code is nobody's.
func TestACertificateThatIsCollected(t *testing.T) {
	p := mustPrinting(t)
	q := p.typed()
	row := p.mustCertify(q)
	if again := p.mustCertify(q); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_ASKED || again.Pickup != row.Pickup || row.Pickup == "" {
		t.Fatalf("%v, then %v", row, again)
	}
	eventually(t, "the slip is out", func() bool { return len(p.roll.Slips()) > 0 })
	text := p.roll.Slips()[0].Text()
	if plain := strings.Join(strings.Fields(text), ""); !strings.Contains(plain, row.Pickup) || !strings.Contains(plain, "7december2026") ||
		strings.Contains(plain, "Peeters") || strings.Contains(plain, "gezin") {
		t.Errorf("the slip is\n%s", text)
	}
	view := p.mustView()
	if len(view.Certificates) != 1 || view.Certificates[0].Pickup != row.Pickup {
		t.Errorf("the screens see %v", view.Certificates)
	}
	if _, err := p.collect(p.command(), row.Pickup); !fault.Is(err, fault.Refused) {
		t.Errorf("collected before it was made: %v", err)
	}
	p.made(press{})
	tap := p.command()
	typed := strings.ToLower(strings.ReplaceAll(row.Pickup, "-", " "))
	if got, err := p.collect(tap, typed); err != nil || !bytes.Equal(got.Certificate, row.Certificate) {
		t.Fatalf("%v, %v", got, err)
	}
	eventually(t, "it is printed", func() bool {
		return p.row(row.Certificate).Stage == contract.CertificateStage_CERTIFICATE_STAGE_PRINTED
	})
	if got, err := p.collect(tap, typed); err != nil || got.Stage != contract.CertificateStage_CERTIFICATE_STAGE_PRINTED {
		t.Errorf("the same tap again: %v, %v", got, err)
	}
	if _, err := p.collect(p.command(), row.Pickup); !fault.Is(err, fault.NotFound) {
		t.Errorf("the code is still valid: %v", err)
	}
	if tray := p.sheet.Tray(); len(tray) != 1 || !bytes.Contains(tray[0], []byte("gezinssamenstelling van Zoë Peeters, 85073003427")) {
		t.Errorf("%q came out", tray)
	}
	if n := len(p.roll.Slips()); n != 1 {
		t.Errorf("%d slips", n)
	}
	for _, e := range p.events() {
		if text := e.String(); strings.Contains(text, "Peeters") || strings.Contains(text, "85073003427") {
			t.Errorf("a record says of whom: %s", text)
		}
	}
}

// TestACertificateWhileOneWaits: made before the answer, it goes to the printer with the same tap, and needs no code. Again it
// is a duplicate.
func TestACertificateWhileOneWaits(t *testing.T) {
	p := mustPrinting(t)
	q := p.typed()
	row := p.mustCertify(q)
	p.made(press{})
	p.mustCertify(q) // the screen asks again
	eventually(t, "it is printed", func() bool {
		return p.row(row.Certificate).Stage == contract.CertificateStage_CERTIFICATE_STAGE_PRINTED
	})
	of := &contract.PrintRequest{Command: p.command(), Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_CERTIFICATE, Id: row.Certificate}}
	if _, err := p.client.Reprint(context.Background(), connect.NewRequest(of)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the duplicate is out", func() bool { return len(p.sheet.Tray()) == 2 })
	for i, pdf := range p.sheet.Tray() {
		if bytes.Contains(pdf, []byte("DUPLICAAT")) != (i == 1) {
			t.Errorf("paper %d is %q", i, pdf)
		}
	}
	if n := len(p.mustView().Certificates); n != 0 {
		t.Errorf("%d certificates are shown as waiting", n)
	}
}

// TestACertificateThatDidNotComeOut: it stays ready, and the code gives a duplicate.
func TestACertificateThatDidNotComeOut(t *testing.T) {
	p := mustPrinting(t)
	row := p.mustCertify(p.typed())
	p.made(press{})
	p.sheet.Break(printer.Aborting)
	if _, err := p.collect(p.command(), row.Pickup); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the print failed", func() bool {
		prints := p.mustView().Prints
		return len(prints) > 0 && prints[0].Stage == contract.PrintStage_PRINT_STAGE_FAILED
	})
	if got := p.row(row.Certificate); got.Stage != contract.CertificateStage_CERTIFICATE_STAGE_READY || got.Pickup != row.Pickup {
		t.Fatalf("%v", got)
	}
	p.sheet.Repair(printer.Aborting)
	if _, err := p.collect(p.command(), row.Pickup); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is printed", func() bool {
		return p.row(row.Certificate).Stage == contract.CertificateStage_CERTIFICATE_STAGE_PRINTED
	})
	if tray := p.sheet.Tray(); !bytes.Contains(tray[len(tray)-1], []byte("DUPLICAAT")) {
		t.Errorf("%q came out", tray)
	}
}

// TestACertificateThatHeadquartersRefuses says why, prints nothing and has no code.
func TestACertificateThatHeadquartersRefuses(t *testing.T) {
	p := mustPrinting(t)
	q := p.typed()
	row := p.mustCertify(q)
	p.made(press{refuse: attest.OtherName})
	again := p.mustCertify(q)
	if again.Stage != contract.CertificateStage_CERTIFICATE_STAGE_REFUSED || !strings.Contains(again.Say, "naam") || again.Pickup != "" {
		t.Errorf("%v", again)
	}
	if _, err := p.collect(p.command(), row.Pickup); !fault.Is(err, fault.NotFound) {
		t.Errorf("its code is valid: %v", err)
	}
	_, err := p.print(paperOf(row), false)
	if !fault.Is(err, fault.Refused) {
		t.Errorf("printed all the same: %v", err)
	}
}

// TestCertificateByCard: whose card lies in the desk's reader, of the insertion that the screen saw.
func TestCertificateByCard(t *testing.T) {
	p := mustPrinters(t, false, func(_ context.Context, desk office.Desk, insertion uint64) (string, string, error) {
		if desk != 1 || insertion != 7 {
			return "", "", fault.New("test", fault.Conflict).Tell("De kaart is intussen een andere.", "")
		}
		return "Zoë Maria Peeters", "85073003427", nil
	})
	q := &contract.CertifyRequest{Command: p.command(), Kind: attest.Life, Insertion: 7}
	p.mustCertify(q)
	p.made(press{})
	p.mustCertify(q)
	eventually(t, "it is printed", func() bool { return len(p.sheet.Tray()) == 1 })
	if pdf := p.sheet.Tray()[0]; !bytes.Contains(pdf, []byte("leven van Zoë Maria Peeters, 85073003427")) {
		t.Errorf("%q came out", pdf)
	}
	q = &contract.CertifyRequest{Command: p.command(), Kind: attest.Life, Insertion: 8}
	if _, err := p.certify(q); !fault.Is(err, fault.Conflict) {
		t.Errorf("of another insertion: %v", err)
	}
}

// TestCertifyRefuses what no register could answer, in words and before anything is written.
func TestCertifyRefuses(t *testing.T) {
	p := mustPrinting(t)
	for name, change := range map[string]func(*contract.CertifyRequest){
		"no number":     func(q *contract.CertifyRequest) { q.Number = "" },
		"mistyped":      func(q *contract.CertifyRequest) { q.Number = "85.07.30-034.28" },
		"no name":       func(q *contract.CertifyRequest) { q.Name = "  " },
		"a long name":   func(q *contract.CertifyRequest) { q.Name = strings.Repeat("Zoë", 60) },
		"no such kind":  func(q *contract.CertifyRequest) { q.Kind = "adel" },
		"a short visit": func(q *contract.CertifyRequest) { q.Visit = []byte{1} },
	} {
		q, before := p.typed(), p.size()
		change(q)
		if row, err := p.certify(q); !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" || p.size() != before {
			t.Errorf("%s: %v, %v", name, row, err)
		}
	}
	q, before := p.typed(), p.size()
	q.Insertion = 3
	_, err := p.certify(q)
	p.mustRefuse(fault.Refused, before, err)
	q = p.typed()
	q.Visit = bytes.Repeat([]byte{3}, 16)
	_, err = p.certify(q)
	p.mustRefuse(fault.NotFound, before, err)
	bare := mustCounter(t, nil)
	before = bare.size()
	q = p.typed()
	q.Command = bare.command()
	_, err = bare.client.Certify(context.Background(), connect.NewRequest(q))
	bare.mustRefuse(fault.Refused, before, fault.FromRPC("test", err))
}

// TestACertificateOfYesterday is still in the list, and the night after it was printed it is not.
func TestACertificateOfYesterday(t *testing.T) {
	p := mustPrinting(t)
	row := p.mustCertify(p.typed())
	p.set(p.clock().Add(24 * time.Hour))
	if got := p.row(row.Certificate); got.Pickup != row.Pickup {
		t.Errorf("%v", got)
	}
}
