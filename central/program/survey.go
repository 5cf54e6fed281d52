package program

import (
	"context"
	"fmt"

	"connectrpc.com/connect"
	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func surveyCommand(w World) *cobra.Command {
	q := new(contract.SurveyResultsRequest)
	var from, to string
	c := tool(w, &cobra.Command{Use: "survey", Short: "How visitors say that it was, by site, product and week; small groups are not shown"},
		func(ctx context.Context, h *hq, _ []string) error {
			if err := parseDates(from, to, &q.From, &q.To); err != nil {
				return err
			}
			res, err := ask(ctx, h, func(d door, ctx context.Context, q *connect.Request[contract.SurveyResultsRequest]) (*connect.Response[contract.SurveyResultsResponse], error) {
				return d.surveys.Results(ctx, q)
			}, q)
			if err != nil {
				return err
			}
			return h.showSurvey(res)
		})
	f := c.Flags()
	f.StringVar(&from, "from", "", "first day; the week it is in counts whole; without it thirteen weeks ago")
	f.StringVar(&to, "to", "", "last day; without it today")
	f.StringSliceVar(&q.Sites, "site", nil, "only these locations")
	f.BoolVar(&q.Remarks, "remarks", false, "also what visitors wrote, as far as half a year back")
	return c
}

// showSurvey prints how satisfied visitors say they are, and how long they thought that they waited.
func (h *hq) showSurvey(res *contract.SurveyResultsResponse) error {
	t := &table{head: []string{"LOCATIE", "WAT", "ANTWOORDEN", "HEEL ONTEVREDEN", "ONTEVREDEN", "GAAT WEL", "TEVREDEN", "HEEL TEVREDEN", "KORTER DAN GEDACHT", "ALS GEDACHT", "LANGER"}}
	for _, r := range res.Rows {
		what := r.Product
		switch {
		case r.Week != 0:
			what = "week van " + office.Date(r.Week).String()
		case what == "":
			what = "alles"
		}
		cells := []string{r.Name, what, "te weinig"}
		if !r.Withheld {
			cells[2] = number(r.Answers)
			for _, n := range append(r.Satisfaction, r.Wait...) {
				cells = append(cells, share(n, r.Answers))
			}
		}
		for len(cells) < len(t.head) {
			cells = append(cells, "")
		}
		t.add(cells...)
	}
	if !h.json {
		fmt.Fprintf(h.Out, "Antwoorden van bezoekers, weken van %s tot en met %s\n\n", office.Date(res.From), office.Date(res.To))
	}
	h.remark("Groepen onder de %d antwoorden worden niet getoond, en ook niet wat ze zou verraden. Wie antwoordde, weet niemand.", visit.SmallestGroup)
	if err := h.show(res, t); err != nil || h.json || len(res.Remarks) == 0 {
		return err
	}
	said := &table{head: []string{"LOCATIE", "OPMERKING"}}
	for _, m := range res.Remarks {
		said.add(m.Site, m.Text)
	}
	fmt.Fprintln(h.Out)
	return said.print(h.Out)
}
