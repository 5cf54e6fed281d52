package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// statusCommand says how a counter is: what its daemon says, or as far as the disk tells when none runs.
func statusCommand() *cobra.Command {
	var at reach
	var where chip
	c := &cobra.Command{
		Use:   "status",
		Short: "How this counter is: its line, its journal, the last night, its devices, and where its keys are",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := at.path("appliance.status")
			if err != nil {
				return err
			}
			lines, err := running(cmd.Context(), path)
			if fault.Is(err, fault.Unreachable) && at.dir != "" {
				lines, err = stopped(cmd.Context(), at.dir, where.address), nil
			}
			if err != nil {
				return err
			}
			lines = append(lines, line{"bestand", sayFile(at.dir)})
			return printLines(cmd.OutOrStdout(), lines)
		},
	}
	c.Flags().StringVar(&at.socket, "socket", os.Getenv("BUURTLOKET_SOCKET"), "unix socket of the running counter (default: counter.sock in --dir)")
	c.Flags().StringVar(&at.dir, "dir", os.Getenv("BUURTLOKET_DIR"), "folder of the journal and the device's keys")
	where.at(c, false)
	return c
}

// line is one thing that is said.
type line struct{ what, say string }

func printLines(to io.Writer, lines []line) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		switch {
		case strings.Contains(l.say, "sleutels: "): // a sentence of its own
			fmt.Fprintln(w, l.say)
		case l.say != "":
			fmt.Fprintf(w, "%s:\t%s\n", l.what, l.say)
		}
	}
	return w.Flush()
}

// running asks the daemon; Unreachable when there is none.
func running(ctx context.Context, path string) ([]line, error) {
	const op = "appliance.status"
	client := &http.Client{Transport: &socket.Transport{Path: path}}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	told, err := contractconnect.NewMachineClient(client, "http://counter").Describe(ctx, connect.NewRequest(&contract.DescribeMachineRequest{}))
	if err != nil {
		return nil, fault.FromRPC(op, err)
	}
	views, err := contractconnect.NewCounterClient(client, "http://counter").Watch(ctx, connect.NewRequest(&contract.WatchRequest{}))
	if err != nil {
		return nil, fault.FromRPC(op, err)
	}
	defer views.Close()
	if !views.Receive() {
		return nil, fault.FromRPC(op, errors.Join(views.Err(), io.ErrUnexpectedEOF))
	}
	v := views.Msg()
	zone, err := calendar.Zone()
	if err != nil {
		return nil, err
	}
	return []line{
		{"locatie", fmt.Sprintf("%s (%s)", v.SiteName, told.Msg.Site)},
		{"toestel", "draait"},
		{"lijn", sayLine(v.Line, zone)},
		{"logboek", fmt.Sprintf("%d gebeurtenissen in leven %s", told.Msg.Records, told.Msg.Life)},
		{"nacht", sayNight(v.Morning)},
		{"toestellen", sayDevices(v.Devices)},
		{"", told.Msg.Keys},
	}, nil
}

// stopped tells what the disk does.
func stopped(ctx context.Context, dir, address string) []line {
	c := tpm.New(tpm.Open(address))
	defer func() { _ = c.Close() }() // it holds nothing
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	say := "er zijn er geen ingesteld"
	if set, err := devices.Load(filepath.Join(dir, devices.FileName), true); err != nil {
		say = fault.Sentence(err)
	} else if n := set.Count(); n > 0 {
		say = fmt.Sprintf("%d ingesteld; «appliance devices list» vraagt hoe ze zijn", n)
	}
	return []line{
		{"toestel", "draait niet"},
		{"toestellen", say},
		{"", keyfile.Inspect(dir, appliance.KeyFiles()).Say(c.Health(ctx).State.Usable())},
	}
}

// sayFile is how large the journal's file is.
func sayFile(dir string) string {
	if dir == "" {
		return ""
	}
	info, err := os.Stat(filepath.Join(dir, journalFile))
	if errors.Is(err, os.ErrNotExist) {
		return "er is nog geen logboek"
	}
	if err != nil {
		return "het logboek is niet te lezen"
	}
	return fmt.Sprintf("%s, %.1f MB, laatst gewijzigd op %s", journalFile, float64(info.Size())/1e6, info.ModTime().Format("02/01/2006 15:04"))
}

func sayLine(l *contract.Line, zone *time.Location) string {
	state := map[contract.Line_State]string{contract.Line_ONLINE: "verbonden", contract.Line_CATCHING_UP: "verbonden, bezig met bijwerken"}[l.GetState()]
	if state == "" {
		state = "niet verbonden"
	}
	say := state + " sinds " + time.UnixMilli(l.GetSinceMs()).In(zone).Format("02/01/2006 15:04")
	if n := l.GetWaiting(); n > 0 {
		say += fmt.Sprintf("; %d gebeurtenissen nog te verzenden", n)
	}
	return say
}

func sayNight(m *contract.Morning) string {
	say := "nog geen nacht die alles bracht"
	if m.GetNight() != 0 {
		say = "de laatste die alles bracht is die van " + calendar.SayDate(office.Date(m.GetNight()))
	}
	for _, l := range m.GetLines() {
		if !l.Good {
			say += ". " + strings.TrimSuffix(l.Say, ".")
		}
	}
	return say
}

// sayDevices counts those that can be used, and names the others.
func sayDevices(rows []*contract.DeviceRow) string {
	if len(rows) == 0 {
		return "er zijn er geen ingesteld"
	}
	var bad []string
	for _, d := range rows {
		if !d.Usable {
			bad = append(bad, fmt.Sprintf("«%s»: %s", d.Id, d.Say))
		}
	}
	say := fmt.Sprintf("%d van %d bruikbaar", len(rows)-len(bad), len(rows))
	if len(bad) > 0 {
		say += "; " + strings.Join(bad, " ")
	}
	return say
}
