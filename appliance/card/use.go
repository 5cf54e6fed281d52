package card

import (
	"context"
	"errors"
	"io"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// in finds the reader in which a card that was read lies, as a task at a desk names it. Faults: Refused where there is no
// reader, and for a card that is not believed; Conflict when the card is not there, or not read yet.
func (w *Watch) in(op string, desk office.Desk, insertion uint64) (*slot, lying, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	some := false
	for _, s := range w.slots {
		if s.Desk != 0 && s.Desk != desk {
			continue
		}
		some = true
		if s.lying.insertion != insertion || insertion == 0 {
			continue
		}
		switch s.lying.stage {
		case contract.CardStage_CARD_STAGE_READ:
			return s, s.lying, nil
		case contract.CardStage_CARD_STAGE_REFUSED:
			return nil, lying{}, fault.New(op, fault.Refused).Tell(s.lying.say, "")
		}
		return nil, lying{}, fault.New(op, fault.Conflict).Tell("De kaart wordt nog gelezen.", "Wacht even en probeer het opnieuw.")
	}
	if !some {
		return nil, lying{}, NoReader(op)
	}
	return nil, lying{}, changed(op)
}

// NoReader is the fault of a task that needs a card at a desk without a reader.
func NoReader(op string) error {
	return fault.New(op, fault.Refused).Tell("Aan dit loket staat geen kaartlezer.", "Kijk de kaart zelf na en tik de gegevens in.")
}

func changed(op string) error {
	return fault.New(op, fault.Conflict).Tell("De kaart is uit de lezer, of er zit nu een andere in.", "Steek de kaart opnieuw in.")
}

// Use reads of a card what a task needs, and number and document in any case: by these it is seen that it is still the card of
// that insertion. The caller wipes it when the task is done. It takes as long as reading does, a second or two. Faults: those
// of in, and in words what is wrong with the card.
func (w *Watch) Use(ctx context.Context, desk office.Desk, insertion uint64, what eid.What) (eid.Card, error) {
	const op = "card.Use"
	s, l, err := w.in(op, desk, insertion)
	if err != nil {
		return eid.Card{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := s.Read(ctx, eid.Ask{What: what | eid.Number | eid.Document, At: w.now()})
	if err != nil {
		c.Wipe()
		return eid.Card{}, failed(op, err)
	}
	if w.mark(&c) != l.card {
		c.Wipe()
		return eid.Card{}, changed(op)
	}
	return c, nil
}

// HolderIn is the hash of whose card lies in a reader, as it was read when it was put in: who it would be, and no proof.
func (w *Watch) HolderIn(desk office.Desk, insertion uint64) ([32]byte, error) {
	_, l, err := w.in("card.HolderIn", desk, insertion)
	return l.holder, err
}

// Prove has a card sign a challenge that was never used before, for its PIN, and gives the hash of its holder, as its
// certificate has it. It is never tried again by itself. The PIN is overwritten before Prove returns. Faults: those of in;
// Invalid for what is no PIN of a card, which the card does not get to see; Denied for a wrong one and for a blocked card, with
// the tries that are left (see Wrong); in words what else is wrong with the card.
func (w *Watch) Prove(ctx context.Context, desk office.Desk, insertion uint64, pin []byte) (holder [32]byte, err error) {
	const op = "card.Prove"
	defer clear(pin)
	if !isPIN(pin) {
		return holder, fault.New(op, fault.Invalid).Tell("De pincode van een kaart heeft vier tot twaalf cijfers.", "Tik de pincode van de kaart, niet die van het loket.")
	}
	s, l, err := w.in(op, desk, insertion)
	if err != nil {
		return holder, err
	}
	challenge := make([]byte, 32)
	defer clear(challenge)
	if _, err := io.ReadFull(w.random, challenge); err != nil {
		return holder, fault.New(op, fault.Internal).Because(err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	proof, err := s.Authenticate(ctx, eid.Login{Challenge: challenge, PIN: pin, At: w.now()})
	switch {
	case err != nil && !device.Refused(err):
		return holder, uncertain(op, err)
	case err != nil:
		return holder, failed(op, err)
	}
	if holder = w.Holder(proof.Number); holder != l.holder {
		return [32]byte{}, fault.New(op, fault.Refused).
			Tell("Deze kaart klopt niet: ze hoort bij iemand anders dan erop staat.", "Aanvaard ze niet en vraag de verantwoordelijke.")
	}
	return holder, nil
}

// isPIN reports whether digits can be a card's PIN.
func isPIN(pin []byte) bool {
	for _, c := range pin {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(pin) >= 4 && len(pin) <= 12
}

// Wrong reports whether an error of Prove is of a PIN that the card was given and did not take, or of a blocked card.
func Wrong(err error) bool {
	var pin *eid.PINError
	return errors.As(err, &pin)
}
