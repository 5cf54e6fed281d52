package ipdc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Stored is what headquarters keeps: objects by their key. Of the file itself what is not @graph lies under [Whole].
type Stored map[string][]byte

// Whole is the key of what a file says beside its objects.
const Whole = "@file"

// Largest is the most bytes of a file.
const Largest = 16 << 20

// File is a file that was read and found sound.
type File struct {
	Nodes []Node
	whole []byte
}

// Flaw is something wrong with a file, in Dutch.
type Flaw struct{ Where, Say string }

// Read reads a file: an object with @graph, a list of objects, or one object. Its fault is Invalid, and the flaws say all of why.
func Read(data []byte, c *catalogue.Catalogue, stored Stored) (*File, []Flaw, error) {
	r := &reader{catalogue: c, known: knownIDs(c, stored), seen: map[string]int{}}
	f := r.file(data)
	if len(r.flaws) > 0 {
		return nil, r.flaws, fault.New("ipdc.Read", fault.Invalid).Tell("Dit bestand klopt niet. Er is niets gewijzigd.", "Kijk na wat er bij elke regel staat.")
	}
	return f, nil, nil
}

// reader collects what is wrong.
type reader struct {
	catalogue *catalogue.Catalogue
	known     map[string]office.ProductID // by @id and by concept
	seen      map[string]int              // which object had this key first
	flaws     []Flaw
}

func (r *reader) wrong(where, say string, args ...any) {
	r.flaws = append(r.flaws, Flaw{where, fmt.Sprintf(say, args...)})
}

// file takes a file apart.
func (r *reader) file(data []byte) *File {
	if len(data) > Largest {
		r.wrong("bestand", "het is groter dan %d MB", Largest>>20)
		return nil
	}
	if err := strict(data); err != nil {
		r.wrong("bestand", "dit is geen JSON: %v", err)
		return nil
	}
	f := new(File)
	var list []json.RawMessage
	top, ok := object(data)
	switch {
	case ok && top[fieldGraph] != nil:
		if json.Unmarshal(top[fieldGraph], &list) != nil || bytes.Equal(bytes.TrimSpace(top[fieldGraph]), []byte("null")) {
			r.wrong(fieldGraph, "dit is geen lijst")
			return nil
		}
		delete(top, fieldGraph)
		f.whole = compact(written(top))
	case ok:
		list = []json.RawMessage{data}
	case json.Unmarshal(data, &list) != nil || list == nil:
		r.wrong("bestand", "dit is geen catalogus: verwacht een object met @graph, of een lijst")
		return nil
	}
	for i, raw := range list {
		if n, ok := r.node(i, raw); ok {
			f.Nodes = append(f.Nodes, n)
		}
	}
	if len(f.Nodes) == 0 && len(r.flaws) == 0 {
		r.wrong("bestand", "er staat niets in")
	}
	return f
}

// node judges one object.
func (r *reader) node(i int, raw []byte) (n Node, ok bool) {
	where := fmt.Sprintf("object %d", i+1)
	f, ok := object(raw)
	if !ok {
		r.wrong(where, "dit is geen object")
		return n, false
	}
	n = Node{Raw: compact(raw), fields: f}
	id := text(f, fieldID)
	if id != "" {
		where += " (" + id + ")"
	}
	if f[fieldID] != nil && id == "" || len(id) > 2000 {
		r.wrong(where, "@id is geen tekst")
	}
	if isInstance(f) {
		n.Product = r.product(where, f)
		r.instance(where, f)
	}
	switch {
	case n.Product != "":
		n.Key = string(n.Product)
	case id != "":
		n.Key = "@id " + id
	default:
		r.wrong(where, "er staat niet in waarover dit gaat: geef het een @id of %q", fieldProduct)
		return n, false
	}
	if first := r.seen[n.Key]; first != 0 {
		r.wrong(where, "dit gaat over hetzelfde als object %d", first)
	}
	r.seen[n.Key] = i + 1
	return n, true
}

// isInstance reports whether an object is what a municipality offers; @type may be a list.
func isInstance(f fields) bool {
	if text(f, fieldType) == instance {
		return true
	}
	var all []string
	return json.Unmarshal(f[fieldType], &all) == nil && slices.Contains(all, instance)
}

// product is which of ours an object is about; empty: none.
func (r *reader) product(where string, f fields) office.ProductID {
	if raw := f[fieldProduct]; raw != nil {
		p := office.ProductID(text(f, fieldProduct))
		if _, ok := r.catalogue.Product(p); !ok {
			r.wrong(where, "het product %s bestaat niet", raw)
		}
		return p
	}
	if p := r.known[text(f, fieldID)]; p != "" {
		return p
	}
	return r.known[text(f, fieldConcept)]
}

// instance judges the fields that we know.
func (r *reader) instance(where string, f fields) {
	var names map[string]string
	if json.Unmarshal(f[fieldName], &names) != nil || strings.TrimSpace(names["nl"]) == "" {
		r.wrong(where, `naam ontbreekt of is geen tekst per taal met "nl"`)
	}
	start, ok1 := r.moment(where, f, fieldStart)
	end, ok2 := r.moment(where, f, fieldEnd)
	if ok1 && ok2 && end.Before(start) {
		r.wrong(where, "%s ligt voor %s", fieldEnd, fieldStart)
	}
	if raw := f[fieldClosed]; raw != nil && string(raw) != "true" && string(raw) != "false" && string(raw) != "null" {
		r.wrong(where, "%s is niet true of false", fieldClosed)
	}
	var themes []string // which there are is not ours to say: the codes are the government's
	if raw := f[fieldThemes]; raw != nil && json.Unmarshal(raw, &themes) != nil {
		r.wrong(where, "%s is geen lijst van teksten", fieldThemes)
	}
}

// moment reads a field that is a moment or a date; false when there is none.
func (r *reader) moment(where string, f fields, name string) (at time.Time, ok bool) {
	raw := f[name]
	if raw == nil || string(raw) == "null" {
		return at, false
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if at, err := time.Parse(layout, text(f, name)); err == nil {
			return at, true
		}
	}
	r.wrong(where, "%s is geen moment: %s", name, raw)
	return at, false
}

// knownIDs finds products by the @id that they have here and by their concept.
func knownIDs(c *catalogue.Catalogue, stored Stored) map[string]office.ProductID {
	known := map[string]office.ProductID{}
	for _, p := range c.Products {
		if p.IPDC != "" {
			known[p.IPDC] = p.ID
		}
		known[idOf(p.ID)] = p.ID
		if f, ok := object(stored[string(p.ID)]); ok {
			for _, name := range []string{fieldConcept, fieldID} {
				if t := text(f, name); t != "" {
					known[t] = p.ID
				}
			}
		}
	}
	return known
}
