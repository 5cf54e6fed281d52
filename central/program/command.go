package program

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/release"
)

// World is what a command touches. The zero value is the real one.
type World struct {
	Out, Err io.Writer
	Getenv   func(string) string
	Now      func() time.Time
	Random   io.Reader

	testClock bool // Now is a test's
}

func (w World) filled() World {
	if w.Out == nil {
		w.Out = os.Stdout
	}
	if w.Err == nil {
		w.Err = os.Stderr
	}
	if w.Getenv == nil {
		w.Getenv = os.Getenv
	}
	if w.Now == nil {
		w.Now, w.testClock = clock.FromEnv()
	}
	w.Random = cmp.Or(w.Random, rand.Reader)
	return w
}

// Main runs the program and gives its exit code. Ending ctx ends it.
func Main(ctx context.Context, args []string, w World) int {
	w = w.filled()
	c := Command(w)
	c.SetArgs(args)
	c.SetOut(w.Out)
	c.SetErr(w.Err)
	err := c.ExecuteContext(ctx)
	if err != nil {
		fmt.Fprintln(w.Err, fault.Sentence(err))
		fmt.Fprintln(w.Err, "central:", err)
	}
	return exitCode(err)
}

// exitCode is what the shell hears of an error; see the package comment.
func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case fault.Is(err, fault.Internal), fault.Is(err, fault.Corrupt):
		return 1
	case fault.Is(err, fault.Invalid):
		return 2
	case fault.Is(err, fault.Unreachable):
		return 4
	}
	return 3
}

// Command is the whole command line.
func Command(w World) *cobra.Command {
	w = w.filled()
	root := &cobra.Command{Use: "central", Version: release.Version(), Short: "A node of headquarters, and the tools of those who run it",
		SilenceUsage: true, SilenceErrors: true, Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return misunderstood(c, err) })
	for _, sub := range []func(World) *cobra.Command{
		serveCommand, demoCommand, statusCommand, sitesCommand, enrollCommand, revokeCommand, lostCommand, openCommand, riskCommand,
		rulesCommand, bulletinCommand, bookingsCommand, messagesCommand, conflictsCommand, clerksCommand, rosterCommand, announceCommand, takeBackCommand, documentsCommand, devicesCommand, fleetCommand, agendaCommand, procedureCommand, photosCommand, recallCommand, passesCommand,
		journalCommand, nodesCommand, backupCommand, restoreCommand, kioskCommand, boardCommand, catalogueCommand, profileCommand, waitingCommand, surveyCommand,
	} {
		root.AddCommand(sub(w))
	}
	return root
}

// understood makes a refusal of arguments one of ours.
func understood(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error { return misunderstood(c, check(c, args)) }
}

func misunderstood(c *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	return invalid(c.CommandPath(), err, "Dit commando is niet begrepen.", "Kijk met '"+c.CommandPath()+" --help'.")
}

// invalid is a fault of what was typed.
func invalid(op string, cause error, say, next string) error {
	return fault.New(op, fault.Invalid).Because(cause).Tell(say, next)
}

// either is the one error of two there is, as it is, so that its words are not lost; both when there are two.
func either(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}

// collectLess sets how often memory is collected in a program that runs nodes, unless the environment says it.
func collectLess(w World) {
	if w.Getenv("GOGC") == "" {
		debug.SetGCPercent(central.GCPercent)
	}
}

// logLevel adds the flag that says how much is logged.
func logLevel(c *cobra.Command) *string {
	return c.Flags().String("log-level", "warn", "what is logged to standard error: debug, info, warn or error")
}

func logger(w World, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, invalid("central", err, "Dit niveau van logging bestaat niet.", "Kies debug, info, warn of error.")
	}
	log := slog.New(slog.NewTextHandler(w.Err, &slog.HandlerOptions{Level: l}))
	if w.testClock {
		log.Warn("the time is that of a test", "file", os.Getenv(clock.Env))
	}
	return log, nil
}
