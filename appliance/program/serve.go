package program

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Daemon is the whole appliance: the node and its local service.
type Daemon struct {
	cfg      appliance.Config
	node     *appliance.Node
	server   *local.Server
	lan      *local.LAN // nil: screens of this machine only
	socket   string
	equipped []func(context.Context) error // what looks after the devices
}

// Open opens the journal, which decides that this process is the counter, and then the socket. An empty socket means
// counter.sock in the node's folder.
func Open(cfg appliance.Config, socket string) (*Daemon, error) {
	if socket == "" {
		socket = filepath.Join(cfg.Dir, "counter.sock")
	}
	node, err := appliance.Open(cfg)
	if err != nil {
		return nil, err
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	server, err := local.Listen(socket, node, cfg.Random)
	if err != nil {
		return nil, errors.Join(err, node.Close())
	}
	return &Daemon{cfg: cfg, node: node, server: server, socket: socket}, nil
}

// OpenLAN lets screens of other machines in at an address of the office's network, host:port; call it before Run. Its
// faults are those of desk.Open and local.Server.OpenLAN.
func (d *Daemon) OpenLAN(address string) error {
	desks, err := desk.Open(desk.Options{Site: d.cfg.Site, Dir: d.cfg.Dir, Files: d.node.Keys(), Note: d.note, Now: d.cfg.Now, Random: d.cfg.Random})
	if err == nil {
		d.lan, err = d.server.OpenLAN(address, desks)
	}
	return err
}

// note journals a fact of the register of desks.
func (d *Daemon) note(ctx context.Context, act [16]byte, e *contract.Event) error {
	_, err := d.node.Do(ctx, appliance.Who{Act: act, Once: true}, func(appliance.Turn) (appliance.Decision, error) {
		return appliance.One(e, nil)
	})
	return err
}

// Socket is where the screens find the counter.
func (d *Daemon) Socket() string { return d.socket }

// Node is the node inside.
func (d *Daemon) Node() *appliance.Node { return d.node }

// Run serves until ctx ends. A line that can never be had — a refused code — ends nothing: the counter works on
// without it, and says so.
func (d *Daemon) Run(ctx context.Context, log *slog.Logger) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.server.Run(ctx) })
	g.Go(func() error { return d.server.RunPaper(ctx) })
	if d.lan != nil {
		g.Go(func() error { return d.lan.Run(ctx) })
	}
	for _, run := range d.equipped {
		g.Go(func() error { return run(ctx) })
	}
	g.Go(func() error { return d.node.RunDays(ctx) })
	g.Go(func() error { return d.node.RunNights(ctx) })
	g.Go(func() error {
		if err := d.node.Run(ctx); err != nil {
			log.Error("no line to headquarters: "+fault.Sentence(err), "err", err)
		}
		return nil
	})
	return g.Wait()
}

// Close closes the node. Run must have returned.
func (d *Daemon) Close() error {
	if d.lan != nil {
		return errors.Join(d.lan.Close(), d.server.Close(), d.node.Close())
	}
	return errors.Join(d.server.Close(), d.node.Close())
}

// serve is the daemon's command. Every flag can also be given as BUURTLOKET_<FLAG>.
func serve() *cobra.Command {
	var cfg appliance.Config
	var site, socket, lan, codeFile, plugged string
	var seals chip
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the counter until it is told to stop",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if cfg.Site = office.SiteID(site); site == "" || cfg.Dir == "" {
				return fault.New("appliance.serve", fault.Invalid).Tell("Zeg welke locatie dit is en waar haar logboek staat.", "Gebruik --site en --dir.")
			}
			if codeFile != "" {
				text, err := os.ReadFile(codeFile)
				if err != nil {
					return fault.New("appliance.serve", fault.NotFound).On(codeFile).Because(err)
				}
				cfg.Code = strings.TrimSpace(string(text))
			}
			cfg.Logger = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			var test bool
			if cfg.Now, test = clock.FromEnv(); test {
				cfg.Logger.Warn("the time is that of a test", "file", os.Getenv(clock.Env))
			}
			letGo, err := seals.give(&cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, letGo()) }()
			equipment, err := PlugIn(plugged, cfg.Dir, cfg.Now)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, equipment.Set.Close()) }()
			cfg.Camera, cfg.Printers = equipment.Camera(), equipment.Printers()
			d, err := Open(cfg, socket)
			if err != nil {
				return err
			}
			if err := d.Equip(equipment); err != nil {
				return errors.Join(err, d.Close())
			}
			if lan != "" {
				if err := d.OpenLAN(lan); err != nil {
					return errors.Join(err, d.Close())
				}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "appliance: %s op %s\n", site, d.Socket())
			return errors.Join(d.Run(cmd.Context(), cfg.Logger), d.Close())
		},
	}
	seals.at(c, true)
	f := c.Flags()
	f.StringVar(&site, "site", os.Getenv("BUURTLOKET_SITE"), "id of the site, as buurtloket-berchem")
	f.StringVar(&cfg.Dir, "dir", os.Getenv("BUURTLOKET_DIR"), "folder of the journal and the device's keys")
	f.StringSliceVar(&cfg.HQ, "hq", splitEnv("BUURTLOKET_HQ"), "addresses of headquarters' nodes, host:port")
	f.StringVar(&cfg.Code, "code", os.Getenv("BUURTLOKET_CODE"), "one-time enrolment code, for the first start")
	f.StringVar(&codeFile, "code-file", os.Getenv("BUURTLOKET_CODE_FILE"), "file that holds the enrolment code")
	f.StringVar(&socket, "socket", os.Getenv("BUURTLOKET_SOCKET"), "unix socket for the screens (default: counter.sock in --dir)")
	f.StringVar(&lan, "lan", os.Getenv("BUURTLOKET_LAN"), "address for the screens of other desks, host:port (default: none)")
	f.StringVar(&plugged, "devices", os.Getenv("BUURTLOKET_DEVICES"), "what is plugged in here (default: devices.yaml in --dir)")
	f.BoolVar(&cfg.Demo, "demo", false, "let the screens pull the plug of the line")
	return c
}

func splitEnv(name string) []string {
	if v := os.Getenv(name); v != "" {
		return strings.Split(v, ",")
	}
	return nil
}
