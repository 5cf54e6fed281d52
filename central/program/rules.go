package program

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

func rulesCommand(w World) *cobra.Command {
	var site string
	c := tool(w, &cobra.Command{Use: "rules", Short: "The plan in force: opening rules, closures, regimes, terms, desks of a kind and orders of queues"},
		func(ctx context.Context, h *hq, _ []string) error { return runRules(ctx, h, site) })
	c.Flags().StringVar(&site, "site", "", "only this location")
	c.AddCommand(putRuleCommand(w), removeRuleCommand(w), closeCommand(w), reopenCommand(w), regimeCommand(w), termCommand(w),
		applyCommand(w), extrasCommand(w), effectiveCommand(w), matrixCommand(w), differencesCommand(w), orderCommand(w), deskCommand(w), historyCommand(w), publishCommand(w), noticeCommand(w), normCommand(w))
	return c
}

func runRules(ctx context.Context, h *hq, site string) error {
	res, err := ask(ctx, h, door.Rules, &contract.RulesRequest{})
	if err != nil {
		return err
	}
	t := &table{head: []string{"REGEL", "LOCATIE", "DAGEN", "UREN", "BALIES", "SLOT", "WIJZE", "GELDIG", "WANNEER", "AANGENOMEN", "REDEN"}}
	for _, r := range res.Plan.GetRules() {
		if site == "" || r.Site == site {
			t.add(r.Id, r.Site, sayDays(r.Weekdays), sayMinutes(r.From, r.To), sayDesks(r), number(r.SlotMinutes), r.Mode,
				sayDates(r.ValidFrom, r.ValidTo), sayWhen(r.When), yes(r.Assumed), r.Reason)
		}
	}
	for _, c := range res.Plan.GetClosures() {
		if site == "" || c.Site == "" || c.Site == site {
			hours := "hele dag"
			if c.To != 0 {
				hours = sayMinutes(c.From, c.To)
			}
			last := c.ToDate
			if last == 0 && c.When == nil {
				last = c.FromDate
			}
			t.add(c.Id, c.Site, "", hours, "", "", strings.TrimSpace("gesloten "+strings.Join(slices.Concat(c.Modes, c.Products), ",")),
				sayDates(c.FromDate, last), sayWhen(c.When), yes(c.Assumed), c.Reason)
		}
	}
	for _, g := range res.Plan.GetRegimes() {
		if site == "" || g.Site == "" || g.Site == site {
			t.add(g.Id, g.Site, "", "", sayTeams(g), "", "bezetting", sayDates(g.FromDate, g.ToDate), "", "", g.Reason)
		}
	}
	for _, m := range res.Plan.GetTerms() {
		t.add(cmp.Or(m.Product, "elk product"), "", "", "", "", "", "termijn", "", sayTerm(m), "", "")
	}
	addHall(t, res.Plan, site)
	addNorms(t, res.Plan, site)
	for _, flaw := range res.Aside {
		h.remark("%s", flaw)
	}
	return h.show(res, t)
}

// dayNames are the weekdays as in time.Weekday.
var dayNames = [...]string{"zo", "ma", "di", "wo", "do", "vr", "za"}

func sayDays(set uint32) string {
	var out []string
	for i := range dayNames { // the week begins on Monday
		if day := (i + 1) % 7; set>>day&1 == 1 {
			out = append(out, dayNames[day])
		}
	}
	return strings.Join(out, ",")
}

func parseDays(names []string) (uint32, error) {
	var set uint32
	for _, name := range names {
		day := -1
		for i, known := range dayNames {
			if name == known {
				day = i
			}
		}
		if day < 0 {
			return 0, invalid("central.rules", fmt.Errorf("day %q", name), "Deze dag bestaat niet.", "Kies uit ma, di, wo, do, vr, za, zo.")
		}
		set |= 1 << day
	}
	return set, nil
}

func sayMinutes(from, to uint32) string {
	return office.Minute(from).String() + "-" + office.Minute(to).String()
}

func sayDesks(r *contract.Rule) string {
	first := max(r.FirstDesk, 1)
	if r.Desks <= 1 {
		return number(first)
	}
	return fmt.Sprintf("%d-%d", first, first+r.Desks-1)
}

func sayDates(from, to int32) string {
	if from == 0 && to == 0 {
		return "altijd"
	}
	text := func(d int32) string {
		if d == 0 {
			return ""
		}
		return office.Date(d).String()
	}
	return strings.TrimSpace(text(from) + " t/m " + text(to))
}

// ruleFlags are the flags of a rule as they are typed.
type ruleFlags struct {
	rule               contract.Rule
	when               whenFlags
	days               []string
	from, to           string
	validFrom, validTo string
	by                 string
}

func putRuleCommand(w World) *cobra.Command {
	r := new(ruleFlags)
	c := tool(w, &cobra.Command{Use: "put ID", Short: "Add or replace an opening rule", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			if err := r.read(args[0]); err != nil {
				return err
			}
			res, err := ask(ctx, h, door.PutRule, &contract.PutRuleRequest{Rule: &r.rule, By: r.by})
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&r.rule.Site, "site", "", "location")
	f.StringSliceVar(&r.days, "days", nil, "days of the week: ma,di,wo,do,vr,za,zo")
	f.StringVar(&r.from, "from", "09:00", "opens")
	f.StringVar(&r.to, "to", "12:30", "closes")
	f.Uint32Var(&r.rule.Desks, "desks", 1, "desks that are open")
	f.Uint32Var(&r.rule.FirstDesk, "first-desk", 1, "number of the first of them")
	f.Uint32Var(&r.rule.SlotMinutes, "slot", uint32(calendar.DefaultSlot), "length of a slot in minutes")
	f.StringVar(&r.rule.Mode, "mode", "appointment", "appointment, walk_in, reception, self_service or phone")
	f.StringVar(&r.validFrom, "valid-from", "", "first date in force")
	f.StringVar(&r.validTo, "valid-to", "", "last date in force")
	f.StringSliceVar(&r.rule.Products, "products", nil, "only these products")
	f.StringSliceVar(&r.rule.Clusters, "clusters", nil, "only these clusters")
	f.StringSliceVar(&r.rule.Except, "except", nil, "not these products")
	r.when.bind(c)
	f.StringVar(&r.rule.Reason, "reason", "", "why, as visitors may read it")
	f.BoolVar(&r.rule.Assumed, "assumed", false, "no source states it")
	f.StringVar(&r.by, "by", "", "who decides")
	return c
}

// read turns what was typed into the rule.
func (r *ruleFlags) read(id string) (err error) {
	r.rule.Id = id
	if r.rule.Weekdays, err = parseDays(r.days); err != nil {
		return err
	}
	for text, to := range map[string]*uint32{r.from: &r.rule.From, r.to: &r.rule.To} {
		m, err := office.ParseMinute(text)
		if err != nil {
			return invalid("central.rules", err, "Dit uur is niet begrepen.", "Schrijf het als 09:30.")
		}
		*to = uint32(m)
	}
	if r.rule.When, err = r.when.read(); err != nil {
		return err
	}
	if r.rule.ValidFrom, err = parseDate(r.validFrom); err == nil {
		r.rule.ValidTo, err = parseDate(r.validTo)
	}
	return err
}

// parseDate reads a date; the empty text is none, which is 0.
func parseDate(text string) (int32, error) {
	if text == "" {
		return 0, nil
	}
	d, err := office.ParseDate(text)
	if err != nil {
		return 0, invalid("central.date", err, "Deze datum is niet begrepen.", "Schrijf ze als 2026-11-26.")
	}
	return int32(d), nil
}

func removeRuleCommand(w World) *cobra.Command {
	var by string
	c := tool(w, &cobra.Command{Use: "remove ID", Short: "Remove an opening rule", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			res, err := ask(ctx, h, door.PutRule, &contract.PutRuleRequest{Rule: &contract.Rule{Id: args[0]}, Remove: true, By: by})
			return h.showPlan(res, err)
		})
	c.Flags().StringVar(&by, "by", "", "who decides")
	return c
}

// showPlan shows whom a change of the plan hits: nobody is moved silently.
func (h *hq) showPlan(res *contract.PlanResponse, err error) error {
	if err != nil {
		return err
	}
	if len(res.Hit) > 0 {
		h.remark("Deze afspraken kunnen zo niet doorgaan. Bel de bezoekers, of verplaats de afspraak.")
	}
	t := &table{head: []string{"LOCATIE", "DATUM", "UUR", "CODE", "PRODUCTEN", "AFSPRAAK", "WAAROM"}}
	for _, x := range res.Hits {
		t.add(append(appointmentCells(x.Appointment), x.Why)...)
	}
	return h.show(res, t)
}

// today is the civil date in the city.
func today(now time.Time) (office.Date, error) {
	zone, err := calendar.Zone()
	if err != nil {
		return 0, err
	}
	return office.DateOf(now.In(zone)), nil
}
