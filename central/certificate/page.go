package certificate

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// PagePath is where the page for people stands: a code follows it, as in the QR code on a paper.
const PagePath = "/attest/"

// Page is verification as a page, for who holds a telephone over the QR code. It loads nothing and keeps nothing.
func (m *Maker) Page() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		code := strings.TrimPrefix(r.URL.Path, PagePath)
		if q := r.URL.Query().Get("code"); q != "" {
			code = q
		}
		var said *contract.VerifyCertificateResponse
		status := http.StatusOK
		if code != "" {
			var err error
			if said, err = m.verify(r.Context(), code, nil); err != nil {
				said, status = &contract.VerifyCertificateResponse{Say: fault.Sentence(err)}, http.StatusServiceUnavailable
			}
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		w.WriteHeader(status)
		_ = form.Execute(w, struct {
			Path, Code string
			Said       *contract.VerifyCertificateResponse
		}{PagePath, code, said}) // who left is not told
	})
}

// form is the page: the answer, and where to type a code.
var form = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="nl-BE"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Is dit attest echt?</title>
<style>body{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
input,button{font:inherit;padding:.6rem;border:2px solid #111}input{width:12rem}p.said{border-left:.5rem solid #b00020;padding-left:1rem}p.echt{border-color:#00703c}</style></head>
<body><main><h1>Is dit attest echt?</h1>
{{with .Said}}<p role="status" class="said{{if .Genuine}} echt{{end}}">{{.Say}}</p>
{{if .Genuine}}<p>Vergelijk zelf wat er op het papier staat. Van wie het attest is, zegt deze pagina niet.</p>{{end}}{{end}}
<form action="{{.Path}}"><p><label for="code">Controlecode op het attest</label><br>
<input id="code" name="code" value="{{.Code}}" autocomplete="off" required> <button>Kijk na</button></p></form>
</main></body></html>
`))
