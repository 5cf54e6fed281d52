package printer

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Resolution is a number of dots per unit.
type Resolution struct {
	Across, Down int32
	Unit         int8 // 3 is inch, 4 is centimetre
}

// Text makes a value of a textual kind.
func Text(t Tag, s string) Value { return Value{Tag: t, Bytes: []byte(s)} }

// Int makes an integer or an enum.
func Int(t Tag, n int32) Value {
	return Value{Tag: t, Bytes: binary.BigEndian.AppendUint32(nil, uint32(n))}
}

// Bool makes a boolean.
func Bool(b bool) Value {
	v := Value{Tag: TagBoolean, Bytes: []byte{0}}
	if b {
		v.Bytes[0] = 1
	}
	return v
}

// Range makes a rangeOfInteger.
func Range(low, high int32) Value {
	b := binary.BigEndian.AppendUint32(nil, uint32(low))
	return Value{Tag: TagRange, Bytes: binary.BigEndian.AppendUint32(b, uint32(high))}
}

// ResolutionValue makes a resolution.
func ResolutionValue(r Resolution) Value {
	b := binary.BigEndian.AppendUint32(nil, uint32(r.Across))
	b = binary.BigEndian.AppendUint32(b, uint32(r.Down))
	return Value{Tag: TagResolution, Bytes: append(b, byte(r.Unit))}
}

// Time makes a dateTime of eleven bytes (RFC 2579, DateAndTime), to the tenth of a second and the minute of the zone.
func Time(t time.Time) Value {
	_, zone := t.Zone()
	sign := byte('+')
	if zone < 0 {
		sign, zone = '-', -zone
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(t.Year()))
	b = append(b, byte(t.Month()), byte(t.Day()), byte(t.Hour()), byte(t.Minute()), byte(t.Second()),
		byte(t.Nanosecond()/int(100*time.Millisecond)), sign, byte(zone/3600), byte(zone/60%60))
	return Value{Tag: TagDateTime, Bytes: b}
}

// Text gives a textual value, without its language when it carries one; false when it is of another kind or malformed.
func (v Value) Text() (string, bool) {
	switch {
	case v.Tag >= 0x40 && v.Tag < 0x60 || v.Tag == TagOctets:
		return string(v.Bytes), true
	case v.Tag == TagTextWithLang || v.Tag == TagNameWithLang:
		r := reader{rest: v.Bytes}
		if _, err := r.block(); err != nil {
			return "", false
		}
		text, err := r.block()
		return string(text), err == nil && len(r.rest) == 0
	}
	return "", false
}

// Int gives an integer or an enum.
func (v Value) Int() (int32, bool) {
	if v.Tag != TagInteger && v.Tag != TagEnum || len(v.Bytes) != 4 {
		return 0, false
	}
	return int32(binary.BigEndian.Uint32(v.Bytes)), true
}

// Bool gives a boolean.
func (v Value) Bool() (value, ok bool) {
	if v.Tag != TagBoolean || len(v.Bytes) != 1 || v.Bytes[0] > 1 {
		return false, false
	}
	return v.Bytes[0] == 1, true
}

// Range gives a rangeOfInteger.
func (v Value) Range() (low, high int32, ok bool) {
	if v.Tag != TagRange || len(v.Bytes) != 8 {
		return 0, 0, false
	}
	return int32(binary.BigEndian.Uint32(v.Bytes)), int32(binary.BigEndian.Uint32(v.Bytes[4:])), true
}

// Resolution gives a resolution.
func (v Value) Resolution() (Resolution, bool) {
	if v.Tag != TagResolution || len(v.Bytes) != 9 {
		return Resolution{}, false
	}
	return Resolution{
		Across: int32(binary.BigEndian.Uint32(v.Bytes)), Down: int32(binary.BigEndian.Uint32(v.Bytes[4:])),
		Unit: int8(v.Bytes[8]),
	}, true
}

// Time gives a dateTime. A leap second is the second after.
func (v Value) Time() (time.Time, bool) {
	b := v.Bytes
	if v.Tag != TagDateTime || len(b) != 11 || b[8] != '+' && b[8] != '-' {
		return time.Time{}, false
	}
	month, day, hour, minute, second := int(b[2]), int(b[3]), int(b[4]), int(b[5]), int(b[6])
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 || b[7] > 9 || b[9] > 14 || b[10] > 59 {
		return time.Time{}, false
	}
	offset := int(b[9])*3600 + int(b[10])*60
	if b[8] == '-' {
		offset = -offset
	}
	year := int(binary.BigEndian.Uint16(b))
	return time.Date(year, time.Month(month), day, hour, minute, second, int(b[7])*int(100*time.Millisecond),
		time.FixedZone("", offset)), true
}

// String shows a value in a failing test.
func (v Value) String() string {
	if text, ok := v.Text(); ok {
		return text
	}
	if n, ok := v.Int(); ok {
		return fmt.Sprint(n)
	}
	if v.Tag == TagCollection {
		return fmt.Sprint(v.Members)
	}
	return fmt.Sprintf("%02x:%x", uint8(v.Tag), v.Bytes)
}
