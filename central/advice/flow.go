package advice

import (
	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/office"
)

// flow is one site as a queue of wishes.
type flow struct {
	site  office.Site
	daily float64   // seats that are asked for each day
	free  []float64 // seats that are free on each day looked at
	known bool      // there are figures for what is asked for
}

// cost is what waits at the site, in seats times days, when a day's free seats change by some; none: as things are.
func (f *flow) cost(change map[int]float64) float64 {
	waiting, sum := 0.0, 0.0
	for d, free := range f.free {
		waiting = max(0, waiting+f.daily-max(0, free+change[d]))
		sum += waiting
	}
	return sum
}

// spare is how many free seats are left over in all, as things are.
func (f *flow) spare() float64 {
	waiting, spare := 0.0, 0.0
	for _, free := range f.free {
		waiting += f.daily - free
		if waiting < 0 {
			spare, waiting = spare-waiting, 0
		}
	}
	return spare
}

// flowOf reads a row of the board. The week's demand is spread over its days.
func flowOf(s *board.Scene, row board.Row) *flow {
	f := &flow{site: row.Site}
	for d := office.Date(0); d < 7; d++ {
		e := s.Expect(row.Site.ID, s.Today()+d)
		f.known = f.known || e.Known
		f.daily += e.Seats / 7
	}
	for _, c := range row.Cells {
		f.free = append(f.free, float64(c.Free+c.Held))
	}
	return f
}
