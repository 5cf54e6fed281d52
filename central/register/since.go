package register

import (
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/buurtloket/buurtloket/sync/office"
)

// FirstSince is the sequence of the first record of a life that is not older than a moment, in milliseconds; one past its end when all are.
// It looks as if wall times only grew: where a clock was set back it is somewhat early or late.
func (v View) FirstSince(site office.SiteID, life office.Incarnation, atMS int64) uint64 {
	low, high := uint64(1), v.Tree(site, life).Size+1
	for low < high {
		mid := low + (high-low)/2
		if wallTime(v.Record(site, life, mid)) < atMS {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// wallTime reads at_ms, the first field of an encoded event, without decoding the rest.
func wallTime(body []byte) int64 {
	const fieldAt = 1
	number, kind, n := protowire.ConsumeTag(body)
	if n < 0 || number != fieldAt || kind != protowire.VarintType {
		return 0
	}
	at, n := protowire.ConsumeVarint(body[n:])
	if n < 0 {
		return 0
	}
	return int64(at)
}
