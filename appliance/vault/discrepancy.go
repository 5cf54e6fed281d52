package vault

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Sort is how a count differed from the register over one document.
type Sort string

// The sorts of discrepancy.
const (
	NotThere  Sort = "missing"
	TooMany   Sort = "surplus"
	Elsewhere Sort = "misplaced"
)

// Discrepancy is a difference that nobody has worked off yet.
type Discrepancy struct {
	Document office.DocumentNumber
	Sort     Sort
	In       string      // compartment that was counted; empty: the whole vault
	Since    office.Date // of the first count that differed
	Clerk    office.ClerkID
	Settled  office.Date // a later count in which it was right; it still wants a reason. 0: none
	Say      string      // in Dutch, as the register stands now
}

func (d Discrepancy) put(w kv.Writer) {
	var l line
	l.text(string(d.Sort))
	l.text(d.In)
	l.num(int64(d.Since))
	l.text(string(d.Clerk))
	l.num(int64(d.Settled))
	w.Put([]byte(discrepant+string(d.Document)), l)
}

// discrepancy is the open difference over a document, if there is one.
func discrepancy(r kv.Reader, n office.DocumentNumber) (Discrepancy, bool, error) {
	b := r.Get([]byte(discrepant + string(n)))
	if b == nil {
		return Discrepancy{}, false, nil
	}
	c := cut{rest: b}
	d := Discrepancy{Document: n, Sort: Sort(c.text()), In: c.text(), Since: office.Date(c.num()), Clerk: office.ClerkID(c.text()), Settled: office.Date(c.num())}
	if err := c.err(); err != nil {
		return d, true, fault.New("vault.Discrepancies", fault.Corrupt).On(string(n)).Because(err)
	}
	return d, true, nil
}

// Discrepancies lists what is to be worked off, by number.
func Discrepancies(r kv.Reader) ([]Discrepancy, error) {
	var out []Discrepancy
	for _, n := range listed(r, discrepant) {
		d, _, err := discrepancy(r, n)
		if err != nil {
			return nil, err
		}
		i, err := find(r, n)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		d.Say = d.say(i, err == nil)
		out = append(out, d)
	}
	return out, nil
}

// say puts a difference into words, as the register stands now.
func (d Discrepancy) say(i Item, known bool) string {
	switch {
	case d.Sort == NotThere:
		return fmt.Sprintf("%s lag er niet bij de telling; in het register: %s.", d.Document, i.Where())
	case d.Sort == Elsewhere:
		return fmt.Sprintf("%s lag in vak %s; in het register: %s.", d.Document, d.In, i.Where())
	case !known:
		return fmt.Sprintf("%s lag in de kluis en staat niet in het register.", d.Document)
	case i.Custody.Custodian.Kind == custody.Holder:
		return fmt.Sprintf("%s lag in de kluis maar is uitgereikt.", d.Document)
	default:
		return fmt.Sprintf("%s lag in de kluis; in het register: %s.", d.Document, i.Where())
	}
}

// foldDifferences opens a discrepancy for each difference of a count, and marks those that the count found right.
func foldDifferences(w kv.Writer, e *contract.Counted, day office.Date, by office.ClerkID) error {
	now := map[office.DocumentNumber]Sort{}
	for sort, l := range map[Sort][]string{NotThere: e.GetMissing(), TooMany: e.GetSurplus(), Elsewhere: e.GetMisplaced()} {
		for _, n := range l {
			now[office.DocumentNumber(n)] = sort
		}
	}
	for _, n := range listed(w, discrepant) {
		d, _, err := discrepancy(w, n)
		if err != nil {
			return err
		}
		if _, still := now[n]; still || d.Settled != 0 {
			continue
		}
		i, _ := find(w, n)
		if at, _ := i.Compartment(); e.GetCompartment() == "" || at == e.GetCompartment() {
			d.Settled = day
			d.put(w)
		}
	}
	for _, l := range [][]string{e.GetMissing(), e.GetSurplus(), e.GetMisplaced()} {
		for _, text := range l {
			n := office.DocumentNumber(text)
			d, open, err := discrepancy(w, n)
			if err != nil {
				return err
			}
			if !open {
				d = Discrepancy{Document: n, Since: day, Clerk: by}
			}
			before := d
			if d.Sort, d.In, d.Settled = now[n], e.GetCompartment(), 0; !open || d != before {
				d.put(w)
			}
		}
	}
	return nil
}

// Outcome is how something that differed, or that held a document back, came out. The code is journaled.
type Outcome struct {
	Check
	Two    bool // needs two people: it lets a document out again
	settle func(i Item, known, differs bool) bool
}

// clears are the bars that an outcome takes off.
var clears = map[string]Bar{"found": Missing, "accepted": Surplus | WrongSite}

// Outcomes is the table of them.
var Outcomes = []Outcome{
	{Check{"typing-error", "Tikfout bij het tellen"}, false, func(_ Item, _, differs bool) bool { return differs }},
	{Check{"elsewhere", "Lag bij een collega of in een ander vak"}, false, func(_ Item, known, differs bool) bool { return differs && known }},
	{Check{"late", "Was uitgereikt en pas na de telling ingeschreven"}, false, func(i Item, known, differs bool) bool { return differs && known && i.Custody.Ended() }},
	{Check{"escalated", "Naar de verantwoordelijke gebracht"}, false, func(_ Item, _, differs bool) bool { return differs }},
	{Check{"foreign", "Hoort niet bij deze locatie"}, false, func(_ Item, known, differs bool) bool { return differs && !known }},
	{Check{"found", "Gevonden"}, true, func(i Item, known, differs bool) bool { return differs || known && i.Bars&Missing != 0 }},
	{Check{"accepted", "Toch voor deze locatie"}, true, func(i Item, known, _ bool) bool { return known && i.InStock() && i.Bars&(Surplus|WrongSite) != 0 }},
}

// WorkOff closes differences, and takes bars off, with an outcome of the table and a reason. Faults: Invalid for an
// outcome that is none; Refused when there is nothing that it could close; Denied where two people are needed.
func (g Register) WorkOff(r kv.Reader, a Actors, texts []string, outcome, reason string) (*contract.Event, error) {
	const op = "vault.WorkOff"
	if err := a.dated(op); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(Outcomes, func(o Outcome) bool { return o.Code == outcome || o.Dutch == outcome })
	if at < 0 {
		return nil, fault.New(op, fault.Invalid).Tell("Er is geen uitkomst gekozen.", "Kies hoe het is afgelopen.")
	}
	chosen := Outcomes[at]
	if chosen.Two {
		if err := a.two(op); err != nil {
			return nil, err
		}
	}
	reason, err := phrase(op, reason, "De reden van het verschil ontbreekt.")
	if err != nil {
		return nil, err
	}
	numbers, err := documents(op, texts)
	if err != nil {
		return nil, err
	}
	out := &contract.WorkedOff{Outcome: chosen.Code, Reason: reason, Second: string(a.With), Date: int32(a.Today)}
	for _, n := range numbers {
		i, err := find(r, n)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, fault.Wrap(op, err)
		}
		known := err == nil
		_, differs, err := discrepancy(r, n)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		if !chosen.settle(i, known, differs) {
			return nil, fault.New(op, fault.Refused).On(string(n)).Tell(fmt.Sprintf("Bij %s valt zo niets af te werken: %s.", n, chosen.Dutch), "Kies een andere uitkomst.")
		}
		out.Documents = append(out.Documents, string(n))
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_WorkedOff{WorkedOff: out}}, nil
}

// foldWorkedOff closes what was open.
func foldWorkedOff(w kv.Writer, e *contract.WorkedOff, at int64) error {
	for _, text := range e.GetDocuments() {
		n := office.DocumentNumber(text)
		w.Delete([]byte(discrepant + text))
		if m, ok, err := missing(w, n); err != nil {
			return err
		} else if ok && m.Found == 0 && clears[e.GetOutcome()]&Missing != 0 {
			m.Found = dayOr(e.GetDate(), at)
			putReport(w, m)
		}
		i, err := find(w, n)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		before := i
		if i.Bars &^= clears[e.GetOutcome()]; i.Bars&WrongSite == 0 && !i.Away {
			i.For = ""
		}
		put(w, before, i)
	}
	return nil
}
