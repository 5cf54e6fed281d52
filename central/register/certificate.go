package register

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Of a certificate this state has its seal and nothing else: no person, no number, not the paper. What is needed to make
// it once more, the same to the byte, is the act that asked, and when it was made.

// certificateKey holds the seal of what a site's act asked for.
func certificateKey(site office.SiteID, act []byte) []byte {
	return append(office.AppendSiteKey([]byte("A/"), site), act...)
}

// sealCodeKey finds a seal by its code of verification.
func sealCodeKey(code string) []byte { return append([]byte("V/"), code...) }

// certified notes a certificate, once for each act of a site: whoever comes later is given the seal that stands. A code
// that another certificate has is refused, though none can be expected.
func (t *turn) certified(c *contract.CertificateSealed) *contract.HQReply {
	s := c.GetSeal()
	if len(c.Certificate) != 16 || s.GetSite() == "" || s.GetCode() == "" || s.GetKind() == "" || len(s.GetDigest()) != sha256.Size {
		return refuse(fault.Invalid, fmt.Sprintf("certificate %x", c.Certificate), "Dit attest kan niet vastgelegd worden.")
	}
	key := certificateKey(office.SiteID(s.Site), c.Certificate)
	known := new(contract.CertificateSeal)
	if load(t.w, key, known) {
		return &contract.HQReply{Seal: known}
	}
	if t.w.Get(sealCodeKey(s.Code)) != nil {
		return refuse(fault.Conflict, s.Code, "Deze controlecode bestaat al.")
	}
	known = &contract.CertificateSeal{Code: s.Code, Kind: s.Kind, Digest: s.Digest, Site: s.Site, AtMs: s.AtMs}
	save(t.w, key, known)
	t.w.Put(sealCodeKey(s.Code), key)
	return &contract.HQReply{Seal: known}
}

// Certificate is the seal of what a site's act asked for; nil when none was made.
func (v View) Certificate(site office.SiteID, act []byte) *contract.CertificateSeal {
	s := new(contract.CertificateSeal)
	if !load(v.r, certificateKey(site, act), s) {
		return nil
	}
	return s
}

// Seal is the seal with a code of verification; nil when no certificate has it.
func (v View) Seal(code string) *contract.CertificateSeal {
	key := bytes.Clone(v.r.Get(sealCodeKey(code)))
	s := new(contract.CertificateSeal)
	if key == nil || !load(v.r, key, s) {
		return nil
	}
	return s
}
