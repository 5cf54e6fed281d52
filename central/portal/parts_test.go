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
