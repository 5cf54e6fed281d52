package eid

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// signInPurpose stands before every challenge that is signed, so that no signature made here can serve elsewhere, whoever
// chose the challenge.
const signInPurpose = "buurtloket eid sign-in 1\x00"

// authenticationKey is the card's number for the key of sign-ins.
const authenticationKey = 0x82

const minChallenge = 16

var (
	errChallenge = errors.New("challenge of fewer than 16 bytes")
	errPINForm   = errors.New("a PIN has 4 to 12 digits")
)

// Authenticate implements Reader.
func (d *Driver) Authenticate(ctx context.Context, login Login) (Proof, error) {
	const op = "eid.Authenticate"
	block, err := login.block()
	if err != nil {
		return Proof{}, failed(op, device.NotDone, err)
	}
	defer clear(block)
	var proof Proof
	outcome := device.NotDone
	err = d.withCard(ctx, func(ch Channel) error {
		// The card is known before it gets the PIN.
		holder, err := d.holder(ctx, ch, login)
		if err != nil {
			return err
		}
		signature, sent, err := sign(ctx, ch, holder.key, login.Challenge, block)
		outcome = sent
		if err != nil {
			return err
		}
		message := append([]byte(signInPurpose), login.Challenge...)
		if err := (Trust{}).verify(holder.key, signature, message); err != nil {
			return forged("authentication", err)
		}
		proof = holder.proof
		return nil
	})
	return proof, failed(op, outcome, err)
}

// block packs the PIN as the card wants it: 2, the number of digits, the digits, and F to the end.
func (l Login) block() ([]byte, error) {
	switch {
	case l.At.IsZero():
		return nil, errNoTime
	case len(l.Challenge) < minChallenge:
		return nil, errChallenge
	case len(l.PIN) < 4 || len(l.PIN) > 12:
		return nil, errPINForm
	}
	block := []byte{0x20 | byte(len(l.PIN)), 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}
	for i, c := range l.PIN {
		if c < '0' || c > '9' {
			clear(block)
			return nil, errPINForm
		}
		at, digit := 1+i/2, c-'0'
		if i%2 == 0 {
			block[at] = digit<<4 | 0x0F
		} else {
			block[at] = block[at]&0xF0 | digit
		}
	}
	return block, nil
}

// holder is whose card it is.
type holder struct {
	key   crypto.PublicKey
	proof Proof // to be given when the key has signed
}

// holder reads whose card it is, from the certificate of its authentication key. A child's card may have none.
func (d *Driver) holder(ctx context.Context, ch Channel, login Login) (holder, error) {
	read, err := readFiles(ctx, ch, AuthenticationFile, CitizenCAFile)
	if err != nil {
		return holder{}, err
	}
	// A certificate goes on pointing into the file it was read from: what is needed of it is taken before the wiping.
	defer read.wipe()
	cert, err := d.trust.holder(read[AuthenticationFile], read[CitizenCAFile], login.At)
	if err != nil {
		return holder{}, err
	}
	number, err := ParseNationalNumber(cert.Subject.SerialNumber, On(login.At))
	if err != nil {
		return holder{}, untrusted("authentication certificate", err)
	}
	proof := Proof{Key: sha256.Sum256(cert.RawSubjectPublicKeyInfo), Number: number}
	return holder{key: cert.PublicKey, proof: proof}, nil
}

// sign has the card sign a challenge for a PIN. The outcome is what is known, if it fails, of the PIN's tries: it is
// uncertain only where the PIN has left and no answer came.
func sign(ctx context.Context, ch Channel, key crypto.PublicKey, challenge, block []byte) ([]byte, device.Outcome, error) {
	algorithm, err := algorithmFor(key)
	if err != nil {
		return nil, device.NotDone, err
	}
	hash, _ := hashFor(key) // known, or there would be no algorithm
	// Some cards want the directory of the keys selected first.
	if err := selectFile(ctx, ch, []byte{0x3F, 0x00, 0xDF, 0x00}); err != nil {
		return nil, device.NotDone, unreadable(AuthenticationFile, err)
	}
	choose := []byte{0x00, 0x22, 0x41, 0xB6, 0x05, 0x04, 0x80, algorithm, 0x84, authenticationKey}
	if _, err := must(exchange(ctx, ch, choose)); err != nil {
		return nil, device.NotDone, err
	}
	if outcome, err := verifyPIN(ctx, ch, block); err != nil {
		return nil, outcome, err
	}
	sum := digest(hash, []byte(signInPurpose), challenge)
	signature, err := must(exchange(ctx, ch, append([]byte{0x00, 0x2A, 0x9E, 0x9A, byte(len(sum))}, sum...)))
	return signature, device.NotDone, err
}

// verifyPIN gives the card the PIN.
func verifyPIN(ctx context.Context, ch Channel, block []byte) (device.Outcome, error) {
	command := append([]byte{0x00, 0x20, 0x00, 0x01, byte(len(block))}, block...)
	defer clear(command)
	_, sw, err := exchange(ctx, ch, command)
	switch {
	case err != nil:
		return device.Uncertain, err
	case sw == statusOK:
		return device.NotDone, nil
	case sw == statusBlocked, sw == 0x63C0:
		return device.NotDone, &device.Error{Reason: BlockedPIN, Err: &PINError{}}
	case sw&0xFFF0 == 0x63C0:
		return device.NotDone, &device.Error{Reason: WrongPIN, Err: &PINError{TriesLeft: int(sw & 0x0F)}}
	}
	return device.Uncertain, &device.Error{Reason: device.Unreadable, Err: fmt.Errorf("PIN: %w", sw)}
}

// algorithmFor is the card's number for signing with a kind of key and its hash, which the card gets ready made. The
// numbers mean one thing on cards with RSA and another on those with elliptic curves.
func algorithmFor(key crypto.PublicKey) (byte, error) {
	hash, err := hashFor(key)
	if err != nil {
		return 0, &device.Error{Reason: OtherCard, Err: err}
	}
	switch key.(type) {
	case *rsa.PublicKey:
		return 0x08, nil
	case *ecdsa.PublicKey:
		return map[crypto.Hash]byte{crypto.SHA256: 0x01, crypto.SHA384: 0x02, crypto.SHA512: 0x04}[hash], nil
	}
	return 0, &device.Error{Reason: OtherCard, Err: errKey}
}

// must makes an error of every status but success.
func must(data []byte, sw status, err error) ([]byte, error) {
	if err == nil && sw != statusOK {
		return nil, &device.Error{Reason: device.Unreadable, Err: sw}
	}
	return data, err
}
