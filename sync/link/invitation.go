package link

import (
	"crypto/subtle"
	"crypto/x509"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Invitation is what headquarters stores of a code it gave out; storing it, and marking it used in the same
// commit as the issue of the certificate, is the caller's.
type Invitation struct {
	Hash    []byte // of the code
	Site    office.SiteID
	Desk    office.Desk // for the screen of that desk, or of that number, of the site's counter: see RedeemDesk; 0: for the counter itself
	As      Role        // what such a screen is; RoleNone: the screen of a desk
	Expires time.Time
	Used    bool
	By      []byte // [KeyHash] of the request it was used for; what was given then is given again to that key
}

// Redeem decides whether an invitation may be used for this request at this moment. It is pure. The invitation
// is the one stored under codeHash; give nil when there is none. What can be wrong, in the order looked at:
//
//	NotFound   no invitation with this hash (never given out, or withdrawn)
//	Refused    expired — also when it was used, so that old codes tell nothing
//	Taken      used already, for another key: who did not hear the answer asks again with the same one
//	Invalid    the request is broken, or names no site
//	Denied     the request is for another site than the invitation
//
// Each carries its own Dutch sentence.
func Redeem(inv *Invitation, codeHash []byte, csr *x509.CertificateRequest, now time.Time) error {
	const op = "link.Redeem"
	if err := redeemable(inv, codeHash, csr, now, "het hoofdkantoor"); err != nil {
		return err
	}
	asked, err := Asked(csr)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if asked.Role != RoleSite || asked.Site() != inv.Site || inv.Desk != 0 {
		return fault.New(op, fault.Denied).On(string(inv.Site)).
			Tell("Deze aansluitcode is voor een andere locatie.", "Kijk na welke locatie op dit toestel is ingesteld.")
	}
	return nil
}

// RedeemDesk is Redeem for the code of a screen, at its counter. The request names nobody: for which screen it is stands in
// the invitation.
func RedeemDesk(inv *Invitation, codeHash []byte, csr *x509.CertificateRequest, now time.Time) error {
	if err := redeemable(inv, codeHash, csr, now, "dit loket"); err != nil {
		return err
	}
	if inv.Desk == 0 {
		return fault.New("link.RedeemDesk", fault.Denied).On(string(inv.Site)).
			Tell("Deze aansluitcode is niet voor een scherm.", "Vraag een code voor dit loket.")
	}
	return nil
}

// redeemable decides what is the same for everybody; of is who gave the code, in words.
func redeemable(inv *Invitation, codeHash []byte, csr *x509.CertificateRequest, now time.Time, of string) error {
	const op = "link.Redeem"
	if inv == nil || subtle.ConstantTimeCompare(inv.Hash, codeHash) != 1 {
		return fault.New(op, fault.NotFound).
			Tell("Deze aansluitcode is niet bekend bij "+of+".", "Kijk ze na of vraag er een nieuwe.")
	}
	site := string(inv.Site)
	if !now.Before(inv.Expires) {
		return fault.New(op, fault.Refused).On(site).
			Tell("Deze aansluitcode is vervallen.", "Vraag een nieuwe aan "+of+".")
	}
	if inv.Used && subtle.ConstantTimeCompare(inv.By, KeyHash(csr)) != 1 {
		return fault.New(op, fault.Taken).On(site).
			Tell("Deze aansluitcode is al gebruikt.",
				"Was jij dat niet, verwittig dan de beheerder; vraag een nieuwe code.")
	}
	if err := checkRequest(csr); err != nil {
		return fault.New(op, fault.Invalid).On(site).Because(err).
			Tell("De aanvraag van dit toestel is niet geldig.", "Probeer opnieuw of bel de beheerder.")
	}
	return nil
}
