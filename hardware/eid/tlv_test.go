package eid_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// TestFieldsComeBack: what is laid out is found again, padding or not.
func TestFieldsComeBack(t *testing.T) {
	value := rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 20), rapid.SliceOfN(rapid.Byte(), 120, 300))
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.MapOfN(rapid.ByteRange(1, 255), value, 0, 20).Draw(t, "fields")
		file := []byte{0, 2, 0, 1}
		for _, tag := range slices.Sorted(maps.Keys(want)) {
			v := want[tag]
			file = append(file, tag)
			if len(v) > 0x7F {
				file = append(file, 0x80|byte(len(v)>>7))
			}
			file = append(append(file, byte(len(v)&0x7F)), v...)
		}
		file = append(file, make([]byte, rapid.IntRange(0, 9).Draw(t, "padding"))...)
		got, err := eid.ParseFields(file)
		if err != nil || !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("%v: % X", err, file)
		}
	})
}

// TestLengths: a length of one group of seven bits, and of two.
func TestLengths(t *testing.T) {
	for length, head := range map[int][]byte{
		0: {9, 0}, 127: {9, 0x7F}, 128: {9, 0x81, 0x00}, 200: {9, 0x81, 0x48}, 300: {9, 0x82, 0x2C}, 16383: {9, 0xFF, 0x7F},
	} {
		fields, err := eid.ParseFields(append(head, bytes.Repeat([]byte{7}, length)...))
		if err != nil || len(fields[9]) != length {
			t.Errorf("a field of %d bytes: %d, %v", length, len(fields[9]), err)
		}
	}
}

func TestFieldsRefused(t *testing.T) {
	many := []byte{}
	for tag := range byte(80) {
		many = append(many, tag+1, 0)
	}
	for name, file := range map[string][]byte{
		"cut off": {1, 5, 'a'}, "no length": {1}, "twice": {1, 1, 'a', 1, 1, 'b'}, "endless length": {1, 0x80, 0x80, 0x01, 'a'},
		"too many": many, "length cut off": {1, 0x80},
	} {
		if fields, err := eid.ParseFields(file); err == nil {
			t.Errorf("%s: %v", name, fields)
		}
	}
}

// FuzzFields: whatever a chip sends, reading it ends, stays inside it, and an error is all that can come of it.
func FuzzFields(f *testing.F) {
	f.Add([]byte{0, 2, 0, 1, 1, 12, '5', '9', '0', '1', '2', '3', '4', '5', '6', '7', '7', '4', 15, 1, '1'})
	f.Add([]byte{17, 0x80 | 1, 0x10, 1, 2, 3})
	f.Add([]byte{0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, file []byte) {
		fields, err := eid.ParseFields(file)
		total := 0
		for _, value := range fields {
			total += len(value)
		}
		if err == nil && total > len(file) {
			t.Errorf("%d bytes of fields in a file of %d", total, len(file))
		}
		_, _ = eid.FillCard(file, file, today) // must return
		trimmed := eid.TrimFile(file)
		if !bytes.HasPrefix(file, trimmed) || len(trimmed) > 0 && trimmed[len(trimmed)-1] == 0 {
			t.Error("trimming did more than trimming")
		}
	})
}
