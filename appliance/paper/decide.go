package paper

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// maxDevice bounds the name of a printer, in bytes.
const maxDevice = 64

// Queue asks for the original of a subject. When it was asked for before, by whichever act, there is no event: it stands as
// OfSubject says. Faults: Invalid for what cannot be printed.
func Queue(r kv.Reader, id ID, of Subject, printer string, now time.Time) (*contract.Event, error) {
	if id == (ID{}) || !of.valid() || printer == "" || len(printer) > maxDevice {
		return nil, fault.New("paper.Queue", fault.Invalid).Tell("Dit kan niet afgedrukt worden.", "Vraag het de beheerder.")
	}
	if r.Get(stateKey(id)) != nil || original(r, of) != nil {
		return nil, nil
	}
	return queued(id, of, printer, nil, now), nil
}

// Reprint asks for a duplicate of what was printed before, whatever became of it. The same id again gives no event. Faults:
// NotFound when nothing of the subject was ever printed; Conflict while a paper of it is still under way.
func Reprint(r kv.Reader, id ID, of Subject, printer string, now time.Time) (*contract.Event, error) {
	const op = "paper.Reprint"
	if id == (ID{}) || !of.valid() || printer == "" || len(printer) > maxDevice {
		return nil, fault.New(op, fault.Invalid).Tell("Dit kan niet afgedrukt worden.", "Vraag het de beheerder.")
	}
	if r.Get(stateKey(id)) != nil {
		return nil, nil
	}
	before, err := OfSubject(r, of)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if len(before) == 0 {
		return nil, fault.New(op, fault.NotFound).Tell(fmt.Sprintf("Van dit %s is nog niets afgedrukt.", of.Kind), "Druk het eerst gewoon af.")
	}
	if last := before[len(before)-1]; !last.Stage.Ended() {
		return nil, fault.New(op, fault.Conflict).Tell(fmt.Sprintf("Dit %s is nog onderweg naar de printer.", of.Kind), "Wacht tot het uit de printer komt, of tot het scherm zegt dat het mislukt is.")
	}
	return queued(id, of, printer, before[0].ID[:], now), nil
}

func queued(id ID, of Subject, printer string, original []byte, now time.Time) *contract.Event {
	return &contract.Event{Kind: &contract.Event_PrintQueued{PrintQueued: &contract.PrintQueued{
		Print: id[:], Of: of.message(), Device: printer, DuplicateOf: original, Date: int32(office.DateOf(now))}}}
}

// Cancel ends a print that has not been sent, by a person's wish. One that was sent, or has ended, gives no event.
func Cancel(r kv.Reader, id ID) (*contract.Event, error) {
	p, err := Get(r, id)
	if err != nil || p.Stage != Queued {
		return nil, err
	}
	return ended(id, Failed, Withdrawn), nil
}

// send is the event after which the first byte leaves; none when the print is not to be sent now.
func send(r kv.Reader, id ID, digest []byte, now time.Time) (*contract.Event, error) {
	p, err := Get(r, id)
	if err != nil || p.Stage != Queued || p.late(now) {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_PrintSent{PrintSent: &contract.PrintSent{Print: id[:], Digest: digest}}}, nil
}

// hold is the event that a printer has taken nothing of a print, for certain; none when that stands there already.
func hold(r kv.Reader, id ID, why Reason) (*contract.Event, error) {
	p, err := Get(r, id)
	if err != nil || p.Stage.Ended() || p.Stage == Queued && p.Reason == why {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_PrintHeld{PrintHeld: &contract.PrintHeld{Print: id[:], Reason: string(why)}}}, nil
}

// end is the event that a print is over; none when it is already. A print that was never sent is not printed, and not
// unknown either.
func end(r kv.Reader, id ID, how Stage, why Reason) (*contract.Event, error) {
	p, err := Get(r, id)
	if err != nil || p.Stage.Ended() {
		return nil, err
	}
	if !how.Ended() || p.Stage == Queued && how != Failed {
		return nil, fault.New("paper.end", fault.Internal).Because(fmt.Errorf("a print that is %s cannot end as %s", p.Stage, how))
	}
	return ended(id, how, why), nil
}

func ended(id ID, how Stage, why Reason) *contract.Event {
	return &contract.Event{Kind: &contract.Event_PrintEnded{PrintEnded: &contract.PrintEnded{
		Print: id[:], Outcome: contract.PrintStage(how), Reason: string(why)}}}
}

// Reason is why a print waits or ended: a code of a device, or one of those here.
type Reason = device.Reason

// The reasons that no device gives.
const (
	TooLate    Reason = "too-late"   // it waited until nobody waits for it any more
	NoContent  Reason = "no-content" // the paper could not be drawn
	Withdrawn  Reason = "withdrawn"  // a person did not want it any more
	Restarted  Reason = "restarted"  // the counter stopped in the middle, and the printer remembers nothing
	NoJob      Reason = "no-job"     // the printer knows no such job
	Stopped    Reason = "canceled"   // somebody stopped it at the printer, or the counter did when it took too long
	Aborted    Reason = "aborted"    // the printer gave it up
	NoPrinter  Reason = "no-printer" // the configuration has no printer of this name any more
	Unprinted  Reason = "unprinted"  // the printer cannot print this at all
	Unfinished Reason = "unfinished" // the printer took it and never said how it ended
)
