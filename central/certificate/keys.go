package certificate

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Keys are what certificates are sealed, named and salted with. All nodes have the same.
type Keys struct {
	seal       ed25519.PrivateKey
	code, salt []byte
}

// KeysOf derives the keys from a secret that all nodes share, of at least 32 bytes of chance.
func KeysOf(secret []byte) (k Keys, err error) {
	derive := func(what string) (key []byte) {
		if err == nil {
			key, err = hkdf.Key(sha256.New, secret, nil, "buurtloket certificate "+what, 32)
		}
		return key
	}
	seed := derive("seal")
	k.code, k.salt = derive("code"), derive("salt")
	if err != nil || len(secret) < 32 {
		return Keys{}, fault.New("certificate.KeysOf", fault.Invalid).Because(err)
	}
	k.seal = ed25519.NewKeyFromSeed(seed)
	return k, nil
}

// Public is the key that seals hold under.
func (k Keys) Public() ed25519.PublicKey { return k.seal.Public().(ed25519.PublicKey) }

// codeOf is the code of verification of an act of a site.
func (k Keys) codeOf(site office.SiteID, act []byte) string {
	return attest.Verification.Make([8]byte(keyed(k.code, site, act)[:8]))
}

// saltOf stands in the PDF of an act of a site: without it few tries would find whose digest it is.
func (k Keys) saltOf(site office.SiteID, act []byte) string {
	return hex.EncodeToString(keyed(k.salt, site, act)[:16])
}

func keyed(key []byte, site office.SiteID, act []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(office.AppendSiteKey(nil, site))
	mac.Write(act)
	return mac.Sum(nil)
}
