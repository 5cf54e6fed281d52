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
	c := &cobra.Command{Use: "desk", Short: "Let screens of other desks in over the LAN, see them, put them out"}
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

// inviteCommand prints the code alone on stdout, so that a script can take it, and what to do with it on stderr.
func inviteCommand(at *reach) *cobra.Command {
	var number uint8
	c := &cobra.Command{
		Use:   "invite",
		Short: "Give a one-time code with which another machine becomes the screen of a desk",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return at.ask(cmd.Context(), func(ctx context.Context, d contractconnect.DesksClient) error {
				res, err := d.Invite(ctx, connect.NewRequest(&contract.InviteDeskRequest{Desk: uint32(number)}))
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
					fmt.Fprintf(cmd.ErrOrStderr(), "Loket %d heeft al een scherm; dat valt uit zodra het nieuwe aansluit.\n", number)
				}
				return nil
			})
		},
	}
	c.Flags().Uint8Var(&number, "desk", 0, "number of the desk")
	return c
}

func listCommand(at *reach) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the desks with a screen on another machine, and the codes that wait",
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
					fmt.Fprintf(cmd.OutOrStdout(), "%d\t%s\n", row.Desk, say)
				}
				return nil
			})
		},
	}
}

// sayDesk says how a desk stands: "verbonden, sinds 24/11/2026 08:31".
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
		say = append(say, state, "aangesloten op "+joined.Format("02/01/2006 15:04"))
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
	return &cobra.Command{
		Use:   "revoke DESK",
		Short: "Put the screen of a desk out, at once",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var number uint8
			if _, err := fmt.Sscanf(args[0], "%d", &number); err != nil || fmt.Sprint(number) != args[0] {
				return fault.New("appliance.desk", fault.Invalid).On(args[0]).Tell("Dit is geen nummer van een loket.", "Geef het nummer, zoals in de lijst.")
			}
			return at.ask(cmd.Context(), func(ctx context.Context, d contractconnect.DesksClient) error {
				_, err := d.Revoke(ctx, connect.NewRequest(&contract.RevokeDeskRequest{Desk: uint32(number)}))
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "het scherm van loket %d is buitengesloten\n", number)
				}
				return err
			})
		},
	}
}

// civil is a moment as people here read it.
func civil(ms int64) (time.Time, error) {
	zone, err := calendar.Zone()
	return time.UnixMilli(ms).In(zone), err
}
