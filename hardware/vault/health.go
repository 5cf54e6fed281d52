package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Health implements device.Device: it reads the doors. A board that does not answer, or an open door, leaves the others
// usable and is a matter of Attention; when no board can be used, the gravest reason tells how the vault is. It is Busy
// when the line is at something else until the end of ctx.
func (c *Cabinet) Health(ctx context.Context) device.Health {
	r, errs := c.read(ctx)
	h := device.Health{Detail: c.config.Dialect.Name()}
	if u := c.config.Dialect.unverified(); u != "" {
		h.Detail += ": " + u
	}
	usable := 0
	for i, err := range errs {
		if errors.Is(err, errInUse) && !errors.Is(err, ErrClosed) {
			h.State = device.Busy
			return h
		}
		if err == nil {
			usable++
			continue
		}
		h.Reasons = append(h.Reasons, reasonOf(err))
		h.Detail += fmt.Sprintf("; board %d: %s", c.config.Boards[i].Address, err)
	}
	if holding := c.holding(); holding != "" {
		h.Reasons, h.Detail = append(h.Reasons, device.Unspecified), h.Detail+holding
	}
	return judge(h, r, usable)
}

// holding names the boards that would not let a lock go, or whose lamps cannot be switched.
func (c *Cabinet) holding() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := ""
	for _, b := range c.config.Boards {
		if err := c.held[b.Address]; err != nil {
			text += fmt.Sprintf("; board %d may hold a lock open: %s", b.Address, err)
		}
		if err := c.dark[b.Address]; err != nil {
			text += fmt.Sprintf("; board %d does not switch its lamps: %s", b.Address, err)
		}
	}
	return text
}

// judge draws the state from what was found: the reasons of boards that cannot be used, and the doors of the others.
func judge(h device.Health, r Reading, usable int) device.Health {
	slices.SortStableFunc(h.Reasons, func(a, b device.Reason) int { return gravity(a) - gravity(b) })
	h.Reasons = slices.Compact(h.Reasons)
	if slices.ContainsFunc(r.Doors, func(s Seen) bool { return s.State == Open }) {
		h.Reasons = append(h.Reasons, device.DoorOpen)
	}
	switch {
	case len(h.Reasons) == 0:
		h.State = device.Ready
	case usable > 0:
		h.State = device.Attention
	case h.Reasons[0] == device.OutOfReach:
		h.State = device.Absent
	case h.Reasons[0] == device.Unreadable:
		h.State = device.Unknown
	default:
		h.State = device.Stopped
	}
	return h
}

// gravity orders reasons, the gravest first.
func gravity(r device.Reason) int {
	order := []device.Reason{device.OutOfReach, device.Unreadable, device.Misfitted, device.NoPower}
	if i := slices.Index(order, r); i >= 0 {
		return i
	}
	return len(order)
}

// reasonOf is why a board cannot be used; one that was not reached in time is out of reach.
func reasonOf(err error) device.Reason {
	var f *failure
	if errors.As(err, &f) && f.reason != "" {
		return f.reason
	}
	return device.OutOfReach
}
