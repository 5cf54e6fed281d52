package vault

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// maxReceived is the most bytes that a delivery may take: a record holds 64 KiB.
const maxReceived = 60 << 10

// Delivery is a consignment as it was counted in: from the courier into the hands of the clerk. What headquarters
// told of a document, its kind and its holder, need not be given again.
type Delivery struct {
	Consignment string
	From        string // who brought it: a name of the carrier, or the colleague of a trip
	Items       []*contract.Item

	With   office.ClerkID // who counted along; obligatory where the register is strict
	Today  office.Date    // civil day; 0: the caller does not say
	Site   office.SiteID  // for which site it is, by its waybill; empty: nobody looked
	LentBy office.SiteID  // it is a trip: this vault gets back the same day what is not handed out (A002-45)
}

// Receive checks a delivery in. It is taken whole or not at all: what is damaged, for another site, or not on the
// list is taken too, because somebody must answer for it, but is barred from going out until people have decided. A
// list that is here is compared with; what is on it and did not come stays announced. Faults: Invalid for what cannot
// be a delivery; Refused for one of another site, and at a site without a vault for all but a trip; Taken for a
// document that the register already has; Denied where two people are needed.
func (g Register) Receive(r kv.Reader, by office.ClerkID, d Delivery) (*contract.Event, error) {
	const op = "vault.Receive"
	from, consignment := strings.TrimSpace(d.From), strings.TrimSpace(d.Consignment)
	list, known, err := onTheWay(r, consignment)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if d.LentBy == "" {
		d.LentBy = list.lentBy
	}
	if err := g.mayReceive(op, by, d, list); err != nil {
		return nil, err
	}
	if err := d.check(op, from, consignment); err != nil {
		return nil, err
	}
	out := &contract.Received{Consignment: consignment, From: from, Second: string(d.With), Date: int32(d.Today), LentBy: string(d.LentBy), Compared: known}
	seen := map[office.DocumentNumber]bool{}
	for _, i := range d.Items {
		item, err := g.newcomer(r, op, i, list, seen)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
		if known && list.find(item.Document) < 0 {
			out.Surplus = append(out.Surplus, item.Document)
		}
	}
	for _, i := range list.open {
		if !seen[office.DocumentNumber(i.Document)] {
			out.Missing = append(out.Missing, i.Document)
		}
	}
	slices.Sort(out.Surplus)
	slices.Sort(out.Missing)
	if proto.Size(out) > maxReceived {
		return nil, fault.New(op, fault.Exhausted).Tell("Deze zending is te groot om in één keer in te schrijven.", "Schrijf ze in delen in, onder hetzelfde nummer.")
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_Received{Received: out}}, nil
}

// check refuses what cannot be a delivery, whatever the register has.
func (d Delivery) check(op, from, consignment string) error {
	switch {
	case !utf8.ValidString(from + consignment):
		return fault.New(op, fault.Invalid)
	case from == "" || len(from) > 100:
		return fault.New(op, fault.Invalid).Tell("Er staat niet bij wie de zending bracht.", "Vul de naam van de koerierdienst in.")
	case consignment == "" || len(consignment) > 100:
		return fault.New(op, fault.Invalid).Tell("Het nummer van de zending ontbreekt.", "Neem het over van de vrachtbrief.")
	case d.LentBy != "" && !tripForm.MatchString(consignment):
		return fault.New(op, fault.Invalid).Tell("Dit is geen nummer van een rit.", "Neem het over van het ritblad.")
	case len(d.Items) == 0 || len(d.Items) > MaxItems:
		return fault.New(op, fault.Invalid).Tell("Deze zending is leeg of te groot.", fmt.Sprintf("Schrijf één tot %d documenten in.", MaxItems))
	}
	return nil
}

// mayReceive holds who and where against the rules of the site.
func (g Register) mayReceive(op string, by office.ClerkID, d Delivery, list list) error {
	if d.LentBy == "" && !g.Vault {
		return noVault(op)
	}
	if err := named(op, by); err != nil {
		return err
	}
	if g.Strict || d.With != "" {
		if err := (Actors{By: by, With: d.With, Today: max(d.Today, 1)}).two(op); err != nil {
			return err
		}
	}
	for _, site := range []office.SiteID{d.Site, list.site} {
		if site != "" && g.Site != "" && site != g.Site {
			return fault.New(op, fault.Refused).On(string(site)).Tell(fmt.Sprintf("Deze zending is voor %s, niet voor deze locatie.", site), "Neem ze niet aan; geef ze terug mee met de koerier.")
		}
	}
	if d.LentBy != "" && d.LentBy == g.Site {
		return fault.New(op, fault.Refused).On(string(g.Site)).Tell("Deze rit komt van de eigen kluis.", "Schrijf ze in als een rit die terug is.")
	}
	return nil
}

// newcomer checks one item of a delivery, and completes it with what the list tells of it.
func (g Register) newcomer(r kv.Reader, op string, i *contract.Item, list list, seen map[office.DocumentNumber]bool) (*contract.Item, error) {
	document, err := Document(i.GetDocument())
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out := &contract.Item{Document: string(document), Kind: i.GetKind(), Holder: i.GetHolder(), Damaged: i.GetDamaged(), Site: i.GetSite()}
	if at := list.find(string(document)); at >= 0 {
		if told := list.open[at]; out.Kind == "" || out.Kind == told.Kind {
			out.Kind = told.Kind
			if len(out.Holder) == 0 {
				out.Holder = told.Holder
			}
		}
	}
	if out.Site == string(g.Site) {
		out.Site = ""
	}
	p, ok := g.Procedures[office.ProductID(out.Kind)]
	switch {
	case !ok:
		return nil, fault.New(op, fault.Invalid).On(string(document)).Tell(fmt.Sprintf("Voor %s is geen soort document gekozen.", document), "Kies het soort document.")
	case len(out.Site) > 64 || !utf8.ValidString(out.Site):
		return nil, fault.New(op, fault.Invalid).On(string(document))
	case len(out.Holder) != 0 && len(out.Holder) != 16:
		return nil, fault.New(op, fault.Invalid).On(string(document))
	case g.Strict && !p.Number.Value.Fits(document):
		return nil, fault.New(op, fault.Invalid).On(string(document)).Tell(fmt.Sprintf("%s is geen nummer van een %s.", document, p.Dutch), "Scan het opnieuw of tik het over; er is niets ingeschreven.")
	}
	switch known, err := find(r, document); {
	case seen[document]:
		return nil, fault.New(op, fault.Taken).On(string(document)).Tell(fmt.Sprintf("%s staat twee keer op de lijst.", document), "Schrap het dubbele nummer; er is niets ingeschreven.")
	case err == nil && !known.gone():
		return nil, fault.New(op, fault.Taken).On(string(document)).Tell(fmt.Sprintf("%s staat al in het register: %s.", document, known.Where()), "Kijk het nummer na; er is niets ingeschreven.")
	case err != nil && !fault.Is(err, fault.NotFound):
		return nil, fault.Wrap(op, err)
	}
	seen[document] = true
	return out, nil
}
