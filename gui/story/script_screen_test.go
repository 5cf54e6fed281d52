//go:build story

package story_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// picture is a counter as its clerks see it, a line a fact, each with what it is about before the colon.
type picture struct {
	k     *counter
	view  *contract.View
	lines []string
}

// sayScreen: screen SITE [DESK] [ABOUT…]. What a clerk sees, in the order in which that desk would call; only the lines
// about what is named, if anything is.
func sayScreen(s *script, w *line) (string, error) {
	k := w.counter()
	p := &picture{k: k}
	desk := uint32(0)
	if w.numbered() {
		_, _ = fmt.Sscan(w.next(""), &desk) // it is all digits
	}
	var err error
	if p.view, err = k.viewOf(desk); err != nil {
		return "", err
	}
	p.draw()
	about := w.rest()
	if len(about) > 0 {
		p.lines = slices.DeleteFunc(p.lines, func(line string) bool {
			return !slices.ContainsFunc(about, func(word string) bool { return strings.HasPrefix(line, word) })
		})
	}
	return strings.Join(append(p.lines, ""), "\n"), nil
}

// say adds a line, unless there is nothing to say.
func (p *picture) say(about, format string, a ...any) {
	if said := strings.TrimSpace(fmt.Sprintf(format, a...)); said != "" {
		p.lines = append(p.lines, about+": "+said)
	}
}

func (p *picture) draw() {
	v := p.view
	now := time.UnixMilli(v.NowMs).In(brussels)
	p.say("Loket", "%s, %s om %s", v.SiteName, calendar.SayDate(office.DateOf(now)), now.Format("15:04"))
	for _, c := range v.Signed {
		p.say("Aangemeld", "%s aan loket %d", c.Name, c.Desk)
	}
	p.drawLine()
	for _, n := range v.Notices {
		p.say("Melding", "%s", n.Say)
	}
	for _, a := range v.Alarms {
		p.say("Norm", "%s", a.Say)
	}
	p.drawMorning()
	p.drawAgenda()
	p.drawHall()
	p.drawGear()
	for _, r := range v.Inbox {
		p.say("Aanvraag", "%s", r.Say)
	}
	if v.Vault {
		p.say("Kluis", "%d documenten, %d onderweg", v.Stock, v.Announced)
	}
	for _, c := range v.Day.GetChecks() {
		p.say("Dag", "%s", c.Say)
	}
	for _, rule := range v.Order {
		p.say("Regel", "%s", rule)
	}
}

// drawLine says the line to headquarters in the words of the clerk's window.
func (p *picture) drawLine() {
	w, l := text.Dutch(), p.view.Line
	since, heard := time.UnixMilli(l.SinceMs).In(brussels), time.UnixMilli(l.HeardMs).In(brussels)
	switch {
	case l.State == contract.Line_ONLINE:
		p.say("Lijn", "%s", w.Line.Connected)
	case l.State == contract.Line_CATCHING_UP:
		p.say("Lijn", "%s", w.Line.Updating)
	default:
		p.say("Lijn", "%s", text.Fill(w.Line.CutDay, "day", w.Day(since), "time", w.Clock(since), "waiting", w.Line.Waits.Count(int(l.Waiting))))
	}
	if l.HeardMs == 0 {
		p.say("Hoofdkantoor", "%s", w.Line.DataNever)
	} else {
		p.say("Hoofdkantoor", "stand van %s %s", w.Day(heard), w.Clock(heard))
	}
	p.say("Plaatsen", "%d van dit loket, vandaag en later", l.OwnPlaces)
}

// drawMorning tells what the night brought; what must be acted on stands apart.
func (p *picture) drawMorning() {
	for _, step := range p.view.Morning.GetSteps() {
		if !step.Done {
			p.say("Nacht, niet gelukt", "%s", step.Say)
			continue
		}
		p.say("Nacht", "%s", step.Say)
	}
	for _, l := range p.view.Morning.GetLines() {
		switch {
		case l.Urgent:
			p.say("Ochtend, dringend", "%s", l.Say)
		case !l.Good:
			p.say("Ochtend, let op", "%s", l.Say)
		default:
			p.say("Ochtend", "%s", l.Say)
		}
	}
}

func (p *picture) drawAgenda() {
	day := p.view.Today
	if day.GetClosed() != "" {
		p.say("Vandaag", "%s", day.Closed)
		return
	}
	n := map[contract.AgendaRow_Status]int{}
	for _, r := range day.GetRows() {
		n[r.Status]++
	}
	p.say("Vandaag", "%d geboekt; vrij %d van dit loket, %d van het hoofdkantoor", n[contract.AgendaRow_BOOKED], n[contract.AgendaRow_FREE_HERE],
		n[contract.AgendaRow_FREE_AT_HQ])
	for _, r := range day.GetRows() {
		if r.Appointment != nil {
			p.say("Afspraak", "%s balie %d %s, %s %s", r.Run.First(office.SiteID(p.k.site)).Start, r.Run.Desk, r.Name, productNames(r.Appointment.Products), sayState(r.Visit))
		}
	}
}

func (p *picture) drawHall() {
	v := p.view
	for _, r := range v.AtDesks {
		p.say("Aan loket", "%d %s %s %s, %s", r.Desk, r.Ticket, sayState(r.State), productNames(r.Products), r.Name)
	}
	for i, r := range v.Waiting {
		p.say("Wacht", "%d. %s %s — %s", i+1, r.Ticket, strings.TrimSpace(productNames(r.Products)+" "+r.Name), r.Why)
		for _, passed := range r.Passed {
			p.say("Wacht", "   niet naar dit loket: %s", passed)
		}
	}
	for _, r := range v.Parked {
		p.say("Even opzij", "%s", r.Ticket)
	}
}

// sayState is how a visit stands, in Dutch.
func sayState(state string) string {
	words := map[string]string{"": "nog niet hier", "waiting": "wacht", "called": "opgeroepen", "serving": "wordt geholpen", "finished": "geholpen",
		"missed": "niet verschenen", "left": "weg", "parked": "even opzij"}
	if say, known := words[state]; known {
		return say
	}
	return state
}

func productNames(ids []string) string {
	var out []string
	for _, id := range ids {
		p, _ := catalogue.Embedded().Product(office.ProductID(id))
		out = append(out, p.Dutch)
	}
	return strings.Join(out, " + ")
}

// sayProducts: products SITE [PRODUCT…]. What the counter can do today, product by product, in words.
func sayProducts(s *script, w *line) (string, error) {
	k, only := w.counter(), w.rest()
	var out strings.Builder
	for _, p := range must(k, screen.Products, &contract.ProductsRequest{}).Products {
		if len(only) == 0 || slices.Contains(only, p.Id) {
			fmt.Fprintf(&out, "%s: %s\n", p.Name, p.Say)
		}
	}
	return out.String(), nil
}
