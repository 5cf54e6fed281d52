package citizen

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Kind says what a token is for; one of another kind does not pass for it.
type Kind string

const (
	OfForm Kind = "form" // an appointment to be, without its place: what a list of moments is for
	OfHold Kind = "hold" // an appointment to be, with its place
	OfLink Kind = "link" // an appointment: who has it may change it
	ofFeed Kind = "desk" // the agenda of a desk
	ofAct  Kind = "act"  // an act of a caller

	ofSurvey Kind = "survey"   // the questions after the visit of an appointment: who has it can answer them, and nothing else
	ofAnswer Kind = "answered" // an answer, so that it counts once: nobody else can tell of which appointment
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
		return signer{}, fault.New("citizen.New", fault.Invalid).Because(err)
	}
	return signer{key}, nil
}

func (s signer) sum(k Kind, body []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(k))
	mac.Write([]byte{0})
	mac.Write(body)
	return mac.Sum(nil)[:macSize]
}

func (s signer) sign(k Kind, body []byte) string {
	return encoding.EncodeToString(append(body[:len(body):len(body)], s.sum(k, body)...))
}

// read gives what was signed, or false for what was not signed here.
func (s signer) read(k Kind, token string) ([]byte, bool) {
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

// Visit signs an appointment to be.
func (d *Door) Visit(k Kind, a *contract.Appointment) string {
	return d.signer.sign(k, contract.Encode(a))
}

// ReadVisit reads an appointment to be; false for what was not signed here for this.
func (d *Door) ReadVisit(k Kind, token string) (*contract.Appointment, bool) {
	body, ok := d.signer.read(k, token)
	if !ok {
		return nil, false
	}
	a, err := contract.Decode(body, new(contract.Appointment))
	return a, err == nil && a.AppointmentID() != office.AppointmentID{}
}

// Link is what stands in the address of an appointment. Whoever has it may move and cancel that appointment.
func (d *Door) Link(id office.AppointmentID) string { return d.signer.sign(OfLink, id[:]) }

// ReadLink is the appointment of a link; false for none of ours.
func (d *Door) ReadLink(token string) (id office.AppointmentID, ok bool) {
	body, ok := d.signer.read(OfLink, token)
	if !ok || len(body) != len(id) {
		return id, false
	}
	return office.AppointmentID(body), true
}

// ActOf is the identity of an act on an appointment under a key that its caller drew, so that it happens once however often it is sent;
// without a key it is drawn here. The same key with other words is another act.
func (d *Door) ActOf(id office.AppointmentID, key string, words ...string) ([]byte, error) {
	if key == "" {
		return d.NewID()
	}
	body := append(id[:], key...)
	for _, w := range words {
		body = append(append(body, 0), w...)
	}
	return d.signer.sum(ofAct, body), nil
}

// PlaceText writes a place as the value of a button. It is not signed: the register judges it.
func PlaceText(p *contract.Place) string { return encoding.EncodeToString(contract.Encode(p)) }

// ReadPlace reads what PlaceText wrote; nil for anything else.
func ReadPlace(text string) *contract.Place {
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
