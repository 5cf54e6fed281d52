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
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// remote is where a counter on another machine is found, and what this machine shows to be let in.
type remote struct{ address, code, badge string }

func (r *remote) flags(f *pflag.FlagSet, address string) {
	f.StringVar(&r.address, address, "", "address of a counter on another machine, host:port")
	f.StringVar(&r.code, "code", "", "one-time code of that counter, which lets this machine in for what the code was made for")
	f.StringVar(&r.badge, "badge", "", "file that lets this machine in (default: buurtloket/desk.pem, display.pem or kiosk.pem in the user's settings)")
}

// join uses a code and keeps the badge.
func (r remote) join(ctx context.Context) (*local.Badge, error) {
	now, _ := clock.FromEnv()
	return local.Join(ctx, r.badge, r.address, r.code, now)
}

// open reads the badge of a role, after using a code where one is given.
func (r remote) open(ctx context.Context, as link.Role) (*local.Badge, error) {
	if r.code != "" {
		return r.join(ctx)
	}
	now, _ := clock.FromEnv()
	if r.badge != "" {
		return local.OpenBadge(r.badge, now)
	}
	file, err := local.BadgeFile(as)
	if err != nil {
		return nil, err
	}
	return local.OpenBadge(file, now)
}

// wrong is what is wrong with the flags; a code is for a counter elsewhere.
func (r remote) wrong(op string) error {
	if r.address == "" && r.code != "" {
		return fault.New(op, fault.Invalid).Tell("Een code is voor een loket op een ander toestel.", "Geef ook --counter host:poort.")
	}
	return nil
}

// kept keeps a line until hangUp, which must be called and waits for its end.
func kept(ctx context.Context, line interface{ Run(context.Context) error }) (hangUp func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { _ = line.Run(ctx) }) // it ends with ctx only, and then with nil
	return func() { cancel(); running.Wait() }
}

// commandOf is what opens the screen that a role is for.
var commandOf = map[link.Role]string{link.RoleDesk: "clerk", link.RoleDisplay: "display", link.RoleKiosk: "kiosk"}

// joinCommand makes this machine a screen of a counter, for every window that is opened afterwards.
func joinCommand() *cobra.Command {
	var r remote
	c := &cobra.Command{Use: "join", Short: "Make this machine a desk, a display or a self-service desk of a counter on another machine, with a one-time code",
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			if r.address == "" || r.code == "" {
				return fault.New("loket.join", fault.Invalid).Tell("Zeg waar het loket is en met welke code.", "Gebruik --to host:poort en --code.")
			}
			badge, err := r.join(c.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "dit toestel is nu %s van %s; open het met: loket %s --counter %s\n", badge.Place(), badge.Site(), commandOf[badge.Role()], r.address)
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
	badge, err := o.remote.open(ctx, link.RoleDesk)
	if err != nil {
		return nil, 0, nil, err
	}
	if o.deskMeant && badge.Desk() != 0 && desk != badge.Desk() {
		return nil, 0, nil, fault.New("loket.clerk", fault.Denied).On(fmt.Sprintf("desk %d", desk)).
			Tell(fmt.Sprintf("Dit toestel is het scherm van loket %d.", badge.Desk()), "Laat --desk weg, of sluit het aan met een code voor dat loket.")
	}
	counter, err := local.DialLAN(badge, o.remote.address, slog.Default())
	if err != nil {
		return nil, 0, nil, err
	}
	stop := kept(ctx, counter)
	return counter, badge.Desk(), func() { stop(); counter.Close() }, nil
}

// hall is the way to the waiting room of a counter, as reach.
func (o options) hall(ctx context.Context) (at *local.Hall, hangUp func(), err error) {
	if o.remote.address == "" {
		hall := local.DialHall(o.socket)
		return hall, hall.Close, nil
	}
	badge, err := o.remote.open(ctx, link.RoleDisplay)
	if err != nil {
		return nil, nil, err
	}
	far, err := local.DialHallLAN(badge, o.remote.address, slog.Default())
	if err != nil {
		return nil, nil, err
	}
	stop := kept(ctx, far)
	return far.Hall, func() { stop(); far.Close() }, nil
}

// kiosk is the way to the self-service of a counter, as reach.
func (o options) kiosk(ctx context.Context) (at *local.Kiosk, hangUp func(), err error) {
	if o.remote.address == "" {
		kiosk := local.DialKiosk(o.socket)
		return kiosk, kiosk.Close, nil
	}
	badge, err := o.remote.open(ctx, link.RoleKiosk)
	if err != nil {
		return nil, nil, err
	}
	far, err := local.DialKioskLAN(badge, o.remote.address, slog.Default())
	if err != nil {
		return nil, nil, err
	}
	stop := kept(ctx, far)
	return far.Kiosk, func() { stop(); far.Close() }, nil
}
