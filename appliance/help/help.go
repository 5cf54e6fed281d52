package help

import (
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Call is what was asked last from a place.
type Call struct {
	At       Place
	Since    time.Time
	Answered bool
	Comes    office.ClerkID // empty while nobody does, and when it is over
	From     office.Desk    // where they come from
}

// Today are the calls of a civil day, by place: the latest of each. Faults: Corrupt when the projection is damaged.
func Today(r kv.Reader, day office.Date) ([]Call, error) {
	var out []Call
	for k, v := range r.Scan([]byte(prefix), nil) {
		s, err := contract.Decode(v, new(contract.HelpState))
		at, ok := placeIn(string(k))
		if err != nil || !ok {
			return nil, fault.New("help.Today", fault.Corrupt).On(string(k)).Because(err)
		}
		if office.Date(s.Date) == day {
			out = append(out, Call{At: at, Since: time.UnixMilli(s.AtMs), Answered: s.Answered,
				Comes: office.ClerkID(s.Clerk), From: office.Desk(s.Desk)})
		}
	}
	slices.SortFunc(out, func(a, b Call) int { return a.At.Compare(b.At) })
	return out, nil
}

// Stands reports whether help was asked for from a place on the day of a moment, and nobody answered.
func Stands(r kv.Reader, at Place, now time.Time) (bool, error) {
	c, err := latest(r, at, now)
	return c != nil && !c.Answered, err
}

// latest is the call of a place on the day of a moment; nil: none.
func latest(r kv.Reader, at Place, now time.Time) (*Call, error) {
	all, err := Today(r, office.DateOf(now))
	for _, c := range all {
		if c.At == at {
			return &c, nil
		}
	}
	return nil, err
}

// Ask calls for help to a place; no event when its call stands already. Faults: Invalid for desk 0.
func Ask(r kv.Reader, at Place, now time.Time) (*contract.Event, error) {
	if at == (Place{}) {
		return nil, fault.New("help.Ask", fault.Invalid).Tell("Alleen een loket kan collega's roepen.", "Zeg aan welk loket je zit.")
	}
	if standing, err := Stands(r, at, now); standing || err != nil {
		return nil, err
	}
	_, kiosk := at.Wire() // a desk is that of the event
	return &contract.Event{Kind: &contract.Event_HelpCalled{HelpCalled: &contract.HelpCalled{Date: int32(office.DateOf(now)), Kiosk: kiosk}}}, nil
}

// Answer says that somebody of a desk comes to a place, or at the calling desk itself that it is over. No event when the
// call was answered before: one who comes is enough to take the notice away. Faults: NotFound when nobody called from there.
func Answer(r kv.Reader, calling Place, from office.Desk, now time.Time) (*contract.Event, error) {
	c, err := latest(r, calling, now)
	switch {
	case err != nil:
		return nil, err
	case c == nil:
		return nil, fault.New("help.Answer", fault.NotFound).On(calling.String()).
			Tell("Van "+calling.String()+" vroeg vandaag niemand hulp.", "Kijk waar het was.")
	case c.Answered:
		return nil, nil
	}
	desk, kiosk := calling.Wire()
	return &contract.Event{Kind: &contract.Event_HelpAnswered{
		HelpAnswered: &contract.HelpAnswered{Calling: desk, Kiosk: kiosk, Over: kiosk == nil && calling == Desk(from)}}}, nil
}
