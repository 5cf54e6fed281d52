package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/gui/kiosk"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// kioskCommand is the self-service desk.
func kioskCommand() *cobra.Command {
	var o options
	var window bool
	var reach uint8
	c := &cobra.Command{Use: "kiosk", Short: "The self-service desk: a number, an appointment, a certificate, the way",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			if reach < 40 || reach > 100 {
				return fault.New("loket.kiosk", fault.Invalid).On(fmt.Sprintf("reach %d", reach))
			}
			o.full = !window
			return runKiosk(c.Context(), o, float32(reach)/100)
		}}
	f := c.Flags()
	f.StringVar(&o.socket, "socket", "/run/buurtloket/appliance.sock", "socket of the counter's service")
	f.BoolVar(&window, "window", false, "in a window that can be closed, instead of filling the screen")
	f.Float32Var(&o.scale, "scale", 0, "scale of everything; 0 follows the screen")
	f.Uint8Var(&reach, "reach", 55, "share of the screen's height, in per cent from below, that who sits can reach")
	return c
}

// runKiosk shows the kiosk and stays until ctx ends: there is nothing on it to close it by.
func runKiosk(ctx context.Context, o options, reach float32) error {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load the time zone: %w", err)
	}
	counter := local.DialKiosk(o.socket)
	defer counter.Close()
	f := flow.New(flow.Config{Counter: counter, Location: brussels, Log: slog.Default()})
	return shell.Run(ctx, kiosk.New(f, reach), shell.Options{Theme: look.Theme{Standing: true}, FullScreen: o.full, KeepOpen: o.full,
		Size: fyne.NewSize(1080, 1080), Scale: o.scale, Log: slog.Default()})
}
