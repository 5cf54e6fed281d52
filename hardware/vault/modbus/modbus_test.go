package modbus_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

func mustHex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bits are written as the norm prints them, the first bit first.
func bits(text string) []bool {
	values := make([]bool, len(text))
	for i, c := range text {
		values[i] = c == '1'
	}
	return values
}

// TestNorm is the examples of the application protocol, chapter 6.
func TestNorm(t *testing.T) {
	for _, c := range []struct {
		name            string
		request         modbus.Request
		asked, answered string
		read            []bool
	}{
		{"6.1 read coils", modbus.Request{Function: modbus.ReadCoils, Address: 0x13, Count: 0x13}, "01 00 13 00 13",
			"01 03 CD 6B 05", bits("1011001111010110101")},
		{"6.2 read inputs", modbus.Request{Function: modbus.ReadInputs, Address: 0xC4, Count: 0x16}, "02 00 C4 00 16",
			"02 03 AC DB 35", bits("0011010111011011101011")},
		{"6.5 write one coil", modbus.Request{Function: modbus.WriteCoil, Address: 0xAC, Values: bits("1")}, "05 00 AC FF 00",
			"05 00 AC FF 00", nil},
		{"6.11 write coils", modbus.Request{Function: modbus.WriteCoils, Address: 0x13, Values: bits("1011001110")},
			"0F 00 13 00 0A 02 CD 01", "0F 00 13 00 0A", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.request.Append(nil)
			if err != nil || !bytes.Equal(got, mustHex(t, c.asked)) {
				t.Errorf("% X, %v, want %s", got, err, c.asked)
			}
			read, err := c.request.Answer(mustHex(t, c.answered))
			if err != nil || !slices.Equal(read, c.read) {
				t.Errorf("%v, %v, want %v", read, err, c.read)
			}
			if got := c.request.AppendAnswer(nil, c.read); !bytes.Equal(got, mustHex(t, c.answered)) {
				t.Errorf("% X, want %s", got, c.answered)
			}
		})
	}
}

// TestAnswersOfOthers: what does not fit the request is not taken, and a refusal is told as it is.
func TestAnswersOfOthers(t *testing.T) {
	read := modbus.Request{Function: modbus.ReadInputs, Address: 4, Count: 9}
	write := modbus.Request{Function: modbus.WriteCoil, Address: 4, Values: bits("1")}
	several := modbus.Request{Function: modbus.WriteCoils, Address: 4, Values: bits("101")}
	for text, r := range map[string]modbus.Request{
		"":                  read,
		"02":                read,
		"02 01 FF":          read,  // eight bits for nine
		"02 02 FF":          read,  // a byte too few
		"02 02 FF 01 00":    read,  // a byte too many
		"02 01 FF 01":       read,  // and says one
		"01 02 FF 01":       read,  // coils
		"82":                read,  // a refusal without a reason
		"82 00":             read,  // a refusal for reason zero
		"82 02 00":          read,  // a refusal with something behind it
		"85 02":             read,  // a refusal of something else
		"05 00 05 FF 00":    write, // another coil
		"05 00 04 00 00":    write, // off
		"05 00 04 FF 01":    write,
		"05 00 04 FF":       write,
		"05 00 04 FF 00 00": write,
		"0F 00 04 00 02":    several,
		"0F 00 03 00 03":    several,
	} {
		if got, err := r.Answer(mustHex(t, text)); !errors.Is(err, modbus.ErrMalformed) || got != nil {
			t.Errorf("%q answers %+v: %v, %v", text, r, got, err)
		}
	}
	for _, e := range []modbus.Exception{1, 2, 3, 4, 5, 6, 10, 11, 99} {
		_, err := read.Answer(read.AppendRefusal(nil, e))
		var got modbus.Exception
		if !errors.As(err, &got) || got != e || !strings.HasPrefix(err.Error(), "modbus: exception") {
			t.Errorf("exception %d is read as %v", e, err)
		}
	}
}

// TestBounds: what a master may not ask is not written, and refused by a board with the exception of the norm.
func TestBounds(t *testing.T) {
	for _, r := range []modbus.Request{
		{},
		{Function: 3, Count: 1},
		{Function: modbus.ReadCoils},
		{Function: modbus.ReadInputs, Count: modbus.MaxRead + 1},
		{Function: modbus.ReadInputs, Address: 65535, Count: 2},
		{Function: modbus.WriteCoil},
		{Function: modbus.WriteCoil, Values: bits("11")},
		{Function: modbus.WriteCoils},
		{Function: modbus.WriteCoils, Values: make([]bool, modbus.MaxWrite+1)},
		{Function: modbus.WriteCoils, Address: 65535, Values: bits("11")},
	} {
		if got, err := r.Append([]byte{7}); !errors.Is(err, modbus.ErrMalformed) || !bytes.Equal(got, []byte{7}) {
			t.Errorf("%+v: % x, %v", r, got, err)
		}
	}
	for text, want := range map[string]error{
		"":                     modbus.ErrMalformed,
		"01 00 00 00":          modbus.ErrMalformed,
		"01 00 00 00 01 00":    modbus.ErrMalformed,
		"0F 00 00 00 01":       modbus.ErrMalformed,
		"0F 00 00 00 01 01":    modbus.ErrMalformed,
		"0F 00 00 00 09 01 FF": modbus.ErrMalformed,
		"03 00 00 00 01":       modbus.IllegalFunction,
		"01 00 00 00 00":       modbus.IllegalValue,
		"01 00 00 07 D1":       modbus.IllegalValue,
		"02 FF FF 00 02":       modbus.IllegalValue,
		"05 00 00 12 34":       modbus.IllegalValue,
		"0F 00 00 00 00 00":    modbus.IllegalValue,
		"0F 00 00 07 B1 00":    modbus.IllegalValue,
	} {
		if _, err := modbus.ParseRequest(mustHex(t, text)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

// TestRequestsComeBack: what is written is read the same, in both frames, and only when the frame is whole.
func TestRequestsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modbus.Request{Function: rapid.SampledFrom([]modbus.Function{1, 2, 5, 15}).Draw(t, "function"), Address: rapid.Uint16Max(60000).Draw(t, "address")}
		switch r.Function {
		case modbus.WriteCoil:
			r.Values = []bool{rapid.Bool().Draw(t, "on")}
		case modbus.WriteCoils:
			r.Values = rapid.SliceOfN(rapid.Bool(), 1, modbus.MaxWrite).Draw(t, "values")
		default:
			r.Count = rapid.Uint16Range(1, modbus.MaxRead).Draw(t, "count")
		}
		body, err := r.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		f := modbus.Frame{Transaction: rapid.Uint16().Draw(t, "transaction"), Unit: rapid.Byte().Draw(t, "unit"), Body: body}
		tail := rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "tail")
		serial := func(b []byte) (modbus.Frame, int, error) { return modbus.SplitRTU(b, modbus.FromMaster) }
		same(t, f, append(f.AppendTCP(nil), tail...), len(tail), modbus.SplitTCP)
		f.Transaction = 0
		same(t, f, append(f.AppendRTU(nil), tail...), len(tail), serial)
		back, err := modbus.ParseRequest(body)
		if err != nil || back.Function != r.Function || back.Address != r.Address || back.Count != r.Count || !slices.Equal(back.Values, r.Values) {
			t.Fatalf("%+v came back as %+v, %v", r, back, err)
		}
	})
}

// same: every beginning of the bytes is no frame yet, all of them are f.
func same(t *rapid.T, f modbus.Frame, b []byte, tail int, split func([]byte) (modbus.Frame, int, error)) {
	whole := len(b) - tail
	for i := range whole {
		if _, n, err := split(b[:i]); n != 0 || err != nil {
			t.Fatalf("%d of %d bytes: %d, %v", i, whole, n, err)
		}
	}
	got, n, err := split(b)
	if err != nil || n != whole || got.Transaction != f.Transaction || got.Unit != f.Unit || !bytes.Equal(got.Body, f.Body) {
		t.Fatalf("%+v came back as %+v, %d, %v", f, got, n, err)
	}
}

// TestOneFlippedBit: a serial frame with any one bit wrong is not taken for a frame of the same length.
func TestOneFlippedBit(t *testing.T) {
	r := modbus.Request{Function: modbus.ReadInputs, Count: 16}
	whole := modbus.Frame{Unit: 9, Body: r.AppendAnswer(nil, bits("1011001111010110"))}.AppendRTU(nil)
	for i := range len(whole) * 8 {
		b := slices.Clone(whole)
		b[i/8] ^= 1 << (i % 8)
		if f, n, err := modbus.SplitRTU(b, modbus.FromBoard); err == nil && n == len(b) {
			t.Errorf("bit %d: %+v", i, f)
		}
	}
}

// TestFramesOfOthers: bytes that cannot become a frame are told at once.
func TestFramesOfOthers(t *testing.T) {
	for _, text := range []string{"00 01 00 01", "00 01 01 00 00 06 01", "00 01 00 00 00 01", "00 01 00 00 00 FF", "48 54 54 50 2F 31"} {
		if _, n, err := modbus.SplitTCP(mustHex(t, text)); !errors.Is(err, modbus.ErrMalformed) || n != 0 {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for _, text := range []string{"01 03", "01 02 FC", "01 90", "01 85 02 00 00"} {
		side := modbus.FromBoard
		if text == "01 90" {
			side = modbus.FromMaster
		}
		if _, n, err := modbus.SplitRTU(mustHex(t, text), side); !errors.Is(err, modbus.ErrMalformed) || n != 0 {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
}

// TestChecksum is the example of the serial norm's appendix (02 07 gives 41 12) and the catalogue's check of nine digits.
func TestChecksum(t *testing.T) {
	if got := modbus.Checksum([]byte{0x02, 0x07}); got != 0x1241 {
		t.Errorf("%#04x", got)
	}
	if got := modbus.Checksum([]byte("123456789")); got != 0x4B37 {
		t.Errorf("%#04x", got)
	}
}

func TestSilence(t *testing.T) {
	for baud, want := range map[int]time.Duration{0: 1750 * time.Microsecond, 115200: 1750 * time.Microsecond, 38400: 1750 * time.Microsecond,
		19200: 2005208 * time.Nanosecond, 9600: 4010416 * time.Nanosecond} {
		if got := modbus.Silence(baud); got != want {
			t.Errorf("%d baud: %s, want %s", baud, got, want)
		}
	}
}
