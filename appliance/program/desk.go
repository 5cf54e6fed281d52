package program

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// patience is how long a command waits for the daemon, which answers in milliseconds.
const patience = 10 * time.Second

// deskCommand asks the running daemon about the screens of the LAN, over its socket.
func deskCommand() *cobra.Command {
	var at reach
	c := &cobra.Command{Use: "desk", Short: "Let desks, displays and self-service desks on other machines in over the LAN, see them, put them out"}
	c.PersistentFlags().StringVar(&at.socket, "socket", os.Getenv("BUURTLOKET_SOCKET"), "unix socket of the running counter (default: counter.sock in --dir)")
	c.PersistentFlags().StringVar(&at.dir, "dir", os.Getenv("BUURTLOKET_DIR"), "folder of the journal and the device's keys")
	c.AddCommand(inviteCommand(&at), listCommand(&at), revokeCommand(&at))
	return c
}

// reach is how a command finds the daemon.
type reach struct{ socket, dir string }

// path is where the daemon's socket is.
func (r *reach) path(op string) (string, error) {
	switch {
	case r.socket != "":
		return r.socket, nil
	case r.dir != "":
		return filepath.Join(r.dir, "counter.sock"), nil
	}
	return "", fault.New(op, fault.Invalid).Tell("Zeg welk loket dit is.", "Gebruik --dir of --socket.")
}

// ask makes calls at the daemon.
func (r *reach) ask(ctx context.Context, do func(context.Context, contractconnect.DesksClient) error) error {
	path, err := r.path("appliance.desk")
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &socket.Transport{Path: path}}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = fault.FromRPC("appliance.desk", do(ctx, contractconnect.NewDesksClient(client, "http://counter")))
	if fault.Is(err, fault.Unreachable) {
		return fault.New("appliance.desk", fault.Unreachable).On(path).Because(err).
			Tell("Het loket draait hier niet, of je mag niet aan zijn socket.", "Start het eerst, of vraag het de beheerder van dit toestel.")
	}
	return err
}

// place is which screen a command is about.
type place struct{ desk, display, kiosk uint8 }

func (p *place) flags(c *cobra.Command) {
	c.Flags().Uint8Var(&p.desk, "desk", 0, "number of the desk")
	c.Flags().Uint8Var(&p.display, "display", 0, "number of the waiting room's display, from 1")
	c.Flags().Uint8Var(&p.kiosk, "kiosk", 0, "number of the self-service desk, from 1")
	c.MarkFlagsMutuallyExclusive("desk", "display", "kiosk")
}

// wire is the place as the contract has it.
func (p *place) wire() (desk uint32, role contract.ScreenRole, number uint32) {
	switch {
	case p.display != 0:
		return 0, contract.ScreenRole_SCREEN_ROLE_DISPLAY, uint32(p.display)
	case p.kiosk != 0:
		return 0, contract.ScreenRole_SCREEN_ROLE_KIOSK, uint32(p.kiosk)
	}
	return uint32(p.desk), contract.ScreenRole_SCREEN_ROLE_DESK, 0
}

// sayPlace names a screen: "loket 2".
func sayPlace(desk uint32, role contract.ScreenRole, number uint32) string {
	switch role {
	case contract.ScreenRole_SCREEN_ROLE_DISPLAY:
		return fmt.Sprintf("wachtscherm %d", number)
	case contract.ScreenRole_SCREEN_ROLE_KIOSK:
		return fmt.Sprintf("zelfbediening %d", number)
	}
	return fmt.Sprintf("loket %d", desk)
}

// inviteCommand prints the code alone on stdout, so that a script can take it, and what to do with it on stderr.
func inviteCommand(at *reach) *cobra.Command {
	var of place
	c := &cobra.Command{
		Use:   "invite",
		Short: "Give a one-time code with which another machine becomes the screen of a desk, a display or a self-service desk",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return at.ask(cmd.Context(), func(ctx context.Context, d contractconnect.DesksClient) error {
				desk, role, number := of.wire()
				res, err := d.Invite(ctx, connect.NewRequest(&contract.InviteDeskRequest{Desk: desk, Role: role, Number: number}))
				if err != nil {
					return err
				}
				until, err := civil(res.Msg.ExpiresMs)
				if err != nil {
					return err
				}
				to := res.Msg.Address
				if to == "" || strings.HasPrefix(to, "[::]") || strings.HasPrefix(to, "0.0.0.0") {
					to = "<adres van dit toestel>" + to[max(0, strings.LastIndexByte(to, ':')):]
				}
				fmt.Fprintln(cmd.OutOrStdout(), res.Msg.Code)
				fmt.Fprintf(cmd.ErrOrStderr(), "Geldig tot %s, voor één toestel. Tik daar: loket join --to %s --code %s\n", until.Format("15:04"), to, res.Msg.Code)
				if res.Msg.Replaces {
					fmt.Fprintf(cmd.ErrOrStderr(), "Er is al een toestel als %s; dat valt uit zodra het nieuwe aansluit.\n", sayPlace(desk, role, number))
				}
				return nil
			})
		},
	}
	of.flags(c)
	return c
}

func listCommand(at *reach) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the screens on other machines: what each is, when it was last seen, and the codes that wait",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return at.ask(cmd.Context(), func(ctx context.Context, d contractconnect.DesksClient) error {
				res, err := d.List(ctx, connect.NewRequest(&contract.ListDesksRequest{}))
				if err != nil {
					return err
				}
				for _, row := range res.Msg.Desks {
					say, err := sayDesk(row)
					if err != nil {
						return err
					}
					fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", sayPlace(row.Desk, row.Role, row.Number), say)
				}
				return nil
			})
		},
	}
}

// sayDesk says how a screen stands: "niet verbonden, laatst gezien op 24/11/2026 08:31, aangesloten op 02/11/2026 09:00".
func sayDesk(row *contract.DeskRow) (string, error) {
	var say []string
	if row.JoinedMs != 0 {
		joined, err := civil(row.JoinedMs)
		if err != nil {
			return "", err
		}
		state := "niet verbonden"
		if row.Connected {
			state = "verbonden"
		}
		say = append(say, state)
		if !row.Connected && row.SeenMs != 0 {
			seen, err := civil(row.SeenMs)
			if err != nil {
				return "", err
			}
			say = append(say, "laatst gezien op "+seen.Format("02/01/2006 15:04"))
		}
		say = append(say, "aangesloten op "+joined.Format("02/01/2006 15:04"))
	}
	if row.InvitedMs != 0 {
		until, err := civil(row.InvitedMs)
		if err != nil {
			return "", err
		}
		say = append(say, "een code wacht tot "+until.Format("15:04"))
	}
	return strings.Join(say, ", "), nil
}

func revokeCommand(at *reach) *cobra.Command {
	var of place
	c := &cobra.Command{
		Use:   "revoke DESK | --display N | --kiosk N",
		Short: "Put a screen out, at once",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			wrong := fault.New("appliance.desk", fault.Invalid).Tell("Dit is geen nummer van een loket.", "Geef het nummer, zoals in de lijst.")
			if len(args) == 1 {
				if _, err := fmt.Sscanf(args[0], "%d", &of.desk); err != nil || fmt.Sprint(of.desk) != args[0] || of.display+of.kiosk != 0 {
					return wrong.On(args[0])
				}
			}
			if of == (place{}) {
				return wrong
			}
			return at.ask(cmd.Context(), func(ctx context.Context, d contractconnect.DesksClient) error {
				desk, role, number := of.wire()
				_, err := d.Revoke(ctx, connect.NewRequest(&contract.RevokeDeskRequest{Desk: desk, Role: role, Number: number}))
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "het toestel van %s is buitengesloten\n", sayPlace(desk, role, number))
				}
				return err
			})
		},
	}
	of.flags(c)
	return c
}

// civil is a moment as people here read it.
func civil(ms int64) (time.Time, error) {
	zone, err := calendar.Zone()
	return time.UnixMilli(ms).In(zone), err
}
