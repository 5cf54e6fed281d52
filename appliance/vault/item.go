package vault

import (
	"encoding/json"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// prefixes of the keys; see doc.go.
const (
	items     = "v/d/"
	stock     = "v/i/"
	announced = "v/k/"
	lastCount = "v/n"
)

// Item is a document as the register knows it.
type Item struct {
	Document    office.DocumentNumber
	Kind        office.ProductID
	Holder      []byte // commitment to the sealed Person; empty: none was given
	Consignment string
	Received    int64 // wall time, milliseconds since 1970
	Custody     custody.Custody
	Chain       []Link
}

// Link is one hand-over of the chain.
type Link struct {
	At       int64          // wall time, milliseconds since 1970
	Clerk    office.ClerkID // who wrote it down
	Handover custody.Handover
}

// InStock reports whether the site still answers for the document.
func (i Item) InStock() bool { return !i.Custody.Ended() }

// Compartment is where it lies; false when a clerk has it or it is gone.
func (i Item) Compartment() (string, bool) {
	return i.Custody.Custodian.Name, i.Custody.Custodian.Kind == custody.Compartment
}

// pass is the item after the hand-overs, in order. It fails on the first one that custody does not allow.
func (i Item) pass(at int64, by office.ClerkID, handovers ...custody.Handover) (Item, error) {
	i.Chain = i.Chain[:len(i.Chain):len(i.Chain)] // a copy grows; the original stays
	for _, h := range handovers {
		next, err := i.Custody.Pass(h)
		if err != nil {
			return i, fmt.Errorf("document %s: %w", i.Document, err)
		}
		i.Custody = next
		i.Chain = append(i.Chain, Link{At: at, Clerk: by, Handover: h})
	}
	return i, nil
}

// clerk, compartment, courier and holder name the parties of hand-overs.
func clerk(id office.ClerkID) custody.Party {
	return custody.Party{Kind: custody.Clerk, Name: string(id)}
}

func compartment(name string) custody.Party {
	return custody.Party{Kind: custody.Compartment, Name: name}
}

func courier(name string) custody.Party { return custody.Party{Kind: custody.Courier, Name: name} }

// holder names who took the document by what they are to its holder; who that is stands in the sealed data.
func holder(c Collector) custody.Party {
	return custody.Party{Kind: custody.Holder, Name: string(c)}
}

// taken is the hand-over that brings a document out of its compartment into the hands of by; none when it lies in
// no compartment. From another clerk's hands nobody takes: custody then refuses what follows.
func taken(i Item, by office.ClerkID, evidence string) []custody.Handover {
	if i.Custody.Custodian.Kind != custody.Compartment {
		return nil
	}
	return []custody.Handover{{From: i.Custody.Custodian, To: clerk(by), Evidence: evidence}}
}

// Get is the item with this number, in stock or handed out. Faults: NotFound; Corrupt when the projection is
// damaged.
func Get(r kv.Reader, document office.DocumentNumber) (Item, error) {
	const op = "vault.Get"
	var i Item
	b := r.Get([]byte(items + string(document)))
	if b == nil {
		return i, fault.New(op, fault.NotFound).On(string(document)).
			Tell("Dit document staat niet in het register van deze locatie.", "Kijk het nummer na.")
	}
	if err := json.Unmarshal(b, &i); err != nil {
		return i, fault.New(op, fault.Corrupt).On(string(document)).Because(err)
	}
	return i, nil
}

// put stores an item.
func put(w kv.Writer, i Item) error {
	if err := putJSON(w, items+string(i.Document), i); err != nil {
		return err
	}
	if i.InStock() {
		w.Put([]byte(stock+string(i.Document)), nil)
	} else {
		w.Delete([]byte(stock + string(i.Document)))
	}
	return nil
}

func putJSON(w kv.Writer, key string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	w.Put([]byte(key), b)
	return nil
}
