package vault

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ReadCard is the evidence that the counter itself read the collector's identity card and held it against the document. It
// takes the place of the clerk's own word for the collector's identity, and no clerk can give it: see Handing.Read.
const ReadCard = "identity-read"

const readCard = "Identiteitskaart van de afhaler gelezen"

// ClaimsRead reports whether evidence, as codes or as the words of a screen, says that the card was read.
func ClaimsRead(evidence []string) bool {
	return slices.Contains(evidence, ReadCard) || slices.Contains(evidence, readCard)
}

// procedure is that of a kind at this site. Where no reader of identity cards stands, the choice of one is left out.
func (g Register) procedure(kind office.ProductID) (Procedure, bool) {
	p, ok := g.Procedures[kind]
	if !g.Readers {
		p.Steps.Value = without(p.Steps.Value, ReadCard)
	}
	return p, ok
}

// without leaves a choice out of a checklist; a step always keeps one.
func without(steps []Step, code string) []Step {
	out := slices.Clone(steps)
	for n, s := range out {
		if len(s.Choices) > 1 {
			out[n].Choices = slices.DeleteFunc(slices.Clone(s.Choices), func(c Check) bool { return c.Code == code })
		}
	}
	return out
}

// read refuses evidence of a card that the counter did not read.
func (h Handing) read(op string, codes []string) error {
	if h.Read || !slices.Contains(codes, ReadCard) {
		return nil
	}
	return fault.New(op, fault.Refused).On(h.Document).Tell("De kaart van de afhaler is niet gelezen voor dit document, of dat is te lang geleden.",
		"Laat de lezer de kaart nakijken, of duid aan dat je de identiteit zelf hebt nagekeken.")
}

// Surrenders reports whether handing out a kind of document takes in the old card of its holder.
func (g Register) Surrenders(kind office.ProductID) bool {
	for _, s := range g.Procedures[kind].Steps.Value {
		if slices.ContainsFunc(s.Choices, func(c Check) bool { return c.Code == oldCardTaken }) {
			return true
		}
	}
	return false
}
