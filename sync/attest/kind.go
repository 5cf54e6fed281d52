package attest

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Kind is a certificate that can be had.
type Kind struct {
	Code    string
	Dutch   string // its name, as it stands above it
	Product office.ProductID
}

// The codes of the kinds.
const (
	Residence   = "hoofdverblijfplaats"
	Household   = "gezinssamenstelling"
	Life        = "leven"
	Nationality = "nationaliteit"
	Birth       = "geboorteakte"
)

// kinds are those that counters give out most (A002-05, A002-24).
var kinds = []Kind{
	{Residence, "Attest van hoofdverblijfplaats", "attest-bevolking"},
	{Household, "Attest van gezinssamenstelling", "attest-bevolking"},
	{Life, "Attest van leven", "attest-bevolking"},
	{Nationality, "Attest van nationaliteit", "attest-bevolking"},
	{Birth, "Afschrift van de geboorteakte", "uittreksel-akte"},
}

// Kinds are all there are, in the order in which screens show them.
func Kinds() []Kind { return slices.Clone(kinds) }

// Find is the kind of a code.
func Find(code string) (Kind, bool) {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

// Reason is why headquarters makes no certificate: a code.
type Reason = string

// The reasons.
const (
	NoPerson  Reason = "no-person"  // nobody in the register has this number
	OtherName Reason = "other-name" // who has it is called otherwise
	Deceased  Reason = "deceased"   // of who died there is no such certificate
	NotHere   Reason = "not-here"   // they live elsewhere: their own municipality makes it
	NoRecord  Reason = "no-record"  // the deed is kept elsewhere
	NoKind    Reason = "no-kind"    // this headquarters does not make such a certificate
	Changed   Reason = "changed"    // it was made before, and the register says something else of that moment by now
)
