package printer

import (
	"fmt"
	"strings"
)

// Bounds on a message. They hold before memory is taken.
const (
	MaxMessage = 1 << 20   // bytes of a message without its document
	MaxValues  = 1 << 14   // values in one message, members of collections included
	MaxDepth   = 8         // collections in collections
	maxLength  = 1<<15 - 1 // of a name or a value: the field is a signed short
)

// Version is the protocol's version that is spoken here.
const Version = 0x0200

// Message is a request or an answer of IPP, without the document behind it.
type Message struct {
	Version uint16
	Code    uint16 // an Operation in a request, a Status in an answer
	Request int32
	Groups  []Group
}

// Group is a run of attributes about one thing: the operation, one job, the printer.
type Group struct {
	Tag        Tag
	Attributes []Attribute
}

// Attribute is a name with one value or more (1setOf).
type Attribute struct {
	Name   string
	Values []Value
}

// Value is one value as it came: its kind and its bytes, or for a collection its members. Kinds that are not known are
// kept too, so that nothing is lost in passing.
type Value struct {
	Tag     Tag
	Bytes   []byte
	Members []Attribute
}

// All gives the groups of one kind, in order: an answer to Get-Jobs has one for each job.
func (m Message) All(t Tag) []Group {
	var all []Group
	for _, g := range m.Groups {
		if g.Tag == t {
			all = append(all, g)
		}
	}
	return all
}

// First gives the first group of one kind, or an empty one.
func (m Message) First(t Tag) Group {
	for _, g := range m.Groups {
		if g.Tag == t {
			return g
		}
	}
	return Group{Tag: t}
}

// Get gives the values of an attribute, none when the group does not have it.
func (g Group) Get(name string) []Value {
	for _, a := range g.Attributes {
		if a.Name == name {
			return a.Values
		}
	}
	return nil
}

// Text gives the first value of an attribute as text, or "".
func (g Group) Text(name string) string {
	for _, v := range g.Get(name) {
		text, _ := v.Text()
		return text
	}
	return ""
}

// Texts gives those values of an attribute that are text.
func (g Group) Texts(name string) []string {
	var all []string
	for _, v := range g.Get(name) {
		if text, ok := v.Text(); ok {
			all = append(all, text)
		}
	}
	return all
}

// Int gives the first value of an attribute as a number, and whether it has one.
func (g Group) Int(name string) (int32, bool) {
	for _, v := range g.Get(name) {
		return v.Int()
	}
	return 0, false
}

// with adds an attribute of one kind.
func (g *Group) with(name string, values ...Value) {
	g.Attributes = append(g.Attributes, Attribute{Name: name, Values: values})
}

// text adds an attribute of one textual kind; no values add nothing, because an attribute has at least one.
func (g *Group) text(t Tag, name string, texts ...string) {
	if len(texts) == 0 {
		return
	}
	values := make([]Value, len(texts))
	for i, s := range texts {
		values[i] = Text(t, s)
	}
	g.with(name, values...)
}

// String lists the attributes of a group for a failing test.
func (g Group) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "group %02x", uint8(g.Tag))
	for _, a := range g.Attributes {
		fmt.Fprintf(&b, "\n  %s = %v", a.Name, a.Values)
	}
	return b.String()
}
