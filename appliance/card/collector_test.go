package card_test

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// read is a card as the daemon reads it.
func read(t *testing.T, p virtual.Person) eid.Card {
	t.Helper()
	slot := virtual.NewSlot()
	slot.Insert(mustIssue(t, authority, p))
	c, err := eid.New(slot, eid.Trust{Roots: []*x509.Certificate{authority.Root}}).
		Read(t.Context(), eid.Ask{What: eid.Number | eid.Names | eid.Birth | eid.Document, At: now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCompare: what a card says about who collects a document.
func TestCompare(t *testing.T) {
	old := virtual.Citizen
	old.ValidTo = "22.11.2026"
	early := virtual.Citizen
	early.ValidFrom = "24.11.2026"
	minor := virtual.Citizen
	minor.BirthDate = "24 NOV 2008" // eighteen tomorrow
	adult := virtual.Citizen
	adult.BirthDate = "23 NOV 2008"
	for name, row := range map[string]struct {
		person virtual.Person
		of     card.Collecting
		same   bool
		proves bool
		say    string
	}{
		"holder":                    {virtual.Citizen, card.Collecting{Document: "592-0000001-82", Holder: "Noel Specimen", Own: true}, true, true, "Noël André Specimen, de houder"},
		"initials":                  {virtual.Citizen, card.Collecting{Document: "EK123456", Holder: "specimen n.a.", Own: true}, true, true, "de houder"},
		"another person":            {virtual.Foreigner, card.Collecting{Document: "EK123456", Holder: "Noel Specimen", Own: true}, false, false, "Dat is niet dezelfde naam"},
		"another given name":        {virtual.Citizen, card.Collecting{Document: "EK123456", Holder: "Tom Specimen", Own: true}, false, false, "Dat is niet dezelfde naam"},
		"surname only":              {virtual.Citizen, card.Collecting{Document: "EK123456", Holder: "Specimen", Own: true}, false, false, "kijk de voornaam zelf na"},
		"nobody knows":              {virtual.Citizen, card.Collecting{Document: "EK123456", Own: true}, false, false, "staat hier niet"},
		"the new card":              {virtual.Citizen, card.Collecting{Document: "590-1234567-74", Holder: "Noel Specimen", Own: true}, false, false, "nieuwe kaart die klaarligt"},
		"the new card, for another": {virtual.Citizen, card.Collecting{Document: "590123456774"}, false, false, "nieuwe kaart die klaarligt"},
		"ran out":                   {old, card.Collecting{Document: "EK123456", Holder: "Noel Specimen", Own: true}, true, false, "vervallen: ze was geldig tot 22-11-2026"},
		"not yet":                   {early, card.Collecting{Document: "EK123456", Holder: "Noel Specimen", Own: true}, true, false, "pas geldig vanaf 24-11-2026"},
		"a parent":                  {virtual.Citizen, card.Collecting{Document: "EK123456", Holder: "Aimé Spécimen"}, true, true, "De kaart is van Noël André Specimen."},
		"a namesake":                {virtual.Citizen, card.Collecting{Document: "EK123456", Holder: "Noël Specimen"}, true, true, "zo heet de houder ook"},
		"a child for another":       {virtual.Child, card.Collecting{Document: "EK123456", Holder: "Noël Specimen"}, false, false, "geboren op 29-2-2012"},
		"eighteen tomorrow":         {minor, card.Collecting{Document: "EK123456", Holder: "Tom Claes"}, false, false, "wie geen 18 is"},
		"eighteen today":            {adult, card.Collecting{Document: "EK123456", Holder: "Tom Claes"}, true, true, "Noël"},
		"a foreigner":               {virtual.Foreigner, card.Collecting{Document: "EK123456", Holder: "Joerg Muster", Own: true}, true, true, "de houder"},
		"a child's own":             {virtual.Child, card.Collecting{Document: "EK123456", Holder: "Specimen Aime", Own: true}, true, true, "de houder"},
	} {
		got := card.Compare(read(t, row.person), row.of, eid.On(now))
		if got.Same != row.same || got.Proves != row.proves || !strings.Contains(got.Say, row.say) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestChecks: a check counts for what it was made for, for ten minutes, and until it is dropped.
func TestChecks(t *testing.T) {
	c := card.NewChecks([32]byte{7})
	k := card.Check{Session: "s", Document: "EK123456", Collector: "mandate"}
	c.Note(k, "Noël André Specimen", now)
	for name, row := range map[string]struct {
		check         card.Check
		full          string
		after         time.Duration
		stands, named bool
	}{
		"it":              {k, "", time.Minute, true, true},
		"by name":         {k, "NOEL ANDRE SPECIMEN", 10 * time.Minute, true, true},
		"another name":    {k, "Tom Claes", 0, true, false},
		"too late":        {k, "", 10*time.Minute + 1, false, false},
		"other session":   {card.Check{Session: "t", Document: k.Document, Collector: k.Collector}, "", 0, false, false},
		"other document":  {card.Check{Session: "s", Document: "EK123457", Collector: k.Collector}, "", 0, false, false},
		"other collector": {card.Check{Session: "s", Document: k.Document, Collector: "holder"}, "", 0, false, false},
		"nothing":         {card.Check{}, "", 0, false, false},
	} {
		if stands, named := c.Stands(row.check, row.full, now.Add(row.after)); stands != row.stands || named != row.named {
			t.Errorf("%s: stands %v, named %v", name, stands, named)
		}
	}
	c.Note(card.Check{Session: "t"}, "", now.Add(time.Hour)) // forgets what is over
	if stands, _ := c.Stands(k, "", now); stands {
		t.Error("what is over is remembered")
	}
	c.Note(k, "", now)
	c.Drop(k)
	if stands, _ := c.Stands(k, "", now); stands {
		t.Error("what was dropped stands")
	}
}
