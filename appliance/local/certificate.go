package local

import (
	"context"
	"slices"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/paper/ticket"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Holder tells whose card lies in the reader of a desk: the name on it and the national number, eleven digits. A card that
// was changed since that insertion is a fault, in words.
type Holder func(ctx context.Context, desk office.Desk, insertion uint64) (name, number string, err error)

// UseCards lets cards say for whom a certificate is; call it before Run.
func (s *Server) UseCards(h Holder) { s.service.holder = h }

// Certificates implements the Counter service: what can be had, and what was asked for today or still waits, the latest first.
func (s *Service) Certificates(_ context.Context, r *connect.Request[contract.CertificatesRequest]) (*connect.Response[contract.CertificatesResponse], error) {
	out := new(contract.CertificatesResponse)
	for _, k := range attest.Kinds() {
		out.Kinds = append(out.Kinds, &contract.CertificateKind{Code: k.Code, Name: k.Dutch, Product: string(k.Product)})
	}
	err := s.node.Look(func(t appliance.Turn) error {
		today := office.DateOf(t.Now)
		waiting, err := certificate.Waiting(t.View)
		if err != nil {
			return err
		}
		all, err := certificate.Day(t.View, today)
		for _, c := range waiting {
			if office.Date(c.Asked.Date) != today {
				all = append(all, c)
			}
		}
		slices.SortStableFunc(all, func(a, b *contract.CertificateState) int { return int(b.AskedMs - a.AskedMs) })
		for _, c := range all {
			out.Rows = append(out.Rows, certificate.Row(c))
		}
		return err
	})
	return respond(out, fault.Wrap("local.Certificates", err))
}

// fillCertificates shows those that wait, the oldest first.
func (s *Service) fillCertificates(t appliance.Turn, out *contract.View) error {
	waiting, err := certificate.Waiting(t.View)
	for _, c := range waiting {
		out.Certificates = append(out.Certificates, certificate.Row(c))
	}
	return err
}

// Certify implements the Counter service. The act is the certificate: asked twice, it is one. With a line it is made and on
// its way to the printer when this answers; without one, or when headquarters takes its time, the row has the code with which
// it is collected later, and a ticket printer prints that.
func (s *Service) Certify(ctx context.Context, r *connect.Request[contract.CertifyRequest]) (*connect.Response[contract.CertifyResponse], error) {
	const op = "local.Certify"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	out, err := s.certify(ctx, who, r.Msg)
	return respond(out, fault.Wrap(op, err))
}

func (s *Service) certify(ctx context.Context, who appliance.Who, q *contract.CertifyRequest) (*contract.CertifyResponse, error) {
	printer, err := paper.PrinterFor(s.node.Printers(), paper.Certificate)
	if err != nil {
		return nil, err
	}
	id := certificate.ID(who.Act)
	known, err := s.certificate(id)
	if err != nil {
		return nil, err
	}
	if known == nil { // a tap repeated may come when the card is gone
		wanted := appliance.Wanted{Kind: q.Kind}
		if wanted.Name, wanted.Number, err = s.subject(ctx, who.Desk, q); err != nil {
			return nil, err
		}
		if len(q.Visit) > 0 {
			if wanted.Visit, err = contract.ID16[office.VisitID](q.Visit); err != nil {
				return nil, fault.New("local.certify", fault.Invalid).Because(err)
			}
		}
		if _, err = s.node.Certify(ctx, who, wanted); err != nil {
			return nil, err
		}
	}
	if err := s.made(ctx, id); err != nil {
		return nil, err
	}
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) { return s.handing(t, id, printer) })
	if err != nil {
		return nil, err
	}
	row, err := s.certificate(id)
	return &contract.CertifyResponse{Sequence: seq, Certificate: row}, err
}

// subject is for whom a certificate is: the card's holder, or whom the clerk typed.
func (s *Service) subject(ctx context.Context, desk office.Desk, q *contract.CertifyRequest) (name, number string, err error) {
	const op = "local.subject"
	name, number = strings.TrimSpace(q.Name), q.Number
	if q.Insertion != 0 {
		if s.holder == nil {
			return "", "", fault.New(op, fault.Refused).Tell("Hier is geen kaartlezer.", "Typ het rijksregisternummer en de naam.")
		}
		if name, number, err = s.holder(ctx, desk, q.Insertion); err != nil {
			return "", "", err
		}
	}
	const longest = 100
	if name == "" || len(name) > longest {
		return "", "", fault.New(op, fault.Invalid).Tell("De naam ontbreekt.", "Typ de voornaam en de naam zoals op de kaart.")
	}
	y, m, d := s.node.Now().Date()
	n, err := eid.ParseNationalNumber(number, eid.Date{Year: y, Month: int(m), Day: d})
	if err != nil {
		return "", "", fault.New(op, fault.Invalid).Because(err).Tell("Dit is geen rijksregisternummer.", "Kijk het na: er staan elf cijfers op de kaart.")
	}
	return name, n.Reveal(), nil
}

// made waits a moment for headquarters, when there is a line.
func (s *Service) made(ctx context.Context, id certificate.ID) error {
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	for {
		changed, line := s.node.Changed()
		wait := false
		if err := s.node.Look(func(t appliance.Turn) error {
			c, err := certificate.Get(t.View, id)
			if err != nil {
				return err
			}
			l, err := s.node.Line(t)
			wait = certificate.StageOf(c) == contract.CertificateStage_CERTIFICATE_STAGE_ASKED && l.GetState() != contract.Line_OFFLINE
			return err
		}); err != nil || !wait {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-line:
		}
	}
}

// handing has a certificate that was made printed, and prints the code of one that was not. A wish that was refused has no
// paper.
func (s *Service) handing(t appliance.Turn, id certificate.ID, printer string) (appliance.Decision, error) {
	c, err := certificate.Get(t.View, id)
	if err != nil {
		return appliance.Decision{}, err
	}
	of := paper.OfCertificate(id)
	switch certificate.StageOf(c) {
	case contract.CertificateStage_CERTIFICATE_STAGE_READY:
	case contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		if printer, err = paper.PrinterFor(s.node.Printers(), paper.Pickup); err != nil {
			return appliance.Decision{}, nil // the clerk writes the code down
		}
		of = paper.OfPickup(id)
	default:
		return appliance.Decision{}, nil
	}
	return appliance.One(paper.Queue(t.View, of.First(), of, printer, t.Now))
}

// certificate is the row of one that was asked for; nil when it was not.
func (s *Service) certificate(id certificate.ID) (row *contract.CertificateRow, err error) {
	err = s.node.Look(func(t appliance.Turn) error {
		c, err := certificate.Get(t.View, id)
		if err == nil {
			row = certificate.Row(c)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return row, err
}

// CollectCertificate implements the Counter service: it prints what waits under a code, and after a print that failed a
// duplicate, which says so.
func (s *Service) CollectCertificate(ctx context.Context, r *connect.Request[contract.CollectCertificateRequest]) (*connect.Response[contract.CertifyResponse], error) {
	const op = "local.CollectCertificate"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	out, err := s.collect(ctx, who, r.Msg.Pickup)
	return respond(out, fault.Wrap(op, err))
}

func (s *Service) collect(ctx context.Context, who appliance.Who, pickup string) (*contract.CertifyResponse, error) {
	printer, err := paper.PrinterFor(s.node.Printers(), paper.Certificate)
	if err != nil {
		return nil, err
	}
	act := paper.ID(who.Act)
	var id certificate.ID
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (d appliance.Decision, err error) {
		if p, err := paper.Get(t.View, act); err == nil { // a tap repeated: it may be on paper by now
			id = p.Of.ID
			return d, nil
		}
		if id, err = certificate.ByPickup(t.View, pickup); err != nil {
			return d, err
		}
		came, err := certificate.Collect(t.View, id)
		if err != nil {
			return d, err
		}
		print, err := s.again(t, act, id, printer)
		if print != nil {
			d.Events = []*contract.Event{came, print}
		}
		return d, err
	})
	if err != nil {
		return nil, err
	}
	row, err := s.certificate(id)
	return &contract.CertifyResponse{Sequence: seq, Certificate: row}, err
}

// again asks for the paper of a certificate: the original, or a duplicate when that was asked for before and is over.
func (s *Service) again(t appliance.Turn, act paper.ID, id certificate.ID, printer string) (*contract.Event, error) {
	of := paper.OfCertificate(id)
	before, err := paper.OfSubject(t.View, of)
	if err != nil || len(before) == 0 {
		e, err2 := paper.Queue(t.View, act, of, printer, t.Now)
		if err == nil {
			err = err2
		}
		return e, err
	}
	return paper.Reprint(t.View, act, of, printer, t.Now)
}

// claim is the slip of who comes back for a certificate.
func (s *Service) claim(t appliance.Turn, id certificate.ID) (out ticket.Claim, err error) {
	c, err := certificate.Get(t.View, id)
	if err != nil {
		return out, err
	}
	row := certificate.Row(c)
	if row.Pickup == "" {
		return out, fault.New("local.claim", fault.Refused).Tell("Dit attest wacht niet meer.", "Kijk in de lijst hoe het ermee staat.")
	}
	return ticket.Claim{Site: s.site.Name, Code: row.Pickup, Until: office.DateOf(time.UnixMilli(c.AskedMs).In(t.Now.Location())) + certificate.Waits, Now: t.Now}, nil
}
