package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/scan"
	"github.com/buurtloket/buurtloket/hardware/camera"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Equipment is what is plugged in at a counter: its devices, and which door of its vault stands for which compartment.
type Equipment struct {
	Set    *devices.Set
	Layout *doors.Layout // nil: no vault

	rolls  map[string]devices.ReceiptSetting // the ticket printers
	scan   map[string]office.Desk            // where each scanner stands
	reader map[string]office.Desk            // and each reader of identity cards
	voice  *devices.VoiceSetting             // nil: none
}

// PlugIn opens the devices of a configuration file. An empty path is devices.yaml in the node's folder, which may be missing:
// a counter without devices. The faults are those of devices.Load and devices.Open; nothing is then open.
func PlugIn(path, dir string, now func() time.Time) (Equipment, error) {
	missing := path == ""
	if missing {
		path = filepath.Join(dir, devices.FileName)
	}
	c, err := devices.Load(path, missing)
	if err != nil {
		return Equipment{}, err
	}
	set, err := devices.Open(c, now)
	if err != nil {
		return Equipment{}, err
	}
	e := Equipment{Set: set, rolls: map[string]devices.ReceiptSetting{}, scan: map[string]office.Desk{}, reader: map[string]office.Desk{}, voice: c.Voice}
	for _, r := range c.Readers {
		e.reader[r.ID] = office.Desk(r.Desk)
	}
	for _, s := range c.Scanners {
		e.scan[s.ID] = office.Desk(s.Desk)
	}
	for _, r := range c.Receipts {
		e.rolls[r.ID] = r
	}
	if c.Vault != nil {
		e.Layout = &doors.Layout{Deadline: c.Vault.Deadline, Limits: c.Vault.Limits}
		for _, d := range c.Vault.Doors {
			e.Layout.Places = append(e.Layout.Places, doors.Place{Door: d.Door, Compartment: d.Compartment})
		}
	}
	return e, nil
}

// Camera is that of the photo booth, the first one; nil: none.
func (e Equipment) Camera() camera.Camera {
	if all := devices.Of[camera.Camera](e.Set); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Printers are those of tickets and of documents, by the name they have in the configuration.
func (e Equipment) Printers() map[string]paper.Outlet {
	out := map[string]paper.Outlet{}
	for _, d := range e.Set.All {
		switch p := d.Device.(type) {
		case receipt.Printer:
			out[d.ID] = paper.Roll{Printer: p, Columns: e.rolls[d.ID].Columns, Tickets: e.rolls[d.ID].Tickets}
		case printer.Printer:
			out[d.ID] = paper.Sheet{Printer: p}
		}
	}
	return out
}

// Equip has the daemon look after the devices; call it before Run. Whoever plugged them in closes them after Close. The fault
// is that of the counter's key of cards.
func (d *Daemon) Equip(e Equipment) error {
	log := d.node.Logger()
	steward := devices.NewSteward(e.Set, devices.Options{Now: d.node.Now, Steady: d.node.Steady, Logger: log, Look: d.lookDoors,
		Note: func(ctx context.Context, decide func(kv.Reader) ([]*contract.Event, error)) error {
			return d.noteDoor(ctx, doors.Who{}, func(r kv.Reader, _ time.Time) ([]*contract.Event, error) { return decide(r) })
		}})
	d.equipped = append(d.equipped, steward.Run)
	var keeper *doors.Keeper
	if vaults := devices.Of[locker.Vault](e.Set); len(vaults) > 0 && e.Layout != nil {
		keeper = doors.NewKeeper(doors.Options{Layout: *e.Layout, Vault: vaults[0], Note: d.noteDoor, Look: d.lookDoors, Now: d.node.Now, Logger: log})
		d.equipped = append(d.equipped, keeper.Run)
	}
	d.server.Equip(steward, keeper)
	if ears := e.ears(log); len(ears.Scanners) > 0 {
		d.equipped = append(d.equipped, ears.Run)
		d.server.Hear(ears)
	}
	d.rehearse(e, steward)
	d.speak(e)
	return d.watchCards(e.readers())
}

// ears are all scanners.
func (e Equipment) ears(log *slog.Logger) *scan.Ears {
	ears := &scan.Ears{Logger: log}
	for _, d := range e.Set.All {
		if s, ok := d.Device.(scanner.Scanner); ok {
			ears.Scanners = append(ears.Scanners, scan.Scanner{ID: d.ID, Desk: e.scan[d.ID], Scanner: s})
		}
	}
	return ears
}

// noteDoor journals what a decision about devices or doors gives.
func (d *Daemon) noteDoor(ctx context.Context, who doors.Who, decide func(kv.Reader, time.Time) ([]*contract.Event, error)) error {
	as := appliance.Who{Clerk: who.Clerk, Desk: who.Desk, Act: who.Act, Once: who.Act != doors.Order{}}
	_, err := d.node.Do(ctx, as, func(t appliance.Turn) (appliance.Decision, error) {
		events, err := decide(t.View, t.Now)
		return appliance.Decision{Events: events}, err
	})
	return err
}

func (d *Daemon) lookDoors(f func(kv.Reader) error) error {
	return d.node.Look(func(t appliance.Turn) error { return f(t.View) })
}

// devicesCommand lists and tests what is plugged in. It asks the devices itself, beside a daemon that runs.
func devicesCommand() *cobra.Command {
	var dir, path string
	c := &cobra.Command{Use: "devices", Short: "What is plugged in at this counter: list it, test it, or write an example of its configuration"}
	c.PersistentFlags().StringVar(&dir, "dir", os.Getenv("BUURTLOKET_DIR"), "folder of the journal, with "+devices.FileName)
	c.PersistentFlags().StringVar(&path, "devices", os.Getenv("BUURTLOKET_DEVICES"), "the configuration (default: "+devices.FileName+" in --dir)")
	list := &cobra.Command{
		Use:   "list",
		Short: "Every configured device and how it is",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDevices(cmd, path, dir, nil, func(ctx context.Context, d devices.Device) devices.Probe {
				ctx, cancel := context.WithTimeout(ctx, devices.Paces()[d.Kind].Patience)
				defer cancel()
				h := d.Health(ctx)
				say, next := devices.Say(d.Kind, h)
				return devices.Probe{OK: h.State.Usable(), Say: say, Next: next}
			})
		},
	}
	test := &cobra.Command{
		Use:   "test [NAME...]",
		Short: "Check devices without changing anything: no door opens, nothing is printed",
		RunE: func(cmd *cobra.Command, names []string) error {
			return withDevices(cmd, path, dir, names, func(ctx context.Context, d devices.Device) devices.Probe { return d.Test(ctx) })
		},
	}
	example := &cobra.Command{
		Use:   "example",
		Short: "Write a configuration that explains itself",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(devices.Example())
			return err
		},
	}
	c.AddCommand(list, test, example)
	c.Args, c.RunE = cobra.NoArgs, list.RunE
	return c
}

// withDevices asks devices something, all at once, and prints the answers in the order of the configuration. It fails when
// one cannot be used, so that a script sees it.
func withDevices(cmd *cobra.Command, path, dir string, names []string, ask func(context.Context, devices.Device) devices.Probe) (err error) {
	const op = "appliance.devices"
	if path == "" && dir == "" {
		return fault.New(op, fault.Invalid).Tell("Zeg waar de toestellen beschreven staan.", "Gebruik --dir of --devices.")
	}
	e, err := PlugIn(path, dir, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Set.Close()) }()
	chosen, err := choose(e.Set.All, names)
	if err != nil {
		return err
	}
	probes := make([]devices.Probe, len(chosen))
	var asking sync.WaitGroup
	for n, d := range chosen {
		asking.Go(func() { probes[n] = ask(cmd.Context(), d) })
	}
	asking.Wait()
	return printProbes(cmd.OutOrStdout(), chosen, probes)
}

// choose picks the devices of these names; all when there are none.
func choose(all []devices.Device, names []string) (out []devices.Device, err error) {
	if len(names) == 0 {
		return all, nil
	}
	for _, name := range names {
		before := len(out)
		for _, d := range all {
			if d.ID == name || string(d.Kind) == name {
				out = append(out, d)
			}
		}
		if len(out) == before {
			return nil, fault.New("appliance.devices", fault.NotFound).On(name).Tell("Er is geen toestel «"+name+"».", "Kijk met «appliance devices list».")
		}
	}
	return out, nil
}

func printProbes(to io.Writer, all []devices.Device, probes []devices.Probe) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(to, "er zijn geen toestellen ingesteld; «appliance devices example» toont hoe dat gaat")
		return err
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	var bad []string
	for n, d := range all {
		mark, p := "ok", probes[n]
		if !p.OK {
			mark = "!!"
			bad = append(bad, d.ID)
		}
		emulated := ""
		if d.Emulator != nil {
			emulated = " (emulator)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s%s\t%s\n", mark, d.Kind, d.ID, emulated, strings.TrimSpace(p.Say+" "+p.Next))
		if p.Detail != "" && !p.OK {
			fmt.Fprintf(w, "\t\t\t(%s)\n", p.Detail)
		}
	}
	err := w.Flush()
	if err == nil && len(bad) > 0 {
		err = fault.New("appliance.devices", fault.Refused).Tell("Niet klaar: "+strings.Join(bad, ", ")+".", "Hierboven staat wat er scheelt.")
	}
	return err
}
