package office

import (
	"errors"
	"regexp"
	"strings"
)

// documentForm is what every number of a document looks like, whatever its kind.
var documentForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9./-]{2,31}$`)

// Valid reports whether the number is written as every number of a document is: capitals and digits, no spaces.
func (n DocumentNumber) Valid() bool { return documentForm.MatchString(string(n)) }

// ParseDocumentNumber reads a number as typed or scanned: in capitals, without spaces.
func ParseDocumentNumber(text string) (DocumentNumber, error) {
	n := DocumentNumber(strings.ToUpper(strings.Join(strings.Fields(text), "")))
	if !n.Valid() {
		return "", errors.New("a document number has 3 to 32 capitals and digits")
	}
	return n, nil
}

// NumberForm is how a number of a kind of document is printed: 9 stands for a digit, everything else for itself. The zero
// form fits every number.
type NumberForm struct {
	Like    string
	Check97 bool // the last two of its twelve digits are the first ten modulo 97, or 97 for 0
}

// CardNumber is the form of the number of an identity card (kupolak/stdnum be/eid, python-stdnum; facts 2.3).
var CardNumber = NumberForm{Like: "999-9999999-99", Check97: true}

// NumberOf is the form of the numbers of a kind, by the product of its collection; of all but identity cards no source
// tells it, and every number fits.
func NumberOf(kind ProductID) NumberForm {
	switch kind {
	case "eid-afhalen", "kids-id-afhalen":
		return CardNumber
	}
	return NumberForm{}
}

// Fits reports whether a number has the form.
func (f NumberForm) Fits(number DocumentNumber) bool {
	if f.Like == "" {
		return true
	}
	if len(number) != len(f.Like) {
		return false
	}
	n, check := 0, 0
	for k := range len(number) {
		d := int(number[k]) - '0'
		switch {
		case f.Like[k] != '9' && number[k] != f.Like[k], f.Like[k] == '9' && (d < 0 || d > 9):
			return false
		case f.Like[k] == '9' && k < len(number)-2:
			n = n*10 + d
		case f.Like[k] == '9':
			check = check*10 + d
		}
	}
	return !f.Check97 || check == (n+96)%97+1
}
