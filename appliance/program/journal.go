package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// journalFile is the journal's name in the node's folder.
const journalFile = "journal.db"

func journalCommand() *cobra.Command {
	c := &cobra.Command{Use: "journal", Short: "Look after the journal"}
	var site string
	verify := &cobra.Command{
		Use:   "verify FILE",
		Short: "Recompute every hash of a journal, offline, and name the first bad record",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := appliance.Verify(args[0], office.SiteID(site))
			if err != nil {
				return err
			}
			for _, l := range report.Lives {
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %d records  %s\n", l.Life, l.Size, l.Root)
			}
			fmt.Fprintln(cmd.OutOrStdout(), "het logboek is in orde")
			return nil
		},
	}
	verify.Flags().StringVar(&site, "site", "", "id of the site whose journal it is (default: any)")
	c.AddCommand(verify)
	return c
}

// backup copies the journal while no daemon has it.
func backup() *cobra.Command {
	var cfg appliance.Config
	var site string
	var seals chip
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a consistent copy of the journal of a stopped counter",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			cfg.Site = office.SiteID(site)
			cfg.Now, _ = clock.FromEnv()
			letGo, err := seals.give(&cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, letGo()) }()
			n, err := appliance.Open(cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, n.Close()) }()
			f, err := os.OpenFile(args[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err != nil {
				return fault.New("appliance.backup", fault.Refused).On(args[0]).Because(err).Tell("Het doelbestand kan niet gemaakt worden.", "Kies een bestand dat nog niet bestaat.")
			}
			if err = n.Backup(cmd.Context(), f); err == nil {
				err = f.Sync()
			}
			return errors.Join(err, f.Close())
		},
	}
	c.Flags().StringVar(&site, "site", "", "id of the site")
	c.Flags().StringVar(&cfg.Dir, "dir", "", "folder of the journal")
	seals.at(c, false)
	return c
}

// restore puts a copy back and begins a new life, which holds no seats until headquarters grants it some.
func restore() *cobra.Command {
	var cfg appliance.Config
	var site, reason string
	var seals chip
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a copy of the journal back; it begins a new life without seats",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			cfg.Site = office.SiteID(site)
			cfg.Now, _ = clock.FromEnv()
			letGo, err := seals.give(&cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, letGo()) }()
			// Keys that do not open here are found before anything is put aside.
			if _, err := keyfile.Open(cmd.Context(), keyfile.Options{Dir: cfg.Dir, Names: appliance.KeyFiles(), Chip: cfg.Chip}); err != nil {
				return err
			}
			if err := copyBack(args[0], filepath.Join(cfg.Dir, journalFile)); err != nil {
				return err
			}
			n, err := appliance.Open(cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, n.Close()) }()
			return n.Reborn(context.WithoutCancel(cmd.Context()), reason)
		},
	}
	c.Flags().StringVar(&site, "site", "", "id of the site")
	c.Flags().StringVar(&cfg.Dir, "dir", "", "folder of the journal; its present journal is kept beside it")
	seals.at(c, false)
	c.Flags().StringVar(&reason, "reason", "restored from a copy", "why, for the journal")
	return c
}

// copyBack puts a copy in the journal's place. What stood there is kept under another name.
func copyBack(from, to string) error {
	const op = "appliance.restore"
	in, err := os.Open(from)
	if err != nil {
		return fault.New(op, fault.NotFound).On(from).Because(err)
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fault.New(op, fault.Internal).On(to).Because(err)
	}
	if _, err := os.Stat(to); err == nil {
		if err := os.Rename(to, to+".replaced"); err != nil {
			return fault.New(op, fault.Internal).On(to).Because(err)
		}
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.New(op, fault.Internal).On(to).Because(err)
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fault.New(op, fault.Internal).On(to).Because(err)
	}
	return nil
}
