package outbox

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/letter"
)

// Invented is a sender for demonstrations: it knows the invented persons of the certificates' register, and sends nothing. It keeps
// nothing either, since how far a letter is follows from when it was accepted.
type Invented struct {
	persons *certificate.Invented
	after   time.Duration
	now     func() time.Time
}

var _ Sender = (*Invented)(nil)

// Embedded is the sender of a demonstration: each letter is as sent some time after it was accepted.
func Embedded(after time.Duration, now func() time.Time) *Invented {
	return &Invented{certificate.Embedded(), after, now}
}

// Find implements Sender.
func (i *Invented) Find(ctx context.Context, w Wish) (string, letter.Reason, error) {
	p, err := i.persons.Find(ctx, w.Number, w.Name, w.Born, w.At)
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Invalid):
		return "", letter.NoPerson, nil
	case fault.Is(err, fault.Conflict):
		return "", letter.OtherName, nil
	case err != nil:
		return "", "", err
	case p.Died != 0:
		return "", letter.Deceased, nil
	}
	if _, town := i.persons.City(); p.Address.Town != town {
		return "", letter.NotHere, nil
	}
	return string(p.Number), "", nil
}

// Send implements Sender.
func (i *Invented) Send(_ context.Context, l Letter) (contract.LetterStage, letter.Reason, error) {
	if !l.Since.IsZero() && i.now().Sub(l.Since) >= i.after {
		return contract.LetterStage_LETTER_STAGE_SENT, "", nil
	}
	return contract.LetterStage_LETTER_STAGE_ACCEPTED, "", nil
}
