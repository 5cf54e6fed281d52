package procedure

import (
	"slices"
	"sync"

	"github.com/buurtloket/buurtloket/sync/office"
)

// ask is a step that must be done, do one that helps; as says of either who publishes it.
func ask(id StepID, say, why string) Step { return Step{ID: id, Say: say, Why: why, Required: true} }
func do(id StepID, say, why string) Step  { return Step{ID: id, Say: say, Why: why} }

func (s Step) by(p Proof) Step       { s.Proof = p; return s }
func (s Step) as(source string) Step { s.Source = source; return s }

// The steps that several products share. What is not required is left to the clerk's judgement.
var (
	seen     = ask("identiteit", "Kijk na wie er voor je zit", "Foto en naam op het document horen bij deze persoon.")
	holder   = seen.by(IdentitySeen).as("rotselaar.be")
	letter   = ask("brief", "Vraag de brief met pin- en pukcode", "Zonder de brief kan de kaart niet geactiveerd worden.").by(LetterSeen).as("kortemark.be, geetbets.be, rotselaar.be")
	oldCard  = ask("oude-kaart", "Neem de oude kaart in", "Of vraag het attest van verlies of diefstal.").by(OldSettled).as("rotselaar.be")
	chip     = ask("chip", "Test de chip", "Een kaart die niet leest gaat niet mee naar huis.").by(ChipTested).as("rotselaar.be")
	activate = ask("activeren", "Laat de pincode kiezen en activeer", "Uitstellen mag: zeg dat de bezoeker dan terugkomt.").by(ActivationSettled).as("rotselaar.be")
	give     = ask("meegeven", "Geef het document af", "").by(HandedOut)
	picture  = ask("foto", "Neem de foto of kijk ze na", "Hoogstens zes maanden oud, effen witte achtergrond, neutraal gezicht.").by(PhotoKept).as("laarne.be, steenokkerzeel.be")
	fetch    = do("vertel-afhalen", "Zeg hoe en waar het afgehaald wordt", "Aan hetzelfde loket als de aanvraag.").as("antwerpen.be")
	proxy    = do("volmacht", "Komt een ander? Kijk de volmacht en de kopie na", "Schriftelijke volmacht, kopie van de kaart van de houder en de eigen kaart.").as("waregem, dendermonde.be")
)

// table is how the products are done until a municipality writes it itself: what single municipalities publish (facts on
// handing over documents and on photos). Only what a source says stands here; products without one have no procedure.
var table = map[office.ProductID][]Step{
	"eid-aanvraag": {seen, do("oude-kaart", "Laat de oude kaart aan de bezoeker", "Ze blijft geldig tot de nieuwe afgegeven wordt."), picture,
		ask("gegevens", "Lees de gegevens samen na", "Een fout op de kaart kost een nieuwe aanvraag."), fetch},
	"eid-afhalen": {letter, holder, oldCard, chip, activate, give},
	"kids-id-aanvraag": {ask("ouder", "Kijk het ouderlijk gezag na", "Een ouder met gezag komt samen met het kind.").as("edegem.be, zoersel.be"), picture,
		do("geldig", "Zeg dat de kaart drie jaar geldig is", "").as("edegem.be, zoersel.be"), fetch},
	"kids-id-afhalen": {holder, oldCard, chip, do("kind", "Het kind hoeft er niet bij te zijn", "Dat was bij de aanvraag anders.").as("rotselaar.be"), give},
	"pinpuk-aanvraag": {seen, ask("na-2022", "Vraag wanneer de kaart gemaakt is", "Van een kaart van na 1 januari 2022 kan de pincode hier vrijgegeven worden, zonder nieuwe codes.").as("wingene.be"),
		do("vertel-brief", "Zeg dat de brief hier afgehaald wordt", "")},
	"pinpuk-afhalen": {holder, ask("kaart-mee", "Vraag de kaart", "De pincode wordt op de kaart zelf gezet."), give, ask("pincode", "Laat de bezoeker de pincode kiezen", "Vier cijfers; kijk weg.").as("kortemark.be")},
	"adreswijziging-aangifte": {seen, ask("wie", "Vraag wie er allemaal verhuist", "Ook een minderjarige die voor het eerst verhuist, met een ouder."),
		do("termijn", "Zeg dat de wijkagent langskomt", "De aangifte gebeurt binnen acht werkdagen na de verhuis.").as("melle.be, olen.be, duffel.be"),
		do("kaarten", "Zeg dat daarna alle kaarten en pincodes nodig zijn", "Van elk gezinslid dat verhuisde.").as("melle.be, olen.be, duffel.be")},
	"adres-eid-aanpassen": {seen, ask("wijkagent", "Kijk na of de wijkagent geweest is", "").as("melle.be, olen.be, duffel.be"),
		ask("alle-kaarten", "Pas de kaart van elk gezinslid aan", "Met de pincode van die kaart.").as("melle.be, olen.be, duffel.be")},
	"reispas-aanvraag": {seen, ask("ouder", "Minderjarig? Kijk na of een ouder mee is", ""), picture,
		ask("snelheid", "Vraag tegen wanneer het reispas nodig is", "Dringend: verstuurd voor 15 uur.").as("wielsbeke.be"), fetch},
	"reispas-afhalen":          {holder, ask("oud-reispas", "Maak het oude reispas ongeldig", "").by(OldSettled), proxy.as("borgloon.be, gemeentepelt.be"), give},
	"rijbewijs-aanvraag":       {seen, do("foto", "Kijk na of de foto van de eID recent is", "Alleen als ze niet recent is, is er een andere nodig.").by(PhotoKept).as("herent.be, maldegem.be"), fetch},
	"rijbewijs-afhalen":        {holder, ask("oud-rijbewijs", "Neem het oude rijbewijs in", "").by(OldSettled).as("waregem, dendermonde.be"), proxy, give},
	"internationaal-rijbewijs": {holder, ask("rijbewijs", "Vraag het Belgische rijbewijs", ""), give},
	"vreemdelingenkaart-aanvraag": {seen, ask("personen", "Vraag voor hoeveel personen", "Een tijdslot is voor één, twee of drie en meer personen.").as("duffel.be"), picture,
		do("tweede-bezoek", "Zeg dat iedereen twee keer zelf komt", "").as("duffel.be"), fetch},
	"vreemdelingenkaart-afhalen": {letter, holder, oldCard, chip, activate, give},
	"verlies-diefstal": {seen, ask("stop", "Laat de kaart meteen annuleren", "Sinds 1 juni 2018 gebeurt dat dadelijk; de termijn van zeven dagen is vervallen.").as("montigny-le-tilleul.be"),
		ask("attest", "Geef het attest van verlies of diefstal", ""), do("docstop", "Noem DocStop voor 's nachts en in het weekend", "00800 2123 2123, dag en nacht.").as("berchem.brussels")},
}

// Embedded are the procedures that come with the program, by product: each one version, in force always.
var Embedded = sync.OnceValue(func() map[office.ProductID]Procedure {
	out := map[office.ProductID]Procedure{}
	for product, steps := range table {
		out[product] = Procedure{Product: product, Versions: []Version{{Number: 1, Steps: slices.Clone(steps), Assumed: true}}}
	}
	return out
})
