// Command loket opens the screens of a counter.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // a bare appliance may have no time zones

	"github.com/buurtloket/buurtloket/sync/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, fault.Sentence(err))
		fmt.Fprintln(os.Stderr, "loket:", err)
		os.Exit(1)
	}
}
