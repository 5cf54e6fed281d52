package eid

import (
	"fmt"
	"io"
	"log/slog"
)

// What is the set of things a task needs of a card. A card is read for a task, so the task says what it needs and gets
// nothing more, though the chip sends whole files.
type What uint16

// The things a card says.
const (
	Number      What = 1 << iota // national number
	Names                        // name, first names, first letter of the third
	Birth                        // date and place
	Nationality                  // and sex
	Document                     // kind, number, validity, where it was issued
	Address                      // another file, with another signature
	Photo                        // another file again, the largest: about three seconds on a real card
)

// Card is what was asked of a card, after its signatures were found to be right; the rest is zero. It holds personal data:
// it prints as nothing but its kind, and whoever asked wipes it when the task is done.
type Card struct {
	What What // what was asked

	Number       NationalNumber
	Name         string
	FirstNames   string
	ThirdInitial string
	BirthDate    Date
	BirthPlace   string
	Sex          Sex
	Nationality  string

	Type         DocumentType
	CardNumber   CardNumber
	ValidFrom    Date
	ValidTo      Date
	Municipality string // that issued it

	Street, Zip, Town string

	Photo []byte // JPEG of 140 × 200 points, in grey
}

// ValidOn reports whether the card may be used on a day. It needs Document to have been asked.
func (c Card) ValidOn(day Date) bool {
	return c.What&Document != 0 && !day.Before(c.ValidFrom) && !c.ValidTo.Before(day)
}

// Wipe forgets what the card said. Text that was shown or copied elsewhere stays there: Go cannot overwrite a string.
func (c *Card) Wipe() {
	clear(c.Photo)
	*c = Card{}
}

// Format writes no personal data, whatever the verb.
func (c Card) Format(s fmt.State, _ rune) { io.WriteString(s, "eid.Card("+c.Type.String()+")") }

// LogValue has no personal data.
func (c Card) LogValue() slog.Value { return slog.StringValue("eid.Card") }

// MarshalJSON refuses: a card is not stored as it is.
func (c Card) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("eid: a card's data are not written down whole")
}
