package pass

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	// MaxProducts is the most products of one pass: as many as one visit may have.
	MaxProducts = 10
	// MaxDate is the last civil date that a pass can name, in the year 2149.
	MaxDate office.Date = 1<<16 - 1
)

// Pass is what a booking code says.
type Pass struct {
	Appointment office.AppointmentID
	Edition     int // how often it was moved
	Site        office.SiteID
	Date        office.Date
	Start       office.Minute
	Desk        office.Desk
	Seats       int // consecutive, at one desk
	Minutes     int // of each seat
	Persons     int
	Products    []office.ProductID
}

// Check refuses what no appointment can be, or what the format has no room for.
func (p Pass) Check() error {
	switch {
	case p.Appointment == office.AppointmentID{}:
		return fmt.Errorf("pass: no appointment")
	case p.Edition < 0 || p.Edition >= 1<<16:
		return fmt.Errorf("pass: edition %d", p.Edition)
	case !p.Site.Valid():
		return fmt.Errorf("pass: site %q", p.Site)
	case p.Date < 0 || p.Date > MaxDate:
		return fmt.Errorf("pass: date %d", p.Date)
	case p.Desk == 0 || p.Seats < 1 || p.Seats > 255 || p.Persons < 1 || p.Persons > 255:
		return fmt.Errorf("pass: %d persons, %d seats at desk %d", p.Persons, p.Seats, p.Desk)
	case p.Minutes < 1 || int(p.Start)+p.Seats*p.Minutes > int(office.EndOfDay):
		return fmt.Errorf("pass: %d seats of %d minutes from %s", p.Seats, p.Minutes, p.Start)
	case len(p.Products) > MaxProducts:
		return fmt.Errorf("pass: %d products", len(p.Products))
	}
	for _, one := range p.Products {
		if !office.SiteID(one).Valid() { // products are named as sites are
			return fmt.Errorf("pass: product %q", one)
		}
	}
	return nil
}
