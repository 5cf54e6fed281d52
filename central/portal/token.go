package portal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// kind says what a token is for; one of another kind does not pass for it.
type kind string

const (
	ofForm kind = "form" // an appointment to be, without its place: what a list of moments is for
	ofHold kind = "hold" // an appointment to be, with its place
	ofLink kind = "link" // an appointment: who has it may change it
)

// macSize is how many bytes of the keyed sum a token has: nobody finds one by trying.
const macSize = 16

var encoding = base64.RawURLEncoding

// signer makes and reads tokens. All nodes have the same key.
type signer struct{ key []byte }

// newSigner derives the key from a secret that all nodes share, of at least 32 bytes of chance.
func newSigner(secret []byte) (signer, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "buurtloket portal", 32)
	if err != nil || len(secret) < 32 {
		return signer{}, fault.New("portal.newSigner", fault.Invalid).Because(err)
	}
	return signer{key}, nil
}

func (s signer) sum(k kind, body []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(k))
	mac.Write([]byte{0})
	mac.Write(body)
	return mac.Sum(nil)[:macSize]
}

func (s signer) sign(k kind, body []byte) string {
	return encoding.EncodeToString(append(body[:len(body):len(body)], s.sum(k, body)...))
}

// read gives what was signed, or false for what was not signed here.
func (s signer) read(k kind, token string) ([]byte, bool) {
	if len(token) > 2048 {
		return nil, false
	}
	b, err := encoding.Strict().DecodeString(token)
	if err != nil || len(b) < macSize {
		return nil, false
	}
	body := b[:len(b)-macSize]
	return body, hmac.Equal(b[len(body):], s.sum(k, body))
}

// visit signs an appointment to be.
func (s signer) visit(k kind, a *contract.Appointment) string { return s.sign(k, contract.Encode(a)) }

// readVisit reads an appointment to be.
func (s signer) readVisit(k kind, token string) (*contract.Appointment, bool) {
	body, ok := s.read(k, token)
	if !ok {
		return nil, false
	}
	a, err := contract.Decode(body, new(contract.Appointment))
	return a, err == nil && a.AppointmentID() != office.AppointmentID{}
}

// link is what stands in the address of an appointment's page.
func (s signer) link(id office.AppointmentID) string { return s.sign(ofLink, id[:]) }

// Link is the path of an appointment's page, as a message names it. Whoever has it may move and cancel that appointment.
func (p *Portal) Link(id office.AppointmentID) string { return "/afspraak/" + p.signer.link(id) }

// readLink is the appointment of a link.
func (s signer) readLink(token string) (id office.AppointmentID, ok bool) {
	body, ok := s.read(ofLink, token)
	if !ok || len(body) != len(id) {
		return id, false
	}
	return office.AppointmentID(body), true
}

// placeText writes a place as the value of a button. It is not signed: the register judges it.
func placeText(p *contract.Place) string { return encoding.EncodeToString(contract.Encode(p)) }

// readPlace reads what placeText wrote; nil for anything else.
func readPlace(text string) *contract.Place {
	b, err := encoding.DecodeString(text)
	if err != nil || len(b) > 256 {
		return nil
	}
	p, err := contract.Decode(b, new(contract.Place))
	if err != nil || p.Check() != nil {
		return nil
	}
	return p
}
