package vault

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on a
// hand-over that custody does not allow: no decision made it.
func Fold(w kv.Writer, e *contract.Event) error {
	var err error
	at, by := e.GetAtMs(), office.ClerkID(e.GetClerk())
	switch k := e.GetKind().(type) {
	case *contract.Event_Received:
		err = foldReceived(w, k.Received, at, by)
	case *contract.Event_Stored:
		err = change(w, k.Stored.GetDocument(), func(i Item) (Item, error) {
			return i.pass(at, by, storing(i, by, k.Stored.GetCompartment())...)
		})
	case *contract.Event_HandedOut:
		err = change(w, k.HandedOut.GetDocument(), func(i Item) (Item, error) {
			return i.pass(at, by, handing(i, by, k.HandedOut)...)
		})
	case *contract.Event_Counted:
		err = putJSON(w, lastCount, Counting{At: at, Clerk: by, Missing: k.Counted.GetMissing(), Surplus: k.Counted.GetSurplus()})
	}
	if err != nil {
		return fault.New("vault.Fold", fault.Corrupt).Because(err)
	}
	return nil
}

// change folds a step of one document.
func change(w kv.Writer, document string, step func(Item) (Item, error)) error {
	i, err := Get(w, office.DocumentNumber(document))
	if err != nil {
		return err
	}
	if i, err = step(i); err != nil {
		return err
	}
	return put(w, i)
}

// foldReceived begins the chain of each document, and takes it off what was announced.
func foldReceived(w kv.Writer, e *contract.Received, at int64, by office.ClerkID) error {
	for _, n := range e.GetItems() {
		i := Item{Document: office.DocumentNumber(n.GetDocument()), Kind: office.ProductID(n.GetKind()), Holder: n.GetHolder(),
			Consignment: e.GetConsignment(), Received: at}
		if w.Get([]byte(items+string(i.Document))) != nil {
			return fmt.Errorf("document %s was received before", i.Document)
		}
		i, err := i.pass(at, by, custody.Handover{From: courier(e.GetFrom()), To: clerk(by), Evidence: "consignment " + e.GetConsignment()})
		if err != nil {
			return err
		}
		if err := put(w, i); err != nil {
			return err
		}
	}
	return foldArrived(w, e)
}

// FoldConsignment notes documents that headquarters announced. The same consignment announced again replaces
// itself; what has been received meanwhile is left out.
func FoldConsignment(w kv.Writer, c *contract.Consignment) error {
	var open []string
	for _, d := range c.GetDocuments() {
		if number, err := Document(d); err == nil { // as it will be received; a strange one stays as it was announced
			d = string(number)
		}
		if w.Get([]byte(items+d)) == nil {
			open = append(open, d)
		}
	}
	return putAnnounced(w, c.GetId(), open)
}

// foldArrived takes what was received off its announcement.
func foldArrived(w kv.Writer, e *contract.Received) error {
	b := w.Get([]byte(announced + e.GetConsignment()))
	if b == nil {
		return nil
	}
	var open []string
	if err := json.Unmarshal(b, &open); err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(d string) bool {
		return slices.ContainsFunc(e.GetItems(), func(i *contract.Item) bool { return i.GetDocument() == d })
	})
	return putAnnounced(w, e.GetConsignment(), open)
}

// putAnnounced stores what is still on its way of a consignment, nothing when nothing is.
func putAnnounced(w kv.Writer, consignment string, open []string) error {
	if len(open) == 0 {
		w.Delete([]byte(announced + consignment))
		return nil
	}
	return putJSON(w, announced+consignment, open)
}
