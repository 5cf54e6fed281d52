package printer

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"errors"
)

// ErrOtherCertificate says that the printer showed another certificate than the configuration names.
var ErrOtherCertificate = errors.New("the printer shows another certificate than the one that is configured")

// PinnedTo accepts exactly one certificate, by the SHA-256 of its DER bytes, whoever signed it and whatever name it bears.
// Printers sign their own: the fingerprint is read from the printer's panel or web page when it is installed.
func PinnedTo(fingerprint [sha256.Size]byte) *tls.Config {
	return &tls.Config{
		// The chain is not looked at: the fingerprint decides, on every connection, resumed ones too.
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 {
				return ErrOtherCertificate
			}
			seen := sha256.Sum256(s.PeerCertificates[0].Raw)
			if subtle.ConstantTimeCompare(seen[:], fingerprint[:]) != 1 {
				return ErrOtherCertificate
			}
			return nil
		},
	}
}
