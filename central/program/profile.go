package program

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/link"
)

func profileCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "profile", Short: "What Mijn Burgerprofiel was told of appointments, for citizens who agreed", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(profileStatusCommand(w), profileKeyCommand(w))
	return c
}

// profileKeyCommand prints what the connector needs to know whom a notice is for. It talks to nobody: the key is in no state and on no wire.
func profileKeyCommand(w World) *cobra.Command {
	var folder string
	c := &cobra.Command{Use: "key", Short: "The key by which the city's connector finds whom a notice means; a secret", Args: understood(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if _, err := os.Stat(folder); err != nil || folder == "" {
				return invalid("central.profile", err, "Zeg met --authority waar de map van de autoriteit is.", "")
			}
			authority, err := central.LoadAuthority(folder, link.AuthorityOptions{Now: w.Now, Random: w.Random})
			if err != nil {
				return err
			}
			_, secret, err := authority.PEM()
			if err != nil {
				return err
			}
			key, err := signin.HolderKey(secret)
			if err == nil {
				_, err = fmt.Fprintln(w.Out, hex.EncodeToString(key))
			}
			return err
		}}
	c.Flags().StringVar(&folder, "authority", "", "folder with the authority's certificate and key")
	return c
}

func ofProfile(d door, ctx context.Context, q *connect.Request[contract.ProfileStatusRequest]) (*connect.Response[contract.ProfileStatusResponse], error) {
	return contractconnect.ProfileClient.Status(d.profile, ctx, q)
}

func profileStatusCommand(w World) *cobra.Command {
	q := new(contract.ProfileStatusRequest)
	c := tool(w, &cobra.Command{Use: "status", Short: "How many notices were sent, wait, or were not sent and why; nobody's name is shown"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, ofProfile, q)
			if err != nil {
				return err
			}
			return h.showProfile(res)
		})
	c.Flags().Uint32Var(&q.Limit, "limit", 0, "list at most so many; default 50")
	return c
}

func (h *hq) showProfile(res *contract.ProfileStatusResponse) error {
	if !res.Sends {
		h.remark("Deze knoop meldt niets aan Mijn Burgerprofiel: er is geen adres ingesteld ('central serve --profile').")
	}
	h.remark("Gemeld: %d. Wacht: %d. Niet gemeld: %d.", res.Sent, res.Waiting, res.Unsent)
	when := func(ms int64) string {
		if ms == 0 {
			return ""
		}
		return time.UnixMilli(ms).In(h.Now().Location()).Format("2006-01-02 15:04")
	}
	if res.OldestMs != 0 {
		h.remark("De oudste die wacht is van %s.", when(res.OldestMs))
	}
	t := &table{head: []string{"MELDING", "AFSPRAAK", "WAT", "VAN", "HOE HET STAAT", "POGINGEN", "VOLGENDE", "CODE"}}
	for _, n := range res.Notices {
		t.add(hex.EncodeToString(n.Act), (&contract.Appointment{Id: n.Appointment}).AppointmentID().Code(), profileDutch[n.Change], when(n.AtMs), stageDutch[n.Stage],
			number(n.Tries), when(n.DueMs), n.Code)
	}
	return h.show(res, t)
}

var profileDutch = map[contract.ProfileChange]string{contract.ProfileChange_PROFILE_CHANGE_MADE: "gemaakt", contract.ProfileChange_PROFILE_CHANGE_MOVED: "verzet",
	contract.ProfileChange_PROFILE_CHANGE_CANCELLED: "geannuleerd"}

var stageDutch = map[contract.ProfileStage]string{contract.ProfileStage_PROFILE_STAGE_WAITING: "wacht", contract.ProfileStage_PROFILE_STAGE_SENT: "gemeld",
	contract.ProfileStage_PROFILE_STAGE_UNSENT: "niet gemeld", contract.ProfileStage_PROFILE_STAGE_DROPPED: "niet meer gewild"}
