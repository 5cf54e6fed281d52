package vault

import (
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Row is a document in stock as screens see it, with the commitment under which the node finds the name, and the item
// without its chain. Rows of one kind share its checklist: change nothing in it.
type Row struct {
	*contract.StockRow
	Holder []byte
	Item   Item
	Term   Term // zero: none runs
}

// Stock lists what is on this site, in the order of the numbers, each with its whole checklist.
func (g Register) Stock(r kv.Reader) ([]Row, error) {
	all, err := all(r, stock)
	if err != nil {
		return nil, err
	}
	out, rows := make([]Row, 0, len(all)), make([]contract.StockRow, len(all))
	kinds := map[office.ProductID]*shown{}
	for n, i := range all {
		p := g.Procedures[i.Kind]
		told := kinds[i.Kind]
		if told == nil {
			here, _ := g.procedure(i.Kind)
			told = here.shown()
			kinds[i.Kind] = told
		}
		row := &rows[n]
		row.Document, row.Kind, row.Custodian, row.ReceivedMs = string(i.Document), string(i.Kind), i.Custody.Custodian.Name, i.Received
		row.KindName, row.Collectors, row.Steps = told.name, told.collectors, told.steps
		if at, ok := i.Compartment(); ok {
			row.Compartment, row.Custodian = at, i.Where()
		}
		term, _ := p.Term(i)
		out = append(out, Row{StockRow: row, Holder: i.Holder, Item: i, Term: term})
	}
	return out, nil
}

// Size is how many documents are on this site.
func Size(r kv.Reader) int {
	n := 0
	for range r.Scan([]byte(stock), nil) {
		n++
	}
	return n
}

// Stored is how many of them lie in a compartment.
func Stored(r kv.Reader) (n int) {
	for range r.Scan([]byte(compartments), nil) {
		n++
	}
	return n
}

// Shelf is a compartment as it stands.
type Shelf struct {
	Name string
	N    int
	Room int // how many more it takes; -1: any number
}

// Shelves lists the compartments: those of the register, and those with something in them, by name.
func (g Register) Shelves(r kv.Reader) []Shelf {
	out := shelves(r)
	for name := range g.Compartments {
		if !has(out, name) {
			out = append(out, Shelf{Name: name})
		}
	}
	for n, s := range out {
		out[n].Room = -1
		if size := g.Compartments[s.Name]; size > 0 {
			out[n].Room = max(0, size-s.N)
		}
	}
	sortBy(out, func(s Shelf) string { return s.Name })
	return out
}

func has(all []Shelf, name string) bool {
	for _, s := range all {
		if s.Name == name {
			return true
		}
	}
	return false
}

// shelves are the compartments with something in them, by name.
func shelves(r kv.Reader) []Shelf {
	var out []Shelf
	for k := range r.Scan([]byte(compartments), nil) {
		name, _, _ := strings.Cut(string(k[len(compartments):]), "\x00")
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, Shelf{Name: name})
		}
		out[len(out)-1].N++
	}
	return out
}

// Age is how long the documents of a kind have been here, in days since they came.
type Age struct {
	Kind    office.ProductID
	Name    string // Dutch
	N       int
	Oldest  int
	Buckets [4]int // up to 30, 60, 90 days, and more
}

// Ages counts the stock by kind and age, by the kind's name in the catalogue.
func (g Register) Ages(r kv.Reader, today office.Date) ([]Age, error) {
	all, err := all(r, stock)
	if err != nil {
		return nil, err
	}
	kinds := map[office.ProductID]*Age{}
	for _, i := range all {
		a := kinds[i.Kind]
		if a == nil {
			a = &Age{Kind: i.Kind, Name: g.Procedures[i.Kind].Dutch}
			kinds[i.Kind] = a
		}
		days := max(0, int(today-i.Arrived))
		a.N++
		a.Oldest = max(a.Oldest, days)
		a.Buckets[min(max(days-1, 0)/30, 3)]++
	}
	out := make([]Age, 0, len(kinds))
	for _, a := range kinds {
		out = append(out, *a)
	}
	sortBy(out, func(a Age) string { return string(a.Kind) })
	return out, nil
}

// Hands lists the documents that a clerk has in hand, by number: what must lie in a compartment before they go home.
func Hands(r kv.Reader, by office.ClerkID) ([]Item, error) {
	all, err := all(r, stock)
	var out []Item
	for _, i := range all {
		if at := i.Custody.Custodian; at.Kind == custody.Clerk && at.Name == string(by) {
			out = append(out, i)
		}
	}
	return out, err
}
