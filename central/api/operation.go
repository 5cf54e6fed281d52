package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"reflect"
	"strconv"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// operation is one thing that can be asked: how it is served and how it is described come of the same types.
type operation struct {
	method, path, id, say string
	status                int    // of an answer that is no refusal
	media                 string // of that answer
	acts                  bool   // it changes something: from our own pages and from programs only, and not without end
	in                    *input
	out                   reflect.Type // nil: no body
	api                   *API
	run                   func(context.Context, netip.Prefix, reflect.Value) (any, error)
}

// nothing is an answer without a body.
type nothing struct{}

// asked is who asks.
type asked struct {
	context.Context
	client netip.Prefix
}

func look[In, Out any](a *API, path, id, say string, run func(asked, *In) (*Out, error)) *operation {
	return newOperation(a, "GET", path, id, http.StatusOK, say, run)
}

func act[In, Out any](a *API, method, path, id string, status int, say string, run func(asked, *In) (*Out, error)) *operation {
	o := newOperation(a, method, path, id, status, say, run)
	o.acts = true
	return o
}

func newOperation[In, Out any](a *API, method, path, id string, status int, say string, run func(asked, *In) (*Out, error)) *operation {
	o := &operation{method: method, path: path, id: id, say: say, status: status, media: "application/json", api: a,
		in: newInput(reflect.TypeFor[In]())}
	if out := reflect.TypeFor[Out](); out != reflect.TypeFor[nothing]() {
		o.out = out
	}
	o.run = func(ctx context.Context, client netip.Prefix, in reflect.Value) (any, error) {
		return run(asked{ctx, client}, in.Interface().(*In))
	}
	return o
}

// as is the operation with an answer of another kind: its answer is then the bytes of a [raw].
func (o *operation) as(media string) *operation { o.media = media; return o }

// raw is an answer that is no JSON.
type raw struct{ bytes []byte }

// maxBody is the most that a request may bring.
const maxBody = 32 << 10

// ServeHTTP implements http.Handler.
func (o *operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := o.serve(w, r); err != nil {
		o.api.fail(w, r, err)
	}
}

func (o *operation) serve(w http.ResponseWriter, r *http.Request) error {
	client := netip.Prefix{}
	if o.acts {
		client = citizen.ClientOf(r)
		if err := o.api.foreign.Check(r); err != nil {
			return fault.New("api.act", fault.Denied).Because(err)
		}
		if err := o.api.door.Take(client); err != nil {
			return err
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	}
	in, err := o.in.read(r)
	if err != nil {
		return err
	}
	out, err := o.run(r.Context(), client, in)
	if err != nil {
		return err
	}
	return o.answer(w, out)
}

// answer writes an answer, made whole before its first byte goes out.
func (o *operation) answer(w http.ResponseWriter, out any) error {
	if o.out == nil {
		w.WriteHeader(o.status)
		return nil
	}
	var body bytes.Buffer
	if r, ok := out.(*raw); ok {
		body.Write(r.bytes)
	} else if err := json.NewEncoder(&body).Encode(out); err != nil {
		return fault.New("api.answer", fault.Internal).On(o.id).Because(err)
	}
	if l, ok := out.(interface{ location() string }); ok && o.status == http.StatusCreated {
		w.Header().Set("Location", l.location())
	}
	send(w, o.status, o.media, body.Bytes())
	return nil
}

func send(w http.ResponseWriter, status int, media string, body []byte) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // who left is not told
}
