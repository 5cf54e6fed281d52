package api_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/office"
)

func siteID(s string) office.SiteID { return office.SiteID(s) }
func deskOf(n int) office.Desk      { return office.Desk(n) }

// TestWhateverIsSent: whatever comes for any operation, the answer is one that the description has; what is taken is what it takes, and
// what it does not take is refused with 400, 413, 415 or 422.
func TestWhateverIsSent(tt *testing.T) {
	c := mustCity(tt, func(c *citizen.Config) { c.Limit = citizen.Limit{Burst: 1 << 30, Every: 1, Holds: 1 << 30} })
	real := c.free("limit", "3")
	booked := c.booked()
	held := c.held(1)
	path, _, err := c.door.FeedLink(c.Context(), "buurtloket-berchem", 1)
	if err != nil {
		tt.Fatal(err)
	}
	words := []string{"", "eid-aanvraag", "reispas-aanvraag", "buurtloket-berchem", "2", "0", "-1", "300", "true", "false", "any", "evening", "2026-11-25",
		"2026-02-30", "2600", "Berchem", "é", "\x00", real.Visit, real.Places[0].Place, real.Places[2].Place, held.Hold, booked.Link,
		path[len(api.Path+"/agendas/"):], "An", "an@voorbeeld.be", "0470 12 34 56", "85.07.30-034.27"}
	text := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(0, 20, 80))
	routes := at(c.said.doc, "paths").(map[string]any)
	var all [][2]string
	for template, methods := range routes {
		for verb := range methods.(map[string]any) {
			all = append(all, [2]string{verb, template})
		}
	}
	rapid.Check(tt, func(t *rapid.T) {
		pick := rapid.SampledFrom(all).Draw(t, "operation")
		verb, template := pick[0], pick[1]
		operation := at(routes, template, verb)
		target, query := template[len(api.Path):], url.Values{}
		params, _ := at(operation, "parameters").([]any)
		for _, p := range params {
			name, in := at(p, "name").(string), at(p, "in").(string)
			if in == "path" {
				value := rapid.SampledFrom(words[1:]).Draw(t, name)
				if value == "\x00" {
					value = "%00"
				}
				target = replace(target, "{"+name+"}", url.PathEscape(value))
			}
			if in == "query" && (at(p, "required") == true && rapid.IntRange(0, 9).Draw(t, "left out") > 0 || rapid.IntRange(0, 3).Draw(t, name+"?") == 0) {
				query.Add(name, text.Draw(t, name))
			}
		}
		if rapid.IntRange(0, 19).Draw(t, "more") == 0 {
			query.Add(rapid.StringMatching("[a-z]{1,6}").Draw(t, "other"), "1")
		}
		if len(query) > 0 {
			target += "?" + query.Encode()
		}
		body := ""
		if at(operation, "requestBody") != nil {
			body = anyBody(t, c.said, operation, text)
		}
		method := map[string]string{"get": "GET", "post": "POST", "put": "PUT", "delete": "DELETE"}[verb]
		w := c.do(method, api.Path+target, body, nil)
		if w.Code >= 500 {
			t.Fatalf("%s %s %s: %d %s", method, target, body, w.Code, w.Body)
		}
		check := &failing{TB: tt, t: t}
		c.said.mustFit(check, method, target, body, w)
		got, values := c.said.find(target)
		if flaw := c.said.requestFlaw(got, verb, target, unescape(values), body); flaw != "" && w.Code < 400 {
			t.Fatalf("%s %s %s: %d, and the description refuses it: %s", method, target, body, w.Code, flaw)
		}
	})
}

// failing tells rapid what fails in a helper.
type failing struct {
	testing.TB
	t *rapid.T
}

func (f *failing) Helper()                      {}
func (f *failing) Errorf(form string, a ...any) { f.t.Fatalf(form, a...) }
func (f *failing) Fatalf(form string, a ...any) { f.t.Fatalf(form, a...) }
func (f *failing) Fatal(a ...any)               { f.t.Fatal(a...) }

// anyBody makes a body that is nearly one.
func anyBody(t *rapid.T, s *said, operation any, text *rapid.Generator[string]) string {
	if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
		return rapid.SampledFrom([]string{"", "{", "null", "[]", "1", `"x"`, `{"a":1}`, "{}{}", `{"name":3}`, `{"visit":null}`}).Draw(t, "body")
	}
	ref := at(operation, "requestBody", "content", "application/json", "schema", "$ref").(string)
	name := ref[len("#/components/schemas/"):]
	out := map[string]any{}
	for field := range at(s.doc, "components", "schemas", name, "properties").(map[string]any) {
		if rapid.IntRange(0, 9).Draw(t, field+"?") > 0 {
			out[field] = text.Draw(t, field)
		}
	}
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func replace(s, old, with string) string {
	for i := 0; i+len(old) <= len(s); i++ {
		if s[i:i+len(old)] == old {
			return s[:i] + with + s[i+len(old):]
		}
	}
	return s + strconv.Itoa(0)
}

func unescape(values map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range values {
		if u, err := url.PathUnescape(v); err == nil {
			out[k] = u
		}
	}
	return out
}
