package card

import (
	"context"
	"fmt"
	"strconv"

	"github.com/buurtloket/buurtloket/appliance/card/name"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// glance is what is read of every card, and shown of it.
const glance = eid.Number | eid.Names | eid.Document

// follow is the life of one card in a reader, from its coming to its going. An error is of the reader, not of the card.
func (w *Watch) follow(ctx context.Context, s *slot) error {
	if err := s.Wait(ctx); err != nil {
		return err
	}
	w.change(func() {
		w.insertion++
		s.lying = lying{insertion: w.insertion, stage: contract.CardStage_CARD_STAGE_READING}
	})
	defer w.forget(s)
	err := w.read(ctx, s)
	for tries := 0; passing(err); tries++ {
		if tries > 0 || device.ReasonOf(err) == eid.InUse {
			w.refuse(s, err)
		}
		if gone(ctx, s) {
			return nil
		}
		err = w.read(ctx, s)
	}
	if err != nil {
		w.refuse(s, err)
	}
	return s.WaitGone(ctx)
}

// passing reports whether a card that could not be read may be read in a moment: another program has it, or it was pulled,
// which is how a bad contact looks too.
func passing(err error) bool {
	r := device.ReasonOf(err)
	return err != nil && (r == eid.InUse || r == device.NoCard)
}

// gone waits a moment for a card to leave, and reports whether it did, or nobody waits any more.
func gone(ctx context.Context, s *slot) bool {
	within, cancel := context.WithTimeout(ctx, again)
	defer cancel()
	return s.WaitGone(within) == nil || ctx.Err() != nil
}

// read reads a card for its row.
func (w *Watch) read(ctx context.Context, s *slot) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	now := w.now()
	c, err := s.Read(ctx, eid.Ask{What: glance, At: now})
	defer c.Wipe()
	if err != nil {
		return err
	}
	w.change(func() {
		s.lying = lying{insertion: s.lying.insertion, stage: contract.CardStage_CARD_STAGE_READ, say: expired(c, eid.On(now)),
			name: Name(c).Short(), number: c.Number.Mask(), holder: w.Holder(c.Number), card: w.mark(&c)}
	})
	return nil
}

// refuse shows a card that is not believed, and why.
func (w *Watch) refuse(s *slot, err error) {
	say := wordsOf(err)
	w.change(func() {
		s.lying = lying{insertion: s.lying.insertion, stage: contract.CardStage_CARD_STAGE_REFUSED, say: say.String()}
	})
}

// forget leaves nothing of the card that was there.
func (w *Watch) forget(s *slot) { w.change(func() { s.lying = lying{} }) }

// Name is whose name stands on a card. It needs Names to have been asked.
func Name(c eid.Card) name.Name {
	return name.Name{Surname: c.Name, Given: c.FirstNames, Initial: c.ThirdInitial}
}

// expired says that a card may not be used on a day; empty: it may.
func expired(c eid.Card, today eid.Date) string {
	switch {
	case c.ValidOn(today):
		return ""
	case today.Before(c.ValidFrom):
		return fmt.Sprintf("Deze kaart is pas geldig vanaf %s.", date(c.ValidFrom))
	}
	return fmt.Sprintf("Deze kaart is vervallen: ze was geldig tot %s.", date(c.ValidTo))
}

// date writes what is known of a date.
func date(d eid.Date) string {
	switch {
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d-%d", d.Month, d.Year)
	}
	return fmt.Sprintf("%d-%d-%d", d.Day, d.Month, d.Year)
}
