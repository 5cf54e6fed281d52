package program

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
)

func clerksCommand(w World) *cobra.Command {
	q := &contract.PutClerkRequest{Clerk: new(contract.Clerk)}
	var pinFile string
	c := tool(w, &cobra.Command{Use: "clerk ID", Short: "Put a member of staff on the rosters of locations", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Clerk.Id = args[0]
			if q.Pin, err = readToken(pinFile); err != nil {
				return err
			}
			if _, err := ask(ctx, h, door.PutClerk, q); err != nil {
				return err
			}
			h.remark("%s kan zich aanmelden zodra het loket dit hoort.", q.Clerk.Name)
			return nil
		})
	f := c.Flags()
	f.StringVar(&q.Clerk.Name, "name", "", "name as colleagues see it")
	f.StringSliceVar(&q.Clerk.Roles, "role", []string{"clerk"}, "roles: "+strings.Join(register.Roles, ", "))
	f.StringSliceVar(&q.Sites, "site", nil, "locations; none takes the person off every roster")
	f.StringSliceVar(&q.Clerk.Skills, "skill", nil, "products or clusters that the person serves; without it all that the desk does")
	f.StringVar(&pinFile, "pin-file", "", "file with the PIN, so that it stands in no process list; without it the known PIN stays")
	f.StringVar(&q.By, "by", "", "who decides")
	return c
}

func rosterCommand(w World) *cobra.Command {
	q := new(contract.PutRosterRequest)
	var also []string
	var set bool
	var c *cobra.Command
	c = tool(w, &cobra.Command{Use: "roster SITE", Short: "Rosters: who works when, see the commands; of a SITE alone, who may sign in there and what holds, and with --set change what holds", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Site = args[0]
			if !set {
				if c.Flags().Changed("also") || c.Flags().Changed("offline-days") {
					return invalid("central.roster", fmt.Errorf("without --set"), "Er is niets gewijzigd.", "Zeg er --set bij: wat je niet noemt, valt weg.")
				}
				return h.showRoster(ask(ctx, h, door.Roster, &contract.RosterRequest{Site: q.Site}))
			}
			if q.Also, err = parseRights(also); err != nil {
				return err
			}
			return h.showRoster(ask(ctx, h, door.PutRoster, q))
		})
	c.Flags().BoolVar(&set, "set", false, "put what follows in the place of what was set")
	c.Flags().Uint32Var(&q.OfflineDays, "offline-days", 0, "sign-in works so long without a word from headquarters; 0: the counter's own rule")
	c.Flags().StringSliceVar(&also, "also", nil, "what a role may do there beyond the rule, as reception:hand-out; rights are "+strings.Join(register.Rights, ", "))
	c.Flags().StringVar(&q.By, "by", "", "who decides")
	c.AddCommand(rosterCommands(w)...)
	return c
}

// parseRights reads ROLE:RIGHT.
func parseRights(texts []string) (out []*contract.Roster_RoleRight, err error) {
	for _, text := range texts {
		role, right, ok := strings.Cut(text, ":")
		if !ok {
			return nil, invalid("central.roster", fmt.Errorf("right %q", text), "Dit recht is niet begrepen.", "Schrijf het als reception:hand-out.")
		}
		out = append(out, &contract.Roster_RoleRight{Role: role, Right: right})
	}
	return out, nil
}

func (h *hq) showRoster(res *contract.RosterResponse, err error) error {
	if err != nil {
		return err
	}
	r := res.Roster
	if r.OfflineDays > 0 {
		h.remark("Aanmelden kan tot %d dagen zonder bericht van het hoofdkantoor.", r.OfflineDays)
	}
	for _, a := range r.Also {
		h.remark("Hier mag %s ook: %s.", a.Role, a.Right)
	}
	t := &table{head: []string{"MEDEWERKER", "NAAM", "ROLLEN", "DOET"}}
	for _, c := range r.Clerks {
		t.add(c.Id, c.Name, strings.Join(c.Roles, ","), strings.Join(c.Skills, ","))
	}
	return h.show(res, t)
}
