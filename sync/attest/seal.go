package attest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// Sign seals: it fills the signature.
func Sign(key ed25519.PrivateKey, s *contract.CertificateSeal) {
	s.Signature = ed25519.Sign(key, text(s))
}

// Signed reports whether the signature of a seal is that of the key.
func Signed(key ed25519.PublicKey, s *contract.CertificateSeal) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, text(s), s.GetSignature())
}

// Of reports whether a seal is that of these bytes.
func Of(s *contract.CertificateSeal, pdf []byte) bool {
	d := sha256.Sum256(pdf)
	return subtle.ConstantTimeCompare(d[:], s.GetDigest()) == 1
}

// text is what is signed.
func text(s *contract.CertificateSeal) []byte {
	return fmt.Appendf(nil, "buurtloket certificate 1\n%s\n%s\n%x\n%d\n", s.GetCode(), s.GetKind(), s.GetDigest(), s.GetAtMs())
}
