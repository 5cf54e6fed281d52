package vault

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sortBy sorts by a text.
func sortBy[T any](all []T, by func(T) string) {
	slices.SortStableFunc(all, func(a, b T) int { return cmp.Compare(by(a), by(b)) })
}

// Question is something that a person must decide or look into.
type Question struct {
	// About is a document's number; for a trip or a consignment, its number.
	About string
	Code  string      // "late-trip", "difference", "missing", "proposed", "barred", "term", "no-term", "not-come"
	Since office.Date // 0: nobody knows
	Say   string      // what it is, in Dutch
	Next  string      // what to do
	Fate  Fate        // what was proposed and waits for two people to do it; empty: nothing was
}

// urgency is the order of the list: what may be lost comes before what may wait.
var urgency = []string{"late-trip", "missing", "difference", "not-come", "barred", "proposed", "term", "no-term"}

// ToDecide lists all that waits for a person, the most urgent first, then the oldest. Nothing in it happens by itself.
func (g Register) ToDecide(r kv.Reader, today office.Date, now office.Minute) ([]Question, error) {
	var out []Question
	for _, part := range []func() ([]Question, error){
		func() ([]Question, error) { return lateTrips(r, today, now) },
		func() ([]Question, error) { return lookedFor(r) },
		func() ([]Question, error) { return notCome(r) },
		func() ([]Question, error) { return g.waiting(r, today) },
	} {
		q, err := part()
		if err != nil {
			return nil, err
		}
		out = append(out, q...)
	}
	slices.SortStableFunc(out, func(a, b Question) int {
		return cmp.Or(cmp.Compare(slices.Index(urgency, a.Code), slices.Index(urgency, b.Code)), cmp.Compare(a.Since, b.Since), cmp.Compare(a.About, b.About))
	})
	return out, nil
}

func lateTrips(r kv.Reader, today office.Date, now office.Minute) ([]Question, error) {
	all, err := Trips(r, today, now)
	var out []Question
	for _, o := range all {
		if o.Late {
			out = append(out, Question{About: o.ID, Code: "late-trip", Since: o.Day, Say: o.Say, Next: o.Next})
		}
	}
	return out, err
}

// lookedFor are the differences of counts and the documents reported missing.
func lookedFor(r kv.Reader) ([]Question, error) {
	differences, err := Discrepancies(r)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, d := range differences {
		q := Question{About: string(d.Document), Code: "difference", Since: d.Since, Say: d.Say, Next: "Zoek het uit en schrijf de reden op."}
		if d.Settled != 0 {
			q.Say += fmt.Sprintf(" Bij de telling van %s klopte het weer.", dutch(d.Settled))
			q.Next = "Schrijf de reden op."
		}
		out = append(out, q)
	}
	lost, err := MissingReport(r)
	for _, m := range lost {
		if m.Found == 0 {
			q := Question{About: string(m.Document), Code: "missing", Since: m.Date, Say: fmt.Sprintf("%s is als vermist gemeld; laatst bekend: %s.", m.Document, m.Last),
				Next: "Zoek verder; meld het als het gevonden is."}
			if m.Reference == "" {
				q.Next = "Doe aangifte en vul het nummer aan."
			}
			out = append(out, q)
		}
	}
	return out, err
}

// notCome are documents that were on the list of a consignment of which the rest came.
func notCome(r kv.Reader) ([]Question, error) {
	lists, err := Announced(r)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, c := range lists {
		l, _, err := onTheWay(r, c.Id)
		if err != nil {
			return nil, err
		}
		if l.since == 0 {
			continue
		}
		for _, i := range l.open {
			out = append(out, Question{About: i.Document, Code: "not-come", Since: l.since,
				Say: fmt.Sprintf("%s stond op de lijst van zending %s en kwam niet mee.", i.Document, c.Id), Next: "Vraag het na; kom je er niet uit, meld het als vermist."})
		}
	}
	return out, nil
}

// waiting are the documents here that cannot just wait for their holders.
func (g Register) waiting(r kv.Reader, today office.Date) ([]Question, error) {
	stocked, err := all(r, stock)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, i := range stocked {
		if q, ok := g.question(i, today); ok {
			q.About = string(i.Document)
			out = append(out, q)
		}
	}
	return out, nil
}

// question is what is to be decided about one document here; false when nothing is.
func (g Register) question(i Item, today office.Date) (Question, bool) {
	p := g.Procedures[i.Kind]
	term, runs := p.Term(i)
	switch {
	case i.Proposal.Fate != "":
		return Question{Code: "proposed", Since: i.Proposal.Date, Fate: i.Proposal.Fate, Say: fmt.Sprintf("%s stelt voor om %s te %s: %s.", i.Proposal.By, i.Document, i.Proposal.Fate.Words(), grounds[i.Proposal.Ground].dutch),
			Next: "Voer het uit met twee, of trek het in."}, true
	case i.Bars&^Missing != 0:
		q := Question{Code: "barred", Since: i.Arrived, Say: fmt.Sprintf("%s is %s.", i.Document, i.Bars.Words()), Next: "Aanvaard het met twee, of stel voor om het terug te sturen."}
		if i.Bars&(Damaged|Surrendered) != 0 {
			q.Next = "Stel voor om het te vernietigen of terug te sturen."
		}
		return q, true
	case runs && today >= term.Propose:
		return Question{Code: "term", Since: term.Legal, Say: fmt.Sprintf("De termijn voor %s liep tot %s.", i.Document, dutch(term.Legal)), Next: "Stel voor om het te vernietigen of terug te sturen."}, true
	case p.ask(i, today) && i.LentBy == "":
		q := Question{Code: "no-term", Since: i.Arrived, Say: fmt.Sprintf("%s ligt hier sinds %s, en er loopt geen termijn.", i.Document, dutch(i.Arrived)), Next: "De verantwoordelijke beslist."}
		if p.Unclaimed.Value.CountedFrom == "first_reminder_letter" {
			q.Next = "Stuur een herinneringsbrief, en schrijf de datum op."
		}
		return q, true
	}
	return Question{}, false
}
