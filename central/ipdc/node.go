package ipdc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// fields are the members of a JSON object, each with its bytes.
type fields = map[string]json.RawMessage

// Node is one object of a file.
type Node struct {
	Key     string           // under which it is stored: a product, or "@id " and the @id of what is none of ours
	Product office.ProductID // empty: none of ours
	Raw     []byte           // as it came, without white space
	fields  fields
}

// ours is the prefix of our own fields.
const ours = "buurtloket:"

// Fields of an Instantie that this package looks at; the others are carried.
const (
	fieldID      = "@id"
	fieldType    = "@type"
	fieldContext = "@context"
	fieldGraph   = "@graph"
	fieldName    = "naam"
	fieldConcept = "linkedConcept"
	fieldStart   = "startDienstVerlening"
	fieldEnd     = "eindeDienstVerlening"
	fieldClosed  = "gearchiveerd"
	fieldThemes  = "themas"
	fieldProduct = ours + "product"
)

// instance is the @type of what a municipality offers.
const instance = "Instantie"

// strict reports what is wrong with a text that should be one JSON value: also a name that stands twice in an object.
func strict(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := value(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("er volgt nog iets na het einde")
	}
	return nil
}

// deepest is how deep values may lie in each other.
const deepest = 100

func value(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	open, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	if depth > deepest {
		return errors.New("het ligt te diep in elkaar")
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			n, _ := name.(string)
			if seen[n] {
				return fmt.Errorf("%q staat er twee keer in één object", n)
			}
			seen[n] = true
		}
		if err := value(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// object reads the members of an object; false for anything else.
func object(raw []byte) (f fields, ok bool) {
	raw = bytes.TrimSpace(raw)
	return f, len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &f) == nil
}

// compact is a text without white space between its parts; numbers and strings stay as they were written.
func compact(raw []byte) []byte {
	var out bytes.Buffer
	if json.Compact(&out, raw) != nil {
		return raw
	}
	return out.Bytes()
}

// text is a field that is a string; empty for anything else.
func text(f fields, name string) string {
	var s string
	if json.Unmarshal(f[name], &s) != nil {
		return ""
	}
	return s
}

// quoted writes a value that can always be written.
func quoted(v any) json.RawMessage {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("ipdc: " + err.Error()) // strings, numbers and maps of them
	}
	return bytes.TrimSpace(out.Bytes())
}

// written is an object with its members in an order that does not change: those of JSON-LD first.
func written(f fields) []byte {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, name := range slices.SortedFunc(maps.Keys(f), before) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(quoted(name))
		out.WriteByte(':')
		out.Write(f[name])
	}
	out.WriteByte('}')
	return out.Bytes()
}

func before(a, b string) int {
	rank := func(s string) int {
		switch {
		case strings.HasPrefix(s, "@") && s != fieldGraph:
			return 0
		case s == fieldName:
			return 1
		case strings.HasPrefix(s, ours):
			return 3
		}
		return 2
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}
