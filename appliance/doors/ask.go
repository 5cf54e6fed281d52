package doors

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Order names an order: it is the act that asked.
type Order [16]byte

// Purpose is what a door is opened for.
type Purpose string

// The purposes.
const (
	Load      Purpose = "load"      // a document in the clerk's hands, or that they just took out, goes into the compartment
	Collect   Purpose = "collect"   // a document is taken out for who is entitled to it, or to be looked at
	Remove    Purpose = "remove"    // a document is taken out to be destroyed or sent back
	Count     Purpose = "count"     // the compartment is counted
	Emergency Purpose = "emergency" // none of these, with a reason
)

// rule says what a purpose asks for.
type rule struct {
	two    bool // two people
	reason bool
}

// rules are a proposal of ours but for the two people, which the city's notes ask for at loading and destruction.
var rules = map[Purpose]rule{
	Load:      {two: true},
	Collect:   {},
	Remove:    {two: true},
	Count:     {},
	Emergency: {reason: true},
}

// Asking is a person who asks for a door. With is a colleague who showed a PIN of their own; empty: nobody.
type Asking struct {
	Order       Order
	By, With    office.ClerkID
	Purpose     Purpose
	Document    string // of Load, Collect and Remove
	Compartment string // of Load, Count and Emergency
	Reason      string // of Emergency
}

// Ask is the event that a door is ordered, or none when this order was given before. The caller makes it durable before it
// pulses anything, and pulses nothing when there is no event. Whether By may do such things at all, and an emergency, is
// the caller's to ask. Faults: Denied without a name or a second; Invalid; NotFound; NotHeld and Taken when the
// document is not where it would have to be; Refused without a proposal; Conflict while an order of that door has no end.
func (l Layout) Ask(r kv.Reader, a Asking, now time.Time) (*contract.Event, error) {
	const op = "doors.Ask"
	if err := a.check(op); err != nil {
		return nil, err
	}
	where, document, err := l.where(r, op, a, now)
	if err != nil {
		return nil, err
	}
	door, ok := l.door(where)
	if !ok {
		return nil, fault.New(op, fault.NotFound).On(where).Tell("Dit vak heeft geen deur die het loket kan openen.", "Open het met de sleutel, en meld het aan de beheerder.")
	}
	state, err := stateOf(r, door)
	if err != nil {
		return nil, err
	}
	if string(state.Order.GetOrder()) == string(a.Order[:]) {
		return nil, nil
	}
	if state.Order != nil && state.Outcome == "" {
		return nil, fault.New(op, fault.Conflict).On(where).Tell(fmt.Sprintf("Vak %s is al gevraagd en moet nog opengaan.", where), "Wacht een paar tellen.")
	}
	o := &contract.DoorOrdered{Order: a.Order[:], Door: uint32(door), Compartment: l.Compartment(door), Document: document, Purpose: string(a.Purpose),
		Second: string(a.With), Reason: strings.TrimSpace(a.Reason), DeadlineMs: now.Add(l.Deadline).UnixMilli()}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_DoorOrdered{DoorOrdered: o}}, nil
}

// check refuses what needs no journal to be refused.
func (a Asking) check(op string) error {
	need, known := rules[a.Purpose]
	reason := strings.TrimSpace(a.Reason)
	switch {
	case a.By == "":
		return fault.New(op, fault.Denied).Tell("Een deur opent alleen voor wie met naam is aangemeld.", "Meld je eerst aan.")
	case !known || a.Order == Order{}:
		return fault.New(op, fault.Invalid)
	case need.two && (a.With == "" || strings.EqualFold(strings.TrimSpace(string(a.With)), strings.TrimSpace(string(a.By)))):
		return fault.New(op, fault.Denied).Tell("Dit doen twee medewerkers samen.", "Laat een collega mee aanmelden.")
	case need.reason && reason == "":
		return fault.New(op, fault.Invalid).Tell("Zonder reden opent geen noodopening.", "Zeg waarom de deur open moet.")
	case len(reason) > 300 || !utf8.ValidString(reason):
		return fault.New(op, fault.Invalid).Tell("Deze reden is te lang.", "Schrijf hoogstens 300 tekens.")
	}
	return nil
}

// where is the compartment that is asked for, and the document as the register writes its number.
func (l Layout) where(r kv.Reader, op string, a Asking, now time.Time) (compartment, document string, err error) {
	if a.Purpose == Count || a.Purpose == Emergency {
		return strings.ToUpper(strings.TrimSpace(a.Compartment)), "", nil
	}
	number, err := vault.Document(a.Document)
	if err != nil {
		return "", "", fault.Wrap(op, err)
	}
	i, err := vault.Get(r, number)
	if err != nil {
		return "", "", fault.Wrap(op, err)
	}
	if a.Purpose == Load {
		at := i.Custody.Custodian
		has := at.Kind == custody.Clerk && at.Name == string(a.By)
		if !has {
			if has, err = l.tookOut(r, a.By, i, now); err != nil {
				return "", "", err
			}
		}
		if !has {
			return "", "", fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s is niet in jouw handen: %s.", number, i.Where()), "Wie het heeft, bergt het op.")
		}
		return strings.ToUpper(strings.TrimSpace(a.Compartment)), string(number), nil
	}
	lies, ok := i.Compartment()
	switch {
	case !ok && i.Custody.Ended():
		return "", "", fault.New(op, fault.Taken).On(string(number)).Tell(fmt.Sprintf("%s is al %s.", number, i.Where()), "Kijk in het register wanneer en door wie.")
	case !ok:
		return "", "", fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s ligt niet in de kluis: %s.", number, i.Where()), "Kijk in het register waar het is.")
	case a.Purpose == Remove && i.Proposal == vault.Proposal{}:
		return "", "", fault.New(op, fault.Refused).On(string(number)).Tell(fmt.Sprintf("Voor %s is niet voorgesteld dat het weg mag.", number), "Stel het eerst voor.")
	}
	return lies, string(number), nil
}

// tookOut reports whether a person holds a document that the register still has in its compartment, as one that is moved to
// another: the last order of that door was theirs, to collect this very document, and it opened no longer ago than register and
// door may be apart.
func (l Layout) tookOut(r kv.Reader, by office.ClerkID, i vault.Item, now time.Time) (bool, error) {
	lies, ok := i.Compartment()
	door, known := l.door(lies)
	if !ok || !known {
		return false, nil
	}
	s, err := stateOf(r, door)
	return err == nil && s.Clerk == string(by) && Purpose(s.Order.GetPurpose()) == Collect && s.Order.GetDocument() == string(i.Document) &&
		s.Outcome == Opened && near(s.LastOpenMs, now.UnixMilli()), err
}

// Deny is the event that a person was refused a door. What they typed is journaled only if it has the form of a document's
// number or a compartment.
func (l Layout) Deny(a Asking, why error) *contract.Event {
	d := &contract.DoorDenied{Purpose: string(a.Purpose), Why: fault.KindOf(why).String()}
	if _, known := rules[a.Purpose]; !known {
		d.Purpose = ""
	}
	if n, err := vault.Document(a.Document); err == nil {
		d.Document = string(n)
	}
	if door, ok := l.door(a.Compartment); ok {
		d.Compartment = l.Compartment(door)
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_DoorDenied{DoorDenied: d}}
}

// Settle is the event that a person said what an alarm was; none when it does not stand. Faults: Denied by nobody, Invalid
// without words.
func Settle(r kv.Reader, by office.ClerkID, door uint32, kind, reason string) (*contract.Event, error) {
	const op = "doors.Settle"
	reason = strings.TrimSpace(reason)
	switch {
	case by == "":
		return nil, fault.New(op, fault.Denied).Tell("Een alarm wordt met naam afgesloten.", "Meld je eerst aan.")
	case reason == "" || len(reason) > 300 || !utf8.ValidString(reason):
		return nil, fault.New(op, fault.Invalid).Tell("Een alarm wordt met een reden afgesloten, van hoogstens 300 tekens.", "Zeg wat er gebeurd is.")
	case r.Get(alarmKey(door, kind)) == nil:
		return nil, nil
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_DoorAlarmSettled{DoorAlarmSettled: &contract.DoorAlarmSettled{Door: door, Kind: kind, Reason: reason}}}, nil
}
