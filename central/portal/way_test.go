package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
)

// booked brings somebody from the first page to an appointment.
func (b *browser) booked() *browser {
	b.Helper()
	b.get("/").press("Zoek", map[string]string{"q": "nieuwe identiteitskaart"}).follow("Elektronische identiteitskaart")
	return b.press("eerste vrije moment", nil).press("Kies dit moment", nil).press("Bevestig", somebody)
}

// TestBookMoveCancel_A002_34: from a question to an appointment, to another moment, and out of it, with nothing but links and
// forms; and the links afterwards.
func TestBookMoveCancel_A002_34(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/").wants(200, "Waarvoor komt u?", "Vaak gekozen", "Nu open", "Stadsloket Harmonie")
	b.press("Zoek", map[string]string{"q": "mijn idetiteitskaart is vervallen"}).wants(200, "Dit past bij uw vraag")
	b.follow("Elektronische identiteitskaart").wants(200, "van thuis uit", "Dit brengt u mee", "een recente pasfoto", "10 minuten")
	b.press("eerste vrije moment", map[string]string{"personen": "2"}).wants(200, "Het eerste vrije moment", "2 personen", "18 minuten", "dinsdag 24 november 2026 om 09:00")
	b.press("Kies dit moment", nil).wants(200, "Uw gegevens", "vrij tot 09:10", "dinsdag 24 november 2026 om 09:00")
	b.press("Bevestig", map[string]string{"naam": "", "mail": "", "telefoon": ""}).wants(422, "Fout:", "Vul uw naam in.", "Vul een e-mailadres of een telefoonnummer in.")
	b.press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt", "Uw code", "Bewaar deze pagina")
	page := strings.TrimSuffix(b.at, "?nieuw=1")
	first := b.code()
	if n := b.appointments(); n != 1 {
		t.Fatalf("%d appointments", n)
	}
	b.follow("Kies een ander moment").wants(200, "Uw afspraak is nu op dinsdag 24 november 2026", "U houdt die plaats")
	b.follow("Toon latere dagen").wants(200).press("Kies dit moment", nil).wants(200, "Wilt u de afspraak verzetten?")
	b.press("Ja, verzet", nil).wants(200, "Uw afspraak is verzet")
	if strings.Contains(textOf(b.doc), "dinsdag 24 november 2026 om 09:00") || b.code() != first {
		t.Error("it did not move, or its code is another")
	}
	b.follow("Annuleer de afspraak").wants(200, "Wilt u deze afspraak annuleren?").press("Ja, annuleer", nil).wants(200, "geannuleerd", "U hoeft niet te komen")
	b.get(page+"/annuleren").wants(200, "Deze afspraak is geannuleerd")
	b.get(page+"/verzetten").wants(200, "Deze afspraak is geannuleerd")
	b.visit("POST", page+"/annuleren", url.Values{}).wants(200, "Deze afspraak is geannuleerd")
	b.follow("Maak een nieuwe afspraak").wants(200, "dinsdag 24 november 2026 om 09:00")
}

// code is the booking code on the page of an appointment.
func (b *browser) code() string {
	b.Helper()
	for n := range each(b.doc, "p") {
		if attr(n, "class") == "code" {
			return textOf(n)
		}
	}
	b.Fatalf("%s has no code", b.at)
	return ""
}

// appointments counts those that stand.
func (c *city) appointments() (n int) {
	return c.count("a/")
}

// TestEveryFreeMomentCanBeReached: those that a list leaves out are behind its links, to the last of an evening.
func TestEveryFreeMomentCanBeReached(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/vrij?product=eid-aanvraag").wants(200, "donderdag 26 november 2026 – Buurtloket Groenenhoek")
	b.follow("Toon alle 66 uren op dinsdag 24 november 2026, Stadsloket Harmonie").wants(200, "19:50").press("19:50", nil).wants(200, "dinsdag 24 november 2026 om 19:50")
	b.get("/vrij?product=eid-aanvraag&uren=avond&postcode=2600&dichtbij=1&drempelvrij=1").wants(200, "dinsdag 24 november 2026 om 17:00", "Stadsloket Harmonie")
	for _, m := range []string{"09:00", "16:50"} {
		if strings.Contains(textOf(b.doc), m) {
			t.Errorf("%s is no evening", m)
		}
	}
	b.get("/vrij?product=eid-aanvraag&postcode=2600").wants(200, "Het eerste vrije moment", "in uw district")
}

// TestWhatIsSentTwiceIsOnce: the last form once more, the back button and another place, the same place clicked twice.
func TestWhatIsSentTwiceIsOnce(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/vrij?product=eid-aanvraag")
	list := *b
	b.press("Kies dit moment", nil).wants(200, "Uw gegevens")
	form, address := *b, b.at
	again := list
	again.press("Kies dit moment", nil).wants(200, "Uw gegevens") // clicked twice
	if n := b.count("G/"); n != 1 {
		t.Errorf("%d places are held", n)
	}
	back := list
	back.press("10:50", nil).wants(200, "om 10:50") // the back button, and another place
	if n := b.count("H/"); n != 1 {
		t.Errorf("%d seats are held", n)
	}
	back.press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt", "om 10:50")
	form.press("Bevestig", somebody).wants(200, "om 10:50") // the form of before, in another tab
	list.press("Kies dit moment", nil).wants(200, "U hebt deze afspraak al")
	form.get(address).wants(200, "U hebt deze afspraak al")
	if n := b.appointments(); n != 1 {
		t.Errorf("%d appointments", n)
	}
	if n := b.count("G/") + b.count("H/"); n != 0 {
		t.Error("a place is held still")
	}
}

// TestThePlaceWentBetweenListAndClick: the next best are offered, and what was typed goes along.
func TestThePlaceWentBetweenListAndClick(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	b.get("/vrij?product=eid-aanvraag&locatie=buurtloket-berchem&dag=2026-11-24&enkel=1").wants(200, "dinsdag 24 november 2026 om 09:00")
	c.take("buurtloket-berchem")
	b.press("Kies dit moment", nil).wants(409, "niet meer vrij", "Dit is dichtbij wat u koos").press("Kies dit moment", nil).wants(200, "Uw gegevens")
	c.now = c.now.Add(11 * time.Minute) // the hold is over, and somebody else was quicker
	c.takeHeld()
	b.press("Bevestig", somebody).wants(409, "niet meer vrij", "Boek dit moment").press("Boek dit moment", nil).wants(200, "Uw afspraak is gemaakt")
}

// TestTimeRunsOut: prolonged twice and no more; after its time the place is had while nobody took it.
func TestTimeRunsOut(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	b.get("/vrij?product=eid-aanvraag").press("Kies dit moment", nil).wants(200, "vrij tot 09:10")
	c.now = c.now.Add(9 * time.Minute)
	b.press("meer tijd", somebody).wants(200, "vrij tot 09:19")
	if got := attr(b.byID("naam"), "value"); got != somebody["naam"] {
		t.Errorf("what was typed is %q", got)
	}
	c.now = c.now.Add(9 * time.Minute)
	b.press("meer tijd", nil).wants(200, "vrij tot 09:28")
	for button := range each(b.doc, "button") {
		if strings.Contains(textOf(button), "meer tijd") {
			t.Error("a third time is offered")
		}
	}
	b.get(b.at).wants(200, "vrij tot 09:28") // loaded again
	c.now = c.now.Add(time.Hour)
	b.get(b.at).wants(200, "De tijd is om")
	b.press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt")
}

// TestLinks: of nobody, of something else, cut off, of another kind.
func TestLinks(t *testing.T) {
	b := mustCity(t).browser()
	b.booked()
	link := strings.TrimSuffix(strings.TrimPrefix(b.at, "/afspraak/"), "?nieuw=1")
	forged := []byte(link)
	forged[3] ^= 1
	for name, bad := range map[string]string{"cut off": link[:20], "changed": string(forged), "longer": link + "AAAA", "nothing": "x", "long": strings.Repeat("A", 4000)} {
		for _, path := range []string{"", "/agenda.ics", "/annuleren", "/verzetten", "/nieuw"} {
			if p := b.send("GET", "/afspraak/"+bad+path, nil, nil); p.status != 404 || !strings.Contains(textOf(p.doc), "Deze link klopt niet") {
				t.Errorf("%s %s: %d %s", name, path, p.status, textOf(p.doc))
			}
		}
		for _, path := range []string{"/annuleren", "/verzetten"} {
			if p := b.send("POST", "/afspraak/"+bad+path, url.Values{}, nil); p.status != 404 {
				t.Errorf("POST %s %s: %d", name, path, p.status)
			}
		}
	}
	b.get("/gegevens?b="+link).wants(400, "Deze link klopt niet") // signed, but for something else
	b.get("/afspraak/"+link+"/nieuw?plaats=zomaar").wants(400, "Deze plaats bestaat niet")
	if n := b.appointments(); n != 1 {
		t.Errorf("%d appointments", n)
	}
}

// TestBadInput: each is told in words, and nothing happens.
func TestBadInput(t *testing.T) {
	b := mustCity(t).browser()
	for target, say := range map[string]string{
		"/vrij?product=eid-aanvraag&personen=300":                                      "Een afspraak is voor hoogstens",
		"/vrij?product=eid-aanvraag&personen=-4":                                       "Vul een aantal personen in",
		"/vrij?product=eid-aanvraag&personen=veel":                                     "Vul een aantal personen in",
		"/vrij?product=eid-aanvraag&postcode=1000":                                     "ligt niet in onze stad",
		"/vrij?product=eid-aanvraag&dag=2026-13-45":                                    "Deze dag bestaat niet",
		"/vrij?product=eid-aanvraag&dag=2020-01-01&enkel=1":                            "voorbij",
		"/vrij?product=eid-aanvraag&dag=2029-01-01":                                    "Een afspraak kan tot en met",
		"/vrij?product=eid-aanvraag&locatie=nergens":                                   "Deze locatie is niet bekend",
		"/vrij?product=attest-bevolking":                                               "geen afspraak nodig",
		"/vrij?product=eid-aanvraag&locatie=buurtloket-berchem&dag=2026-11-25&enkel=1": "Geen vrij moment op woensdag 25 november 2026",
		"/vrij?product=eid-aanvraag&dag=2026-12-25&enkel=1":                            "Kerst",
		"/?q=rijksregisternummer+85.07.30-034.27":                                      "Vul geen rijksregisternummer in",
		"/?q=qqqqqqq": "Wij vinden niets",
		"/vrij?product=eid-aanvraag&product=bestaat-niet": "kennen wij niet",
		"/vrij":                      "kennen wij niet",
		"/product/bestaat-niet":      "kennen wij niet",
		"/product/onthaalvraag":      "kennen wij niet",
		"/nergens":                   "Deze pagina bestaat niet",
		"/product/sociale-producten": "Dit kan nu niet bij ons",
		"/product/attest-bevolking":  "geen afspraak nodig",
		"/product/parkeervergunning": "volledig online",
	} {
		b.get(target)
		if text := textOf(b.doc); !strings.Contains(text, say) {
			t.Errorf("%s: %d, does not say %q:\n%s", target, b.status, say, text)
		}
		if strings.Contains(string(b.raw), "85.07.30") {
			t.Errorf("%s shows the number", target)
		}
	}
	if b.appointments()+b.count("G/") != 0 {
		t.Error("something is held or booked")
	}
}

// TestWhoComes: what a name, an address and a number can be, and never a national number.
func TestWhoComes(t *testing.T) {
	for name, row := range map[string]struct{ who, mail, phone, say string }{
		"no name":            {"", "a@b.be", "", "Vul uw naam in."},
		"a long name":        {strings.Repeat("é", 81), "a@b.be", "", "te lang"},
		"no way back":        {"An", "", "", "Vul een e-mailadres of een telefoonnummer in."},
		"no mail":            {"An", "an apenstaart", "", "klopt niet"},
		"mail without a dot": {"An", "an@localhost", "", "klopt niet"},
		"mail with a name":   {"An", "An <a@b.be>", "", "klopt niet"},
		"phone of letters":   {"An", "", "nul vier zeven nul", "klopt niet"},
		"short phone":        {"An", "", "0470", "klopt niet"},
		"national as name":   {"An 85.07.30-034.27", "a@b.be", "", "Vul geen rijksregisternummer in"},
		"national as phone":  {"An", "", "85073003427", "Vul geen rijksregisternummer in"},
		"national as mail":   {"An", "85.07.30.034.27@b.be", "", "Vul geen rijksregisternummer in"},
		"only mail":          {"Zoë Güçlü", "zoe@voorbeeld.be", "", ""},
		"only phone":         {"An", "", "+32 470 12 34 56", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustCity(t).browser()
			b.get("/vrij?product=eid-aanvraag").press("Kies dit moment", nil)
			b.press("Bevestig", map[string]string{"naam": row.who, "mail": row.mail, "telefoon": row.phone})
			if row.say == "" {
				b.wants(200, "Uw afspraak is gemaakt")
				return
			}
			b.wants(422, row.say)
			if strings.Contains(string(b.raw), "034.27") || strings.Contains(string(b.raw), "85073003427") {
				t.Error("the number is on the page")
			}
			var summary bool
			for n := range each(b.doc, "div") {
				summary = summary || attr(n, "role") == "alert" && has(n, "autofocus") && attr(n, "tabindex") == "-1"
			}
			if !summary || b.appointments() != 0 {
				t.Error("no summary with the focus, or an appointment")
			}
		})
	}
}

// TestFormsOfOthersAreRefused: a page of another site, a form without its token, one too large.
func TestFormsOfOthersAreRefused(t *testing.T) {
	b := mustCity(t).browser()
	b.get("/vrij?product=eid-aanvraag")
	token, place := b.hidden("bezoek"), b.firstPlace()
	form := url.Values{"bezoek": {token}, "plaats": {place}}
	for name, h := range map[string]http.Header{
		"another site":                  {"Sec-Fetch-Site": {"cross-site"}},
		"a sister site":                 {"Sec-Fetch-Site": {"same-site"}},
		"an old browser from elsewhere": {"Sec-Fetch-Site": {""}, "Origin": {"https://kwaad.test"}},
	} {
		if p := b.send("POST", "/vasthouden", form, h); p.status != 403 || !strings.Contains(textOf(p.doc), "niet van onze") {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	for name, form := range map[string]url.Values{
		"without a token": {"plaats": {place}}, "with another": {"bezoek": {token + "A"}, "plaats": {place}},
		"without a place": {"bezoek": {token}}, "with a place that is none": {"bezoek": {token}, "plaats": {"xx"}},
		"too large": {"bezoek": {token}, "plaats": {place}, "meer": {strings.Repeat("a", 40<<10)}},
	} {
		if p := b.send("POST", "/vasthouden", form, nil); p.status != 400 {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	if b.count("G/") != 0 {
		t.Error("a place is held")
	}
	if p := b.send("POST", "/boeken", url.Values{"bezoek": {token}, "plaats": {place}, "naam": {"An"}, "mail": {"an@voorbeeld.be"}}, nil); p.status != 400 {
		t.Errorf("signed for another form: %d", p.status)
	}
	if p := b.send("POST", "/vasthouden", form, nil); p.status != 303 {
		t.Errorf("our own form: %d", p.status)
	}
}

// TestWhoDoesTooMuchWaits, and not the neighbours, nor who only looks.
func TestWhoDoesTooMuchWaits(t *testing.T) {
	c := mustCity(t, func(c *citizen.Config) { c.Limit = citizen.Limit{Burst: 3, Every: time.Minute, Holds: 9} })
	b, neighbour := c.browser(), c.browser()
	neighbour.from = "203.0.113.8:99"
	try := func(b *browser) int {
		b.get("/vrij?product=eid-aanvraag").wants(200)
		return b.press("Kies dit moment", nil).status
	}
	for i := range 3 {
		if got := try(b); got != 200 {
			t.Fatalf("%d: %d", i, got)
		}
	}
	if got := try(b); got != 429 || b.header.Get("Retry-After") == "" {
		t.Errorf("the fourth: %d", got)
	}
	b.wants(429, "te veel aanvragen", "seconden")
	if got := try(neighbour); got != 200 {
		t.Errorf("a neighbour: %d", got)
	}
	c.now = c.now.Add(time.Minute)
	if got := try(b); got != 200 {
		t.Errorf("a minute later: %d", got)
	}
	greedy, browsing := c.browser(), mustCity(t, func(c *citizen.Config) { c.Limit = citizen.Limit{Burst: 100, Every: time.Second, Holds: 2} })
	greedy.city = browsing
	for i, want := range []int{200, 200, 429} { // who holds and does not book
		if got := try(greedy); got != want {
			t.Errorf("hold %d: %d", i, got)
		}
	}
	browsing.now = browsing.now.Add(11 * time.Minute)
	if got := try(greedy); got != 200 {
		t.Errorf("when they are over: %d", got)
	}
	for range 3 { // who books holds no more
		greedy.press("Bevestig", somebody).wants(200, "Uw afspraak is gemaakt")
		try(greedy)
	}
	proxied := c.browser() // the city's proxy says who it is for
	proxied.from = "10.0.0.1:5"
	for i, client := range []string{"198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.2", "1.1.1.1, 198.51.100.1"} {
		p := proxied.send("POST", "/loslaten", url.Values{}, http.Header{"X-Forwarded-For": {client}})
		if want := map[bool]int{true: 429, false: 400}[i == 4]; p.status != want {
			t.Errorf("%d: %s: %d", i, client, p.status)
		}
	}
}
