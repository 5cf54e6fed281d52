package appliance

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// certificateDir is the store in Dir of what certificates need sealed.
const certificateDir = "certificates"

// openCertificates opens the store.
func (n *Node) openCertificates() (err error) {
	n.papers, err = blob.Open(filepath.Join(n.cfg.Dir, certificateDir))
	return err
}

// Wanted is a certificate that somebody wishes.
type Wanted struct {
	Kind   string
	Number string // national number, eleven digits
	Name   string
	Visit  office.VisitID // zero: nobody in the queue
}

// Certify asks for a certificate. Who.Act names it: the same act asks once. When it returns, the wish is durable; what becomes
// of it stands in the journal, with a line within a moment.
func (n *Node) Certify(ctx context.Context, who Who, q Wanted) (uint64, error) {
	const op = "appliance.Certify"
	id := certificate.ID(who.Act)
	question, secret, err := n.sealFile(id, &contract.CertificateQuestion{Number: q.Number, Name: q.Name})
	if err != nil {
		return 0, fault.Wrap(op, err)
	}
	seq, _, err := n.file(ctx, who, question, secret, func(t Turn) (*contract.Event, error) {
		if q.Visit != (office.VisitID{}) {
			if err := present(t, q.Visit); err != nil {
				return nil, err
			}
		}
		ask := certificate.Ask{ID: id, Kind: q.Kind, Visit: q.Visit, Digest: blob.Of(question), Secret: secret.Commitment}
		return ask.Decide(t.View, office.DateOf(t.Now))
	})
	if err == nil {
		n.wanted.broadcast()
	}
	return seq, fault.Wrap(op, err)
}

// sealFile seals what a certificate needs, under a key that is personal data of the certificate.
func (n *Node) sealFile(id certificate.ID, m proto.Message) (content []byte, secret journal.Sealed, err error) {
	content, key, err := blob.Seal(contract.Encode(m), n.cfg.Random)
	if err == nil {
		secret, err = journal.Seal(n.cfg.Random, id.Subject(), contract.Encode(&contract.CertificateSecret{Key: key[:]}))
	}
	return content, secret, err
}

// file makes sealed content durable and then the record that wants it. While it is at it, nothing is swept. made is false when
// there was no record to make: the content is nobody's then.
func (n *Node) file(ctx context.Context, who Who, content []byte, secret journal.Sealed, decide func(Turn) (*contract.Event, error)) (seq uint64, made bool, err error) {
	n.sweeping.RLock()
	defer n.sweeping.RUnlock()
	digest, err := n.papers.Put(content)
	if err != nil {
		return 0, false, err
	}
	seq, err = n.Do(ctx, who, func(t Turn) (Decision, error) {
		e, err := decide(t)
		made = e != nil
		d, err := One(e, err)
		if made {
			d.Sealed = []journal.Sealed{secret}
		}
		return d, err
	})
	if !made {
		if gone := n.papers.Remove(digest); gone != nil {
			n.cfg.Logger.Warn("a file that no certificate wants stays until the night", "err", gone)
		}
	}
	return seq, made, err
}

// unseal reads a file of a certificate. The fault is NotFound once it was erased or let go.
func (n *Node) unseal(digest, commitment []byte, into proto.Message) error {
	const op = "appliance.unseal"
	c, err := contract.ID16[journal.Commitment](commitment)
	if err != nil {
		return fault.New(op, fault.Corrupt).Because(err)
	}
	d, err := blob.DigestOf(digest)
	if err != nil {
		return fault.Wrap(op, err)
	}
	var secret *contract.CertificateSecret
	if err := n.journal.View(func(v journal.View) error {
		plain, ok := v.Personal(c)
		if !ok {
			return fault.New(op, fault.NotFound).Tell("Dit attest is hier gewist.", "Vraag het opnieuw aan.")
		}
		secret, err = contract.Decode(plain, new(contract.CertificateSecret))
		return err
	}); err != nil {
		return fault.Wrap(op, err)
	}
	content, err := n.papers.Get(d)
	if err == nil && len(secret.Key) != len(blob.Key{}) {
		err = fault.New(op, fault.Corrupt)
	}
	if err == nil {
		content, err = blob.Unseal(content, blob.Key(secret.Key))
	}
	if err == nil {
		err = proto.Unmarshal(content, into)
	}
	return fault.Wrap(op, err)
}

// CertificatePaper is the PDF of a certificate that is here, or its duplicate.
func (n *Node) CertificatePaper(id certificate.ID, duplicate bool) ([]byte, error) {
	const op = "appliance.CertificatePaper"
	var ready *contract.CertificateReady
	if err := n.Look(func(t Turn) error {
		s, err := certificate.Get(t.View, id)
		ready = s.GetReady()
		return err
	}); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if ready == nil {
		return nil, fault.New(op, fault.Refused)
	}
	content := new(contract.CertificateContent)
	if err := n.unseal(ready.Digest, ready.Secret, content); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if duplicate {
		return content.Duplicate, nil
	}
	return content.Pdf, nil
}

// certifyPatience bounds one call.
const certifyPatience = 30 * time.Second

// certify has headquarters make what was asked for, whenever there is a line, until ctx ends. It has no memory: what waits
// stands in the journal, and the same act asked twice gives the same certificate.
func (n *Node) certify(ctx context.Context, client *link.Client) error {
	rpc := contractconnect.NewCertificatesClient(client.HTTPClient(), link.URL)
	wait := link.Backoff{Base: time.Second, Cap: bulkLook, Random: n.cfg.Random}
	if n.cfg.Timing.Base > 0 {
		wait.Base = n.cfg.Timing.Base
	}
	for ctx.Err() == nil {
		wanted := n.wanted.changed()
		state, line := client.Watch()
		rest := bulkLook
		if state.Up {
			answered, err := n.MakeCertificates(ctx, rpc)
			if answered > 0 {
				wait.Reset()
			}
			if err != nil && ctx.Err() == nil {
				n.cfg.Logger.Info("certificates wait", "answered", answered, "err", err)
				rest = wait.Next()
			}
		}
		timer := time.NewTimer(rest)
		select {
		case <-ctx.Done():
		case <-wanted:
		case <-line:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// MakeCertificates asks headquarters for each certificate that waits for it, the oldest first. One that fails does not hold up
// the others, unless there is nobody to ask. It gives how many were answered, and why it stopped; nil: nothing waits.
func (n *Node) MakeCertificates(ctx context.Context, rpc contractconnect.CertificatesClient) (answered int, err error) {
	var open []certificate.ID
	if err := n.Look(func(t Turn) error { open = certificate.Open(t.View); return nil }); err != nil {
		return 0, err
	}
	var failed []error
	for _, id := range open {
		switch err := n.makeCertificate(ctx, rpc, id); {
		case fault.Is(err, fault.Unreachable):
			return answered, errors.Join(append(failed, err)...)
		case err != nil:
			failed = append(failed, err)
		default:
			answered++
		}
	}
	return answered, errors.Join(failed...)
}

// makeCertificate has one made and files it. Interrupted at any point it is asked for again, and is the same.
func (n *Node) makeCertificate(ctx context.Context, rpc contractconnect.CertificatesClient, id certificate.ID) error {
	const op = "appliance.makeCertificate"
	var asked *contract.CertificateAsked
	if err := n.Look(func(t Turn) error {
		s, err := certificate.Get(t.View, id)
		asked = s.GetAsked()
		return err
	}); err != nil {
		return fault.Wrap(op, err)
	}
	question := new(contract.CertificateQuestion)
	if err := n.unseal(asked.Digest, asked.Secret, question); err != nil {
		return fault.Wrap(op, err)
	}
	call, cancel := context.WithTimeout(ctx, certifyPatience)
	defer cancel()
	r, err := rpc.MakeCertificate(call, connect.NewRequest(&contract.MakeCertificateRequest{Certificate: id[:], Kind: asked.Kind,
		Number: question.Number, Name: question.Name}))
	why := ""
	if err == nil {
		why = r.Msg.Refused
	}
	if err = fault.FromRPC(op, err); fault.Is(err, fault.Invalid) {
		err, why = nil, attest.NoPerson // headquarters reads no number in it, and never will
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if why != "" {
		_, err := n.Do(ctx, Who{}, func(t Turn) (Decision, error) { return One(certificate.Refuse(t.View, id, why)) })
		return fault.Wrap(op, n.letGo(asked, err))
	}
	if !attest.Of(r.Msg.Seal, r.Msg.Pdf) || len(r.Msg.Duplicate) == 0 {
		return fault.New(op, fault.Corrupt).On(fmt.Sprintf("%x", id)).Because(errors.New("the seal is not that of the PDF, or there is no duplicate"))
	}
	content, secret, err := n.sealFile(id, &contract.CertificateContent{Pdf: r.Msg.Pdf, Duplicate: r.Msg.Duplicate})
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, _, err = n.file(ctx, Who{}, content, secret, func(t Turn) (*contract.Event, error) {
		return certificate.Ready(t.View, id, r.Msg.Seal, blob.Of(content), secret.Commitment)
	})
	return fault.Wrap(op, n.letGo(asked, err))
}

// letGo removes the question of a certificate that headquarters answered: the record lets it go. The night would, too.
func (n *Node) letGo(asked *contract.CertificateAsked, err error) error {
	if err != nil {
		return err
	}
	return n.papers.Remove(blob.Digest(asked.Digest))
}

// sweepCertificates removes the files that the journal does not want.
func (n *Node) sweepCertificates() error { return n.sweep(n.papers, certificate.Wanted) }

// purgeCertificates lets those go that were printed or refused before the morning's day, or for which nobody came, with their
// keys, and sweeps. It says how many, and for how many nobody came.
func (w nightWork) purgeCertificates(ctx context.Context, morning office.Date) (gone, uncollected int, err error) {
	for {
		n := 0
		if _, err := w.n.Do(ctx, Who{}, func(t Turn) (Decision, error) {
			zoned := func(ms int64) office.Date { return office.DateOf(time.UnixMilli(ms).In(t.Now.Location())) }
			events, subjects, err := certificate.Purge(t.View, morning, zoned, eraseAtOnce)
			n = len(subjects)
			uncollected += len(events) - n
			return Decision{Events: events, Erase: subjects}, err
		}); err != nil {
			return gone, uncollected, err
		}
		if gone += n; n < eraseAtOnce {
			return gone, uncollected, w.n.sweepCertificates()
		}
	}
}

// sayCertificates tells what the night did to certificates; empty when it did nothing.
func sayCertificates(gone, uncollected int) (say string) {
	if gone > 0 {
		say = fmt.Sprintf(" Attesten gewist: %d.", gone)
	}
	if uncollected > 0 {
		say += fmt.Sprintf(" Niemand haalde er %d af.", uncollected)
	}
	return say
}
