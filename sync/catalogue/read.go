package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/buurtloket/buurtloket/sync/office"
)

// decode reads one JSON document strictly: a field that nobody reads would be lost without a word.
func decode(data []byte, schema string, into any, got *string) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", schema, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: something follows the document", schema)
	}
	if *got != schema {
		return fmt.Errorf("schema %q: want %q", *got, schema)
	}
	return nil
}

// rawSourced is a value with its provenance as the files write it; null means that nobody knows.
type rawSourced[T any] struct {
	Value   *T     `json:"value"`
	Assumed bool   `json:"assumed"`
	Source  string `json:"source"`
	Note    string `json:"note"`
}

// sourced is the value for the rest of the program. A file that leaves the whole thing out says that it
// is unknown too.
func (r rawSourced[T]) sourced() office.Sourced[T] {
	s := office.Sourced[T]{Unknown: r.Value == nil, Assumed: r.Assumed, Source: r.Source, Note: r.Note}
	if r.Value != nil {
		s.Value = *r.Value
	}
	return s
}

// marked is a known value with its mark.
func marked[T any](v T, assumed bool) office.Sourced[T] {
	return office.Sourced[T]{Value: v, Assumed: assumed}
}

// period reads two dates of which either may be missing.
func period(from, to string) (p office.Period, err error) {
	if p.From, err = date(from); err == nil {
		p.To, err = date(to)
	}
	return p, err
}

// date reads a date; an empty one is 0.
func date(s string) (office.Date, error) {
	if s == "" {
		return 0, nil
	}
	return office.ParseDate(s)
}

// rawHead is what both files begin with. Conventions and notes are for the reader of the file.
type rawHead struct {
	Schema        string            `json:"schema"`
	Timezone      string            `json:"timezone"`
	Seeds         map[string]string `json:"seeds"`
	Conventions   map[string]any    `json:"conventions"`
	DistrictNotes []string          `json:"district_notes"`
}
