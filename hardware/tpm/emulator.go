package tpm

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"io"
	"sync"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Emulator is a chip in memory. It protects nothing: it is for tests. Its methods may be called from any goroutine.
type Emulator struct {
	mu     sync.Mutex
	seed   [32]byte
	random io.Reader
	fault  device.Reason
	closed bool
}

var _ Sealer = (*Emulator)(nil)

// NewEmulator makes a chip with a seed of its own, drawn from random.
func NewEmulator(random io.Reader) (*Emulator, error) {
	e := &Emulator{random: random}
	_, err := io.ReadFull(random, e.seed[:])
	return e, err
}

// Break has every call fail for a reason: device.OutOfReach, LockedOut, Failing or device.NotAllowed; an empty one mends it.
func (e *Emulator) Break(why device.Reason) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fault = why
}

// Clear gives the chip a new seed, as its owner can: what was sealed opens no more.
func (e *Emulator) Clear() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err := io.ReadFull(e.random, e.seed[:])
	return err
}

// ready takes the lock, or says why nothing can be done.
func (e *Emulator) ready(ctx context.Context, op string) error {
	e.mu.Lock()
	switch {
	case e.closed:
		e.mu.Unlock()
		return failed(op, device.OutOfReach, errClosed)
	case ctx.Err() != nil:
		e.mu.Unlock()
		return failed(op, device.OutOfReach, ctx.Err())
	case e.fault != "":
		defer e.mu.Unlock()
		return failed(op, e.fault, errors.New("the emulated chip was told to"))
	}
	return nil
}

// key is the cipher of the present seed, and its name.
func (e *Emulator) key() (cipher.AEAD, []byte, error) {
	block, err := aes.NewCipher(e.seed[:])
	if err != nil {
		return nil, nil, err
	}
	name := sha256.Sum256(e.seed[:])
	aead, err := cipher.NewGCM(block)
	return aead, name[:], err
}

// Seal implements Sealer.
func (e *Emulator) Seal(ctx context.Context, secret []byte) ([]byte, error) {
	if err := check(secret); err != nil {
		return nil, err
	}
	if err := e.ready(ctx, "Seal"); err != nil {
		return nil, err
	}
	defer e.mu.Unlock()
	aead, name, err := e.key()
	nonce := make([]byte, 12)
	if err == nil {
		_, err = io.ReadFull(e.random, nonce)
	}
	if err != nil {
		return nil, failed("Seal", Failing, err)
	}
	return blob{parent: name, public: nonce, private: aead.Seal(nil, nonce, secret, name)}.encode(), nil
}

// Unseal implements Sealer.
func (e *Emulator) Unseal(ctx context.Context, sealed []byte) ([]byte, error) {
	b, err := decodeBlob(sealed)
	if err != nil {
		return nil, failed("Unseal", Damaged, err)
	}
	if err := e.ready(ctx, "Unseal"); err != nil {
		return nil, err
	}
	defer e.mu.Unlock()
	aead, name, err := e.key()
	if err != nil {
		return nil, failed("Unseal", Failing, err)
	}
	if !bytes.Equal(name, b.parent) {
		return nil, failed("Unseal", OtherChip, errors.New("it was sealed under another seed"))
	}
	if len(b.public) != aead.NonceSize() {
		return nil, failed("Unseal", Damaged, errNoBlob)
	}
	secret, err := aead.Open(nil, b.public, b.private, name)
	if err != nil {
		return nil, failed("Unseal", Damaged, err)
	}
	return secret, nil
}

// Health implements device.Device.
func (e *Emulator) Health(ctx context.Context) device.Health {
	h := device.Health{State: device.Ready, Model: "virtual TPM"}
	if err := e.ready(ctx, "Health"); err != nil {
		h = device.Health{State: device.Stopped, Model: h.Model, Reasons: []device.Reason{device.ReasonOf(err)}, Detail: err.Error()}
		if h.Has(device.OutOfReach) || h.Has(device.NotAllowed) {
			h.State = device.Absent
		}
		return h
	}
	e.mu.Unlock()
	return h
}

// Close implements device.Device.
func (e *Emulator) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	return nil
}
