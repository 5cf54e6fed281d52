package doors

import (
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Grace is how far register and door may be apart before that is a finding: a document that was taken out is handed out a
// while later, and what was stored is written down when the door is shut.
const Grace = 15 * time.Minute

const (
	prefixLies  = "d/w/"
	prefixTasks = "d/p/"
	prefixMoves = "d/m/"
)

func liesKey(document string) []byte { return []byte(prefixLies + document) }

func taskKey(compartment, document string) []byte {
	return []byte(prefixTasks + compartment + "\x00" + document)
}

func moveKey(compartment, document string) []byte {
	return []byte(prefixMoves + compartment + "\x00" + document)
}

// foldMoved follows documents into compartments and out of them.
func foldMoved(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_Stored:
		return moved(w, e.AtMs, k.Stored.Compartment, k.Stored.Document)
	case *contract.Event_HandedOut:
		return moved(w, e.AtMs, "", k.HandedOut.Document)
	case *contract.Event_PassedOn:
		return moved(w, e.AtMs, "", k.PassedOn.Documents...)
	case *contract.Event_Departed:
		return moved(w, e.AtMs, "", k.Departed.Documents...)
	case *contract.Event_Destroyed:
		return moved(w, e.AtMs, "", k.Destroyed.Documents...)
	case *contract.Event_SentBack:
		return moved(w, e.AtMs, "", k.SentBack.Documents...)
	}
	return nil
}

// moved brings documents to a compartment, or out of the vault when it has no name.
func moved(w kv.Writer, at int64, to string, documents ...string) error {
	for _, d := range documents {
		from := string(w.Get(liesKey(d)))
		if from == to {
			continue
		}
		if from != "" {
			if err := crossed(w, at, from, d, false); err != nil {
				return err
			}
			w.Delete(liesKey(d))
		}
		if to != "" {
			if err := crossed(w, at, to, d, true); err != nil {
				return err
			}
			w.Put(liesKey(d), []byte(to))
		}
	}
	return nil
}

// crossed holds a document that went through a door against that door. One that is not watched, or cannot be seen, proves
// nothing; of the latter the compartment is suspect anyway.
func crossed(w kv.Writer, at int64, compartment, document string, into bool) error {
	if b := w.Get(taskKey(compartment, document)); b != nil {
		t, err := contract.Decode(b, new(contract.DoorTask))
		if err != nil {
			return corrupt(err)
		}
		if into == (Purpose(t.Purpose) == Load) {
			w.Delete(taskKey(compartment, document))
		}
	}
	s, err := doorOf(w, compartment)
	if err != nil || s == nil || s.Open || s.Lost || near(s.LastOpenMs, at) {
		return err
	}
	w.Put(moveKey(compartment, document), contract.Encode(&contract.DoorlessMove{Document: document, Into: into, AtMs: at}))
	return nil
}

// near reports whether two moments are no more apart than register and door may be.
func near(a, b int64) bool { return a != 0 && time.Duration(abs(a-b))*time.Millisecond < Grace }

func abs(n int64) int64 { return max(n, -n) }

// doorOf is the door of a compartment, as the journal knows it; nil: it knows none.
func doorOf(r kv.Reader, compartment string) (*contract.DoorState, error) {
	all, err := States(r)
	for _, s := range all {
		if strings.EqualFold(s.Compartment, compartment) {
			return s, err
		}
	}
	return nil, err
}

// explained takes off, of a door that has opened, what the register moved shortly before, and notes what it was opened for
// unless the register has that already. Of an emergency the register cannot know anything: the compartment is counted.
func explained(w kv.Writer, s *contract.DoorState, at int64) error {
	moves, err := movesOf(w, s.Compartment)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if near(m.AtMs, at) {
			w.Delete(moveKey(s.Compartment, m.Document))
		}
	}
	lies := string(w.Get(liesKey(s.Order.GetDocument()))) == s.Compartment
	switch purpose := Purpose(s.Order.GetPurpose()); {
	case purpose == Emergency:
		s.SuspectMs = at
	case purpose == Load && lies: // what was taken out of it goes back
		w.Delete(taskKey(s.Compartment, s.Order.GetDocument()))
	case purpose == Count, purpose == Load, (purpose == Collect || purpose == Remove) && lies:
		t := &contract.DoorTask{Purpose: string(purpose), Document: s.Order.GetDocument(), AtMs: at}
		w.Put(taskKey(s.Compartment, t.Document), contract.Encode(t))
	}
	return nil
}

// counted takes everything off a compartment that was counted: what lies there is known again.
func counted(w kv.Writer, compartment string) {
	var keys [][]byte
	for _, prefix := range []string{prefixTasks, prefixMoves} {
		for k := range w.Scan([]byte(prefix), nil) {
			of, _, _ := strings.Cut(string(k[len(prefix):]), "\x00")
			if compartment == "" || of == compartment {
				keys = append(keys, []byte(string(k)))
			}
		}
	}
	for _, k := range keys {
		w.Delete(k)
	}
}

// tasksOf are what doors were opened for at a compartment without the register having followed, by document.
func tasksOf(r kv.Reader, compartment string) ([]*contract.DoorTask, error) {
	return stored(r, string(taskKey(compartment, "")), func() *contract.DoorTask { return new(contract.DoorTask) })
}

// movesOf are what the register moved at a compartment without its door, by document.
func movesOf(r kv.Reader, compartment string) ([]*contract.DoorlessMove, error) {
	return stored(r, string(moveKey(compartment, "")), func() *contract.DoorlessMove { return new(contract.DoorlessMove) })
}
