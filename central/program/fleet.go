package program

import (
	"context"
	"fmt"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

func fleetCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "fleet", Short: "All counters at a glance: line, what waits, places in hand, devices, alarms, disputes, program"},
		func(ctx context.Context, h *hq, _ []string) error {
			glance := func(d door, ctx context.Context, r *connect.Request[contract.FleetRequest]) (*connect.Response[contract.FleetResponse], error) {
				return contractconnect.NewFleetClient(h.http, d.url).Glance(ctx, r)
			}
			res, err := ask(ctx, h, glance, new(contract.FleetRequest))
			if err != nil {
				return err
			}
			t := &table{head: []string{"LOCATIE", "LIJN", "LAATST GEHOORD", "WACHT DAAR", "WACHT HIER", "IN HANDEN", "TOESTELLEN", "ALARMEN", "GESCHILLEN", "PROGRAMMA"}}
			for _, s := range res.Sites {
				if s.Appliance {
					t.add(fleetRow(s, h.Now())...)
				}
			}
			if err := h.show(res, t); err != nil {
				return err
			}
			if len(res.Silent) > 0 && !h.json {
				_, err = fmt.Fprintf(h.Out, "Geen antwoord van %s: van een lijn die daar open is, is niets geweten.\n", strings.Join(res.Silent, ", "))
			}
			return err
		})
}

// fleetRow is one counter in a line.
func fleetRow(s *contract.FleetSite, now time.Time) []string {
	heard, behind := "nooit", "?" // how much a counter has that is not here is known while it has a line
	if s.HeardMs != 0 {
		heard = sayAge(now.Sub(time.UnixMilli(s.HeardMs)))
	}
	if s.Online {
		behind = number(s.Waiting)
	}
	devices := fmt.Sprintf("%d van %d", int(s.Devices)-len(s.Down), s.Devices)
	if s.Unseen > 0 {
		devices += fmt.Sprintf(", %d deuren niet te zien", s.Unseen)
	}
	return []string{s.Site, lineOf(s), heard, behind, number(s.Messages), number(uint64(s.Held)), devices, number(uint64(len(s.Alarms))), number(uint64(s.Conflicts)), s.Program}
}

// lineOf is the gravest that holds of a counter.
func lineOf(s *contract.FleetSite) string {
	switch {
	case s.Lost:
		return "verloren verklaard"
	case s.Frozen:
		return "stilgelegd"
	case s.Online && !s.Open:
		return "open, nog geen verslag"
	case s.Online:
		return "open"
	}
	return "dicht"
}
