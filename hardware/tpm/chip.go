package tpm

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/google/go-tpm/tpm2"
	"github.com/google/go-tpm/tpm2/transport"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Chip is a [Sealer] behind a line.
type Chip struct {
	open Opener
	turn chan struct{} // holds one token: whoever takes it talks
	life context.Context
	end  context.CancelFunc
}

var _ Sealer = (*Chip)(nil)

// New is the chip that open reaches; nothing is opened yet.
func New(open Opener) *Chip {
	life, end := context.WithCancel(context.Background())
	return &Chip{open: open, turn: make(chan struct{}, 1), life: life, end: end}
}

var errClosed = errors.New("the chip was let go")

// talk opens the line for one call.
func (c *Chip) talk(ctx context.Context, op string, do func(t transport.TPM) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.life, cancel)()
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return failed(op, device.OutOfReach, ctx.Err())
	}
	if c.life.Err() != nil {
		return failed(op, device.OutOfReach, errClosed)
	}
	line, err := c.open(ctx)
	if err != nil {
		return failed(op, reasonOf(err), err)
	}
	defer line.Close()
	defer context.AfterFunc(ctx, func() { line.Close() })()
	if err := do(exchange{ctx, line}); err != nil {
		return failed(op, reasonOf(err), err)
	}
	return nil
}

// reasonOf reads what a line or a chip said.
func reasonOf(err error) device.Reason {
	var own reasoned
	switch {
	case errors.As(err, &own):
		return own.reason
	case errors.Is(err, fs.ErrPermission), errors.Is(err, tpm2.TPMRCAuthFail), errors.Is(err, tpm2.TPMRCBadAuth):
		return device.NotAllowed
	case errors.Is(err, syscall.EBUSY):
		return device.InUse
	case errors.Is(err, tpm2.TPMRCLockout):
		return LockedOut
	case errors.Is(err, tpm2.TPMRCFailure):
		return Failing
	case errors.Is(err, tpm2.TPMRCIntegrity):
		return Damaged
	case strings.Contains(err.Error(), "TPM_RC"): // the chip refused, in a way that is not expected of it
		return device.Unspecified
	}
	return device.OutOfReach
}

// reasoned is a cause that knows its reason.
type reasoned struct {
	reason device.Reason
	error
}

// root makes the storage root key, which is in the chip until forget.
func root(t transport.TPM) (key *tpm2.CreatePrimaryResponse, forget func(), err error) {
	key, err = tpm2.CreatePrimary{PrimaryHandle: tpm2.TPMRHOwner, InPublic: tpm2.New2B(tpm2.ECCSRKTemplate)}.Execute(t)
	if err != nil {
		return nil, nil, err
	}
	return key, func() { flush(t, key.ObjectHandle) }, nil
}

// flush takes an object out of the chip. One that stays goes with the line, or with the chip's next start.
func flush(t transport.TPM, h tpm2.TPMHandle) { _, _ = tpm2.FlushContext{FlushHandle: h}.Execute(t) }

// session encrypts what a command carries in one direction.
func session(key *tpm2.CreatePrimaryResponse, direction ...tpm2.AuthOption) (tpm2.Session, error) {
	public, err := key.OutPublic.Contents()
	if err != nil {
		return nil, err
	}
	return tpm2.HMAC(tpm2.TPMAlgSHA256, 16, append(direction, tpm2.Salted(key.ObjectHandle, *public))...), nil
}

// sealedObject is the public part of what is sealed.
var sealedObject = tpm2.TPMTPublic{
	Type: tpm2.TPMAlgKeyedHash, NameAlg: tpm2.TPMAlgSHA256,
	ObjectAttributes: tpm2.TPMAObject{FixedTPM: true, FixedParent: true, UserWithAuth: true, NoDA: true},
}

// Seal implements Sealer.
func (c *Chip) Seal(ctx context.Context, secret []byte) (out []byte, err error) {
	if err := check(secret); err != nil {
		return nil, err
	}
	err = c.talk(ctx, "Seal", func(t transport.TPM) error {
		key, forget, err := root(t)
		if err != nil {
			return err
		}
		defer forget()
		auth, err := session(key, tpm2.AESEncryption(128, tpm2.EncryptIn))
		if err != nil {
			return err
		}
		made, err := tpm2.Create{
			ParentHandle: tpm2.AuthHandle{Handle: key.ObjectHandle, Name: key.Name, Auth: auth},
			InSensitive: tpm2.TPM2BSensitiveCreate{Sensitive: &tpm2.TPMSSensitiveCreate{
				Data: tpm2.NewTPMUSensitiveCreate(&tpm2.TPM2BSensitiveData{Buffer: secret})}},
			InPublic: tpm2.New2B(sealedObject),
		}.Execute(t)
		if err == nil {
			out = blob{parent: key.Name.Buffer, public: made.OutPublic.Bytes(), private: made.OutPrivate.Buffer}.encode()
		}
		return err
	})
	return out, err
}

// check refuses secrets that no chip takes.
func check(secret []byte) error {
	if len(secret) == 0 || len(secret) > MaxSecret {
		return failed("Seal", device.Unspecified, fmt.Errorf("a secret of %d bytes", len(secret)))
	}
	return nil
}

// Unseal implements Sealer.
func (c *Chip) Unseal(ctx context.Context, sealed []byte) (secret []byte, err error) {
	b, err := decodeBlob(sealed)
	if err != nil {
		return nil, failed("Unseal", Damaged, err)
	}
	err = c.talk(ctx, "Unseal", func(t transport.TPM) error {
		key, forget, err := root(t)
		if err != nil {
			return err
		}
		defer forget()
		if !bytes.Equal(key.Name.Buffer, b.parent) {
			return reasoned{OtherChip, errors.New("it was sealed under another storage key")}
		}
		secret, err = unseal(t, key, b)
		return err
	})
	return secret, err
}

// unseal loads an object under its parent and reads it.
func unseal(t transport.TPM, key *tpm2.CreatePrimaryResponse, b blob) ([]byte, error) {
	object, err := tpm2.Load{
		ParentHandle: tpm2.AuthHandle{Handle: key.ObjectHandle, Name: key.Name, Auth: tpm2.PasswordAuth(nil)},
		InPrivate:    tpm2.TPM2BPrivate{Buffer: b.private},
		InPublic:     tpm2.BytesAs2B[tpm2.TPMTPublic](b.public),
	}.Execute(t)
	if err != nil {
		if reason := reasonOf(err); reason == device.Unspecified { // a chip has many words for bytes that are none of its own
			err = reasoned{Damaged, err}
		}
		return nil, err
	}
	defer flush(t, object.ObjectHandle)
	auth, err := session(key, tpm2.AESEncryption(128, tpm2.EncryptOut))
	if err != nil {
		return nil, err
	}
	opened, err := tpm2.Unseal{ItemHandle: tpm2.AuthHandle{Handle: object.ObjectHandle, Name: object.Name, Auth: auth}}.Execute(t)
	if err != nil {
		return nil, err
	}
	return opened.OutData.Buffer, nil
}

// Health implements device.Device: it asks the chip who made it.
func (c *Chip) Health(ctx context.Context) device.Health {
	var h device.Health
	err := c.talk(ctx, "Health", func(t transport.TPM) error {
		answer, err := tpm2.GetCapability{Capability: tpm2.TPMCapTPMProperties, Property: uint32(tpm2.TPMPTManufacturer), PropertyCount: 1}.Execute(t)
		if err != nil {
			return err
		}
		all, err := answer.CapabilityData.Data.TPMProperties()
		if err == nil && len(all.TPMProperty) == 1 {
			maker := binary.BigEndian.AppendUint32(nil, all.TPMProperty[0].Value)
			h.Model = "TPM 2.0 " + strings.TrimRight(string(maker), "\x00 ")
		}
		return err
	})
	if err == nil {
		h.State = device.Ready
		return h
	}
	h.Reasons, h.Detail = []device.Reason{device.ReasonOf(err)}, err.Error()
	switch h.Reasons[0] {
	case device.OutOfReach, device.NotAllowed, device.InUse:
		h.State = device.Absent
	case LockedOut, Failing:
		h.State = device.Stopped
	}
	return h
}

// Close implements device.Device. It waits for a call that is under way, which it breaks off.
func (c *Chip) Close() error {
	c.end()
	c.turn <- struct{}{}
	<-c.turn
	return nil
}
