package program

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func clerksCommand(w World) *cobra.Command {
	q := &contract.PutClerkRequest{Clerk: new(contract.Clerk)}
	var pinFile string
	c := tool(w, &cobra.Command{Use: "clerk ID", Short: "Put a member of staff on the rosters of locations", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Clerk.Id = args[0]
			if q.Pin, err = readToken(pinFile); err != nil {
				return err
			}
			if _, err := ask(ctx, h, door.PutClerk, q); err != nil {
				return err
			}
			h.remark("%s kan zich aanmelden zodra het loket dit hoort.", q.Clerk.Name)
			return nil
		})
	f := c.Flags()
	f.StringVar(&q.Clerk.Name, "name", "", "name as colleagues see it")
	f.StringSliceVar(&q.Clerk.Roles, "role", []string{"clerk"}, "roles: clerk, reception, lead")
	f.StringSliceVar(&q.Sites, "site", nil, "locations; none takes the person off every roster")
	f.StringVar(&pinFile, "pin-file", "", "file with the PIN, so that it stands in no process list")
	f.StringVar(&q.By, "by", "", "who decides")
	return c
}

func announceCommand(w World) *cobra.Command {
	q := &contract.AnnounceRequest{Consignment: new(contract.Consignment)}
	c := tool(w, &cobra.Command{Use: "announce SITE CONSIGNMENT DOCUMENT…", Short: "Announce documents that are on their way to a counter",
		Args: cobra.MinimumNArgs(3)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site, q.Consignment.Id, q.Consignment.Documents = args[0], args[1], args[2:]
			_, err := ask(ctx, h, door.Announce, q)
			return err
		})
	return c
}
