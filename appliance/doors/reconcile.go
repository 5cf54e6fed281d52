package doors

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Standing is one compartment, as the register has it and as its door stands.
type Standing struct {
	Compartment string
	Door        locker.Door // 0: none
	State       locker.State
	Documents   int      // that the register has there
	Findings    []string // in Dutch: where register and door do not agree, or nobody can know; none: they agree
}

// Reconcile holds the register's shelves against the doors as they were read, by compartment. It says what somebody must look
// at, and decides nothing.
func (l Layout) Reconcile(r kv.Reader, shelves []vault.Shelf, reading locker.Reading, now time.Time) ([]Standing, error) {
	lies := map[string]int{}
	for _, s := range shelves {
		lies[s.Name] = s.N
	}
	var out []Standing
	for _, p := range l.Places {
		s := Standing{Compartment: p.Compartment, Door: p.Door, State: reading.State(p.Door), Documents: lies[p.Compartment]}
		delete(lies, p.Compartment)
		state, err := stateOf(r, p.Door)
		if err != nil {
			return nil, err
		}
		if s.Findings, err = l.findings(r, s, state, now); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	for name, n := range lies {
		if n > 0 {
			out = append(out, Standing{Compartment: name, Documents: n, Findings: []string{"Dit vak heeft geen deur die het loket kent."}})
		}
	}
	slices.SortFunc(out, func(a, b Standing) int { return cmp.Compare(a.Compartment, b.Compartment) })
	return out, nil
}

func (l Layout) findings(r kv.Reader, s Standing, state *contract.DoorState, now time.Time) (out []string, err error) {
	switch {
	case s.State == locker.Unknown:
		out = append(out, "Van deze deur is niet geweten hoe ze staat: kijk zelf.")
	case s.State == locker.Open && !state.Open:
		out = append(out, "De deur staat open, en het logboek weet niet waarom.")
	}
	for _, kind := range []locker.Kind{locker.Forced, locker.LeftOpen, locker.Missed, locker.Unseen} {
		if r.Get(alarmKey(uint32(s.Door), kind.String())) != nil {
			say, _ := equipment.Alarm(kind.String())
			out = append(out, say)
		}
	}
	if state.SuspectMs != 0 {
		out = append(out, fmt.Sprintf("Tel dit vak: sinds %s kon iemand erbij zonder dat het register het weet.", time.UnixMilli(state.SuspectMs).In(now.Location()).Format("2/1 om 15:04")))
	}
	if state.Open {
		return out, nil // somebody is at it
	}
	apart, err := l.apart(r, s.Compartment, now)
	return append(out, apart...), err
}

// apart says what was done at a compartment by the register without the door, or the other way round, long enough ago.
func (l Layout) apart(r kv.Reader, compartment string, now time.Time) (out []string, err error) {
	tasks, err := tasksOf(r, compartment)
	if err != nil {
		return nil, err
	}
	moves, err := movesOf(r, compartment)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		if at := time.UnixMilli(t.AtMs); now.Sub(at) >= Grace {
			say, err := sayTask(r, t, at.In(now.Location()))
			if err != nil {
				return nil, err
			}
			out = append(out, say)
		}
	}
	for _, m := range moves {
		if at := time.UnixMilli(m.AtMs); now.Sub(at) >= Grace {
			out = append(out, fmt.Sprintf("%s is volgens het register op %s %s, en de deur ging toen niet open. Tel dit vak.",
				m.Document, at.In(now.Location()).Format("2/1 om 15:04"), map[bool]string{true: "hier opgeborgen", false: "hier uitgenomen"}[m.Into]))
		}
	}
	return out, nil
}

// sayTask says that what a door was opened for did not happen, as far as the register knows.
func sayTask(r kv.Reader, t *contract.DoorTask, at time.Time) (string, error) {
	when := at.Format("2/1 om 15:04")
	switch Purpose(t.Purpose) {
	case Count:
		return fmt.Sprintf("De deur ging op %s open om te tellen, en er is niet geteld.", when), nil
	case Load:
		i, err := vault.Get(r, office.DocumentNumber(t.Document))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		where := "het staat er niet in"
		if err == nil {
			where = i.Where()
		}
		return fmt.Sprintf("De deur ging op %s open om %s op te bergen, en het register heeft het hier niet: %s.", when, t.Document, where), nil
	}
	return fmt.Sprintf("De deur ging op %s open voor %s, en volgens het register ligt het hier nog.", when, t.Document), nil
}
