package register_test

import (
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestNoRecordStopsHeadquarters: a panic of the machine would stop every node at the same command, for ever. So whatever a
// counter's records say, each is taken and kept.
func TestNoRecordStopsHeadquarters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h, as := holding(t, tomorrow(0, long), tomorrow(40, short))
		n := noise{rt, [][]byte{as[0].Id, as[1].Id, make([]byte, 16), {1}, nil}}
		for range rapid.IntRange(1, 8).Draw(rt, "records") {
			e := new(contract.Event)
			n.fill(e.ProtoReflect(), 0)
			if r := h.taken(berchem, 1, e); r.Ack.GetSize() != h.size[1] {
				rt.Fatalf("%v: %v", e, r)
			}
		}
		h.topUp(berchem)
		h.feed(berchem, 0)
		r := new(contract.Report)
		n.fill(r.ProtoReflect(), 0)
		h.restored()
		r.Incarnation, r.Era, r.Size = 1, h.view().Era(), h.size[1]
		h.must(&contract.HQCommand{Kind: &contract.HQCommand_Report{Report: &contract.ReportTaken{Site: string(berchem), Report: r}}})
		h.topUp(berchem)
		h.feed(berchem, 0)
	})
}

// noise fills messages with what fits their fields and nothing else.
type noise struct {
	*rapid.T
	ids [][]byte // that mean something, or nothing
}

func (n noise) fill(m protoreflect.Message, depth int) {
	fields, kinds := m.Descriptor().Fields(), map[protoreflect.FullName]protoreflect.FieldNumber{}
	for i := range m.Descriptor().Oneofs().Len() { // each kind as often as any other
		one := m.Descriptor().Oneofs().Get(i)
		kinds[one.FullName()] = one.Fields().Get(rapid.IntRange(0, one.Fields().Len()-1).Draw(n.T, "kind")).Number()
	}
	for i := range fields.Len() {
		f := fields.Get(i)
		if one := f.ContainingOneof(); one != nil && kinds[one.FullName()] != f.Number() || rapid.IntRange(0, 4).Draw(n.T, "leave out") == 0 {
			continue
		}
		switch {
		case f.IsList():
			list := m.Mutable(f).List()
			for range rapid.IntRange(0, 2).Draw(n.T, "length") {
				if f.Message() != nil {
					n.fill(list.AppendMutable().Message(), depth+1)
				} else {
					list.Append(n.value(f))
				}
			}
		case f.IsMap():
		case f.Message() != nil:
			if depth < 6 {
				n.fill(m.Mutable(f).Message(), depth+1)
			}
		default:
			m.Set(f, n.value(f))
		}
	}
}

// value draws a value of a field: often one that means something here.
func (n noise) value(f protoreflect.FieldDescriptor) protoreflect.Value {
	number := rapid.SampledFrom([]uint64{0, 1, 2, 10, 540, 550, 580, uint64(today), uint64(today) + 1, uint64(today) + 3, 1<<31 - 1}).Draw(n.T, "number")
	switch f.Kind() {
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(rapid.SampledFrom(n.ids).Draw(n.T, "bytes"))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(rapid.SampledFrom([]string{"", string(berchem), string(hoek), "nergens", short}).Draw(n.T, "text"))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(number%2 == 1)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(number % 7))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(number))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(number))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(number))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(number)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(number))
	}
	return protoreflect.ValueOfFloat32(float32(number))
}
