package program

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

func procedureCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "procedure", Short: "How products are done at a desk, step by step, in versions; what clerks say of them",
		Args: understood(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(procedureListCommand(w), procedureShowCommand(w), procedurePutCommand(w), procedureHistoryCommand(w),
		procedureFeedbackCommand(w), procedureAnswerCommand(w))
	return c
}

// productName is what a product is called; one that the catalogue does not have is called by its id.
func productName(id office.ProductID) string {
	if p, ok := catalogue.Embedded().Product(id); ok {
		return p.Dutch
	}
	return string(id)
}

// procedures asks for all procedures, or for that of one product. Faults: NotFound when it has none.
func procedures(ctx context.Context, h *hq, product string) (*contract.ProceduresResponse, []procedure.Procedure, error) {
	res, err := ask(ctx, h, door.Procedures, &contract.ProceduresRequest{Product: product})
	if err != nil {
		return nil, nil, err
	}
	var out []procedure.Procedure
	for _, p := range res.Procedures {
		out = append(out, procedure.Read(p))
	}
	if len(out) == 0 {
		return nil, nil, fault.New("central.procedure", fault.NotFound).On(product).
			Tell(fmt.Sprintf("Voor '%s' is er nog geen werkproces.", product), "Begin er een met 'central procedure show --new "+product+"'.")
	}
	return res, out, nil
}

func procedureListCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "list", Short: "Every procedure, the version in force and what is to come"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, all, err := procedures(ctx, h, "")
			if err != nil {
				return err
			}
			day, err := today(h.Now())
			if err != nil {
				return err
			}
			t := &table{head: []string{"PRODUCT", "NAAM", "VERSIE", "VANAF", "STAPPEN", "AANGENOMEN", "WIE", "KOMT"}}
			for _, p := range all {
				now, coming := inForce(p, day), ""
				for _, v := range p.Coming(day) {
					coming = fmt.Sprintf("versie %d op %s", v.Number, v.From)
				}
				t.add(string(p.Product), productName(p.Product), number(now.Number), sayFrom(now), number(uint32(len(now.Steps))), yes(now.Assumed), now.By, coming)
			}
			return h.show(res, t)
		})
}

// inForce is the version of a day, as headquarters published it.
func inForce(p procedure.Procedure, day office.Date) (out procedure.Version) {
	for _, v := range p.Versions {
		if v.From <= day {
			out = v
		}
	}
	return out
}

func sayFrom(v procedure.Version) string {
	if v.From == 0 {
		return "altijd"
	}
	return v.From.String()
}

func procedureShowCommand(w World) *cobra.Command {
	var version uint32
	var fresh bool
	c := tool(w, &cobra.Command{Use: "show PRODUCT", Short: "A procedure as a file to change and put back", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			if fresh {
				return writeProcedure(h.Out, procedure.Procedure{Product: office.ProductID(args[0])}, procedure.Version{})
			}
			res, all, err := procedures(ctx, h, args[0])
			if err != nil {
				return err
			}
			if h.json {
				return h.show(res, &table{})
			}
			v := all[0].Last()
			if version != 0 {
				var ok bool
				if v, ok = all[0].Version(version); !ok {
					return invalid("central.procedure", fmt.Errorf("version %d", version), "Deze versie bestaat niet.", "Vraag ze met 'central procedure history "+args[0]+"'.")
				}
			}
			return writeProcedure(h.Out, all[0], v)
		})
	c.Flags().Uint32Var(&version, "version", 0, "this one instead of the newest")
	c.Flags().BoolVar(&fresh, "new", false, "a file to begin the procedure of a product that has none")
	return c
}

func procedurePutCommand(w World) *cobra.Command {
	q := new(contract.PutProcedureRequest)
	c := tool(w, &cobra.Command{Use: "put FILE", Short: "Publish the next version of a procedure, from a file as 'show' writes it", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			product, v, err := readProcedure(args[0])
			if err != nil {
				return err
			}
			q.Product, q.Version = string(product), v.Wire()
			res, err := ask(ctx, h, door.PutProcedure, q)
			if err != nil {
				return err
			}
			if q.Try {
				h.remark("Zo zou het worden; er is niets gewijzigd.")
			}
			t := newHistory()
			err = t.add(procedure.Read(res.Procedure), true)
			return either(err, h.show(res, t.table))
		})
	c.Flags().StringVar(&q.By, "by", "", "who decides")
	c.Flags().BoolVar(&q.Try, "try", false, "only tell what would be")
	return c
}

func procedureHistoryCommand(w World) *cobra.Command {
	return tool(w, &cobra.Command{Use: "history [PRODUCT]", Short: "Every version: who published it when, and what changed in it", Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			res, all, err := procedures(ctx, h, strings.Join(args, ""))
			if err != nil {
				return err
			}
			t := newHistory()
			for _, p := range all {
				err = either(err, t.add(p, false))
			}
			return either(err, h.show(res, t.table))
		})
}

// histories is a table of versions, a row for each step that is not as it was.
type histories struct{ *table }

func newHistory() histories {
	return histories{&table{head: []string{"PRODUCT", "VERSIE", "VANAF", "WANNEER", "WIE", "WAT", "WIJZIGING"}}}
}

// add lists the versions of a procedure, or its last one only.
func (t histories) add(p procedure.Procedure, last bool) error {
	var was procedure.Version
	for i, v := range p.Versions {
		at, err := "", error(nil)
		if !v.Known.IsZero() {
			at, err = moment(v.Known.UnixMilli())
		}
		if err != nil {
			return err
		}
		if !last || i == len(p.Versions)-1 {
			cells := []string{string(p.Product), number(v.Number), sayFrom(v), at, v.By}
			if v.By == "" {
				cells[4] = "bij het programma"
			}
			note := v.Note
			if i == 0 {
				note = cmp.Or(note, fmt.Sprintf("de eerste, van %d stappen", len(v.Steps)))
			}
			if note != "" {
				t.table.add(append(cells, "", note)...)
			}
			for _, l := range procedure.Difference(was.Steps, v.Steps) {
				if say := sayLine(l); say != "" && i > 0 {
					t.table.add(append(cells, string(cmp.Or(l.Is.ID, l.Was.ID)), say)...)
				}
			}
		}
		was = v
	}
	return nil
}

// sayLine is what became of a step, in words; empty when nothing did.
func sayLine(l procedure.Line) string {
	var parts []string
	part := func(what, was, is string) {
		if was != is {
			parts = append(parts, fmt.Sprintf("%s '%s' → '%s'", what, was, is))
		}
	}
	switch l.Kind {
	case procedure.Added:
		return "nieuw: " + l.Is.Say
	case procedure.Removed:
		return "weg: " + l.Was.Say
	case procedure.Changed:
		part("stap", l.Was.Say, l.Is.Say)
		part("waarom", l.Was.Why, l.Is.Why)
		part("bron", l.Was.Source, l.Is.Source)
		part("verplicht", yes(l.Was.Required), yes(l.Is.Required))
		part("bewijs", string(l.Was.Proof), string(l.Is.Proof))
	}
	if l.Moved {
		parts = append(parts, "verplaatst")
	}
	return strings.Join(parts, ", ")
}

func procedureFeedbackCommand(w World) *cobra.Command {
	q := new(contract.ProcedureRemarksRequest)
	c := tool(w, &cobra.Command{Use: "feedback", Short: "What clerks say of procedures, and what was answered"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.ProcedureRemarks, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"NUMMER", "LOCATIE", "WANNEER", "WIE", "PRODUCT", "VERSIE", "STAP", "OPMERKING", "ANTWOORD", "DOOR"}}
			for _, r := range res.Remarks {
				at, err := moment(r.AtMs)
				if err != nil {
					return err
				}
				t.add(number(r.Number), r.Site, at, r.Clerk, r.Product, number(r.Version), r.Step, r.Text, r.Answer, r.By)
			}
			return h.show(res, t)
		})
	c.Flags().BoolVar(&q.All, "all", false, "answered ones too")
	c.Flags().StringVar(&q.Product, "product", "", "only of this product")
	c.Flags().StringVar(&q.Site, "site", "", "only of this location")
	return c
}

func procedureAnswerCommand(w World) *cobra.Command {
	q := new(contract.AnswerProcedureRemarkRequest)
	c := tool(w, &cobra.Command{Use: "answer NUMBER WORDS", Short: "Answer what a clerk said; they read it at their counter", Args: cobra.ExactArgs(2)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if q.Number, err = strconv.ParseUint(args[0], 10, 64); err != nil {
				return invalid("central.procedure", err, "Dit is geen nummer van een opmerking.", "Vraag de lijst met 'central procedure feedback'.")
			}
			q.Answer = args[1]
			_, err = ask(ctx, h, door.AnswerProcedureRemark, q)
			return err
		})
	c.Flags().StringVar(&q.By, "by", "", "who answers")
	return c
}
