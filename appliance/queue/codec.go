package queue

import (
	"encoding/binary"
	"errors"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// A stored visit is its two ids, 16 bytes each, then its numbers as signed varints in the order of `numbers`, a byte of
// flags, the reason of its urgency and the theme it is sent to, each behind its length, and two lists of products, each
// behind its count: what was asked for, and what is done. A stored trace is its number, step, desk and time as varints,
// then a stored visit. Both forms may change freely: the journal rebuilds projections made by other code.

var errShort = errors.New("a stored visit is cut off")

// counted is how many numbers a visit has.
const counted = 22

// numbers lists the fields of v that are numbers, in stored order. A queue of hundreds is decoded at every call, so this
// takes no memory but its own.
func numbers(v *visit.Visit) [counted]int64 {
	return [counted]int64{
		int64(v.Ticket), int64(v.Date), int64(v.Planned), int64(v.PlannedDesk), int64(v.Minutes), int64(v.Persons), int64(v.Urgency),
		int64(v.State), int64(v.Desk), int64(v.For.Desk), int64(v.Turn), int64(v.Misses), int64(v.Transfers),
		int64(v.Arrived), int64(v.Called), int64(v.LastCalled), int64(v.MissedCall), int64(v.Started), int64(v.Again), int64(v.Paused),
		int64(v.Ended), v.Earlier,
	}
}

// setNumbers is the reverse of numbers.
func setNumbers(v *visit.Visit, n [counted]int64) {
	v.Ticket, v.Date, v.Planned, v.PlannedDesk = visit.Ticket(n[0]), office.Date(n[1]), office.Minute(n[2]), office.Desk(n[3])
	v.Minutes, v.Persons, v.Urgency = int(n[4]), int(n[5]), visit.Urgency(n[6])
	v.State, v.Desk, v.For.Desk = visit.State(n[7]), office.Desk(n[8]), office.Desk(n[9])
	v.Turn, v.Misses, v.Transfers = uint64(n[10]), int(n[11]), int(n[12])
	v.Arrived, v.Called, v.LastCalled, v.MissedCall = visit.Stamp(n[13]), visit.Stamp(n[14]), visit.Stamp(n[15]), visit.Stamp(n[16])
	v.Started, v.Again, v.Paused, v.Ended = visit.Stamp(n[17]), visit.Stamp(n[18]), visit.Stamp(n[19]), visit.Stamp(n[20])
	v.Earlier = n[21]
}

const (
	flagCut      = 1
	flagSkewed   = 2
	flagRecalled = 4
)

// encode writes a visit as it is stored.
func encode(v visit.Visit) []byte {
	b := append(append(make([]byte, 0, 192), v.ID[:]...), v.Appointment[:]...)
	for _, n := range numbers(&v) {
		b = binary.AppendVarint(b, n)
	}
	flags := byte(0)
	if v.Cut {
		flags |= flagCut
	}
	if v.Skewed {
		flags |= flagSkewed
	}
	if v.Recalled {
		flags |= flagRecalled
	}
	b = appendText(append(b, flags), string(v.Reason))
	b = appendText(b, string(v.For.Theme))
	for _, list := range [][]office.ProductID{v.Products, v.Done} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, p := range list {
			b = appendText(b, string(p))
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decode reads what encode wrote.
func decode(b []byte) (v visit.Visit, err error) {
	if len(b) < 32 {
		return v, errShort
	}
	v.ID, v.Appointment, b = office.VisitID(b[:16]), office.AppointmentID(b[16:32]), b[32:]
	var n [counted]int64
	if b, err = readNumbers(b, n[:]); err != nil {
		return v, err
	}
	setNumbers(&v, n)
	if len(b) == 0 {
		return v, errShort
	}
	v.Cut, v.Skewed, v.Recalled, b = b[0]&flagCut != 0, b[0]&flagSkewed != 0, b[0]&flagRecalled != 0, b[1:]
	var reason, theme string
	for _, into := range []*string{&reason, &theme} {
		if *into, b, err = readText(b); err != nil {
			return v, err
		}
	}
	v.Reason, v.For.Theme = visit.ReasonCode(reason), office.ClusterID(theme)
	for _, into := range []*[]office.ProductID{&v.Products, &v.Done} {
		if *into, b, err = readProducts(b); err != nil {
			return v, err
		}
	}
	return v, nil
}

// readNumbers reads as many signed varints as into holds and gives the rest.
func readNumbers(b []byte, into []int64) ([]byte, error) {
	for i := range into {
		n, size := binary.Varint(b)
		if size <= 0 {
			return b, errShort
		}
		into[i], b = n, b[size:]
	}
	return b, nil
}

// readText reads one text behind its length and gives the rest.
func readText(b []byte) (string, []byte, error) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return "", b, errShort
	}
	end := size + int(n)
	return string(b[size:end]), b[end:], nil
}

// readProducts reads one list of products behind its count and gives the rest.
func readProducts(b []byte) (out []office.ProductID, rest []byte, err error) {
	count, size := binary.Uvarint(b)
	if size <= 0 || count > uint64(len(b)) {
		return nil, b, errShort
	}
	for b = b[size:]; count > 0; count-- {
		var p string
		if p, b, err = readText(b); err != nil {
			return nil, b, err
		}
		out = append(out, office.ProductID(p))
	}
	return out, b, nil
}

// encodeTrace writes a trace as it is stored.
func encodeTrace(t visit.Trace) []byte {
	var b []byte
	for _, n := range []int64{int64(t.Number), int64(t.Step), int64(t.Desk), int64(t.At)} {
		b = binary.AppendVarint(b, n)
	}
	return append(b, encode(t.Before)...)
}

// decodeTrace reads what encodeTrace wrote.
func decodeTrace(b []byte) (t visit.Trace, err error) {
	var n [4]int64
	if b, err = readNumbers(b, n[:]); err != nil {
		return t, err
	}
	t.Number, t.Step, t.Desk, t.At = uint64(n[0]), visit.Step(n[1]), office.Desk(n[2]), visit.Stamp(n[3])
	t.Before, err = decode(b)
	return t, err
}
