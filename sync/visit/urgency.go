package visit

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Urgency says how pressing a visit without appointment is (A001-15). The numbers are those of the contract.
type Urgency uint8

// The urgencies.
const (
	Ordinary   Urgency = iota
	SemiUrgent         // semi-spoed
	Urgent             // spoed
)

// String writes the urgency in Dutch, as on a screen; nothing for an ordinary visit.
func (u Urgency) String() string {
	switch u {
	case SemiUrgent:
		return "semi-spoed"
	case Urgent:
		return "spoed"
	}
	return ""
}

// ReasonCode names why a visit is urgent. It is about the matter, never about the person: nobody is put before
// others for who they are (A002-66), and no code tells of health.
type ReasonCode string

// Reason is a code with its words.
type Reason struct {
	Code  ReasonCode
	Dutch string
}

// Reasons are the codes of urgency that a report counts (A001-13). The list is assumed: the sources ask for a
// reason and name none. Codes stand in journals: add to them, never change one.
var Reasons = []Reason{
	{"vertrek", "vertrekt binnen enkele dagen op reis"},
	{"verlies", "document verloren of gestolen"},
	{"termijn", "een wettelijke termijn loopt af"},
	{"geboorte", "geboorte of erkenning"},
	{"overlijden", "overlijden"},
	{"steun", "dringende steun"},
	{"fout", "fout of vertraging van de stad"},
	{"andere", "andere reden"},
}

// Words are the Dutch words of the code; the code itself when this version does not know it.
func (c ReasonCode) Words() string {
	for _, r := range Reasons {
		if r.Code == c {
			return r.Dutch
		}
	}
	return string(c)
}

// Known reports whether the code is one of Reasons.
func (c ReasonCode) Known() bool {
	for _, r := range Reasons {
		if r.Code == c {
			return true
		}
	}
	return false
}

// Hasten gives a waiting visit a code of urgency, or changes it; Ordinary takes it away, and its reason with it.
// Any other urgency needs a reason (A001-15): without one, or with an unknown one, it is Invalid.
func (v Visit) Hasten(u Urgency, reason ReasonCode) (Visit, error) {
	const op = "visit.Hasten"
	switch {
	case u > Urgent:
		return v, fault.New(op, fault.Invalid).On(v.Ticket.String())
	case u == Ordinary:
		reason = ""
	case !reason.Known():
		return v, fault.New(op, fault.Invalid).On(v.Ticket.String()).
			Tell(fmt.Sprintf("Voor %s is een reden nodig.", u), "Kies een reden uit de lijst.")
	}
	if v.Urgency == u && v.Reason == reason {
		return v, nil
	}
	if v.State != Waiting {
		return v, v.not(op, "")
	}
	v.Urgency, v.Reason = u, reason
	return v, nil
}
