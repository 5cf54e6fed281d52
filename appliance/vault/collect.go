package vault

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Collectable answers whether a booking to collect a document here on a day may be offered (A002-43): nil when it lies
// here and nothing that is known today keeps it from going out on that day. With no number, whether any document of
// the kind may be. Without a vault it is so on the day of a trip only, for the documents that it brought and that were
// received (A002-45). It promises nothing: handing out looks again. Faults, with words to show beside the product:
// NotFound when it is not in this register; Refused when it is and cannot be collected here.
func (g Register) Collectable(r kv.Reader, kind office.ProductID, document string, on office.Date) error {
	const op = "vault.Collectable"
	p, ok := g.Procedures[kind]
	if !g.Vault {
		return g.brought(r, op, p, kind, document, on)
	}
	if !ok {
		return fault.New(op, fault.NotFound).On(string(kind)).Tell("Hier wordt dit soort document niet uitgereikt.", "Kies een andere locatie.")
	}
	if document == "" {
		for _, k := range r.Scan([]byte(stock), nil) {
			if string(k) == string(kind) {
				return nil
			}
		}
		return fault.New(op, fault.NotFound).On(string(kind)).Tell(fmt.Sprintf("Er ligt hier geen %s klaar.", p.Dutch), "Vraag waar het document ligt; daar is de afspraak.")
	}
	n, err := Document(document)
	if err != nil {
		return fault.Wrap(op, err)
	}
	return g.lies(r, op, p, kind, n, on)
}

// lies refuses, in words, one document that cannot be collected here on a day.
func (g Register) lies(r kv.Reader, op string, p Procedure, kind office.ProductID, n office.DocumentNumber, on office.Date) error {
	refuse := func(say, next string) error { return fault.New(op, fault.Refused).On(string(n)).Tell(say, next) }
	i, err := find(r, n)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && i.gone():
		if in, err := announcedIn(r, n); err == nil {
			return refuse(fmt.Sprintf("%s is nog onderweg met zending %s.", n, in), "Maak de afspraak zodra het hier ligt.")
		}
		return fault.New(op, fault.NotFound).On(string(n)).Tell("Dit document ligt niet op deze locatie.", "Maak de afspraak waar het ligt.")
	case err != nil:
		return fault.Wrap(op, err)
	case i.Custody.Ended():
		return refuse(fmt.Sprintf("%s is al %s.", n, i.Where()), "Er is niets meer af te halen.")
	case i.Kind != kind:
		return refuse(fmt.Sprintf("%s is geen %s maar een %s.", n, p.Dutch, g.Procedures[i.Kind].Dutch), "Kies het juiste product.")
	case i.LentBy != "" && on != i.TripDay:
		return refuse(fmt.Sprintf("%s is hier alleen op %s, met rit %s.", n, dutch(i.TripDay), i.Trip), "Kies die dag, of haal het af waar het anders ligt: "+string(i.LentBy)+".")
	case i.Away && on <= i.TripDay:
		return refuse(fmt.Sprintf("%s is op %s mee naar %s.", n, dutch(i.TripDay), nameOf(i.For)), "Kies een andere dag, of haal het daar af.")
	case i.Bars != 0:
		return refuse(fmt.Sprintf("%s is %s.", n, i.Bars.Words()), "De verantwoordelijke beslist eerst.")
	case i.Proposal.Fate != "":
		return refuse(fmt.Sprintf("Voor %s is voorgesteld: %s.", n, i.Proposal.Fate.Words()), "De verantwoordelijke beslist eerst.")
	case p.void(i, on):
		t, _ := p.Term(i)
		return refuse(fmt.Sprintf("De termijn voor %s loopt tot %s.", n, dutch(t.Legal)), "Kies een dag ervoor.")
	}
	return nil
}

// brought is Collectable at a counter without a vault.
func (g Register) brought(r kv.Reader, op string, p Procedure, kind office.ProductID, document string, on office.Date) error {
	if document == "" {
		here, err := all(r, stock)
		if err != nil {
			return fault.Wrap(op, err)
		}
		for _, i := range here {
			if i.LentBy != "" && g.lies(r, op, p, kind, i.Document, on) == nil {
				return nil
			}
		}
		return noVault(op)
	}
	n, err := Document(document)
	if err != nil {
		return fault.Wrap(op, err)
	}
	i, err := find(r, n)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return fault.Wrap(op, err)
	}
	_, coming := announcedIn(r, n)
	if coming != nil && (err != nil || i.LentBy == "" && !i.Custody.Ended()) {
		return noVault(op)
	}
	return g.lies(r, op, p, kind, n, on)
}
