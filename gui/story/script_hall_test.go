//go:build story

package story_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// saySignIn: signin SITE DESK CLERK PIN.
func saySignIn(s *script, w *line) (string, error) {
	k, number, clerk, pin := w.counter(), w.next("a desk"), w.next("a clerk"), w.next("a PIN")
	w.done()
	n, err := strconv.ParseUint(number, 10, 8)
	if err != nil {
		w.misuse("%q is no desk", number)
	}
	res, err := do(k, screen.SignIn, &contract.SignInRequest{Clerk: clerk, Pin: pin, Desk: uint32(n)})
	if err != nil {
		return "", refused(err)
	}
	s.desks[place{k.site, uint32(n)}] = &desk{counter: k, number: uint32(n), clerk: clerk, session: res.Session}
	return fmt.Sprintf("%s aan loket %d\n", res.Name, n), nil
}

// urgencies are the words of a line for a code of urgency.
var urgencies = map[string]contract.Urgency{"semi": contract.Urgency_URGENCY_SEMI, "urgent": contract.Urgency_URGENCY_URGENT}

// urgency takes "semi REASON" or "urgent REASON" out of a line.
func (w *line) urgency() (u contract.Urgency, reason string) {
	for word, code := range urgencies {
		if r := w.after(word); r != "" {
			return code, r
		}
	}
	return contract.Urgency_URGENCY_NONE, ""
}

// persons takes "persons N" out of a line.
func (w *line) persons() uint32 {
	word := w.after("persons")
	if word == "" {
		return 1
	}
	n, err := strconv.ParseUint(word, 10, 8)
	if err != nil {
		w.misuse("%q is no number of persons", word)
	}
	return uint32(n)
}

// sayTicket: ticket SITE [DESK] PRODUCT… [persons N] [semi|urgent REASON] [as NAME].
func sayTicket(s *script, w *line) (string, error) {
	d, name, persons := w.desk(), w.after("as"), w.persons()
	urgency, reason := w.urgency()
	res, err := do(d.counter, screen.Issue, &contract.IssueRequest{Command: d.act(), Products: w.rest(), Persons: persons, Urgency: urgency, Reason: reason})
	return s.ticketed(name, res, err)
}

// sayCheckIn: checkin SITE [DESK] NAME. They come with the code of their appointment, or else say their name.
func sayCheckIn(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("who")
	w.done()
	q := &contract.CheckInRequest{Command: d.act(), Name: name}
	if g := s.guest(name); g.code != "" {
		q.Name, q.Code = "", g.code
	}
	res, err := do(d.counter, screen.CheckIn, q)
	return s.ticketed(name, res, err)
}

// sayScan: scan SITE [DESK] NAME. They show the code that headquarters signed when they booked.
func sayScan(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("who")
	w.done()
	g := s.guest(name)
	if g.pass == "" {
		w.misuse("%s has no signed code", name)
	}
	res, err := do(d.counter, screen.CheckIn, &contract.CheckInRequest{Command: d.act(), Code: g.pass})
	return s.ticketed(name, res, err)
}

func (s *script) ticketed(name string, res *contract.TicketResponse, err error) (string, error) {
	if err != nil {
		return "", refused(err)
	}
	if name != "" {
		g := s.guest(name)
		g.visit, g.ticket = res.Visit, res.Ticket
	}
	return fmt.Sprintf("%s, %d wachten ervoor\n", res.Ticket, res.Ahead), nil
}

// sayCall: call SITE [DESK] [expects NAME].
func sayCall(s *script, w *line) (string, error) {
	d, expected := w.desk(), w.after("expects")
	w.done()
	res, err := do(d.counter, screen.Call, &contract.CallRequest{Command: d.act(), Desk: d.number})
	if err != nil {
		return "", refused(err)
	}
	v := res.Visit
	if g := s.guest(expected); expected != "" && !bytes.Equal(g.visit, v.Visit) {
		w.misuse("%s was called to desk %d, not %s (%s): %s", v.Ticket, v.Desk, expected, g.ticket, v.Why)
	}
	out := fmt.Sprintf("%s naar loket %d\n", v.Ticket, v.Desk)
	for _, p := range v.Passed {
		out += "voorbijgegaan: " + p + "\n"
	}
	return out, nil
}

// atDesk is who is at a desk.
func (w *line) atDesk(d *desk) *contract.VisitRow {
	for _, r := range d.mustView().AtDesks {
		if r.Desk == d.number {
			return r
		}
	}
	w.misuse("nobody is at desk %d", d.number)
	return nil
}

// visitVerb is a call about one visit.
type visitVerb = verb[contract.VisitCommand, contract.VisitResponse]

// step is a step of who is at the desk.
func (s *script) step(w *line, v visitVerb) (string, error) {
	d := w.desk()
	w.done()
	who := w.atDesk(d)
	res, err := do(d.counter, v, &contract.VisitCommand{Command: d.act(), Visit: who.Visit})
	if err != nil {
		return "", refused(err)
	}
	return fmt.Sprintf("%s %s\n", res.Visit.Ticket, sayState(res.Visit.State)), nil
}

// sayServe: serve SITE [DESK]. Who was called is here.
func sayServe(s *script, w *line) (string, error) { return s.step(w, screen.Serve) }

// sayFinish: finish SITE [DESK].
func sayFinish(s *script, w *line) (string, error) { return s.step(w, screen.Finish) }

// sayMiss: miss SITE [DESK]. Who was called does not come.
func sayMiss(s *script, w *line) (string, error) { return s.step(w, screen.Miss) }

// sayHasten: hasten SITE [DESK] NAME semi|urgent REASON.
func sayHasten(s *script, w *line) (string, error) {
	d, name := w.desk(), w.next("who")
	urgency, reason := w.urgency()
	w.done()
	_, err := do(d.counter, screen.Hasten, &contract.HastenRequest{Command: d.act(), Visit: s.guest(name).visit, Urgency: urgency, Reason: reason})
	return "", refused(err)
}

// sayOpenDay: open-day SITE [DESK].
func sayOpenDay(s *script, w *line) (string, error) {
	d := w.desk()
	w.done()
	res, err := do(d.counter, screen.OpenDay, &contract.OpenDayRequest{Command: d.act()})
	if err != nil {
		return "", refused(err)
	}
	return sayDay(res), nil
}

// sayCloseDay: close-day SITE [DESK] [uncounted REASON] [trips-known yes].
func sayCloseDay(s *script, w *line) (string, error) {
	d, reason, known := w.desk(), w.after("uncounted"), w.after("trips-known")
	w.done()
	res, err := do(d.counter, screen.CloseDay, &contract.CloseDayRequest{Command: d.act(), UncountedReason: reason, TripsKnown: known == "yes"})
	if err != nil {
		return "", refused(err)
	}
	return sayDay(res), nil
}

func sayDay(res *contract.DayDone) string {
	var out strings.Builder
	for _, c := range res.Day.GetChecks() {
		fmt.Fprintln(&out, c.Say)
	}
	for _, say := range res.Closed {
		fmt.Fprintln(&out, say)
	}
	return out.String()
}

// printed matches a piece of text that a page of a PDF shows, inside its parentheses.
var printed = regexp.MustCompile(`\(((?:\\.|[^\\()])*)\) ?Tj`)

// sayDaySheet: day-sheet SITE [DESK] FILE. It keeps the PDF, and tells what stands on it, a piece a line.
func sayDaySheet(s *script, w *line) (string, error) {
	d, file := w.desk(), w.next("a file")
	w.done()
	res, err := do(d.counter, screen.DaySheet, &contract.DaySheetRequest{Session: d.session})
	if err != nil {
		return "", refused(err)
	}
	if err := os.WriteFile(s.ts.MkAbs(file), res.Pdf, 0o600); err != nil {
		return "", err
	}
	out := res.Name + "\n"
	for _, m := range printed.FindAllSubmatch(res.Pdf, -1) {
		for _, c := range bytes.ReplaceAll(m[1], []byte(`\`), nil) {
			out += string(rune(c))
		}
		out += "\n"
	}
	return out, nil
}
