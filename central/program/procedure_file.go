package program

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// procedureFile is a version of a procedure as planners write it.
type procedureFile struct {
	Product string     `yaml:"product"`
	Version uint32     `yaml:"version"`
	From    string     `yaml:"from"`
	Note    string     `yaml:"note"`
	Assumed bool       `yaml:"assumed,omitempty"`
	Steps   []stepFile `yaml:"steps"`
}

type stepFile struct {
	ID       string `yaml:"id"`
	Say      string `yaml:"say"`
	Why      string `yaml:"why,omitempty"`
	Source   string `yaml:"source,omitempty"`
	Required bool   `yaml:"required,omitempty"`
	Proof    string `yaml:"proof,omitempty"`
}

// procedureHead explains the file to who changes it.
const procedureHead = `# Werkproces van een product: wat een medewerker aan de balie stap voor stap doet.
# Wijzig wat je wilt en zet het terug met: central procedure put BESTAND --by NAAM   (met --try: alleen kijken)
#
# version  het nummer dat dit wordt; kwam er intussen een andere versie, dan wordt dit geweigerd
# from     de eerste dag waarop het geldt, vandaag of later: 2026-12-01
# note     wat er nieuw is, in een zin; de medewerkers lezen het aan het begin van hun dienst
# assumed  true: geen bron zegt dit alles; laat het nakijken
# steps    de stappen in hun volgorde, hoogstens %d:
#   id        de naam van de stap: kleine letters en streepjes; houd hem hetzelfde als de stap dezelfde blijft
#   say       wat er gedaan wordt, hoogstens %d letters
#   why       waarom, of waarop te letten; mag weg
#   source    waar het staat; mag weg
#   required  true: wordt genoemd als hij niet gedaan is; hij houdt niemand tegen
#   proof     wat het toestel zelf weet en de stap afvinkt; mag weg. Een van:
#             %s
`

// writeProcedure writes a version as the file of the one that would follow.
func writeProcedure(to io.Writer, p procedure.Procedure, v procedure.Version) error {
	f := procedureFile{Product: string(p.Product), Version: p.Last().Number + 1, Assumed: v.Assumed, Steps: []stepFile{}}
	for _, s := range v.Steps {
		f.Steps = append(f.Steps, stepFile{string(s.ID), s.Say, s.Why, s.Source, s.Required, string(s.Proof)})
	}
	if len(f.Steps) == 0 {
		f.Steps = []stepFile{{ID: "identiteit", Say: "Kijk na wie er voor je zit", Required: true}}
	}
	var proofs []string
	for _, one := range procedure.Proofs {
		proofs = append(proofs, string(one))
	}
	if _, err := fmt.Fprintf(to, procedureHead, procedure.MostSteps, procedure.LongestSay, strings.Join(proofs, ", ")); err != nil {
		return fmt.Errorf("write procedure: %w", err)
	}
	if v.Number != 0 {
		if _, err := fmt.Fprintf(to, "\n# %s: dit is versie %d, die geldt sinds: %s\n", productName(p.Product), v.Number, sayFrom(v)); err != nil {
			return fmt.Errorf("write procedure: %w", err)
		}
	}
	e := yaml.NewEncoder(to)
	e.SetIndent(2)
	return either(e.Encode(f), e.Close())
}

// readProcedure reads a version from a file. A field that there is not is refused, so that a slip of the pen loses nothing.
func readProcedure(name string) (office.ProductID, procedure.Version, error) {
	const op = "central.procedure"
	var v procedure.Version
	in, err := os.Open(name)
	if err != nil {
		return "", v, invalid(op, err, "Dit bestand kan niet gelezen worden.", "Kijk de naam na.")
	}
	defer in.Close()
	var f procedureFile
	d := yaml.NewDecoder(in)
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		say := "Dit bestand is geen werkproces in YAML."
		if wrong := new(yaml.TypeError); errors.As(err, &wrong) && len(wrong.Errors) > 0 {
			say = fmt.Sprintf("In dit bestand klopt een veld niet (%s).", wrong.Errors[0])
		}
		return "", v, invalid(op, err, say+" Er is niets gewijzigd.", "Vraag een voorbeeld met 'central procedure show'.")
	}
	from, err := parseDate(f.From)
	if err != nil {
		return "", v, err
	}
	v = procedure.Version{Number: f.Version, From: office.Date(from), Note: f.Note, Assumed: f.Assumed}
	for _, s := range f.Steps {
		v.Steps = append(v.Steps, procedure.Step{ID: procedure.StepID(s.ID), Say: strings.TrimSpace(s.Say), Why: strings.TrimSpace(s.Why),
			Source: strings.TrimSpace(s.Source), Required: s.Required, Proof: procedure.Proof(s.Proof)})
	}
	return office.ProductID(f.Product), v, nil
}
