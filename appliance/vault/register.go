package vault

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// MaxItems is the most documents of one delivery, and of one count.
const MaxItems = 1000

// Register is what a site's register goes by. Its decisions are pure; by is the clerk who acts, and must be
// the one whom the node stamps on the event.
type Register struct {
	Vault      bool // the site has a vault (A002-45)
	Procedures Procedures
}

// Delivery is a consignment as it was counted in: from the courier into the hands of the clerk.
type Delivery struct {
	Consignment string
	From        string // who brought it: a name of the carrier
	Items       []*contract.Item
}

var (
	documentForm    = regexp.MustCompile(`^[A-Z0-9][A-Z0-9./-]{2,31}$`)
	compartmentForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{0,15}$`)
)

// Document reads a number as typed or scanned: capitals, without spaces.
func Document(text string) (office.DocumentNumber, error) {
	s := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if !documentForm.MatchString(s) {
		return "", fault.New("vault.Document", fault.Invalid).Tell("Dit is geen documentnummer.", "Scan het opnieuw of tik het over.")
	}
	return office.DocumentNumber(s), nil
}

// ready refuses every act at a site without a vault, and by nobody.
func (g Register) ready(op string, by office.ClerkID) error {
	if !g.Vault {
		return fault.New(op, fault.Refused).Tell("Deze locatie heeft geen kluis: hier worden geen documenten bewaard of uitgereikt.", "Verwijs naar een locatie met een kluis.")
	}
	if by == "" {
		return fault.New(op, fault.Denied).Tell("Elke overdracht van een document heeft een naam nodig.", "Meld je eerst aan.")
	}
	return nil
}

// Receive checks a delivery in. It is taken whole or not at all. Faults: Invalid for what cannot be a delivery;
// Taken for a document that the register already knows.
func (g Register) Receive(r kv.Reader, by office.ClerkID, d Delivery) (*contract.Event, error) {
	const op = "vault.Receive"
	if err := g.ready(op, by); err != nil {
		return nil, err
	}
	from, consignment := strings.TrimSpace(d.From), strings.TrimSpace(d.Consignment)
	switch {
	case !utf8.ValidString(from + consignment):
		return nil, fault.New(op, fault.Invalid)
	case from == "" || len(from) > 100:
		return nil, fault.New(op, fault.Invalid).Tell("Er staat niet bij wie de zending bracht.", "Vul de naam van de koerierdienst in.")
	case consignment == "" || len(consignment) > 100:
		return nil, fault.New(op, fault.Invalid).Tell("Het nummer van de zending ontbreekt.", "Neem het over van de vrachtbrief.")
	case len(d.Items) == 0 || len(d.Items) > MaxItems:
		return nil, fault.New(op, fault.Invalid).Tell("Deze zending is leeg of te groot.", fmt.Sprintf("Schrijf één tot %d documenten in.", MaxItems))
	}
	out := &contract.Received{Consignment: consignment, From: from}
	seen := map[office.DocumentNumber]bool{}
	for _, i := range d.Items {
		document, err := g.newcomer(r, op, i, seen)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, &contract.Item{Document: string(document), Kind: i.Kind, Holder: i.Holder})
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_Received{Received: out}}, nil
}

// newcomer checks one item of a delivery and gives its number.
func (g Register) newcomer(r kv.Reader, op string, i *contract.Item, seen map[office.DocumentNumber]bool) (office.DocumentNumber, error) {
	document, err := Document(i.GetDocument())
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	if _, ok := g.Procedures[office.ProductID(i.GetKind())]; !ok {
		return "", fault.New(op, fault.Invalid).On(string(document)).Tell(fmt.Sprintf("Voor %s is geen soort document gekozen.", document), "Kies het soort document.")
	}
	if n := len(i.GetHolder()); n != 0 && n != 16 {
		return "", fault.New(op, fault.Invalid).On(string(document))
	}
	switch _, err := Get(r, document); {
	case err == nil || seen[document]:
		return "", fault.New(op, fault.Taken).On(string(document)).Tell(fmt.Sprintf("%s staat al in het register.", document), "Kijk het nummer na; er is niets ingeschreven.")
	case !fault.Is(err, fault.NotFound):
		return "", fault.Wrap(op, err)
	}
	seen[document] = true
	return document, nil
}

// Store puts a document into a compartment: from the hands of by, or from another compartment. No event when it
// lies there already. Faults: NotFound; Taken when it was handed out; NotHeld when another clerk has it.
func (g Register) Store(r kv.Reader, by office.ClerkID, document, into string) (*contract.Event, error) {
	const op = "vault.Store"
	i, err := g.held(r, op, by, document)
	if err != nil {
		return nil, err
	}
	into = strings.ToUpper(strings.TrimSpace(into))
	if !compartmentForm.MatchString(into) {
		return nil, fault.New(op, fault.Invalid).On(string(i.Document)).Tell("Dit is geen vak van de kluis.", "Tik de naam van het vak, zoals B3.")
	}
	if i.Custody.Custodian == compartment(into) {
		return nil, nil
	}
	if _, err := i.pass(0, by, storing(i, by, into)...); err != nil {
		return nil, fault.New(op, fault.Conflict).On(string(i.Document)).Because(err)
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_Stored{Stored: &contract.Stored{Document: string(i.Document), Compartment: into}}}, nil
}

// storing are the hand-overs of putting an item into a compartment.
func storing(i Item, by office.ClerkID, into string) []custody.Handover {
	return append(taken(i, by, "moved"), custody.Handover{From: clerk(by), To: compartment(into), Evidence: "stored"})
}

// Handing is a document on its way to the person entitled to it.
type Handing struct {
	Document  string
	Collector Collector
	Evidence  []string       // codes of the checks seen, or their words
	Visit     office.VisitID // zero: outside the queue
}

// HandOut hands a document out: the last hand-over there is. Faults: NotFound; Taken when it was handed out
// before; NotHeld when another clerk has it; Refused when this collector may not collect this kind, or while
// the checklist has open steps; Invalid for evidence that is none of it.
func (g Register) HandOut(r kv.Reader, by office.ClerkID, h Handing) (*contract.Event, error) {
	const op = "vault.HandOut"
	i, err := g.held(r, op, by, h.Document)
	if err != nil {
		return nil, err
	}
	p, ok := g.Procedures[i.Kind]
	if !ok {
		return nil, fault.New(op, fault.Refused).On(string(i.Document)).Tell("Voor dit soort document is geen procedure bekend; het blijft hier.", "Bel de beheerder.")
	}
	if !slices.Contains(p.Collectors, h.Collector) {
		return nil, fault.New(op, fault.Refused).On(string(i.Document)).Tell(fmt.Sprintf("%s: deze persoon mag dit document niet afhalen.", p.Dutch), "Kijk na wie het mag afhalen.")
	}
	codes, err := p.evidence(op, h.Collector, h.Evidence)
	if err != nil {
		return nil, err
	}
	out := &contract.HandedOut{Document: string(i.Document), Collector: string(h.Collector), Evidence: codes}
	if h.Visit != (office.VisitID{}) {
		out.Visit = h.Visit[:]
	}
	if _, err := i.pass(0, by, handing(i, by, out)...); err != nil {
		return nil, fault.New(op, fault.Conflict).On(string(i.Document)).Because(err)
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_HandedOut{HandedOut: out}}, nil
}

// handing are the hand-overs of giving an item out.
func handing(i Item, by office.ClerkID, e *contract.HandedOut) []custody.Handover {
	return append(taken(i, by, "taken out"), custody.Handover{From: clerk(by), To: holder(Collector(e.GetCollector())),
		Evidence: strings.Join(e.GetEvidence(), " ")})
}

// held is the item of this number, when by may act on it: it is in stock, and not in another clerk's hands.
func (g Register) held(r kv.Reader, op string, by office.ClerkID, document string) (Item, error) {
	if err := g.ready(op, by); err != nil {
		return Item{}, err
	}
	number, err := Document(document)
	if err != nil {
		return Item{}, fault.Wrap(op, err)
	}
	i, err := Get(r, number)
	switch at := i.Custody.Custodian; {
	case err != nil:
		return i, fault.Wrap(op, err)
	case !i.InStock():
		return i, fault.New(op, fault.Taken).On(string(number)).Tell(fmt.Sprintf("%s is al uitgereikt.", number), "Kijk in het register wanneer en door wie.")
	case at.Kind == custody.Clerk && at != clerk(by):
		return i, fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s is nu in handen van %s.", number, at.Name), "Laat die collega het opbergen.")
	}
	return i, nil
}
