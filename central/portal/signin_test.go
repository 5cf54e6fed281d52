package portal_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/central/signin/signintest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// signing is a city whose citizens can sign in.
type signing struct {
	*city
	provider *signintest.Provider
	signin   *signin.SignIn
}

func mustSigning(t testing.TB) *signing {
	t.Helper()
	s := &signing{city: mustCity(t)}
	now := func() time.Time { return s.now }
	s.provider = signintest.New(t, now)
	s.signin = mustSignIn(t, s.provider.URL, "http://127.0.0.1:1", now)
	s.portal.Use(s.signin)
	s.portal.UseProfile()
	return s
}

func mustSignIn(t testing.TB, issuer, home string, now func() time.Time) *signin.SignIn {
	t.Helper()
	in, err := signin.New(signin.Config{Issuer: issuer, Client: "buurtloket", Key: "geheim", Home: home, Secret: make([]byte, 32), Now: now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// person is a browser that keeps cookies, of somebody whom the provider knows.
type person struct {
	*browser
	*signing
	cookies map[string]string
}

func (s *signing) person() *person {
	return &person{browser: s.browser(), signing: s, cookies: map[string]string{}}
}

// visit makes a request with the cookies, and follows where it leads on our own pages; an address elsewhere is given back.
func (p *person) visit(method, target string, form url.Values) string {
	p.browser.Helper()
	for range 6 {
		var cookies []string
		for k, v := range p.cookies {
			cookies = append(cookies, k+"="+v)
		}
		p.page, p.at = p.send(method, target, form, http.Header{"Cookie": {strings.Join(cookies, "; ")}}), target
		for _, c := range (&http.Response{Header: p.header}).Cookies() {
			if p.cookies[c.Name] = c.Value; c.MaxAge < 0 {
				delete(p.cookies, c.Name)
			}
		}
		if p.status != http.StatusSeeOther {
			return ""
		}
		method, target, form = "GET", p.header.Get("Location"), nil
		if strings.HasPrefix(target, "http") {
			return target
		}
	}
	p.browser.Fatalf("%s leads nowhere", target)
	return ""
}

// signsIn goes to the provider from a page and comes back.
func (p *person) signsIn(from string) *person {
	p.browser.Helper()
	there := p.visit("GET", "/aanmelden?"+url.Values{"terug": {from}}.Encode(), nil)
	if elsewhere := p.visit("GET", p.provider.Grant(there).RequestURI(), nil); elsewhere != "" {
		p.browser.Fatalf("sent on to %s", elsewhere)
	}
	return p
}

// books makes an appointment for what the form is filled in with.
func (p *person) books(fill url.Values) string {
	p.browser.Helper()
	p.visit("GET", "/vrij?product=eid-aanvraag", nil)
	p.visit("POST", "/vasthouden", url.Values{"bezoek": {p.hidden("bezoek")}, "plaats": {p.firstPlace()}})
	form := url.Values{"bezoek": {p.hidden("bezoek")}}
	for n := range each(p.doc, "input") {
		if name := attr(n, "name"); name != "bezoek" && attr(n, "type") != "checkbox" {
			form.Set(name, attr(n, "value"))
		}
	}
	for k := range fill {
		form.Set(k, fill.Get(k))
	}
	p.visit("POST", "/boeken", form)
	p.wants(200, "Uw afspraak")
	return strings.Split(p.at, "?")[0]
}

// TestMyAppointments: who signs in in the middle of booking goes on where they were, with their name filled in; what they book
// is on their list, with links to change and cancel it, and on nobody else's; signed out it is as it was for everybody.
func TestMyAppointments(t *testing.T) {
	s := mustSigning(t)
	p := s.person()
	p.visit("GET", "/vrij?product=eid-aanvraag", nil)
	p.visit("POST", "/vasthouden", url.Values{"bezoek": {p.hidden("bezoek")}, "plaats": {p.firstPlace()}})
	p.wants(200, "Meld u aan, dan vullen wij")
	details := p.at
	offer := ""
	for n := range each(p.byID("main"), "a") {
		if strings.HasPrefix(attr(n, "href"), "/aanmelden") {
			offer = attr(n, "href")
		}
	}
	there := p.visit("GET", offer, nil)
	p.visit("GET", p.provider.Grant(there).RequestURI(), nil)
	if p.wants(200, "Deze afspraak komt bij uw afspraken"); p.at != details {
		t.Fatalf("signing in leads to %s", p.at)
	}
	if attr(p.byID("naam"), "value") != "Fatima El Amrani" || attr(p.byID("mail"), "value") != "fatima@voorbeeld.be" || has(p.byID("profiel"), "checked") {
		t.Errorf("the form: %s", p.raw)
	}
	one := p.books(nil)
	p.wants(200, "staat bij uw afspraken")
	p.visit("GET", "/mijn", nil)
	p.wants(200, "Mijn afspraken", "Wat komt", "Stadsloket Harmonie")
	for _, end := range []string{"", "/verzetten", "/annuleren"} {
		if !strings.Contains(string(p.raw), `href="`+one+end+`"`) {
			t.Errorf("no link to %s", end)
		}
	}
	p.visit("POST", one+"/annuleren", url.Values{})
	p.visit("GET", "/mijn", nil)
	p.wants(200, "U hebt geen afspraken die nog komen", "Deze afspraak is geannuleerd")

	other := s.person()
	s.provider.Claims = func(c map[string]any) { c["sub"] = "burger-2" }
	other.signsIn("/mijn").wants(200, "U hebt geen afspraken die nog komen")
	if strings.Contains(string(other.raw), "geannuleerd") {
		t.Error("others see it")
	}
	p.visit("POST", "/afmelden", url.Values{})
	if p.wants(200, "U bent afgemeld", "Afmelden bij de aanmelddienst"); len(p.cookies) != 0 {
		t.Errorf("cookies: %v", p.cookies)
	}
	if there := p.visit("GET", "/mijn", nil); !strings.HasPrefix(there, s.provider.URL) {
		t.Errorf("who is not signed in is sent to %q", there)
	}
}

// TestKeptByOne: an appointment of somebody who was not signed in can be put with theirs by who has its link; nobody takes it from
// them; it can be taken off, and is forgotten with its person.
func TestKeptByOne(t *testing.T) {
	s := mustSigning(t)
	stranger := s.person()
	link := stranger.books(url.Values{"naam": {"An"}, "mail": {"an@voorbeeld.be"}})
	if strings.Contains(string(stranger.raw), "bewaren") || s.count("C/") != 0 {
		t.Error("who did not sign in is offered to keep it")
	}
	if there := stranger.visit("POST", link+"/bewaren", url.Values{}); there != "" && !strings.HasPrefix(there, s.provider.URL) {
		t.Errorf("sent to %s", there)
	}
	p := s.person().signsIn(link)
	p.wants(200, "Zet bij mijn afspraken")
	p.visit("POST", link+"/bewaren", url.Values{})
	p.wants(200, "staat bij uw afspraken")
	thief := s.person()
	s.provider.Claims = func(c map[string]any) { c["sub"] = "burger-2" }
	thief.signsIn(link)
	if strings.Contains(string(thief.raw), "bewaren") {
		t.Error("somebody else is offered it")
	}
	thief.visit("POST", link+"/bewaren", url.Values{})
	thief.visit("POST", link+"/bewaren", url.Values{"weg": {"1"}})
	thief.visit("GET", "/mijn", nil)
	thief.wants(200, "U hebt geen afspraken die nog komen")
	p.visit("GET", "/mijn", nil)
	p.wants(200, "Stadsloket Harmonie")
	p.visit("POST", link+"/bewaren", url.Values{"weg": {"1"}})
	if p.wants(200, "Zet bij mijn afspraken"); s.count("C/") != 0 {
		t.Error("what was taken off is kept")
	}
	p.visit("POST", link+"/bewaren", url.Values{"profiel": {"1"}})
	if p.wants(200, "staat bij uw afspraken"); !has(p.byID("profiel"), "checked") || s.count("B/n/") != 1 {
		t.Error("the profile is not told")
	}
	p.visit("POST", link+"/bewaren", url.Values{})
	if has(p.byID("profiel"), "checked") || s.count("B/d/") != 0 {
		t.Error("the profile is told against their will")
	}
}

// TestOnlyAHashIsKept: whatever the provider tells, nothing of it is in the state but the hash, and what was typed into the form is sealed as ever.
func TestOnlyAHashIsKept(t *testing.T) {
	s := mustSigning(t)
	s.provider.Claims = func(c map[string]any) {
		c["sub"], c["rrn"], c["name"], c["phone_number"], c["email"] = "zeer-geheim", "85073003427", "85073003427", "85.07.30-034.27", "geheim@voorbeeld"
	}
	p := s.person().signsIn("/")
	p.books(url.Values{"naam": {"Zoë"}, "mail": {"zoe@voorbeeld.be"}})
	if err := s.log.Read(t.Context(), func(r kv.Reader) error {
		for k, b := range r.Scan(nil, nil) {
			for _, secret := range []string{"zeer-geheim", "85073003427", "85.07.30", "geheim@"} {
				if strings.Contains(string(k)+string(b), secret) {
					t.Errorf("%q holds %q", k, secret)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if s.count("C/h/") != 1 || s.count("C/a/") != 1 {
		t.Error("it is not kept")
	}
	p.visit("GET", "/vrij?product=eid-aanvraag", nil)
	p.visit("POST", "/vasthouden", url.Values{"bezoek": {p.hidden("bezoek")}, "plaats": {p.firstPlace()}})
	for _, id := range []string{"naam", "mail", "telefoon"} {
		if v := attr(p.byID(id), "value"); v != "" {
			t.Errorf("%s is filled in with %q", id, v)
		}
	}
}

// TestErasedWithThePerson: when the counter forgets who came, the list forgets it too.
func TestErasedWithThePerson(t *testing.T) {
	s := mustSigning(t)
	p := s.person().signsIn("/")
	p.books(url.Values{"profiel": {"1"}})
	var id []byte
	if err := s.log.Read(t.Context(), func(r kv.Reader) error {
		for _, b := range r.Scan([]byte("a/"), nil) {
			state, err := contract.Decode(b, new(contract.AppointmentState))
			id = state.GetAppointment().GetId()
			return err
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if s.count("C/") != 2 || s.count("B/") != 2 {
		t.Fatalf("%d and %d rows", s.count("C/"), s.count("B/"))
	}
	s.now = s.now.AddDate(0, 2, 0)
	s.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Greeted{Greeted: &contract.Greeted{Site: "buurtloket-berchem", Incarnation: 1, Era: 1, Key: make([]byte, 32)}}})
	body := contract.Encode(&contract.Event{AtMs: s.now.UnixMilli(), Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: id}}})
	s.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: "buurtloket-berchem", Root: make([]byte, 32),
		Batch: &contract.Batch{Incarnation: 1, First: 1, Count: 1, Records: contract.JoinRecords([][]byte{body})}}}})
	if s.count("u/") != 0 || s.count("C/") != 0 || s.count("B/") != 0 {
		t.Errorf("left: %d of the person, %d of the list, %d of the profile", s.count("u/"), s.count("C/"), s.count("B/"))
	}
}

// TestSigningInFails: each way it fails is a page that says so and leads on, in the language of the page it began on.
func TestSigningInFails(t *testing.T) {
	s := mustSigning(t)
	p := s.person()
	p.visit("GET", "/aanmelden/terug?code=x&state=y", nil)
	p.wants(403, "U bent niet aangemeld", "past niet bij dit venster", "Verder zonder aanmelden")
	back := s.provider.Grant(p.visit("GET", "/fr/aanmelden?terug=%2Ffr%2Fmijn", nil))
	q := back.Query()
	q.Del("code")
	q.Set("error", "access_denied")
	back.RawQuery = q.Encode()
	p.visit("GET", back.RequestURI(), nil)
	p.wants(200, "Vous avez interrompu", "Continuer sans connexion")
	for n := range each(p.byID("main"), "a") {
		if attr(n, "href") == "/fr/mijn" {
			t.Error("on without signing in leads to a page that wants it")
		}
	}
	s.provider.Claims = func(c map[string]any) { c["nonce"] = "x" }
	p.visit("GET", s.provider.Grant(p.visit("GET", "/aanmelden?terug=%2F", nil)).RequestURI(), nil)
	p.wants(409, "een antwoord dat niet klopt")
	s.provider.SetDown(true)
	s.now = s.now.Add(2 * time.Hour)
	fresh := mustSigning(t)
	fresh.provider.SetDown(true)
	p = fresh.person()
	p.visit("GET", "/aanmelden?terug=%2F", nil)
	p.wants(503, "de aanmelddienst antwoordt niet", "Verder zonder aanmelden")
	p.books(url.Values{"naam": {"An"}, "mail": {"an@voorbeeld.be"}})
}

// TestSignedInPages: the pages that come with it are as sound as the others, in every language, and have the same policy.
func TestSignedInPages(t *testing.T) {
	for _, lang := range []string{"", "/fr", "/en", "/de"} {
		s := mustSigning(t)
		p := s.person()
		out := map[string]page{}
		p.visit("GET", lang+"/", nil)
		out["start"] = p.page
		p.signsIn(lang + "/mijn")
		out["none"] = p.page
		link := lang + p.books(url.Values{"profiel": {"1"}})
		p.visit("GET", link, nil)
		out["appointment"] = p.page
		p.visit("GET", lang+"/mijn", nil)
		out["mine"] = p.page
		p.visit("GET", lang+"/vrij?product=eid-aanvraag", nil)
		p.visit("POST", lang+"/vasthouden", url.Values{"bezoek": {p.hidden("bezoek")}, "plaats": {p.firstPlace()}})
		out["details"] = p.page
		p.visit("POST", lang+"/afmelden", url.Values{})
		out["left"] = p.page
		p.visit("GET", lang+"/aanmelden/terug", nil)
		out["failed"] = p.page
		for name, one := range out {
			t.Run(lang+name, func(t *testing.T) {
				one.header.Del("Set-Cookie") // here there is one
				for n := range each(one.doc, "a") {
					if strings.HasPrefix(attr(n, "href"), s.provider.URL) {
						for i := range n.Attr { // the one link elsewhere: signing out there
							if n.Attr[i].Key == "href" {
								n.Attr[i].Val = lang + "/"
							}
						}
					}
				}
				usable(t, lang, one)
			})
		}
	}
}

// TestSignOutIsOurs: nobody is signed out, and nothing is kept, by another's page.
func TestSignOutIsOurs(t *testing.T) {
	s := mustSigning(t)
	p := s.person().signsIn("/")
	link := p.books(nil)
	for _, path := range []string{"/afmelden", link + "/bewaren"} {
		got := p.send("POST", path, url.Values{"weg": {"1"}}, http.Header{"Cookie": {"zitting=" + p.cookies["zitting"]}, "Sec-Fetch-Site": {"cross-site"}})
		if got.status != 403 || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if s.count("C/a/") != 1 {
		t.Error("it was taken off")
	}
	if got := p.send("GET", "/afmelden", nil, nil); got.status != 405 && got.status != 404 {
		t.Errorf("a link signs out: %d", got.status)
	}
}

// TestWithoutSignIn: where it is off there is nothing of it, and a cookie that looks like one is nothing.
func TestWithoutSignIn(t *testing.T) {
	c := mustCity(t)
	b := c.browser()
	for _, path := range []string{"/aanmelden", "/aanmelden/terug?code=x&state=y", "/mijn", "/afgemeld"} {
		if got := b.send("GET", path, nil, http.Header{"Cookie": {"zitting=x"}}); got.status != 404 || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if b.get("/"); strings.Contains(string(b.raw), "aanmelden") {
		t.Error("signing in is offered")
	}
}
