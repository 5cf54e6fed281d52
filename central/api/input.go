package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// input reads a request into a struct. Its fields are tagged path, query or header with their name, or body. Of the texts that may
// stand there the tags enum, format, pattern, min and max tell what is taken, and the description says the same.
type input struct {
	of     reflect.Type
	params []param
	body   int // index of the field; -1: none
}

// param is one value of the address or the header.
type param struct {
	field    int
	in, name string
	required bool
	many     bool
	tag      reflect.StructTag
	of       reflect.Type // of one value
}

func newInput(of reflect.Type) *input {
	x := &input{of: of, body: -1}
	for i := range of.NumField() {
		f := of.Field(i)
		if _, ok := f.Tag.Lookup("body"); ok {
			x.body = i
			continue
		}
		for _, in := range []string{"path", "query", "header"} {
			if name, ok := f.Tag.Lookup(in); ok {
				p := param{field: i, in: in, name: name, required: in == "path" || f.Tag.Get("required") != "", tag: f.Tag, of: f.Type}
				if f.Type.Kind() == reflect.Slice {
					p.many, p.of = true, f.Type.Elem()
				}
				x.params = append(x.params, p)
			}
		}
	}
	return x
}

// read reads a request. Its error is a *malformed that names each value that is not taken.
func (x *input) read(r *http.Request) (reflect.Value, error) {
	in, bad := reflect.New(x.of), new(malformed)
	query := r.URL.Query()
	known := 0
	for _, p := range x.params {
		var values []string
		switch p.in {
		case "path":
			values = []string{r.PathValue(p.name)}
		case "header":
			values = r.Header.Values(p.name)
		case "query":
			if values = query[p.name]; values != nil {
				known++
			}
		}
		p.read(in.Elem().Field(p.field), values, bad)
	}
	if known < len(query) {
		for name := range query {
			if !slices.ContainsFunc(x.params, func(p param) bool { return p.in == "query" && p.name == name }) {
				bad.add(name, "parameter.unknown")
			}
		}
	}
	if x.body >= 0 {
		x.readBody(in.Elem().Field(x.body), r, bad)
	}
	if len(bad.flaws) > 0 {
		return in, bad
	}
	return in, nil
}

// maxMany is how often a parameter may be given.
const maxMany = 12

func (p param) read(into reflect.Value, values []string, bad *malformed) {
	switch {
	case len(values) == 0 && p.required:
		bad.add(p.name, "parameter.missing")
	case len(values) > 1 && !p.many, len(values) > maxMany:
		bad.add(p.name, "parameter.many")
	case p.many:
		list := reflect.MakeSlice(into.Type(), len(values), len(values))
		for i, text := range values {
			p.one(list.Index(i), text, bad)
		}
		into.Set(list)
	case len(values) == 1:
		p.one(into, values[0], bad)
	}
}

// one reads one value. What it takes is what schemaOf says of the same type and tags.
func (p param) one(into reflect.Value, text string, bad *malformed) {
	ok := true
	switch into.Kind() {
	case reflect.Bool:
		ok = text == "true" || text == "false"
		into.SetBool(text == "true")
	case reflect.Int:
		n, err := strconv.Atoi(text)
		least, most := bounds(p.tag)
		ok = err == nil && n >= least && n <= most
		into.SetInt(int64(n))
	default:
		ok = textFits(p.tag, text)
		into.SetString(text)
	}
	if !ok {
		bad.add(p.name, "parameter.wrong")
	}
}

// bounds are the least and the most that a number may be.
func bounds(tag reflect.StructTag) (least, most int) {
	least, _ = strconv.Atoi(tag.Get("min")) // the tags are ours
	most, _ = strconv.Atoi(tag.Get("max"))
	return least, most
}

// maxText is the longest text that is taken, unless max says otherwise.
const maxText = 2048

// textFits reports whether a text is one that its tags allow.
func textFits(tag reflect.StructTag, text string) bool {
	if enum, ok := tag.Lookup("enum"); ok && !slices.Contains(strings.Split(enum, ","), text) {
		return false
	}
	if tag.Get("format") == "date" {
		if _, err := office.ParseDate(text); err != nil {
			return false
		}
	}
	most, err := strconv.Atoi(tag.Get("max"))
	if err != nil {
		most = maxText
	}
	return len([]rune(text)) <= most
}

// readBody reads a JSON object. What it does not know it refuses: a field that is misspelt is no field left out.
func (x *input) readBody(into reflect.Value, r *http.Request, bad *malformed) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		bad.status, bad.say = http.StatusUnsupportedMediaType, "De aanvraag is geen JSON (Content-Type application/json)."
		bad.add("", "body.media")
		return
	}
	from := json.NewDecoder(r.Body)
	from.DisallowUnknownFields()
	err := from.Decode(into.Addr().Interface())
	if err == nil && from.Decode(&struct{}{}) != io.EOF {
		err = errors.New("more than one value")
	}
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		bad.status = http.StatusRequestEntityTooLarge
		bad.add("", "body.long")
	case err != nil:
		bad.add("", "body.wrong")
	default:
		for i := range into.NumField() {
			f := into.Type().Field(i)
			name, optional := jsonName(f)
			value := into.Field(i)
			switch {
			case left(value) && !optional:
				bad.add(name, "parameter.missing")
			case value.Kind() == reflect.String && !textFits(f.Tag, value.String()):
				bad.add(name, "parameter.wrong")
			}
		}
	}
}

// left reports whether a value was left out of a body, or is empty where something must stand; a list may be.
func left(v reflect.Value) bool {
	return v.Kind() == reflect.String && v.Len() == 0 || v.Kind() == reflect.Slice && v.IsNil()
}

// jsonName is what a field is called in JSON, and whether it may be left out.
func jsonName(f reflect.StructField) (name string, optional bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, strings.Contains(options, "omit")
}
