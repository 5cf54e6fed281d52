//go:build story

package story_test

import (
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sayFind: find SITE [DESK] PRODUCT DATE [at SITE] [document NUMBER]. What the clerk's search finds of that day, a line a
// place, with whether it is certain.
func sayFind(s *script, w *line) (string, error) {
	d := w.desk()
	found, _, err := s.search(w, d)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, p := range found.Places {
		first := p.Place.Run.First(office.SiteID(p.Place.Site))
		how := "vrij bij het hoofdkantoor"
		switch {
		case p.Sure:
			how = "van dit loket"
		case p.Pending:
			how = "aan te vragen"
		}
		fmt.Fprintf(&out, "%s %s %s, %s\n", calendar.SayDate(first.Date), first.Start, p.SiteName, how)
	}
	fmt.Fprintln(&out, found.Scope)
	return out.String(), nil
}

// search reads PRODUCT DATE [at SITE] [document NUMBER] and searches that day: at the counter's own site when none is named.
func (s *script) search(w *line, d *desk) (*contract.SearchResponse, *contract.SearchRequest, error) {
	site, persons := d.site, w.persons()
	if at := w.after("at"); at != "" {
		site = (&line{s: s, verb: w.verb, args: []string{at}}).site()
	}
	document := w.after("document")
	product, day := w.next("a product"), w.date()
	q := &contract.SearchRequest{Products: []string{product}, Persons: persons, From: int32(day), To: int32(day), Limit: 50,
		Sites: []string{site}, Document: document}
	res, err := do(d.counter, screen.Search, q)
	return res, q, refused(err)
}

// moment finds the place at the time that comes next in the line.
func (w *line) moment(found *contract.SearchResponse) *contract.Place {
	at := w.minute()
	var all []*contract.Place
	for _, p := range found.Places {
		if office.Minute(p.Place.Run.Start) == at {
			return p.Place
		}
		all = append(all, p.Place)
	}
	w.misuse("the search finds nothing at %s (%s); there is %s", at, found.Scope, sayStarts(all))
	return nil
}

// sayBook: book SITE [DESK] PRODUCT DATE TIME [at SITE] [document NUMBER] as NAME.
func sayBook(s *script, w *line) (string, error) {
	d, name := w.desk(), w.after("as")
	found, q, err := s.search(w, d)
	if err != nil {
		return "", err
	}
	place := w.moment(found)
	w.done()
	res, err := do(d.counter, screen.Book, &contract.BookRequest{Command: d.act(), Place: place, Products: q.Products, Persons: q.Persons,
		Channel: contract.Channel_CHANNEL_DESK, Person: &contract.Person{Name: name + " Voorbeeld", Phone: "0470 00 00 00"}, Document: q.Document})
	return s.booked(name, place, res, err)
}

// booked tells what became of a booking or a move: it stands, it was asked for, or headquarters refuses it.
func (s *script) booked(name string, place *contract.Place, res *contract.BookResponse, err error) (string, error) {
	if err != nil {
		return "", refused(err)
	}
	if no := res.Answer.GetRefused(); no != nil {
		return "", refusal{say: no.Say}
	}
	g := s.guest(name)
	g.appointment, g.code, g.pass = res.Appointment.GetId(), res.Code, res.Pass
	how := "staat vast"
	if res.Pending {
		how = "aangevraagd"
	}
	return fmt.Sprintf("%s: %s, %s\n", name, sayWhen(place), how), nil
}

// sayMove: move SITE [DESK] NAME PRODUCT DATE TIME.
func sayMove(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("who")
	found, _, err := s.search(w, d)
	if err != nil {
		return "", err
	}
	place := w.moment(found)
	w.done()
	res, err := do(d.counter, screen.Move, &contract.MoveRequest{Command: d.act(), Appointment: s.guest(name).appointment, To: place})
	return s.booked(name, place, res, err)
}

// sayCancel: cancel SITE [DESK] NAME.
func sayCancel(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("who")
	w.done()
	res, err := do(d.counter, screen.Cancel, &contract.CancelRequest{Command: d.act(), Appointment: s.guest(name).appointment, Reason: "vroeg het aan het loket"})
	if err != nil {
		return "", refused(err)
	}
	if no := res.Answer.GetRefused(); no != nil {
		return "", refusal{say: no.Say}
	}
	if res.Pending {
		return name + ": annuleren aangevraagd\n", nil
	}
	return name + ": geannuleerd\n", nil
}
