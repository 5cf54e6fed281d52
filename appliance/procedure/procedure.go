package procedure

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// KeepDays is how long the projection keeps what was ticked in visits; the journal keeps it for good.
const KeepDays = 14

const (
	procedures = "pc/p/"
	visits     = "pc/v/"
	acts       = "pc/a/"
	keyDay     = "pc/d"
	shifts     = "pc/s/"
	reads      = "pc/r/"
	remarks    = "pc/o/"
)

func stepsKey(visit office.VisitID, product office.ProductID) []byte {
	return append(append([]byte(visits), visit[:]...), product...)
}

func readKey(clerk office.ClerkID, product office.ProductID) []byte {
	return []byte(reads + string(clerk) + "/" + string(product))
}

// load reads what stands under a key into m; an absent key leaves it empty. Faults: Corrupt.
func load[M interface {
	*T
	proto.Message
}, T any](r kv.Reader, key []byte) (M, error) {
	m := M(new(T))
	b := r.Get(key)
	if b == nil {
		return m, nil
	}
	m, err := contract.Decode(b, m)
	if err != nil {
		return nil, fault.New("procedure.load", fault.Corrupt).On(fmt.Sprintf("%q", key)).Because(err)
	}
	return m, nil
}

// Of is how a product is done: as headquarters told it, else as it comes with the program; without versions when neither says
// anything. Faults: Corrupt.
func Of(r kv.Reader, product office.ProductID) (procedure.Procedure, error) {
	stored, err := load[*contract.Procedure](r, []byte(procedures+string(product)))
	if err != nil || len(stored.Versions) > 0 {
		return procedure.Read(stored), err
	}
	if p, ok := procedure.Embedded()[product]; ok {
		return p, nil
	}
	return procedure.Procedure{Product: product}, nil
}

// All are all procedures that are known here, by product. Faults: Corrupt.
func All(r kv.Reader) ([]procedure.Procedure, error) {
	known := maps.Clone(procedure.Embedded())
	for k := range r.Scan([]byte(procedures), nil) {
		product := office.ProductID(k[len(procedures):])
		known[product] = procedure.Procedure{}
	}
	var out []procedure.Procedure
	for _, product := range slices.Sorted(maps.Keys(known)) {
		p, err := Of(r, product)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// Followed is the procedure of one product in a visit, with what was done.
type Followed struct {
	Product office.ProductID
	Version procedure.Version
	Ticked  []procedure.StepID
	Proofs  []procedure.Proof // what our own records say of the visit
}

// Done reports whether a step is done: ticked, or proven.
func (f Followed) Done(id procedure.StepID) bool {
	return slices.Contains(f.Ticked, id) || f.Proven(id)
}

// Proven reports whether our own records show that a step is done.
func (f Followed) Proven(id procedure.StepID) bool {
	s, ok := f.Version.Step(id)
	return ok && s.Proof != "" && slices.Contains(f.Proofs, s.Proof)
}

// Follow is what a visit follows for a product: the version it began with, or the one in force now while nothing was ticked. It has no
// steps when there is no procedure. Faults: Corrupt.
func Follow(r kv.Reader, visit office.VisitID, product office.ProductID, now time.Time) (Followed, error) {
	f := Followed{Product: product}
	p, err := Of(r, product)
	if err != nil {
		return f, err
	}
	steps, err := load[*contract.VisitSteps](r, stepsKey(visit, product))
	if err != nil {
		return f, err
	}
	known, err := load[*contract.VisitActs](r, append([]byte(acts), visit[:]...))
	if err != nil {
		return f, err
	}
	var begun bool
	if f.Version, begun = p.Version(steps.Version); !begun {
		f.Version, _ = p.At(now)
	}
	for _, id := range steps.Done {
		f.Ticked = append(f.Ticked, procedure.StepID(id))
	}
	for _, proof := range known.Proofs {
		f.Proofs = append(f.Proofs, procedure.Proof(proof))
	}
	return f, nil
}

// Tick notes that a step of a visit is done, or with undone that it is not after all; no event when it stands so already. The
// caller has seen that the visit is at the clerk's desk. Faults: Conflict when the screen shows another version than the one that is
// followed; NotFound for a step that there is not; Refused for taking back what our own records prove.
func Tick(r kv.Reader, visit office.VisitID, product office.ProductID, version uint32, id procedure.StepID, undone bool, now time.Time) (*contract.Event, error) {
	const op = "procedure.Tick"
	f, err := Follow(r, visit, product, now)
	if err != nil {
		return nil, err
	}
	if f.Version.Number != version {
		return nil, fault.New(op, fault.Conflict).On(string(product)).Tell("Er is intussen een andere versie van dit werkproces.", "Kijk de stappen opnieuw na.")
	}
	if _, ok := f.Version.Step(id); !ok {
		return nil, fault.New(op, fault.NotFound).On(string(id)).Tell("Deze stap staat niet in het werkproces.", "")
	}
	switch {
	case f.Proven(id) && undone:
		return nil, fault.New(op, fault.Refused).On(string(id)).Tell("Deze stap staat in het logboek van dit bezoek en kan niet afgevinkt worden als niet gedaan.", "")
	case f.Done(id) != undone:
		return nil, nil
	}
	return &contract.Event{Kind: &contract.Event_ProcedureStepped{ProcedureStepped: &contract.ProcedureStepped{Visit: visit[:],
		Product: string(product), Version: version, Step: string(id), Undone: undone, Date: int32(office.DateOf(now))}}}, nil
}

// Remark is what a clerk says of a procedure, or of one step of it. Faults: NotFound for a version or a step that there is not; else as
// procedure.Remark.
func Remark(r kv.Reader, product office.ProductID, version uint32, step procedure.StepID, text string) (*contract.Event, error) {
	const op = "procedure.Remark"
	v, err := published(op, r, product, version)
	if err != nil {
		return nil, err
	}
	if _, ok := v.Step(step); !ok && step != "" {
		return nil, fault.New(op, fault.NotFound).On(string(step)).Tell("Deze stap staat niet in het werkproces.", "")
	}
	if text, err = procedure.Remark(text); err != nil {
		return nil, fault.Wrap(op, err)
	}
	return &contract.Event{Kind: &contract.Event_ProcedureRemarked{ProcedureRemarked: &contract.ProcedureRemarked{Product: string(product),
		Version: version, Step: string(step), Text: text}}}, nil
}

func published(op string, r kv.Reader, product office.ProductID, version uint32) (procedure.Version, error) {
	p, err := Of(r, product)
	if err != nil {
		return procedure.Version{}, err
	}
	v, ok := p.Version(version)
	if !ok {
		return v, fault.New(op, fault.NotFound).On(string(product)).Tell("Deze versie van het werkproces is hier niet bekend.", "")
	}
	return v, nil
}

// Remarks are what was said here of a product, the latest first. Faults: Corrupt.
func Remarks(r kv.Reader, product office.ProductID) ([]*contract.ProcedureRemark, error) {
	var out []*contract.ProcedureRemark
	for k, b := range r.Scan([]byte(remarks), nil) {
		one, err := contract.Decode(b, new(contract.ProcedureRemark))
		if err != nil {
			return nil, fault.New("procedure.Remarks", fault.Corrupt).On(fmt.Sprintf("%x", k)).Because(err)
		}
		if one.Product == string(product) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b *contract.ProcedureRemark) int { return int(b.AtMs - a.AtMs) })
	return out, nil
}

// read4 is a number of four bytes; 0 when there is none.
func read4(b []byte) uint32 {
	if len(b) != 4 {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}
