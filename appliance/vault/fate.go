package vault

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Fate is how a document leaves that nobody collects, or that should not be here.
type Fate string

// The fates.
const (
	Destroy Fate = "destroy"
	Return  Fate = "return" // to who sent it
)

// Words say a fate to a clerk.
func (f Fate) Words() string {
	return map[Fate]string{Destroy: "vernietigen", Return: "terugsturen"}[f]
}

// Proposal is that a document should go: made by one person, for a ground that the rules know. Nothing ever goes by
// itself, nor by one person.
type Proposal struct {
	Fate   Fate
	Ground string
	Reason string
	By     office.ClerkID
	Date   office.Date
}

// ground is a reason to propose a fate. holds says whether the register bears it out on that day.
type ground struct {
	dutch string
	fates []Fate
	holds func(p Procedure, i Item, f Fate, today office.Date) bool
}

func barred(b Bar) func(Procedure, Item, Fate, office.Date) bool {
	return func(_ Procedure, i Item, _ Fate, _ office.Date) bool { return i.Bars&b != 0 }
}

// grounds is the table of them, by the code that is journaled.
var grounds = map[string]ground{
	"unclaimed":   {"niet afgehaald binnen de termijn", []Fate{Destroy, Return}, unclaimed},
	"damaged":     {"beschadigd", []Fate{Destroy, Return}, barred(Damaged)},
	"wrong-site":  {"bestemd voor een andere locatie", []Fate{Return}, barred(WrongSite)},
	"surplus":     {"stond niet op de lijst van de zending", []Fate{Return}, barred(Surplus)},
	"surrendered": {"ingeleverd oud document", []Fate{Destroy, Return}, barred(Surrendered)},
	"decision":    {"beslissing van de verantwoordelijke", []Fate{Destroy, Return}, decided},
}

// Grounds lists the grounds of a proposal for screens, by code.
func Grounds() []Check {
	var out []Check
	for code, why := range grounds {
		out = append(out, Check{Code: code, Dutch: why.dutch})
	}
	sortBy(out, func(c Check) string { return c.Code })
	return out
}

// unclaimed holds when the term of the item is over. What the rule does not destroy can only go back.
func unclaimed(p Procedure, i Item, f Fate, today office.Date) bool {
	t, ok := p.Term(i)
	return ok && today >= t.Propose && (f == Return || p.Unclaimed.Value.Rule != "flag_for_decision")
}

// decided holds for every return, and for destroying what has no term and lay long enough for somebody to ask.
func decided(p Procedure, i Item, f Fate, today office.Date) bool {
	return f == Return || p.Unclaimed.Value.Rule == "flag_for_decision" && p.ask(i, today)
}

// ask reports whether a document without a running term lies long enough that a person must decide on it.
func (p Procedure) ask(i Item, today office.Date) bool {
	_, runs := p.Term(i)
	return !runs && p.AskAfter.Value > 0 && today >= i.Arrived+office.Date(p.AskAfter.Value)
}

// Remind writes down that reminder letters with a date were sent for documents here. The first letter begins the
// annulment term of the kinds that have one. Faults: Invalid for a date to come, or before the document came.
func (g Register) Remind(r kv.Reader, a Actors, texts []string, sent office.Date) (*contract.Event, error) {
	const op = "vault.Remind"
	if err := g.ready(op, a.By); err != nil {
		return nil, err
	}
	if err := a.dated(op); err != nil {
		return nil, err
	}
	numbers, err := documents(op, texts)
	if err != nil {
		return nil, err
	}
	if sent > a.Today {
		return nil, fault.New(op, fault.Invalid).Tell("De datum van de brief ligt in de toekomst.", "Kijk de datum na.")
	}
	out := &contract.Reminded{Date: int32(sent)}
	for _, n := range numbers {
		i, err := find(r, n)
		switch {
		case err != nil:
			return nil, fault.Wrap(op, err)
		case !i.InStock() && !i.Away || i.LentBy != "":
			return nil, fault.New(op, fault.Refused).On(string(n)).Tell(fmt.Sprintf("%s ligt hier niet: %s.", n, i.Where()), "Schrijf alleen aan voor wat hier ligt.")
		case sent < i.Arrived || sent < i.LastReminder:
			return nil, fault.New(op, fault.Invalid).On(string(n)).Tell(fmt.Sprintf("De brief voor %s kan niet van voor %s zijn.", n, dutch(max(i.Arrived, i.LastReminder))), "Kijk de datum na.")
		}
		out.Documents = append(out.Documents, string(n))
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Reminded{Reminded: out}}, nil
}

// Proposing is a proposal in the making.
type Proposing struct {
	Documents []string
	Fate      Fate
	Ground    string // "unclaimed", "damaged", "wrong-site", "surplus", "surrendered", "decision"
	Reason    string // obligatory for a decision
}

// Propose puts documents up to go; until it is withdrawn they are not handed out. Faults: Refused when the ground
// does not hold, as for a term that still runs; Conflict when it was proposed already; and those of Store.
func (g Register) Propose(r kv.Reader, a Actors, q Proposing) (*contract.Event, error) {
	const op = "vault.Propose"
	if err := a.dated(op); err != nil {
		return nil, err
	}
	all, err := g.heldAll(r, op, a.By, q.Documents)
	if err != nil {
		return nil, err
	}
	why, ok := grounds[q.Ground]
	if !ok || q.Fate.Words() == "" {
		return nil, fault.New(op, fault.Invalid).Tell("Er is niet gekozen waarom, of wat ermee moet gebeuren.", "Kies een reden en een bestemming.")
	}
	reason := ""
	if q.Ground == "decision" || q.Reason != "" {
		if reason, err = phrase(op, q.Reason, "De reden van de beslissing ontbreekt."); err != nil {
			return nil, err
		}
	}
	for _, i := range all {
		if err := g.mayGo(op, i, q, why, a.Today); err != nil {
			return nil, err
		}
	}
	out := &contract.Proposed{Documents: numbersOf(all), Fate: string(q.Fate), Ground: q.Ground, Reason: reason, Date: int32(a.Today)}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Proposed{Proposed: out}}, nil
}

// mayGo holds one item of a proposal against its ground.
func (g Register) mayGo(op string, i Item, q Proposing, why ground, today office.Date) error {
	refuse := func(say, next string) error {
		return fault.New(op, fault.Refused).On(string(i.Document)).Tell(say, next)
	}
	p := g.Procedures[i.Kind]
	fits := false
	for _, f := range why.fates {
		fits = fits || f == q.Fate
	}
	switch {
	case i.LentBy != "":
		return refuse(fmt.Sprintf("%s hoort bij de kluis van %s.", i.Document, nameOf(i.LentBy)), "Breng het terug; daar wordt beslist.")
	case i.Bars&Missing != 0:
		return refuse(fmt.Sprintf("%s is als vermist gemeld.", i.Document), "Werk eerst de vermissing af.")
	case i.Proposal.Fate != "":
		return fault.New(op, fault.Conflict).On(string(i.Document)).Tell(fmt.Sprintf("Voor %s is al voorgesteld: %s.", i.Document, i.Proposal.Fate.Words()), "Voer dat uit of trek het in.")
	case !fits:
		return refuse(fmt.Sprintf("%s: om deze reden kan je niet %s.", i.Document, q.Fate.Words()), "Kies een andere bestemming.")
	case !why.holds(p, i, q.Fate, today):
		if t, ok := p.Term(i); ok && q.Ground == "unclaimed" && today < t.Propose {
			return refuse(fmt.Sprintf("De termijn voor %s loopt tot %s.", i.Document, dutch(t.Legal)), fmt.Sprintf("Stel het voor vanaf %s.", dutch(t.Propose)))
		}
		return refuse(fmt.Sprintf("%s: deze reden klopt niet met het register (%s).", i.Document, why.dutch), "Kies de juiste reden.")
	}
	return nil
}

// Withdraw takes proposals back: the documents wait for their holders again.
func (g Register) Withdraw(r kv.Reader, a Actors, texts []string, reason string) (*contract.Event, error) {
	const op = "vault.Withdraw"
	all, err := g.proposed(r, op, a, texts, "")
	if err != nil {
		return nil, err
	}
	if reason, err = phrase(op, reason, "De reden om het voorstel in te trekken ontbreekt."); err != nil {
		return nil, err
	}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Withdrawn{Withdrawn: &contract.Withdrawn{Documents: numbersOf(all), Reason: reason}}}, nil
}

// Destroy carries proposals out, by two people who sign the same certificate. The chains end there.
func (g Register) Destroy(r kv.Reader, a Actors, texts []string, certificate string) (*contract.Event, error) {
	const op = "vault.Destroy"
	if err := a.two(op); err != nil {
		return nil, err
	}
	all, err := g.proposed(r, op, a, texts, Destroy)
	if err != nil {
		return nil, err
	}
	if certificate, err = phrase(op, certificate, "Het nummer van het proces-verbaal ontbreekt."); err != nil {
		return nil, err
	}
	out := &contract.Destroyed{Documents: numbersOf(all), Second: string(a.With), Certificate: certificate, Date: int32(a.Today)}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_Destroyed{Destroyed: out}}, nil
}

// SendBack carries proposals out, by two people who give the documents to a carrier.
func (g Register) SendBack(r kv.Reader, a Actors, texts []string, to, carrier string) (*contract.Event, error) {
	const op = "vault.SendBack"
	if err := a.two(op); err != nil {
		return nil, err
	}
	all, err := g.proposed(r, op, a, texts, Return)
	if err != nil {
		return nil, err
	}
	if to, err = phrase(op, to, "Er staat niet bij naar wie het gaat."); err != nil {
		return nil, err
	}
	if carrier, err = phrase(op, carrier, "Er staat niet bij wie het meeneemt."); err != nil {
		return nil, err
	}
	out := &contract.SentBack{Documents: numbersOf(all), Second: string(a.With), To: to, Carrier: carrier, Date: int32(a.Today)}
	return &contract.Event{Clerk: string(a.By), Kind: &contract.Event_SentBack{SentBack: out}}, nil
}

// proposed are the items of these numbers, each held by a.By and proposed to go that way; any way for an empty fate.
func (g Register) proposed(r kv.Reader, op string, a Actors, texts []string, fate Fate) ([]Item, error) {
	if err := a.dated(op); err != nil {
		return nil, err
	}
	all, err := g.heldAll(r, op, a.By, texts)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		switch {
		case i.Proposal.Fate == "" || fate != "" && i.Proposal.Fate != fate:
			return nil, fault.New(op, fault.Refused).On(string(i.Document)).Tell(fmt.Sprintf("Voor %s is dit niet voorgesteld.", i.Document), "Stel het eerst voor; daarna beslissen twee medewerkers.")
		case fate != "" && i.Bars&Missing != 0:
			return nil, fault.New(op, fault.Refused).On(string(i.Document)).Tell(fmt.Sprintf("%s is als vermist gemeld.", i.Document), "Werk eerst de vermissing af.")
		}
	}
	return all, nil
}
