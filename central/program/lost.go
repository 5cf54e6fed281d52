package program

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

func lostCommand(w World) *cobra.Command {
	q := new(contract.DeclareLostRequest)
	c := tool(w, &cobra.Command{Use: "lost SITE", Short: "Declare a counter's appliance lost, for ever; two planners", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site = args[0]
			res, err := ask(ctx, h, door.DeclareLost, q)
			if err != nil {
				return err
			}
			return h.show(res, &table{head: []string{"LOCATIE", "PLAATSEN GEBLOKKEERD", "AFSPRAKEN DIE BLIJVEN"},
				rows: [][]string{{q.Site, number(res.Blocked), number(res.Booked)}}})
		})
	bindPlanners(c, &q.By, &q.Second)
	return c
}

// bindPlanners adds the names of the two who must agree.
func bindPlanners(c *cobra.Command, by, second *string) {
	c.Flags().StringVar(by, "by", "", "the planner who decides")
	c.Flags().StringVar(second, "second", "", "another planner, who agrees")
}

func riskCommand(w World) *cobra.Command {
	q := new(contract.AcceptRiskRequest)
	var seats []string
	c := tool(w, &cobra.Command{Use: "risk SITE", Short: "Give blocked seats back, accepting that they may be booked twice; two planners",
		Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Site = args[0]
			if q.Seats, err = parseSeats(q.Site, seats); err != nil {
				return err
			}
			res, err := ask(ctx, h, door.AcceptRisk, q)
			if err != nil {
				return err
			}
			return h.show(res, &table{head: []string{"LOCATIE", "PLAATSEN TERUG"}, rows: [][]string{{q.Site, number(res.Returned)}}})
		})
	bindPlanners(c, &q.By, &q.Second)
	c.Flags().StringVar(&q.Reason, "reason", "", "why, in writing")
	bindSeats(c, &seats)
	return c
}

func recallCommand(w World) *cobra.Command {
	q := new(contract.RecallRequest)
	var seats []string
	c := tool(w, &cobra.Command{Use: "recall SITE", Short: "Ask a counter to give back seats that are still free", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Site = args[0]
			if q.Seats, err = parseSeats(q.Site, seats); err != nil {
				return err
			}
			if _, err := ask(ctx, h, door.Recall, q); err != nil {
				return err
			}
			h.remark("Gevraagd: %s geeft terug wat nog vrij is, bij de volgende verbinding.", q.Site)
			return nil
		})
	c.Flags().StringVar(&q.By, "by", "", "who asks")
	bindSeats(c, &seats)
	return c
}

func bindSeats(c *cobra.Command, seats *[]string) {
	c.Flags().StringSliceVar(seats, "seat", nil, "seats, as DATE/DESK/TIME: 2026-11-26/1/10:10")
}

// parseSeats reads seats of one site.
func parseSeats(site string, texts []string) ([]*contract.Run, error) {
	var out []*contract.Run
	for _, text := range texts {
		id, err := office.ParseSeatID(site + "/" + text)
		if err != nil {
			return nil, invalid("central.seat", err, "Deze plaats is niet begrepen.", "Schrijf ze als 2026-11-26/1/10:10.")
		}
		out = append(out, contract.NewRun(id, 1, 0))
	}
	if len(out) == 0 {
		return nil, invalid("central.seat", fmt.Errorf("no seat"), "Zeg met --seat om welke plaatsen het gaat.", "")
	}
	return out, nil
}
