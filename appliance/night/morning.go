package night

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Facts is how things are now, whatever the nights did: the line may have come back since.
type Facts struct {
	Now   time.Time // in the site's zone
	Due   bool      // this morning's window is over
	Fresh bool      // there is a line, and what headquarters had to say is here
	Heard time.Time // when headquarters last spoke; zero: never

	Closed            string // why nobody can come today, in Dutch; empty: it is a day with places
	Places, Elsewhere int    // free places of the rest of today: in this site's hands, and not

	Vault  bool
	SignIn int    // days that people may still sign in without a word from headquarters; negative: no more
	Unsent uint64 // events that headquarters has not acknowledged
}

// weekWithout is after how many nights without one somebody must be called.
const weekWithout = 7

// Morning says what is fresh, what is not, and what that means today.
func Morning(r kv.Reader, f Facts) (*contract.Morning, error) {
	report, err := LastReport(r)
	if err != nil {
		return nil, err
	}
	today := office.DateOf(f.Now)
	last := LastWhole(r)
	out := &contract.Morning{Date: int32(today), Night: int32(last), Missed: -1, Steps: report.GetSteps(), Due: f.Due || office.Date(report.GetNight()) == today}
	if last != 0 {
		expected := today
		if !out.Due {
			expected-- // this night still runs, or is to come
		}
		out.Missed = int32(max(0, expected-last))
	}
	m := morning{f, out}
	m.nights(report, today, last)
	m.places()
	m.rules(today)
	m.signIn()
	m.sent()
	m.check(report)
	return out, nil
}

type morning struct {
	Facts
	out *contract.Morning
}

func (m morning) good(say string) {
	m.out.Lines = append(m.out.Lines, &contract.MorningLine{Say: say, Good: true})
}
func (m morning) warn(say string) { m.out.Lines = append(m.out.Lines, &contract.MorningLine{Say: say}) }
func (m morning) alarm(say string) {
	m.out.Lines = append(m.out.Lines, &contract.MorningLine{Say: say, Urgent: true})
}

// always is what no missed night takes away.
const always = "Tickets geven, oproepen, afspraken van vandaag helpen en documenten uitreiken blijft mogelijk."

// nights says how the nights went.
func (m morning) nights(report *contract.NightReported, today, last office.Date) {
	missed := m.out.Missed
	switch {
	case missed == 0:
		m.good("De nacht heeft alles bijgewerkt.")
		return
	case m.Fresh:
		m.good(without(missed, last) + " Er is nu verbinding: alles is intussen bijgewerkt.")
		return
	case missed >= weekWithout:
		m.alarm(without(missed, last) + " Bel vandaag de beheerder. " + always)
	case missed == 1 && office.Date(report.GetNight()) == today:
		m.warn("Vannacht is niet alles gelukt. " + always)
		for _, c := range vital {
			if s := find(report.Steps, c); !s.GetDone() {
				m.warn(c.Dutch() + ": " + s.GetSay())
			}
		}
	default:
		m.warn(without(missed, last) + " " + always)
	}
}

// without says since when there was no night.
func without(missed int32, last office.Date) string {
	switch missed {
	case -1:
		return "Dit toestel had nog geen volledige nacht."
	case 1:
		return "Vannacht was er geen volledige nacht."
	}
	return fmt.Sprintf("Geen volledige nacht sinds %d dagen: de laatste was op %s.", missed, calendar.SayDate(last))
}

// places says what can be booked here today.
func (m morning) places() {
	switch {
	case m.Closed != "":
		m.good("Vandaag zijn er geen afspraken: " + m.Closed)
	case m.Elsewhere == 0:
		m.good("De plaatsen van vandaag staan hier; boeken kan ook zonder verbinding.")
	case m.Places == 0:
		m.warn("De vrije plaatsen van vandaag staan niet hier. Een boeking is een aanvraag: het antwoord komt pas met verbinding.")
	default:
		m.warn(fmt.Sprintf("Van de vrije plaatsen van vandaag %s hier: die boek je ook zonder verbinding. De andere %d vraag je aan; het antwoord komt pas met verbinding.",
			stand(m.Places), m.Elsewhere))
	}
}

func stand(n int) string {
	if n == 1 {
		return "staat er 1"
	}
	return fmt.Sprintf("staan er %d", n)
}

// rules says of when are the rules, the roster and the consignments known here.
func (m morning) rules(today office.Date) {
	const what = "Regels, sluitingen en personeelslijst"
	if m.Heard.IsZero() {
		m.warn(what + " zijn die waarmee dit toestel kwam. Kijk na of de openingsuren kloppen.")
		return
	}
	heard := office.DateOf(m.Heard.In(m.Now.Location()))
	switch age := int(today - heard); {
	case m.Fresh || age <= 0:
		m.good(what + " zijn van vandaag.")
		return
	case age == 1:
		m.warn(what + " zijn van gisteren. Een sluiting die daarna gemeld is, staat hier niet.")
	default:
		m.warn(fmt.Sprintf("%s zijn van %d dagen geleden. Een sluiting die daarna gemeld is, staat hier niet: vraag het na.", what, age))
	}
	if m.Vault {
		m.warn("Een zending die daarna aangekondigd is, staat hier niet. Tel ze toch in: de lijst komt later.")
	}
}

// signIn says how long people may still sign in. With a line nobody needs to know.
func (m morning) signIn() {
	switch {
	case m.SignIn < 0:
		m.alarm("Aanmelden kan niet meer tot er verbinding is. Wie aangemeld is, werkt door.")
	case m.Fresh:
	case m.SignIn <= 3:
		m.alarm(fmt.Sprintf("Aanmelden kan nog %s zonder verbinding. Bel vandaag de beheerder.", count(m.SignIn, "dag", "dagen")))
	default:
		m.good(fmt.Sprintf("Aanmelden kan nog %d dagen zonder verbinding.", m.SignIn))
	}
}

func (m morning) sent() {
	if !m.Fresh && m.Unsent > 0 {
		m.warn(unsent(m.Unsent))
	}
}

// check says what the self-check found wrong. That it did not run says nothing of the journal.
func (m morning) check(report *contract.NightReported) {
	if s := find(report.GetSteps(), Check); s != nil && !s.Done && s.Say != notReached {
		m.alarm("De zelfcontrole van " + calendar.SayDate(office.Date(report.Night)) + " is niet gelukt: " + s.Say)
	}
}
