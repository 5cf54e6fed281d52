package statetest

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/state"
)

// Emulate implements state.Hands: the switch moves.
func (f *Counter) Emulate(ctx context.Context, s state.Switch, on bool, choice string) (state.Receipt, error) {
	return f.act(ctx, "Emulate", func(snap *state.Snapshot) error {
		snap.Switches = append([]state.Switch(nil), snap.Switches...)
		for i, one := range snap.Switches {
			if one.Kind == s.Kind && one.Device == s.Device && one.Code == s.Code {
				snap.Switches[i].On, snap.Switches[i].Choice = on && !one.Moment, choice
				f.emulated = strings.TrimSpace(s.Code + " " + choice)
			}
		}
		return nil
	})
}

// Emulated is what was done last.
func (f *Counter) Emulated() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.emulated
}

// Rehearsed gives a counter the switches of a demonstration, some of them on.
func Rehearsed(s *state.Snapshot) {
	of := func(kind, device string, all ...state.Switch) {
		for _, one := range all {
			one.Kind, one.Device = kind, device
			s.Switches = append(s.Switches, one)
		}
	}
	of("vault", "kluis",
		state.Switch{Code: "force", Say: "deur opengebroken", Choices: []string{"vak A1 (deur 1)", "vak A2 (deur 2)", "vak A3 (deur 3)", "vak B1 (deur 4)", "vak B2 (deur 5)", "vak B3 (deur 6)"},
			On: true, Choice: "vak B3 (deur 6)"},
		state.Switch{Code: "stay", Say: "deuren blijven openstaan"}, state.Switch{Code: "power-lost", Say: "geen stroom"},
		state.Switch{Code: "line-cut", Say: "kabel los"}, state.Switch{Code: "lost-after", Say: "opent, en zegt het niet"})
	of("camera", "fotohokje",
		state.Switch{Code: "sitter", Say: "wie voor de camera zit", Moment: true, Choices: []string{"goed", "lacht", "donker", "scheef", "twee gezichten", "niemand"}, Choice: "goed"},
		state.Switch{Code: "still", Say: "beeld staat stil"})
	of("printer", "printer", state.Switch{Code: "paper-out", Say: "papier op"}, state.Switch{Code: "jammed", Say: "papier vast"})
	of("receipt", "balie", state.Switch{Code: "paper-out", Say: "papier op", On: true},
		state.Switch{Code: "runs-out", Say: "papier op in het midden van een ticket", Moment: true},
		state.Switch{Code: "line-broken", Say: "lijn breekt tijdens het afdrukken"})
	of("receipt", "kiosk", state.Switch{Code: "paper-out", Say: "papier op"})
	of("eid", "kaartlezer",
		state.Switch{Code: "insert", Say: "kaart in de lezer", Choices: []string{"Wim Janssens", "Oksana Kovalenko", "Samira El Idrissi", "An Peeters"}},
		state.Switch{Code: "pin-blocked", Say: "pincode van de kaart geblokkeerd"})
	of("scanner", "scanner",
		state.Switch{Code: "scan", Say: "scan een code", Moment: true, Choices: []string{"ZL1.DEMO-1;592-8100001-97 · leverlijst DEMO-1", "592-8102077-45 · hier voor Wim Janssens"}},
		state.Switch{Code: "unplugged", Say: "scanner uitgetrokken"})
}
