package advice

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/office"
)

// candidate is a piece of a desk's day that could be elsewhere.
type candidate struct {
	move     board.Move
	seats    float64
	day      int  // of those looked at
	from, to int  // flows
	opens    bool // the target has no hours that day
}

// piece is about how long a candidate is: shorter is not worth a journey, longer leaves no choice.
const piece office.Minute = 120

// candidates lists what could be moved, each source at each hour once: of desks that are open alike the last goes.
func candidates(week board.Board, flows []*flow, first, last office.Date) []candidate {
	var out []candidate
	for from, row := range week.Rows {
		for day, c := range row.Cells {
			if c.Date < first || c.Date > last || !flows[from].known {
				continue
			}
			for _, b := range pieces(row.Site.ID, c) {
				for to, target := range week.Rows {
					if to == from || !flows[to].known || target.Site.NIS == "" || target.Site.NIS != row.Site.NIS {
						continue
					}
					if opens, ok := fits(target, day, b.block); ok {
						out = append(out, candidate{day: day, from: from, to: to, seats: b.seats, opens: opens,
							move: board.Move{From: b.block, To: board.Target{Site: target.Site.ID, Date: c.Date, From: b.block.From}}})
					}
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.move.From.Site, b.move.From.Site), cmp.Compare(a.move.From.From, b.move.From.From),
			cmp.Compare(b.move.From.Desk, a.move.From.Desk), cmp.Compare(a.move.To.Site, b.move.To.Site))
	})
	return out
}

// part is a block that nobody has booked in.
type part struct {
	block board.Block
	seats float64
}

// pieces cuts a day's openings, as far as a desk stays behind and nobody has an appointment there.
func pieces(site office.SiteID, c board.Cell) []part {
	var out []part
	for _, s := range c.Opening {
		if s.Booked > 0 {
			continue
		}
		step := max(s.Slot, piece/s.Slot*s.Slot)
		for from := s.From; from+s.Slot <= s.To; from += step {
			to := min(from+step, s.To)
			if s.To-to < piece/2 { // no rest that is too short to be moved
				to = s.To
			}
			b := board.Block{Site: site, Date: c.Date, Desk: s.Desk, From: from, To: to}
			if stays(c, b) {
				out = append(out, part{b, float64((to - from) / s.Slot)})
			}
			if to == s.To {
				break
			}
		}
	}
	return out
}

// stays reports whether at every moment of the block another desk is open.
func stays(c board.Cell, b board.Block) bool {
	for _, h := range c.Hours {
		if h.From < b.To && b.From < h.From+board.Bin && h.Desks < 2 {
			return false
		}
	}
	return true
}

// fits reports whether a site can take a desk more at the hours of a block: it is open all the while with a desk to spare in the
// building, or it has no hours that day, and others in the week that are as early and as late.
func fits(row board.Row, day int, b board.Block) (opens, ok bool) {
	c, most := row.Cells[day], int(row.Site.Desks.Value)
	if len(c.Opening) == 0 {
		early, late := office.EndOfDay, office.Minute(0)
		for _, o := range row.Cells {
			for _, s := range o.Opening {
				early, late = min(early, s.From), max(late, s.To)
			}
		}
		return true, most > 0 && early <= b.From && b.To <= late
	}
	covered := b.From
	for _, h := range c.Hours {
		if h.From+board.Bin <= b.From || h.From >= b.To {
			continue
		}
		if h.Desks == 0 || h.Desks >= most || h.From > covered {
			return false, false
		}
		covered = h.From + board.Bin
	}
	return false, covered >= b.To
}
