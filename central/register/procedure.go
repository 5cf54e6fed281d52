package register

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// Keys of procedures: each that was ever published, whole; remarks by their number; the number of a remark by its act.
const (
	proceduresPrefix = "procedure/p/"
	remarksPrefix    = "procedure/r/"
	remarkActs       = "procedure/a/"
)

func remarkKey(n uint64) []byte { return binary.BigEndian.AppendUint64([]byte(remarksPrefix), n) }

// mostTold is how many versions of a procedure, and how many answers, counters are told: who was away for longer reads the
// present one anew.
const mostTold = 20

// Procedure is how a product is done: as it was published, else as it comes with the program; without versions when neither
// says anything.
func (v View) Procedure(product office.ProductID) procedure.Procedure {
	stored := new(contract.Procedure)
	if load(v.r, []byte(proceduresPrefix+string(product)), stored) {
		return procedure.Read(stored)
	}
	if p, ok := procedure.Embedded()[product]; ok {
		return p
	}
	return procedure.Procedure{Product: product}
}

// Procedures are all that there are, by product.
func (v View) Procedures() []procedure.Procedure {
	all := maps.Clone(procedure.Embedded())
	for _, p := range v.published() {
		all[office.ProductID(p.Product)] = procedure.Read(p)
	}
	var out []procedure.Procedure
	for _, product := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[product])
	}
	return out
}

// published are those that were published here, as they are stored, by product.
func (v View) published() (out []*contract.Procedure) {
	for _, b := range v.r.Scan([]byte(proceduresPrefix), nil) {
		p := new(contract.Procedure)
		load1(b, p)
		out = append(out, p)
	}
	return out
}

// TryProcedure tells what publishing a version would make of a procedure as of a moment, and changes nothing. Faults: NotFound
// for a product that does not exist; else as procedure.Next.
func (v View) TryProcedure(c *contract.ProcedurePut, at time.Time) (procedure.Procedure, error) {
	const op = "register.procedure"
	p := v.Procedure(office.ProductID(c.GetProduct()))
	if _, known := catalogue.Embedded().Product(p.Product); !known {
		return p, fault.New(op, fault.NotFound).On(c.GetProduct()).Tell(fmt.Sprintf("Het product '%s' bestaat niet.", c.GetProduct()), "Vraag de lijst met 'central procedure list'.")
	}
	next := procedure.ReadVersion(c.GetVersion())
	if today := v.Calendar().Today(at); next.From != 0 && next.From < today {
		return p, fault.New(op, fault.Invalid).On(c.GetProduct()).Tell("Een werkproces kan niet in het verleden ingaan: niemand heeft het toen gevolgd.", "Kies vandaag of later.")
	}
	next, err := p.Next(next)
	if err != nil {
		return p, err
	}
	next.By, next.Known = c.GetBy(), time.UnixMilli(at.UnixMilli())
	p.Versions = append(slices.Clone(p.Versions), next)
	return p, nil
}

// putProcedure publishes the next version of a procedure and tells every site. The versions before it stay: they are the history
// of who changed what, and counters still follow them in visits that began with them.
func (t *turn) putProcedure(c *contract.ProcedurePut) *contract.HQReply {
	p, err := View{t.w, t.m}.TryProcedure(c, t.now)
	if err != nil {
		return refusal(err, c.GetProduct())
	}
	stored := p.Wire()
	save(t.w, []byte(proceduresPrefix+string(p.Product)), stored)
	for _, s := range t.calendar().Sites() {
		t.tell(s.ID, &contract.FeedEntry{Kind: &contract.FeedEntry_Procedure{Procedure: told(stored)}})
	}
	return &contract.HQReply{Count: p.Last().Number}
}

// told is a procedure with as many of its versions as counters are told.
func told(p *contract.Procedure) *contract.Procedure {
	return &contract.Procedure{Product: p.Product, Versions: p.Versions[max(len(p.Versions)-mostTold, 0):]}
}

// foldRemark keeps what a clerk said of a procedure, once, under a number of its own. What names a person by a number no counter of
// ours writes; it is not kept from any other.
func (t *turn) foldRemark(from origin, e *contract.Event) {
	r := e.GetProcedureRemarked()
	text, err := procedure.Remark(r.GetText())
	act := []byte(remarkActs + string(e.Act))
	if err != nil || len(e.Act) == 0 || t.w.Get(act) != nil {
		return
	}
	n := uint64(1)
	for _, last := range (View{t.w, t.m}).remarks() {
		n = last.Number + 1
	}
	save(t.w, remarkKey(n), &contract.ProcedureRemark{Number: n, Site: string(from.site), Clerk: e.Clerk, AtMs: e.AtMs, Act: e.Act,
		Product: r.Product, Version: r.Version, Step: r.Step, Text: text})
	t.w.Put(act, binary.BigEndian.AppendUint64(nil, n))
}

// answerRemark answers a remark, once, and tells the site.
func (t *turn) answerRemark(c *contract.ProcedureAnswered) *contract.HQReply {
	r := new(contract.ProcedureRemark)
	subject := fmt.Sprint(c.GetNumber())
	if !load(t.w, remarkKey(c.GetNumber()), r) {
		return refuse(fault.NotFound, subject, "Er is geen opmerking met dit nummer.")
	}
	if r.Answer != "" {
		return refuse(fault.Conflict, subject, fmt.Sprintf("Deze opmerking is al beantwoord door %s.", r.By))
	}
	answer, err := procedure.Remark(c.GetAnswer())
	if err != nil {
		return refusal(err, subject)
	}
	if c.GetBy() == "" {
		return refuse(fault.Invalid, subject, "Zeg wie antwoordt.")
	}
	r.Answer, r.By, r.AnsweredMs = answer, c.By, t.atMS
	save(t.w, remarkKey(r.Number), r)
	t.tell(office.SiteID(r.Site), &contract.FeedEntry{Kind: &contract.FeedEntry_ProcedureRemark{ProcedureRemark: r}})
	return done()
}

func (v View) remarks() (out []*contract.ProcedureRemark) {
	for _, b := range v.r.Scan([]byte(remarksPrefix), nil) {
		r := new(contract.ProcedureRemark)
		load1(b, r)
		out = append(out, r)
	}
	return out
}

// Remarks are what clerks said of procedures, oldest first: the open ones, or all. An empty product or site is any.
func (v View) Remarks(all bool, product office.ProductID, site office.SiteID) []*contract.ProcedureRemark {
	return slices.DeleteFunc(v.remarks(), func(r *contract.ProcedureRemark) bool {
		return !all && r.Answer != "" || product != "" && r.Product != string(product) || site != "" && r.Site != string(site)
	})
}

// fillProcedures states in a snapshot what a site must know of procedures.
func (v View) fillProcedures(s *contract.Snapshot, site office.SiteID) {
	for _, p := range v.published() {
		s.Procedures = append(s.Procedures, told(p))
	}
	for _, r := range v.Remarks(true, "", site) {
		if r.Answer != "" {
			s.ProcedureRemarks = append(s.ProcedureRemarks, r)
		}
	}
	s.ProcedureRemarks = s.ProcedureRemarks[max(len(s.ProcedureRemarks)-mostTold, 0):]
}
