package virtual

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"time"
)

// Generation is which kind of keys a card and its authorities have.
type Generation uint8

// The generations that are in people's wallets.
const (
	Curve Generation = iota // since 2020: ECDSA on P-384, SHA-384
	RSA                     // before: RSA of 2048 bits, SHA-256
)

// Authority is all that stands above a card: the root, the authority for citizens, and the register. Keys come from the
// system's source of chance, since the standard library takes them from nowhere else.
type Authority struct {
	Root       *x509.Certificate
	generation Generation
	from, to   time.Time
	rootKey    crypto.Signer
	citizens   *x509.Certificate
	citizenKey crypto.Signer
	register   *x509.Certificate
	registrar  crypto.Signer
	serial     int64
}

// NewAuthority makes authorities whose certificates are valid for ten years from a moment.
func NewAuthority(generation Generation, from time.Time) (*Authority, error) {
	a := &Authority{generation: generation, from: from, to: from.AddDate(10, 0, 0)}
	root := pkix.Name{CommonName: "Belgium Root CA (virtual)", Country: []string{"BE"}}
	citizens := pkix.Name{CommonName: "Citizen CA (virtual)", Country: []string{"BE"}}
	register := pkix.Name{CommonName: "RRN", Organization: []string{"RRN"}, Country: []string{"BE"}}
	var err error
	// Which keys the authorities themselves have makes no difference to a card; those of RSA take long to make.
	if a.Root, a.rootKey, err = a.certify(Curve, root, x509.KeyUsageCertSign, nil, nil); err != nil {
		return nil, err
	}
	if a.citizens, a.citizenKey, err = a.certify(Curve, citizens, x509.KeyUsageCertSign, a.Root, a.rootKey); err != nil {
		return nil, err
	}
	usage := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if a.register, a.registrar, err = a.certify(generation, register, usage, a.Root, a.rootKey); err != nil {
		return nil, err
	}
	return a, nil
}

// certify makes a key and a certificate for it; without an issuer it signs itself.
func (a *Authority) certify(
	kind Generation, name pkix.Name, usage x509.KeyUsage, issuer *x509.Certificate, by crypto.Signer,
) (*x509.Certificate, crypto.Signer, error) {
	key, err := kind.key()
	if err != nil {
		return nil, nil, fmt.Errorf("virtual: %w", err)
	}
	cert, err := a.certificate(name, usage, issuer, by, key)
	return cert, key, err
}

// certificate certifies a key that there is.
func (a *Authority) certificate(
	name pkix.Name, usage x509.KeyUsage, issuer *x509.Certificate, by, key crypto.Signer,
) (*x509.Certificate, error) {
	a.serial++
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(a.serial),
		Subject:               name,
		NotBefore:             a.from,
		NotAfter:              a.to,
		KeyUsage:              usage,
		IsCA:                  usage == x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
	}
	if issuer == nil {
		issuer, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), by)
	if err != nil {
		return nil, fmt.Errorf("virtual: %w", err)
	}
	return x509.ParseCertificate(der)
}

func (g Generation) key() (crypto.Signer, error) {
	if g == RSA {
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
}

// hash is the one that goes with the keys.
func (g Generation) hash() crypto.Hash {
	if g == RSA {
		return crypto.SHA256
	}
	return crypto.SHA384
}

// sign signs data as the register does.
func (a *Authority) sign(data []byte) ([]byte, error) {
	return signData(a.registrar, a.generation.hash(), data)
}

func signData(key crypto.Signer, hash crypto.Hash, data []byte) ([]byte, error) {
	h := hash.New()
	h.Write(data)
	return key.Sign(rand.Reader, h.Sum(nil), hash)
}
