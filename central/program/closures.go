package program

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func closeCommand(w World) *cobra.Command {
	q := &contract.PutClosureRequest{Closure: new(contract.Closure)}
	var to, fromHour, toHour string
	var days []string
	when := new(whenFlags)
	c := tool(w, &cobra.Command{Use: "close ID [DATE]", Short: "Close a location, or all of them, on a day or more; without a date from today on, whenever it returns",
		Args: cobra.RangeArgs(1, 2)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			q.Closure.Id = args[0]
			if q.Closure.FromDate, err = parseDate(strings.Join(args[1:], "")); err != nil {
				return err
			}
			if q.Closure.ToDate, err = parseDate(to); err != nil {
				return err
			}
			if err := parseHours(fromHour, toHour, &q.Closure.From, &q.Closure.To); err != nil {
				return err
			}
			if q.Closure.When, err = when.on(days); err != nil {
				return err
			}
			if q.Closure.FromDate == 0 && q.Closure.When == nil {
				return invalid("central.rules", fmt.Errorf("no date"), "Zeg wanneer het gesloten is.", "Geef een datum, of bijvoorbeeld --each 12-24.")
			}
			if q.Closure.FromDate == 0 {
				from, err := today(h.Now())
				if err != nil {
					return err
				}
				q.Closure.FromDate = int32(from)
			}
			res, err := ask(ctx, h, door.PutClosure, q)
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&q.Closure.Site, "site", "", "location; without it every one")
	f.StringVar(&to, "to-date", "", "last day, when it is more than one")
	f.StringVar(&fromHour, "from", "", "from this hour; without it the whole day")
	f.StringVar(&toHour, "to", "", "until this hour")
	f.StringSliceVar(&days, "days", nil, "only on these days of the week: ma,di,wo,do,vr,za,zo")
	f.StringSliceVar(&q.Closure.Products, "products", nil, "only these products")
	f.StringSliceVar(&q.Closure.Modes, "modes", nil, "only these: appointment, walk_in, reception, self_service, phone")
	f.BoolVar(&q.Closure.Assumed, "assumed", false, "nobody decided it yet")
	when.bind(c)
	f.StringVar(&q.Closure.Reason, "reason", "", "why, as visitors read it")
	f.StringVar(&q.By, "by", "", "who decides")
	return c
}

func reopenCommand(w World) *cobra.Command {
	q := &contract.PutClosureRequest{Closure: new(contract.Closure), Remove: true}
	c := tool(w, &cobra.Command{Use: "reopen ID", Short: "Take back a closure", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			q.Closure.Id = args[0]
			res, err := ask(ctx, h, door.PutClosure, q)
			return h.showPlan(res, err)
		})
	c.Flags().StringVar(&q.By, "by", "", "who decides")
	return c
}

// extrasCommand takes a municipality's own closing days of the catalogue over (facts 2.7): they are its own to decide, so
// nothing takes them over by itself.
func extrasCommand(w World) *cobra.Command {
	q := new(contract.PutPlanRequest)
	var only []string
	var list bool
	c := tool(w, &cobra.Command{Use: "extras", Short: "Take over the closing days that municipalities usually have beside the holidays"},
		func(ctx context.Context, h *hq, _ []string) error {
			q.Put = new(contract.Plan)
			for _, x := range catalogue.Extras() {
				if len(only) == 0 || slices.Contains(only, x.ID) {
					q.Put.Closures = append(q.Put.Closures, rulebook.ToClosure(x))
				}
			}
			if list {
				return h.showExtras(q.Put)
			}
			if len(q.Put.Closures) == 0 {
				return invalid("central.rules", fmt.Errorf("extras %q", only), "Deze sluitingsdagen staan niet in de catalogus.", "Vraag de lijst met 'central rules extras --list'.")
			}
			res, err := ask(ctx, h, door.PutPlan, q)
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringSliceVar(&only, "only", nil, "only these")
	f.BoolVar(&list, "list", false, "only show them")
	f.BoolVar(&q.Try, "try", false, "change nothing, and show whom it would hit")
	f.StringVar(&q.By, "by", "", "who decides")
	return c
}

func (h *hq) showExtras(p *contract.Plan) error {
	t := &table{head: []string{"SLUITING", "LOCATIE", "WANNEER", "AANGENOMEN", "REDEN"}}
	for _, c := range p.Closures {
		t.add(c.Id, c.Site, sayWhen(c.When), yes(c.Assumed), c.Reason)
	}
	return h.show(p, t)
}

// whenFlags are the flags of a recurrence as they are typed.
type whenFlags struct {
	every     uint32
	since     string
	nth, week []string
	each      string
}

func (r *whenFlags) bind(c *cobra.Command) {
	f := c.Flags()
	f.Uint32Var(&r.every, "every", 0, "one week in so many, counted from --since")
	f.StringVar(&r.since, "since", "", "date from which weeks are counted")
	f.StringSliceVar(&r.nth, "nth", nil, "which of that weekday in the month: 1,2,3,4,5,laatste")
	f.StringSliceVar(&r.week, "week", nil, "in which weeks of the month: 1,2,3,4,5,laatste")
	f.StringVar(&r.each, "each", "", "day of each year: 12-24, easter+40 or bridge")
}

// read is the recurrence, or nil when none was typed.
func (r *whenFlags) read() (*contract.Recurrence, error) {
	const op = "central.rules"
	out := &contract.Recurrence{Every: r.every, Each: r.each}
	since, err := parseDate(r.since)
	if err != nil {
		return nil, err
	}
	out.Since = since
	for _, list := range []struct {
		typed []string
		to    *uint32
	}{{r.nth, &out.Nth}, {r.week, &out.Week}} {
		if *list.to, err = parseOrdinals(list.typed); err != nil {
			return nil, invalid(op, err, "Deze weken zijn niet begrepen: "+err.Error()+".", "Kies uit 1,2,3,4,5,laatste.")
		}
	}
	if _, err := calendar.ParseAnnual(r.each); err != nil {
		return nil, invalid(op, err, "Deze dag van het jaar is niet begrepen.", "Schrijf 12-24, easter+40 of bridge.")
	}
	if out.Every == 0 && out.Since == 0 && out.Nth == 0 && out.Week == 0 && out.Each == "" {
		return nil, nil
	}
	return out, nil
}

// on is read for what has no days of the week of its own.
func (r *whenFlags) on(days []string) (*contract.Recurrence, error) {
	out, err := r.read()
	if err != nil || len(days) == 0 {
		return out, err
	}
	if out == nil {
		out = new(contract.Recurrence)
	}
	out.Weekdays, err = parseDays(days)
	return out, err
}

// parseHours reads hours; empty ones stay as they are.
func parseHours(from, to string, start, end *uint32) error {
	for _, x := range []struct {
		text string
		to   *uint32
	}{{from, start}, {to, end}} {
		if x.text == "" {
			continue
		}
		m, err := office.ParseMinute(x.text)
		if err != nil {
			return invalid("central.rules", err, "Dit uur is niet begrepen.", "Schrijf het als 09:30.")
		}
		*x.to = uint32(m)
	}
	return nil
}

// sayWhen writes a recurrence; nothing when there is none.
func sayWhen(r *contract.Recurrence) string {
	if r == nil {
		return ""
	}
	var said []string
	if r.Weekdays != 0 {
		said = append(said, sayDays(r.Weekdays))
	}
	if r.Every > 1 {
		said = append(said, fmt.Sprintf("om de %d weken", r.Every))
	}
	if r.Since != 0 {
		said = append(said, "vanaf "+office.Date(r.Since).String())
	}
	if r.Nth != 0 {
		said = append(said, sayOrdinals(r.Nth)+" van de maand")
	}
	if r.Week != 0 {
		said = append(said, "week "+sayOrdinals(r.Week)+" van de maand")
	}
	if r.Each != "" {
		said = append(said, "elk jaar "+r.Each)
	}
	return strings.Join(said, ", ")
}

func sayOrdinals(set uint32) string {
	var out []string
	for i, name := range []string{"1e", "2e", "3e", "4e", "5e", "laatste"} {
		if set>>i&1 == 1 {
			out = append(out, name)
		}
	}
	return strings.Join(out, "+")
}
