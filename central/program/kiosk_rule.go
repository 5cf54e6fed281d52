package program

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// kioskRule is a change of what holds for a site's self-service desk from a day on: what is not typed stays as it was then.
type kioskRule struct {
	from   string
	remove bool
	put    contract.PutPlanRequest
}

func (k *kioskRule) bind(c *cobra.Command) {
	c.Flags().StringVar(&k.from, "valid-from", "", "first day in force; without it today, so that what was before stays as it was")
	bindPut(c, &k.put)
}

// run changes the rule of a site and prints all of its rules, the past ones too.
func (k *kioskRule) run(ctx context.Context, h *hq, site string, change func(*contract.KioskRule) bool) error {
	if _, known := catalogue.Embedded().Location(office.SiteID(site)); !known {
		return invalid("central.kiosk", fmt.Errorf("site %q", site), "Deze locatie is niet bekend.", "Vraag de lijst met 'central sites'.")
	}
	res, err := ask(ctx, h, door.Rules, &contract.RulesRequest{})
	if err != nil {
		return err
	}
	day, err := k.first(h)
	if err != nil {
		return err
	}
	row := &contract.KioskRule{Site: site}
	if was := rulebook.KioskOn(res.Plan, office.SiteID(site), day); was != nil {
		row = proto.CloneOf(was)
	}
	if !k.remove || k.from != "" { // without a day, what is removed is what is in force
		row.ValidFrom = int32(day)
	}
	if change(row) || k.remove {
		put := pieces(&k.put, &contract.Plan{Kiosks: []*contract.KioskRule{row}}, k.remove)
		if res, err = ask(ctx, h, door.PutPlan, put); err != nil {
			return err
		}
		if k.put.Try {
			h.remark("Zo zou het worden; er is niets gewijzigd.")
		}
	}
	return h.showKioskRules(res.Plan, site)
}

// first is the first day of a change.
func (k *kioskRule) first(h *hq) (office.Date, error) {
	from, err := parseDate(k.from)
	if err != nil || from != 0 {
		return office.Date(from), err
	}
	return today(h.Now())
}

func (h *hq) showKioskRules(p *contract.Plan, site string) error {
	out := &contract.Plan{Version: p.GetVersion()}
	t := &table{head: []string{"VANAF", "DOEL PER WEEK", "LEEFTIJD", "BRIEVEN", "OPNIEUW NA", "ZONDER KAART", "NIET VOOR KAARTEN VAN", "BRIEF NAAR", "BESLISSING"}}
	for _, r := range p.GetKiosks() {
		if r.Site == site {
			out.Kiosks = append(out.Kiosks, r)
		}
	}
	slices.SortFunc(out.Kiosks, func(a, b *contract.KioskRule) int { return cmp.Compare(a.ValidFrom, b.ValidFrom) })
	for _, r := range out.Kiosks {
		since, cards := "altijd", ""
		if r.ValidFrom != 0 {
			since = office.Date(r.ValidFrom).String()
		}
		if r.LetterNotSince != 0 {
			cards = office.Date(r.LetterNotSince).String()
		}
		to := "loket"
		if r.LetterHome {
			to = "thuis"
		}
		t.add(since, number(r.TargetWeek), yes(r.Ages), yes(r.Letters), fmt.Sprintf("%d dagen", letter.AgainOf(r)), yes(!r.LetterCardOnly), cards, to,
			sayDecision(&contract.KioskSiteUse{Decision: r.Decision, Reason: r.Reason}))
	}
	return h.show(out, t)
}

func kioskTargetCommand(w World) *cobra.Command {
	k := new(kioskRule)
	c := tool(w, &cobra.Command{Use: "target SITE USES", Short: "How much use a week is hoped for from a day on; 0: nothing", Args: cobra.ExactArgs(2)},
		func(ctx context.Context, h *hq, args []string) error {
			n, err := strconv.ParseUint(args[1], 10, 32)
			if err != nil {
				return invalid("central.kiosk", err, "Dit is geen aantal.", "Schrijf hoe vaak per week: 40.")
			}
			return k.run(ctx, h, args[0], func(r *contract.KioskRule) bool { r.TargetWeek = uint32(n); return true })
		})
	k.bind(c)
	return c
}

func kioskDecideCommand(w World) *cobra.Command {
	k := new(kioskRule)
	var why string
	c := tool(w, &cobra.Command{Use: "decide SITE keep|stop|none", Short: "What city and host decided of a self-service desk (it is noted, and switches nothing off)", Args: cobra.ExactArgs(2)},
		func(ctx context.Context, h *hq, args []string) error {
			decided := args[1]
			if decided == "none" {
				decided = ""
			}
			return k.run(ctx, h, args[0], func(r *contract.KioskRule) bool { r.Decision, r.Reason = decided, why; return true })
		})
	c.Flags().StringVar(&why, "why", "", "the reason")
	k.bind(c)
	return c
}

func kioskRuleCommand(w World) *cobra.Command {
	k, typed, notSince := new(kioskRule), new(contract.KioskRule), ""
	var c *cobra.Command
	fields := map[string]func(*contract.KioskRule){
		"target":      func(r *contract.KioskRule) { r.TargetWeek = typed.TargetWeek },
		"ages":        func(r *contract.KioskRule) { r.Ages = typed.Ages },
		"letters":     func(r *contract.KioskRule) { r.Letters = typed.Letters },
		"again-days":  func(r *contract.KioskRule) { r.LetterAgainDays = typed.LetterAgainDays },
		"card-only":   func(r *contract.KioskRule) { r.LetterCardOnly = typed.LetterCardOnly },
		"letter-home": func(r *contract.KioskRule) { r.LetterHome = typed.LetterHome },
		"not-since":   func(r *contract.KioskRule) { r.LetterNotSince = typed.LetterNotSince },
		"assumed":     func(r *contract.KioskRule) { r.Assumed = typed.Assumed },
	}
	c = tool(w, &cobra.Command{Use: "rule SITE", Short: "What a self-service desk asks and does; without flags, what holds", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			if typed.LetterNotSince, err = parseDate(notSince); err != nil {
				return err
			}
			return k.run(ctx, h, args[0], func(r *contract.KioskRule) (changed bool) {
				for _, name := range slices.Sorted(maps.Keys(fields)) {
					if c.Flags().Changed(name) {
						fields[name](r)
						changed = true
					}
				}
				return changed
			})
		})
	f := c.Flags()
	f.Uint32Var(&typed.TargetWeek, "target", 0, "uses a week that are hoped for")
	f.BoolVar(&typed.Ages, "ages", false, "ask at the end how old somebody is, in three bands; nobody has to say")
	f.BoolVar(&typed.Letters, "letters", false, "letters with a PIN and PUK can be asked for")
	f.Uint32Var(&typed.LetterAgainDays, "again-days", letter.AgainDays, "no second letter for the same person within so many days")
	f.BoolVar(&typed.LetterCardOnly, "card-only", false, "without an identity card in a reader a clerk sees who it is")
	f.StringVar(&notSince, "not-since", "", "of cards valid from this day on a clerk makes the code new, without a letter; empty: of none")
	f.BoolVar(&typed.LetterHome, "letter-home", false, "letters go to who asked, at home; else they are collected at a counter")
	f.BoolVar(&typed.Assumed, "assumed", false, "no source states it")
	f.BoolVar(&k.remove, "remove", false, "take a rule back: what held before it holds again")
	k.bind(c)
	return c
}

// letterWords say how far a letter is.
var letterWords = map[contract.LetterStage]string{contract.LetterStage_LETTER_STAGE_ASKED: "gevraagd", contract.LetterStage_LETTER_STAGE_ACCEPTED: "aanvaard",
	contract.LetterStage_LETTER_STAGE_SENT: "verstuurd", contract.LetterStage_LETTER_STAGE_REFUSED: "geweigerd"}

func lettersCommand(w World) *cobra.Command {
	q := new(contract.LettersRequest)
	c := tool(w, &cobra.Command{Use: "letters", Short: "Letters with a PIN and PUK that were asked for, and how far each is; not for whom", Args: cobra.NoArgs},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.Letters, q)
			if err != nil {
				return err
			}
			t := &table{head: []string{"LOCATIE", "GEVRAAGD", "STAND", "SINDS", "REDEN", "BRIEF"}}
			for _, l := range res.Letters {
				asked, err := moment(l.AskedMs)
				since, err2 := moment(l.ChangedMs)
				if err = either(err, err2); err != nil {
					return err
				}
				t.add(l.Site, asked, letterWords[l.Stage], since, l.Reason, fmt.Sprintf("%x", l.Letter))
			}
			return h.show(res, t)
		})
	c.Flags().StringVar(&q.Site, "site", "", "only this location")
	c.Flags().BoolVar(&q.Open, "open", false, "only those that were neither sent nor refused")
	return c
}

// ranked are the codes of counts, the most first.
func ranked(counts map[string]uint64) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
}
