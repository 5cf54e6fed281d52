package portal_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// visited brings somebody to the questions after a visit on Tuesday, and to the day after it.
func (c *city) visited(b *browser) (link, questions string) {
	c.Helper()
	link = b.bookedOn("antwerpen-harmonie", "2026-11-24")
	id, ok := c.portal.ReadLink(strings.TrimPrefix(link, "/afspraak/"))
	if !ok {
		c.Fatal(link)
	}
	c.now = tuesday.At(17*60, c.now.Location())
	return link, c.portal.SurveyPage(id)
}

// rows are the counts of all answers at Harmonie.
func (c *city) rows() (all *contract.SurveyRow, remarks []string) {
	c.Helper()
	if err := c.log.Read(c.Context(), func(r kv.Reader) error {
		v := c.machine.View(r)
		for row := range v.Surveys(tuesday-7, tuesday) {
			if row.Product == "" {
				all = row
			}
		}
		for m := range v.SurveyRemarks(tuesday-7, tuesday, c.now) {
			remarks = append(remarks, m.Text)
		}
		return nil
	}); err != nil {
		c.Fatal(err)
	}
	return all, remarks
}

// TestQuestionsAfterAVisit: opened as often as one likes, answered once, thanked ever after; and counted without the person.
func TestQuestionsAfterAVisit_A001_08(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	link, questions := c.visited(b)
	for range 2 {
		b.get(questions).wants(200, "Hoe was uw bezoek aan Stadsloket Harmonie?", "dinsdag 24 november 2026", "Schrijf geen namen", "Hoe lang moest u wachten?")
	}
	b.visit("POST", questions, url.Values{"opmerking": {"Prima"}}).wants(422, "Kies hoe tevreden u bent.", "Prima")
	b.visit("POST", questions, url.Values{"tevreden": {"4"}, "opmerking": {"ik ben 85.07.30-034.27"}}).wants(422, "Vul geen rijksregisternummer in")
	if strings.Contains(string(b.raw), "034.27") || !has(b.byID("tevreden-4"), "checked") {
		t.Error("the number is shown again, or what was chosen is gone")
	}
	b.visit("POST", questions, url.Values{"tevreden": {"4"}, "opmerking": {strings.Repeat("é", 501)}}).wants(422, "te lang")
	if row, _ := c.rows(); row != nil {
		t.Fatalf("counted %v", row)
	}
	b.visit("POST", questions, url.Values{"tevreden": {"4"}, "wachten": {"1"}, "opmerking": {"Vriendelijk"}}).wants(200, "Bedankt voor uw antwoord", "Het staat nergens bij uw naam")
	b.visit("POST", questions, url.Values{"tevreden": {"1"}}).wants(200, "Bedankt voor uw antwoord")
	b.get(questions).wants(200, "Bedankt voor uw antwoord")
	row, remarks := c.rows()
	if row == nil || row.Answers != 1 || row.Satisfaction[3] != 1 || row.Wait[0] != 1 || len(remarks) != 1 || remarks[0] != "Vriendelijk" {
		t.Errorf("counted %v, said %v", row, remarks)
	}
	id, _ := c.portal.ReadLink(strings.TrimPrefix(link, "/afspraak/"))
	if err := c.log.Read(t.Context(), func(r kv.Reader) error {
		for k, v := range r.Scan([]byte("S/"), nil) {
			if strings.Contains(string(k)+string(v), string(id[:])) {
				t.Errorf("%q tells whose it is", k)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestQuestionsHaveTheirOwnLink: that of the appointment opens none, and theirs opens nothing else; what is too late, or to come, is
// told in words.
func TestQuestionsHaveTheirOwnLink(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	link, questions := c.visited(b)
	own, other := strings.TrimPrefix(link, "/afspraak/"), strings.TrimPrefix(questions, "/vragen/")
	b.get("/vragen/"+own).wants(404, "Deze link klopt niet")
	b.get("/afspraak/"+other).wants(404, "Deze link klopt niet")
	b.visit("POST", "/afspraak/"+other+"/annuleren", url.Values{}).wants(404)
	b.visit("POST", "/vragen/"+other+"A", url.Values{"tevreden": {"5"}}).wants(404)
	if p := b.send("POST", questions, url.Values{"tevreden": {"5"}}, map[string][]string{"Sec-Fetch-Site": {"cross-site"}}); p.status != 403 {
		t.Errorf("from elsewhere: %d", p.status)
	}
	c.now = monday
	b.get(questions).wants(409, "Deze vragen zijn afgesloten")
	c.now = c.now.AddDate(0, 0, 60)
	b.get(questions).wants(409, "Deze vragen zijn afgesloten")
	b.visit("POST", questions, url.Values{"tevreden": {"5"}}).wants(409, "Deze vragen zijn afgesloten")
	if c.count("S/") != 0 {
		t.Error("something was counted")
	}
	off := mustCity(t, func(c *citizen.Config) { c.Surveys = false })
	b = off.browser()
	_, questions = off.visited(b)
	b.get(questions).wants(404, "Wij stellen hier geen vragen")
}

// TestNoQuestionsPlease: from the page of the appointment, before the visit.
func TestNoQuestionsPlease(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	b.bookedOn("antwerpen-harmonie", "2026-11-24")
	b.wants(200, "Na uw bezoek vragen wij u één keer hoe het was.").press("Stuur mij geen vragen", nil).wants(200, "Wij sturen u geen vragen over dit bezoek.")
	if c.count("S/o/") != 1 || strings.Contains(textOf(b.doc), "Stuur mij geen vragen") {
		t.Error("it is not noted, or asked again")
	}
	off := mustCity(t, func(c *citizen.Config) { c.Surveys = false }).browser()
	off.bookedOn("antwerpen-harmonie", "2026-11-24")
	if strings.Contains(textOf(off.doc), "Stuur mij geen vragen") {
		t.Error("nobody asks, and it can be refused")
	}
}

// surveyPages brings a browser to every state of the questions.
func (c *city) surveyPages(b *browser, at func(string) string, keep func(string, int)) {
	c.Helper()
	id := office.AppointmentID(c.bookFor(&contract.Place{Site: "antwerpen-harmonie", Run: contract.NewRun(office.SeatID{Site: "antwerpen-harmonie", Date: tuesday, Desk: 2, Start: 16 * 60}, 1, 10)}))
	before := c.now
	c.now = tuesday.At(17*60, time.UTC)
	defer func() { c.now = before }()
	page := at(c.portal.SurveyPage(id))
	b.get(page)
	keep("survey", 200)
	b.visit("POST", page, url.Values{"wachten": {"2"}, "opmerking": {strings.Repeat("é", 501)}})
	keep("survey-flaws", 422)
	b.visit("POST", page, url.Values{"tevreden": {"3"}})
	keep("survey-thanks", 200)
}
