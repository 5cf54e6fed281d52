package program

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func conflictsCommand(w World) *cobra.Command {
	q := new(contract.ConflictsRequest)
	c := tool(w, &cobra.Command{Use: "conflicts", Short: "What custody could not prevent, for a person to settle"},
		func(ctx context.Context, h *hq, _ []string) error { return runConflicts(ctx, h, q) })
	c.Flags().BoolVar(&q.Settled, "settled", false, "show those that are settled too")
	c.AddCommand(settleCommand(w))
	return c
}

func runConflicts(ctx context.Context, h *hq, q *contract.ConflictsRequest) error {
	res, err := ask(ctx, h, door.Conflicts, q)
	if err != nil {
		return err
	}
	t := &table{head: []string{"NUMMER", "LOCATIE", "WAT", "DOCUMENT", "BEZOEKER", "TELEFOON", "OPGELOST DOOR", "HOE"}}
	for _, x := range res.Conflicts {
		t.add(number(x.Number), x.Site, x.Say, x.Document, x.Person.GetName(), x.Person.GetPhone(), x.SettledBy, x.Outcome)
	}
	return h.show(res, t)
}

func settleCommand(w World) *cobra.Command {
	q := new(contract.SettleConflictRequest)
	c := tool(w, &cobra.Command{Use: "settle NUMBER", Short: "Write down how a conflict was settled", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Number, err = strconv.ParseUint(args[0], 10, 64); err != nil {
				return invalid("central.settle", err, "Dit is geen nummer van een conflict.", "Vraag de lijst met 'central conflicts'.")
			}
			_, err = ask(ctx, h, door.SettleConflict, q)
			return err
		})
	c.Flags().StringVar(&q.By, "by", "", "who settled it")
	c.Flags().StringVar(&q.Outcome, "outcome", "", "how")
	return c
}
