package printer

import (
	"encoding/binary"
	"fmt"
)

// Encode gives the bytes of a message. It fails when the message could not be read back: a name or value that is too long,
// an attribute without name or value, a tag in the wrong place, or a bound that Decode keeps.
func Encode(m Message) ([]byte, error) {
	w := writer{out: binary.BigEndian.AppendUint16(nil, m.Version)}
	w.out = binary.BigEndian.AppendUint16(w.out, m.Code)
	w.out = binary.BigEndian.AppendUint32(w.out, uint32(m.Request))
	for _, g := range m.Groups {
		if g.Tag >= tagFirstValue || g.Tag == tagEnd {
			w.fail("group tag %02x", uint8(g.Tag))
		}
		w.out = append(w.out, byte(g.Tag))
		for _, a := range g.Attributes {
			w.attribute(a)
		}
	}
	w.out = append(w.out, byte(tagEnd))
	if len(w.out) > MaxMessage {
		w.fail("%d bytes", len(w.out))
	}
	return w.out, w.err
}

// writer gathers the bytes and the first thing that was wrong.
type writer struct {
	out    []byte
	values int
	err    error
}

// fail remembers the first fault.
func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("printer: cannot be encoded: "+format, args...)
	}
}

// attribute writes an attribute of a group: the first value carries the name.
func (w *writer) attribute(a Attribute) {
	if a.Name == "" || len(a.Values) == 0 {
		w.fail("attribute %q with %d values", a.Name, len(a.Values))
	}
	for i, v := range a.Values {
		name := a.Name
		if i > 0 {
			name = ""
		}
		w.value(name, v, 0)
	}
}

// value writes one value, a collection with all its members.
func (w *writer) value(name string, v Value, depth int) {
	if v.Tag < tagFirstValue || v.Tag == tagEndCollect || v.Tag == tagMember {
		w.fail("value tag %02x", uint8(v.Tag))
	}
	w.field(v.Tag, name, v.Bytes)
	if v.Tag != TagCollection {
		return
	}
	if len(v.Bytes) > 0 || depth == MaxDepth {
		w.fail("a collection with %d bytes at depth %d", len(v.Bytes), depth)
		return
	}
	for _, a := range v.Members {
		if a.Name == "" || len(a.Values) == 0 {
			w.fail("member %q with %d values", a.Name, len(a.Values))
		}
		w.field(tagMember, "", []byte(a.Name))
		for _, member := range a.Values {
			w.value("", member, depth+1)
		}
	}
	w.field(tagEndCollect, "", nil)
}

// field writes a tag, a name and a value as they stand on the wire.
func (w *writer) field(t Tag, name string, value []byte) {
	if len(name) > maxLength || len(value) > maxLength {
		w.fail("%.32q: a name of %d and a value of %d bytes", name, len(name), len(value))
		return
	}
	if w.values++; w.values > MaxValues {
		w.fail("more than %d values", MaxValues)
		return
	}
	w.out = append(w.out, byte(t))
	w.out = binary.BigEndian.AppendUint16(w.out, uint16(len(name)))
	w.out = append(w.out, name...)
	w.out = binary.BigEndian.AppendUint16(w.out, uint16(len(value)))
	w.out = append(w.out, value...)
}
