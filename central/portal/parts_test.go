package portal_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/portal"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestPlainWords_A003_08: what people type finds what they mean, first of all.
func TestPlainWords_A003_08(t *testing.T) {
	words := mustCity(t).portal.Words
	for question, want := range map[string]string{
		"ik wil verhuizen":         "adreswijziging-aangifte",
		"VERHUISD!!":               "adreswijziging-aangifte",
		"reispas":                  "reispas-aanvraag",
		"paspoort":                 "eid-aanvraag,reispas-aanvraag", // either, and both are shown
		"internationaal paspoort":  "reispas-aanvraag",
		"trouwen":                  "huwelijk-aangifte",
		"wij willen trowen":        "huwelijk-aangifte", // one letter is missing
		"mijn portefeuille is weg": "verlies-diefstal",
		"gestolen":                 "verlies-diefstal",
		"baby geboren":             "geboorte-erkenning",
		"rijbewijs":                "rijbewijs-aanvraag",
		"buitenlands rijbewijs":    "buitenlands-rijbewijs",
		"parkeren":                 "parkeervergunning",
		"déménagement":             "adreswijziging-aangifte",
		"demenagement":             "adreswijziging-aangifte",
		"führerschein":             "rijbewijs-aanvraag",
		"gezinssamenstelling":      "attest-bevolking",
		"bouwvergunning":           "omgevingsvergunning",
		"pincode vergeten":         "pinpuk-aanvraag",
		"kaart van mijn kind":      "kids-id-aanvraag",
		"qqqqqqq":                  "",
		"":                         "",
		"   !!! ":                  "",
	} {
		var found []string
		for _, p := range words.Find(question) {
			found = append(found, string(p.ID))
		}
		if want == "" {
			if len(found) > 0 {
				t.Errorf("%q finds %v", question, found)
			}
			continue
		}
		if len(found) == 0 || !slices.Contains(strings.Split(want, ","), found[0]) || len(found) > 8 {
			t.Errorf("%q finds %v, not %s first", question, found, want)
		}
	}
	for _, never := range []string{"onthaalvraag", "zonder-afspraak"} {
		if slices.ContainsFunc(words.Find(strings.ReplaceAll(never, "-", " ")), func(p office.Product) bool { return string(p.ID) == never }) {
			t.Errorf("%s can be chosen", never)
		}
	}
}

func TestNationalNumbers(t *testing.T) {
	for text, want := range map[string]bool{
		"85.07.30-034.27": true, "85073003427": true, "mijn nummer is 850730 034 27.": true, "85 07 30 034 27": true, "12 85.07.30-034.27": true,
		"0470 12 34 56": false, "+32 470 12 34 56": false, "85.07.30-034.28": false, "850730034": false, "850730034271": false, "An": false, "": false,
		"op 24/11/2026 om 09:00": false, "2600 Berchem": false,
	} {
		if got := citizen.HasNational(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestNoTokenIsGuessed: whatever is changed in a link, cut off or added, it is none.
func TestNoTokenIsGuessed(tt *testing.T) {
	c := mustCity(tt)
	b := c.browser()
	b.booked()
	link := strings.TrimSuffix(strings.TrimPrefix(b.at, "/afspraak/"), "?nieuw=1")
	rapid.Check(tt, func(t *rapid.T) {
		bad := []byte(link)
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			at := rapid.IntRange(0, len(bad)-1).Draw(t, "at")
			bad[at] = rapid.SampledFrom([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")).Draw(t, "as")
		case 1:
			bad = bad[:rapid.IntRange(1, len(bad)-1).Draw(t, "length")]
		case 2:
			bad = append(bad, rapid.StringMatching("[A-Za-z0-9_-]{1,8}").Draw(t, "more")...)
		case 3:
			bad = []byte(rapid.StringMatching("[A-Za-z0-9_-]{1,60}").Draw(t, "other"))
		}
		if string(bad) == link {
			return
		}
		if p := b.send("GET", "/afspraak/"+string(bad), nil, nil); p.status != 404 {
			t.Fatalf("%s: %d", bad, p.status)
		}
	})
}

// FuzzReadPlace: no value of a button makes the door stumble, and what is read is a place.
func FuzzReadPlace(f *testing.F) {
	f.Add("Cg1zb21ld2hlcmUSBAhAEAE")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if p := citizen.ReadPlace(text); p != nil && p.Check() != nil {
			t.Errorf("%q is read as %v", text, p)
		}
	})
}

// TestAPlaceOfNobodysDesk: what is no place that the calendar has is refused when it is held, with words.
func TestAPlaceOfNobodysDesk(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/vrij?product=eid-aanvraag")
	for name, p := range map[string]*contract.Place{
		"no such site": {Site: "nergens", Run: contract.NewRun(office.SeatID{Site: "nergens", Date: tuesday, Desk: 1, Start: 540}, 1, 10)},
		"desk 200":     {Site: "buurtloket-berchem", Run: contract.NewRun(office.SeatID{Site: "buurtloket-berchem", Date: tuesday, Desk: 200, Start: 540}, 1, 10)},
		"at night":     {Site: "buurtloket-berchem", Run: contract.NewRun(office.SeatID{Site: "buurtloket-berchem", Date: tuesday, Desk: 1, Start: 180}, 1, 10)},
		"today":        {Site: "antwerpen-harmonie", Run: contract.NewRun(office.SeatID{Site: "antwerpen-harmonie", Date: tuesday - 1, Desk: 1, Start: 960}, 1, 10)},
		"too many":     {Site: "buurtloket-berchem", Run: contract.NewRun(office.SeatID{Site: "buurtloket-berchem", Date: tuesday, Desk: 1, Start: 540}, 3, 10)},
	} {
		q := b.send("POST", "/vasthouden", map[string][]string{"bezoek": {b.hidden("bezoek")}, "plaats": {citizen.PlaceText(p)}}, nil)
		if q.status < 400 || q.status > 409 {
			t.Errorf("%s: %d %s", name, q.status, textOf(q.doc))
		}
	}
	if b.count("G/")+b.count("H/") != 0 {
		t.Error("something is held")
	}
}

// TestTexts: each language says what Dutch says, with the same holes in it.
func TestTexts(t *testing.T) {
	hole := regexp.MustCompile(`%[a-z]|\{[a-z]\}`)
	dutch := portal.Texts["nl"]
	for lang, all := range portal.Texts {
		for key, say := range dutch {
			other, ok := all[key]
			if !ok {
				t.Errorf("%s does not say %s", lang, key)
				continue
			}
			if a, b := hole.FindAllString(say, -1), hole.FindAllString(other, -1); !slices.Equal(a, b) {
				t.Errorf("%s %s: %v, %v", lang, key, a, b)
			}
		}
		if lang != "nl" && !strings.Contains(all["translation"], "Vertaling") {
			t.Errorf("%s is not marked as a translation", lang)
		}
	}
}
