package local

import (
	"log/slog"

	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/link"
)

// LAN is a Counter over the office's network instead of the socket; Run keeps its line.
type LAN struct {
	*Counter
	*Line
}

// DialLAN reaches the counter at an address, host:port, as the desk of a badge. It does not wait for the counter, and does
// nothing before Run. A nil log discards. Its fault is Denied, for a badge of another role.
func DialLAN(b *Badge, address string, log *slog.Logger) (*LAN, error) {
	line, http, err := dial("local.DialLAN", link.RoleDesk, b, address, log)
	if err != nil {
		return nil, err
	}
	return &LAN{Line: line, Counter: &Counter{http: http, desk: b.Desk(), rpc: contractconnect.NewCounterClient(http, link.CounterURL)}}, nil
}

// HallLAN is a Hall over the office's network; Run keeps its line.
type HallLAN struct {
	*Hall
	*Line
}

// DialHallLAN is DialLAN for a display.
func DialHallLAN(b *Badge, address string, log *slog.Logger) (*HallLAN, error) {
	line, http, err := dial("local.DialHallLAN", link.RoleDisplay, b, address, log)
	if err != nil {
		return nil, err
	}
	return &HallLAN{Line: line, Hall: &Hall{http: http, rpc: contractconnect.NewHallClient(http, link.CounterURL)}}, nil
}

// KioskLAN is a Kiosk over the office's network; Run keeps its line.
type KioskLAN struct {
	*Kiosk
	*Line
}

// DialKioskLAN is DialLAN for a self-service desk. What is plugged in for it is plugged in at the counter's machine.
func DialKioskLAN(b *Badge, address string, log *slog.Logger) (*KioskLAN, error) {
	line, http, err := dial("local.DialKioskLAN", link.RoleKiosk, b, address, log)
	if err != nil {
		return nil, err
	}
	return &KioskLAN{Line: line, Kiosk: &Kiosk{http: http, rpc: contractconnect.NewKioskClient(http, link.CounterURL)}}, nil
}
