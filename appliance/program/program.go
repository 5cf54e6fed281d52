// Package program is the appliance's command line, as values that tests start too.
package program

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/release"
)

// Main runs one command and gives the exit code: 0 done, 1 failed. What a person must read goes to stderr, in Dutch
// where it is about the counter; results go to stdout.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := &cobra.Command{Use: "appliance", Version: release.Version(), Short: "The daemon of one counter, and its tools", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(serve(), deskCommand(), journalCommand(), devicesCommand(), statusCommand(), backup(), restore())
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(stderr, "appliance: %s\n", fault.Sentence(err))
		fmt.Fprintf(stderr, "  (%v)\n", err)
		return 1
	}
	return 0
}
