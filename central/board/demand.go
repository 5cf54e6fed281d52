package board

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Weeks is how many past weeks the expectation looks at unless the scene says otherwise. Six is an estimate: enough to even
// out one quiet week, short enough to follow a season.
const Weeks = 6

// Bin is the length of the parts of a day, and bins how many of them a day has.
const (
	Bin  office.Minute = 30
	bins               = int(office.EndOfDay / Bin)
)

// Expectation is how many seats people are likely to want on a day.
type Expectation struct {
	Known bool    // false: there are no figures
	Seats float64 // of the whole day
	Days  int     // how many past days it rests on
	bins  [bins]float64
}

// Method says in Dutch how the expectation is made; every board shows it.
func (s *Scene) Method() string {
	walked, refused := "bezoekers zonder afspraak worden niet geteld", "weigeringen worden niet geteld"
	if s.Beside != nil {
		for _, site := range s.Plan.Sites() {
			if _, ok := s.Beside.WalkedIn(site.ID, s.Today()-1); ok {
				walked = "met de bezoekers zonder afspraak uit de logboeken (één plaats per bezoek)"
			}
			if _, ok := s.Beside.Refused(site.ID, s.Today()-1); ok {
				refused = "met wie geen plaats vond"
			}
		}
	}
	return "Verwachte vraag: het gemiddelde van de geboekte plaatsen op dezelfde weekdag in de voorbije weken, dagen zonder opening niet meegeteld; " +
		walked + "; " + refused + ". Zonder cijfers: geen verwachting."
}

// Expect is the expectation of a site on a day: the mean, over the same weekday in past weeks, of the seats that were booked, the
// visits without appointment and those that were refused, a seat for each. Days on which there was neither an opening nor a
// booking do not count. Where the site has no figure at all in these weeks, on no weekday, nothing is known: a counter that was not yet
// in use is not one that nobody wants. What was full can have been wanted more; that shows in the days to the
// first free place, which weigh in the need beside this.
func (s *Scene) Expect(site office.SiteID, on office.Date) Expectation {
	return s.past(site).on(on.Weekday())
}

// past is what the past weeks of a site say, by weekday.
type past struct {
	days  [7]int
	seats [7]float64
	bins  [7][bins]float64
	any   bool
}

// past reads the past weeks of a site.
func (s *Scene) past(site office.SiteID) *past {
	p, weeks := new(past), s.Weeks
	if weeks <= 0 {
		weeks = Weeks
	}
	today := s.Today()
	for d := today - office.Date(7*weeks); d < today; d++ {
		w, before := d.Weekday(), 0.0
		marks := s.Ledger.Record(site, d).Marks
		for _, m := range marks {
			if m.State == Booked && m.Start < office.EndOfDay {
				before++
				p.bins[w][m.Start/Bin]++
			}
		}
		before += s.beside(site, d)
		if before > 0 || s.Plan.Day(site, d).Len() > 0 {
			p.days[w]++
		}
		p.seats[w] += before
		p.any = p.any || before > 0
	}
	return p
}

// beside is what came without appointment or was refused, in seats.
func (s *Scene) beside(site office.SiteID, d office.Date) float64 {
	if s.Beside == nil {
		return 0
	}
	walked, _ := s.Beside.WalkedIn(site, d)
	refused, _ := s.Beside.Refused(site, d)
	return float64(walked + refused)
}

// on is the expectation of a weekday.
func (p *past) on(w time.Weekday) Expectation {
	n := float64(p.days[w])
	if !p.any || n == 0 {
		return Expectation{}
	}
	e := Expectation{Known: true, Seats: p.seats[w] / n, Days: p.days[w]}
	for i, v := range p.bins[w] {
		e.bins[i] = v / n
	}
	return e
}
