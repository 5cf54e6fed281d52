package desk

import (
	"cmp"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Place is what a machine is to its counter: the screen of a desk, a display of the waiting room, a self-service desk; and
// which of these. It is comparable.
type Place struct {
	Role   link.Role // one of [link.Screens]
	Number uint8     // from 1
}

// At is the place of a desk's screen.
func At(d office.Desk) Place { return Place{link.RoleDesk, uint8(d)} }

// Display is the place of a display.
func Display(n uint8) Place { return Place{link.RoleDisplay, n} }

// Kiosk is the place of a self-service desk.
func Kiosk(n uint8) Place { return Place{link.RoleKiosk, n} }

// placeOf is where a peer stands; of who is no screen it is no place.
func placeOf(p link.Peer) Place {
	if !p.Role.Screen() {
		return Place{}
	}
	return Place{p.Role, p.Number()}
}

// Valid reports whether there can be such a place.
func (p Place) Valid() bool { return p.Role.Screen() && p.Number != 0 }

// Desk is the number of a desk; 0 for another role.
func (p Place) Desk() office.Desk {
	if p.Role != link.RoleDesk {
		return 0
	}
	return office.Desk(p.Number)
}

// String says a place as people here do: "loket 2".
func (p Place) String() string {
	name := map[link.Role]string{link.RoleDesk: "loket", link.RoleDisplay: "wachtscherm", link.RoleKiosk: "zelfbediening"}[p.Role]
	return fmt.Sprintf("%s %d", name, p.Number)
}

// missing says that no machine has the place.
func (p Place) missing() string {
	if d := p.Desk(); d != 0 {
		return fmt.Sprintf("Loket %d heeft geen scherm op een ander toestel.", d)
	}
	return fmt.Sprintf("Er is geen %s op een ander toestel.", p)
}

// Compare puts desks before displays before self-service desks, each by number.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Role, q.Role), cmp.Compare(p.Number, q.Number))
}

// roles are the roles as the contract has them.
var roles = map[link.Role]contract.ScreenRole{link.RoleDesk: contract.ScreenRole_SCREEN_ROLE_DESK,
	link.RoleDisplay: contract.ScreenRole_SCREEN_ROLE_DISPLAY, link.RoleKiosk: contract.ScreenRole_SCREEN_ROLE_KIOSK}

// Wire writes a place as the contract has it: a desk by its number, another by role and number.
func (p Place) Wire() (desk uint32, role contract.ScreenRole, number uint32) {
	if p.Role == link.RoleDesk {
		return uint32(p.Number), roles[p.Role], 0
	}
	return 0, roles[p.Role], uint32(p.Number)
}

// PlaceFrom reads what Wire wrote; false for what is no place.
func PlaceFrom(desk uint32, role contract.ScreenRole, number uint32) (Place, bool) {
	if role == contract.ScreenRole_SCREEN_ROLE_DESK && number == 0 {
		number = desk
	} else if desk != 0 || role == contract.ScreenRole_SCREEN_ROLE_DESK {
		return Place{}, false
	}
	for r, wire := range roles {
		if p := (Place{r, uint8(number)}); wire == role && number <= 255 && p.Valid() {
			return p, true
		}
	}
	return Place{}, false
}
