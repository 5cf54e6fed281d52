package contract

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// Encode gives the bytes of a message as they are stored and hashed: deterministic for one binary, and read back
// by every later one. A message that cannot be encoded (a string that is not UTF-8) is a defect of the caller
// and panics: input is checked where it comes in.
func Encode(m proto.Message) []byte {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("contract: encode %T: %v", m, err))
	}
	return b
}

// Decode reads what Encode wrote.
func Decode[M proto.Message](b []byte, m M) (M, error) {
	if err := proto.Unmarshal(b, m); err != nil {
		return m, fmt.Errorf("decode %s: %w", m.ProtoReflect().Descriptor().Name(), err)
	}
	return m, nil
}

// JoinRecords writes stored records behind each other, each behind its length as an unsigned varint: the
// form of Batch.records.
func JoinRecords(bodies [][]byte) []byte {
	n := 0
	for _, b := range bodies {
		n += protowire.SizeBytes(len(b))
	}
	out := make([]byte, 0, n)
	for _, b := range bodies {
		out = protowire.AppendBytes(out, b)
	}
	return out
}

// SplitRecords reads what JoinRecords wrote; the records share b's memory. Exactly count records must fill
// b, none longer than limit bytes; this is checked before memory is taken.
func SplitRecords(b []byte, count uint32, limit int) ([][]byte, error) {
	if uint64(count) > uint64(len(b)) {
		return nil, fmt.Errorf("%d records cannot stand in %d bytes", count, len(b))
	}
	out := make([][]byte, 0, count)
	for range count {
		r, n := protowire.ConsumeBytes(b)
		if n < 0 {
			return nil, fmt.Errorf("record %d of %d is cut off", len(out)+1, count)
		}
		if len(r) > limit {
			return nil, fmt.Errorf("record %d has %d bytes, more than %d", len(out)+1, len(r), limit)
		}
		out, b = append(out, r), b[n:]
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("%d bytes follow the last of %d records", len(b), count)
	}
	return out, nil
}
