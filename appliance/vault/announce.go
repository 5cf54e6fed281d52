package vault

import (
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// list is what headquarters announced of a consignment and has not come yet.
type list struct {
	site, lentBy office.SiteID
	since        office.Date // when a part of it came without the rest; 0: nothing came yet
	open         []*contract.Item
}

// find is the place of a number in the list, or -1.
func (l list) find(document string) int {
	return slices.IndexFunc(l.open, func(i *contract.Item) bool { return i.Document == document })
}

// onTheWay reads what is on its way of a consignment; false when it was not announced.
func onTheWay(r kv.Reader, consignment string) (list, bool, error) {
	b := r.Get([]byte(announced + consignment))
	if b == nil {
		return list{}, false, nil
	}
	c := cut{rest: b}
	l := list{site: office.SiteID(c.text()), lentBy: office.SiteID(c.text()), since: office.Date(c.num())}
	for len(c.rest) > 0 && !c.short {
		l.open = append(l.open, &contract.Item{Document: c.text(), Kind: c.text(), Holder: append([]byte(nil), c.bytes()...)})
	}
	if err := c.err(); err != nil {
		return l, true, fault.New("vault.Announced", fault.Corrupt).On(consignment).Because(err)
	}
	return l, true, nil
}

// putList stores what is still on its way of a consignment, nothing when nothing is.
func putList(w kv.Writer, consignment string, l list) {
	if len(l.open) == 0 {
		w.Delete([]byte(announced + consignment))
		return
	}
	var out line
	out.text(string(l.site))
	out.text(string(l.lentBy))
	out.num(int64(l.since))
	for _, i := range l.open {
		out.text(i.Document)
		out.text(i.Kind)
		out.text(string(i.Holder))
	}
	w.Put([]byte(announced+consignment), out)
}

// FoldConsignment notes documents that headquarters announced. The same consignment announced again replaces
// itself; what has been received or reported missing meanwhile is left out, and what came before its announcement is
// surplus no more. A number that stands twice counts once; one that is none stays as it was announced, for a person.
func FoldConsignment(w kv.Writer, c *contract.Consignment) error {
	before, _, err := onTheWay(w, c.GetId())
	if err != nil {
		return err
	}
	l := list{site: office.SiteID(c.GetSite()), lentBy: office.SiteID(c.GetLentBy()), since: before.since}
	told := slices.Clone(c.GetItems())
	for _, d := range c.GetDocuments() {
		told = append(told, &contract.Item{Document: d})
	}
	for _, i := range told {
		d := i.GetDocument()
		if number, err := Document(d); err == nil {
			d = string(number)
		}
		open, err := awaited(w, c.GetId(), office.DocumentNumber(d))
		if err != nil {
			return err
		}
		if open && l.find(d) < 0 {
			l.open = append(l.open, &contract.Item{Document: d, Kind: i.GetKind(), Holder: i.GetHolder()})
		}
	}
	putList(w, c.GetId(), l)
	return nil
}

// FoldTakenBack notes that documents which headquarters announced do not come: all of the consignment that is still on its
// way, when none is named. What has been received stays received.
func FoldTakenBack(w kv.Writer, b *contract.TakenBack) error {
	l, ok, err := onTheWay(w, b.GetConsignment())
	if !ok || err != nil {
		return err
	}
	l.open = slices.DeleteFunc(l.open, func(i *contract.Item) bool {
		return len(b.GetDocuments()) == 0 || slices.Contains(b.Documents, i.Document)
	})
	putList(w, b.GetConsignment(), l)
	return nil
}

// FoldSnapshot notes all that is on its way, as headquarters states it anew: what it does not name comes no more.
func FoldSnapshot(w kv.Writer, all []*contract.Consignment) error {
	var gone []string
	for k := range w.Scan([]byte(announced), nil) {
		id := strings.TrimPrefix(string(k), announced)
		if !slices.ContainsFunc(all, func(c *contract.Consignment) bool { return c.GetId() == id }) {
			gone = append(gone, id)
		}
	}
	for _, id := range gone {
		w.Delete([]byte(announced + id))
	}
	for _, c := range all {
		if err := FoldConsignment(w, c); err != nil {
			return err
		}
	}
	return nil
}

// awaited reports whether an announced document is still to come. One that came without a list loses its bar.
func awaited(w kv.Writer, consignment string, document office.DocumentNumber) (bool, error) {
	if rep, ok, err := missing(w, document); err != nil || ok && rep.Consignment == consignment {
		return false, err
	}
	i, err := find(w, document)
	if fault.Is(err, fault.NotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if i.Consignment == consignment && i.Bars&Surplus != 0 {
		before := i
		i.Bars &^= Surplus
		put(w, before, i)
	}
	return i.gone() && i.Consignment != consignment, nil
}

// foldArrived takes what was received off its announcement.
func foldArrived(w kv.Writer, e *contract.Received) error {
	l, ok, err := onTheWay(w, e.GetConsignment())
	if !ok || err != nil {
		return err
	}
	l.open = slices.DeleteFunc(l.open, func(d *contract.Item) bool {
		return slices.ContainsFunc(e.GetItems(), func(i *contract.Item) bool { return i.GetDocument() == d.Document })
	})
	if l.since == 0 {
		l.since = office.Date(e.GetDate())
	}
	putList(w, e.GetConsignment(), l)
	return nil
}

// Announced lists the consignments on their way, each with the documents not yet received.
func Announced(r kv.Reader) ([]*contract.Consignment, error) {
	var out []*contract.Consignment
	for k := range r.Scan([]byte(announced), nil) {
		c := &contract.Consignment{Id: strings.TrimPrefix(string(k), announced)}
		l, _, err := onTheWay(r, c.Id)
		if err != nil {
			return nil, err
		}
		c.Site, c.LentBy, c.Items = string(l.site), string(l.lentBy), l.open
		for _, i := range l.open {
			c.Documents = append(c.Documents, i.Document)
		}
		out = append(out, c)
	}
	return out, nil
}

// Trouble says what is wrong with a consignment as it was announced, before it comes: numbers that stand twice, that
// are none, or not of their kind; a kind that is unknown; another site. Empty: nothing.
func (g Register) Trouble(c *contract.Consignment) []string {
	var out []string
	if c.GetSite() != "" && g.Site != "" && c.GetSite() != string(g.Site) {
		out = append(out, "Zending "+c.GetId()+" is voor "+c.GetSite()+", niet voor deze locatie.")
	}
	kinds := map[string]string{}
	for _, i := range c.GetItems() {
		kinds[i.GetDocument()] = i.GetKind()
	}
	seen := map[office.DocumentNumber]bool{}
	for _, text := range c.GetDocuments() {
		n, err := Document(text)
		p, known := g.Procedures[office.ProductID(kinds[text])]
		switch {
		case err != nil:
			out = append(out, text+" is geen documentnummer.")
		case seen[n]:
			out = append(out, text+" staat twee keer op de lijst.")
		case kinds[text] != "" && !known:
			out = append(out, text+" is van een onbekende soort.")
		case known && !p.Number.Value.Fits(n):
			out = append(out, text+" is geen nummer van een "+p.Dutch+".")
		}
		seen[n] = true
	}
	return out
}
