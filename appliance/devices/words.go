package devices

import (
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/equipment"
)

// Say puts how a device is into Dutch: what is the matter, and what to do about it. While it cannot be used, next ends with
// how the work goes on without it. The words are those that headquarters uses too.
func Say(k Kind, h device.Health) (say, next string) {
	why := make([]string, len(h.Reasons))
	for i, r := range h.Reasons {
		why[i] = string(r)
	}
	return equipment.Say(string(k), h.State.String(), why)
}
