package program

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func kioskCommand(w World) *cobra.Command {
	c := &cobra.Command{Use: "kiosk", Short: "The self-service desks: how they are used, what is hoped for, what they do", Args: understood(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(kioskUseCommand(w), kioskTargetCommand(w), kioskDecideCommand(w), kioskRuleCommand(w), lettersCommand(w))
	return c
}

func kioskUseCommand(w World) *cobra.Command {
	q := new(contract.PlannerKioskUseRequest)
	var from, to, file string
	c := tool(w, &cobra.Command{Use: "use", Short: "How often each self-service desk was used for what, beside what was hoped for; the most used first", Args: cobra.NoArgs},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.From, err = parseDate(from); err == nil {
				q.To, err = parseDate(to)
			}
			if err != nil {
				return err
			}
			res, err := ask(ctx, h, door.KioskUse, q)
			if err != nil {
				return err
			}
			if file != "" {
				if err := exportUse(file, res); err != nil {
					return fault.New("central.kiosk", fault.Internal).On(file).Because(err).Tell("Het bestand kan niet geschreven worden.", "Kijk de map na.")
				}
			}
			return h.showUse(res)
		})
	f := c.Flags()
	f.StringSliceVar(&q.Sites, "site", nil, "only these locations: what a partner who houses one is shown")
	f.StringVar(&from, "from", "", "first day; without it a week before the last")
	f.StringVar(&to, "to", "", "last day; without it yesterday")
	f.StringVar(&file, "csv", "", "also write every count to this file")
	return c
}

// showUse prints how sites and products stand, what is low, and what people told of themselves.
func (h *hq) showUse(res *contract.PlannerKioskUseResponse) error {
	sites := &table{head: []string{"LOCATIE", "GEBRUIK", "VORIGE", "TREND", "GELUKT", "ZONDER LIJN", "DOEL", "STAND", "BESLISSING"}}
	for _, s := range res.Sites {
		sites.add(s.Site, number(s.Uses), number(s.Before), trend(s.Before, s.Uses), share(s.Done, s.Uses), share(s.Offline, s.Uses), number(s.Target), sayTarget(s), sayDecision(s))
	}
	if h.json {
		return h.showJSON(res)
	}
	fmt.Fprintf(h.Out, "Zelfbediening van %s tot en met %s\n\n", office.Date(res.From), office.Date(res.To))
	if err := sites.print(h.Out); err != nil {
		return err
	}
	for _, by := range []struct {
		head string
		of   func(*contract.KioskCountRow) string
	}{{"WAARVOOR", (*contract.KioskCountRow).GetWhat}, {"PRODUCT", (*contract.KioskCountRow).GetProduct}, {"UITKOMST", (*contract.KioskCountRow).GetOutcome}} {
		t := &table{head: []string{by.head, "GEBRUIK", "AANDEEL"}}
		if addRanking(t, res.Rows, by.of); len(t.rows) == 0 {
			continue
		}
		fmt.Fprintln(h.Out)
		if err := t.print(h.Out); err != nil {
			return err
		}
	}
	return h.showShares(res)
}

// showShares prints what people told of themselves, without small groups.
func (h *hq) showShares(res *contract.PlannerKioskUseResponse) error {
	t := &table{head: []string{"LOCATIE", "LEEFTIJD OF TAAL", "AANTAL"}}
	for _, s := range res.Shares {
		n := number(s.Count)
		if s.Withheld {
			n = "te weinig"
		}
		t.add(s.Site, s.Code, n)
	}
	if len(t.rows) == 0 {
		return nil
	}
	fmt.Fprintln(h.Out)
	if err := t.print(h.Out); err != nil {
		return err
	}
	h.remark("Leeftijd en taal zeggen bezoekers zelf, of niet. Groepen onder de %d worden niet getoond, en ook niet wat ze zou verraden.", visit.SmallestGroup)
	return nil
}

// addRanking adds what a column counts, the most first.
func addRanking(t *table, rows []*contract.KioskCountRow, of func(*contract.KioskCountRow) string) {
	counts, all := map[string]uint64{}, uint32(0)
	for _, r := range rows {
		if code := of(r); code != "" {
			counts[code] += uint64(r.Count)
			all += r.Count
		}
	}
	for _, code := range ranked(counts) {
		t.add(code, strconv.FormatUint(counts[code], 10), share(uint32(counts[code]), all))
	}
}

// trend is how a count compares with the one before it.
func trend(before, now uint32) string {
	if before == 0 {
		return ""
	}
	return fmt.Sprintf("%+d %%", (int64(now)-int64(before))*100/int64(before))
}

// share is a part in per cent; of nothing there is none.
func share(part, of uint32) string {
	if of == 0 {
		return ""
	}
	return fmt.Sprintf("%d %%", uint64(part)*100/uint64(of))
}

func sayTarget(s *contract.KioskSiteUse) string {
	switch {
	case s.Target == 0:
		return ""
	case s.Low:
		return fmt.Sprintf("LAAG: %d te weinig", s.Target-s.Uses)
	case s.Uses < s.Target:
		return "stopt"
	}
	return "gehaald"
}

var decisions = map[string]string{"keep": "behouden", "stop": "stoppen"}

func sayDecision(s *contract.KioskSiteUse) string {
	if s.Reason == "" {
		return decisions[s.Decision]
	}
	return strings.TrimSpace(decisions[s.Decision] + " (" + s.Reason + ")")
}

// exportUse writes every count as CSV with a heading. What people told of themselves stands in rows of its own, by site and for the whole
// period; the count of a small group is empty.
func exportUse(file string, res *contract.PlannerKioskUseResponse) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = either(err, f.Close()) }()
	out := csv.NewWriter(f)
	rows := [][]string{{"row", "site", "from", "to", "kiosk", "what", "product", "outcome", "offline", "age", "language", "count", "withheld"}}
	for _, r := range res.Rows {
		d := office.Date(r.Date).String()
		rows = append(rows, []string{"use", r.Site, d, d, number(r.Kiosk), r.What, r.Product, r.Outcome, strconv.FormatBool(r.Offline), "", "", number(r.Count), "false"})
	}
	for _, s := range res.Shares {
		row := []string{s.By, s.Site, office.Date(res.From).String(), office.Date(res.To).String(), "", "", "", "", "", "", "", number(s.Count), strconv.FormatBool(s.Withheld)}
		row[map[string]int{"age": 9, "language": 10}[s.By]] = s.Code
		if s.Withheld {
			row[11] = ""
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}
