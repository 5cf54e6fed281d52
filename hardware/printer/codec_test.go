package printer_test

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/printer"
)

// example is the Print-Job request of RFC 8010, appendix A.1, with its document.
const example = "\x02\x00\x00\x02\x00\x00\x00\x01\x01" +
	"\x47\x00\x12attributes-charset\x00\x05utf-8" +
	"\x48\x00\x1battributes-natural-language\x00\x05en-us" +
	"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree" +
	"\x42\x00\x08job-name\x00\x06foobar" +
	"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01" +
	"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x14" +
	"\x44\x00\x05sides\x00\x13two-sided-long-edge" +
	"\x03%!PDF..."

// collection is the answer's media-col of RFC 8010, appendix A.7, and a 1setOf behind it.
const collection = "\x02\x00\x00\x00\x00\x00\x00\x02\x04" +
	"\x34\x00\x09media-col\x00\x00" +
	"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00" +
	"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x52\x08" +
	"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04\x00\x00\x74\x04" +
	"\x37\x00\x00\x00\x00" +
	"\x4a\x00\x00\x00\x0bmedia-color\x44\x00\x00\x00\x04blue\x44\x00\x00\x00\x05white" +
	"\x37\x00\x00\x00\x00" +
	"\x44\x00\x05sides\x00\x09one-sided\x44\x00\x00\x00\x13two-sided-long-edge" +
	"\x7f\x00\x01x\x00\x05\x00\x01\x02\x03z" +
	"\x03"

func TestExampleOfTheStandard(t *testing.T) {
	m, document := mustDecode(t, example)
	if string(document) != "%!PDF..." || m.Code != uint16(printer.PrintJob) || m.Request != 1 || len(m.Groups) != 2 {
		t.Fatalf("%+v, document %q", m, document)
	}
	if copies, ok := m.First(printer.TagJob).Int("copies"); copies != 20 || !ok {
		t.Errorf("copies %d", copies)
	}
	if got := m.First(printer.TagOperation).Text("job-name"); got != "foobar" {
		t.Errorf("job-name %q", got)
	}
	back, err := printer.Encode(m)
	if err != nil || string(back)+string(document) != example {
		t.Errorf("encoded again: %q, %v", back, err)
	}
}

// TestCollectionsAreStepped: what stands behind a collection is read as it is.
func TestCollectionsAreStepped(t *testing.T) {
	m, _ := mustDecode(t, collection)
	g := m.First(printer.TagPrinter)
	if got := strings.Join(g.Texts("sides"), " "); got != "one-sided two-sided-long-edge" {
		t.Errorf("sides %q", got)
	}
	size := g.Get("media-col")[0].Members[0]
	if n, _ := size.Values[0].Members[1].Values[0].Int(); size.Name != "media-size" || n != 29700 {
		t.Errorf("member %v", size)
	}
	if x := g.Get("x"); len(x) != 1 || x[0].Tag != 0x7f || len(x[0].Bytes) != 5 {
		t.Errorf("a tag without a name here: %v", x)
	}
	if back, err := printer.Encode(m); err != nil || string(back) != collection {
		t.Errorf("encoded again: %q, %v", back, err)
	}
}

// TestCutAnywhere: every proper beginning of a message is refused, none is taken for a shorter message.
func TestCutAnywhere(t *testing.T) {
	end := strings.Index(example, "\x03%") // its end tag
	for _, whole := range []string{example[:end+1], collection} {
		for n := range len(whole) {
			if _, _, err := printer.Decode([]byte(whole[:n])); !errors.Is(err, printer.ErrMessage) {
				t.Errorf("%d of %d bytes: %v", n, len(whole), err)
			}
		}
	}
}

func TestMalformed(t *testing.T) {
	const head = "\x02\x00\x00\x00\x00\x00\x00\x01"
	deep := strings.Repeat("\x4a\x00\x00\x00\x01m\x34\x00\x00\x00\x00", printer.MaxDepth) +
		"\x4a\x00\x00\x00\x01m\x21\x00\x00\x00\x04\x00\x00\x00\x01" + strings.Repeat("\x37\x00\x00\x00\x00", printer.MaxDepth+1)
	for name, body := range map[string]string{
		"value before a group":      "\x21\x00\x01a\x00\x04\x00\x00\x00\x01\x03",
		"one more of nothing":       "\x01\x21\x00\x00\x00\x04\x00\x00\x00\x01\x03",
		"negative length":           "\x01\x41\x00\x01a\x80\x00" + strings.Repeat("x", 1<<15) + "\x03",
		"length beyond the end":     "\x01\x21\x00\x01a\x7f\xff\x03",
		"member outside":            "\x01\x4a\x00\x01a\x00\x01b\x03",
		"end of collection outside": "\x01\x37\x00\x01a\x00\x00\x03",
		"group in a collection":     "\x01\x34\x00\x01a\x00\x00\x01\x03",
		"name in a collection":      "\x01\x34\x00\x01a\x00\x00\x21\x00\x01b\x00\x04\x00\x00\x00\x01\x37\x00\x00\x00\x00\x03",
		"collection with bytes":     "\x01\x34\x00\x01a\x00\x01b\x37\x00\x00\x00\x00\x03",
		"value before a member":     "\x01\x34\x00\x01a\x00\x00\x21\x00\x00\x00\x04\x00\x00\x00\x01\x37\x00\x00\x00\x00\x03",
		"member without value":      "\x01\x34\x00\x01a\x00\x00\x4a\x00\x00\x00\x01m\x37\x00\x00\x00\x00\x03",
		"too deep":                  "\x01\x34\x00\x01a\x00\x00" + deep + "\x03",
		"too many values":           "\x01" + strings.Repeat("\x21\x00\x01a\x00\x00", printer.MaxValues+1) + "\x03",
		"too many groups":           strings.Repeat("\x01", printer.MaxValues+1) + "\x03",
		"too long":                  "\x01" + strings.Repeat("\x41\x00\x01a\x7f\xff"+strings.Repeat("x", math.MaxInt16), 33) + "\x03",
	} {
		if m, _, err := printer.Decode([]byte(head + body)); !errors.Is(err, printer.ErrMessage) {
			t.Errorf("%s: %v, %.200v", name, err, m)
		}
	}
}

// TestRoundTrip: what was encoded is decoded to the same, whatever stands behind it.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := messages().Draw(t, "message")
		tail := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "document")
		data, err := printer.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		got, rest, err := printer.Decode(append(data, tail...))
		if err != nil || !bytes.Equal(rest, tail) || !reflect.DeepEqual(got, m) {
			t.Fatalf("got %+v, %q, %v", got, rest, err)
		}
	})
}

// messages draws messages as Encode takes them.
func messages() *rapid.Generator[printer.Message] {
	group := rapid.Custom(func(t *rapid.T) printer.Group {
		tag := rapid.SampledFrom([]printer.Tag{0, 1, 2, 4, 5, 6, 0x0f}).Draw(t, "tag")
		return printer.Group{Tag: tag, Attributes: attributes(t, 3)}
	})
	return rapid.Custom(func(t *rapid.T) printer.Message {
		return printer.Message{
			Version: rapid.Uint16().Draw(t, "version"), Code: rapid.Uint16().Draw(t, "code"),
			Request: rapid.Int32().Draw(t, "request"), Groups: list(t, "groups", func() printer.Group { return group.Draw(t, "group") }, 0),
		}
	})
}

func attributes(t *rapid.T, depth int) []printer.Attribute {
	return list(t, "attributes", func() printer.Attribute {
		return printer.Attribute{
			Name:   rapid.StringN(1, 30, 60).Draw(t, "name"),
			Values: list(t, "values", func() printer.Value { return value(t, depth) }, 1),
		}
	}, 0)
}

func value(t *rapid.T, depth int) printer.Value {
	if depth > 0 && rapid.IntRange(0, 5).Draw(t, "collection") == 0 {
		return printer.Value{Tag: printer.TagCollection, Members: attributes(t, depth-1)}
	}
	tag := rapid.ByteRange(0x10, 0xff).Filter(func(b byte) bool { return b != 0x34 && b != 0x37 && b != 0x4a }).Draw(t, "tag")
	bytes := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")
	if len(bytes) == 0 {
		bytes = nil
	}
	return printer.Value{Tag: printer.Tag(tag), Bytes: bytes}
}

// list draws a short list, nil when it is empty.
func list[T any](t *rapid.T, label string, draw func() T, least int) (all []T) {
	for range rapid.IntRange(least, 4).Draw(t, label) {
		all = append(all, draw())
	}
	return all
}

func TestEncodeRefuses(t *testing.T) {
	long := strings.Repeat("x", math.MaxInt16+1)
	one := []printer.Value{printer.Int(printer.TagInteger, 1)}
	nested := printer.Value{Tag: printer.TagCollection}
	for range printer.MaxDepth + 1 {
		nested = printer.Value{Tag: printer.TagCollection, Members: []printer.Attribute{{Name: "m", Values: []printer.Value{nested}}}}
	}
	for name, a := range map[string]printer.Attribute{
		"no name":    {Values: one},
		"no value":   {Name: "a"},
		"long name":  {Name: long, Values: one},
		"long value": {Name: "a", Values: []printer.Value{printer.Text(printer.TagText, long)}},
		"group tag":  {Name: "a", Values: []printer.Value{{Tag: 4}}},
		"member tag": {Name: "a", Values: []printer.Value{{Tag: 0x4a}}},
		"too deep":   {Name: "a", Values: []printer.Value{nested}},
		"empty member": {Name: "a", Values: []printer.Value{
			{Tag: printer.TagCollection, Members: []printer.Attribute{{Name: "m"}}}}},
	} {
		m := printer.Message{Groups: []printer.Group{{Tag: printer.TagJob, Attributes: []printer.Attribute{a}}}}
		if _, err := printer.Encode(m); err == nil {
			t.Errorf("%s is encoded", name)
		}
	}
	if _, err := printer.Encode(printer.Message{Groups: []printer.Group{{Tag: 3}}}); err == nil {
		t.Error("the end as a group is encoded")
	}
}

func TestValues(t *testing.T) {
	zone := time.FixedZone("", -(3*3600 + 30*60))
	for _, at := range []time.Time{
		time.Date(2026, 11, 20, 9, 30, 15, 200_000_000, time.UTC), time.Date(1999, 12, 31, 23, 59, 59, 0, zone),
	} {
		if got, ok := printer.Time(at).Time(); !ok || !got.Equal(at) {
			t.Errorf("time %s, %v, want %s", got, ok, at)
		}
	}
	if low, high, ok := printer.Range(-5, math.MaxInt32).Range(); low != -5 || high != math.MaxInt32 || !ok {
		t.Errorf("range %d-%d", low, high)
	}
	want := printer.Resolution{Across: 600, Down: 1200, Unit: 3}
	if got, ok := printer.ResolutionValue(want).Resolution(); got != want || !ok {
		t.Errorf("resolution %+v", got)
	}
	if b, ok := printer.Bool(true).Bool(); !b || !ok {
		t.Error("true is not true")
	}
	if text, ok := printer.Text(printer.TagNameWithLang, "\x00\x02nl\x00\x04caf\xc3").Text(); text != "caf\xc3" || !ok {
		t.Errorf("name with language %q", text)
	}
	// Each kind read from bytes of another is refused, never guessed.
	for _, v := range []printer.Value{
		{}, {Tag: printer.TagInteger, Bytes: []byte{1}}, {Tag: printer.TagDateTime, Bytes: make([]byte, 11)},
		{Tag: printer.TagBoolean, Bytes: []byte{2}}, {Tag: printer.TagTextWithLang, Bytes: []byte("\x00\x09nl")},
		{Tag: printer.TagRange, Bytes: make([]byte, 7)}, {Tag: printer.TagResolution}, {Tag: printer.TagUnknown},
	} {
		_, isText := v.Text()
		_, isInt := v.Int()
		_, isBool := v.Bool()
		_, _, isRange := v.Range()
		_, isResolution := v.Resolution()
		_, isTime := v.Time()
		if isText || isInt || isBool || isRange || isResolution || isTime {
			t.Errorf("%02x %x is taken for something", v.Tag, v.Bytes)
		}
	}
}

// FuzzDecode: no bytes crash or stall the reader, and what it takes can be written and read to the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(collection))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, rest, err := printer.Decode(data)
		if err != nil {
			return
		}
		printer.HealthOf(m.First(printer.TagPrinter))
		for _, g := range m.All(printer.TagJob) {
			printer.JobOf(g)
		}
		again, err := printer.Encode(m)
		if err != nil || string(again)+string(rest) != string(data) {
			t.Fatalf("%+v: encoded to %q, %v", m, again, err)
		}
	})
}

func mustDecode(t *testing.T, data string) (printer.Message, []byte) {
	t.Helper()
	m, document, err := printer.Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return m, document
}
