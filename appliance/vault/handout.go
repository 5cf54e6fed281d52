package vault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Door is where a document goes out. It is journaled: the yearly figures count by it (A000-35).
type Door string

// The doors.
const (
	AtDesk      Door = ""
	AtSnelbalie Door = "snelbalie" // at the reception, without appointment (A000-34)
)

// Handing is a document on its way to the person entitled to it.
type Handing struct {
	Document  string
	Collector Collector
	Evidence  []string       // codes of the checks seen, or their words
	Visit     office.VisitID // zero: outside the queue

	Door        Door
	Today       office.Date // civil day; 0: the caller does not say, and nothing that needs a day is checked
	Born        office.Date // the holder's date of birth as read from the card; 0: not looked at. It is checked, never kept
	Recipient   []byte      // commitment to the sealed Person who takes it; empty: the holder
	Surrendered string      // number of the old document taken in; empty: none, or its number was not kept
	Read        bool        // the counter itself read the collector's card for this document a moment ago: what ReadCard says
}

// HandOut hands a document out: the last hand-over there is. The clerk lets go of it only when the answer is there,
// because only then is it durable; see doc.go on crashes. Faults: NotFound; Taken when it was handed out before;
// NotHeld when another clerk has it or it is not here; Refused when this collector may not collect this kind, when
// the document is barred, proposed to go or void, or while the checklist has open steps; Invalid for evidence that
// is none of it and for a date of birth that cannot be.
func (g Register) HandOut(r kv.Reader, by office.ClerkID, h Handing) (*contract.Event, error) {
	const op = "vault.HandOut"
	i, err := g.held(r, op, by, h.Document)
	if err != nil {
		return nil, err
	}
	p, ok := g.procedure(i.Kind)
	if !ok {
		return nil, fault.New(op, fault.Refused).On(string(i.Document)).Tell("Voor dit soort document is geen procedure bekend; het blijft hier.", "Bel de beheerder.")
	}
	if err := p.lets(op, i, h); err != nil {
		return nil, err
	}
	codes, err := p.evidence(op, h.Collector, h.Evidence)
	if err == nil {
		err = h.read(op, codes)
	}
	if err != nil {
		return nil, err
	}
	out := &contract.HandedOut{Document: string(i.Document), Collector: string(h.Collector), Evidence: codes, Recipient: h.Recipient,
		Door: string(h.Door), Date: int32(h.Today)}
	if h.Visit != (office.VisitID{}) {
		out.Visit = h.Visit[:]
	}
	if h.Surrendered != "" {
		if out.Surrendered, err = takesIn(r, op, i, h); err != nil {
			return nil, err
		}
	}
	if _, err := i.pass(0, by, handing(i, by, out)...); err != nil {
		return nil, fault.New(op, fault.Conflict).On(string(i.Document)).Because(err)
	}
	return &contract.Event{Clerk: string(by), Kind: &contract.Event_HandedOut{HandedOut: out}}, nil
}

// lets refuses what may not go out, at this door, to this collector, on this day.
func (p Procedure) lets(op string, i Item, h Handing) error {
	refuse := func(say, next string) error {
		return fault.New(op, fault.Refused).On(string(i.Document)).Tell(say, next)
	}
	switch {
	case !slices.Contains(p.Collectors.Value, h.Collector):
		how, known := collectorWords[h.Collector]
		if !known {
			how = "aan deze persoon"
		}
		return refuse(fmt.Sprintf("%s: dit document wordt niet %s afgegeven; deze persoon mag het niet afhalen.", p.Dutch, how), "Kijk na wie het mag afhalen.")
	case h.Door == AtSnelbalie && !p.Snelbalie.Value:
		return refuse(fmt.Sprintf("%s: dit document gaat niet over de snelbalie.", p.Dutch), "Verwijs naar een loket.")
	case h.Door != AtDesk && h.Door != AtSnelbalie, len(h.Recipient) != 0 && len(h.Recipient) != 16:
		return fault.New(op, fault.Invalid).On(string(i.Document))
	case i.Bars != 0:
		return refuse(fmt.Sprintf("%s is %s.", i.Document, i.Bars.Words()), "Laat het liggen tot de verantwoordelijke beslist.")
	case i.Proposal.Fate != "":
		return refuse(fmt.Sprintf("Voor %s is voorgesteld: %s.", i.Document, i.Proposal.Fate.Words()), "Laat dat voorstel eerst intrekken.")
	case i.LentBy != "" && h.Today != 0 && i.TripDay != 0 && h.Today != i.TripDay:
		return refuse(fmt.Sprintf("%s moest op %s terug naar de kluis van %s.", i.Document, dutch(i.TripDay), nameOf(i.LentBy)), "Breng het terug; het wordt hier niet meer uitgereikt.")
	case p.void(i, h.Today):
		t, _ := p.Term(i)
		return refuse(fmt.Sprintf("De termijn voor %s liep tot %s: het document is vervallen.", i.Document, dutch(t.Legal)), "De houder vraagt een nieuw aan; vraag de verantwoordelijke.")
	}
	return p.born(op, i, h)
}

// born holds the holder's date of birth against the day, and a parent against the holder's age.
func (p Procedure) born(op string, i Item, h Handing) error {
	if h.Born == 0 {
		return nil
	}
	switch years := age(h.Born, h.Today); {
	case h.Today == 0:
		return fault.New(op, fault.Invalid).Because(fmt.Errorf("a date of birth and no civil day"))
	case h.Born > h.Today:
		return fault.New(op, fault.Invalid).On(string(i.Document)).Tell("Deze geboortedatum ligt in de toekomst.", "Kijk het jaar na.")
	case years > 130:
		return fault.New(op, fault.Invalid).On(string(i.Document)).Tell("Deze geboortedatum kan niet.", "Kijk het jaar na.")
	case h.Collector == Parent && p.ParentUntil.Value > 0 && years >= p.ParentUntil.Value:
		return fault.New(op, fault.Refused).On(string(i.Document)).Tell(fmt.Sprintf("%s: de houder is %d jaar of ouder; een ouder mag het niet meer afhalen.", p.Dutch, p.ParentUntil.Value), "Kijk na wie het mag afhalen.")
	}
	return nil
}

// takesIn checks the number of an old document that comes in while the new one goes out. It is nothing the register
// still has in somebody's hands; one that was handed out here is at the end of its chain, and begins no other.
func takesIn(r kv.Reader, op string, i Item, h Handing) (string, error) {
	old, err := Document(h.Surrendered)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	if old == i.Document {
		return "", fault.New(op, fault.Invalid).On(string(old)).Tell("Dit is het nummer van het nieuwe document.", "Tik het nummer van het oude.")
	}
	known, err := find(r, old)
	if err == nil && !known.Custody.Ended() {
		return "", fault.New(op, fault.Taken).On(string(old)).Tell(fmt.Sprintf("%s staat nog in het register: %s.", old, known.Where()), "Kijk het nummer van het oude document na.")
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", fault.Wrap(op, err)
	}
	return string(old), nil
}

// handing are the hand-overs of giving an item out.
func handing(i Item, by office.ClerkID, e *contract.HandedOut) []custody.Handover {
	return out(i, by, holder(e.GetCollector()), strings.Join(e.GetEvidence(), " "))
}

// Tally counts documents of a kind that went out through a door.
type Tally struct {
	Kind office.ProductID
	Door Door
	N    int
}

// Given counts what was handed out from one day to another, both included, by kind and door: the snelbalie's yearly
// figure is the sum of its door (A000-35).
func Given(r kv.Reader, from, to office.Date) []Tally {
	var out []Tally
	for k, v := range r.Scan([]byte(given), []byte(given+dayKey(from))) {
		rest := string(k[len(given):])
		if dayOf(rest) > to {
			break
		}
		kind, door, _ := strings.Cut(rest[4:], "\x00")
		n := cut{rest: v}
		t := Tally{Kind: office.ProductID(kind), Door: Door(door), N: int(n.num())}
		at := slices.IndexFunc(out, func(o Tally) bool { return o.Kind == t.Kind && o.Door == t.Door })
		if at < 0 {
			out = append(out, t)
			continue
		}
		out[at].N += t.N
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return strings.Compare(string(a.Kind)+"\x00"+string(a.Door), string(b.Kind)+"\x00"+string(b.Door))
	})
	return out
}
