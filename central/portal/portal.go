package portal

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Portal is the pages of one node. It is an http.Handler for everything below "/", safe for concurrent use.
type Portal struct {
	*citizen.Door
	logger  *slog.Logger
	routes  *http.ServeMux
	foreign *http.CrossOriginProtection
	signin  *signin.SignIn // nil: nobody signs in here
	profile bool           // who signed in may have a profile told
}

// New makes the pages over what citizens may do; logger nil: nothing is logged.
func New(d *citizen.Door, logger *slog.Logger) *Portal {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	p := &Portal{Door: d, logger: logger, routes: http.NewServeMux(), foreign: http.NewCrossOriginProtection()}
	p.route()
	return p
}

// page answers one request. A fault becomes a page of its own.
type page func(w http.ResponseWriter, r *http.Request, v *visitor) error

func (p *Portal) route() {
	p.handle(map[string]page{
		"GET /{$}":                        p.start,
		"GET /product/{id}":               p.sheet,
		"GET /vrij":                       p.moments,
		"GET /gegevens":                   p.details,
		"GET /langer":                     p.details, // who loads the page of a form again sees the form
		"GET /boeken":                     p.details,
		"GET /locaties":                   p.places,
		"GET /afspraak/{link}":            p.appointment,
		"GET /afspraak/{link}/agenda.ics": p.agenda,
		"GET /afspraak/{link}/annuleren":  p.askCancel,
		"GET /afspraak/{link}/verzetten":  p.askMove,
		"GET /afspraak/{link}/nieuw":      p.confirmMove,
		"POST /vasthouden":                p.act(p.hold),
		"POST /langer":                    p.act(p.prolong),
		"POST /loslaten":                  p.act(p.letGo),
		"POST /boeken":                    p.act(p.book),
		"POST /afspraak/{link}/annuleren": p.act(p.cancel),
		"POST /afspraak/{link}/verzetten": p.act(p.move),
		"/":                               p.lost,
	})
	p.routeSooner()
	p.routeSurvey()
	p.routes.Handle("GET "+assetPath, http.HandlerFunc(serveAsset))
}

// handle adds pages.
func (p *Portal) handle(pages map[string]page) {
	for pattern, answer := range pages {
		p.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			v := p.visitor(r)
			p.know(w, r, v)
			if err := answer(w, r, v); err != nil {
				p.fail(w, r, v, err)
			}
		})
	}
}

// ServeHTTP implements http.Handler: headers first, then the language, then the page.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	lang, rest := languageOf(r.URL.Path)
	r = r.WithContext(context.WithValue(r.Context(), languageKey{}, lang))
	if rest != r.URL.Path {
		u := *r.URL
		u.Path, u.RawPath = rest, ""
		r.URL = &u
	}
	p.routes.ServeHTTP(w, r)
}

// secure sets the headers of every answer. Nothing is loaded from elsewhere, nothing is shown inside another page, and no
// address of ours is told to other sites.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // with none, browsers would not say where a form comes from
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	h.Set("Strict-Transport-Security", "max-age=31536000") // browsers heed it behind TLS only
	h.Set("Cache-Control", "no-store")
}

// maxForm is the most that a form of ours may send.
const maxForm = 32 << 10

// act guards a page that does something: from our own pages only, and not without end.
func (p *Portal) act(answer page) page {
	return func(w http.ResponseWriter, r *http.Request, v *visitor) error {
		if err := p.foreign.Check(r); err != nil {
			return fault.New("portal.act", fault.Denied).Because(err).Tell(v.T("foreign"), "")
		}
		if err := p.Take(citizen.ClientOf(r)); err != nil {
			return err
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			return fault.New("portal.act", fault.Invalid).Because(err).Tell(v.T("form.broken"), "")
		}
		return answer(w, r, v)
	}
}

// trimmed is a field of a form without the spaces around it.
func trimmed(r *http.Request, name string) string { return strings.TrimSpace(r.FormValue(name)) }
