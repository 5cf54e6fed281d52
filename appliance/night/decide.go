package night

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Reader is the state that a decision sees.
type Reader = kv.Reader

// Decision gives the event to journal, nil when things already stand as asked. now is that of the journal's turn.
type Decision func(r Reader, now time.Time) (*contract.Event, error)

// End notes how a step of a night ended; no event when that is known, and none that makes undone what was done.
func End(r Reader, night office.Date, c Code, o Outcome, now time.Time) (*contract.Event, error) {
	begun, err := running(r)
	if err != nil {
		return nil, err
	}
	if office.Date(begun.GetNight()) == night {
		if before := find(begun.Steps, c); before != nil && (before.Done || !o.Done) {
			return nil, nil
		}
	}
	return &contract.Event{Kind: &contract.Event_NightStepped{NightStepped: &contract.NightStepped{Night: int32(night), Step: stepped(c, o, now)}}}, nil
}

// notReached is said of a step that never had its turn.
const notReached = "Hier kwam de nacht niet aan toe: het toestel stond uit, of de tijd was om."

// Report writes the report of a night that is over: all steps in their order, also those that never had their turn. No
// event when it is not this night that waits for its report.
func Report(r Reader, night office.Date, now time.Time) (*contract.Event, error) {
	begun, err := running(r)
	if err != nil || begun == nil || office.Date(begun.Night) != night {
		return nil, err
	}
	out := &contract.NightReported{Night: int32(night)}
	for _, rule := range Steps {
		step := find(begun.Steps, rule.Code)
		if step == nil {
			step = stepped(rule.Code, Outcome{Say: notReached}, now)
		}
		out.Steps = append(out.Steps, step)
	}
	return &contract.Event{Kind: &contract.Event_NightReported{NightReported: out}}, nil
}

// find is a step of a report, or nil.
func find(steps []*contract.NightStep, c Code) *contract.NightStep {
	for _, s := range steps {
		if s.Code == string(c) {
			return s
		}
	}
	return nil
}
