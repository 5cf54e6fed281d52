package api

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Problem is a refusal (RFC 9457).
type Problem struct {
	Type    string   `json:"type" doc:"The sort of refusal, as urn:buurtloket:problem:CODE."`
	Title   string   `json:"title" doc:"The status in words."`
	Status  int      `json:"status" min:"400" max:"599"`
	Code    string   `json:"code" doc:"The sort of refusal: invalid, not-found, refused, taken, not-held, conflict, denied, unreachable, exhausted, internal."`
	Detail  string   `json:"detail" doc:"What happened and what to do next, in Dutch, for people."`
	Told    []string `json:"told,omitempty" doc:"The same in codes, where there are codes for it: of the sentences that our screens say in every language."`
	Flaws   []Flaw   `json:"flaws,omitempty" doc:"Which values are not taken."`
	Instead []Place  `json:"instead,omitempty" doc:"What can be had instead, the nearest first."`
}

// Flaw is a value that is not taken.
type Flaw struct {
	Field string `json:"field" doc:"Name of the parameter or the field; empty: the body as a whole."`
	Code  string `json:"code"`
	Say   string `json:"say" doc:"In Dutch."`
}

// malformed is a request that cannot be read.
type malformed struct {
	status int // 0: 400
	say    string
	flaws  []Flaw
}

// Error implements error.
func (m *malformed) Error() string {
	var names []string
	for _, f := range m.flaws {
		names = append(names, f.Field+": "+f.Code)
	}
	return strings.Join(names, ", ")
}

func (m *malformed) add(field, code string) {
	m.flaws = append(m.flaws, Flaw{field, code, flawSays[code]})
}

var flawSays = map[string]string{
	"parameter.unknown": "Dit veld kennen wij niet.",
	"parameter.missing": "Dit veld ontbreekt.",
	"parameter.many":    "Dit veld staat er te vaak.",
	"parameter.wrong":   "De waarde van dit veld kan niet.",
	"body.media":        "De aanvraag is geen JSON.",
	"body.long":         "De aanvraag is te lang.",
	"body.wrong":        "De aanvraag is niet te lezen.",
}

// unfit is a fault of what somebody wrote of themselves.
func unfit(flaws []citizen.Flaw) error {
	m := &malformed{status: http.StatusUnprocessableEntity}
	for _, f := range flaws {
		m.flaws = append(m.flaws, Flaw{f.Field, f.Code, f.Say()})
	}
	return m
}

// problemOf is what a fault is to a program.
func (a *API) problemOf(err error) (p Problem, retry int) {
	kind := fault.KindOf(err)
	p = Problem{Status: citizen.StatusOf(err), Detail: fault.Sentence(err), Told: fault.Codes(err)}
	var many *citizen.TooMany
	var bad *malformed
	var no *citizen.Refusal
	var method *wrongMethod
	switch {
	case errors.As(err, &many):
		kind, retry = fault.Exhausted, int(math.Ceil(many.Wait.Seconds()))
		p.Detail = "Er kwamen te veel aanvragen na elkaar. Er is niets gewijzigd. Probeer het later opnieuw."
	case errors.As(err, &bad):
		kind, p.Status, p.Flaws = fault.Invalid, bad.status, bad.flaws
		if p.Status == 0 {
			p.Status = http.StatusBadRequest
		}
		if p.Detail = bad.say; p.Detail == "" {
			p.Detail = bad.flaws[0].Say
		}
	case errors.As(err, &method):
		kind, p.Status, p.Detail = fault.Invalid, http.StatusMethodNotAllowed, "Dit adres kan dat niet."
	case errors.As(err, &no):
		p.Instead = a.placesOf(no.Instead)
	}
	if p.Status == http.StatusServiceUnavailable {
		retry, p.Detail = 5, "Onze agenda is nu even niet bereikbaar. Probeer het straks opnieuw." // a screen's words speak of a colleague's line
	}
	if p.Status == http.StatusInternalServerError {
		p.Detail = "Er ging bij ons iets mis. Probeer het opnieuw, of bel ons."
	}
	p.Code = strings.ReplaceAll(kind.String(), " ", "-")
	p.Type, p.Title = "urn:buurtloket:problem:"+p.Code, http.StatusText(p.Status)
	return p, retry
}

// fail answers with a refusal. What is nobody's fault but ours is logged, without what was sent.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p, retry := a.problemOf(err)
	if retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(retry))
	}
	var method *wrongMethod
	if errors.As(err, &method) {
		w.Header().Set("Allow", strings.Join(method.allow, ", "))
	}
	if p.Status == http.StatusInternalServerError {
		a.logger.Error("a call of the API failed", "route", r.Pattern, "err", err)
	}
	body, jerr := json.Marshal(p)
	if jerr != nil {
		body = []byte("{}") // strings and numbers only: this cannot be
	}
	send(w, p.Status, "application/problem+json", body)
}

// wrongMethod is a request for something that is there with a method that it lacks.
type wrongMethod struct{ allow []string }

// Error implements error.
func (*wrongMethod) Error() string { return "method not allowed" }

// nowhere is the fault of a request that no route takes: there is nothing, or not in that way.
func nowhere(routes *http.ServeMux, r *http.Request) error {
	var allow []string
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		other := *r
		other.Method = method
		if _, pattern := routes.Handler(&other); pattern != "/api/" {
			allow = append(allow, method)
		}
	}
	if len(allow) > 0 {
		return &wrongMethod{allow}
	}
	return fault.New("api", fault.NotFound).Tell("Dit adres bestaat niet.", "")
}
