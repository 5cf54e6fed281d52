package board

import "github.com/buurtloket/buurtloket/sync/office"

// MostDays is the longest stretch one board shows.
const MostDays = 62

// Span says which part of the calendar a board shows.
type Span struct {
	From  office.Date
	Days  int             // 1 to MostDays; beyond it is cut
	Sites []office.SiteID // only these; empty: all that serve by appointment, or have an appointment or a hand on a seat
	Hours bool            // with the half hours and the openings of each desk
}

// Row is a site on the board.
type Row struct {
	Site  office.Site
	Waits []Wait
	Cells []Cell // one for each day
}

// Board is sites by days.
type Board struct {
	Version uint64 // of the plan
	From    office.Date
	Days    int
	Rows    []Row // in the order of the plan's sites
}

// Week makes the board of a span, which need not be a week.
func Week(s *Scene, of Span) Board {
	of.Days = min(max(of.Days, 1), MostDays)
	b := Board{Version: s.Plan.Version(), From: of.From, Days: of.Days}
	wanted := map[office.SiteID]bool{}
	for _, id := range of.Sites {
		wanted[id] = true
	}
	for _, site := range s.Plan.Sites() {
		if len(wanted) > 0 && !wanted[site.ID] {
			continue
		}
		if row := s.row(site, of); len(wanted) > 0 || !row.empty() {
			b.Rows = append(b.Rows, row)
		}
	}
	return b
}

// row is one site of the board.
func (s *Scene) row(site office.Site, of Span) Row {
	before := s.past(site.ID)
	row := Row{Site: site, Waits: s.waits(site)}
	for d := of.From; d < of.From+office.Date(of.Days); d++ {
		row.Cells = append(row.Cells, s.cell(site.ID, d, before, row.Waits, of.Hours))
	}
	return row
}

// empty reports whether a site has nothing to show: it makes no appointments.
func (r Row) empty() bool {
	for _, c := range r.Cells {
		if c.Seats+c.Stranded+c.Asked > 0 {
			return false
		}
	}
	return len(r.Waits) == 0
}
