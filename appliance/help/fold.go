package help

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Fold brings an event into the projection; events of other areas change nothing. Faults: Corrupt when the projection is damaged.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.GetKind().(type) {
	case *contract.Event_HelpCalled:
		called(w, PlaceFrom(e.Desk, k.HelpCalled.Kiosk), e.AtMs, k.HelpCalled.Date)
	case *contract.Event_HelpAnswered:
		return answered(w, PlaceFrom(k.HelpAnswered.Calling, k.HelpAnswered.Kiosk), e, k.HelpAnswered.Over)
	case *contract.Event_KioskHelpCalled:
		called(w, Kiosk(0), e.AtMs, k.KioskHelpCalled.Date)
	case *contract.Event_KioskHelpSeen:
		if w.Get(Kiosk(0).key()) != nil { // it said so too where nobody had called
			return answered(w, Kiosk(0), e, false)
		}
	}
	return nil
}

// called notes a call from a place.
func called(w kv.Writer, at Place, atMs int64, date int32) {
	if at == (Place{}) {
		return // of nobody: no decision here made it
	}
	w.Put(at.key(), contract.Encode(&contract.HelpState{AtMs: atMs, Date: date}))
}

// answered notes who comes, or that it is over.
func answered(w kv.Writer, at Place, e *contract.Event, over bool) error {
	if at == (Place{}) {
		return nil
	}
	s, err := contract.Decode(w.Get(at.key()), new(contract.HelpState))
	if err != nil {
		return fault.New("help.Fold", fault.Corrupt).On(at.String()).Because(err)
	}
	s.Answered = true
	if !over {
		s.Clerk, s.Desk = e.Clerk, e.Desk
	}
	w.Put(at.key(), contract.Encode(s))
	return nil
}
