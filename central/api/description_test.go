package api_test

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/buurtloket/buurtloket/central/api"
)

// said is the description as somebody else reads it: as JSON with schemas, knowing nothing of our types.
type said struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
}

const docURL = "https://portaal.test/openapi.json"

func mustSay(tb testing.TB, text []byte) *said {
	tb.Helper()
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	s := &said{doc: raw.(map[string]any), compiler: jsonschema.NewCompiler()}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	if err := s.compiler.AddResource(docURL, raw); err != nil {
		tb.Fatal(err)
	}
	return s
}

// at follows a path in the description.
func at(v any, path ...string) any {
	for _, p := range path {
		o, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = o[p]
	}
	return v
}

// pointer writes a path as a JSON pointer in the address of a schema.
func pointer(path ...string) string {
	out := "#"
	for _, p := range path {
		out += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(p))
	}
	return out
}

// find is the template of a path.
func (s *said) find(path string) (template string, values map[string]string) {
	path, _, _ = strings.Cut(path, "?")
	have := strings.Split(api.Path+path, "/")
	for template := range at(s.doc, "paths").(map[string]any) {
		want, values := strings.Split(template, "/"), map[string]string{}
		if len(want) != len(have) {
			continue
		}
		fits := true
		for i, w := range want {
			if strings.HasPrefix(w, "{") {
				values[strings.Trim(w, "{}")] = have[i]
			} else if w != have[i] {
				fits = false
			}
		}
		if fits {
			return template, values
		}
	}
	return "", nil
}

// validate holds a value against the schema at a place of the description.
func (s *said) validate(value any, path ...string) error {
	schema, err := s.compiler.Compile(docURL + pointer(path...))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// mustFit holds an answer against the description, and where it was no refusal for what was sent also the request; it gives the
// operation.
func (s *said) mustFit(tb testing.TB, method, path, body string, w *httptest.ResponseRecorder) string {
	tb.Helper()
	template, values := s.find(path)
	verb, status := strings.ToLower(method), strconv.Itoa(w.Code)
	operation := at(s.doc, "paths", template, verb)
	answer := at(operation, "responses", status)
	if answer == nil {
		tb.Fatalf("%s %s: the description has no answer %s", method, path, status)
	}
	if w.Code < 300 {
		if flaw := s.requestFlaw(template, verb, path, values, body); flaw != "" {
			tb.Errorf("%s %s was taken, and the description says otherwise: %s", method, path, flaw)
		}
	}
	content, _ := at(answer, "content").(map[string]any)
	if content == nil {
		if w.Body.Len() > 0 {
			tb.Errorf("%s %s: a body that the description has not: %s", method, path, w.Body)
		}
		return at(operation, "operationId").(string)
	}
	media := w.Header().Get("Content-Type")
	if content[media] == nil {
		tb.Fatalf("%s %s: %s is not described", method, path, media)
	}
	var value any = w.Body.String()
	if kind, _, _ := mime.ParseMediaType(media); strings.HasSuffix(kind, "json") {
		var err error
		if value, err = jsonschema.UnmarshalJSON(w.Body); err != nil {
			tb.Fatal(err)
		}
		b, err := json.Marshal(value) // the test reads it once more
		if err != nil {
			tb.Fatal(err)
		}
		w.Body = bytes.NewBuffer(b)
	}
	if err := s.validate(value, "paths", template, verb, "responses", status, "content", media, "schema"); err != nil {
		tb.Errorf("%s %s: %v", method, path, err)
	}
	return at(operation, "operationId").(string)
}

// requestFlaw says what of a request the description does not take; empty: nothing.
func (s *said) requestFlaw(template, verb, path string, values map[string]string, body string) string {
	operation := at(s.doc, "paths", template, verb)
	_, query, _ := strings.Cut(path, "?")
	given, err := url.ParseQuery(query)
	if err != nil {
		return err.Error()
	}
	params, _ := at(operation, "parameters").([]any)
	known := map[string]bool{}
	for i, p := range params {
		name, in := at(p, "name").(string), at(p, "in").(string)
		var texts []string
		switch in {
		case "query":
			known[name], texts = true, given[name]
		case "path":
			texts = []string{values[name]}
		}
		if len(texts) == 0 {
			if in == "query" && at(p, "required") == true {
				return name + " is required"
			}
			continue
		}
		value, ok := typed(at(p, "schema"), texts)
		if !ok {
			return name + ": " + strings.Join(texts, ",")
		}
		if err := s.validate(value, "paths", template, verb, "parameters", strconv.Itoa(i), "schema"); err != nil {
			return name + ": " + err.Error()
		}
	}
	for name := range given {
		if !known[name] {
			return name + " is not described"
		}
	}
	if at(operation, "requestBody") == nil {
		return ""
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err == nil {
		err = s.validate(value, "paths", template, verb, "requestBody", "content", "application/json", "schema")
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// typed reads the texts of a parameter as its schema's type.
func typed(schema any, texts []string) (any, bool) {
	if at(schema, "type") == "array" {
		var all []any
		for _, t := range texts {
			v, ok := typed(at(schema, "items"), []string{t})
			if !ok {
				return nil, false
			}
			all = append(all, v)
		}
		return all, true
	}
	if len(texts) != 1 {
		return nil, false
	}
	switch at(schema, "type") {
	case "boolean":
		return texts[0] == "true", texts[0] == "true" || texts[0] == "false"
	case "integer":
		n, err := strconv.Atoi(texts[0])
		return json.Number(strconv.Itoa(n)), err == nil
	}
	return texts[0], true
}

// TestDescriptionHasEveryRouteAndNoOther: what the description names the server has, and what the server has is named.
func TestDescriptionHasEveryRouteAndNoOther(t *testing.T) {
	c := mustCity(t)
	var described []string
	for path, methods := range at(c.said.doc, "paths").(map[string]any) {
		for method := range methods.(map[string]any) {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(described)
	served := c.api.Routes()
	slices.Sort(served)
	if !slices.Equal(described, served) {
		t.Errorf("described:\n%s\nserved:\n%s", strings.Join(described, "\n"), strings.Join(served, "\n"))
	}
	for _, r := range described {
		method, path, _ := strings.Cut(r, " ")
		path = strings.NewReplacer("{", "", "}", "").Replace(path)
		if w := c.do(method, path, "", nil); w.Code == 405 || strings.Contains(w.Body.String(), "Dit adres bestaat niet") {
			t.Errorf("%s is described and not served: %d %s", r, w.Code, w.Body)
		}
	}
}

// TestEverySchemaIsOne: each schema of the description is a JSON Schema of the draft that OpenAPI 3.1 means.
func TestEverySchemaIsOne(t *testing.T) {
	c := mustCity(t)
	if c.said.doc["openapi"] != "3.1.0" {
		t.Errorf("openapi %v", c.said.doc["openapi"])
	}
	all := at(c.said.doc, "components", "schemas").(map[string]any)
	if len(all) < 12 {
		t.Errorf("%d schemas", len(all))
	}
	for name := range all {
		if _, err := c.said.compiler.Compile(docURL + pointer("components", "schemas", name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
