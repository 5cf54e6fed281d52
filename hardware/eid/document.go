package eid

import "fmt"

// DocumentType is the kind of card, as numbered in the identity file.
type DocumentType uint8

// The kinds that the counter treats apart; all others are residence cards of foreigners.
const (
	CitizenCard DocumentType = 1
	KidsCard    DocumentType = 6
)

// documents names the kinds. 33 to 36 are newer prints of the cards A, B, F and F+.
var documents = map[DocumentType]string{
	CitizenCard: "eID", KidsCard: "Kids-ID", 7: "bootstrap", 8: "machtigingskaart",
	11: "A", 12: "B", 13: "C", 14: "D", 15: "E", 16: "E+", 17: "F", 18: "F+", 19: "H", 20: "I", 21: "J", 22: "M", 23: "N",
	27: "K", 28: "L", 31: "EU", 32: "EU+", 33: "A", 34: "B", 35: "F", 36: "F+",
}

// parseDocumentType reads one or two digits. A kind that is not in the table is kept: new ones appear every few years,
// and the register's signature says that it is genuine.
func parseDocumentType(text string) (DocumentType, error) {
	n := digits(text, 2)
	if n < 1 {
		return 0, fmt.Errorf("no document type")
	}
	return DocumentType(n), nil
}

// String is the name that the card goes by.
func (d DocumentType) String() string {
	if name, ok := documents[d]; ok {
		return name
	}
	return fmt.Sprintf("type %d", uint8(d))
}

// Foreigner reports whether the card is a residence card of a foreigner.
func (d DocumentType) Foreigner() bool { return d >= 11 }

// Sex is what the card or the national number says.
type Sex uint8

// The sexes that a card knows; a card may leave it out.
const (
	SexUnknown Sex = iota
	Female
	Male
)

// parseSex reads the letter of the three languages. M is a man in Dutch, French and German alike; women are V, F and W.
func parseSex(text string) Sex {
	switch text {
	case "M":
		return Male
	case "V", "F", "W":
		return Female
	}
	return SexUnknown
}
