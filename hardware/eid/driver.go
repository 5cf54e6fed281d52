package eid

import (
	"context"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Driver is a [Reader] over a terminal.
type Driver struct {
	terminal Terminal
	trust    Trust
	turn     chan struct{} // holds one token: whoever takes it uses the card
}

var _ Reader = (*Driver)(nil)

// New makes a reader of a terminal, which it closes with itself.
func New(terminal Terminal, trust Trust) *Driver {
	return &Driver{terminal: terminal, trust: trust, turn: make(chan struct{}, 1)}
}

// Health implements device.Device.
func (d *Driver) Health(ctx context.Context) device.Health { return d.terminal.Health(ctx) }

// Close implements device.Device.
func (d *Driver) Close() error { return d.terminal.Close() }

// Wait implements Reader.
func (d *Driver) Wait(ctx context.Context) error {
	return failed("eid.Wait", device.NotDone, d.terminal.Inserted(ctx))
}

// WaitGone implements Reader.
func (d *Driver) WaitGone(ctx context.Context) error {
	return failed("eid.WaitGone", device.NotDone, d.terminal.Removed(ctx))
}

// Read implements Reader.
func (d *Driver) Read(ctx context.Context, ask Ask) (Card, error) {
	if ask.At.IsZero() {
		return Card{}, failed("eid.Read", device.NotDone, errNoTime)
	}
	var card Card
	err := d.withCard(ctx, func(ch Channel) error {
		read, err := readFiles(ctx, ch, filesFor(ask.What)...)
		if err != nil {
			return err
		}
		defer read.wipe()
		card, err = d.trust.judge(read, ask)
		return err
	})
	return card, failed("eid.Read", device.NotDone, err)
}

var errNoTime = errors.New("no time to judge certificates by")

// withCard has an act use the card when its turn has come.
func (d *Driver) withCard(ctx context.Context, act func(Channel) error) error {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ch, err := d.terminal.Connect(ctx)
	if err != nil {
		return err
	}
	// A card that cannot be let go has gone by itself: what was asked is done all the same.
	defer ch.Close()
	return act(ch)
}

// filesFor lists the files that a task needs, and what proves them.
func filesFor(what What) []File {
	files := []File{RegisterFile, IdentityFile, IdentitySignatureFile}
	if what&Address != 0 {
		files = append(files, AddressFile, AddressSignatureFile)
	}
	if what&Photo != 0 {
		files = append(files, PhotoFile)
	}
	return files
}

// judge checks every signature, and only then looks at what the files say.
func (t Trust) judge(read content, ask Ask) (Card, error) {
	register, err := t.register(read[RegisterFile], ask.At)
	if err != nil {
		return Card{}, err
	}
	signature := read[IdentitySignatureFile]
	if err := t.verify(register.PublicKey, signature, read[IdentityFile]); err != nil {
		return Card{}, forged("identity", err)
	}
	if ask.What&Address != 0 {
		// The address is signed together with the identity's signature, so that it cannot be moved to another card.
		err := t.verify(register.PublicKey, read[AddressSignatureFile], trimFile(read[AddressFile]), signature)
		if err != nil {
			return Card{}, forged("address", err)
		}
	}
	fields, err := parseFields(read[IdentityFile])
	if err != nil {
		return Card{}, unreadableFile(IdentityFile, err)
	}
	if ask.What&Photo != 0 {
		if err := t.verifyPhoto(read[PhotoFile], fields[tagPhotoHash]); err != nil {
			return Card{}, err
		}
	}
	return compose(read, fields, ask)
}

// compose makes the card of files that were found right.
func compose(read content, fields map[byte][]byte, ask Ask) (Card, error) {
	card := Card{What: ask.What}
	if err := (identity{fields}).fill(&card, ask.What, On(ask.At)); err != nil {
		return Card{}, unreadableFile(IdentityFile, err)
	}
	if ask.What&Address != 0 {
		if err := card.fillAddress(read[AddressFile]); err != nil {
			card.Wipe()
			return Card{}, unreadableFile(AddressFile, err)
		}
	}
	if ask.What&Photo != 0 {
		card.Photo = append([]byte(nil), read[PhotoFile]...)
	}
	return card, nil
}

func unreadableFile(f File, err error) error {
	return &device.Error{Reason: device.Unreadable, Err: fmt.Errorf("%s: %w", f, err)}
}

// failed puts the name of an act, and what is known of it, to what went wrong below.
func failed(op string, outcome device.Outcome, err error) error {
	if err == nil {
		return nil
	}
	out := &device.Error{Op: op, Outcome: outcome, Err: err}
	var below *device.Error
	if errors.As(err, &below) {
		out.Reason, out.Err = below.Reason, below.Err
	}
	return out
}
