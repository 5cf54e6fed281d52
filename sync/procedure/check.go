package procedure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Bounds of what may be written, in letters and steps: a checklist is read beside a visitor.
const (
	MostSteps     = 30
	LongestSay    = 70
	LongestWhy    = 300
	LongestNote   = 200
	LongestRemark = 500
)

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Next checks whether a version can follow the ones there are, and gives it the number it becomes. The first day of a version is
// never before that of the one it follows: what was decided last holds. Faults: Invalid, in words for who wrote it; Conflict
// when it was written as another number than the next.
func (p Procedure) Next(v Version) (Version, error) {
	const op = "procedure.Next"
	last := p.Last()
	next := last.Number + 1
	switch {
	case v.Number != 0 && v.Number != next:
		return v, fault.New(op, fault.Conflict).On(string(p.Product)).Tell(
			fmt.Sprintf("Dit werkproces staat al op versie %d; wat je schreef zou versie %d worden.", last.Number, v.Number),
			"Haal de laatste versie op en schrijf je wijziging daarin.")
	case v.From == 0:
		return v, invalid(p, "Een werkproces heeft een dag nodig vanaf wanneer het geldt.")
	case v.From < last.From:
		return v, invalid(p, fmt.Sprintf("Versie %d geldt vanaf %s; een volgende kan niet vroeger beginnen.", last.Number, last.From))
	}
	if err := p.check(v); err != nil {
		return v, err
	}
	if slices.Equal(v.Steps, last.Steps) && v.From == last.From && v.Note == last.Note {
		return v, invalid(p, fmt.Sprintf("Dit is hetzelfde als versie %d.", last.Number))
	}
	v.Number = next
	return v, nil
}

// check refuses a version that nobody could work by.
func (p Procedure) check(v Version) error {
	switch {
	case len(v.Steps) == 0:
		return invalid(p, "Een werkproces heeft minstens een stap nodig.")
	case len(v.Steps) > MostSteps:
		return invalid(p, fmt.Sprintf("Een werkproces heeft hoogstens %d stappen; dit heeft er %d.", MostSteps, len(v.Steps)))
	case tooLong(v.Note, LongestNote):
		return invalid(p, fmt.Sprintf("Wat er nieuw is past in %d letters.", LongestNote))
	}
	for i, s := range v.Steps {
		if problem := v.flaw(i, s); problem != "" {
			return invalid(p, fmt.Sprintf("Stap %d (%s): %s", i+1, s.ID, problem))
		}
	}
	return nil
}

// flaw is what is wrong with a step, in Dutch.
func (v Version) flaw(i int, s Step) string {
	switch {
	case !idForm.MatchString(string(s.ID)) || len(s.ID) > 40:
		return "de naam van een stap is een woord van kleine letters, cijfers en streepjes."
	case at(v.Steps[:i], s.ID) >= 0:
		return "er is al een stap met deze naam."
	case strings.TrimSpace(s.Say) == "":
		return "zeg wat er gedaan wordt."
	case tooLong(s.Say, LongestSay):
		return fmt.Sprintf("een stap past in %d letters; zet de rest bij het waarom.", LongestSay)
	case tooLong(s.Why, LongestWhy) || tooLong(s.Source, LongestWhy):
		return fmt.Sprintf("waarom en bron passen elk in %d letters.", LongestWhy)
	case s.Proof != "" && !slices.Contains(Proofs, s.Proof):
		return fmt.Sprintf("het bewijs '%s' bestaat niet; kies uit %q.", s.Proof, Proofs)
	}
	for _, text := range []string{s.Say, s.Why, s.Source} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return "er staan tekens in die niet op een scherm passen; schrijf elk veld op een regel."
		}
	}
	return ""
}

func tooLong(s string, most int) bool { return utf8.RuneCountInString(s) > most }

func invalid(p Procedure, say string) error {
	return fault.New("procedure.Next", fault.Invalid).On(string(p.Product)).Tell(say, "Er is niets gewijzigd.")
}

// personal is what numbers of persons look like: ten digits or more, however they are set apart. National numbers, card
// numbers and telephone numbers do.
var personal = regexp.MustCompile(`\d(?:[ .,/\-–()+]*\d){9,}`)

// Remark is what a clerk says of a procedure as it may be kept: on one line, bounded, and without anything that looks like a
// national number. It is kept for good, so it must name nobody; numbers are what can be seen. Faults: Invalid.
func Remark(text string) (string, error) {
	const op = "procedure.Remark"
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	switch {
	case text == "":
		return "", fault.New(op, fault.Invalid).Tell("Er staat nog niets in je opmerking.", "Schrijf wat er beter kan.")
	case tooLong(text, LongestRemark):
		return "", fault.New(op, fault.Invalid).Tell(fmt.Sprintf("Een opmerking past in %d letters.", LongestRemark), "Schrijf het korter.")
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", fault.New(op, fault.Invalid).Tell("Er staan tekens in je opmerking die niet bewaard kunnen worden.", "Schrijf gewone tekst.")
	case personal.MatchString(text):
		return "", fault.New(op, fault.Invalid).Tell("Dit lijkt op een nummer van een persoon. Een opmerking noemt niemand.", "Laat het nummer weg.")
	}
	return text, nil
}
