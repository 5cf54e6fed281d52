package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
)

func rosterHistoryCommand(w World) *cobra.Command {
	q := new(contract.RosterHistoryRequest)
	var week string
	c := tool(w, &cobra.Command{Use: "history [SITE]", Short: "Every change of rosters, people and rules: who changed what, from what to what", Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Site = strings.Join(args, "")
			if q.Monday, err = parseDate(week); err != nil {
				return err
			}
			res, err := ask(ctx, h, rosterHistory, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"VERSIE", "WANNEER", "WIE", "LOCATIE", "WEEK", "WAT", "WAS", "IS"}}
			for _, n := range res.Notes {
				at, err := moment(n.AtMs)
				if err != nil {
					return err
				}
				cells := []string{number(n.Version), at, n.By, n.After.GetSite(), sayDate(n.After.GetMonday())}
				for _, line := range noteLines(n) {
					t.add(append(slices.Clone(cells), line...)...)
				}
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&week, "week", "", "only of the week with this day")
	return c
}

// noteLines says of a change what was and what is, a line for each thing.
func noteLines(n *contract.RosterNote) (out [][]string) {
	was, is := said(n.Before.GetShifts(), sayShiftOf), said(n.After.GetShifts(), sayShiftOf)
	out = append(out, changes("dienst", was, is)...)
	out = append(out, changes("aanvaard", n.Before.GetAccepted(), n.After.GetAccepted())...)
	person := func(p *contract.RosterPerson) string { return p.Id + ": " + fields(nil, p) }
	out = append(out, changes("medewerker", said(n.BookBefore.GetPeople(), person), said(n.BookAfter.GetPeople(), person))...)
	away := func(a *contract.RosterAbsence) string {
		return fmt.Sprintf("%s %s tot en met %s, %s", a.Person, sayDate(a.FromDate), sayDate(cmp.Or(a.ToDate, a.FromDate)), sayAbsent(a))
	}
	out = append(out, changes("afwezig", said(n.BookBefore.GetAbsences(), away), said(n.BookAfter.GetAbsences(), away))...)
	if !proto.Equal(n.BookBefore.GetRules(), n.BookAfter.GetRules()) {
		rules := func(r *contract.RosterRules) string {
			if r == nil {
				return ""
			}
			return fields(nil, r)
		}
		out = append(out, []string{"regels", rules(n.BookBefore.GetRules()), rules(n.BookAfter.GetRules())})
	}
	if len(out) == 0 {
		out = append(out, []string{"niets gewijzigd", "", ""})
	}
	return out
}

func sayShiftOf(s *contract.RosterShift) string {
	return fmt.Sprintf("%s %s %s", s.Person, sayDay(s.Date), sayShift(s))
}

func said[T any](all []T, say func(T) string) (out []string) {
	for _, x := range all {
		out = append(out, say(x))
	}
	return out
}

// changes lists what went and what came; what begins with the same name as what went stands beside it.
func changes(what string, was, is []string) (out [][]string) {
	name := func(text string) string { first, _, _ := strings.Cut(text, " "); return first }
	var came []string
	for _, x := range is {
		if !slices.Contains(was, x) {
			came = append(came, x)
		}
	}
	for _, x := range was {
		if slices.Contains(is, x) {
			continue
		}
		beside := ""
		if at := slices.IndexFunc(came, func(y string) bool { return name(y) == name(x) }); at >= 0 {
			beside = came[at]
			came = slices.Delete(came, at, at+1)
		}
		out = append(out, []string{what, x, beside})
	}
	for _, x := range came {
		out = append(out, []string{what, "", x})
	}
	return out
}
