package advice

import (
	"fmt"
	"math"
	"strings"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Question is what a suggestion is asked of.
type Question struct {
	Scene  *board.Scene
	Stored *contract.Plan // that the scene's plan was compiled from
	// After compiles the plan with a change: what the register would.
	After func(*contract.PlanChange) (*calendar.Plan, error)
	From  office.Date // first day that may change; 0: tomorrow
	Days  int         // so many days; 0: two weeks, at most MostDays
	Most  int         // suggestions; 0: five, at most MostSuggestions
}

// Bounds of a question, so that no question takes a node long.
const (
	MostDays        = 28
	MostSuggestions = 40
)

// Beyond is how many days after those that may change the wait is looked at: what a move does shows later.
const Beyond = 14

// Suggestion is one move with what it is worth.
type Suggestion struct {
	Move   board.Move // with its desk
	Reason string     // in Dutch
	Less   float64    // waiting that it saves beside those before it, in seats times days
}

// Answer is what a question gives.
type Answer struct {
	Suggestions   []Suggestion // the most useful first
	Before, After float64      // waiting in all, in seats times days: as things are, and with all suggestions
}

// Method says in Dutch how suggestions are made; whoever shows them shows it.
const Method = "Voorstellen: per locatie wordt geteld hoeveel gevraagde plaatsen elke dag blijven wachten (verwachte vraag min vrije plaatsen). Gezocht wordt welke loketuren zonder afspraken, op dezelfde dag en hetzelfde uur, elders het meeste wachten wegnemen; daarna wordt elk voorstel vergeleken met wat het kan vervangen. Een locatie die de norm haalt, verliest die niet. Niets gebeurt vanzelf."

// least is what a suggestion must save at least, in seats times days: less is not worth sending somebody to another house.
const least = 20

// Ask makes suggestions.
func Ask(q Question) Answer {
	today := q.Scene.Today()
	q.From = max(q.From, today+1)
	if q.Days <= 0 {
		q.Days = 14
	}
	if q.Most <= 0 {
		q.Most = 5
	}
	q.Days, q.Most = min(q.Days, MostDays), min(q.Most, MostSuggestions)
	last := q.From + office.Date(q.Days) - 1
	span := board.Span{From: today + 1, Days: min(int(last-today)+Beyond, board.MostDays), Hours: true}
	s := &search{week: board.Week(q.Scene, span)}
	for _, row := range s.week.Rows {
		s.flows = append(s.flows, flowOf(q.Scene, row))
	}
	s.all = candidates(s.week, s.flows, q.From, last)
	out := Answer{Before: s.total()}
	for len(s.chosen) < q.Most && s.step() {
	}
	s.exchange()
	s.keep(q)
	out.Suggestions, out.After = s.tell(), s.total()
	return out
}

// tell writes the suggestions, the most useful first; what each saves is beside those before it.
func (s *search) tell() []Suggestion {
	var out []Suggestion
	left := s.chosen
	s.chosen = nil
	for len(left) > 0 {
		best, gain := 0, math.Inf(-1)
		for i, c := range left {
			if g := s.gain(c); g > gain {
				best, gain = i, g
			}
		}
		c := left[best]
		left = append(left[:best:best], left[best+1:]...)
		out = append(out, Suggestion{Move: c.move, Less: gain, Reason: s.reason(c)})
		s.chosen = append(s.chosen, c)
	}
	return out
}

// reason says why a move helps, in figures that the board shows too.
func (s *search) reason(c candidate) string {
	to, from := s.flows[c.to], s.flows[c.from]
	var b strings.Builder
	fmt.Fprintf(&b, "%s: verwacht %.0f plaatsen per week", to.site.Name, 7*to.daily)
	for _, w := range s.week.Rows[c.to].Waits[:min(1, len(s.week.Rows[c.to].Waits))] {
		if w.Found {
			fmt.Fprintf(&b, ", eerste vrije na %d werkdagen", w.Days)
		} else {
			b.WriteString(", geen vrije plaats")
		}
	}
	fmt.Fprintf(&b, "; %s houdt er %.0f over in de dagen die bekeken zijn.", from.site.Name, from.spare())
	if c.opens {
		b.WriteString(" Op die dag is het er anders gesloten.")
	}
	return b.String()
}
