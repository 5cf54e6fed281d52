package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The calls of rosters, as ask wants them.
func rosterWeek(d door, ctx context.Context, r *connect.Request[contract.RosterWeekRequest]) (*connect.Response[contract.RosterWeekResponse], error) {
	return d.rosters.Week(ctx, r)
}

func rosterCheck(d door, ctx context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterWeekResponse], error) {
	return d.rosters.Check(ctx, r)
}

func rosterPut(d door, ctx context.Context, r *connect.Request[contract.RosterSheetPut]) (*connect.Response[contract.RosterWeekResponse], error) {
	return d.rosters.Put(ctx, r)
}

func rosterStaff(d door, ctx context.Context, r *connect.Request[contract.RosterStaffRequest]) (*connect.Response[contract.RosterStaffResponse], error) {
	return d.rosters.Staff(ctx, r)
}

func rosterPutStaff(d door, ctx context.Context, r *connect.Request[contract.RosterBookPut]) (*connect.Response[contract.RosterStaffResponse], error) {
	return d.rosters.PutStaff(ctx, r)
}

func rosterPropose(d door, ctx context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterProposeResponse], error) {
	return d.rosters.Propose(ctx, r)
}

func rosterHistory(d door, ctx context.Context, r *connect.Request[contract.RosterHistoryRequest]) (*connect.Response[contract.RosterHistoryResponse], error) {
	return d.rosters.History(ctx, r)
}

// rosterCommands are what planners do with rosters: who works where and when (A002-61, A003-02).
func rosterCommands(w World) []*cobra.Command {
	return []*cobra.Command{rosterShowCommand(w), rosterCheckCommand(w), rosterPutCommand(w), rosterNeedCommand(w), rosterProposeCommand(w), rosterHistoryCommand(w)}
}

func rosterShowCommand(w World) *cobra.Command {
	var week string
	var file, staff bool
	c := tool(w, &cobra.Command{Use: "show [SITE]", Short: "One location in one week: who works when, what nobody covers, what breaks a rule; with --staff, the people and the rules",
		Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			if staff == (len(args) == 1) {
				return invalid("central.roster", fmt.Errorf("%d locations", len(args)), "Noem een locatie, of zeg --staff.", "")
			}
			if staff {
				res, err := ask(ctx, h, rosterStaff, &contract.RosterStaffRequest{})
				return h.showStaff(res, err, file)
			}
			on, err := parseDate(week)
			if err != nil {
				return err
			}
			res, err := ask(ctx, h, rosterWeek, &contract.RosterWeekRequest{Site: args[0], Monday: on})
			if err == nil && file && !h.json {
				return writeSheet(h.Out, res.Sheet)
			}
			return h.showWeek(res, err)
		})
	f := c.Flags()
	f.StringVar(&week, "week", "", "any day of the week; without it this week")
	f.BoolVar(&file, "file", false, "as a file to change and put back")
	f.BoolVar(&staff, "staff", false, "people, absences and rules instead of a week")
	return c
}

func rosterCheckCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "check FILE", Short: "What a week in a file would be: gaps and broken rules; nothing changes", Long: "What a week in a file would be. " + sheetHelp, Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			sheet, _, err := readRoster(args[0])
			if err != nil {
				return err
			}
			if sheet == nil {
				return invalid("central.roster", fmt.Errorf("no week"), "Dit bestand is geen week van een locatie.", "Vraag er een met 'central roster show SITE --file'.")
			}
			res, err := ask(ctx, h, rosterCheck, sheet)
			return h.showWeek(res, err)
		})
}

func rosterPutCommand(w World) *cobra.Command {
	var by string
	c := tool(w, &cobra.Command{Use: "put FILE", Short: "Store a week, or the people and rules, from a file as 'show --file' writes it", Long: "Store a week, or the people and rules. " + sheetHelp + "\n" + bookHelp,
		Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			sheet, book, err := readRoster(args[0])
			if err != nil {
				return err
			}
			if book != nil {
				res, err := ask(ctx, h, rosterPutStaff, &contract.RosterBookPut{Book: book, By: by})
				return h.showStaff(res, err, false)
			}
			res, err := ask(ctx, h, rosterPut, &contract.RosterSheetPut{Sheet: sheet, By: by})
			return h.showWeek(res, err)
		})
	c.Flags().StringVar(&by, "by", "", "who decides")
	return c
}

func rosterProposeCommand(w World) *cobra.Command {
	var week string
	c := tool(w, &cobra.Command{Use: "propose SITE", Short: "Fill what nobody covers, as far as the rules let it, and write the week as a file; nothing changes", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			on, err := parseDate(week)
			if err != nil {
				return err
			}
			now, err := ask(ctx, h, rosterWeek, &contract.RosterWeekRequest{Site: args[0], Monday: on})
			if err != nil {
				return err
			}
			res, err := ask(ctx, h, rosterPropose, now.Sheet)
			if err != nil {
				return err
			}
			if h.json {
				return h.showJSON(res)
			}
			missing := func(w *contract.RosterWeekResponse) (sum int) {
				for _, d := range w.Days {
					sum += int(d.MissingMinutes)
				}
				return sum
			}
			h.remark("%d diensten voorgesteld; onbezet: %s nu, %s met het voorstel. %s", len(res.Proposed), roster.Hours(missing(now)), roster.Hours(missing(res.Week)), res.Method)
			h.remark("Er is niets gewijzigd. Bewaar dit als bestand en zet het met 'central roster put'.")
			return writeSheet(h.Out, res.Sheet)
		})
	c.Flags().StringVar(&week, "week", "", "any day of the week; without it this week")
	return c
}

// showWeek prints people by days, then what nobody covers, then what breaks a rule.
func (h *hq) showWeek(res *contract.RosterWeekResponse, err error) error {
	if err != nil {
		return err
	}
	if h.json {
		return h.showJSON(res)
	}
	gaps := &table{head: []string{"DAG", "UREN", "ONBEZET"}}
	need, missing := 0, 0
	for _, d := range res.Days {
		need, missing = need+int(d.NeedMinutes), missing+int(d.MissingMinutes)
		for _, g := range d.Gaps {
			gaps.add(sayDay(g.Date), sayMinutes(g.From, g.To), g.Say)
		}
	}
	found := &table{head: []string{"WAT", "SLEUTEL", "UITLEG"}}
	for _, f := range res.Findings {
		found.add(findingWord(f), f.Key, f.Say)
	}
	if err := shiftTable(res).print(h.Out); err != nil {
		return err
	}
	for _, t := range []*table{gaps, found} {
		if len(t.rows) > 0 {
			fmt.Fprintln(h.Out)
			if err := t.print(h.Out); err != nil {
				return err
			}
		}
	}
	h.remark("Nodig %s, onbezet %s. Versie %d.", roster.Hours(need), roster.Hours(missing), res.Sheet.Version)
	return nil
}

func findingWord(f *contract.RosterFinding) string {
	switch {
	case f.Accepted:
		return "aanvaard"
	case f.Weight == string(roster.Refused):
		return "kan niet"
	case f.Weight == string(roster.Breach):
		return "mag niet"
	}
	return "let op"
}

// shiftTable is people by days.
func shiftTable(res *contract.RosterWeekResponse) *table {
	t := &table{head: []string{"MEDEWERKER", "UREN"}}
	for _, d := range res.Days {
		t.head = append(t.head, strings.ToUpper(sayDay(d.Date)))
	}
	names := map[string]string{}
	var ids []string
	for _, p := range res.People {
		names[p.Id] = p.Name
		ids = append(ids, p.Id)
	}
	for _, s := range res.Sheet.Shifts {
		if names[s.Person] == "" {
			names[s.Person] = s.Person
			ids = append(ids, s.Person)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(names[a], names[b]), cmp.Compare(a, b)) })
	for _, id := range ids {
		days, sum := make([]string, len(res.Days)), 0
		for _, s := range res.Sheet.Shifts {
			if at := int(s.Date - res.Sheet.Monday); s.Person == id && at >= 0 && at < len(days) {
				days[at] = strings.TrimPrefix(days[at]+", "+sayShift(s), ", ")
				sum += int(s.To) - int(s.From)
			}
		}
		t.add(append([]string{names[id], roster.Hours(sum)}, days...)...)
	}
	return t
}

// sayShift is "09:00-12:30 loket 1".
func sayShift(s *contract.RosterShift) string {
	work := cmp.Or(roster.Work(s.Work), roster.Desk)
	said := sayMinutes(s.From, s.To) + " " + cmp.Or(work.Dutch(), string(work))
	if s.Desk > 0 {
		said += " " + number(s.Desk)
	}
	return said
}

// showStaff prints the people, or writes them as a file.
func (h *hq) showStaff(res *contract.RosterStaffResponse, err error, file bool) error {
	switch {
	case err != nil:
		return err
	case h.json:
		return h.showJSON(res)
	case file:
		return writeBook(h.Out, res)
	}
	t := &table{head: []string{"MEDEWERKER", "NAAM", "HOORT BIJ", "LOCATIES", "CONTRACT", "WERK", "DOET", "PLOEGEN", "THEMA'S"}}
	for _, p := range res.Book.People {
		contract := ""
		if p.ContractMinutes > 0 {
			contract = roster.Hours(int(p.ContractMinutes))
		}
		t.add(p.Id, p.Name, p.Home, strings.Join(p.Sites, ","), contract, cmp.Or(strings.Join(p.Work, ","), "volgens rol"), cmp.Or(strings.Join(p.Skills, ","), "alles"), strings.Join(p.Teams, ","), strings.Join(p.Themes, ","))
	}
	if err := t.print(h.Out); err != nil {
		return err
	}
	away := &table{head: []string{"AFWEZIG", "VAN", "TOT EN MET", "UREN"}}
	for _, a := range res.Book.Absences {
		away.add(a.Person, office.Date(a.FromDate).String(), office.Date(cmp.Or(a.ToDate, a.FromDate)).String(), sayAbsent(a))
	}
	if len(away.rows) > 0 {
		fmt.Fprintln(h.Out)
		if err := away.print(h.Out); err != nil {
			return err
		}
	}
	for _, a := range res.Rules.Apart {
		h.remark("Delen nooit een dienst: %s%s.", strings.Join(a.Teams, ", "), sayFromTo(a.FromDate, a.ToDate))
	}
	r := res.Rules
	h.remark("Rust %s per dag en %s per week, een dag is hoogstens %s, verplaatsing %d minuten. Versie %d.", roster.Hours(int(r.DailyRestMinutes)), roster.Hours(int(r.WeeklyRestMinutes)),
		roster.Hours(int(r.LongestDayMinutes)), r.TravelMinutes, res.Book.Version)
	return nil
}

func sayAbsent(a *contract.RosterAbsence) string {
	if a.From == 0 && a.To == 0 {
		return "hele dag"
	}
	return sayMinutes(a.From, a.To)
}

func sayFromTo(from, to int32) (said string) {
	if from != 0 {
		said += " vanaf " + office.Date(from).String()
	}
	if to != 0 {
		said += " tot en met " + office.Date(to).String()
	}
	return said
}
