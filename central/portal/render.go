package portal

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var assetFiles embed.FS

// assetPath is where what does not change is; each file has a sum of its bytes in its name and may be kept for ever.
const assetPath = "/static/"

type asset struct {
	kind  string
	bytes []byte
}

// assets by their name with the sum; assetNames from their plain name.
var assets, assetNames = readAssets()

func readAssets() (map[string]asset, map[string]string) {
	all, called := map[string]asset{}, map[string]string{}
	for name, kind := range map[string]string{"style.css": "text/css; charset=utf-8", "portal.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		b, err := assetFiles.ReadFile("static/" + name)
		if err != nil {
			panic("portal: " + err.Error()) // it is in the binary
		}
		sum := sha256.Sum256(b)
		full := hex.EncodeToString(sum[:6]) + "-" + name
		all[full], called[name] = asset{kind, b}, assetPath+full
	}
	return all, called
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	a, ok := assets[strings.TrimPrefix(r.URL.Path, assetPath)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(a.bytes) // who left is not told
}

// view is what a template sees: the visitor, the page's own data, and the frame around it.
type view struct {
	*visitor
	Name    string
	Title   string
	D       any
	Problem bool // something is to be corrected: it is said in the title too
}

// shownOn is an appointment on a page that lists several.
type shownOn struct {
	Page view
	One  shownAppointment
}

// pages are the templates, each with the frame around it.
var pages = readPages()

func readPages() map[string]*template.Template {
	frame := template.Must(template.New("frame.html").Funcs(template.FuncMap{
		"asset": func(name string) string { return assetNames[name] },
		"pair":  func(page view, one shownAppointment) shownOn { return shownOn{page, one} },
	}).ParseFS(templateFiles, "templates/frame.html", "templates/parts.html", "templates/known.html"))
	all := map[string]*template.Template{}
	for _, name := range []string{"start", "sheet", "moments", "details", "next", "appointment", "cancel", "move", "sooner", "survey", "places", "problem", "mine", "signin", "left"} {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(templateFiles, "templates/"+name+".html"))
	}
	return all
}

// render writes a page. It is made whole before the first byte goes out, so that nobody gets half a page.
func (p *Portal) render(w http.ResponseWriter, v *visitor, status int, name, title string, d any) error {
	var out bytes.Buffer
	if err := pages[name].ExecuteTemplate(&out, "frame.html", view{v, name, title, d, status == http.StatusUnprocessableEntity}); err != nil {
		return fault.New("portal.render", fault.Internal).On(name).Because(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Content-Language", string(v.Lang))
	w.WriteHeader(status)
	_, err := w.Write(out.Bytes())
	return ignoreGone(err)
}

// ignoreGone forgets that somebody left before the page came: nobody is there to be told.
func ignoreGone(error) error { return nil }

// lost is the page of an address that is none.
func (p *Portal) lost(_ http.ResponseWriter, _ *http.Request, v *visitor) error {
	return fault.New("portal.lost", fault.NotFound).Tell(v.T("lost"), "")
}

// problemPage says what went wrong and what to do next.
type problemPage struct {
	Say   string
	Retry bool // the same address may work later
}

// fail shows a fault as a page. What is nobody's fault but ours is logged, without what was typed.
func (p *Portal) fail(w http.ResponseWriter, r *http.Request, v *visitor, err error) {
	d, status := problemPage{Say: v.sentence(err)}, citizen.StatusOf(err)
	var many *citizen.TooMany
	if errors.As(err, &many) {
		seconds := int(math.Ceil(many.Wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		d.Say, d.Retry = v.T("toomany", v.wait(seconds)), true
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
		d.Say, d.Retry = v.T("unreachable"), true
	}
	if status == http.StatusInternalServerError {
		p.logger.Error("a page failed", "page", r.Pattern, "err", err)
		d.Say, d.Retry = v.T("broken"), true
	}
	if err := p.render(w, v, status, "problem", v.T("problem.title"), d); err != nil {
		p.logger.Error("the page of a problem failed", "err", err)
		http.Error(w, v.T("broken"), status)
	}
}

// sentence is what a fault says, in the visitor's language where it is one of ours.
func (v *visitor) sentence(err error) string {
	if codes := fault.Codes(err); len(codes) == 1 && texts[Languages[0]][codes[0]] != "" {
		return v.T(codes[0])
	}
	return fault.Sentence(err)
}

// wait says how long to wait.
func (v *visitor) wait(seconds int) string {
	if seconds < 120 {
		return v.T("wait.seconds", seconds)
	}
	return v.T("wait.minutes", (seconds+59)/60)
}

// product is what a product is called in the visitor's language, as far as the catalogue knows.
func (v *visitor) product(p office.Product) string {
	if v.Lang == "en" && p.English != "" {
		return p.English
	}
	return p.Dutch
}

// Product is product for templates.
func (v *visitor) Product(p office.Product) string { return v.product(p) }

// Day writes a date: "donderdag 26 november 2026".
func (v *visitor) Day(d office.Date) string {
	if v.Lang == Languages[0] {
		return calendar.SayDate(d)
	}
	y, m, day := d.UTC().Date()
	return fmt.Sprintf(v.T("date.form"), v.T(fmt.Sprintf("weekday.%d", d.Weekday())), day, v.T(fmt.Sprintf("month.%d", m)), y)
}

// Dutch reports whether the pages are in the language that the calendar speaks.
func (v *visitor) Dutch() bool { return v.Lang == Languages[0] }

// Mode names a way of being served.
func (v *visitor) Mode(m calendar.Mode) string { return v.T("mode." + m.String()) }

// ISO writes a date as machines do; nothing for none.
func (v *visitor) ISO(d office.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// Whens are the parts of the day that can be chosen.
func (v *visitor) Whens() []string { return whens }

// Others are the languages that this page is not in, with their names.
func (v *visitor) Others() (out []struct{ Lang, Name, Prefix string }) {
	for _, l := range Languages {
		prefix := ""
		if l != Languages[0] {
			prefix = "/" + string(l)
		}
		if l != v.Lang {
			out = append(out, struct{ Lang, Name, Prefix string }{string(l), names[l], prefix})
		}
	}
	return out
}

// Wrong finds what is to be corrected in a field; empty when nothing is.
func (v *visitor) Wrong(flaws []flaw, field string) string {
	if i := slices.IndexFunc(flaws, func(f flaw) bool { return f.Field == field }); i >= 0 {
		return flaws[i].Say
	}
	return ""
}
