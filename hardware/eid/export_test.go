package eid

// What tests look at from outside.
var (
	ParseFields   = parseFields
	NationalCheck = nationalCheck
	CardCheck     = cardCheck
	TrimFile      = trimFile
)

// FillCard reads an identity and an address file, as after their signatures were found right.
func FillCard(identityFile, addressFile []byte, today Date) (Card, error) {
	card := Card{}
	fields, err := parseFields(identityFile)
	if err != nil {
		return card, err
	}
	if err := (identity{fields}).fill(&card, Number|Names|Birth|Nationality|Document, today); err != nil {
		return card, err
	}
	return card, card.fillAddress(addressFile)
}

// PINBlock packs a login's PIN.
func PINBlock(l Login) ([]byte, error) { return l.block() }
