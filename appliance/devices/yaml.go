package devices

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Flaw is something in a configuration that cannot be right, in Dutch, with the line it stands on.
type Flaw struct {
	Line int
	Say  string
}

// String is the line of a report.
func (f Flaw) String() string { return fmt.Sprintf("regel %d: %s", f.Line, f.Say) }

// flaws collects what is wrong with one file.
type flaws struct{ all []Flaw }

func (f *flaws) add(line int, format string, args ...any) {
	f.all = append(f.all, Flaw{Line: line, Say: fmt.Sprintf(format, args...)})
}

// table is one set of keys of the file. Each key is asked for once; what was never asked for is unknown. It reads YAML's
// nodes itself, since the package's own strictness speaks English and stops at the first mistake.
type table struct {
	*flaws
	line   int
	what   string // for messages, as "de printer"
	values map[string]*yaml.Node
	lines  map[string]int
	asked  []string
}

// newTable reads a node that must be a set of keys. Keys that are there twice are a flaw.
func newTable(f *flaws, n *yaml.Node, what string) *table {
	t := &table{flaws: f, line: n.Line, what: what, values: map[string]*yaml.Node{}, lines: map[string]int{}}
	if n.Kind != yaml.MappingNode {
		f.add(n.Line, "hier horen instellingen van %s, als «naam: waarde».", what)
		return t
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if first, twice := t.lines[k.Value]; twice {
			f.add(k.Line, "«%s» stond al op regel %d.", k.Value, first)
			continue
		}
		t.values[k.Value], t.lines[k.Value] = v, k.Line
	}
	return t
}

// ask gives the value of a key, or nil when it is not there or empty.
func (t *table) ask(key string) *yaml.Node {
	t.asked = append(t.asked, key)
	if v := t.values[key]; v != nil && v.Tag != "!!null" {
		return v
	}
	return nil
}

func (t *table) has(key string) bool { return t.values[key] != nil && t.values[key].Tag != "!!null" }

// at is the line of a key, or of its table.
func (t *table) at(key string) int {
	if l := t.lines[key]; l != 0 {
		return l
	}
	return t.line
}

// done makes a flaw of every key that nobody asked for.
func (t *table) done() {
	for key, line := range t.lines {
		if !slices.Contains(t.asked, key) {
			t.add(line, "«%s» bestaat niet voor %s; wel: %s.", key, t.what, strings.Join(t.asked, ", "))
		}
	}
}

// text is a scalar as it stands.
func (t *table) text(key string) string {
	v := t.ask(key)
	switch {
	case v == nil:
		return ""
	case v.Kind != yaml.ScalarNode:
		t.add(v.Line, "«%s» is één waarde.", key)
		return ""
	}
	return strings.TrimSpace(v.Value)
}

// need is a text that must be there.
func (t *table) need(key string) string {
	s := t.text(key)
	if s == "" {
		t.add(t.at(key), "«%s» van %s ontbreekt.", key, t.what)
	}
	return s
}

// texts are several, as a list or as one.
func (t *table) texts(key string) (out []string) {
	v := t.ask(key)
	switch {
	case v == nil:
		return nil
	case v.Kind == yaml.ScalarNode:
		return []string{v.Value}
	case v.Kind != yaml.SequenceNode:
		t.add(v.Line, "«%s» is een lijst.", key)
		return nil
	}
	for _, one := range v.Content {
		if one.Kind != yaml.ScalarNode || one.Value == "" {
			t.add(one.Line, "«%s» is een lijst van woorden.", key)
			continue
		}
		out = append(out, one.Value)
	}
	return out
}

// number is a whole number between bounds; missing is what it is when it does not stand there.
func (t *table) number(key string, least, most, missing int) int {
	v := t.ask(key)
	if v == nil {
		return missing
	}
	n, err := strconv.Atoi(v.Value)
	if v.Kind != yaml.ScalarNode || err != nil || n < least || n > most {
		t.add(v.Line, "«%s» is een getal van %d tot %d.", key, least, most)
		return missing
	}
	return n
}

// needNumber is a number that must be there.
func (t *table) needNumber(key string, least, most int) int {
	if !t.has(key) {
		t.asked = append(t.asked, key)
		t.add(t.line, "«%s» van %s ontbreekt.", key, t.what)
		return least
	}
	return t.number(key, least, most, least)
}

// flag is true or false.
func (t *table) flag(key string) bool {
	switch v := t.ask(key); {
	case v == nil || v.Kind == yaml.ScalarNode && v.Value == "false":
		return false
	case v.Kind == yaml.ScalarNode && v.Value == "true":
		return true
	default:
		t.add(v.Line, "«%s» is true of false.", key)
		return false
	}
}

// onOff is on or off.
func (t *table) onOff(key string, missing bool) bool {
	switch v := t.ask(key); {
	case v == nil:
		return missing
	case v.Kind == yaml.ScalarNode && (v.Value == "on" || v.Value == "off"):
		return v.Value == "on"
	default:
		t.add(v.Line, "«%s» is on of off.", key)
		return missing
	}
}

// span is a time, as 300ms or 2s, up to a bound; 0 when it does not stand there.
func (t *table) span(key string, most time.Duration) time.Duration {
	v := t.ask(key)
	if v == nil {
		return 0
	}
	d, err := time.ParseDuration(v.Value)
	if v.Kind != yaml.ScalarNode || err != nil || d <= 0 || d > most {
		t.add(v.Line, "«%s» is een tijd tot %s, zoals 300ms of 2s.", key, most)
		return 0
	}
	return d
}

// list is what stands under a key as a list; one that stands alone is a list of one.
func (t *table) list(key string) []*yaml.Node {
	v := t.ask(key)
	switch {
	case v == nil:
		return nil
	case v.Kind == yaml.SequenceNode:
		return v.Content
	}
	return []*yaml.Node{v}
}
