package program

import (
	"context"
	"fmt"
	"os"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

func hoursTry(d door, ctx context.Context, r *connect.Request[contract.HoursDraft]) (*connect.Response[contract.HoursEffect], error) {
	return d.hours.Try(ctx, r)
}

func hoursCommit(d door, ctx context.Context, r *connect.Request[contract.HoursCommitRequest]) (*connect.Response[contract.HoursCommitResponse], error) {
	return d.hours.Commit(ctx, r)
}

func hoursNotice(d door, ctx context.Context, r *connect.Request[contract.HoursNoticeRequest]) (*connect.Response[contract.HoursNoticeResponse], error) {
	return d.hours.Notice(ctx, r)
}

// noticeCommand writes what is hung at the door when hours change.
func noticeCommand(w World) *cobra.Command {
	q := new(contract.HoursNoticeRequest)
	var from, file string
	c := tool(w, &cobra.Command{Use: "notice", Short: "What is hung at the door when opening hours change: a PDF, and its words for other channels (A000-10)"},
		func(ctx context.Context, h *hq, _ []string) (err error) {
			if q.From, err = parseDate(from); err != nil {
				return err
			}
			res, err := ask(ctx, h, hoursNotice, q)
			if err != nil {
				return err
			}
			if file != "" {
				if err := os.WriteFile(file, res.Pdf, 0o644); err != nil {
					return invalid("central.rules.notice", err, "Het bericht kan niet geschreven worden in '"+file+"'.", "Geef met -o een andere plaats.")
				}
				h.remark("Geschreven: %s", file)
			}
			_, err = fmt.Fprint(h.Out, res.Text)
			return err
		})
	f := c.Flags()
	f.StringVar(&q.Site, "site", "", "location")
	f.StringVar(&from, "from", "", "first day on which the hours are otherwise")
	f.StringVarP(&file, "output", "o", "", "where the PDF is written")
	return c
}

// normCommand says how many days before a change of hours it is published.
func normCommand(w World) *cobra.Command {
	q, n := new(contract.PutPlanRequest), new(contract.NoticeNorm)
	var remove bool
	c := tool(w, &cobra.Command{Use: "norm", Short: "How many days before a change of hours citizens are told of it"},
		func(ctx context.Context, h *hq, _ []string) error {
			res, err := ask(ctx, h, door.PutPlan, pieces(q, &contract.Plan{Norms: []*contract.NoticeNorm{n}}, remove))
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&n.Site, "site", "", "location; without it every one that has none of its own")
	f.Uint32Var(&n.Days, "days", 7, "so many days")
	f.BoolVar(&n.Assumed, "assumed", false, "no source states it")
	f.BoolVar(&remove, "remove", false, "take it back")
	bindPut(c, q)
	return c
}

// publishCommand changes the plan by a file, as the planner's page of hours does: published in time, and with whom it hits in sight.
func publishCommand(w World) *cobra.Command {
	p := new(contract.Publication)
	var effective, published, by string
	var try, sure bool
	c := tool(w, &cobra.Command{Use: "publish FILE", Short: "Put the pieces of a file as a change of hours that is published in time, or with a reason why not", Args: cobra.ExactArgs(1)},
		func(ctx context.Context, h *hq, args []string) (err error) {
			d := &contract.HoursDraft{Publication: p}
			if d.Put, d.Remove, err = readPlanFile(args[0]); err != nil {
				return err
			}
			if p.Effective, err = parseDate(effective); err == nil {
				p.Published, err = parseDate(published)
			}
			if err != nil {
				return err
			}
			return h.publish(ctx, d, by, try, sure)
		})
	f := c.Flags()
	f.StringVar(&effective, "effective", "", "first day on which anything is otherwise")
	f.StringVar(&published, "published", "", "day on which citizens are told")
	f.StringVar(&p.Hurry, "hurry", "", "why that is later than the norm asks")
	f.StringVar(&by, "by", "", "who decides")
	f.BoolVar(&try, "try", false, "change nothing, and show what it would do")
	f.BoolVar(&sure, "hit", false, "go on although appointments lose their place; they are listed, and somebody calls")
	return c
}

// publish tries a draft, shows what it does, and commits it: one that hits appointments only when that was said.
func (h *hq) publish(ctx context.Context, d *contract.HoursDraft, by string, try, sure bool) error {
	effect, err := ask(ctx, h, hoursTry, d)
	if err != nil {
		return err
	}
	for _, say := range effect.Warnings {
		h.remark("%s", say)
	}
	if effect.First != 0 {
		h.remark("Eerste dag waarop iets anders is: %s.", calendar.SayDate(office.Date(effect.First)))
	}
	show := &contract.PlanResponse{Hits: effect.Hits}
	for _, x := range effect.Hits {
		show.Hit = append(show.Hit, x.Appointment)
	}
	if try || len(effect.Hits) > 0 && !sure {
		h.remark("Er is niets gewijzigd.")
		if err := h.showPlan(show, nil); err != nil || try {
			return err
		}
		return invalid("central.rules.publish", fmt.Errorf("%d appointments", len(effect.Hits)), fmt.Sprintf("%d afspraken verliezen hun plaats.", len(effect.Hits)), "Wil je dat toch, zeg dan --hit.")
	}
	d.Version = effect.Version
	q := &contract.HoursCommitRequest{Draft: d, By: by}
	for _, a := range show.Hit {
		q.Hit = append(q.Hit, a.Id)
	}
	res, err := ask(ctx, h, hoursCommit, q)
	if err != nil {
		return err
	}
	h.remark("Vastgelegd als versie %d.", res.Version)
	return h.showPlan(show, nil)
}

// addNorms writes between which days products are offered, and how many days before a change of hours is published, where a planner said so.
func addNorms(t *table, p *contract.Plan, site string) {
	for _, o := range p.GetOffers() {
		if site == "" || o.Site == "" || o.Site == site {
			t.add(rulebook.OfferID(o), o.Site, "", "", "", "", "aanbod", sayDates(o.ValidFrom, o.ValidTo), "", yes(o.Assumed), o.GetAfter().GetSay())
		}
	}
	for _, n := range p.GetNorms() {
		if site == "" || n.Site == "" || n.Site == site {
			t.add(rulebook.NormID(n), n.Site, "", "", "", "", "bekendmaking", "", fmt.Sprintf("%d dagen vooraf", n.Days), yes(n.Assumed), "")
		}
	}
}

// sayPublication tells when citizens were told of a change, and why so late where somebody wrote that down.
func sayPublication(p *contract.Publication) string {
	say := fmt.Sprintf("geldt vanaf %s, bekendgemaakt op %s", office.Date(p.Effective), office.Date(p.Published))
	if p.Hurry != "" {
		say += " (" + p.Hurry + ")"
	}
	return say
}
