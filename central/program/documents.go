package program

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func announceCommand(w World) *cobra.Command {
	q := &contract.AnnounceRequest{Consignment: new(contract.Consignment)}
	var kind string
	c := tool(w, &cobra.Command{Use: "announce SITE CONSIGNMENT DOCUMENT…", Short: "Announce documents that are on their way to a counter",
		Args: cobra.MinimumNArgs(3)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site, q.Consignment.Id, q.Consignment.Documents = args[0], args[1], args[2:]
			for _, number := range args[2:] {
				if kind != "" {
					q.Consignment.Items = append(q.Consignment.Items, &contract.Item{Document: number, Kind: kind})
				}
			}
			if kind != "" {
				q.Consignment.Documents = nil
			}
			_, err := ask(ctx, h, door.Announce, q)
			return err
		})
	c.Flags().StringVar(&kind, "kind", "", "what they are, as the product of their collection: eid-afhalen")
	c.Flags().StringVar(&q.Consignment.LentBy, "lent-by", "", "the vault that they go back to the same day")
	return c
}

func takeBackCommand(w World) *cobra.Command {
	q := &contract.TakeBackRequest{Back: new(contract.TakenBack)}
	c := tool(w, &cobra.Command{Use: "take-back SITE CONSIGNMENT [DOCUMENT…]", Short: "End an announcement, of all that has not come or of some documents",
		Args: cobra.MinimumNArgs(2)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Site, q.Back.Consignment, q.Back.Documents = args[0], args[1], args[2:]
			res, err := ask(ctx, h, door.TakeBack, q)
			if err == nil {
				say := fmt.Sprintf("%d documenten komen niet meer", res.Documents)
				if res.Documents == 1 {
					say = "1 document komt niet meer"
				}
				h.remark("%s; het loket hoort het met het volgende bericht.", say)
			}
			return err
		})
	c.Flags().StringVar(&q.Back.Reason, "reason", "", "why, as the counter reads it")
	c.Flags().StringVar(&q.By, "by", "", "who decides")
	return c
}

func documentsCommand(w World) *cobra.Command {
	q := new(contract.DocumentsRequest)
	c := tool(w, &cobra.Command{Use: "documents [NUMBER]", Short: "At which counter a document is, or what a counter has, as the journals say",
		Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Document = strings.Join(args, "")
			res, err := ask(ctx, h, door.Documents, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"DOCUMENT", "SOORT", "LOCATIE", "TOESTAND", "NAAR", "SINDS"}}
			for _, d := range res.Documents {
				at, err := moment(d.AtMs)
				if err != nil {
					return err
				}
				t.add(d.Document, d.Kind, d.Site, sayDocument(d.State), d.To, at)
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&q.Site, "site", "", "only this location")
	return c
}

// sayDocument writes where a document is, as the journal of its site says.
func sayDocument(state string) string {
	words := map[string]string{"here": "ligt er", "barred": "ligt er, mag niet mee", "proposed": "ligt er, moet weg", "away": "op rit",
		"handed-out": "uitgereikt", "destroyed": "vernietigd", "sent-back": "teruggestuurd", "missing": "vermist", "announced": "onderweg"}
	if say := words[state]; say != "" {
		return say
	}
	return state
}
