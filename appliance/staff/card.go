package staff

import (
	"bytes"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Whose card it is, is known by a keyed hash of the holder's number, which says nothing without the counter's key. Signing in by
// card:
//
//	a, err := staff.BeginByCard(view, holder, desk, now)  // whose card lies there, and is the door locked
//	holder, err := …                                      // the card signs a challenge for its PIN
//	v := a.Proved(holder)                                 // or a.Refused(), for a wrong PIN
//	e, err := v.Decide(view, now)                         // and on as with a PIN
//
// A wrong PIN of the card counts as a wrong PIN of the clerk: the desk waits as long, whichever way they come.

// ByCard is how a SignedIn says that a card was shown.
const ByCard = "card"

// Holder finds the clerk whose card is that of a holder.
func Holder(r kv.Reader, holder [32]byte) (office.ClerkID, bool) {
	for k, v := range r.Scan([]byte(cards), nil) {
		if bytes.Equal(v, holder[:]) {
			return office.ClerkID(k[len(cards):]), true
		}
	}
	return "", false
}

// Bind makes the card of a holder that of a clerk, in the place of another one; no event when it is already. Faults: NotFound
// for who is not on the roster; Taken when it is a colleague's card.
func Bind(r kv.Reader, clerk office.ClerkID, holder [32]byte) (*contract.Event, error) {
	const op = "staff.Bind"
	if _, err := find(r, clerk); err != nil {
		return nil, fault.Wrap(op, err)
	}
	switch of, bound := Holder(r, holder); {
	case bound && of == clerk:
		return nil, nil
	case bound:
		return nil, fault.New(op, fault.Taken).Tell("Deze kaart is al aan een collega gekoppeld.", "Steek je eigen kaart in de lezer.")
	}
	return &contract.Event{Clerk: string(clerk), Kind: &contract.Event_CardBound{CardBound: &contract.CardBound{Clerk: string(clerk), Holder: holder[:]}}}, nil
}

// BeginByCard looks up whose card lies at a desk. Faults: Denied for a card that is nobody's, and while the desk must wait
// after wrong PINs: then the card is not asked, and loses no try.
func BeginByCard(r kv.Reader, holder [32]byte, desk office.Desk, now time.Time) (Attempt, error) {
	const op = "staff.BeginByCard"
	clerk, bound := Holder(r, holder)
	if !bound {
		return Attempt{}, fault.New(op, fault.Denied).Tell("Deze kaart is hier aan geen medewerker gekoppeld.", "Meld je aan met je pincode van het loket en koppel je kaart.")
	}
	a, err := Begin(r, clerk, desk, now)
	a.card = holder[:]
	return a, err
}

// Proved is the verdict on an attempt whose card signed for its PIN, and is that of holder.
func (a Attempt) Proved(holder [32]byte) Verdict {
	return Verdict{attempt: a, right: bytes.Equal(a.card, holder[:])}
}

// Refused is the verdict on an attempt whose card did not take the PIN.
func (a Attempt) Refused() Verdict { return Verdict{attempt: a} }

// bound reports whether the card of an attempt is still that of its clerk.
func (a Attempt) bound(r kv.Reader) bool {
	return a.card == nil || bytes.Equal(r.Get([]byte(cards+string(a.clerk))), a.card)
}

// by is how a clerk came in, for the journal.
func (a Attempt) by() string {
	if a.card != nil {
		return ByCard
	}
	return ""
}

// wrong is why a clerk did not.
func (a Attempt) wrong() string {
	if a.card != nil {
		return wrongCardPIN
	}
	return wrongPIN
}

// unbind takes the cards of who is gone from a new roster, or got another PIN: whoever knew the old one may have bound a card.
func unbind(w kv.Writer, roster *contract.Roster) {
	var gone [][]byte
	for k := range w.Scan([]byte(cards), nil) {
		before, err := find(w, office.ClerkID(k[len(cards):]))
		stays := false
		for _, c := range roster.GetClerks() {
			stays = stays || err == nil && c.GetId() == before.GetId() && bytes.Equal(c.GetPin(), before.GetPin()) && bytes.Equal(c.GetPinSalt(), before.GetPinSalt())
		}
		if !stays {
			gone = append(gone, bytes.Clone(k))
		}
	}
	for _, k := range gone {
		w.Delete(k)
	}
}
