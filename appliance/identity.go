package appliance

import (
	"context"
	"crypto"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// What makes this device known at headquarters, in Dir. Key and certificate share one file, so that a crash never
// leaves one of them without the other.
const (
	identityFile = "device.pem"     // the key, then the certificate and its authority, as PEM
	enrolFile    = "device-new.pem" // a key for which a certificate has been asked
)

// identity loads the device's certificate, or enrols with the code.
func (n *Node) identity(ctx context.Context) (link.Identity, error) {
	const op = "appliance.identity"
	text, err := n.keys.Read(identityFile)
	if err == nil {
		_, chain := pem.Decode(text)
		return link.ParseIdentity(chain, text)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return link.Identity{}, fault.Wrap(op, err)
	}
	if n.cfg.Code == "" {
		return link.Identity{}, fault.New(op, fault.Denied).On(string(n.cfg.Site)).
			Tell("Dit toestel is nog niet aangesloten bij het hoofdkantoor.", "Vraag een aansluitcode aan en start het toestel daarmee.")
	}
	code, err := link.ParseCode(n.cfg.Code)
	if err != nil {
		return link.Identity{}, fault.Wrap(op, err)
	}
	return n.enrol(ctx, code)
}

// enrol turns a code into a certificate, trying until headquarters answers. It always asks for the same key: when the
// answer is lost, headquarters gives the same certificate again to that key, and to no other.
func (n *Node) enrol(ctx context.Context, code link.Code) (link.Identity, error) {
	const op = "appliance.enrol"
	key, err := n.enrolKey()
	if err != nil {
		return link.Identity{}, fault.Wrap(op, err)
	}
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 30*time.Second) {
		id, err := link.Enroll(ctx, n.cfg.HQ, code, link.Device{Site: n.cfg.Site}, link.EnrolOptions{Key: key, Now: n.cfg.Now})
		if err == nil {
			return id, n.keep(id)
		}
		if !fault.Is(err, fault.Unreachable) {
			return link.Identity{}, fault.Wrap(op, err)
		}
		n.cfg.Logger.Info("headquarters not reached for enrolment", "err", err)
		select {
		case <-ctx.Done():
			return link.Identity{}, nil
		case <-time.After(wait):
		}
	}
}

// enrolKey is the key kept since an earlier try, or a new one, kept before it is used.
func (n *Node) enrolKey() (crypto.Signer, error) {
	text, err := n.keys.Read(enrolFile)
	if err == nil {
		return link.ParseKey(text)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap("appliance.enrolKey", err)
	}
	key, err := link.NewKey(n.cfg.Random)
	if err != nil {
		return nil, err
	}
	if text, err = link.KeyPEM(key); err != nil {
		return nil, err
	}
	return key, fault.Wrap("appliance.enrolKey", n.keys.Write(enrolFile, text))
}

// keep stores an identity and forgets the key that was only asked for.
func (n *Node) keep(id link.Identity) error {
	chain, key, err := id.PEM()
	if err == nil {
		err = n.keys.Write(identityFile, slices.Concat(key, chain))
	}
	if err != nil {
		return fault.Wrap("appliance.keep", err)
	}
	if err := os.Remove(filepath.Join(n.cfg.Dir, enrolFile)); err != nil && !os.IsNotExist(err) {
		return fault.New("appliance.keep", fault.Internal).On(enrolFile).Because(err)
	}
	return nil
}
