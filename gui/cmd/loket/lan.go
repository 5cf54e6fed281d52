package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// remote is where a counter on another machine is found, and what this machine shows to be let in.
type remote struct{ address, code, badge string }

func (r *remote) flags(f *pflag.FlagSet, address string) {
	f.StringVar(&r.address, address, "", "address of a counter on another machine, host:port")
	f.StringVar(&r.code, "code", "", "one-time code of that counter, which makes this machine the screen of a desk")
	f.StringVar(&r.badge, "badge", "", "file that lets this machine in (default: buurtloket/desk.pem in the user's settings)")
}

// join uses a code and keeps the badge.
func (r remote) join(ctx context.Context) (*local.Badge, error) {
	now, _ := clock.FromEnv()
	file, err := r.file()
	if err != nil {
		return nil, err
	}
	return local.Join(ctx, file, r.address, r.code, now)
}

// open reads the badge, after using a code where one is given.
func (r remote) open(ctx context.Context) (*local.Badge, error) {
	if r.code != "" {
		return r.join(ctx)
	}
	now, _ := clock.FromEnv()
	file, err := r.file()
	if err != nil {
		return nil, err
	}
	return local.OpenBadge(file, now)
}

func (r remote) file() (string, error) {
	if r.badge != "" {
		return r.badge, nil
	}
	return local.BadgeFile()
}

// joinCommand makes this machine the screen of a desk, for every window that is opened afterwards.
func joinCommand() *cobra.Command {
	var r remote
	c := &cobra.Command{Use: "join", Short: "Make this machine the screen of a desk of a counter on another machine, with a one-time code",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			if r.address == "" || r.code == "" {
				return fault.New("loket.join", fault.Invalid).Tell("Zeg waar het loket is en met welke code.", "Gebruik --to host:poort en --code.")
			}
			badge, err := r.join(c.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "dit toestel is nu het scherm van loket %d van %s; open het met: loket clerk --counter %s\n", badge.Desk(), badge.Site(), r.address)
			return nil
		}}
	r.flags(c.Flags(), "to")
	return c
}

// reach is the way to a counter, by the socket of this machine or over the LAN, and the desk that this screen is. The line
// of the LAN is kept until hangUp, which must be called.
func reach(ctx context.Context, o options) (at state.Counter, own office.Desk, hangUp func(), err error) {
	desk := office.Desk(o.desk)
	if o.remote.address == "" {
		counter := local.Dial(o.socket, desk)
		return counter, desk, counter.Close, nil
	}
	badge, err := o.remote.open(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	if o.deskMeant && desk != badge.Desk() {
		return nil, 0, nil, fault.New("loket.clerk", fault.Denied).On(fmt.Sprintf("desk %d", desk)).
			Tell(fmt.Sprintf("Dit toestel is het scherm van loket %d.", badge.Desk()), "Laat --desk weg, of sluit het aan met een code voor dat loket.")
	}
	counter, err := local.DialLAN(badge, o.remote.address, slog.Default())
	if err != nil {
		return nil, 0, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { _ = counter.Run(ctx) }) // it ends with ctx only, and then with nil
	return counter, badge.Desk(), func() { cancel(); running.Wait(); counter.Close() }, nil
}
