package program

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func enrollCommand(w World) *cobra.Command {
	q := new(contract.IssueCodeRequest)
	c := tool(w, &cobra.Command{Use: "enroll SITE", Short: "Give out a one-time code for a counter's appliance", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site = args[0]
			return runEnroll(ctx, h, q)
		})
	c.Flags().Uint32Var(&q.ValidMinutes, "valid", 24*60, "minutes that the code can be used, at most a week")
	c.Flags().StringVar(&q.By, "by", "", "who gives it out")
	return c
}

// runEnroll prints the code alone on standard output: it is a secret, and often the input of another program.
func runEnroll(ctx context.Context, h *hq, q *contract.IssueCodeRequest) error {
	res, err := ask(ctx, h, door.IssueCode, q)
	if err != nil {
		return err
	}
	if h.json {
		return h.showJSON(res)
	}
	until, err := moment(res.ExpiresMs)
	if err != nil {
		return err
	}
	fmt.Fprintln(h.Out, res.Code)
	h.remark("Deze code sluit een toestel aan op %s. Ze werkt een keer, tot %s.", q.Site, until)
	return nil
}
