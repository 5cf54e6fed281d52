package program

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func demoCommand(w World) *cobra.Command {
	cfg := DemoConfig{World: w}
	c := &cobra.Command{Use: "demo", Args: understood(cobra.NoArgs),
		Short: "Run a headquarters of three nodes in this process, with invented staff and appointments"}
	f := c.Flags()
	f.StringVar(&cfg.Dir, "state", "state", "folder for all of its files; it is found again at the next start")
	f.IntVar(&cfg.BasePort, "base-port", DefaultBasePort, "first of six ports on loopback; 0 takes those of the folder, else free ones")
	level := logLevel(c)
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		if cfg.Logger, err = logger(w, *level); err != nil {
			return err
		}
		if !f.Changed("base-port") && keptBefore(cfg.Dir) {
			cfg.BasePort = 0
		}
		collectLess(w)
		return runDemo(c.Context(), w, cfg)
	}
	return c
}

func runDemo(ctx context.Context, w World, cfg DemoConfig) error {
	d, err := OpenDemo(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.Err, "Het hoofdkantoor start…")
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.Run(ctx) })
	g.Go(func() error {
		select {
		case <-d.Ready():
			_, err := fmt.Fprint(w.Out, d.banner())
			return err
		case <-ctx.Done():
			return nil
		}
	})
	return either(g.Wait(), d.Close())
}

// banner says what runs, and how to talk to it.
func (d *Demo) banner() string {
	url := d.at.urls()[0]
	var who []string
	for _, c := range demoStaff {
		who = append(who, fmt.Sprintf("%s (%s)", c.id, c.name))
	}
	return fmt.Sprintf(`Het hoofdkantoor draait: drie knooppunten in een proces.
  toestand    %s
  loketten    %s
  gewone deur %s
  token       %s
  DEMONSTRATIE: medewerkers %s, allemaal met pincode %s.
  Proberen:   curl -H 'Content-Type: application/json' -d '{"products":["eid-aanvraag"]}' %s/buurtloket.v1.Booking/Search
              central bookings list %s --state %s
`, d.cfg.Dir, strings.Join(d.at.Nodes, " "), strings.Join(d.at.urls(), " "), d.at.TokenFile,
		strings.Join(who, ", "), demoPIN, url, berchem, d.cfg.Dir)
}
