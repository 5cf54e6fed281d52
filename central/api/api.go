package api

import (
	"log/slog"
	"net/http"

	"github.com/buurtloket/buurtloket/central/citizen"
)

// Path is where the API is; beside it stands its description.
const (
	Path            = "/api/v1"
	DescriptionPath = "/api/openapi.json"
)

// API is the public API of one node. It is an http.Handler for everything below "/api/", safe for concurrent use.
type API struct {
	door    *citizen.Door
	logger  *slog.Logger
	routes  *http.ServeMux
	foreign *http.CrossOriginProtection
	text    []byte // the description
}

// New makes the API over what citizens may do; logger nil: nothing is logged.
func New(d *citizen.Door, logger *slog.Logger) *API {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	a := &API{door: d, logger: logger, routes: http.NewServeMux(), foreign: http.NewCrossOriginProtection()}
	all := a.operations()
	for _, o := range all {
		a.routes.Handle(o.method+" "+Path+o.path, o)
	}
	a.text = describe(all)
	a.routes.HandleFunc("GET "+DescriptionPath, a.description)
	a.routes.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, nowhere(a.routes, r)) })
	return a
}

// operations are all that the API has; the description is made of the same list.
func (a *API) operations() []*operation {
	return []*operation{
		look(a, "/products", "findProducts", "What can be asked for; with words, what suits them, the best first.", a.products),
		look(a, "/products/{product}", "readProduct", "The sheet of a product: what to bring, and where it can be had without an appointment.", a.product),
		look(a, "/sites", "findSites", "Where and when we are open, and open now or next.", a.sites),
		look(a, "/sites/{site}", "readSite", "When one site is open.", a.site),
		look(a, "/free", "findFree", "The first free moments that suit. What is listed is decided again when it is held.", a.free),
		act(a, "POST", "/holds", "hold", http.StatusCreated, "Holds a place for ten minutes. The same again is the same hold; another place moves it.", a.hold),
		look(a, "/holds/{hold}", "readHold", "How long a place is held still.", a.held),
		act(a, "POST", "/holds/{hold}/extension", "extendHold", http.StatusOK, "Gives more time, twice at most.", a.extend),
		act(a, "DELETE", "/holds/{hold}", "releaseHold", http.StatusNoContent, "Lets the place go.", a.release),
		act(a, "POST", "/appointments", "confirm", http.StatusCreated, "Makes the appointment of a hold. The hold is the key of idempotency: sent twice it is one appointment.", a.confirm),
		look(a, "/appointments/{link}", "readAppointment", "An appointment as it stands. Who it is for is not told.", a.appointment),
		act(a, "PUT", "/appointments/{link}/place", "moveAppointment", http.StatusOK, "Moves the appointment, in one step: it has the new place or still the old one.", a.move),
		act(a, "DELETE", "/appointments/{link}", "cancelAppointment", http.StatusOK, "Ends the appointment, or asks the counter that keeps it.", a.cancel),
		look(a, "/appointments/{link}/waiting", "readWaiting", "How the appointment stands on the waiting list for a sooner place.", a.waiting),
		act(a, "PUT", "/appointments/{link}/waiting", "wait", http.StatusOK, "Puts the appointment on the waiting list, or changes what it waits for. In the order of asking, people are told of a place that frees on an earlier day; it is held for them for a while.", a.wait),
		act(a, "DELETE", "/appointments/{link}/waiting", "stopWaiting", http.StatusOK, "Takes the appointment off the waiting list.", a.unwait),
		act(a, "DELETE", "/appointments/{link}/waiting/offer", "declineOffer", http.StatusOK, "Declines the place that is held, and goes on waiting.", a.decline),
		look(a, "/agendas/{feed}", "readAgenda", "The agenda of a desk, to subscribe to. It names nobody.", a.agenda).as("text/calendar; charset=utf-8"),
	}
}

// ServeHTTP implements http.Handler. Pages of others may read what anybody may read; nothing more.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	a.routes.ServeHTTP(w, r)
}

func (a *API) description(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(a.text) // who left is not told
}
