package planning

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Surveys implements the Surveys service: what visitors said, without small groups. It is safe for concurrent use.
type Surveys struct{ p *Planning }

var _ contractconnect.SurveysHandler = Surveys{}

// NewSurveys is the answers as a node's planning door sees them.
func NewSurveys(p *Planning) Surveys { return Surveys{p} }

// surveyWeeks is how far back answers are told when nobody says.
const surveyWeeks = 13

// Results implements the Surveys service. Of each site there is a row of all, then one for each product, then one for each week. What is
// told of a group rests on at least [visit.SmallestGroup] answers, and no group can be had by taking others from a sum.
func (s Surveys) Results(ctx context.Context, r *connect.Request[contract.SurveyResultsRequest]) (*connect.Response[contract.SurveyResultsResponse], error) {
	q, out := r.Msg, new(contract.SurveyResultsResponse)
	err := s.p.read(ctx, func(v register.View) error {
		for _, site := range q.Sites {
			if err := known(v, site); err != nil {
				return err
			}
		}
		from, to := office.Date(q.From), office.Date(q.To)
		if to == 0 {
			to = v.Calendar().Today(s.p.now())
		}
		if from == 0 {
			from = to - surveyWeeks*7
		}
		from = register.WeekOf(from)
		out.From, out.To = int32(from), int32(to)
		shown := s.rows(v, q, out, from, to)
		if q.Remarks {
			for m := range v.SurveyRemarks(from, to, s.p.now()) {
				if shown[m.Site] {
					m.Week = 0 // a week of few answers would tell whose it is
					out.Remarks = append(out.Remarks, m)
				}
			}
		}
		return nil
	})
	return answer(out, err)
}

// rows adds what is told of each site, and gives those of which anything is.
func (s Surveys) rows(v register.View, q *contract.SurveyResultsRequest, out *contract.SurveyResultsResponse, from, to office.Date) map[string]bool {
	sites, products, weeks := sums{}, map[string]sums{}, map[string]sums{}
	for row := range v.Surveys(from, to) {
		if len(q.Sites) > 0 && !slices.Contains(q.Sites, row.Site) {
			continue
		}
		if row.Product != "" {
			sumsOf(products, row.Site).add(row.Product, row)
			continue
		}
		sites.add(row.Site, row)
		sumsOf(weeks, row.Site).add(strconv.Itoa(int(row.Week)), row)
	}
	shown := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(sites)) { // no sum of all sites is told that one could be had from
		all := sites[id]
		if all.Answers < visit.SmallestGroup {
			all = untold(all)
		}
		site, _ := v.Calendar().Site(office.SiteID(all.Site))
		all.Name, all.Week = site.Name, 0
		out.Rows = append(out.Rows, all)
		if all.Withheld {
			continue
		}
		shown[all.Site] = true
		for _, row := range products[all.Site].told() {
			row.Name, row.Week = site.Name, 0
			out.Rows = append(out.Rows, row)
		}
		own := weeks[all.Site].told()
		slices.SortFunc(own, func(a, b *contract.SurveyRow) int { return int(a.Week - b.Week) })
		for _, row := range own {
			row.Name = site.Name
			out.Rows = append(out.Rows, row)
		}
	}
	return shown
}

// sums adds answers up by a code.
type sums map[string]*contract.SurveyRow

func sumsOf(all map[string]sums, key string) sums {
	if all[key] == nil {
		all[key] = sums{}
	}
	return all[key]
}

func (s sums) add(code string, row *contract.SurveyRow) {
	sum := s[code]
	if sum == nil {
		sum = &contract.SurveyRow{Site: row.Site, Product: row.Product, Week: row.Week, Satisfaction: make([]uint32, 5), Wait: make([]uint32, 3)}
		s[code] = sum
	}
	sum.Answers += row.Answers
	for i, n := range row.Satisfaction {
		sum.Satisfaction[i] += n
	}
	for i, n := range row.Wait {
		sum.Wait[i] += n
	}
}

// told lists the groups, the largest first; of those that are too small only that they are.
func (s sums) told() (out []*contract.SurveyRow) {
	counts := map[string]uint64{}
	for _, code := range slices.Sorted(maps.Keys(s)) {
		counts[code] = uint64(s[code].Answers)
	}
	for _, t := range visit.Withhold(counts) {
		row := s[t.Code]
		if t.Withheld {
			row = untold(row)
		}
		out = append(out, row)
	}
	return out
}

// untold is a group of which nothing is told but that it is.
func untold(row *contract.SurveyRow) *contract.SurveyRow {
	return &contract.SurveyRow{Site: row.Site, Product: row.Product, Week: row.Week, Withheld: true}
}
