package contract

import "github.com/buurtloket/buurtloket/sync/custody"

// NewIdentity writes a grant's identity.
func NewIdentity(i custody.Identity) *Identity { return &Identity{Era: i.Era, Number: i.N} }

// Custody reads a grant's identity; a missing one is no grant at all.
func (i *Identity) Custody() custody.Identity {
	return custody.Identity{Era: i.GetEra(), N: i.GetNumber()}
}

// MovedTo is the appointment on its next leg, at another place.
func (a *Appointment) MovedTo(to *Place) *Appointment {
	return &Appointment{Id: a.Id, Place: to, Products: a.Products, Persons: a.Persons, Channel: a.Channel,
		Person: a.Person, BookedAtMs: a.BookedAtMs, Leg: a.Leg + 1}
}
