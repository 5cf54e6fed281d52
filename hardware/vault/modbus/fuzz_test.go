package modbus_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// FuzzRequest: whatever is taken for a request is written the same again.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{"01 00 13 00 13", "05 00 AC FF 00", "0F 00 13 00 0A 02 CD 01", "03 00 00 00 01", ""} {
		f.Add(mustHex(f, text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := modbus.ParseRequest(b)
		var no modbus.Exception
		if err != nil {
			if !errors.Is(err, modbus.ErrMalformed) && !errors.As(err, &no) {
				t.Fatal(err)
			}
			return
		}
		again, err := r.Append(nil)
		if err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
		if r.Function == modbus.WriteCoils {
			again[len(again)-1], b = 0, append(bytes.Clone(b[:len(b)-1]), 0) // the bits beyond the last are not looked at
		}
		if !bytes.Equal(again, b) {
			t.Fatalf("% x became % x", b, again)
		}
	})
}

// FuzzFrames: no bytes break a decoder; what is taken for a frame is written the same again, and lies within the bytes.
func FuzzFrames(f *testing.F) {
	for _, text := range []string{"00 01 00 00 00 06 01 01 00 13 00 13", "01 85 02 C3 51", "01 02 01 05 61 8B", "01 0F 00 13 00 0A 02 CD 01 72 CB"} {
		f.Add(mustHex(f, text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, n, err := modbus.SplitTCP(b); n > 0 && (err != nil || !bytes.Equal(got.AppendTCP(nil), b[:n])) {
			t.Fatalf("% x: %+v, %v", b, got, err)
		}
		for _, side := range []modbus.Side{modbus.FromMaster, modbus.FromBoard} {
			got, n, err := modbus.SplitRTU(b, side)
			if n > 0 && (err != nil || !bytes.Equal(got.AppendRTU(nil), b[:n])) {
				t.Fatalf("% x: %+v, %v", b, got, err)
			}
			if n == 0 && err == nil && len(b) >= 256 {
				t.Fatalf("%d bytes and still no frame", len(b))
			}
		}
	})
}

// FuzzAnswer: an answer that is taken has as many bits as were asked for.
func FuzzAnswer(f *testing.F) {
	f.Add(byte(2), uint16(4), uint16(9), []byte{2, 2, 0xFF, 1})
	f.Add(byte(5), uint16(4), uint16(1), []byte{5, 0, 4, 0xFF, 0})
	f.Fuzz(func(t *testing.T, function byte, address, count uint16, b []byte) {
		r := modbus.Request{Function: modbus.Function(function), Address: address, Count: count}
		if r.Function == modbus.WriteCoil || r.Function == modbus.WriteCoils {
			r.Count, r.Values = 0, make([]bool, count)
		}
		if _, err := r.Append(nil); err != nil {
			return
		}
		bits, err := r.Answer(b)
		if err == nil && len(bits) != int(r.Count) {
			t.Fatalf("%+v, % x: %d bits", r, b, len(bits))
		}
		if err == nil && !bytes.Equal(r.AppendAnswer(nil, bits)[:2], b[:2]) {
			t.Fatalf("%+v, % x", r, b)
		}
	})
}
