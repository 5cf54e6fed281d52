package staff

import (
	"bytes"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Reasons of a refused sign-in, as journaled.
const (
	wrongPIN     = "wrong pin"
	unknownClerk = "unknown clerk"
	wrongCardPIN = "wrong card pin" // or a blocked card
)

// Attempt is somebody who says who they are and has not shown it yet.
type Attempt struct {
	clerk  office.ClerkID // empty: not on the roster
	desk   office.Desk
	stored *contract.Clerk
	card   []byte // hash of whose card it is; empty: by their own PIN
}

// Verdict is an attempt whose PIN has been compared, or given to their card.
type Verdict struct {
	attempt Attempt
	right   bool
}

// Clerk is who it is about: what the node stamps on the event. It is empty for a name that is not on the roster,
// so that a PIN typed into the wrong field is never written down.
func (v Verdict) Clerk() office.ClerkID { return v.attempt.clerk }

// Begin looks up who signs in. Whether the name exists is told only by the PIN. Faults: Denied while the desk
// must wait after wrong PINs.
func Begin(r kv.Reader, clerk office.ClerkID, desk office.Desk, now time.Time) (Attempt, error) {
	a := Attempt{desk: desk}
	switch c, err := find(r, clerk); {
	case err == nil:
		a.clerk, a.stored = clerk, c
	case !fault.Is(err, fault.NotFound):
		return a, fault.Wrap("staff.Begin", err)
	}
	return a, locked(r, "staff.Begin", a, now)
}

// Decide gives the event of the sign-in, or of its refusal, which must become durable too: see Refusal. Faults,
// with which nothing is written: Denied when meanwhile the desk must wait; Conflict when meanwhile the clerk left
// the roster, got another PIN, or bound another card.
func (v Verdict) Decide(r kv.Reader, now time.Time) (*contract.Event, error) {
	const op = "staff.Decide"
	a := v.attempt
	if err := locked(r, op, a, now); err != nil {
		return nil, err
	}
	e := &contract.Event{Clerk: string(a.clerk), Desk: uint32(a.desk)}
	switch {
	case a.stored == nil:
		e.Kind = &contract.Event_SignInRefused{SignInRefused: &contract.SignInRefused{Reason: unknownClerk}}
	case !v.right:
		e.Kind = &contract.Event_SignInRefused{SignInRefused: &contract.SignInRefused{Reason: a.wrong()}}
	default:
		c, err := find(r, a.clerk)
		if err != nil || !bytes.Equal(c.GetPin(), a.stored.GetPin()) || !bytes.Equal(c.GetPinSalt(), a.stored.GetPinSalt()) || !a.bound(r) {
			return nil, fault.New(op, fault.Conflict).On(string(a.clerk)).Because(err).
				Tell("De gegevens van deze medewerker zijn net gewijzigd.", "Meld je opnieuw aan.")
		}
		e.Kind = &contract.Event_SignedIn{SignedIn: &contract.SignedIn{By: a.by()}}
	}
	return e, nil
}

// Refusal is the fault to give to the person whose sign-in the event refused; nil when it did not.
func Refusal(e *contract.Event) error {
	if e.GetSignInRefused() == nil {
		return nil
	}
	return fault.New("staff.SignIn", fault.Denied).Tell("De naam of de pincode klopt niet.", "Probeer het opnieuw.")
}

// SignOut notes that a clerk leaves a desk; no event when they are not signed in there.
func SignOut(r kv.Reader, clerk office.ClerkID, desk office.Desk) (*contract.Event, error) {
	if at, ok := At(r, desk); !ok || at != clerk {
		return nil, nil
	}
	return &contract.Event{Clerk: string(clerk), Desk: uint32(desk), Kind: &contract.Event_SignedOut{SignedOut: new(contract.SignedOut)}}, nil
}

const (
	freeTries   = 3                // wrong PINs in a row that cost nothing but the try
	firstDelay  = 10 * time.Second // after the one that is too many; doubles with each
	longest     = 15 * time.Minute
	forgetAfter = 24 * time.Hour // after the last wrong PIN the count begins anew
)

// Delay is how long a desk waits after so many wrong PINs of one clerk in a row.
func Delay(wrong int) time.Duration {
	if wrong < freeTries {
		return 0
	}
	if n := wrong - freeTries; n < 7 { // 10 s × 2⁷ is above the longest
		return min(firstDelay<<n, longest)
	}
	return longest
}

// locked is the fault of a desk that must wait, nil when it need not. A clock that was set back ends the wait: it
// must never become a day.
func locked(r kv.Reader, op string, a Attempt, now time.Time) error {
	wrong, last := failures(r, a.desk, a.clerk)
	wait := last.Add(Delay(wrong)).Sub(now)
	if wrong < freeTries || now.Before(last) || wait <= 0 {
		return nil
	}
	return fault.New(op, fault.Denied).On(fmt.Sprintf("desk %d", a.desk)).
		Tell(fmt.Sprintf("Te vaak een verkeerde pincode aan dit loket. Wacht nog %s.", inWords(wait)), "Meld je aan bij een ander loket, of wacht.")
}

// inWords writes a wait in Dutch, rounded up.
func inWords(d time.Duration) string {
	if s := int((d + time.Second - 1) / time.Second); s < 90 {
		return fmt.Sprintf("%d seconden", s)
	}
	return fmt.Sprintf("%d minuten", int((d+time.Minute-1)/time.Minute))
}
