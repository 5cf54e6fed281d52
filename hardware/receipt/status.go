package receipt

import "github.com/buurtloket/buurtloket/hardware/device"

// Status is what a printer answers to DLE EOT 1, 2, 3 and 4: how it is, why it is offline, what its error is, and its paper.
//
//	        bit 2 (04)    bit 3 (08)    bit 5 (20)        bit 6 (40)
//	1       drawer        offline       waits to recover  feed button
//	2       cover open    feed button   paper ran out     error
//	3       recoverable   knife         not recoverable   hot, recovers by itself
//	4       paper nearly out (0C)       paper out (60)
//
// In each byte bits 1 and 4 are set, and bits 0 and 7 are clear.
type Status [4]byte

// isStatus reports whether a byte can be an answer to DLE EOT.
func isStatus(b byte) bool { return b&0x93 == 0x12 }

// Health reads a status. Bytes that are no answers make it Unknown.
func (s Status) Health() device.Health {
	for _, b := range s {
		if !isStatus(b) {
			return device.Health{State: device.Unknown, Reasons: []device.Reason{device.Unreadable}}
		}
	}
	var h device.Health
	for _, sign := range []struct {
		set    bool
		reason device.Reason
	}{
		{s[1]&0x20 != 0 || s[3]&0x60 != 0, device.PaperOut},
		{s[1]&0x04 != 0, device.CoverOpen},
		{s[2]&0x08 != 0, CutterStuck},
		{s[2]&0x24 != 0, device.Unspecified},
	} {
		if sign.set {
			h.Reasons = append(h.Reasons, sign.reason)
		}
	}
	hot, offline := s[2]&0x40 != 0, s[0]&0x08 != 0
	switch low := s[3]&0x0C != 0; {
	case len(h.Reasons) > 0:
		h.State = device.Stopped
	case hot:
		h.State, h.Reasons = device.Busy, []device.Reason{device.Hot}
	case s[1]&0x40 != 0:
		h.State, h.Reasons = device.Stopped, []device.Reason{device.Unspecified}
	case offline:
		h.State, h.Reasons = device.Stopped, []device.Reason{device.Paused}
	case low:
		h.State, h.Reasons = device.Attention, []device.Reason{device.PaperLow}
	default:
		h.State = device.Ready
	}
	return h
}
