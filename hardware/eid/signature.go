package eid

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // only for cards of before 2014, and only where the configuration says so
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"math/big"

	"github.com/buurtloket/buurtloket/hardware/device"
)

var (
	errSignature = errors.New("signature is not right")
	errKey       = errors.New("no key of an identity card")
)

// hashFor is the hash that goes with a key on these cards.
func hashFor(key crypto.PublicKey) (crypto.Hash, error) {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return crypto.SHA256, nil
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return crypto.SHA256, nil
		case elliptic.P384():
			return crypto.SHA384, nil
		case elliptic.P521():
			return crypto.SHA512, nil
		}
	}
	return 0, errKey
}

// digest hashes the parts as one.
func digest(hash crypto.Hash, parts ...[]byte) []byte {
	h := hash.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

// verify holds a signature against what it is said to sign, which is the parts one after the other.
func (t Trust) verify(key crypto.PublicKey, signature []byte, parts ...[]byte) error {
	hash, err := hashFor(key)
	if err != nil {
		return err
	}
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if verifyECDSA(k, digest(hash, parts...), signature) {
			return nil
		}
	case *rsa.PublicKey:
		if rsa.VerifyPKCS1v15(k, hash, digest(hash, parts...), signature) == nil {
			return nil
		}
		if t.OldHashes && rsa.VerifyPKCS1v15(k, crypto.SHA1, digest(crypto.SHA1, parts...), signature) == nil {
			return nil
		}
	}
	return errSignature
}

// verifyECDSA takes a signature as the chip makes it, two numbers of the curve's size, or in ASN.1.
func verifyECDSA(key *ecdsa.PublicKey, sum, signature []byte) bool {
	size := (key.Curve.Params().BitSize + 7) / 8
	if len(signature) != 2*size {
		return ecdsa.VerifyASN1(key, sum, oneElement(signature))
	}
	r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	if ecdsa.Verify(key, sum, r, s) {
		return true
	}
	// An ASN.1 signature can happen to have the same length.
	return ecdsa.VerifyASN1(key, sum, signature)
}

// verifyPhoto holds the photo against its hash in the identity file.
func (t Trust) verifyPhoto(photo, want []byte) error {
	var got []byte
	switch len(want) {
	case sha512.Size384:
		sum := sha512.Sum384(photo)
		got = sum[:]
	case sha256.Size:
		sum := sha256.Sum256(photo)
		got = sum[:]
	case sha1.Size:
		if !t.OldHashes {
			return forged("photo", errors.New("signed with SHA-1"))
		}
		sum := sha1.Sum(photo)
		got = sum[:]
	}
	if got == nil || !bytes.Equal(got, want) {
		return forged("photo", errSignature)
	}
	return nil
}

func forged(what string, err error) error {
	return &device.Error{Reason: Forged, Err: fmt.Errorf("%s: %w", what, err)}
}
