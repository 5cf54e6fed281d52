package vault

import (
	"encoding/json"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Row is a document in stock as screens see it, with the commitment under which the node finds the name.
type Row struct {
	*contract.StockRow
	Holder []byte
}

// Stock lists what is in stock, in the order of the numbers, each with its whole checklist.
func (g Register) Stock(r kv.Reader) ([]Row, error) {
	all, err := inStock(r)
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, i := range all {
		row := &contract.StockRow{Document: string(i.Document), Kind: string(i.Kind), Custodian: i.Custody.Custodian.Name, ReceivedMs: i.Received}
		if at, ok := i.Compartment(); ok {
			row.Compartment, row.Custodian = at, "kluis, vak "+at
		}
		g.Procedures[i.Kind].fill(row)
		out = append(out, Row{StockRow: row, Holder: i.Holder})
	}
	return out, nil
}

// Size is how many documents are in stock.
func Size(r kv.Reader) int {
	n := 0
	for range r.Scan([]byte(stock), nil) {
		n++
	}
	return n
}

// inStock lists the items in stock, by number.
func inStock(r kv.Reader) ([]Item, error) {
	var out []Item
	for k := range r.Scan([]byte(stock), nil) {
		i, err := Get(r, office.DocumentNumber(k[len(stock):]))
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, nil
}

// Announced lists the consignments on their way, each with the documents not yet received.
func Announced(r kv.Reader) ([]*contract.Consignment, error) {
	var out []*contract.Consignment
	for k, v := range r.Scan([]byte(announced), nil) {
		c := &contract.Consignment{Id: strings.TrimPrefix(string(k), announced)}
		if err := json.Unmarshal(v, &c.Documents); err != nil {
			return nil, fault.New("vault.Announced", fault.Corrupt).On(c.Id).Because(err)
		}
		out = append(out, c)
	}
	return out, nil
}

// Counting is how the last count came out.
type Counting struct {
	At               int64 // wall time, milliseconds since 1970
	Clerk            office.ClerkID
	Missing, Surplus []string
}

// LastCount is the last count; false when there was none.
func LastCount(r kv.Reader) (c Counting, ok bool, err error) {
	b := r.Get([]byte(lastCount))
	if b == nil {
		return c, false, nil
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, false, fault.New("vault.LastCount", fault.Corrupt).Because(err)
	}
	return c, true, nil
}
