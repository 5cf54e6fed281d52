package help

import (
	"cmp"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Place is where help is asked for. It is comparable.
type Place struct {
	kiosk  bool
	number uint8
}

// Desk is the place of a desk.
func Desk(d office.Desk) Place { return Place{number: uint8(d)} }

// Kiosk is the place of a self-service desk; 0: the one at the counter's own machine.
func Kiosk(n uint8) Place { return Place{kiosk: true, number: n} }

// Desk is the number of a desk; 0 for a self-service desk.
func (p Place) Desk() office.Desk {
	if p.kiosk {
		return 0
	}
	return office.Desk(p.number)
}

// Kiosk is the number of a self-service desk; false for a desk.
func (p Place) Kiosk() (n uint8, ok bool) { return p.number, p.kiosk }

// String says a place as people here do.
func (p Place) String() string {
	switch {
	case !p.kiosk:
		return fmt.Sprintf("loket %d", p.number)
	case p.number == 0:
		return "het zelfbedieningsloket"
	}
	return fmt.Sprintf("zelfbedieningsloket %d", p.number)
}

// Compare puts desks before self-service desks, where nobody is in trouble; each by number.
func (p Place) Compare(q Place) int {
	if p.kiosk != q.kiosk {
		if q.kiosk {
			return -1
		}
		return 1
	}
	return cmp.Compare(p.number, q.number)
}

// Wire writes a place as the contract has it.
func (p Place) Wire() (desk uint32, kiosk *contract.HelpKiosk) {
	if p.kiosk {
		return 0, &contract.HelpKiosk{Number: uint32(p.number)}
	}
	return uint32(p.number), nil
}

// PlaceFrom reads what Wire wrote. What no site can have is desk 0, where nobody asks for help.
func PlaceFrom(desk uint32, kiosk *contract.HelpKiosk) Place {
	switch {
	case kiosk != nil && kiosk.Number <= 255 && desk == 0:
		return Kiosk(uint8(kiosk.Number))
	case kiosk != nil || desk > 255:
		return Place{}
	}
	return Desk(office.Desk(desk))
}

const prefix = "he/"

// key is where a place's call is kept.
func (p Place) key() []byte {
	if p.kiosk {
		return append([]byte(prefix), 0, p.number)
	}
	return append([]byte(prefix), p.number)
}

// placeIn reads the place back out of a key; false when that is none.
func placeIn(key string) (Place, bool) {
	switch rest := key[len(prefix):]; {
	case len(rest) == 1 && rest[0] != 0:
		return Desk(office.Desk(rest[0])), true
	case len(rest) == 2 && rest[0] == 0:
		return Kiosk(rest[1]), true
	}
	return Place{}, false
}
