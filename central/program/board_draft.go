package program

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// draftHelp says how a draft is written.
const draftHelp = `A draft is a YAML or JSON file:

moves:
- from_site: antwerpen-harmonie
  from_date: 2026-11-26
  desk: 12
  from: "17:00"
  to: "19:00"
  to_site: buurtloket-groenenhoek
  to_date: 2026-11-26
  at: "17:00"          # to_desk chooses the desk; products or clusters limit what it does
version: 14            # of the plan that it was made of, as the board says it; without it the one in force
reason: Een loket helpt die avond in Groenenhoek.
`

// readDraft reads a draft from a file.
func readDraft(name string) (*contract.BoardDraft, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, invalid("central.board", err, "Dit bestand kan niet gelezen worden.", "Kijk de naam na.")
	}
	var top map[string]any
	if err := yaml.Unmarshal(b, &top); err != nil {
		return nil, invalid("central.board", err, "Dit bestand is geen YAML of JSON.", "Kijk de insprongen na; elke regel is 'naam: waarde'.")
	}
	d := new(contract.BoardDraft)
	return d, fill(d.ProtoReflect(), top, "ontwerp")
}

func draftCommand(w World) *cobra.Command {
	var try bool
	c := tool(w, &cobra.Command{Use: "draft FILE", Short: "What a draft would do, before and after; nothing changes", Long: "What a draft would do. " + draftHelp, Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			d, err := readDraft(args[0])
			if err != nil {
				return err
			}
			return h.tryDraft(ctx, d)
		})
	c.Flags().BoolVar(&try, "try", true, "change nothing; 'central board commit' does it")
	return c
}

// tryDraft shows what a draft would do.
func (h *hq) tryDraft(ctx context.Context, d *contract.BoardDraft) error {
	e, err := ask(ctx, h, boardTry, d)
	if err != nil {
		return err
	}
	return h.showEffect(e)
}

func commitCommand(w World) *cobra.Command {
	var by string
	var hits bool
	c := tool(w, &cobra.Command{Use: "commit FILE", Short: "Do what a draft says: change the plan and ask seats back, in one step", Long: "Do what a draft says. " + draftHelp, Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			d, err := readDraft(args[0])
			if err != nil {
				return err
			}
			return h.commitDraft(ctx, d, by, hits)
		})
	c.Flags().StringVar(&by, "by", "", "who decides")
	c.Flags().BoolVar(&hits, "call", false, "the people whose appointment loses its place will be called")
	return c
}

// commitDraft looks once more at what a draft does, and does it if nobody is hit whom the planner does not know of.
func (h *hq) commitDraft(ctx context.Context, d *contract.BoardDraft, by string, call bool) error {
	seen, err := ask(ctx, h, boardTry, d)
	if err != nil {
		return err
	}
	q := &contract.BoardCommitRequest{Draft: d, By: by}
	if d.Version == 0 {
		d.Version = seen.Version
	}
	for _, x := range seen.Hits {
		q.Hit = append(q.Hit, x.Appointment.GetId())
	}
	if len(q.Hit) > 0 && !call {
		if err := h.showEffect(seen); err != nil {
			return err
		}
		return invalid("central.board", fmt.Errorf("%d appointments", len(q.Hit)), "Er zijn afspraken die hun plaats verliezen; er is niets gewijzigd.",
			"Zeg met --call dat deze mensen gebeld worden.")
	}
	res, err := ask(ctx, h, boardCommit, q)
	if err != nil {
		return err
	}
	h.remark("Gedaan. Het plan is nu versie %d; terugdraaien kan met 'central board undo %d'.", res.Version, res.Version)
	return h.showEffect(res.Effect)
}

func undoCommand(w World) *cobra.Command {
	var by string
	var try, call bool
	c := tool(w, &cobra.Command{Use: "undo VERSION", Short: "Take back what a draft did: itself a draft", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			n, err := strconv.ParseUint(args[0], 10, 64)
			if err != nil || n == 0 {
				return invalid("central.board", fmt.Errorf("version %q", args[0]), "Dit is geen versie van het plan.", "Kijk met 'central rules history'.")
			}
			d := &contract.BoardDraft{Undo: n}
			if try {
				return h.tryDraft(ctx, d)
			}
			return h.commitDraft(ctx, d, by, call)
		})
	f := c.Flags()
	f.StringVar(&by, "by", "", "who decides")
	f.BoolVar(&try, "try", false, "change nothing, and show what it would do")
	f.BoolVar(&call, "call", false, "the people whose appointment loses its place will be called")
	return c
}

// showEffect prints before and after of all that a draft touches.
func (h *hq) showEffect(e *contract.BoardEffect) error {
	if h.json {
		return h.showJSON(e)
	}
	if e.Stale {
		h.remark("Opgelet: het plan is gewijzigd sinds dit ontwerp gemaakt werd. Dit is het effect op versie %d.", e.Version)
	}
	if len(e.Rows) == 0 {
		h.remark("Dit ontwerp doet niets.")
		return nil
	}
	for _, t := range []*table{cellEffects(e), waitEffects(e), recallTable(e), staffTable(e)} {
		if len(t.rows) > 0 {
			if err := t.print(h.Out); err != nil {
				return err
			}
			fmt.Fprintln(h.Out)
		}
	}
	hit := &table{head: []string{"LOCATIE", "DATUM", "UUR", "CODE", "PRODUCTEN", "AFSPRAAK", "WAAROM"}}
	for _, x := range e.Hits {
		hit.add(append(appointmentCells(x.Appointment), x.Why)...)
	}
	if len(hit.rows) > 0 {
		if err := hit.print(h.Out); err != nil {
			return err
		}
	}
	for _, say := range e.Warnings {
		h.remark("Opgelet: %s", say)
	}
	return nil
}

func cellEffects(e *contract.BoardEffect) *table {
	t := &table{head: []string{"LOCATIE", "DAG", "BALIES", "MINUTEN", "PLAATSEN", "VRIJ", "VERWACHT", "NOOD"}}
	for _, r := range e.Rows {
		for i, b := range r.Before.Cells {
			a := r.After.Cells[i]
			t.add(r.After.Site, sayDay(a.Date), sayChange(b.Desks, a.Desks), sayChange(b.DeskMinutes, a.DeskMinutes), sayChange(b.Seats, a.Seats), sayChange(b.Free, a.Free),
				sayExpected(a.Known, a.Expected), sayChange(b.Need, a.Need)+" "+a.Word)
		}
	}
	return t
}

// sayChange is a figure before and after; once when it stays.
func sayChange(before, after uint32) string {
	if before == after {
		return fmt.Sprint(after)
	}
	return fmt.Sprintf("%d → %d", before, after)
}

func waitEffects(e *contract.BoardEffect) *table {
	t := &table{head: []string{"LOCATIE", "CLUSTER", "EERSTE VRIJ", "WORDT"}}
	for _, r := range e.Rows {
		for i, a := range r.After.Waits {
			before := ""
			if i < len(r.Before.Waits) {
				before = sayFirst(r.Before.Waits[i])
			}
			t.add(r.After.Site, a.Cluster, before, sayFirst(a))
		}
	}
	return t
}

func sayFirst(w *contract.BoardWait) string {
	if !w.Found {
		return "geen"
	}
	said := fmt.Sprintf("%s (%d wd)", sayDay(w.Date), w.WorkingDays)
	if !w.WithinNorm {
		said += ", boven norm"
	}
	return said
}

func recallTable(e *contract.BoardEffect) *table {
	t := &table{head: []string{"LOCATIE", "PLAATSEN WEG", "ZEKER", "BIJ HET LOKET", "LIJN"}}
	for _, r := range e.Recalls {
		n := 0
		for _, run := range r.Seats {
			n += run.Len()
		}
		line := "niet verbonden: wacht op teruggave"
		switch {
		case r.Online:
			line = "verbonden"
		case r.Held == 0:
			line = ""
		}
		t.add(r.Site, fmt.Sprint(n), number(r.Certain), number(r.Held), line)
	}
	return t
}

func staffTable(e *contract.BoardEffect) *table {
	t := &table{head: []string{"LOCATIE", "DAG", "BALIES", "MENSEN", "TEKORT", "NIEMAND VOOR"}}
	for _, s := range e.Staff {
		people := "niet bekend"
		if s.Known {
			var names []string
			for _, p := range s.People {
				names = append(names, p.Name)
			}
			people = fmt.Sprintf("%d: %s", len(names), strings.Join(names, ", "))
		}
		t.add(s.Site, sayDay(s.Date), sayChange(s.DesksBefore, s.DesksAfter), people, number(s.Lacks), strings.Join(s.Without, ","))
	}
	return t
}

func adviceCommand(w World) *cobra.Command {
	q := new(contract.BoardAdviseRequest)
	var from string
	var draft uint32
	c := tool(w, &cobra.Command{Use: "advice", Short: "Moves that would shorten waiting, each with its reason; nothing changes"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.From, err = parseDate(from); err != nil {
				return err
			}
			res, err := ask(ctx, h, boardAdvise, q)
			if err != nil {
				return err
			}
			if draft > 0 {
				return h.showDraft(res, int(draft))
			}
			return h.showAdvice(res)
		})
	f := c.Flags()
	f.StringVar(&from, "from", "", "first day; without it tomorrow")
	f.Uint32Var(&q.Days, "days", 14, "so many days")
	f.Uint32Var(&q.Most, "most", 5, "at most so many")
	f.Uint32Var(&draft, "draft", 0, "write the suggestion with this number as a draft, for 'central board commit'")
	return c
}

func (h *hq) showAdvice(res *contract.BoardAdviseResponse) error {
	t := &table{head: []string{"NR", "VAN", "LOKET", "DAG", "UREN", "NAAR", "DAG", "OM", "MINDER WACHTEN", "REDEN"}}
	for i, s := range res.Suggestions {
		for _, m := range s.Draft.Moves {
			t.add(fmt.Sprint(i+1), m.FromSite, number(m.Desk), sayDay(m.FromDate), sayMinutes(m.From, m.To), m.ToSite, sayDay(m.ToDate), office.Minute(m.At).String(),
				sayExpected(true, s.WaitingLess), s.Reason)
		}
	}
	if len(res.Suggestions) == 0 {
		h.remark("Er is geen voorstel dat het wachten merkbaar korter maakt.")
	}
	h.remark("Wachten, in plaatsen maal dagen: %s nu, %s met alle voorstellen. %s", sayExpected(true, res.WaitingBefore), sayExpected(true, res.WaitingAfter), res.Method)
	return h.show(res, t)
}

// showDraft writes one suggestion as a draft that can be read back.
func (h *hq) showDraft(res *contract.BoardAdviseResponse, n int) error {
	if n > len(res.Suggestions) {
		return invalid("central.board", fmt.Errorf("suggestion %d of %d", n, len(res.Suggestions)), "Dit voorstel is er niet.", "Vraag de lijst met 'central board advice'.")
	}
	d := res.Suggestions[n-1].Draft
	fmt.Fprintf(h.Out, "# %s\nversion: %d\nmoves:\n", res.Suggestions[n-1].Reason, d.Version)
	for _, m := range d.Moves {
		fmt.Fprintf(h.Out, "- from_site: %s\n  from_date: %s\n  desk: %d\n  from: %q\n  to: %q\n  to_site: %s\n  to_date: %s\n  at: %q\n  to_desk: %d\n",
			m.FromSite, office.Date(m.FromDate), m.Desk, office.Minute(m.From), office.Minute(m.To), m.ToSite, office.Date(m.ToDate), office.Minute(m.At), m.ToDesk)
	}
	return nil
}
