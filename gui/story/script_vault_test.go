//go:build story

package story_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// with takes "with CLERK PIN" out of a line: the colleague of an act that takes two.
func (w *line) with() *contract.Second {
	i := slices.Index(w.args, "with")
	if i < 0 {
		return nil
	}
	if i+2 >= len(w.args) {
		w.misuse("wants a clerk and a PIN after with")
	}
	second := &contract.Second{Clerk: w.args[i+1], Pin: w.args[i+2]}
	w.args = slices.Delete(w.args, i, i+3)
	return second
}

// acted is the end of an act that answers nothing but that it was done.
func acted[Q any](d *desk, v verb[Q, contract.Done], q *Q) (string, error) {
	_, err := do(d.counter, v, q)
	return "", refused(err)
}

// sayReceive: receive SITE [DESK] CONSIGNMENT from WHOM [with CLERK PIN] [KIND NUMBER=HOLDER…]. Without documents all that
// was announced of it.
func sayReceive(s *script, w *line) (string, error) {
	d, second, from := w.desk(), w.with(), w.after("from")
	q := &contract.ReceiveRequest{Command: d.act(), Consignment: w.next("a consignment"), From: from, Second: second}
	if len(w.args) == 0 {
		for _, a := range must(d.counter, screen.Stock, &contract.StockRequest{}).Announced {
			if a.Consignment == q.Consignment {
				q.Items = a.Items
			}
		}
	}
	for len(w.args) > 0 {
		kind := w.next("a kind")
		for len(w.args) > 0 && strings.Contains(w.args[0], "=") {
			number, holder, _ := strings.Cut(w.next(""), "=")
			q.Items = append(q.Items, &contract.ReceiveRequest_NewItem{Document: number, Kind: kind, Holder: &contract.Person{Name: holder}})
		}
	}
	return acted(d, screen.Receive, q)
}

// sayStore: store SITE [DESK] COMPARTMENT NUMBER….
func sayStore(s *script, w *line) (string, error) {
	d, compartment := w.desk(), w.next("a compartment")
	for len(w.args) > 0 {
		if out, err := acted(d, screen.Store, &contract.StoreRequest{Command: d.act(), Document: w.next(""), Compartment: compartment}); err != nil {
			return out, err
		}
	}
	return "", nil
}

// sayHandOut: hand-out SITE [DESK] NUMBER to COLLECTOR [EVIDENCE…].
func sayHandOut(s *script, w *line) (string, error) {
	d, to, number := w.desk(), w.after("to"), w.next("a document")
	return acted(d, screen.HandOut, &contract.HandOutRequest{Command: d.act(), Document: number, Collector: to, Evidence: w.rest()})
}

// sayDepart: depart SITE [DESK] TRIP to SITE with CLERK PIN [by TIME] [NUMBER…].
func sayDepart(s *script, w *line) (string, error) {
	d, carrier, to, by := w.desk(), w.with(), w.after("to"), w.after("by")
	q := &contract.DepartRequest{Command: d.act(), Carrier: carrier, Trip: w.next("a trip"), Documents: w.rest()}
	q.To = (&line{s: s, verb: w.verb, args: []string{to}}).site()
	if by != "" {
		q.BackBy = uint32((&line{s: s, verb: w.verb, args: []string{by}}).minute())
	}
	return acted(d, screen.Depart, q)
}

// sayBringBack: bring-back SITE [DESK] TRIP with CLERK PIN [NUMBER…] [handed-out NUMBER…].
func sayBringBack(s *script, w *line) (string, error) {
	d, carrier, there := w.desk(), w.with(), w.list("handed-out")
	q := &contract.BringBackRequest{Command: d.act(), Carrier: carrier, Trip: w.next("a trip"), Back: w.rest(), HandedOut: there}
	return acted(d, screen.BringBack, q)
}

// sayCount: count SITE [DESK] COMPARTMENT [NUMBER…]. What the clerk saw lie there, and how that differs.
func sayCount(s *script, w *line) (string, error) {
	d, compartment := w.desk(), w.next("a compartment")
	res, err := do(d.counter, screen.Count, &contract.CountRequest{Command: d.act(), Compartment: compartment, Present: w.rest()})
	if err != nil {
		return "", refused(err)
	}
	return fmt.Sprintf("ontbreekt: %s\nte veel: %s\nelders: %s\n", strings.Join(res.Missing, " "), strings.Join(res.Surplus, " "),
		strings.Join(res.Misplaced, " ")), nil
}

// sayCollectable: collectable SITE KIND DATE [NUMBER]. Whether an appointment to collect may be offered here.
func sayCollectable(s *script, w *line) (string, error) {
	k, kind, day := w.counter(), w.next("a kind"), w.date()
	res, err := do(k, screen.Collectable, &contract.CollectableRequest{Kind: kind, Date: int32(day), Document: strings.Join(w.rest(), "")})
	if err != nil {
		return "", refused(err)
	}
	if !res.Offered {
		return "", refusal{say: res.Why}
	}
	return "af te halen\n", nil
}

// sayDocument: document SITE NUMBER. Where it is, and every hand it went through.
func sayDocument(s *script, w *line) (string, error) {
	k, number := w.counter(), w.next("a document")
	w.done()
	res, err := do(k, screen.Document, &contract.DocumentRequest{Document: number})
	if err != nil {
		return "", refused(err)
	}
	out := fmt.Sprintf("%s %s: %s\n", res.Row.KindName, number, res.Where)
	for _, h := range res.Chain {
		out += fmt.Sprintf("van %s naar %s door %s: %s\n", h.From, h.To, h.Clerk, h.Say)
	}
	return out, nil
}

// saySafe: safe SITE. What the safe's screen shows: what lies there, what is out, and what waits for a person.
func saySafe(s *script, w *line) (string, error) {
	k := w.counter()
	w.done()
	lists := must(k, screen.VaultLists, &contract.VaultListsRequest{})
	stock := must(k, screen.Stock, &contract.StockRequest{})
	var out strings.Builder
	for _, r := range stock.Rows {
		where := "vak " + r.Compartment
		if r.Compartment == "" {
			where = "bij " + r.Custodian
		}
		fmt.Fprintf(&out, "Ligt hier: %s %s, %s, %s. %s\n", r.KindName, r.Document, r.Name, where, r.HeldBack)
	}
	for _, a := range stock.Announced {
		from := ""
		if a.LentBy != "" {
			from = " van de kluis van " + a.LentBy
		}
		fmt.Fprintf(&out, "Onderweg: zending %s%s, %d documenten\n", a.Consignment, from, len(a.Items))
	}
	for _, t := range lists.Trips {
		way := "naar"
		if t.Lent {
			way = "van"
		}
		fmt.Fprintf(&out, "Rit: %s %s %s, %s, terug voor %s\n", t.Id, way, t.With, strings.Join(t.Documents, " "), office.Minute(t.BackBy))
		if t.Late {
			fmt.Fprintf(&out, "Alarm: %s %s\n", t.Say, t.Next)
		}
	}
	for _, q := range lists.Questions {
		fmt.Fprintf(&out, "Vraag: %s %s\n", q.Say, q.Next)
	}
	return out.String(), nil
}
