package replica

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// former is a life of this counter that ended, on its way to HQ. What it had not delivered is delivered by the lives
// after it, or bookings that people were told of would be known at the counter only. Welcome speaks of the current
// life, so HQ's cursor in a former one is found by asking: the first batch begins with the last record that HQ is
// known to have, and the acknowledgement says where it really stands — lower, when HQ woke from a backup.
type former struct {
	life  office.Incarnation
	known uint64 // HQ has so many, as far as is known
	asked uint64 // first sequence of the batch under way; 0: none
	last  uint64 // its last sequence
}

func formerLives(c Counter) (out []former, err error) {
	acks, err := c.Earlier()
	if err != nil {
		return nil, fault.Wrap("replica.former", err)
	}
	for _, a := range acks {
		out = append(out, former{life: office.Incarnation(a.Incarnation), known: a.Size})
	}
	return out, nil
}

// former gives the next batch of the first former life that has one: one at a time, beside those of the current life.
func (s *Shipper) former() ([]*contract.Uplink, error) {
	for len(s.earlier) > 0 {
		f := &s.earlier[0]
		first := f.known + 1
		if f.asked == 0 {
			first = max(f.known, 1)
		}
		b, err := s.counter.Batch(f.life, first, s.limits)
		if err != nil {
			return nil, fault.Wrap("replica.former", err)
		}
		if b != nil {
			f.asked, f.last = first, b.First+uint64(b.Count)-1
			return []*contract.Uplink{{Kind: &contract.Uplink_Batch{Batch: b}}}, nil
		}
		s.earlier = s.earlier[1:]
	}
	return nil, nil
}

// formerAck goes on where HQ stands in a former life. A life that HQ takes no further, or of which it has another
// history, is left as it is: a person has it. Where HQ has more than this store, what is here is sent all the same,
// or two histories would go unseen.
func (s *Shipper) formerAck(a *contract.Ack) ([]*contract.Uplink, error) {
	f := &s.earlier[0]
	if a.Size+1 == f.asked {
		s.earlier = s.earlier[1:]
		return s.former()
	}
	f.known = min(a.Size, f.last)
	if a.Size <= f.last && a.Size > 0 {
		if err := s.counter.Acknowledge(a); fault.Is(err, fault.Corrupt) {
			s.earlier = s.earlier[1:]
		} else if err != nil {
			return nil, fault.Wrap("replica.former", err)
		}
	}
	return s.former()
}
