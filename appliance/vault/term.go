package vault

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Term is how long a document waits for its holder. Legal is the last day, clamped to the end of its month: three
// months after 30 November are 28 February. Propose is the first day on which its end may be proposed, after the
// later of that day and of the one that counting over into the next month gives: where a law can be read two ways,
// the holder has the days between.
type Term struct {
	Legal, Propose office.Date
}

// starts gives, for each beginning of a term that the rules know, the day it began; 0: it has not.
var starts = map[string]func(Item) office.Date{
	"first_reminder_letter":   func(i Item) office.Date { return i.Reminder },
	"arrived_at_municipality": func(i Item) office.Date { return i.Arrived },
	"ready_for_collection":    func(i Item) office.Date { return i.Arrived }, // it lies ready from the day it came
}

// ends lists the rules under which a document is void after its term, so that it must not go out any more.
var ends = map[string]bool{"annul_and_destroy": true}

// Term is the term of an item; false while none runs: the kind has none, or no letter was sent.
func (p Procedure) Term(i Item) (Term, bool) {
	u := p.Unclaimed.Value
	start, ok := starts[u.CountedFrom]
	if !ok || u.Months <= 0 || start(i) == 0 {
		return Term{}, false
	}
	return termOf(start(i), u.Months), true
}

// void reports whether the item's term is over and has made it void by that day.
func (p Procedure) void(i Item, today office.Date) bool {
	t, ok := p.Term(i)
	return ok && today != 0 && today >= t.Propose && ends[p.Unclaimed.Value.Rule]
}

// termOf counts months from a day, both ways.
func termOf(from office.Date, months int) Term {
	y, m, d := from.UTC().Date()
	last := office.NewDate(y, m+time.Month(months)+1, 0) // of the month in which the term ends
	over := office.NewDate(y, m+time.Month(months), d)
	return Term{Legal: min(over, last), Propose: over + 1}
}

// age is the years somebody born on a day has on another. Who was born on 29 February has a birthday on 1 March.
func age(born, on office.Date) int {
	y, m, d := born.UTC().Date()
	ty, tm, td := on.UTC().Date()
	years := ty - y
	if tm < m || tm == m && td < d {
		years--
	}
	return years
}
