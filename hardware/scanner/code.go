package scanner

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// Kind is what a code is.
type Kind uint8

// The kinds.
const (
	Unknown     Kind = iota
	Booking          // Text is the code as it was made, prefix and all; opaque here
	Document         // Number is the number of a document
	Consignment      // Number is the delivery, Documents what is said to be in it
	Travel           // MRZ is what the machine-readable lines say
)

// String is the word of a log.
func (k Kind) String() string {
	names := [...]string{"unknown", "booking", "document", "consignment", "travel"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[Unknown]
}

// Code is one thing that was scanned.
type Code struct {
	Kind      Kind
	Text      string // as it came; lines of one document are joined by "\n"
	Number    string
	Documents []string
	MRZ       MRZ
}

// Format writes the kind and the length, whatever the verb: a code can hold personal data.
func (c Code) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, "scanner.Code(%s, %d bytes)", c.Kind, len(c.Text))
}

// LogValue is what Format writes.
func (c Code) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// Rules are what the codes of a city look like. The zero value knows machine-readable lines only.
type Rules struct {
	Booking     string   // how a booking code begins; empty: there are none
	Consignment string   // how a consignment list begins; empty: there are none
	Shapes      []string // of documents' numbers: 9 is a digit, A a letter, # a Belgian card number of twelve digits
}

// DefaultRules are those of the demonstration. The shapes are a card number, a passport's (two letters and six digits) and
// a driving licence's (ten digits); which of them is printed as a bar code differs per maker and was not seen on paper.
func DefaultRules() Rules {
	return Rules{Booking: "BL1.", Consignment: "ZL1.", Shapes: []string{"#", "AA999999", "9999999999"}}
}

// maxListed bounds the documents of one consignment list; a QR code holds fewer.
const maxListed = 500

// Read tells what a text is. Machine-readable lines come as one text, with line breaks between.
func (r Rules) Read(text string) Code {
	text = strings.TrimSpace(text)
	code := Code{Text: text}
	if m, err := ParseMRZ(text); err == nil {
		code.Kind, code.MRZ = Travel, m
		return code
	}
	switch {
	case begins(text, r.Booking):
		code.Kind = Booking
	case begins(text, r.Consignment):
		code = r.list(code)
	default:
		if number, ok := r.document(text); ok {
			code.Kind, code.Number = Document, number
		}
	}
	return code
}

// begins reports whether there is something after a prefix.
func begins(text, prefix string) bool {
	return prefix != "" && len(text) > len(prefix) && strings.HasPrefix(text, prefix)
}

// list reads a consignment: its number, and its documents' numbers, all separated by ";". One number that is none makes
// the whole unknown: a list with a hole in it is worse than no list.
func (r Rules) list(code Code) Code {
	parts := strings.Split(strings.TrimSuffix(code.Text[len(r.Consignment):], ";"), ";")
	unknown := Code{Text: code.Text}
	if parts[0] == "" || len(parts) > 1+maxListed {
		return unknown
	}
	code.Kind, code.Number = Consignment, parts[0]
	for _, part := range parts[1:] {
		number, ok := r.document(part)
		if !ok {
			return unknown
		}
		code.Documents = append(code.Documents, number)
	}
	return code
}

// document gives a document's number without separators, if it has one of the shapes.
func (r Rules) document(text string) (string, bool) {
	number := strings.ToUpper(strings.NewReplacer("-", "", " ", "", ".", "").Replace(text))
	for _, shape := range r.Shapes {
		if shape == "#" {
			if n, err := eid.ParseCardNumber(number); err == nil {
				return string(n), true
			}
		} else if fits(number, shape) {
			return number, true
		}
	}
	return "", false
}

func fits(text, shape string) bool {
	if len(text) != len(shape) || shape == "" {
		return false
	}
	for i := range len(text) {
		digit, letter := text[i] >= '0' && text[i] <= '9', text[i] >= 'A' && text[i] <= 'Z'
		if shape[i] == '9' && !digit || shape[i] == 'A' && !letter || shape[i] != '9' && shape[i] != 'A' && shape[i] != text[i] {
			return false
		}
	}
	return true
}
