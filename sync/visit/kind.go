package visit

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Kind is the sort of desk: whom it calls at all. It narrows what the desk itself calls, and never what other desks may
// call, but for one case: what belongs in a room waits for the room, as long as one is manned that can do all of it.
type Kind uint8

// The kinds of desk.
const (
	Counter    Kind = iota // an ordinary desk
	Snelbalie              // at the reception: quick products, without appointment (A000-34)
	FiveMinute             // whatever takes no longer than Order.Brief (A003-41)
	Standing               // to stand at: who comes without appointment, for quick service (A003-22)
	ThemeDesk              // one theme, by who knows it (A003-24); the theme is in what it serves
	Room                   // apart, at a table: conversations that want quiet and privacy, of level 4 (A003-32)
)

// kinds have a code, which is stored and sent, and a name in Dutch.
var kinds = [...]struct{ code, dutch string }{Counter: {"counter", "loket"}, Snelbalie: {"snelbalie", "snelbalie"}, FiveMinute: {"five-minute", "vijfminutenbalie"},
	Standing: {"standing", "inloopbalie"}, ThemeDesk: {"theme", "themabalie"}, Room: {"room", "gespreksruimte"}}

// String is the code of the kind, as it is stored and sent.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k].code
	}
	return fmt.Sprintf("kind %d", k)
}

// Words name the kind in Dutch, as on a screen.
func (k Kind) Words() string {
	if int(k) < len(kinds) {
		return kinds[k].dutch
	}
	return kinds[Counter].dutch
}

// ParseKind reads a code; the fault is Invalid and lists them.
func ParseKind(code string) (Kind, error) {
	var codes []string
	for k, one := range kinds {
		if one.code == code {
			return Kind(k), nil
		}
		codes = append(codes, one.code)
	}
	return Counter, fault.New("visit.ParseKind", fault.Invalid).On(code).Tell(fmt.Sprintf("'%s' is geen soort loket.", code), fmt.Sprintf("Kies uit %q.", codes))
}

// rule says in one Dutch sentence whom a kind of desk calls; nothing for an ordinary one.
func (o Order) rule(k Kind) string {
	switch k {
	case Snelbalie:
		return "De snelbalie helpt wie zonder afspraak iets kleins komt afhalen of regelen."
	case FiveMinute:
		return fmt.Sprintf("De vijfminutenbalie helpt wie hoogstens %d min nodig heeft.", o.brief())
	case Standing:
		return "De inloopbalie helpt wie zonder afspraak komt."
	case ThemeDesk:
		return "De themabalie helpt wie voor haar thema komt."
	case Room:
		return "Een gesprek dat rust en privacy vraagt, gebeurt in een gespreksruimte, met wie er alles van weet."
	}
	return ""
}

// Check refuses, as Invalid, a desk that nobody can mean: a theme desk without a theme.
func (p Post) Check() error {
	if p.Kind == ThemeDesk && len(p.Serves.Themes) == 0 {
		return fault.New("visit.Post", fault.Invalid).Tell("Een themabalie heeft een thema nodig.", "Noem de cluster die ze behandelt.")
	}
	return nil
}

// private reports whether any of these products wants a room.
func (o Offer) private(pending []office.ProductID) bool {
	return slices.ContainsFunc(pending, func(id office.ProductID) bool { return o[id].Level >= private })
}
