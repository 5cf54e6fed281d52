package night

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"google.golang.org/protobuf/proto"
)

var (
	keyRunning = []byte("m/p")
	keyReport  = []byte("m/r")
	keyLast    = []byte("m/l")
	keyDay     = []byte("m/d")
	keyHeard   = []byte("m/h")
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on a projection
// that cannot be read.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_FeedTaken:
		putHeard(w, e.AtMs)
	case *contract.Event_NightStepped:
		if k.NightStepped.Step.GetCode() == string(News) && k.NightStepped.Step.Done {
			putHeard(w, e.AtMs)
		}
		return foldStep(w, k.NightStepped)
	case *contract.Event_NightReported:
		foldReport(w, k.NightReported)
	case *contract.Event_DayOpened:
		return foldOpened(w, e, k.DayOpened)
	case *contract.Event_DayClosed:
		return foldClosed(w, e, k.DayClosed)
	}
	return nil
}

func foldStep(w kv.Writer, s *contract.NightStepped) error {
	begun, err := running(w)
	if err != nil {
		return err
	}
	if begun == nil || begun.Night != s.Night {
		begun = &contract.NightReported{Night: s.Night}
	}
	if before := find(begun.Steps, Code(s.Step.GetCode())); before != nil {
		proto.Reset(before)
		proto.Merge(before, s.Step)
	} else {
		begun.Steps = append(begun.Steps, s.Step)
	}
	w.Put(keyRunning, contract.Encode(begun))
	return nil
}

func foldReport(w kv.Writer, n *contract.NightReported) {
	w.Delete(keyRunning)
	w.Put(keyReport, contract.Encode(n))
	if whole(n) {
		w.Put(keyLast, dayKey(office.Date(n.Night)))
	}
}

// whole reports whether a night brought everything that a day needs.
func whole(n *contract.NightReported) bool {
	for _, c := range vital {
		if !find(n.Steps, c).GetDone() {
			return false
		}
	}
	return true
}

func dayKey(d office.Date) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }

// running is the night that has no report yet, as far as it came; nil when there is none.
func running(r kv.Reader) (*contract.NightReported, error) {
	return read(r, keyRunning, new(contract.NightReported))
}

// read is a stored message, nil when there is none.
func read[M interface {
	proto.Message
	comparable
}](r kv.Reader, key []byte, m M) (M, error) {
	var none M
	b := r.Get(key)
	if b == nil {
		return none, nil
	}
	m, err := contract.Decode(b, m)
	if err != nil {
		return none, fault.New("night.read", fault.Corrupt).On(fmt.Sprintf("%q", key)).Because(err)
	}
	return m, nil
}

func putHeard(w kv.Writer, ms int64) { w.Put(keyHeard, binary.BigEndian.AppendUint64(nil, uint64(ms))) }

// Heard is when headquarters' word last came here, or a night found that it had nothing more to say; zero: never. A
// process that runs may know of a later time.
func Heard(r kv.Reader) time.Time {
	b := r.Get(keyHeard)
	if len(b) != 8 {
		return time.Time{}
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b)))
}

// Read is how the nights stand in the journal; it has no trials.
func Read(r kv.Reader) (State, error) {
	s := State{Ended: map[Code]bool{}}
	begun, err := running(r)
	if err != nil {
		return s, err
	}
	s.Night = office.Date(begun.GetNight())
	for _, step := range begun.GetSteps() {
		s.Ended[Code(step.Code)] = step.Done
	}
	last, err := LastReport(r)
	s.Reported = office.Date(last.GetNight())
	return s, err
}

// LastReport is the report of the last night that was, nil before the first.
func LastReport(r kv.Reader) (*contract.NightReported, error) {
	return read(r, keyReport, new(contract.NightReported))
}

// LastWhole is the last night that brought everything the day needs; 0: none ever did.
func LastWhole(r kv.Reader) office.Date {
	b := r.Get(keyLast)
	if len(b) != 4 {
		return 0
	}
	return office.Date(binary.BigEndian.Uint32(b) ^ 1<<31)
}
