package replica

import (
	"fmt"
	"sync"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/klauspost/compress/zstd"
)

// Limits on what is taken from a wire, checked before memory is.
const (
	MaxRecord = 64 << 10 // bytes of one record
	MaxRaw    = 4 << 20  // bytes of one batch, unpacked
	MaxCount  = 10000    // records of one batch
)

// packer and unpacker are made once: they are safe for concurrent use through EncodeAll and DecodeAll. The
// dictionary of a counter's records is small, so the smallest window that holds a batch will do.
var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		return must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(512<<10)))
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		return must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(MaxRaw)))
	})
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // the options are constants
	}
	return v
}

// Pack puts records into a batch, compressed only where that makes it smaller.
func Pack(b *contract.Batch, bodies [][]byte) {
	raw := contract.JoinRecords(bodies)
	b.Count, b.Records, b.RawSize = uint32(len(bodies)), raw, 0
	if packed := packer().EncodeAll(raw, nil); len(packed) < len(raw) {
		b.Records, b.RawSize = packed, uint32(len(raw))
	}
}

// Unpack gives the records of a batch, which is left uncompressed. Errors say what does not fit.
func Unpack(b *contract.Batch) ([][]byte, error) {
	if b.Count == 0 || b.Count > MaxCount || b.First == 0 {
		return nil, fmt.Errorf("a batch of %d records from %d", b.Count, b.First)
	}
	if b.RawSize > MaxRaw || len(b.Records) > MaxRaw {
		return nil, fmt.Errorf("a batch of %d bytes, more than %d", max(int(b.RawSize), len(b.Records)), MaxRaw)
	}
	if b.RawSize > 0 {
		raw, err := unpacker().DecodeAll(b.Records, make([]byte, 0, b.RawSize))
		if err != nil {
			return nil, fmt.Errorf("unpack a batch: %w", err)
		}
		if len(raw) != int(b.RawSize) {
			return nil, fmt.Errorf("a batch of %d bytes that said %d", len(raw), b.RawSize)
		}
		b.Records, b.RawSize = raw, 0
	}
	return contract.SplitRecords(b.Records, b.Count, MaxRecord)
}
