package portal

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a door is made of. All but Logger and Limit is required.
type Config struct {
	Booking *booking.Booking
	Log     consensus.Log
	Machine *register.Machine
	Secret  []byte // that all nodes share: links of one are good at the others
	Now     func() time.Time
	Random  io.Reader
	Logger  *slog.Logger // default: nothing is logged
	Limit   Limit        // default: DefaultLimit
}

// Portal is the pages of one node. It is an http.Handler for everything below "/", safe for concurrent use.
type Portal struct {
	Config
	signer  signer
	guard   *guard
	index   *index
	routes  *http.ServeMux
	foreign *http.CrossOriginProtection
	chance  chance
}

// New makes the door. Its fault is Invalid when the secret is too short.
func New(c Config) (*Portal, error) {
	s, err := newSigner(c.Secret)
	if err != nil {
		return nil, fault.Wrap("portal.New", err)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Limit == (Limit{}) {
		c.Limit = DefaultLimit
	}
	p := &Portal{Config: c, signer: s, guard: newGuard(c.Limit, c.Now), index: newIndex(catalogue.Products()), routes: http.NewServeMux(),
		foreign: http.NewCrossOriginProtection(), chance: chance{source: c.Random}}
	p.route()
	return p, nil
}

// page answers one request. A fault becomes a page of its own.
type page func(w http.ResponseWriter, r *http.Request, v *visitor) error

func (p *Portal) route() {
	for pattern, answer := range map[string]page{
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
	} {
		p.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			v := p.visitor(r)
			if err := answer(w, r, v); err != nil {
				p.fail(w, r, v, err)
			}
		})
	}
	p.routes.Handle("GET "+assetPath, http.HandlerFunc(serveAsset))
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
		if wait := p.guard.take(clientOf(r)); wait > 0 {
			return &tooMany{wait}
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			return fault.New("portal.act", fault.Invalid).Because(err).Tell(v.T("form.broken"), "")
		}
		return answer(w, r, v)
	}
}

// look reads this node's state, which may lag by a moment: what is shown from it is decided again when it is asked for.
func (p *Portal) look(f func(register.View, *calendar.Plan) error) error {
	return p.Log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		v := p.Machine.View(k)
		return f(v, v.Calendar())
	})
}

// plan is the rules in force.
func (p *Portal) plan() (plan *calendar.Plan, err error) {
	err = p.look(func(_ register.View, c *calendar.Plan) error { plan = c; return nil })
	return plan, err
}

// standing is an appointment as it stands, with everything that was acknowledged before; nil when there is none.
func (p *Portal) standing(ctx context.Context, id office.AppointmentID) (state *contract.AppointmentState, plan *calendar.Plan, err error) {
	err = p.Log.Read(ctx, func(k kv.Reader) error {
		v := p.Machine.View(k)
		state, plan = v.Appointment(id), v.Calendar()
		return nil
	})
	return state, plan, err
}

// trimmed is a field of a form without the spaces around it.
func trimmed(r *http.Request, name string) string { return strings.TrimSpace(r.FormValue(name)) }
