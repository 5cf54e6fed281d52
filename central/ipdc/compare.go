package ipdc

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Change is what a file would do to what is stored under one key.
type Change struct {
	Key     string
	Name    string   // in Dutch, as the file has it
	New     bool     // nothing was stored of it
	Fields  []string // that are other than now, in order
	Foreign bool     // it is about no product of ours: it is kept and does nothing
	Ignored []string // fields of ours that say something else than the program, which stays as it is
	Raw     []byte   // what is to be stored
}

// Compare tells what a file would change, in the order of the file. What is not in the file stays as it is.
func Compare(f *File, c *catalogue.Catalogue, stored Stored, zone *time.Location) (all []Change) {
	if f.whole != nil && !same(f.whole, stored[Whole]) {
		all = append(all, Change{Key: Whole, Fields: []string{"het bestand zelf"}, New: stored[Whole] == nil, Raw: f.whole})
	}
	for _, n := range f.Nodes {
		if ch, differs := n.compare(c, stored, zone); differs {
			all = append(all, ch)
		}
	}
	return all
}

func (n Node) compare(c *catalogue.Catalogue, stored Stored, zone *time.Location) (ch Change, differs bool) {
	ch = Change{Key: n.Key, New: stored[n.Key] == nil, Foreign: n.Product == "", Raw: n.Raw}
	var names map[string]string
	_ = json.Unmarshal(n.fields[fieldName], &names) // an object of another kind may have none
	ch.Name = names["nl"]
	now, known := object(stored[n.Key])
	own := fields{}
	if p, ok := c.Product(office.ProductID(n.Product)); ok {
		now, own = merged(p, stored[n.Key], zone), ownFields(p)
		known = true
	}
	for _, name := range slices.SortedFunc(maps.Keys(n.fields), before) {
		if program, is := own[name]; is {
			if !same(n.fields[name], program) {
				ch.Ignored = append(ch.Ignored, name)
			}
		} else if !known || !same(n.fields[name], now[name]) {
			ch.Fields = append(ch.Fields, name)
		}
	}
	for _, name := range slices.SortedFunc(maps.Keys(now), before) {
		if _, stays := n.fields[name]; !stays && own[name] == nil {
			ch.Fields = append(ch.Fields, name)
		}
	}
	return ch, len(ch.Fields) > 0 || len(ch.Ignored) > 0
}

// Does reports whether there is anything to store.
func (c Change) Does() bool { return len(c.Fields) > 0 }

// same reports whether two texts mean the same: the order of members and white space do not matter, how a number is written does.
func same(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if a == nil || b == nil {
		return false
	}
	x, okA := meaning(a)
	y, okB := meaning(b)
	return okA && okB && reflect.DeepEqual(x, y)
}

func meaning(raw []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return v, d.Decode(&v) == nil
}

// Title names what a change is about.
func (c Change) Title() string {
	if c.Key == Whole {
		return "(bestand)"
	}
	return strings.TrimPrefix(c.Key, "@id ")
}
