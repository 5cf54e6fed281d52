package vault

import (
	"strings"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// nameOf is a site as people call it: by the catalogue, else its id.
func nameOf(site office.SiteID) string {
	if l, ok := catalogue.Embedded().Location(site); ok && l.Name != "" {
		return l.Name
	}
	return string(site)
}

// acts are the hand-overs of which the register writes no more than what was done.
var acts = map[string]string{
	"taken out": "uit het vak genomen",
	"moved":     "uit het vak genomen",
	"stored":    "in het vak gelegd",
	"passed on": "doorgegeven",
}

// Told says in Dutch what proves a hand-over of a document of a kind. What the register writes of it is code, for
// programs; colleagues are in it by their ids.
func (g Register) Told(kind office.ProductID, evidence string) string {
	if say := acts[evidence]; say != "" {
		return say
	}
	what, with, two := strings.Cut(evidence, ", with ")
	say := g.proof(kind, what)
	if two {
		say += ", met " + with
	}
	return say
}

// proof says what proves a hand-over, without the colleague who was there.
func (g Register) proof(kind office.ProductID, what string) string {
	if in, ok := strings.CutPrefix(what, "consignment "); ok {
		return "zending " + in
	}
	if n, ok := strings.CutPrefix(what, "surrendered for "); ok {
		return "ingeleverd voor " + n
	}
	if trip, ok := strings.CutPrefix(what, "trip "); ok {
		return "rit " + toldTrip(trip)
	}
	ground, to, sent := strings.Cut(what, ", to ")
	if why, ok := grounds[ground]; ok {
		if sent {
			return why.dutch + ", naar " + to
		}
		return why.dutch
	}
	said := map[string]string{}
	for _, s := range g.Procedures[kind].Steps.Value {
		for _, c := range s.Choices {
			said[c.Code] = c.Dutch
		}
	}
	codes := strings.Fields(what)
	for n, code := range codes {
		if words := said[code]; words != "" {
			codes[n] = words
		}
	}
	return strings.Join(codes, ", ")
}

// toldTrip says which way a trip went, and what came of it.
func toldTrip(trip string) string {
	if id, by, ok := strings.Cut(trip, " handed out there, says "); ok {
		return id + ": daar uitgereikt, zegt " + by
	}
	if id, to, ok := strings.Cut(trip, " to "); ok {
		return id + " naar " + nameOf(office.SiteID(to))
	}
	if id, ok := strings.CutSuffix(trip, " back"); ok {
		return id + " is terug"
	}
	return trip
}
