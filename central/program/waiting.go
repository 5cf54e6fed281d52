package program

import (
	"context"
	"strconv"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func waitingCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "waiting", Short: "How many wait for a sooner place, by site, and what became of the places that were offered; it names nobody"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, func(d door, ctx context.Context, q *connect.Request[contract.WaitingCountsRequest]) (*connect.Response[contract.WaitingCountsResponse], error) {
				return d.waiting.Counts(ctx, q)
			}, new(contract.WaitingCountsRequest))
			if err != nil {
				return err
			}
			if res.HoldMinutes == 0 {
				h.remark("Deze knoop biedt geen plaatsen aan: er is geen mailserver, geen --portal-address of geen --waiting-hold ingesteld.")
			} else {
				h.remark("Een plaats die vrijkomt wordt %d minuten vrijgehouden voor wie ze aangeboden krijgt, in de volgorde waarin men het vroeg.", res.HoldMinutes)
			}
			t := &table{head: []string{"LOCATIE", "WACHTEN", "WILLEN HIER", "NU AANGEBODEN", "OOIT AANGEBODEN", "GENOMEN", "GEWEIGERD", "VERLOPEN"}}
			for _, s := range res.Sites {
				t.add(s.Name, number(s.Waiting), number(s.Wanted), number(s.Offered), strconv.FormatUint(s.Tally.GetOffered(), 10), strconv.FormatUint(s.Tally.GetTaken(), 10),
					strconv.FormatUint(s.Tally.GetDeclined(), 10), strconv.FormatUint(s.Tally.GetLapsed(), 10))
			}
			return h.show(res, t)
		})
}
