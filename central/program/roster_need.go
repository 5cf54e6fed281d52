package program

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

func rosterNeed(d door, ctx context.Context, r *connect.Request[contract.RosterNeedRequest]) (*connect.Response[contract.RosterNeedResponse], error) {
	return d.rosters.Need(ctx, r)
}

func rosterNeedCommand(w World) *cobra.Command {
	q := new(contract.RosterNeedRequest)
	var week, plan string
	var more []string
	c := tool(w, &cobra.Command{Use: "need", Short: "Hours needed beside hours there in a week, by day and by skill; and how that would be with other opening hours; nothing changes"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.Monday, err = parseDate(week); err != nil {
				return err
			}
			if plan != "" {
				if q.Put, q.Remove, err = readPlanFile(plan); err != nil {
					return err
				}
			}
			for i, text := range more {
				rule, err := parseOpening(text, i+1)
				if err != nil {
					return err
				}
				if q.Put == nil {
					q.Put = new(contract.Plan)
				}
				q.Put.Rules = append(q.Put.Rules, rule)
			}
			return h.showNeed(ask(ctx, h, rosterNeed, q))
		})
	f := c.Flags()
	f.StringVar(&week, "week", "", "any day of the week; without it the next")
	f.StringSliceVar(&q.Sites, "site", nil, "only these locations")
	f.StringVar(&plan, "plan", "", "with the pieces of the plan in this file, as 'central rules' reads them")
	f.StringArrayVar(&more, "open", nil, "with this opening beside: LOCATION,DAY,HOURS,DESKS, as buurtloket-berchem,do,17:00-20:00,2")
	return c
}

// parseOpening reads "buurtloket-berchem,do,17:00-20:00,2" as a rule that is only thought of.
func parseOpening(text string, n int) (*contract.Rule, error) {
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return nil, invalid("central.roster", fmt.Errorf("opening %q", text), "Deze opening is niet begrepen.", "Schrijf ze als buurtloket-berchem,do,17:00-20:00,2.")
	}
	days, err := parseDays([]string{parts[1]})
	if err != nil {
		return nil, err
	}
	desks, err := strconv.ParseUint(parts[3], 10, 7)
	if err != nil {
		return nil, invalid("central.roster", err, "Dit is geen aantal loketten.", "Schrijf de opening als buurtloket-berchem,do,17:00-20:00,2.")
	}
	rule := &contract.Rule{Id: fmt.Sprintf("denkoefening/%d", n), Site: parts[0], Mode: "appointment", Weekdays: days, Desks: uint32(desks), FirstDesk: 1, SlotMinutes: 10}
	rule.From, rule.To, err = parseSpan(parts[2])
	return rule, err
}

// showNeed prints days and skills, as they are and as they would be.
func (h *hq) showNeed(res *contract.RosterNeedResponse, err error) error {
	if err != nil {
		return err
	}
	if h.json {
		return h.showJSON(res)
	}
	now, then := res.Now, res.Then
	if then == nil {
		then = now
	}
	days := &table{head: []string{"DAG", "NODIG", "AVOND EN WEEKEND", "ZEKER TEKORT"}}
	for i, d := range then.Days {
		before := now.Days[i]
		days.add(sayDay(d.Date), hoursChange(before.NeedMinutes, d.NeedMinutes), hoursChange(before.EveningMinutes, d.EveningMinutes), hoursChange(before.MissingMinutes, d.MissingMinutes))
	}
	days.add("week", hoursChange(now.NeedMinutes, then.NeedMinutes), "", hoursChange(now.MissingMinutes, then.MissingMinutes))
	skills := &table{head: []string{"CLUSTER", "AANGEBODEN", "LOKETUREN", "KUNNEN DIT", "HUN UREN", "ZEKER TEKORT"}}
	for _, s := range then.Skills {
		before := new(contract.RosterSum_Skill)
		for _, o := range now.Skills {
			if o.Cluster == s.Cluster {
				before = o
			}
		}
		skills.add(s.Cluster, hoursChange(before.OpenMinutes, s.OpenMinutes), hoursChange(before.DeskMinutes, s.DeskMinutes), number(s.People), roster.Hours(int(s.ContractMinutes)),
			hoursChange(before.MissingMinutes, s.MissingMinutes))
	}
	if err := days.print(h.Out); err != nil {
		return err
	}
	fmt.Fprintln(h.Out)
	if err := skills.print(h.Out); err != nil {
		return err
	}
	h.remark("Er zijn %s aan contracturen in de week van %s.", roster.Hours(int(then.ContractMinutes)), office.Date(then.Days[0].Date))
	if len(then.Unknown) > 0 {
		h.remark("Van %s is geen contract bekend; hun uren tellen niet mee.", strings.Join(then.Unknown, ", "))
	}
	h.remark("%s", res.Method)
	return nil
}

// hoursChange is hours before and after; once when they stay.
func hoursChange(before, after uint32) string {
	if before == after {
		return roster.Hours(int(after))
	}
	return roster.Hours(int(before)) + " → " + roster.Hours(int(after))
}
