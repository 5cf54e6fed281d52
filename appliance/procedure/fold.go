package procedure

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// Fold brings an event into the projection; events of other areas change nothing. Faults: Corrupt when the projection is damaged.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.GetKind().(type) {
	case *contract.Event_ProcedureStepped:
		return foldStep(w, k.ProcedureStepped)
	case *contract.Event_ProcedureRead:
		w.Put(readKey(office.ClerkID(e.Clerk), office.ProductID(k.ProcedureRead.Product)), binary.BigEndian.AppendUint32(nil, k.ProcedureRead.Version))
	case *contract.Event_ProcedureRemarked:
		r := k.ProcedureRemarked
		put(w, append([]byte(remarks), e.Act...), &contract.ProcedureRemark{Act: e.Act, Clerk: e.Clerk, AtMs: e.AtMs, Product: r.Product,
			Version: r.Version, Step: r.Step, Text: r.Text})
	case *contract.Event_SignedIn, *contract.Event_SignedOut:
		return foldShift(w, e)
	case *contract.Event_HandedOut:
		return foldActs(w, k.HandedOut.Visit, office.Date(k.HandedOut.Date), shownBy(k.HandedOut.Evidence)...)
	case *contract.Event_PhotoKept:
		return foldActs(w, k.PhotoKept.Visit, office.Date(k.PhotoKept.Date), procedure.PhotoKept)
	}
	return nil
}

func put(w kv.Writer, key []byte, m proto.Message) { w.Put(key, contract.Encode(m)) }

func foldStep(w kv.Writer, e *contract.ProcedureStepped) error {
	visit, err := contract.ID16[office.VisitID](e.Visit)
	if err != nil {
		return fault.New("procedure.Fold", fault.Corrupt).Because(err)
	}
	if err := forget(w, office.Date(e.Date)); err != nil {
		return err
	}
	key := stepsKey(visit, office.ProductID(e.Product))
	s, err := load[*contract.VisitSteps](w, key)
	if err != nil {
		return err
	}
	s.Version, s.Date = e.Version, e.Date
	s.Done = slices.DeleteFunc(s.Done, func(id string) bool { return id == e.Step })
	if !e.Undone {
		s.Done = append(s.Done, e.Step)
	}
	put(w, key, s)
	return nil
}

// evidence is which proof a code in the evidence of a hand-out is; what no step is proven by is not in it. The codes are those of
// the procedures of the vault, which are journaled and stay.
var evidence = map[string]procedure.Proof{
	"identity-checked": procedure.IdentitySeen, "identity-read": procedure.IdentitySeen, "likeness-checked": procedure.LikenessSeen,
	"letter-seen": procedure.LetterSeen, "chip-tested": procedure.ChipTested,
	"activation-done": procedure.ActivationSettled, "activation-postponed": procedure.ActivationSettled,
	"old-card-taken": procedure.OldSettled, "old-card-none": procedure.OldSettled, "loss-attest-seen": procedure.OldSettled,
	"old-passport-cancelled": procedure.OldSettled, "old-passport-none": procedure.OldSettled,
	"old-licence-taken": procedure.OldSettled, "old-licence-none": procedure.OldSettled,
}

// shownBy is what a hand-out proves.
func shownBy(codes []string) []procedure.Proof {
	out := []procedure.Proof{procedure.HandedOut}
	for _, code := range codes {
		if p, ok := evidence[code]; ok {
			out = append(out, p)
		}
	}
	return out
}

// foldActs notes what is proven of a visit; nothing without one.
func foldActs(w kv.Writer, of []byte, day office.Date, proofs ...procedure.Proof) error {
	visit, err := contract.ID16[office.VisitID](of)
	if err != nil {
		return nil // nobody of the queue
	}
	key := append([]byte(acts), visit[:]...)
	a, err := load[*contract.VisitActs](w, key)
	if err != nil {
		return err
	}
	for _, p := range proofs {
		if !slices.Contains(a.Proofs, string(p)) {
			a.Proofs = append(a.Proofs, string(p))
		}
	}
	a.Date = int32(day)
	put(w, key, a)
	return nil
}

// forget drops, once a day, what was noted of visits that are long over.
func forget(w kv.Writer, day office.Date) error {
	if office.Date(int32(read4(w.Get([]byte(keyDay))))) == day {
		return nil
	}
	w.Put([]byte(keyDay), binary.BigEndian.AppendUint32(nil, uint32(day)))
	var gone [][]byte
	for _, prefix := range []string{visits, acts} {
		for k, b := range w.Scan([]byte(prefix), nil) {
			of, err := dateOf(prefix, b)
			if err != nil {
				return fault.New("procedure.Fold", fault.Corrupt).On(fmt.Sprintf("%x", k)).Because(err)
			}
			if of < int32(day)-KeepDays {
				gone = append(gone, slices.Clone(k))
			}
		}
	}
	for _, k := range gone {
		w.Delete(k)
	}
	return nil
}

// dateOf is on which civil day something was noted of a visit, by what is kept under its prefix.
func dateOf(prefix string, b []byte) (int32, error) {
	if prefix == visits {
		s, err := contract.Decode(b, new(contract.VisitSteps))
		return s.GetDate(), err
	}
	a, err := contract.Decode(b, new(contract.VisitActs))
	return a.GetDate(), err
}

// foldShift notes that a clerk came or went.
func foldShift(w kv.Writer, e *contract.Event) error {
	if e.Clerk == "" {
		return nil
	}
	key := []byte(shifts + e.Clerk)
	s, err := load[*contract.ClerkShifts](w, key)
	if err != nil {
		return err
	}
	zone, err := calendar.Zone()
	if err != nil {
		return fault.New("procedure.Fold", fault.Internal).Because(err)
	}
	day := func(ms int64) office.Date { return office.DateOf(time.UnixMilli(ms).In(zone)) }
	switch {
	case s.FirstMs == 0:
		s.FirstMs = e.AtMs
	case day(s.LastMs) != day(e.AtMs):
		s.EndedMs = s.LastMs
	}
	s.LastMs = e.AtMs
	put(w, key, s)
	return nil
}

// FoldFeed takes what headquarters tells of a procedure. A version that is known here already keeps the moment at which it came;
// one that is new came now, at the wall time of the record that took it. Faults: Corrupt.
func FoldFeed(w kv.Writer, p *contract.Procedure, atMS int64) error {
	if p.GetProduct() == "" || len(p.GetVersions()) == 0 {
		return nil
	}
	key := []byte(procedures + p.Product)
	before, err := Of(w, office.ProductID(p.Product))
	if err != nil {
		return err
	}
	out := &contract.Procedure{Product: p.Product}
	for _, old := range before.Versions { // of a long history only the end is told
		if old.Number < p.Versions[0].Number {
			out.Versions = append(out.Versions, old.Wire())
		}
	}
	for _, v := range p.Versions {
		one := procedure.ReadVersion(v)
		one.Known = time.UnixMilli(atMS)
		if known, ok := before.Version(one.Number); ok && slices.Equal(known.Steps, one.Steps) && known.From == one.From {
			one.Known = known.Known
		}
		out.Versions = append(out.Versions, one.Wire())
	}
	put(w, key, out)
	return nil
}

// FoldAnswer takes what headquarters answered to a remark. One that a former life of this counter sent is kept as it comes.
func FoldAnswer(w kv.Writer, r *contract.ProcedureRemark) {
	if len(r.GetAct()) != 0 {
		put(w, append([]byte(remarks), r.Act...), r)
	}
}

// FoldSnapshot takes what a snapshot says of procedures and of what was said here. Faults: Corrupt.
func FoldSnapshot(w kv.Writer, s *contract.Snapshot, atMS int64) error {
	for _, p := range s.GetProcedures() {
		if err := FoldFeed(w, p, atMS); err != nil {
			return err
		}
	}
	for _, r := range s.GetProcedureRemarks() {
		FoldAnswer(w, r)
	}
	return nil
}
