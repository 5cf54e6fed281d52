package program

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func revokeCommand(w World) *cobra.Command {
	q := new(contract.RevokeRequest)
	c := tool(w, &cobra.Command{Use: "revoke SITE", Short: "Withdraw the certificate of a counter's appliance", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site = args[0]
			if err := named(q.By); err != nil {
				return err
			}
			if _, err := ask(ctx, h, door.Revoke, q); err != nil {
				return err
			}
			h.remark("Ingetrokken: %s komt er bij de volgende vraag niet meer in.", q.Site)
			return nil
		})
	c.Flags().StringVar(&q.Serial, "serial", "", "serial number of one certificate; without it all that the site has")
	c.Flags().StringVar(&q.By, "by", "", "who withdraws it")
	return c
}

// named refuses an order that nobody put a name to.
func named(by string) error {
	if by == "" {
		return invalid("central", nil, "Zeg met --by wie dit beslist.", "")
	}
	return nil
}
