// Command appliance is the daemon of one counter, and its tools.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/buurtloket/buurtloket/appliance/program"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := program.Main(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
