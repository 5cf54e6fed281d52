package ipdc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/ipdc"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/fault"
)

var brussels = func() *time.Location {
	z, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return z
}()

// fatal is what ends a test, or a case of a property.
type fatal interface {
	Helper()
	Fatalf(string, ...any)
}

func mustWrite(t fatal, stored ipdc.Stored) []byte {
	t.Helper()
	b, err := ipdc.Write(catalogue.Embedded(), stored, brussels)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// imports reads a file and stores what it changes, as --apply does.
func imports(t fatal, file []byte, stored ipdc.Stored) []ipdc.Change {
	t.Helper()
	f, flaws, err := ipdc.Read(file, catalogue.Embedded(), stored)
	if err != nil {
		t.Fatalf("%v: %v\n%s", err, flaws, file)
	}
	changes := ipdc.Compare(f, catalogue.Embedded(), stored, brussels)
	for _, c := range changes {
		if c.Does() {
			stored[c.Key] = c.Raw
		}
	}
	return changes
}

// meaning is a text as a JSON value, with numbers as they are written.
func meaning(t fatal, raw []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return v
}

// TestOurOwnFile: what is written of the embedded catalogue is read without a flaw, changes nothing, and has every product in words of its own.
func TestOurOwnFile(t *testing.T) {
	file := mustWrite(t, nil)
	if !bytes.Equal(file, mustWrite(t, ipdc.Stored{})) {
		t.Error("it is not always the same")
	}
	stored := ipdc.Stored{}
	if changes := imports(t, file, stored); len(changes) != 1 || changes[0].Key != ipdc.Whole { // its @context is kept
		t.Errorf("it changes %+v", changes)
	}
	if !bytes.Equal(file, mustWrite(t, stored)) {
		t.Error("read and written it is another")
	}
	top := meaning(t, file).(map[string]any)
	graph := top["@graph"].([]any)
	if len(graph) != len(catalogue.Products()) {
		t.Errorf("%d objects of %d products", len(graph), len(catalogue.Products()))
	}
	context := top["@context"].(map[string]any)
	for _, one := range graph {
		for name := range one.(map[string]any) {
			if prefix, _, own := strings.Cut(name, ":"); context[name] == nil && !strings.HasPrefix(name, "@") && !(own && context[prefix] != nil) {
				t.Errorf("the context does not say what %q means", name)
			}
		}
	}
}

// TestNothingIsLost: whatever a file says, with fields that nobody here knows, is in the next file with the same meaning; ours beside
// it; and the same file again changes nothing.
func TestNothingIsLost(t *testing.T) {
	products := catalogue.Products()
	rapid.Check(t, func(rt *rapid.T) {
		var graph []map[string]any
		for i, at := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(products)-1), 0, 4, rapid.ID[int]).Draw(rt, "products") {
			one := anyObject(rt, "p")
			one["@type"], one["naam"] = "Instantie", map[string]any{"nl": rapid.StringMatching(`[A-Za-zé<&" ]{0,9}x`).Draw(rt, "name")}
			switch rapid.IntRange(0, 2).Draw(rt, "how") {
			case 0:
				one["buurtloket:product"] = string(products[at].ID)
			case 1:
				one["@id"] = "urn:buurtloket:product:" + string(products[at].ID)
			default:
				one["@id"], one["buurtloket:product"], one["@type"] = fmt.Sprintf("https://ipdc/%d", i), string(products[at].ID), []any{"Iets", "Instantie"}
			}
			graph = append(graph, one)
		}
		for i := range rapid.IntRange(0, 3).Draw(rt, "others") {
			one := anyObject(rt, "o")
			one["@id"] = fmt.Sprintf("https://elders/%d", i)
			if rapid.Bool().Draw(rt, "instance") {
				one["@type"], one["naam"] = "Instantie", map[string]any{"nl": "Vreemd"}
			}
			graph = append(graph, one)
		}
		if len(graph) == 0 {
			return
		}
		top := anyObject(rt, "top")
		top["@graph"] = graph
		file, err := json.Marshal(top)
		if err != nil {
			rt.Fatalf("%v", err)
		}
		stored := ipdc.Stored{}
		if rapid.Bool().Draw(rt, "before") {
			imports(rt, mustWrite(rt, nil), stored)
		}
		imports(rt, file, stored)
		out := meaning(rt, mustWrite(rt, stored)).(map[string]any)
		in := meaning(rt, file).(map[string]any)
		for name, want := range in {
			if name != "@graph" && !reflect.DeepEqual(out[name], want) {
				rt.Fatalf("%s of the file was %v and is %v", name, want, out[name])
			}
		}
		for _, one := range in["@graph"].([]any) {
			if !slices.ContainsFunc(out["@graph"].([]any), func(other any) bool { return holds(other.(map[string]any), one.(map[string]any)) }) {
				rt.Fatalf("lost: %v", one)
			}
		}
		for _, c := range imports(rt, file, stored) {
			if c.Does() {
				rt.Fatalf("again it changes %+v", c)
			}
		}
		if changes := imports(rt, mustWrite(rt, stored), stored); len(changes) != 0 && changes[0].Does() && changes[0].Key != ipdc.Whole {
			rt.Fatalf("our own file changes %+v", changes)
		}
	})
}

// holds reports whether an object has all that another has; our own fields are ours.
func holds(a, b map[string]any) bool {
	for name, want := range b {
		if !reflect.DeepEqual(a[name], want) {
			return false
		}
	}
	return len(b) > 0
}

// anyObject is an object with fields that nobody knows.
func anyObject(rt *rapid.T, label string) map[string]any {
	out := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(rt, label) {
		out[rapid.StringMatching(`(buurtloket:x|x)[a-zA-Z:/#é]{0,6}`).Draw(rt, "field")] = anyValue(rt, 2)
	}
	return out
}

func anyValue(rt *rapid.T, deep int) any {
	switch rapid.IntRange(0, 6).Draw(rt, "kind") {
	case 0:
		return rapid.String().Draw(rt, "text")
	case 1:
		return json.Number(rapid.SampledFrom([]string{"0", "-1", "1.50", "1e400", "12345678901234567890123", "0.1000"}).Draw(rt, "number"))
	case 2:
		return rapid.Bool().Draw(rt, "bool")
	case 3:
		return nil
	case 4:
		return map[string]any{"@id": "x", "nl": rapid.String().Draw(rt, "text")}
	}
	if deep == 0 {
		return []any{}
	}
	return []any{anyValue(rt, deep-1), map[string]any{"y": anyValue(rt, deep-1)}}
}

// TestBroken: each file that is none is refused with where and why, and every flaw of it is told at once.
func TestBroken(t *testing.T) {
	one := func(fields string) string { return `{"@graph":[{"@type":"Instantie",` + fields + `}]}` }
	good := `"buurtloket:product":"eid-aanvraag","naam":{"nl":"x"}`
	for name, row := range map[string]struct{ file, want string }{
		"no JSON":            {`{"@graph":[`, "geen JSON"},
		"more after it":      {`{"@graph":[]} x`, "geen JSON"},
		"nothing":            {`{"@graph":[]}`, "niets"},
		"a text":             {`"x"`, "geen catalogus"},
		"null":               {`{"@graph":null}`, "geen lijst"},
		"no list":            {`{"@graph":{}}`, "geen lijst"},
		"no object":          {`{"@graph":[7]}`, "geen object"},
		"a name twice":       {one(good + `,"x":1,"x":2`), "twee keer"},
		"a name twice, deep": {one(good + `,"x":[{"a":{"b":1,"b":1}}]`), "twee keer"},
		"no product":         {one(`"naam":{"nl":"x"}`), "waarover"},
		"unknown product":    {one(`"buurtloket:product":"niets","naam":{"nl":"x"}`), "bestaat niet"},
		"product no text":    {one(`"buurtloket:product":7,"naam":{"nl":"x"}`), "bestaat niet"},
		"no name":            {one(`"buurtloket:product":"eid-aanvraag"`), "naam"},
		"no Dutch name":      {one(`"buurtloket:product":"eid-aanvraag","naam":{"en":"x"}`), "naam"},
		"name a text":        {one(`"buurtloket:product":"eid-aanvraag","naam":"x"`), "naam"},
		"no moment":          {one(good + `,"startDienstVerlening":"morgen"`), "geen moment"},
		"31 February":        {one(good + `,"startDienstVerlening":"2026-02-31T00:00:00Z"`), "geen moment"},
		"ends before":        {one(good + `,"startDienstVerlening":"2026-03-01","eindeDienstVerlening":"2026-02-01T00:00:00+01:00"`), "ligt voor"},
		"archived perhaps":   {one(good + `,"gearchiveerd":"ja"`), "gearchiveerd"},
		"themes a text":      {one(good + `,"themas":"BurgerOverheid"`), "themas"},
		"@id no text":        {one(good + `,"@id":7`), "@id"},
		"the same twice":     {`[{"@type":"Instantie",` + good + `},{"@type":"Instantie",` + good + `}]`, "hetzelfde als object 1"},
		"too deep":           {one(good + `,"x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200)), "te diep"},
		"too large":          {strings.Repeat(" ", ipdc.Largest+1), "groter"},
	} {
		t.Run(name, func(t *testing.T) {
			f, flaws, err := ipdc.Read([]byte(row.file), catalogue.Embedded(), nil)
			if f != nil || !fault.Is(err, fault.Invalid) || !slices.ContainsFunc(flaws, func(f ipdc.Flaw) bool { return strings.Contains(f.Say, row.want) && f.Where != "" }) {
				t.Errorf("%v: %v", err, flaws)
			}
		})
	}
	_, flaws, _ := ipdc.Read([]byte(`[{"@type":"Instantie","@id":"a"},{"@type":"Instantie","@id":"b","gearchiveerd":1,"naam":7}]`), catalogue.Embedded(), nil)
	if len(flaws) != 3 {
		t.Errorf("all at once: %v", flaws)
	}
}

// TestWhatIsWhose: a file does not change what the program says of a product, and it is told that it would not; what else it says is told field by field.
func TestWhatIsWhose(t *testing.T) {
	stored := ipdc.Stored{}
	file := `{"@type":"Instantie","@id":"https://ipdc/1","linkedConcept":"https://ipdc/concept/9","buurtloket:product":"eid-aanvraag","buurtloket:minutes":99,"naam":{"nl":"Kaart"},"beschrijving":{"nl":"b"}}`
	changes := imports(t, []byte(file), stored)
	if len(changes) != 1 || !slices.Equal(changes[0].Fields, []string{"@id", "naam", "beschrijving", "linkedConcept"}) || !slices.Equal(changes[0].Ignored, []string{"buurtloket:minutes"}) || !changes[0].New {
		t.Fatalf("%+v", changes)
	}
	if out := string(mustWrite(t, stored)); strings.Contains(out, "99,") || !strings.Contains(out, `"buurtloket:minutes": 10`) || !strings.Contains(out, "https://ipdc/1") {
		t.Error(out[:2000])
	}
	// From then on it is found by its @id and by its concept.
	for _, next := range []string{`{"@type":"Instantie","@id":"https://ipdc/1","naam":{"nl":"Kaart 2"}}`, `{"@type":"Instantie","@id":"https://ipdc/2","linkedConcept":"https://ipdc/concept/9","naam":{"nl":"Kaart 3"}}`} {
		copied := ipdc.Stored{"eid-aanvraag": stored["eid-aanvraag"]}
		if changes := imports(t, []byte(next), copied); len(changes) != 1 || changes[0].Key != "eid-aanvraag" || changes[0].Foreign {
			t.Errorf("%+v", changes)
		}
	}
	if changes := imports(t, []byte(`{"@type":"Instantie","@id":"https://ipdc/3","naam":{"nl":"Parkeren"}}`), stored); len(changes) != 1 || !changes[0].Foreign {
		t.Errorf("%+v", changes)
	}
}

// FuzzRead: no file makes it panic, and what it takes is given back.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"@graph":[{"@type":"Instantie","buurtloket:product":"eid-aanvraag","naam":{"nl":"x"}}]}`))
	f.Add([]byte(`[{"@id":"x"}]`))
	f.Add([]byte("{\"@id\":\"\xff\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, flaws, err := ipdc.Read(data, catalogue.Embedded(), nil)
		if (err == nil) != (len(flaws) == 0) || (file == nil) != (err != nil) {
			t.Fatalf("%v and %v", flaws, err)
		}
		if err == nil {
			stored := ipdc.Stored{}
			imports(t, data, stored)
			mustWrite(t, stored)
		}
	})
}
