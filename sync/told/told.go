// Package told is what a counter's daemon has to say to a visitor at a self-service desk: sentences that have a code, so that the desk
// can say them in the visitor's language. The Dutch of each stands here; it is what the daemon says, and what a desk shows that does not
// know a code.
//
// A sentence with its figures is a [Line]. On the wire it is contract.Told, and in a fault a string: the code, and after a question mark
// what is filled in, as a URL has it ("pin-tries?n=2"). None of it is ever of a person.
package told

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Code names a sentence.
type Code string

// Line is one sentence.
type Line struct {
	Code Code
	With map[string]string // what is filled in, by name; nil: nothing
}

// Say is a sentence with what is filled in: names and values in turn.
func Say(c Code, with ...string) Line {
	l := Line{Code: c}
	for i := 0; i+1 < len(with); i += 2 {
		if l.With == nil {
			l.With = map[string]string{}
		}
		l.With[with[i]] = with[i+1]
	}
	return l
}

// Dutch is the sentence in Dutch; empty for a code that there is not.
func (l Line) Dutch() string { return l.Fill(dutch[l.Code]) }

// Fill fills the line's values in a sentence of any language: {name} becomes the value.
func (l Line) Fill(sentence string) string {
	for name, value := range l.With {
		sentence = strings.ReplaceAll(sentence, "{"+name+"}", value)
	}
	return sentence
}

// String is the line as a fault carries it.
func (l Line) String() string {
	if len(l.With) == 0 {
		return string(l.Code)
	}
	v := url.Values{}
	for name, value := range l.With {
		v.Set(name, value)
	}
	return string(l.Code) + "?" + v.Encode()
}

// Lines are some sentences, one after the other.
type Lines []Line

// Of are sentences in which nothing is filled in.
func Of(codes ...Code) (out Lines) {
	for _, c := range codes {
		if c != "" {
			out = append(out, Line{Code: c})
		}
	}
	return out
}

// Dutch is all of it in Dutch.
func (l Lines) Dutch() string {
	var out []string
	for _, one := range l {
		out = append(out, one.Dutch())
	}
	return strings.Join(out, " ")
}

// Contract is all of it as it crosses the wire.
func (l Lines) Contract() (out []*contract.Told) {
	for _, one := range l {
		out = append(out, &contract.Told{Code: string(one.Code), With: one.With})
	}
	return out
}

// Fault is a fault that says this: the first sentence is what happened, the others are what to do next.
func (l Lines) Fault(op string, kind fault.Kind) *fault.Fault {
	f := fault.New(op, kind)
	if len(l) > 0 {
		f.Tell(l[0].Dutch(), l[1:].Dutch())
	}
	return f.Coded(l.Strings()...)
}

// Strings are the lines as a fault carries them.
func (l Lines) Strings() (out []string) {
	for _, one := range l {
		out = append(out, one.String())
	}
	return out
}

// Read reads what Contract wrote.
func Read(all []*contract.Told) (out Lines) {
	for _, one := range all {
		out = append(out, Line{Code(one.GetCode()), one.GetWith()})
	}
	return out
}

// Parse reads what Strings wrote. What cannot be read is a line with a code that there is not.
func Parse(all []string) (out Lines) {
	for _, one := range all {
		code, query, _ := strings.Cut(one, "?")
		l := Line{Code: Code(code)}
		values, err := url.ParseQuery(query)
		if err != nil {
			l.Code = ""
		}
		for name := range values {
			if l.With == nil {
				l.With = map[string]string{}
			}
			l.With[name] = values.Get(name)
		}
		out = append(out, l)
	}
	return out
}

// Words says all of it in a language, whose sentences are given by code; ok is false when it lacks one, since half of what is to be said
// is not said.
func (l Lines) Words(in map[Code]string) (say string, ok bool) {
	var out []string
	for _, one := range l {
		sentence := in[one.Code]
		if sentence == "" {
			return "", false
		}
		out = append(out, one.Fill(sentence))
	}
	return strings.Join(out, " "), len(out) > 0
}

// Codes are all that there are, sorted.
func Codes() []Code { return slices.Sorted(maps.Keys(dutch)) }
