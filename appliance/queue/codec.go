package queue

import (
	"encoding/binary"
	"errors"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// A stored visit is its two ids, 16 bytes each, then its numbers as signed varints in the order of `numbers`,
// then the count of products and each product behind its length. The form may change freely: the journal
// rebuilds projections made by other code.

var errShort = errors.New("a stored visit is cut off")

// numbers lists the fields of v that are numbers, in stored order, as pairs of reader and writer.
func numbers(v *visit.Visit) []number {
	return []number{
		of(&v.Ticket), of(&v.Date), of(&v.Planned), of(&v.PlannedDesk), of(&v.Minutes), of(&v.Persons), of(&v.Urgency),
		of(&v.State), of(&v.Desk), of(&v.Turn), of(&v.Misses),
		of(&v.Arrived), of(&v.Called), of(&v.LastCalled), of(&v.Started), of(&v.Ended),
	}
}

// number is one field of a visit, whatever its type.
type number struct {
	get func() int64
	set func(int64)
}

func of[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64](p *T) number {
	return number{func() int64 { return int64(*p) }, func(n int64) { *p = T(n) }}
}

// encode writes a visit as it is stored.
func encode(v visit.Visit) []byte {
	b := append(append(make([]byte, 0, 128), v.ID[:]...), v.Appointment[:]...)
	for _, n := range numbers(&v) {
		b = binary.AppendVarint(b, n.get())
	}
	cut := byte(0)
	if v.Cut {
		cut = 1
	}
	b = binary.AppendUvarint(append(b, cut), uint64(len(v.Products)))
	for _, p := range v.Products {
		b = append(binary.AppendUvarint(b, uint64(len(p))), p...)
	}
	return b
}

// decode reads what encode wrote.
func decode(b []byte) (v visit.Visit, err error) {
	if len(b) < 32 {
		return v, errShort
	}
	v.ID, v.Appointment, b = office.VisitID(b[:16]), office.AppointmentID(b[16:32]), b[32:]
	for _, field := range numbers(&v) {
		n, size := binary.Varint(b)
		if size <= 0 {
			return v, errShort
		}
		field.set(n)
		b = b[size:]
	}
	if len(b) == 0 {
		return v, errShort
	}
	v.Cut, b = b[0] == 1, b[1:]
	v.Products, err = decodeProducts(b)
	return v, err
}

// decodeProducts reads the products, which fill the rest.
func decodeProducts(b []byte) ([]office.ProductID, error) {
	count, size := binary.Uvarint(b)
	if size <= 0 || count > uint64(len(b)) {
		return nil, errShort
	}
	var out []office.ProductID
	for b = b[size:]; count > 0; count-- {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return nil, errShort
		}
		out, b = append(out, office.ProductID(b[size:size+int(n)])), b[size+int(n):]
	}
	return out, nil
}
