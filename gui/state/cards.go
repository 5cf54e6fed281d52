package state

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Cards is the part of [Counter] that is about identity cards in this desk's reader. A card is named by its insertion:
// another card, or the same one put in again, is not meant, and the call is then refused. Pulling a card out is ordinary, and
// is said as that.
type Cards interface {
	// SignInByCard signs in who the card belongs to. Denied when the PIN is wrong, with how many tries are left.
	SignInByCard(ctx context.Context, insertion uint64, pin string) (Receipt, error)
	// BindCard makes the card that of who is signed in here.
	BindCard(ctx context.Context, insertion uint64) (Receipt, error)
	// CheckInCard announces the appointment of who the card is of. Refused on another day or at another site, with where
	// and when instead.
	CheckInCard(ctx context.Context, insertion uint64) (Receipt, error)
	// CheckHolder compares the card with the holder of a document, or with who collects it.
	CheckHolder(ctx context.Context, insertion uint64, item office.DocumentNumber, who Collector) (Compared, error)
}

// CardStage is how far a reader is with a card.
type CardStage uint8

// The stages.
const (
	NoCard CardStage = iota
	CardReading
	CardRead
	CardRefused // not a card that is believed
)

// Card is what lies in a reader.
type Card struct {
	Reader    string
	Desk      office.Desk // where the reader stands; 0: it is everybody's
	Stage     CardStage
	Say       string // what is the matter; empty: nothing
	Name      string // of who it is of, short; empty unless it was read
	Number    string // national number, masked
	Insertion uint64 // grows with every card that is put in
}

// Compared is how a card and the holder of a document compare.
type Compared struct {
	Same     bool
	Say      string // who it is, or what does not agree
	Evidence string // code of the step of the checklist that this proves; empty: none
	Born     office.Date
}
