package vault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Evening is when somebody must look for documents that are still out on a trip and nobody said another hour. No
// source states it.
const Evening office.Minute = 21 * 60

// Trip is documents that a colleague takes to a counter without vault for the day, or from there back home.
type Trip struct {
	ID        string        // its number, the same there and back
	To        office.SiteID // the counter; on the way home the vault that lent them
	Documents []string      // empty on the way home: all that are left
	BackBy    office.Minute // on the way out; 0: Evening
}

// Depart hands documents over from a.By to a.With, who carries them. Out of a vault, they stay in its register as out
// until they are back; at a counter without vault they leave it. Faults: those of Store; Refused for what may not be
// handed out anyway; Taken for a trip's number that is still out.
func (g Register) Depart(r kv.Reader, a Actors, t Trip) (*contract.Event, error) {
	const op = "vault.Depart"
	if err := a.two(op); err != nil {
		return nil, err
	}
	id := strings.ToUpper(strings.TrimSpace(t.ID))
	if !tripForm.MatchString(id) {
		return nil, fault.New(op, fault.Invalid).Tell("Dit is geen nummer van een rit.", "Tik een nummer, zoals G-26-118.")
	}
	if !t.To.Valid() || t.To == g.Site || t.BackBy > office.EndOfDay {
		return nil, fault.New(op, fault.Invalid).On(string(t.To)).Tell("Deze rit heeft geen andere locatie als bestemming, of geen uur.", "Kies de locatie en het uur.")
	}
	if g.Vault && len(listed(r, trips+id+"\x00")) > 0 {
		return nil, fault.New(op, fault.Taken).On(id).Tell(fmt.Sprintf("Rit %s is nog onderweg.", id), "Geef deze rit een eigen nummer.")
	}
	texts := t.Documents
	if !g.Vault && len(texts) == 0 {
		for _, n := range listed(r, trips+id+"\x00") {
			texts = append(texts, string(n))
		}
	}
	all, err := g.heldAll(r, op, a.By, texts)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if err := mayTravel(op, i, id, t.To); err != nil {
			return nil, err
		}
	}
	out := &contract.Departed{Trip: id, To: string(t.To), Carrier: string(a.With), Documents: numbersOf(all), Date: int32(a.Today)}
	if g.Vault {
		out.BackBy = uint32(t.BackBy)
		if t.BackBy == 0 {
			out.BackBy = uint32(Evening)
		}
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Departed{Departed: out}}, nil
}

// mayTravel refuses what cannot be handed out where it goes, and what goes home to another vault than its own.
func mayTravel(op string, i Item, trip string, to office.SiteID) error {
	refuse := func(say, next string) error {
		return fault.New(op, fault.Refused).On(string(i.Document)).Tell(say, next)
	}
	switch {
	case i.LentBy != "" && (i.LentBy != to || i.Trip != trip):
		return refuse(fmt.Sprintf("%s hoort bij rit %s van %s.", i.Document, i.Trip, nameOf(i.LentBy)), "Breng het daarnaar terug.")
	case i.LentBy != "":
		return nil
	case i.Bars != 0:
		return refuse(fmt.Sprintf("%s is %s.", i.Document, i.Bars.Words()), "Laat het liggen tot de verantwoordelijke beslist.")
	case i.Proposal.Fate != "":
		return refuse(fmt.Sprintf("Voor %s is voorgesteld: %s.", i.Document, i.Proposal.Fate.Words()), "Laat dat voorstel eerst intrekken.")
	}
	return nil
}

// Homecoming is a trip that is back, or a part of it.
type Homecoming struct {
	Trip      string
	Back      []string // counted in
	HandedOut []string // at the counter, by its list
}

// BringBack takes documents of a trip in again, from a.With into the hands of a.By, and closes the chains of those
// that were handed out there. What is in neither list stays out, and the alarm with it. Faults: Invalid for one in
// both lists; NotFound; Refused for one that was not on the trip.
func (g Register) BringBack(r kv.Reader, a Actors, h Homecoming) (*contract.Event, error) {
	const op = "vault.BringBack"
	if err := g.ready(op, a.By); err != nil {
		return nil, err
	}
	if err := a.two(op); err != nil {
		return nil, err
	}
	numbers, err := documents(op, append(slices.Clone(h.Back), h.HandedOut...))
	if err != nil {
		return nil, err
	}
	out := &contract.BroughtBack{Trip: strings.ToUpper(strings.TrimSpace(h.Trip)), Second: string(a.With), Date: int32(a.Today)}
	for _, n := range numbers {
		i, err := find(r, n)
		back, there := holds(h.Back, n), holds(h.HandedOut, n)
		switch {
		case err != nil:
			return nil, fault.Wrap(op, err)
		case !i.Away || i.Trip != out.Trip:
			return nil, fault.New(op, fault.Refused).On(string(n)).Tell(fmt.Sprintf("%s was niet mee met rit %s: %s.", n, out.Trip, i.Where()), "Kijk het nummer en de rit na.")
		case back && there:
			return nil, fault.New(op, fault.Invalid).On(string(n)).Tell(fmt.Sprintf("%s staat bij terug én bij uitgereikt.", n), "Kijk na welk van de twee klopt; er is niets ingeschreven.")
		case back:
			out.Back = append(out.Back, string(n))
		default:
			out.HandedOut = append(out.HandedOut, string(n))
		}
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_BroughtBack{BroughtBack: out}}, nil
}

// holds reports whether a number is in a list as typed.
func holds(texts []string, n office.DocumentNumber) bool {
	return slices.ContainsFunc(texts, func(t string) bool { d, err := Document(t); return err == nil && d == n })
}

// Outing is a trip as it stands.
type Outing struct {
	ID        string
	With      office.SiteID // where they are out to, or which vault lent them
	Lent      bool          // they are here, and must go home
	Day       office.Date
	BackBy    office.Minute
	Documents []office.DocumentNumber
	Late      bool
	Say, Next string // the alarm in Dutch, when it is late
}

// Trips lists what is out, and what is here from another vault, by number. What is not back by its hour is late, and
// stays so until every document of it is accounted for (A002-45).
func Trips(r kv.Reader, today office.Date, now office.Minute) ([]Outing, error) {
	all, err := all(r, trips)
	if err != nil {
		return nil, err
	}
	var out []Outing
	for _, i := range all {
		if len(out) == 0 || out[len(out)-1].ID != i.Trip {
			o := Outing{ID: i.Trip, With: i.LentBy, Lent: i.LentBy != "", Day: i.TripDay, BackBy: i.BackBy}
			if !o.Lent {
				o.With = i.For
			}
			o.Late = today > o.Day || today == o.Day && now >= o.BackBy
			out = append(out, o)
		}
		o := &out[len(out)-1]
		o.Documents = append(o.Documents, i.Document)
	}
	for n := range out {
		out[n].tell()
	}
	return out, nil
}

// tell puts the alarm of a late trip into words.
func (o *Outing) tell() {
	if !o.Late {
		return
	}
	what, is, them := fmt.Sprintf("%d documenten", len(o.Documents)), "zijn", "ze"
	if len(o.Documents) == 1 {
		what, is, them = "1 document", "is", "het"
	}
	if o.Lent {
		o.Say = fmt.Sprintf("Rit %s van %s: %s van de kluis van %s %s nog hier.", o.ID, dutch(o.Day), what, nameOf(o.With), is)
		o.Next = fmt.Sprintf("Breng %s vandaag nog terug, of bel de verantwoordelijke.", them)
		return
	}
	o.Say = fmt.Sprintf("Rit %s van %s naar %s: %s %s niet terug in de kluis.", o.ID, dutch(o.Day), nameOf(o.With), what, is)
	o.Next = fmt.Sprintf("Bel de collega die %s meenam.", them)
}
