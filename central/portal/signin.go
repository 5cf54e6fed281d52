package portal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Use has citizens sign in, if they want to. It must be called before the first request.
func (p *Portal) Use(s *signin.SignIn) {
	p.signin = s
	p.handle(map[string]page{
		"GET /aanmelden":                p.signIn,
		"GET " + signin.Path:            p.signedIn,
		"GET /afgemeld":                 p.signedOut,
		"GET /mijn":                     p.mine,
		"GET /afspraak/{link}/bewaren":  p.appointment, // who loads the page of a form again sees the appointment
		"POST /afmelden":                p.act(p.signOut),
		"POST /afspraak/{link}/bewaren": p.act(p.keep),
	})
}

// UseProfile offers who signed in that their profile elsewhere is told of their appointments. It must be called before the first request.
func (p *Portal) UseProfile() { p.profile = true }

// know finds out whose request it is.
func (p *Portal) know(w http.ResponseWriter, r *http.Request, v *visitor) {
	if p.signin == nil {
		return
	}
	v.SignsIn, v.Profile, v.Here = true, p.profile, "/"
	if r.Method == http.MethodGet {
		v.Here = v.U(r.URL.RequestURI())
	}
	if v.Known = p.signin.Session(r); v.Known != nil {
		if err := p.signin.Prolong(w, v.Known); err != nil {
			p.logger.Warn("a session was not prolonged", "err", err)
		}
	}
}

// SignInAt is where to sign in and then go on at a path.
func (v *visitor) SignInAt(back string) string {
	return v.U("/aanmelden") + "?" + url.Values{"terug": {back}}.Encode()
}

// typed is who signed in, as a form is filled in at first: as far as it can be what they would type themselves.
func (v *visitor) typed() citizen.Person {
	if v.Known == nil {
		return citizen.Person{}
	}
	t := citizen.PersonOf(v.Known.Name, v.Known.Mail, v.Known.Phone)
	t.Check() // a national number is wiped
	for _, f := range t.Check() {
		switch f.Code {
		case "name.long":
			t.Name = ""
		case "mail.wrong":
			t.Mail = ""
		case "phone.wrong":
			t.Phone = ""
		}
	}
	return t
}

// signIn sends somebody to the identity provider.
func (p *Portal) signIn(w http.ResponseWriter, r *http.Request, v *visitor) error {
	back := signin.Local(r.URL.Query().Get("terug"))
	if v.Known != nil {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	if err := p.Take(citizen.ClientOf(r)); err != nil {
		return err
	}
	address, err := p.signin.Begin(w, r, back, string(v.Lang))
	if err != nil {
		return p.notSignedIn(w, v, back, err)
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// signedIn takes somebody back from there.
func (p *Portal) signedIn(w http.ResponseWriter, r *http.Request, v *visitor) error {
	if err := p.Take(citizen.ClientOf(r)); err != nil {
		return err
	}
	back, err := p.signin.Finish(w, r)
	if err != nil {
		if v.Lang == Languages[0] { // the provider knows one address of ours
			v.Lang, _ = languageOf(back)
		}
		return p.notSignedIn(w, v, back, err)
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// signInPage says why somebody is not signed in, and how to go on without.
type signInPage struct {
	Say   string
	Again string // address to try again
	Back  string // and to go on without
}

func (p *Portal) notSignedIn(w http.ResponseWriter, v *visitor, back string, err error) error {
	if fault.Is(err, fault.Internal) {
		return err
	}
	d := signInPage{Say: v.sentence(err), Again: v.SignInAt(back), Back: back}
	if _, rest := languageOf(back); rest == "/" || rest == "/mijn" || strings.HasPrefix(rest, "/mijn?") {
		d.Back = v.U("/") // nothing to see there without
	}
	status := citizen.StatusOf(err)
	if fault.Is(err, fault.Refused) {
		status = http.StatusOK // they broke it off themselves
	}
	v.Here = back
	return p.render(w, v, status, "signin", v.T("signin.title"), d)
}

// signOut forgets somebody in their browser.
func (p *Portal) signOut(w http.ResponseWriter, r *http.Request, v *visitor) error {
	p.signin.Leave(w)
	http.Redirect(w, r, v.U("/afgemeld"), http.StatusSeeOther)
	return nil
}

// signedOut says that they are, and where to sign out at the provider too: a link, since a form may not lead to another's page.
func (p *Portal) signedOut(w http.ResponseWriter, r *http.Request, v *visitor) error {
	v.Here = v.U("/")
	return p.render(w, v, http.StatusOK, "left", v.T("left.title"), struct{ There string }{p.signin.LeaveAt(r.Context(), v.U("/afgemeld"))})
}
