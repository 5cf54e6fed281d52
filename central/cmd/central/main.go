// Command central is a node of headquarters, and the tools of those who run it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // a bare machine may have no time zones

	"github.com/buurtloket/buurtloket/central/program"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := program.Main(ctx, os.Args[1:], program.World{})
	stop()
	os.Exit(code)
}
