package vault

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// MaxItems is the most documents of one delivery, and of every other act on several; MaxCount is the most of one count.
const (
	MaxItems = 1000
	MaxCount = 5000
)

// Register is what a site's register goes by. Its decisions are pure; the clerk who acts must be the one whom the node
// stamps on the event.
type Register struct {
	Vault      bool // the site has a vault (A002-45)
	Procedures Procedures
	// Site is our own name: what is meant for another one is told apart. Empty: nothing is.
	Site office.SiteID
	// Strict asks for two people at every receipt (A002-44), and numbers of the form of their kind.
	Strict bool
	// Compartments are those of the vault, with how many documents each takes (0: any number). Empty: whatever is typed.
	Compartments map[string]int
	// Readers: a reader of identity cards stands here, so that the counter can say itself whose card it read.
	Readers bool
}

// Actors are the people of an act and its day. With is somebody other than By, who has signed in with a PIN of their
// own; acts that need two people are refused without. Today is the civil day, as the site's clock says.
type Actors struct {
	By, With office.ClerkID
	Today    office.Date
}

var (
	compartmentForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{0,15}$`)
	tripForm        = regexp.MustCompile(`^[A-Z0-9][A-Z0-9./-]{0,31}$`)
)

// Document reads a number as typed or scanned: capitals, without spaces.
func Document(text string) (office.DocumentNumber, error) {
	n, err := office.ParseDocumentNumber(text)
	if err != nil {
		return "", fault.New("vault.Document", fault.Invalid).Because(err).Tell("Dit is geen documentnummer.", "Scan het opnieuw of tik het over.")
	}
	return n, nil
}

// documents reads a list of numbers, each once.
func documents(op string, texts []string) ([]office.DocumentNumber, error) {
	if len(texts) == 0 || len(texts) > MaxItems {
		return nil, fault.New(op, fault.Invalid).Tell("Er zijn geen of te veel documenten aangeduid.", fmt.Sprintf("Duid één tot %d documenten aan.", MaxItems))
	}
	seen := map[office.DocumentNumber]bool{}
	var out []office.DocumentNumber
	for _, text := range texts {
		n, err := Document(text)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		if !seen[n] {
			seen[n], out = true, append(out, n)
		}
	}
	return out, nil
}

// named refuses acts by nobody.
func named(op string, by office.ClerkID) error {
	if by == "" {
		return fault.New(op, fault.Denied).Tell("Elke overdracht van een document heeft een naam nodig.", "Meld je eerst aan.")
	}
	return nil
}

// noVault is the refusal of a site without a vault.
func noVault(op string) *fault.Fault {
	return fault.New(op, fault.Refused).Tell("Deze locatie heeft geen kluis: hier worden geen documenten bewaard of uitgereikt.", "Verwijs naar een locatie met een kluis.")
}

// ready refuses an act at a site without a vault, and by nobody.
func (g Register) ready(op string, by office.ClerkID) error {
	if !g.Vault {
		return noVault(op)
	}
	return named(op, by)
}

// two refuses an act by one person, and one without a day. Names that differ only in case are one person.
func (a Actors) two(op string) error {
	if err := a.dated(op); err != nil {
		return err
	}
	if a.With == "" || strings.EqualFold(strings.TrimSpace(string(a.With)), strings.TrimSpace(string(a.By))) {
		return fault.New(op, fault.Denied).Tell("Dit doen twee medewerkers samen.", "Laat een collega mee aanmelden.")
	}
	if len(a.With) > 100 || !utf8.ValidString(string(a.With)) {
		return fault.New(op, fault.Invalid)
	}
	return nil
}

// dated refuses an act by nobody, or whose caller does not know the day.
func (a Actors) dated(op string) error {
	if err := named(op, a.By); err != nil {
		return err
	}
	if a.Today == 0 {
		return fault.New(op, fault.Invalid).Because(fmt.Errorf("no civil day"))
	}
	return nil
}

// phrase trims a text that a person typed. Faults: Invalid when it is missing, too long, or no UTF-8.
func phrase(op, text, missing string) (string, error) {
	s := strings.TrimSpace(text)
	switch {
	case !utf8.ValidString(s):
		return "", fault.New(op, fault.Invalid)
	case s == "":
		return "", fault.New(op, fault.Invalid).Tell(missing, "Vul het in.")
	case len(s) > 300:
		return "", fault.New(op, fault.Invalid).Tell("Deze tekst is te lang.", "Schrijf hoogstens 300 tekens.")
	}
	return s, nil
}

// held is the item of this number, when by may act on it: it is on this site, and not in another clerk's hands. At a
// site without a vault only what a vault lent it for the day is.
func (g Register) held(r kv.Reader, op string, by office.ClerkID, document string) (Item, error) {
	if err := named(op, by); err != nil {
		return Item{}, err
	}
	number, err := Document(document)
	if err != nil {
		return Item{}, fault.Wrap(op, err)
	}
	i, err := find(r, number)
	switch at := i.Custody.Custodian; {
	case !g.Vault && (fault.Is(err, fault.NotFound) || err == nil && i.LentBy == "" && !i.Custody.Ended()):
		return i, noVault(op)
	case err != nil:
		return i, fault.Wrap(op, err)
	case i.Custody.Ended():
		return i, fault.New(op, fault.Taken).On(string(number)).Tell(fmt.Sprintf("%s is al %s.", number, i.Where()), "Kijk in het register wanneer en door wie.")
	case i.Away:
		return i, fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s is %s.", number, i.Where()), "Schrijf de rit eerst terug in.")
	case !i.InStock():
		return i, fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s is niet meer hier: %s.", number, i.Where()), "Kijk in het register waar het naartoe ging.")
	case at.Kind == custody.Clerk && at != clerk(by):
		return i, fault.New(op, fault.NotHeld).On(string(number)).Tell(fmt.Sprintf("%s is nu in handen van %s.", number, at.Name), "Laat die collega het opbergen of doorgeven.")
	}
	return i, nil
}

// heldAll are the items of these numbers, each held by by.
func (g Register) heldAll(r kv.Reader, op string, by office.ClerkID, texts []string) ([]Item, error) {
	numbers, err := documents(op, texts)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, n := range numbers {
		i, err := g.held(r, op, by, string(n))
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, nil
}

// numbersOf lists the numbers of items as they are journaled.
func numbersOf(all []Item) []string {
	var out []string
	for _, i := range all {
		out = append(out, string(i.Document))
	}
	return out
}

// Store puts a document into a compartment: from the hands of by, or from another compartment. No event when it
// lies there already. Faults: NotFound; Taken when it was handed out; NotHeld when another clerk has it or it is not
// here; Refused when the compartment is full.
func (g Register) Store(r kv.Reader, by office.ClerkID, document, into string) (*contract.Event, error) {
	const op = "vault.Store"
	if err := g.ready(op, by); err != nil {
		return nil, err
	}
	i, err := g.held(r, op, by, document)
	if err != nil {
		return nil, err
	}
	into = strings.ToUpper(strings.TrimSpace(into))
	size, known := g.Compartments[into]
	if !compartmentForm.MatchString(into) || len(g.Compartments) > 0 && !known {
		return nil, fault.New(op, fault.Invalid).On(string(i.Document)).Tell("Dit is geen vak van de kluis.", "Tik de naam van het vak, zoals B3.")
	}
	if i.Custody.Custodian == compartment(into) {
		return nil, nil
	}
	if size > 0 && len(listed(r, compartments+into+"\x00")) >= size {
		return nil, fault.New(op, fault.Refused).On(into).Tell(fmt.Sprintf("Vak %s is vol.", into), "Kies een ander vak.")
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

// Pass gives documents from the hands of a.By, or out of the vault, to a colleague, a.With. Faults: those of Store.
func (g Register) Pass(r kv.Reader, a Actors, texts []string) (*contract.Event, error) {
	const op = "vault.Pass"
	if err := a.two(op); err != nil {
		return nil, err
	}
	all, err := g.heldAll(r, op, a.By, texts)
	if err != nil {
		return nil, err
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_PassedOn{PassedOn: &contract.PassedOn{Documents: numbersOf(all), To: string(a.With)}}}, nil
}
