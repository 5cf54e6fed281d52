package program

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func openCommand(w World) *cobra.Command {
	q := new(contract.OpenSiteRequest)
	c := tool(w, &cobra.Command{Use: "open SITE...", Short: "After a restore, open locations that have no counter to report; two planners",
		Long: "After a restore of headquarters a location opens when its counter has reported. One that has no counter opens on the\n" +
			"word of two planners: that it has none, and that none was connected there since the backup was made. If a counter\n" +
			"turns up all the same, the location closes again until it has reported. For a counter that is gone say 'central lost'\n" +
			"first.",
		Args: cobra.MinimumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			for _, q.Site = range args {
				if _, err := ask(ctx, h, door.OpenSite, q); err != nil {
					return err
				}
				h.remark("Open: aan %s kan weer geboekt worden.", q.Site)
			}
			return nil
		})
	bindPlanners(c, &q.By, &q.Second)
	return c
}
