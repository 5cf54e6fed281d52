package eid

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Trust is whom a counter believes.
type Trust struct {
	// Roots are the certificates of the Belgian root authorities, as the municipality got them by a way of its own. Without
	// any, no card is believed.
	Roots []*x509.Certificate

	// OldHashes also takes SHA-1, which the register used on cards made before 2014. It is off by default: forging such a
	// signature is within a state's reach.
	OldHashes bool
}

// ParseRoots reads pinned roots from a file of PEM blocks, as a configuration has them. A file without any, or with
// anything else in it than certificates of authorities that sign themselves, is refused: a mistake here would believe
// nobody, or anybody.
func ParseRoots(file []byte) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for {
		var block *pem.Block
		if block, file = pem.Decode(file); block == nil {
			break
		}
		root, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("eid: root %d: %w", len(roots)+1, err)
		}
		if !root.IsCA || !bytes.Equal(root.RawIssuer, root.RawSubject) {
			return nil, fmt.Errorf("eid: root %d is no root: %s", len(roots)+1, root.Subject)
		}
		roots = append(roots, root)
	}
	if len(roots) == 0 || len(bytes.TrimSpace(file)) > 0 {
		return nil, errors.New("eid: roots are PEM certificates, at least one, and nothing after them")
	}
	return roots, nil
}

// registerName is whose certificate signs identity files.
const registerName = "RRN"

// register reads the certificate of the register's signatures and holds it against the roots.
func (t Trust) register(der []byte, at time.Time) (*x509.Certificate, error) {
	cert, err := readCertificate(der)
	if err != nil {
		return nil, err
	}
	// One step from the root: a citizen's certificate has an authority between, so it can never pass for the register's.
	if err := t.chain(cert, nil, at); err != nil {
		return nil, untrusted("register's certificate", err)
	}
	name := cert.Subject
	isRegister := name.CommonName == registerName && len(name.Organization) == 1 && name.Organization[0] == registerName
	if cert.IsCA || !isRegister || cert.KeyUsage&x509.KeyUsageDigitalSignature == 0 {
		return nil, untrusted("register's certificate", errors.New("is somebody else's"))
	}
	return cert, nil
}

// holder reads the certificate of a card's authentication key and holds it against the roots, by way of its authority.
func (t Trust) holder(der, authority []byte, at time.Time) (*x509.Certificate, error) {
	cert, err := readCertificate(der)
	if err != nil {
		return nil, err
	}
	between, err := readCertificate(authority)
	if err != nil {
		return nil, err
	}
	if err := t.chain(cert, between, at); err != nil {
		return nil, untrusted("authentication certificate", err)
	}
	// The key for binding signatures is refused here: nobody signs a contract by signing in.
	usage := cert.KeyUsage
	if cert.IsCA || usage&x509.KeyUsageDigitalSignature == 0 || usage&x509.KeyUsageContentCommitment != 0 {
		return nil, untrusted("authentication certificate", errors.New("is for another use"))
	}
	return cert, nil
}

// chain finds the way from a certificate to a pinned root, of one step or, with an authority between, of exactly two.
func (t Trust) chain(cert, between *x509.Certificate, at time.Time) error {
	options := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	steps := 2
	for _, root := range t.Roots {
		options.Roots.AddCert(root)
	}
	if between != nil {
		options.Intermediates.AddCert(between)
		steps = 3
	}
	chains, err := cert.Verify(options)
	if err != nil {
		return chainError(err)
	}
	for _, chain := range chains {
		if len(chain) == steps {
			return nil
		}
	}
	return errors.New("not issued where it should be")
}

// chainError keeps of a failure what is no personal datum: the standard library quotes names of certificates.
func chainError(err error) error {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return errors.New("not valid at that time")
	case errors.As(err, &unknown):
		return errors.New("no pinned root issued it")
	}
	return errors.New("chain does not hold")
}

// readCertificate parses a file, which may be filled up with zeros.
func readCertificate(file []byte) (*x509.Certificate, error) {
	cert, err := x509.ParseCertificate(oneElement(file))
	if err != nil {
		// The cause is dropped: it can quote what stands in the certificate.
		return nil, &device.Error{Reason: device.Unreadable, Err: errors.New("certificate cannot be read")}
	}
	return cert, nil
}

// oneElement cuts a file to the ASN.1 element that it begins with; a file that begins with none is returned as it is.
func oneElement(file []byte) []byte {
	if len(file) < 4 || file[0] != 0x30 {
		return file
	}
	end := 2 + int(file[1])
	switch file[1] {
	case 0x81:
		end = 3 + int(file[2])
	case 0x82:
		end = 4 + int(file[2])<<8 + int(file[3])
	}
	return file[:min(end, len(file))]
}

func untrusted(what string, err error) error {
	return &device.Error{Reason: Untrusted, Err: fmt.Errorf("%s: %w", what, err)}
}
