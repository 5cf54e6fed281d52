package kiosk

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/told"
)

// Certificates implements the Kiosk service. Which were asked for is not told.
func (k *Service) Certificates(context.Context, *connect.Request[contract.KioskProductsRequest]) (*connect.Response[contract.CertificatesResponse], error) {
	out := new(contract.CertificatesResponse)
	err := k.node.Look(func(t appliance.Turn) error {
		for _, kind := range k.kinds(t) {
			out.Kinds = append(out.Kinds, &contract.CertificateKind{Code: kind.Code, Name: kind.Dutch, Product: string(kind.Product)})
		}
		return nil
	})
	return respond(out, err)
}

// Certify implements the Kiosk service. The act is the certificate. The card in the kiosk's reader signs a challenge for its PIN,
// and whose it is, is read of that card; the PIN goes nowhere else. A tap repeated asks no card again.
func (k *Service) Certify(ctx context.Context, r *connect.Request[contract.KioskCertifyRequest]) (*connect.Response[contract.KioskCertificate], error) {
	pin := []byte(r.Msg.Pin)
	r.Msg.Pin = ""
	defer clear(pin)
	out, err := k.certify(ctx, r.Msg, pin)
	return respond(out, fault.Wrap("kiosk.Certify", err))
}

func (k *Service) certify(ctx context.Context, q *contract.KioskCertifyRequest, pin []byte) (*contract.KioskCertificate, error) {
	who, err := k.who(q.Act)
	if err != nil {
		return nil, err
	}
	known, err := k.counter.Certificate(certificate.ID(who.Act))
	if err == nil && known == nil {
		if err = k.gives(q.Kind); err == nil {
			err = k.prove(ctx, q.Card, pin)
		}
	}
	if err != nil {
		return nil, err
	}
	made, err := k.counter.Certify(ctx, who, &contract.CertifyRequest{Kind: q.Kind, Insertion: q.Card})
	if err != nil {
		return nil, forVisitor(err, told.AskHelp)
	}
	return k.stands(ctx, made.Certificate)
}

// gives refuses a certificate that cannot be had here now, before a PIN is asked for it.
func (k *Service) gives(kind string) error {
	return k.node.Look(func(t appliance.Turn) error {
		why := whyNot(k.whyNoCertificate(t), k.whyNoSheets(), k.whyNoCard())
		if len(why) == 0 && !slices.ContainsFunc(k.kinds(t), func(own attest.Kind) bool { return own.Code == kind }) {
			why = told.Of(told.NoKind)
		}
		if len(why) == 0 {
			return nil
		}
		return append(why, told.Say(told.AskHelp)).Fault("kiosk.Certify", fault.Refused).On(kind)
	})
}

// prove has the card in the kiosk's reader prove that who stands there has its PIN.
func (k *Service) prove(ctx context.Context, insertion uint64, pin []byte) error {
	const op = "kiosk.Certify"
	busy, err := k.counter.Prove(ctx, self, insertion, pin)
	var wrong *eid.PINError
	switch {
	case busy:
		return told.Of(told.CardBusy, told.Wait).Fault(op, fault.Conflict)
	case errors.As(err, &wrong) && wrong.TriesLeft == 0:
		return told.Of(told.CardBlocked, told.AskHelp).Fault(op, fault.Denied).Because(err)
	case errors.As(err, &wrong):
		return told.Lines{told.Say(told.PINWrong), triesLeft(wrong.TriesLeft)}.Fault(op, fault.Denied).Because(err)
	case fault.Is(err, fault.Conflict):
		return told.Of(told.CardGone, told.CardAgain).Fault(op, fault.Refused).Because(err)
	case fault.Is(err, fault.Invalid):
		return forVisitor(err, told.PINType, told.PINWrong)
	}
	return forVisitor(err, told.AskHelp)
}

func triesLeft(n int) told.Line {
	if n == 1 {
		return told.Say(told.PINLast)
	}
	return told.Say(told.PINTries, "n", strconv.Itoa(n))
}

// Collect implements the Kiosk service.
func (k *Service) Collect(ctx context.Context, r *connect.Request[contract.KioskCollectRequest]) (*connect.Response[contract.KioskCertificate], error) {
	out, err := k.collect(ctx, r.Msg)
	return respond(out, fault.Wrap("kiosk.Collect", err))
}

func (k *Service) collect(ctx context.Context, q *contract.KioskCollectRequest) (*contract.KioskCertificate, error) {
	who, err := k.who(q.Act)
	if err != nil {
		return nil, err
	}
	made, err := k.counter.Collect(ctx, who, q.Pickup)
	switch {
	case fault.Is(err, fault.Refused) && k.waits(q.Pickup):
		return nil, forVisitor(err, told.Later, told.PickupWaits)
	case fault.Is(err, fault.Refused): // the code is right
		return nil, forVisitor(err, told.AskHelp)
	case err != nil:
		return nil, forVisitor(err, told.CheckCode, told.PickupUnknown)
	}
	return k.stands(ctx, made.Certificate)
}

// waits reports whether the certificate of a code is still to be made.
func (k *Service) waits(pickup string) (waits bool) {
	_ = k.node.Look(func(t appliance.Turn) error { // what cannot be seen does not wait
		id, err := certificate.ByPickup(t.View, pickup)
		if err != nil {
			return err
		}
		c, err := certificate.Get(t.View, id)
		waits = err == nil && certificate.StageOf(c) == contract.CertificateStage_CERTIFICATE_STAGE_ASKED
		return err
	})
	return waits
}

// stands tells a visitor how their certificate stands. A paper that does not come out now is withdrawn as far as it can be: the
// next who stands here must not find it. The code prints it later.
func (k *Service) stands(ctx context.Context, row *contract.CertificateRow) (*contract.KioskCertificate, error) {
	out := &contract.KioskCertificate{Certificate: row}
	id, err := contract.ID16[certificate.ID](row.GetCertificate())
	if err != nil {
		return nil, fault.New("kiosk.stands", fault.Internal).Because(err)
	}
	var say told.Lines
	switch row.Stage {
	case contract.CertificateStage_CERTIFICATE_STAGE_ASKED:
		say = told.Lines{told.Say(told.PaperAsked, "code", row.Pickup, "days", strconv.Itoa(certificate.Waits))}
	case contract.CertificateStage_CERTIFICATE_STAGE_READY:
		p, err := k.comesOut(ctx, paper.OfCertificate(id))
		if err != nil {
			return nil, err
		}
		if say = told.Of(told.PaperComing); !stuck(p) {
			row.Pickup = "" // it needs none
			break
		}
		say = told.Lines{told.Say(told.PaperLater, "code", row.Pickup)}
		if err := k.withdraw(ctx, p); err != nil {
			return nil, err
		}
	case contract.CertificateStage_CERTIFICATE_STAGE_PRINTED:
		say = told.Of(told.PaperPrinted)
	default:
		if say, err = k.refusal(id); err != nil {
			return nil, err
		}
	}
	out.Say, out.Told = say.Dutch(), say.Contract()
	row.Say = out.Say
	return out, nil
}

// withdraw ends a print that was not sent to its printer yet.
func (k *Service) withdraw(ctx context.Context, p paper.Print) error {
	_, err := k.node.Do(ctx, appliance.Who{}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(paper.Cancel(t.View, p.ID))
	})
	return err
}

// refusal says why headquarters makes no certificate, to whom it would be about.
func (k *Service) refusal(id certificate.ID) (say told.Lines, err error) {
	say = told.Of(told.PaperNone, told.AskHelp)
	err = k.node.Look(func(t appliance.Turn) error {
		c, err := certificate.Get(t.View, id)
		if err != nil {
			return err
		}
		if own, ok := refusals[c.Refused]; ok {
			say = told.Of(own)
		}
		return nil
	})
	return say, err
}

// refusals are the reasons that a visitor can do something with.
var refusals = map[attest.Reason]told.Code{attest.NotHere: told.LivesAway, attest.NoRecord: told.DeedAway}
