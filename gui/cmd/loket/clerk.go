package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/gui/clerk"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/release"
)

// options are the flags of a screen.
type options struct {
	socket, theme, lang string
	remote              remote
	large, full         bool
	desk                uint8
	deskMeant           bool // somebody said which
	scale               float32
}

// command is the program: one sub-command for each screen.
func command() *cobra.Command {
	root := &cobra.Command{Use: "loket", Version: release.Version(), Short: "The screens of a counter", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(clerkCommand(), kioskCommand(), displayCommand(), plannerCommand(), joinCommand(), demoCommand())
	return root
}

func clerkCommand() *cobra.Command {
	var o options
	c := &cobra.Command{Use: "clerk", Short: "The clerk's window: who waits, who is served, what the day holds",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			if err := o.remote.wrong("loket.clerk"); err != nil {
				return err
			}
			o.deskMeant = c.Flags().Changed("desk")
			return runClerk(c.Context(), o)
		}}
	f := c.Flags()
	o.remote.flags(f, "counter")
	screenFlags(f, &o)
	f.StringVar(&o.socket, "socket", "/run/buurtloket/appliance.sock", "socket of the counter's service")
	return c
}

// screenFlags are how a screen looks and where it stands.
func screenFlags(f *pflag.FlagSet, o *options) {
	f.StringVar(&o.theme, "theme", look.Light.String(), "colours: light, dark or contrast")
	f.StringVar(&o.lang, "lang", "nl", "language: nl or en")
	f.BoolVar(&o.large, "large", false, "large text")
	f.BoolVar(&o.full, "full-screen", false, "fill the screen")
	f.Uint8Var(&o.desk, "desk", 1, "number of this desk")
	f.Float32Var(&o.scale, "scale", 0, "scale of everything; 0 follows the screen")
}

// runClerk opens the clerk's window and stays until it is closed.
func runClerk(ctx context.Context, o options) error {
	mode, ok := look.ParseMode(o.theme)
	if !ok || o.desk == 0 {
		return fault.New("loket.clerk", fault.Invalid).On(fmt.Sprintf("theme %q, desk %d", o.theme, o.desk))
	}
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load the time zone: %w", err)
	}
	now, _ := clock.FromEnv()
	cfg := state.Config{Words: text.In(o.lang), Location: brussels, Now: now, Log: slog.Default()}
	var hangUp func()
	if cfg.Counter, cfg.Desk, hangUp, err = reach(ctx, o); err != nil {
		return err
	}
	defer hangUp()
	return shell.Run(ctx, clerk.New(state.NewClerk(cfg)), shell.Options{
		Theme: look.Theme{Mode: mode, Large: o.large}, FullScreen: o.full, Scale: o.scale, Log: cfg.Log})
}
