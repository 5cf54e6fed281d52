package paper

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Get is the print of this id. Faults: NotFound; Corrupt when the projection is damaged.
func Get(r kv.Reader, id ID) (Print, error) {
	if r.Get(stateKey(id)) == nil {
		return Print{}, fault.New("paper.Get", fault.NotFound).On(fmt.Sprintf("%x", id[:])).
			Tell("Deze afdruk is niet gevonden.", "Kijk opnieuw in de lijst.")
	}
	return read(r, id[:])
}

// OfSubject lists the prints of a subject, the original first.
func OfSubject(r kv.Reader, of Subject) ([]Print, error) {
	return list(r, subjectPrefix(of))
}

// Day lists the prints that were asked for on a civil day, in that order.
func Day(r kv.Reader, d office.Date) ([]Print, error) { return list(r, dayPrefix(d)) }

// Since lists the prints that were asked for on a civil day from a number on, in that order.
func Since(r kv.Reader, d office.Date, from uint64) (out []Print, err error) {
	for _, id := range r.Scan(dayPrefix(d), key(dayPrefix(d), number(from))) {
		p, err := read(r, id)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// UnderWay lists what any printer has yet to do, of whichever day.
func UnderWay(r kv.Reader) ([]Print, error) { return list(r, prefixOpen) }

// Open lists what a printer has yet to do, in the order of asking.
func Open(r kv.Reader, printer string) ([]Print, error) { return list(r, openPrefix(printer)) }

// Next is what a printer has to do next: what was sent before what is queued, so that nothing overtakes a paper of which
// it is not known whether it is out. False when there is nothing.
func Next(r kv.Reader, printer string) (Print, bool, error) {
	all, err := Open(r, printer)
	for _, p := range all {
		if p.Stage == Sent {
			return p, true, err
		}
	}
	if len(all) == 0 {
		return Print{}, false, err
	}
	return all[0], true, nil
}

// Abandoned lists the open prints of printers that are not among these.
func Abandoned(r kv.Reader, has func(printer string) bool) (out []Print, err error) {
	all, err := list(r, prefixOpen)
	for _, p := range all {
		if !has(p.Device) {
			out = append(out, p)
		}
	}
	return out, err
}

func list(r kv.Reader, index []byte) (out []Print, err error) {
	for _, id := range r.Scan(index, nil) {
		p, err := read(r, id)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// read turns a stored print into the noun.
func read(r kv.Reader, id []byte) (p Print, err error) {
	s, err := state(r, id)
	if err != nil {
		return p, err
	}
	q := s.GetQueued()
	p = Print{Device: q.GetDevice(), Number: s.Number, Stage: Stage(s.Stage), Reason: Reason(s.Reason), Clerk: office.ClerkID(s.Clerk),
		Desk: office.Desk(s.Desk), Day: office.Date(q.GetDate()), Tries: int(s.Tries),
		Queued: moment(s.QueuedMs), Sent: moment(s.SentMs), Held: moment(s.HeldMs), Ended: moment(s.EndedMs)}
	p.Fingerprint = copy(p.Digest[:], s.Digest) == len(p.Digest)
	if p.ID, err = contract.ID16[ID](q.GetPrint()); err != nil {
		return p, corrupt(id, err)
	}
	if len(q.GetDuplicateOf()) > 0 {
		if p.Original, err = contract.ID16[ID](q.GetDuplicateOf()); err != nil {
			return p, corrupt(id, err)
		}
	}
	if p.Of, err = subjectOf(q.GetOf()); err != nil {
		return p, corrupt(id, err)
	}
	return p, nil
}

// moment reads a stored time; 0 is the zero time.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Row is a print as screens see it, without words.
func Row(p Print) *contract.PrintRow {
	row := &contract.PrintRow{Print: p.ID[:], Of: p.Of.message(), Device: p.Device, Stage: contract.PrintStage(p.Stage), Reason: string(p.Reason),
		Duplicate: p.Duplicate(), QueuedMs: p.Queued.UnixMilli(), Clerk: string(p.Clerk), Desk: uint32(p.Desk)}
	if !p.Ended.IsZero() {
		row.EndedMs = p.Ended.UnixMilli()
	}
	return row
}
