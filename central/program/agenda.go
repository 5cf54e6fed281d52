package program

import (
	"context"
	"fmt"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

func agendaCommand(w World) *cobra.Command {
	q := new(contract.AgendaWithdrawRequest)
	withdraw := false
	c := tool(w, &cobra.Command{Use: "agenda SITE", Short: "The link to the agenda of a desk, to subscribe to; with --withdraw, the links that were given so far end", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			if q.Site = args[0]; withdraw {
				if _, err := ask(ctx, h, h.withdrawAgenda, q); err != nil {
					return err
				}
				h.remark("De links die tot nu toe gegeven zijn, werken niet meer.")
				return nil
			}
			res, err := ask(ctx, h, h.agendaLink, &contract.AgendaLinkRequest{Site: q.Site, Desk: q.Desk})
			if err != nil {
				return err
			}
			if h.json {
				return h.showJSON(res)
			}
			_, err = fmt.Fprintf(h.Out, "%s\ngeldig tot en met %s\n", res.Path, office.Date(res.Until))
			return err
		})
	c.Flags().Uint32Var(&q.Desk, "desk", 1, "number of the desk")
	c.Flags().BoolVar(&withdraw, "withdraw", false, "end the links that were given so far")
	c.Flags().StringVar(&q.By, "by", "", "who ends them")
	return c
}

func (h *hq) agendaLink(d door, ctx context.Context, r *connect.Request[contract.AgendaLinkRequest]) (*connect.Response[contract.AgendaLinkResponse], error) {
	return contractconnect.NewAgendasClient(h.http, d.url).Link(ctx, r)
}

func (h *hq) withdrawAgenda(d door, ctx context.Context, r *connect.Request[contract.AgendaWithdrawRequest]) (*connect.Response[contract.AgendaWithdrawResponse], error) {
	return contractconnect.NewAgendasClient(h.http, d.url).Withdraw(ctx, r)
}
