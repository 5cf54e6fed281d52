package program

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// bindPut adds the flags of every change of the plan.
func bindPut(c *cobra.Command, q *contract.PutPlanRequest) {
	c.Flags().BoolVar(&q.Try, "try", false, "change nothing, and show whom it would hit")
	c.Flags().StringVar(&q.By, "by", "", "who decides")
}

// pieces puts a plan of new pieces, or removes them.
func pieces(q *contract.PutPlanRequest, p *contract.Plan, remove bool) *contract.PutPlanRequest {
	if remove {
		q.Remove = p
	} else {
		q.Put = p
	}
	return q
}

func regimeCommand(w World) *cobra.Command {
	q, g := new(contract.PutPlanRequest), new(contract.Regime)
	var from, to string
	var closed, teams []string
	var remove bool
	c := tool(w, &cobra.Command{Use: "regime ID", Short: "Close desks, or have teams take turns, for a period", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			g.Id = args[0]
			if g.FromDate, err = parseDate(from); err == nil {
				g.ToDate, err = parseDate(to)
			}
			if err != nil {
				return err
			}
			if g.Closed, err = typedDesks(closed); err != nil {
				return err
			}
			for _, text := range teams {
				team, err := parseTeam(text)
				if err != nil {
					return err
				}
				g.Teams = append(g.Teams, team)
			}
			res, err := ask(ctx, h, door.PutPlan, pieces(q, &contract.Plan{Regimes: []*contract.Regime{g}}, remove))
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&g.Site, "site", "", "location; without it every one")
	f.StringVar(&from, "from-date", "", "first day")
	f.StringVar(&to, "to-date", "", "last day")
	f.StringSliceVar(&closed, "closed", nil, "desks nobody serves at: 3,4")
	f.StringArrayVar(&teams, "team", nil, "NAME:DESKS:DAYS, as A:1,2:ma,wo; more of a team in a file, with 'rules apply'")
	f.StringVar(&g.Reason, "reason", "", "why, as visitors read it")
	f.BoolVar(&remove, "remove", false, "take it back")
	bindPut(c, q)
	return c
}

func typedDesks(names []string) (uint64, error) {
	set, err := parseDesks(names)
	if err != nil {
		return 0, invalid("central.rules", err, "Deze loketten zijn niet begrepen: "+err.Error()+".", "Schrijf hun nummers: 1,2.")
	}
	return set, nil
}

// parseTeam reads NAME:DESKS:DAYS.
func parseTeam(text string) (*contract.Regime_Team, error) {
	part := strings.Split(text, ":")
	if len(part) != 3 {
		return nil, invalid("central.rules", fmt.Errorf("team %q", text), "Deze ploeg is niet begrepen.", "Schrijf ze als A:1,2:ma,wo.")
	}
	desks, err := typedDesks(strings.Split(part[1], ","))
	if err != nil {
		return nil, err
	}
	days, err := parseDays(strings.Split(part[2], ","))
	return &contract.Regime_Team{Name: part[0], Desks: desks, Turn: &contract.Recurrence{Weekdays: days}}, err
}

func termCommand(w World) *cobra.Command {
	q, m := new(contract.PutPlanRequest), new(contract.Term)
	var channel string
	var remove bool
	c := tool(w, &cobra.Command{Use: "term [PRODUCT]", Short: "How early and how late may be booked; without a product, for all without a term of their own",
		Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			m.Product = strings.Join(args, "")
			if m.Channel, err = parseChannel(channel); err != nil {
				return err
			}
			res, err := ask(ctx, h, door.PutPlan, pieces(q, &contract.Plan{Terms: []*contract.Term{m}}, remove))
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&channel, "channel", "", "desk, phone, web, kiosk or app; without it every one")
	f.Uint32Var(&m.First, "first", 0, "earliest, in days from today")
	f.Uint32Var(&m.Last, "last", 56, "latest, in days from today")
	f.Uint32Var(&m.NoticeMinutes, "notice", 0, "minutes before it begins at least")
	f.BoolVar(&remove, "remove", false, "take it back")
	bindPut(c, q)
	return c
}

func parseChannel(text string) (contract.Channel, error) {
	if text == "" {
		return contract.Channel_CHANNEL_UNSPECIFIED, nil
	}
	n, ok := contract.Channel_value["CHANNEL_"+strings.ToUpper(text)]
	if !ok {
		return 0, invalid("central.rules", fmt.Errorf("channel %q", text), "Dit kanaal bestaat niet.", "Kies desk, phone, web, kiosk of app.")
	}
	return contract.Channel(n), nil
}

func sayChannel(c contract.Channel) string {
	if c == contract.Channel_CHANNEL_UNSPECIFIED {
		return "elk kanaal"
	}
	return strings.ToLower(strings.TrimPrefix(c.String(), "CHANNEL_"))
}

func sayTerm(m *contract.Term) string {
	say := fmt.Sprintf("%s: dag %d tot %d", sayChannel(m.Channel), m.First, m.Last)
	if m.NoticeMinutes > 0 {
		say += fmt.Sprintf(", %d minuten vooraf", m.NoticeMinutes)
	}
	return say
}

func sayTeams(g *contract.Regime) string {
	var said []string
	if g.Closed != 0 {
		said = append(said, "dicht "+sayDeskSet(g.Closed))
	}
	for _, team := range g.Teams {
		said = append(said, fmt.Sprintf("%s %s (%s)", team.Name, sayDeskSet(team.Desks), cmp.Or(sayWhen(team.Turn), "altijd")))
	}
	return strings.Join(said, "; ")
}

func sayDeskSet(set uint64) string {
	var out []string
	for i := range 64 {
		if set>>i&1 == 1 {
			out = append(out, fmt.Sprint(i+1))
		}
	}
	return strings.Join(out, ",")
}

// applyCommand changes the plan by a file: all of it, or nothing.
func applyCommand(w World) *cobra.Command {
	q := new(contract.PutPlanRequest)
	var remove bool
	c := tool(w, &cobra.Command{Use: "apply FILE", Short: "Put, and remove, the pieces that a YAML or JSON file holds: all or none",
		Long: `Put, and remove, the pieces that a YAML or JSON file holds: all or none.

closures:
- id: kerstavond
  reason: Kerstavond
  from_date: 2026-12-24
  from: "12:00"
  to: "24:00"
  when: {each: "12-24"}
rules:
- id: avond
  site: buurtloket-berchem
  weekdays: [do]
  from: "17:00"
  to: "19:00"
  desks: 2
  mode: appointment
  when: {nth: [1, laatste]}
remove:
  terms:
  - {product: eid-aanvraag, channel: web}
`, Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Put, q.Remove, err = readPlanFile(args[0]); err != nil {
				return err
			}
			if remove {
				q.Put, q.Remove = nil, q.Put
			}
			res, err := ask(ctx, h, door.PutPlan, q)
			return h.showPlan(res, err)
		})
	c.Flags().BoolVar(&remove, "remove", false, "remove what the file holds")
	bindPut(c, q)
	return c
}
