package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/gui/demo"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// demoCommand starts headquarters and the counters from the folder loket stands in, and opens the clerk's window of
// the first.
func demoCommand() *cobra.Command {
	var stateDir string
	var o options
	c := &cobra.Command{Use: "demo", Short: "A whole city on this machine: headquarters, two counters, the clerk's window",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return runDemo(c.Context(), stateDir, o) }}
	c.Flags().StringVar(&stateDir, "state", "state", "folder that keeps everything over restarts")
	screenFlags(c.Flags(), &o)
	return c
}

func runDemo(ctx context.Context, stateDir string, o options) (err error) {
	self, err := os.Executable()
	if err != nil {
		return fault.New("loket.demo", fault.Internal).Because(err)
	}
	d, err := demo.Start(ctx, demo.Config{Programs: filepath.Dir(self), State: stateDir, Out: os.Stdout})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	none := shell.Display(os.Getenv)
	d.Explain(none)
	if none != nil {
		return d.Wait(ctx)
	}
	o.socket = d.Socket(demo.Counters[0])
	return runClerk(ctx, o)
}
