package staff

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Some acts take two people: what is loaded, lent, destroyed or sent back. The second comes to the desk of the first and
// shows their own PIN there, as in signing in, without signing in:
//
//	a, err := staff.Begin(view, second, desk, now)
//	v, err := door.Verify(ctx, a, pin)
//	e, err := v.Attest(view, first, now)            // inside the journal's append
//	err = staff.Refusal(e)                          // and then the act names v.Clerk() as its second
//
// For acts that belong together, [Door.Word] then gives what takes the PIN's place for a short while.

// Attest gives the event of a colleague's word, or of its refusal, which must become durable too: see Refusal. Faults:
// Invalid when somebody would be their own second; else those of Decide.
func (v Verdict) Attest(r kv.Reader, first office.ClerkID, now time.Time) (*contract.Event, error) {
	if v.attempt.clerk == first {
		return nil, fault.New("staff.Attest", fault.Invalid).On(string(first)).
			Tell("Hier zijn twee mensen voor nodig.", "Vraag een collega om zijn of haar eigen pincode in te geven.")
	}
	e, err := v.Decide(r, now)
	if err == nil && e.GetSignedIn() != nil {
		e.Kind = &contract.Event_Attested{Attested: &contract.Attested{First: string(first)}}
	}
	return e, err
}
