package printer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrMessage is in every error of Decode.
var ErrMessage = errors.New("not a message of IPP")

// Decode reads a message from the front of data and gives what stands behind it: the document of a Print-Job. The message
// keeps no part of data. It takes no more memory than a fixed multiple of MaxMessage, whatever the data say.
func Decode(data []byte) (Message, []byte, error) {
	bounded := data[:min(len(data), MaxMessage)]
	r := reader{rest: bounded}
	m, err := r.message()
	read := len(bounded) - len(r.rest)
	if err != nil {
		return Message{}, nil, fmt.Errorf("printer: %w: at byte %d: %w", ErrMessage, read, err)
	}
	return m, data[read:], nil
}

// reader walks through the bytes of a message.
type reader struct {
	rest   []byte
	values int
}

// field is a tag with a name and a value as they stand on the wire.
type field struct {
	tag   Tag
	name  string
	value []byte
}

// message reads the head and the groups up to the end tag.
func (r *reader) message() (m Message, err error) {
	head, err := r.take(8)
	if err != nil {
		return m, err
	}
	m.Version, m.Code = binary.BigEndian.Uint16(head), binary.BigEndian.Uint16(head[2:])
	m.Request = int32(binary.BigEndian.Uint32(head[4:]))
	for {
		tag, err := r.take(1)
		if err != nil {
			return m, err
		}
		switch t := Tag(tag[0]); {
		case t == tagEnd:
			return m, nil
		case t < tagFirstValue:
			m.Groups = append(m.Groups, Group{Tag: t})
		case len(m.Groups) == 0:
			return m, errors.New("a value before the first group")
		default:
			if err := r.attribute(&m.Groups[len(m.Groups)-1], t); err != nil {
				return m, err
			}
		}
		// Groups without attributes cost a byte each on the wire and many in memory.
		if len(m.Groups) > MaxValues {
			return m, fmt.Errorf("more than %d groups", MaxValues)
		}
	}
}

// attribute reads one value into a group; without a name it belongs to the attribute before.
func (r *reader) attribute(g *Group, t Tag) error {
	f, err := r.field(t)
	if err != nil {
		return err
	}
	v, err := r.value(f, 0)
	if err != nil {
		return err
	}
	if f.name != "" {
		g.Attributes = append(g.Attributes, Attribute{Name: f.name})
	}
	if len(g.Attributes) == 0 {
		return errors.New("one more value of no attribute")
	}
	last := &g.Attributes[len(g.Attributes)-1]
	last.Values = append(last.Values, v)
	return nil
}

// value makes a value of a field; a collection goes on up to its end.
func (r *reader) value(f field, depth int) (Value, error) {
	v := Value{Tag: f.tag}
	switch f.tag {
	case tagMember, tagEndCollect:
		return v, fmt.Errorf("tag %02x outside a collection", uint8(f.tag))
	case TagCollection:
		if len(f.value) > 0 || depth == MaxDepth {
			return v, fmt.Errorf("a collection with %d bytes at depth %d", len(f.value), depth)
		}
		return v, r.members(&v, depth)
	}
	// Empty stays nil, so that a message that was read equals the one that was written.
	v.Bytes = append(v.Bytes, f.value...)
	return v, nil
}

// members reads a collection up to its end.
func (r *reader) members(v *Value, depth int) error {
	for {
		tag, err := r.take(1)
		if err != nil {
			return err
		}
		f, err := r.field(Tag(tag[0]))
		if err != nil {
			return err
		}
		switch {
		case f.tag < tagFirstValue || f.name != "":
			return fmt.Errorf("tag %02x with name %.32q in a collection", uint8(f.tag), f.name)
		case f.tag == tagEndCollect:
			return checkMembers(v.Members)
		case f.tag == tagMember:
			if err := checkMembers(v.Members); err != nil || len(f.value) == 0 {
				return errors.Join(err, fmt.Errorf("member %.32q", f.value))
			}
			v.Members = append(v.Members, Attribute{Name: string(f.value)})
		case len(v.Members) == 0:
			return errors.New("a value before the first member")
		default:
			member, err := r.value(f, depth+1)
			if err != nil {
				return err
			}
			last := &v.Members[len(v.Members)-1]
			last.Values = append(last.Values, member)
		}
	}
}

// checkMembers refuses a member that got no value before the next one came.
func checkMembers(members []Attribute) error {
	if n := len(members); n > 0 && len(members[n-1].Values) == 0 {
		return fmt.Errorf("member %.32q without value", members[n-1].Name)
	}
	return nil
}

// field reads what follows a tag.
func (r *reader) field(t Tag) (f field, err error) {
	if r.values++; r.values > MaxValues {
		return f, fmt.Errorf("more than %d values", MaxValues)
	}
	name, err := r.block()
	if err != nil {
		return f, err
	}
	value, err := r.block()
	return field{t, string(name), value}, err
}

// block reads a length and as many bytes.
func (r *reader) block() ([]byte, error) {
	n, err := r.take(2)
	if err != nil {
		return nil, err
	}
	length := int(binary.BigEndian.Uint16(n))
	if length > maxLength {
		return nil, fmt.Errorf("a length of %d", int16(length))
	}
	return r.take(length)
}

// take gives the next n bytes. They are part of the data, not a copy.
func (r *reader) take(n int) ([]byte, error) {
	if n > len(r.rest) {
		return nil, io.ErrUnexpectedEOF
	}
	part := r.rest[:n:n]
	r.rest = r.rest[n:]
	return part, nil
}
