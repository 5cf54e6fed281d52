package certificate

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Register is the city's population register, read only. Its methods may be called from any goroutine.
type Register interface {
	// City is how the city signs, as "Stad Antwerpen", and the town of those who live in it, as addresses have it.
	City() (name, town string)
	// Genuine reports whether it is a real register. What is made of another says so on paper.
	Genuine() bool
	// Person is who had this number at a moment, as the register says: asked again about the same moment it says the same,
	// whatever was changed since. The fault is NotFound when nobody has it, and Unreachable while the register cannot be asked.
	Person(ctx context.Context, n Number, at time.Time) (*Person, error)
}

// Person is what the register says of somebody at one moment. A date of 0 is unknown.
type Person struct {
	Number      Number
	Surname     string
	Given       []string // first names, in the order of the deed
	Female      bool
	Born        office.Date
	BirthPlace  string
	Nationality string // Dutch, as "Belg"
	Civil       string // civil state, Dutch, as "ongehuwd"
	Address     Address
	Since       office.Date // at this address
	Household   []Member    // all who live there, the reference person first, the person among them; empty: nobody is said
	Deed        *Deed       // of birth, where this city keeps it
	Died        office.Date
}

// Name is how the person is called in full.
func (p *Person) Name() string { return join(p.Given, p.Surname) }

// Address is where somebody lives.
type Address struct {
	Street, Number, Box, Postcode, Town, District string
}

// Lines are the two lines of an address.
func (a Address) Lines() (street, town string) {
	street = a.Street + " " + a.Number
	if a.Box != "" {
		street += " bus " + a.Box
	}
	town = a.Postcode + " " + a.Town
	if a.District != "" && a.District != a.Town {
		town += " (" + a.District + ")"
	}
	return street, town
}

// Member is one of a household.
type Member struct {
	Name     string
	Born     office.Date
	Relation string // to the reference person, Dutch
}

// Deed is a deed of birth.
type Deed struct {
	Number, Year   int
	Place          string
	Father, Mother string // empty: not in the deed
}

func join(given []string, surname string) string {
	out := ""
	for _, g := range given {
		out += g + " "
	}
	return out + surname
}
