package help

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const prefix = "he/"

func key(desk office.Desk) []byte { return append([]byte(prefix), byte(desk)) }

// Call is what a desk asked last.
type Call struct {
	Desk     office.Desk
	At       time.Time
	Answered bool
	Comes    office.ClerkID // empty while nobody does, and when it is over
	From     office.Desk    // where they come from
}

// Today are the calls of a civil day, by desk: the latest of each. Faults: Corrupt when the projection is damaged.
func Today(r kv.Reader, day office.Date) ([]Call, error) {
	var out []Call
	for k, v := range r.Scan([]byte(prefix), nil) {
		s, err := contract.Decode(v, new(contract.HelpState))
		if err != nil || len(k) != len(prefix)+1 {
			return nil, fault.New("help.Today", fault.Corrupt).On(string(k)).Because(err)
		}
		if office.Date(s.Date) == day {
			out = append(out, Call{Desk: office.Desk(k[len(prefix)]), At: time.UnixMilli(s.AtMs), Answered: s.Answered,
				Comes: office.ClerkID(s.Clerk), From: office.Desk(s.Desk)})
		}
	}
	return out, nil
}

// stands is the unanswered call of a desk on the day of a moment.
func stands(r kv.Reader, desk office.Desk, now time.Time) (bool, error) {
	all, err := Today(r, office.DateOf(now))
	for _, c := range all {
		if c.Desk == desk && !c.Answered {
			return true, nil
		}
	}
	return false, err
}

// Ask calls colleagues to a desk; no event when its call stands already. Faults: Invalid without a desk.
func Ask(r kv.Reader, desk office.Desk, now time.Time) (*contract.Event, error) {
	if desk == 0 {
		return nil, fault.New("help.Ask", fault.Invalid).Tell("Alleen een loket kan collega's roepen.", "Zeg aan welk loket je zit.")
	}
	if standing, err := stands(r, desk, now); standing || err != nil {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_HelpCalled{HelpCalled: &contract.HelpCalled{Date: int32(office.DateOf(now))}}}, nil
}

// Answer says that somebody of one desk comes to another, or at the calling desk itself that it is over. No event when the
// call was answered before: one who comes is enough to take the notice away. Faults: NotFound when that desk did not call.
func Answer(r kv.Reader, calling, from office.Desk, now time.Time) (*contract.Event, error) {
	all, err := Today(r, office.DateOf(now))
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		switch {
		case c.Desk != calling:
		case c.Answered:
			return nil, nil
		default:
			return &contract.Event{Kind: &contract.Event_HelpAnswered{
				HelpAnswered: &contract.HelpAnswered{Calling: uint32(calling), Over: calling == from}}}, nil
		}
	}
	return nil, fault.New("help.Answer", fault.NotFound).On(fmt.Sprintf("desk %d", calling)).
		Tell(fmt.Sprintf("Loket %d vroeg vandaag geen hulp.", calling), "Kijk welk loket het was.")
}

// Fold brings an event into the projection; events of other areas change nothing. Faults: Corrupt when the projection is damaged.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.GetKind().(type) {
	case *contract.Event_HelpCalled:
		w.Put(key(office.Desk(e.Desk)), contract.Encode(&contract.HelpState{AtMs: e.AtMs, Date: k.HelpCalled.Date}))
	case *contract.Event_HelpAnswered:
		calling := key(office.Desk(k.HelpAnswered.Calling))
		s, err := contract.Decode(w.Get(calling), new(contract.HelpState))
		if err != nil {
			return fault.New("help.Fold", fault.Corrupt).On(string(calling)).Because(err)
		}
		s.Answered = true
		if !k.HelpAnswered.Over {
			s.Clerk, s.Desk = e.Clerk, e.Desk
		}
		w.Put(calling, contract.Encode(s))
	}
	return nil
}
