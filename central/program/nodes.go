package program

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func nodesCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "nodes", Short: "Add and remove nodes of headquarters", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(
		tool(w, &cobra.Command{Use: "join NAME ADDRESS", Short: "Add a node that was started with --join", Args: cobra.ExactArgs(2)},
			func(ctx context.Context, h *hq, args []string) error {
				_, err := ask(ctx, h, door.Join, &contract.JoinRequest{Node: args[0], Address: args[1]})
				return err
			}),
		tool(w, &cobra.Command{Use: "leave NAME", Short: "Remove a node for good; its name never comes back", Args: cobra.ExactArgs(1)},
			func(ctx context.Context, h *hq, args []string) error {
				_, err := ask(ctx, h, door.Leave, &contract.LeaveRequest{Node: args[0]})
				return err
			}))
	return c
}
