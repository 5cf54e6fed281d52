package staff

import (
	"encoding/hex"
	"io"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Some acts take two people: what is loaded, destroyed or sent back. The second comes to the desk of the first and
// shows their own PIN there, as in signing in, without signing in:
//
//	a, err := staff.Begin(view, second, desk, now)
//	v, err := door.Verify(ctx, a, pin)
//	e, err := v.Attest(view, first, now)            // inside the journal's append
//	err = staff.Refusal(e)
//	w, err := door.Witness(view, v.Clerk(), first, now)
//
// and the command then carries the witness's token, once, soon, and at that desk: door.Second(token, first, now).

// AttestFor is how long a colleague's word holds: to type the rest of the command, not to keep for later.
const AttestFor = 2 * time.Minute

// Witness is a colleague who stands beside the first person of two.
type Witness struct {
	Token string // secret, 64 hexadecimal digits; never logged
	Person
	first office.ClerkID
	desk  office.Desk
	at    time.Time
}

// Attest gives the event of a colleague's word, or of its refusal, which must become durable too: see Refusal. Faults:
// Invalid when somebody would be their own second; else those of Decide.
func (v Verdict) Attest(r kv.Reader, first office.ClerkID, now time.Time) (*contract.Event, error) {
	if v.attempt.clerk == first {
		return nil, fault.New("staff.Attest", fault.Invalid).On(string(first)).
			Tell("Hier zijn twee mensen voor nodig.", "Vraag een collega om zijn of haar eigen pincode in te geven.")
	}
	e, err := v.Decide(r, now)
	if err == nil && e.GetSignedIn() != nil {
		e.Kind = &contract.Event_Attested{Attested: &contract.Attested{First: string(first)}}
	}
	return e, err
}

// Witness keeps a colleague's word whose Attested is durable. A desk has one at a time. Faults: NotFound when the
// colleague left the roster meanwhile; Internal when random fails.
func (d *Door) Witness(r kv.Reader, second office.ClerkID, first Session, now time.Time) (Witness, error) {
	const op = "staff.Witness"
	p, err := Get(r, second)
	if err != nil {
		return Witness{}, fault.Wrap(op, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var token [32]byte
	if _, err := io.ReadFull(d.random, token[:]); err != nil {
		return Witness{}, fault.New(op, fault.Internal).Because(err)
	}
	w := Witness{Token: hex.EncodeToString(token[:]), Person: p, first: first.ID, desk: first.Desk, at: now}
	d.beside[first.Desk] = w
	return w, nil
}

// Second takes the word of a colleague for one act of the first, and forgets it: it counts once. Faults: Denied when
// there is none, it is of another's act, or it is too old.
func (d *Door) Second(token string, first Session, now time.Time) (Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	w, ok := d.beside[first.Desk]
	if !ok || token == "" || w.Token != token || w.first != first.ID || w.desk != first.Desk {
		return Person{}, fault.New("staff.Second", fault.Denied).
			Tell("Hier is een tweede persoon voor nodig.", "Laat een collega zijn of haar pincode ingeven.")
	}
	delete(d.beside, first.Desk)
	if age := now.Sub(w.at); age > AttestFor || age < 0 {
		return Person{}, fault.New("staff.Second", fault.Denied).
			Tell("De bevestiging van je collega is te lang geleden.", "Laat een collega de pincode opnieuw ingeven.")
	}
	return w.Person, nil
}
