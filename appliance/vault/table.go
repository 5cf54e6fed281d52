package vault

import "github.com/buurtloket/buurtloket/sync/office"

// stated is a rule that an official text states; practice one that single municipalities publish, which may differ
// elsewhere; assumed one that nobody stated.
func stated[T any](v T, source string) office.Sourced[T] {
	return office.Sourced[T]{Value: v, Source: source}
}

func practice[T any](v T, source string) office.Sourced[T] {
	return office.Sourced[T]{Value: v, Assumed: true, Source: source}
}

func assumed[T any](v T, note string) office.Sourced[T] {
	return office.Sourced[T]{Value: v, Assumed: true, Note: note}
}

func unknown[T any](note string) office.Sourced[T] {
	return office.Sourced[T]{Unknown: true, Assumed: true, Note: note}
}

// see is a step with one choice.
func see(code, dutch string) Step { return Step{Choices: []Check{{code, dutch}}} }

// only limits a step to some collectors.
func only(s Step, to ...Collector) Step { s.Only = to; return s }

// oldCardTaken is the evidence that an old card came in.
const oldCardTaken = "old-card-taken"

// The steps that several kinds share.
var (
	letter     = see("letter-seen", "Brief met pin- en pukcode gezien")
	identity   = Step{Choices: []Check{{"identity-checked", "Identiteit van de afhaler nagekeken"}, {ReadCard, readCard}}}
	likeness   = only(see("likeness-checked", "Foto vergeleken met de persoon"), Holder)
	chip       = see("chip-tested", "Chip getest")
	authority  = only(see("authority-checked", "Ouderlijk gezag nagekeken"), Parent)
	guardian   = only(see("guardianship-seen", "Beslissing over de voogdij of bewindvoering gezien"), Guardian)
	mandate    = only(see("mandate-seen", "Volmacht gezien"), Mandate)
	copyOfID   = only(see("holder-id-copy-seen", "Kopie van de identiteitskaart van de houder gezien"), Mandate)
	medical    = only(see("medical-reason-seen", "Medische reden of huisbezoek nagekeken"), Mandate)
	activation = Step{Choices: []Check{{"activation-done", "Kaart geactiveerd"}, {"activation-postponed", "Activatie uitgesteld"}}}
	oldCard    = Step{Choices: []Check{{oldCardTaken, "Oude kaart ingenomen"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-card-none", "Er is geen oude kaart"}}}
)

// The terms. A term proposes; only people decide.
var (
	circular     = "etaamb.be n2008000262 (circular 10-04-2008, KB 18-01-2008)"
	annulment    = office.Unclaimed{Rule: "annul_and_destroy", Months: 3, CountedFrom: "first_reminder_letter", VerifyLaw: true}
	fromArrival  = office.Unclaimed{Rule: "destroy_and_reapply", Months: 3, CountedFrom: "arrived_at_municipality", VerifyLaw: true}
	fromReady    = office.Unclaimed{Rule: "destroy_and_reapply", Months: 3, CountedFrom: "ready_for_collection", VerifyLaw: true}
	askSomebody  = office.Unclaimed{Rule: "flag_for_decision", VerifyLaw: true}
	noTermFound  = "not found; no automatic destruction, supervisor decides"
	half         = assumed(183, "half a year; no source")
	quarter      = assumed(92, "three months without a letter sent; no source")
	cardNumber   = stated(office.CardNumber, "kupolak/stdnum be/eid, python-stdnum (facts 2.3)")
	anyNumber    = unknown[Form]("no source for the form of this number")
	noAge        = unknown[int]("no parent collects it, or no age is known")
	untilAdult   = assumed(18, "majority")
	atReception  = "000, snelbalie 2020 (A000-36 to A000-38)"
	handoverPage = "rotselaar.be, kortemark.be, geetbets.be (facts 2.1)"
)

// DefaultProcedures serve until a municipality has its own. Only the annulment term of the eID has been read in an
// official text, and that text is of 2008: confirm all of them before real use.
var DefaultProcedures = Procedures{
	"eid-afhalen": {Dutch: "Identiteitskaart",
		Collectors:  practice([]Collector{Holder, Guardian, Mandate}, "leuven.be/huisbezoek-eid, waregem: mandate for medical reasons"),
		Steps:       practice([]Step{letter, identity, likeness, guardian, mandate, copyOfID, medical, oldCard, chip, activation}, handoverPage),
		ParentUntil: noAge, Snelbalie: assumed(true, "000 lists eID collection, not where"),
		Unclaimed: stated(annulment, circular), AskAfter: quarter, Number: cardNumber},
	"kids-id-afhalen": {Dutch: "Kids-ID",
		Collectors:  practice([]Collector{Parent, Guardian}, "rotselaar.be/kids-id: the child need not be there"),
		Steps:       practice([]Step{letter, identity, authority, guardian, oldCard, chip, activation}, handoverPage),
		ParentUntil: practice(12, "edegem.be, zoersel.be: Belgian children under 12"), Snelbalie: assumed(true, "as eID"),
		Unclaimed: stated(annulment, circular), AskAfter: quarter, Number: cardNumber},
	"vreemdelingenkaart-afhalen": {Dutch: "Vreemdelingenkaart",
		Collectors:  assumed([]Collector{Holder, Parent, Guardian}, "no mandate known"),
		Steps:       practice([]Step{letter, identity, likeness, authority, guardian, oldCard, chip, activation}, handoverPage),
		ParentUntil: untilAdult, Snelbalie: assumed(false, "two personal visits (duffel.be)"),
		Unclaimed: practice(annulment, circular), AskAfter: quarter, Number: anyNumber},
	"pinpuk-afhalen": {Dutch: "Brief met pin- en pukcode",
		Collectors:  assumed([]Collector{Holder, Guardian, Mandate}, "mandate in some municipalities"),
		Steps:       assumed([]Step{identity, guardian, mandate, copyOfID, see("letter-sealed", "Brief is ongeopend")}, "never the code itself"),
		ParentUntil: noAge, Snelbalie: assumed(true, "000 ranks PIN/PUK fifth, not where"),
		Unclaimed: practice(fromArrival, "genk.be/pin-pukcode (one municipality)"), AskAfter: half, Number: anyNumber},
	"reispas-afhalen": {Dutch: "Reispas",
		Collectors: practice([]Collector{Holder, Parent, Guardian, Mandate}, "borgloon.be, gemeentepelt.be: another person in some municipalities"),
		Steps: assumed([]Step{identity, likeness, authority, guardian, mandate, copyOfID, {Choices: []Check{
			{"old-passport-cancelled", "Oud reispas ongeldig gemaakt"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-passport-none", "Er is geen oud reispas"}}}}, "the old one is cancelled"),
		ParentUntil: untilAdult, Snelbalie: stated(true, atReception),
		Unclaimed: practice(askSomebody, noTermFound), AskAfter: half, Number: anyNumber},
	"rijbewijs-afhalen": {Dutch: "Rijbewijs",
		Collectors: practice([]Collector{Holder, Mandate}, "waregem, dendermonde.be: written mandate and copy of the holder's card"),
		Steps: practice([]Step{identity, likeness, mandate, copyOfID, {Choices: []Check{
			{"old-licence-taken", "Oud rijbewijs ingenomen"}, {"loss-attest-seen", "Attest van verlies of diefstal gezien"}, {"old-licence-none", "Er is geen oud rijbewijs"}}}}, "waregem, dendermonde.be"),
		ParentUntil: noAge, Snelbalie: stated(true, atReception),
		Unclaimed: practice(fromReady, "beringen.be product 432 (one municipality)"), AskAfter: half, Number: anyNumber},
	"internationaal-rijbewijs": {Dutch: "Internationaal rijbewijs",
		Collectors:  assumed([]Collector{Holder, Mandate}, "as the licence"),
		Steps:       assumed([]Step{identity, likeness, mandate, copyOfID, see("licence-seen", "Belgisch rijbewijs gezien")}, "as the licence"),
		ParentUntil: noAge, Snelbalie: stated(true, atReception),
		Unclaimed: practice(askSomebody, noTermFound), AskAfter: half, Number: anyNumber},
}
