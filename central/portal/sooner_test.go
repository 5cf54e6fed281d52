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

// bookedOn brings somebody to an appointment on a day at a site.
func (b *browser) bookedOn(site, day string) (link string) {
	b.Helper()
	b.get("/vrij?product=eid-aanvraag&enkel=1&locatie="+site+"&dag="+day).press("Kies dit moment", nil).press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt")
	return strings.Split(b.at, "?")[0]
}

// look has what came free offered to those who wait.
func (c *city) look() int {
	c.Helper()
	return int(c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: (2 * time.Hour).Milliseconds()}}}).Count)
}

// filled has somebody else book every place of Berchem on Tuesday but one, which is freed again by cancel.
func (c *city) filled() (cancel func()) {
	c.Helper()
	first := contract.NewRun(office.SeatID{Site: "buurtloket-berchem", Date: tuesday, Desk: 1, Start: 9 * 60}, 1, 10)
	id := c.bookFor(&contract.Place{Site: "buurtloket-berchem", Run: first})
	return func() {
		c.Helper()
		c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Cancel{Cancel: &contract.CancelBooking{Appointment: id}}})
	}
}

// TestSoonerMoment: asked from the page of an appointment; a place frees, is held, and one press on a button moves the appointment.
// Opening the page changes nothing.
func TestSoonerMoment(t *testing.T) {
	c := mustCity(t)
	b, cancel := c.browser(), c.filled()
	link := b.bookedOn("buurtloket-berchem", "2026-11-27")
	b.follow("Vraag een vroeger moment").wants(200, "Een vroeger moment", "Wij laten u weten", "Er is nu al een vroeger moment vrij", "Waar wilt u komen?")
	b.press("Zet mij op de wachtlijst", map[string]string{"locatie": "buurtloket-berchem", "dag": "2026-11-24"}).wants(200, "U staat op de wachtlijst.", "Wijzig wat u past")
	if !has(b.byID("bij-buurtloket-berchem"), "checked") || has(b.byID("bij-antwerpen-harmonie"), "checked") || attr(b.byID("dag"), "value") != "2026-11-24" {
		t.Error("what was asked for is not shown")
	}
	b.get(link).wants(200, "U wacht op een vroeger moment")
	if c.look() != 0 {
		t.Fatal("something is offered, and nothing came free")
	}
	cancel()
	if c.look() != 1 {
		t.Fatal("nothing is offered")
	}
	b.get(link).wants(200, "Er is een vroeger moment voor u vrijgehouden").follow("Bekijk het vroegere moment")
	for range 3 { // whoever opens it, and a program that looks into mail
		b.get(link+"/vroeger").wants(200, "Er is een vroeger moment voor u", "dinsdag 24 november 2026 om 09:00", "voor u vrij tot maandag 23 november 2026 om 11:00")
	}
	if p := b.send("HEAD", link+"/vroeger", nil, nil); p.status != 200 {
		t.Errorf("HEAD: %d", p.status)
	}
	if got := c.standing(t, link); got.Date != int32(office.NewDate(2026, 11, 27)) {
		t.Fatal("opening the page moved it")
	}
	stale := *b
	b.press("Ja, verzet mijn afspraak", nil).wants(200, "Uw afspraak is verzet", "dinsdag 24 november 2026 om 09:00")
	if got := c.standing(t, link); got.Date != int32(tuesday) {
		t.Errorf("it stands at %v", got)
	}
	stale.press("Ja, verzet mijn afspraak", nil) // the same form once more
	if got := c.standing(t, link); got.Date != int32(tuesday) || c.count("W/a/") != 0 {
		t.Errorf("sent twice it stands at %v", got)
	}
	b.get(link+"/vroeger").wants(200, "Wij laten u weten")
}

// standing is the place of the appointment behind a link.
func (c *city) standing(t *testing.T, link string) (run *contract.Run) {
	t.Helper()
	id, ok := c.portal.ReadLink(strings.TrimPrefix(link, "/afspraak/"))
	if !ok {
		t.Fatalf("%q is no link", link)
	}
	if err := c.log.Read(t.Context(), func(r kv.Reader) error {
		run = c.machine.View(r).Appointment(id).Appointment.Place.Run
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return run
}

// TestSoonerNo: declined, over, and no longer on the list.
func TestSoonerNo(t *testing.T) {
	c := mustCity(t)
	b, cancel := c.browser(), c.filled()
	link := b.bookedOn("buurtloket-berchem", "2026-11-27")
	ask := func() {
		t.Helper()
		b.get(link+"/vroeger").press("wachtlijst", nil).wants(200, "U staat op de wachtlijst")
	}
	ask()
	cancel()
	c.look()
	form := b.get(link+"/vroeger").wants(200, "Er is een vroeger moment voor u").hidden("plaats")
	b.press("Nee, ik houd mijn afspraak", nil).wants(200, "De plaats gaat naar iemand anders", "U staat op de wachtlijst")
	if c.look() != 0 || c.count("H/") != 0 {
		t.Error("declined, and held or offered again")
	}
	c.mustBook(form) // somebody else was quicker; the old form is answered with the next best
	b.visit("POST", link+"/verzetten", url.Values{"plaats": {form}}).wants(409, "Uw afspraak blijft")
	b.get(link+"/vroeger").press("Haal mij van de wachtlijst", nil).wants(200, "U staat niet meer op de wachtlijst", "Zet mij op de wachtlijst")
	if c.count("W/a/") != 0 {
		t.Error("still on the list")
	}
	b.visit("POST", link+"/vroeger/stop", url.Values{}).wants(200, "U staat niet meer")
	b.visit("POST", link+"/vroeger/nee", url.Values{}).wants(200)
	ask()
	b.visit("POST", link+"/annuleren", url.Values{})
	if c.count("W/a/") != 0 {
		t.Error("a cancelled appointment waits")
	}
	b.get(link+"/vroeger").wants(200, "Deze afspraak is geannuleerd")
	b.visit("POST", link+"/vroeger", url.Values{}).wants(200, "Deze afspraak is geannuleerd")
}

// TestSoonerBadInput: each is told in words, and nothing happens.
func TestSoonerBadInput(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	link := b.bookedOn("buurtloket-berchem", "2026-11-27")
	for name, row := range map[string]struct {
		form   url.Values
		status int
		say    string
	}{
		"a day that is none":  {url.Values{"dag": {"2026-02-30"}, "buiten": {"1"}}, 422, "Deze dag bestaat niet"},
		"its own day":         {url.Values{"dag": {"2026-11-27"}}, 422, "Kies een dag die vroeger is"},
		"a site that is none": {url.Values{"locatie": {"nergens"}}, 404, "Deze locatie is niet bekend"},
	} {
		b.visit("POST", link+"/vroeger", row.form)
		if b.status != row.status || !strings.Contains(textOf(b.doc), row.say) {
			t.Errorf("%s: %d %s", name, b.status, textOf(b.doc))
		}
		if row.form.Get("buiten") != "" && !has(b.byID("buiten"), "checked") {
			t.Errorf("%s: what was ticked is gone", name)
		}
	}
	forged := link[:len(link)-1] + "_"
	for _, path := range []string{"/vroeger", "/vroeger/nee", "/vroeger/stop"} {
		if p := b.send("POST", forged+path, url.Values{}, nil); p.status != 404 {
			t.Errorf("a forged link: %s: %d", path, p.status)
		}
		if p := b.send("POST", link+path, url.Values{}, map[string][]string{"Sec-Fetch-Site": {"cross-site"}}); p.status != 403 {
			t.Errorf("from elsewhere: %s: %d", path, p.status)
		}
	}
	if c.count("W/") != 0 {
		t.Error("somebody waits")
	}
	without := mustCity(t, func(c *citizen.Config) { c.Sooner = false }).browser() // nobody could tell
	link = without.bookedOn("buurtloket-berchem", "2026-11-27")
	if strings.Contains(textOf(without.doc), "vroeger") {
		t.Error("a list that there is not is offered")
	}
	without.get(link+"/vroeger").wants(404, "Er is hier geen wachtlijst")
	without.visit("POST", link+"/vroeger", url.Values{}).wants(404, "Er is hier geen wachtlijst")
}

// soonerPages brings a browser to every state of the page of a sooner moment.
func (c *city) soonerPages(b *browser, at func(string) string, keep func(string, int)) {
	c.Helper()
	b.get(at("/vrij?product=eid-aanvraag&locatie=buurtloket-berchem&dag=2026-11-27"))
	b.visit("POST", at("/vasthouden"), url.Values{"bezoek": {b.hidden("bezoek")}, "plaats": {b.firstPlace()}})
	b.visit("POST", at("/boeken"), url.Values{"bezoek": {b.hidden("bezoek")}, "naam": {"An"}, "mail": {"an@voorbeeld.be"}})
	page, cancel := strings.Split(b.at, "?")[0], c.filled()
	b.get(page + "/vroeger")
	keep("sooner", 200)
	b.visit("POST", page+"/vroeger", url.Values{"dag": {"morgen"}, "locatie": {"buurtloket-berchem"}})
	keep("sooner-flaws", 422)
	b.visit("POST", page+"/vroeger", url.Values{"locatie": {"buurtloket-berchem"}, "buiten": {""}})
	keep("sooner-waiting", 200)
	cancel()
	c.look()
	b.get(page)
	keep("appointment-offer", 200)
	b.get(page + "/vroeger")
	keep("sooner-offer", 200)
}
