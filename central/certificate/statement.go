package certificate

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// statement is what a certificate says, in Dutch: official papers of a Dutch-language municipality are in nothing else.
type statement struct {
	title   string
	opening string
	rows    [][2]string // a label and what stands behind it
	table   [][]string  // its first row are the columns; empty: none
	closing string
}

// state says what the register says of a person, or why there is no such certificate.
func state(kind attest.Kind, p *Person, r Register, at time.Time) (statement, attest.Reason) {
	city, town := r.City()
	today := office.DateOf(at)
	s := statement{title: kind.Dutch, opening: fmt.Sprintf("%s bevestigt dat op %s in haar bevolkingsregister staat:", city, day(today))}
	dead := p.Died != 0 && p.Died <= today
	switch {
	case kind.Code == attest.Birth:
		return birth(s, p, city)
	case dead:
		return s, attest.Deceased
	case p.Address.Town != town:
		return s, attest.NotHere
	}
	switch kind.Code {
	case attest.Residence:
		s.rows = append(p.who(), p.where()...)
		if p.Since != 0 {
			s.rows = append(s.rows, [2]string{"Sinds", day(p.Since)})
		}
		s.closing = "De hoofdverblijfplaats van deze persoon is op dit adres."
	case attest.Household:
		s.rows = append(p.who(), p.where()...)
		s.table = [][]string{{"Naam", "Geboren op", "In het gezin"}}
		for _, m := range p.Household {
			s.table = append(s.table, []string{m.Name, m.Born.UTC().Format("02-01-2006"), m.Relation})
		}
		s.closing = fmt.Sprintf("Op dit adres vormen %d personen één gezin.", len(p.Household))
		if len(p.Household) == 1 {
			s.closing = "Deze persoon woont alleen op dit adres."
		}
	case attest.Life:
		s.rows = append(p.who(), p.where()...)
		s.closing = "Deze persoon is in leven."
	case attest.Nationality:
		s.rows = append(p.who(), [2]string{"Nationaliteit", p.Nationality})
		s.closing = "Deze persoon is met deze nationaliteit ingeschreven."
	default:
		return s, attest.NoKind
	}
	return s, ""
}

// birth is the copy of a deed.
func birth(s statement, p *Person, city string) (statement, attest.Reason) {
	d := p.Deed
	if d == nil {
		return s, attest.NoRecord
	}
	s.opening = fmt.Sprintf("%s bevestigt als houder van de registers van de burgerlijke stand dat deze akte erin staat:", city)
	s.rows = [][2]string{{"Akte", fmt.Sprintf("nummer %d van het jaar %d, %s", d.Number, d.Year, d.Place)}, {"Naam", p.Surname}, {"Voornamen", strings.Join(p.Given, " ")},
		{"Geslacht", map[bool]string{true: "vrouw", false: "man"}[p.Female]}, {"Geboren", day(p.Born) + " te " + p.BirthPlace}}
	for _, parent := range []string{d.Mother, d.Father} {
		if parent != "" {
			s.rows = append(s.rows, [2]string{"Ouder", parent})
		}
	}
	s.closing = "Dit afschrift is gelijk aan de akte."
	return s, ""
}

// who is who it is about.
func (p *Person) who() [][2]string {
	rows := [][2]string{{"Naam", p.Surname}, {"Voornamen", strings.Join(p.Given, " ")}, {"Rijksregisternummer", p.Number.String()},
		{"Geboren", day(p.Born) + " te " + p.BirthPlace}}
	if p.Civil != "" {
		rows = append(rows, [2]string{"Burgerlijke staat", p.Civil})
	}
	return rows
}

// where is where they live.
func (p *Person) where() [][2]string {
	street, town := p.Address.Lines()
	return [][2]string{{"Adres", street}, {"", town}}
}

// day writes a date as official papers do, without its day of the week.
func day(d office.Date) string {
	_, date, _ := strings.Cut(calendar.SayDate(d), " ")
	return date
}
