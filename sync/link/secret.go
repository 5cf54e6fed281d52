package link

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Secret derives 32 bytes from the authority's key for one purpose: every node has the same, nothing of it is stored, no
// backup has it, and nobody learns anything of the key, or of the secret of another purpose, from it. Kind Refused for a key
// that cannot leave its hardware.
func (a *Authority) Secret(purpose string) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, fault.New("link.Secret", fault.Refused).On(purpose).Because(err)
	}
	secret, err := hkdf.Key(sha256.New, der, nil, "buurtloket secret: "+purpose, 32)
	if err != nil {
		return nil, fault.New("link.Secret", fault.Internal).On(purpose).Because(err)
	}
	return secret, nil
}
