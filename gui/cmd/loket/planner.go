package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/gui/headquarters"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner"
	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	"github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// plannerCommand is the week board of central staff.
func plannerCommand() *cobra.Command {
	var o options
	var at headquarters.Address
	var state, by, notices string
	c := &cobra.Command{Use: "planner", Short: "The week board of central staff: who has too little, what can be moved, what that does",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) (err error) {
			if len(at.Public) == 0 {
				if at, err = headquarters.ReadAddress(state); err != nil {
					return err
				}
			}
			return runPlanner(c.Context(), o, at, by, notices)
		}}
	f := c.Flags()
	f.StringSliceVar(&at.Public, "hq", nil, "addresses of headquarters' plain doors, as http://host:port; default from hq.json")
	f.StringVar(&at.TokenFile, "token-file", "", "file with the planner's token; default from hq.json")
	f.StringVar(&state, "state", "state", "folder of a demonstration, where its hq.json is")
	f.StringVar(&by, "by", os.Getenv("USER"), "who plans, as the history of the plan names them")
	f.StringVar(&notices, "notices", "berichten", "folder in which notices for citizens are saved")
	f.StringVar(&o.theme, "theme", look.Light.String(), "colours: light, dark or contrast")
	f.BoolVar(&o.large, "large", false, "large text")
	f.StringVar(&o.lang, "lang", "nl", "language: nl or en")
	return c
}

func runPlanner(ctx context.Context, o options, at headquarters.Address, by, notices string) error {
	const op = "loket.planner"
	mode, ok := look.ParseMode(o.theme)
	if !ok {
		return fault.New(op, fault.Invalid).On(fmt.Sprintf("theme %q", o.theme))
	}
	if by == "" {
		return fault.New(op, fault.Invalid).Tell("Er is niet gezegd wie plant.", "Zeg je naam met --by: de geschiedenis van het rooster schrijft hem op.")
	}
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load the time zone: %w", err)
	}
	doors, err := headquarters.Dial(at)
	if err != nil {
		return err
	}
	defer doors.Close()
	words, now := text.In(o.lang), time.Now
	if set, test := clock.FromEnv(); test {
		now = set
	}
	w := week.New(week.Config{Headquarters: doors, By: by, Words: words, Now: now, Location: brussels, Log: slog.Default()})
	page := errand.Config{By: by, Words: words, Now: now, Location: brussels}
	pages := planner.Pages{Week: w, Fleet: fleet.New(doors, page), Inbox: inbox.New(doors, page), Roster: roster.New(doors, page), Hours: hours.New(doors, page, saveIn(notices))}
	return shell.Run(ctx, planner.New(pages, by, words), shell.Options{Theme: look.Theme{Mode: mode, Large: o.large}, Log: slog.Default()})
}

// saveIn keeps files in a folder, which is made when the first comes.
func saveIn(folder string) hours.Save {
	return func(name string, content []byte) (string, error) {
		path := filepath.Join(folder, filepath.Base(name))
		err := os.MkdirAll(folder, 0o755)
		if err == nil {
			err = os.WriteFile(path, content, 0o644)
		}
		return path, err
	}
}
