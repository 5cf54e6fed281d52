package receipt_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/receipt"
)

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		status  receipt.Status
		want    device.State
		reasons []device.Reason
	}{
		{receipt.Status{0x12, 0x12, 0x12, 0x12}, device.Ready, nil},
		{receipt.Status{0x16, 0x12, 0x12, 0x12}, device.Ready, nil}, // the drawer's pin says nothing about paper
		{receipt.Status{0x12, 0x12, 0x12, 0x1e}, device.Attention, []device.Reason{device.PaperLow}},
		{receipt.Status{0x1a, 0x32, 0x12, 0x7e}, device.Stopped, []device.Reason{device.PaperOut}},
		{receipt.Status{0x12, 0x12, 0x12, 0x72}, device.Stopped, []device.Reason{device.PaperOut}},
		{receipt.Status{0x1a, 0x16, 0x12, 0x12}, device.Stopped, []device.Reason{device.CoverOpen}},
		{receipt.Status{0x1a, 0x36, 0x12, 0x72}, device.Stopped, []device.Reason{device.PaperOut, device.CoverOpen}},
		{receipt.Status{0x1a, 0x52, 0x1a, 0x12}, device.Stopped, []device.Reason{receipt.CutterStuck}},
		{receipt.Status{0x1a, 0x52, 0x32, 0x12}, device.Stopped, []device.Reason{device.Unspecified}},
		{receipt.Status{0x1a, 0x52, 0x52, 0x12}, device.Busy, []device.Reason{device.Hot}},
		{receipt.Status{0x1a, 0x52, 0x12, 0x12}, device.Stopped, []device.Reason{device.Unspecified}},
		{receipt.Status{0x1a, 0x12, 0x12, 0x12}, device.Stopped, []device.Reason{device.Paused}},
		{receipt.Status{0x12, 0x00, 0x12, 0x12}, device.Unknown, []device.Reason{device.Unreadable}},
		{receipt.Status{0x12, 0x12, 0x10, 0x12}, device.Unknown, []device.Reason{device.Unreadable}},
		{receipt.Status{}, device.Unknown, []device.Reason{device.Unreadable}},
	} {
		if h := test.status.Health(); h.State != test.want || !slices.Equal(h.Reasons, test.reasons) {
			t.Errorf("%x: %s, want %s %v", test.status, h, test.want, test.reasons)
		}
	}
}
