package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/gui/display"
	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// displayCommand is the screen of the waiting room.
func displayCommand() *cobra.Command {
	var o options
	var s sound
	var window bool
	c := &cobra.Command{Use: "display", Short: "The waiting room's screen: who is called where, who comes next, and when it is open",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			if err := o.remote.wrong("loket.display"); err != nil {
				return err
			}
			o.full = !window
			return runDisplay(c.Context(), o, s)
		}}
	f := c.Flags()
	o.remote.flags(f, "counter")
	s.flags(f)
	f.StringVar(&o.socket, "socket", "/run/buurtloket/appliance.sock", "socket of the counter's service")
	f.StringVar(&o.theme, "theme", look.Dark.String(), "colours: light, dark or contrast")
	f.StringVar(&o.lang, "lang", "nl", "language: nl or en")
	f.BoolVar(&window, "window", false, "in a window that can be closed, instead of filling the screen")
	return c
}

// runDisplay shows the display and stays until ctx ends: there is nothing on it to close it by.
func runDisplay(ctx context.Context, o options, s sound) error {
	mode, ok := look.ParseMode(o.theme)
	if !ok {
		return fault.New("loket.display", fault.Invalid).On(fmt.Sprintf("theme %q", o.theme))
	}
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load the time zone: %w", err)
	}
	hall, hangUp, err := o.hall(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	hush, err := s.herald(ctx, hall)
	if err != nil {
		return err
	}
	defer hush()
	now, _ := clock.FromEnv()
	b := board.New(board.Config{Source: hall, Words: text.In(o.lang), Now: now, Location: brussels, Log: slog.Default()})
	return shell.Run(ctx, display.New(b), shell.Options{Theme: look.Theme{Mode: mode}, FullScreen: o.full, KeepOpen: o.full, Log: slog.Default()})
}
