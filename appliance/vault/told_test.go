package vault_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/vault"
)

// TestAChainIsToldInDutch: whatever the register writes of a hand-over is said in words; what is no code of ours stays.
func TestAChainIsToldInDutch(t *testing.T) {
	for evidence, want := range map[string]string{
		"consignment Z-1":                            "zending Z-1",
		"consignment Z-1, with bert":                 "zending Z-1, met bert",
		"stored":                                     "in het vak gelegd",
		"taken out":                                  "uit het vak genomen",
		"moved":                                      "uit het vak genomen",
		"passed on":                                  "doorgegeven",
		"surrendered for EN1":                        "ingeleverd voor EN1",
		"trip G-1 to buurtloket-groenenhoek":         "rit G-1 naar Buurtloket Groenenhoek",
		"trip G-1 to nergens":                        "rit G-1 naar nergens",
		"trip G-1 back, with bert":                   "rit G-1 is terug, met bert",
		"trip G-1 handed out there, says bert":       "rit G-1: daar uitgereikt, zegt bert",
		"damaged, with bert":                         "beschadigd, met bert",
		"unclaimed, to de fabrikant, with bert":      "niet afgehaald binnen de termijn, naar de fabrikant, met bert",
		"letter-seen identity-checked old-card-none": "Brief met pin- en pukcode gezien, Identiteit van de afhaler nagekeken, Er is geen oude kaart",
		"iets-nieuws":                                "iets-nieuws",
		"":                                           "",
	} {
		if got := register.Told("eid-afhalen", evidence); got != want {
			t.Errorf("%q is told as %q, want %q", evidence, got, want)
		}
	}
}

// TestALateTripCountsItsDocuments: one document is, two are.
func TestALateTripCountsItsDocuments(t *testing.T) {
	for _, row := range []struct {
		documents []string
		say, next string
	}{
		{[]string{"EN0001"}, "1 document is niet terug in de kluis.", "Bel de collega die het meenam."},
		{[]string{"EN0001", "EN0002"}, "2 documenten zijn niet terug in de kluis.", "Bel de collega die ze meenam."},
	} {
		c := mustCabinet(t)
		c.receive("anna", row.documents...)
		c.must(register.Depart(c.state, pair, vault.Trip{ID: "G-1", To: "buurtloket-groenenhoek", Documents: row.documents}))
		all, err := vault.Trips(c.state, today, vault.Evening)
		if err != nil || len(all) != 1 || all[0].Say != "Rit G-1 van 26-11-2026 naar Buurtloket Groenenhoek: "+row.say || all[0].Next != row.next {
			t.Errorf("%+v, %v", all, err)
		}
	}
}
