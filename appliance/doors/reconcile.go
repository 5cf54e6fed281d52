package doors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/appliance/vault"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Grace is how long the register may lag behind a door before that is a finding: a document that was taken out is handed out
// a while later.
const Grace = 15 * time.Minute

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
			out = append(out, alarmWords[kind.String()].say)
		}
	}
	if state.SuspectMs != 0 {
		out = append(out, fmt.Sprintf("Tel dit vak: sinds %s kon iemand erbij zonder dat het register het weet.", time.UnixMilli(state.SuspectMs).In(now.Location()).Format("2/1 om 15:04")))
	}
	if state.Outcome == Opened && !state.Open && now.Sub(time.UnixMilli(state.OrderedMs)) >= Grace {
		say, err := unmoved(r, s.Compartment, state.Order)
		if err != nil {
			return nil, err
		}
		out = append(out, say...)
	}
	return out, nil
}

// unmoved says that the document of an order did not move as its purpose says.
func unmoved(r kv.Reader, compartment string, o *contract.DoorOrdered) ([]string, error) {
	if o.Document == "" {
		return nil, nil
	}
	i, err := vault.Get(r, office.DocumentNumber(o.Document))
	if fault.Is(err, fault.NotFound) {
		return []string{o.Document + " staat niet meer in het register."}, nil
	}
	if err != nil {
		return nil, err
	}
	at, lies := i.Compartment()
	here := lies && strings.EqualFold(at, compartment)
	switch {
	case Purpose(o.Purpose) == Load && !here:
		return []string{fmt.Sprintf("De deur ging open om %s op te bergen, en het register heeft het hier niet: %s.", o.Document, i.Where())}, nil
	case Purpose(o.Purpose) != Load && here:
		return []string{fmt.Sprintf("De deur ging open voor %s, en volgens het register ligt het hier nog.", o.Document)}, nil
	}
	return nil, nil
}
