package vault

import (
	"bytes"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// prefixes of the keys; see doc.go.
const (
	items        = "v/d/"
	chains       = "v/h/"
	stock        = "v/i/"
	compartments = "v/c/"
	trips        = "v/t/"
	announced    = "v/k/"
	discrepant   = "v/x/"
	reports      = "v/m/"
	counted      = "v/y/"
	given        = "v/g/"
	lastCount    = "v/n"
)

// Get is the item with this number and its whole chain: in stock or gone. Faults: NotFound; Corrupt when the
// projection is damaged.
func Get(r kv.Reader, document office.DocumentNumber) (Item, error) {
	i, err := find(r, document)
	if err != nil {
		return i, err
	}
	for _, v := range r.Scan([]byte(chains+string(document)+"\x00"), nil) {
		l, err := decodeLink(v)
		if err != nil {
			return i, fault.New("vault.Get", fault.Corrupt).On(string(document)).Because(err)
		}
		i.Chain = append(i.Chain, l)
	}
	return i, nil
}

// find is the item without its chain.
func find(r kv.Reader, document office.DocumentNumber) (Item, error) {
	const op = "vault.Get"
	b := r.Get([]byte(items + string(document)))
	if b == nil {
		return Item{}, fault.New(op, fault.NotFound).On(string(document)).
			Tell("Dit document staat niet in het register van deze locatie.", "Kijk het nummer na.")
	}
	i, err := decode(document, b)
	if err != nil {
		return i, fault.New(op, fault.Corrupt).On(string(document)).Because(err)
	}
	return i, nil
}

// indexes are the keys that point to an item as it stands. A document is in at most one compartment and on at most one
// trip, because it has one custodian.
func (i Item) indexes() []string {
	var out []string
	if i.InStock() {
		out = append(out, stock+string(i.Document))
	}
	if at, ok := i.Compartment(); ok {
		out = append(out, compartments+at+"\x00"+string(i.Document))
	}
	if i.Away || i.LentBy != "" && i.InStock() {
		out = append(out, trips+i.Trip+"\x00"+string(i.Document))
	}
	return out
}

// put stores an item, the hand-overs it has made since before, and the keys that point to it. The zero Item is before
// a document that the register did not know.
func put(w kv.Writer, before, i Item) {
	for _, k := range before.indexes() {
		w.Delete([]byte(k))
	}
	for n, l := range i.Chain[len(before.Chain):] {
		w.Put(linkKey(i.Document, before.Custody.Length+uint64(n)), l.encode())
	}
	w.Put([]byte(items+string(i.Document)), i.encode())
	for _, k := range i.indexes() {
		w.Put([]byte(k), nil)
	}
	if i.InStock() {
		w.Put([]byte(stock+string(i.Document)), []byte(i.Kind))
	}
}

// listed are the documents whose numbers end the keys of an index, in the order of the keys.
func listed(r kv.Reader, prefix string) []office.DocumentNumber {
	var out []office.DocumentNumber
	for k := range r.Scan([]byte(prefix), nil) {
		rest := k[len(prefix):]
		out = append(out, office.DocumentNumber(rest[bytes.LastIndexByte(rest, 0)+1:])) // behind the compartment or trip, if it names one
	}
	return out
}

// all reads the items of an index.
func all(r kv.Reader, prefix string) ([]Item, error) {
	numbers := listed(r, prefix)
	out := make([]Item, 0, len(numbers))
	for _, n := range numbers {
		i, err := find(r, n)
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, nil
}

// Verify holds the projection against itself: every chain against custody, every index against the items. It reads
// everything, and is for the night and for tests. Fault: Corrupt, naming the first document that is wrong.
func Verify(r kv.Reader) error {
	want := map[string]bool{}
	for k, v := range r.Scan([]byte(items), nil) {
		number := office.DocumentNumber(k[len(items):])
		i, err := decode(number, v)
		if err == nil {
			err = checkChain(r, i)
		}
		if err != nil {
			return fault.New("vault.Verify", fault.Corrupt).On(string(number)).Because(err)
		}
		for _, key := range i.indexes() {
			want[key] = true
		}
	}
	for _, prefix := range []string{stock, compartments, trips} {
		for k := range r.Scan([]byte(prefix), nil) {
			if !want[string(k)] {
				return fault.New("vault.Verify", fault.Corrupt).On(string(k)).Because(fmt.Errorf("an index points to what is not there"))
			}
			delete(want, string(k))
		}
	}
	for k := range want {
		return fault.New("vault.Verify", fault.Corrupt).On(k).Because(fmt.Errorf("an index misses what is there"))
	}
	return nil
}

// checkChain passes a document along its stored chain once more.
func checkChain(r kv.Reader, i Item) error {
	whole, err := Get(r, i.Document)
	if err != nil {
		return err
	}
	var c custody.Custody
	for _, l := range whole.Chain {
		if c, err = c.Pass(l.Handover); err != nil {
			return err
		}
	}
	if c != i.Custody {
		return fmt.Errorf("its chain ends with %s after %d hand-overs, it says %s after %d", c.Custodian.Name, c.Length, i.Custody.Custodian.Name, i.Custody.Length)
	}
	return nil
}
