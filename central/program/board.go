package program

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The calls of the planner's board, as ask wants them.
func boardWeek(d door, ctx context.Context, r *connect.Request[contract.BoardWeekRequest]) (*connect.Response[contract.BoardWeekResponse], error) {
	return d.board.Week(ctx, r)
}

func boardTry(d door, ctx context.Context, r *connect.Request[contract.BoardDraft]) (*connect.Response[contract.BoardEffect], error) {
	return d.board.Try(ctx, r)
}

func boardCommit(d door, ctx context.Context, r *connect.Request[contract.BoardCommitRequest]) (*connect.Response[contract.BoardCommitResponse], error) {
	return d.board.Commit(ctx, r)
}

func boardAdvise(d door, ctx context.Context, r *connect.Request[contract.BoardAdviseRequest]) (*connect.Response[contract.BoardAdviseResponse], error) {
	return d.board.Advise(ctx, r)
}

func boardCommand(w World) *cobra.Command {
	q := new(contract.BoardWeekRequest)
	var week string
	c := tool(w, &cobra.Command{Use: "board", Short: "The week board: what each location has, who wants it, and where need is greatest"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.From, err = parseDate(week); err != nil {
				return err
			}
			res, err := ask(ctx, h, boardWeek, q)
			if err != nil {
				return err
			}
			return h.showBoard(res)
		})
	f := c.Flags()
	f.StringVar(&week, "week", "", "first day; without it Monday of this week, at the weekend of the next")
	f.Uint32Var(&q.Days, "days", 7, "so many days")
	f.StringSliceVar(&q.Sites, "site", nil, "only these locations")
	f.BoolVar(&q.Hours, "hours", false, "by half hours, with the openings of each desk")
	c.AddCommand(draftCommand(w), commitCommand(w), undoCommand(w), adviceCommand(w))
	return c
}

// showBoard prints sites by days, and the half hours where they were asked for.
func (h *hq) showBoard(res *contract.BoardWeekResponse) error {
	if h.json {
		return h.showJSON(res)
	}
	if err := boardTable(res.Rows).print(h.Out); err != nil {
		return err
	}
	for _, row := range res.Rows {
		for _, c := range row.Cells {
			if len(c.Hours)+len(c.Stretches) == 0 {
				continue
			}
			fmt.Fprintf(h.Out, "\n%s, %s\n", row.Name, sayDay(c.Date))
			if err := either(hoursTable(c).print(h.Out), stretchTable(c).print(h.Out)); err != nil {
				return err
			}
		}
	}
	h.remark("Per dag: geboekt van de plaatsen, vrij, nood van 0 tot 100. * bij dit loket in handen. Norm: eerste vrije plaats binnen %d werkdagen. Versie %d.", res.NormDays, res.Version)
	h.remark("%s", res.Method)
	return nil
}

// boardTable is sites by days.
func boardTable(rows []*contract.BoardRow) *table {
	t := &table{head: []string{"LOCATIE", "LIJN", "EERSTE VRIJ"}}
	if len(rows) > 0 {
		for _, c := range rows[0].Cells {
			t.head = append(t.head, strings.ToUpper(sayDay(c.Date)))
		}
	}
	for _, row := range rows {
		cells := []string{row.Site, sayReach(row), sayWaits(row.Waits)}
		for _, c := range row.Cells {
			cells = append(cells, sayCell(c))
		}
		t.add(cells...)
	}
	return t
}

// sayDay is a day as it heads a column: "do 26/11".
func sayDay(d int32) string {
	on := office.Date(d)
	return fmt.Sprintf("%s %s", dayNames[on.Weekday()], on.UTC().Format("02/01"))
}

// sayReach tells whether a counter hears of changes now, and what it has not given back yet.
func sayReach(row *contract.BoardRow) string {
	said := "geen toestel"
	switch {
	case row.Online:
		said = "verbonden"
	case row.Appliance:
		said = "niet verbonden"
	}
	var pending uint32
	for _, p := range row.Pending {
		pending += p.Seats
	}
	if pending > 0 {
		said += fmt.Sprintf(", %d teruggevraagd", pending)
	}
	return said
}

// sayWaits is the longest wait of a site: the cluster that waits longest says how it stands.
func sayWaits(all []*contract.BoardWait) string {
	if len(all) == 0 {
		return ""
	}
	worst := slices.MaxFunc(all, func(a, b *contract.BoardWait) int { return sortable(a) - sortable(b) })
	return sayWait(worst)
}

func sortable(w *contract.BoardWait) int {
	if !w.Found {
		return math.MaxInt32
	}
	return int(w.WorkingDays)
}

func sayWait(w *contract.BoardWait) string {
	if !w.Found {
		return "geen, " + w.Cluster
	}
	said := fmt.Sprintf("%d wd, %s", w.WorkingDays, w.Cluster)
	if !w.WithinNorm {
		said += " (boven norm)"
	}
	return said
}

// sayCell is a cell in some signs: "12/42 vrij 20 62 krap".
func sayCell(c *contract.BoardCell) string {
	if c.Seats == 0 {
		if c.Stranded > 0 {
			return fmt.Sprintf("dicht, %d zonder plaats", c.Stranded)
		}
		return ""
	}
	said := fmt.Sprintf("%d/%d vrij %d", c.Booked, c.Seats, c.Free)
	if c.Held > 0 {
		said += fmt.Sprintf("+%d*", c.Held)
	}
	said += fmt.Sprintf(" %d %s", c.Need, c.Word)
	if c.Stranded > 0 {
		said += fmt.Sprintf(" !%d", c.Stranded)
	}
	return said
}

func sayExpected(known bool, n float64) string {
	if !known {
		return "geen cijfers"
	}
	return strings.Replace(fmt.Sprintf("%.1f", n), ".", ",", 1)
}

func hoursTable(c *contract.BoardCell) *table {
	t := &table{head: []string{"UUR", "BALIES", "PLAATSEN", "GEBOEKT", "VRIJ", "IN HANDEN", "GEBLOKKEERD", "VERWACHT"}}
	for _, x := range c.Hours {
		t.add(office.Minute(x.From).String(), number(x.Desks), number(x.Seats), number(x.Booked), number(x.Free), number(x.Held), number(x.Blocked),
			sayExpected(c.Known, x.Expected))
	}
	return t
}

func stretchTable(c *contract.BoardCell) *table {
	t := &table{head: []string{"LOKET", "UREN", "SLOT", "GEBOEKT", "IN HANDEN", "REGEL"}}
	for _, x := range c.Stretches {
		t.add(number(x.Desk), sayMinutes(x.From, x.To), number(x.SlotMinutes), number(x.Booked), number(x.Held), x.Rule)
	}
	return t
}
