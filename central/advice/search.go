package advice

import (
	"slices"

	"github.com/buurtloket/buurtloket/central/board"
)

// search is suggestions in the making.
type search struct {
	week   board.Board
	flows  []*flow
	all    []candidate
	chosen []candidate
}

// changes is what a choice does to the free seats of a site, by day; c counts beside those chosen.
func (s *search) changes(site int, more ...candidate) map[int]float64 {
	out := map[int]float64{}
	for _, list := range [][]candidate{s.chosen, more} {
		for _, c := range list {
			switch site {
			case c.from:
				out[c.day] -= c.seats
			case c.to:
				out[c.day] += c.seats
			}
		}
	}
	return out
}

// total is the waiting at all sites with what was chosen. Sites without figures have none.
func (s *search) total() float64 {
	sum := 0.0
	for i, f := range s.flows {
		if f.known {
			sum += f.cost(s.changes(i))
		}
	}
	return sum
}

// gain is the waiting that a candidate saves beside what was chosen.
func (s *search) gain(c candidate) float64 {
	gain := 0.0
	for _, i := range []int{c.from, c.to} {
		gain += s.flows[i].cost(s.changes(i)) - s.flows[i].cost(s.changes(i, c))
	}
	return gain
}

// step chooses the candidate that saves most, and reports whether one saves enough.
func (s *search) step() bool {
	best, gain := s.best()
	if best < 0 || gain < least {
		return false
	}
	s.chosen = append(s.chosen, s.all[best])
	return true
}

// best is the candidate beside those chosen that saves most; -1 when none can be.
func (s *search) best() (at int, gain float64) {
	at = -1
	now := make([]float64, len(s.flows))
	for i, f := range s.flows {
		now[i] = f.cost(s.changes(i))
	}
	if !slices.ContainsFunc(now, func(n float64) bool { return n > 0 }) {
		return -1, 0
	}
	for k, c := range s.all {
		if now[c.to] <= gain || !s.can(c) { // no more can be saved than waits there
			continue
		}
		g := now[c.from] + now[c.to] - s.flows[c.from].cost(s.changes(c.from, c)) - s.flows[c.to].cost(s.changes(c.to, c))
		if g > gain {
			at, gain = k, g
		}
	}
	return at, gain
}

// can reports whether a candidate can be chosen beside the others: no hours twice, a desk left where it comes from, a desk in
// the house where it goes, and no site that gives and takes at the same hours.
func (s *search) can(c candidate) bool {
	a := c.move.From
	gone, come := 1, 1
	for _, o := range s.chosen {
		b := o.move.From
		if a.Date != b.Date || a.From >= b.To || b.From >= a.To {
			continue
		}
		if (a.Site == b.Site && a.Desk == b.Desk) || o.to == c.from || o.from == c.to {
			return false
		}
		if o.from == c.from {
			gone++
		}
		if o.to == c.to {
			come++
		}
	}
	for _, h := range s.week.Rows[c.from].Cells[c.day].Hours {
		if h.From < a.To && a.From < h.From+board.Bin && h.Desks-gone < 1 {
			return false
		}
	}
	most := int(s.week.Rows[c.to].Site.Desks.Value)
	if come > most {
		return false
	}
	for _, h := range s.week.Rows[c.to].Cells[c.day].Hours {
		if h.From < a.To && a.From < h.From+board.Bin && h.Desks+come > most {
			return false
		}
	}
	return true
}

// rounds bounds the exchange; it ends by itself long before, as every exchange saves something.
const rounds = 3

// exchange replaces what was chosen by what saves more beside the rest.
func (s *search) exchange() {
	for range rounds {
		better := false
		for i := range s.chosen {
			own := s.chosen[i]
			rest := slices.Delete(slices.Clone(s.chosen), i, i+1)
			all := s.chosen
			s.chosen = rest
			now := s.gain(own)
			at, gain := s.best()
			s.chosen = all
			if at >= 0 && gain > now+1e-6 {
				s.chosen[i], better = s.all[at], true
			}
		}
		if !better {
			return
		}
	}
}

// keep tries what was chosen on the true calendar, one beside the other, and drops what cannot be or would cost a site the norm. The desks
// are those that the translation chose.
func (s *search) keep(q Question) {
	var kept []candidate
	for _, c := range s.chosen {
		draft := board.Draft{Name: "voorstel"}
		for _, o := range append(kept[:len(kept):len(kept)], c) {
			draft.Moves = append(draft.Moves, o.move)
		}
		change, err := board.Translate(draft, q.Stored, q.Scene.Plan, q.Scene.Today())
		if err != nil {
			continue // the board knows a reason that the model does not
		}
		after, err := q.After(change.Pieces())
		if err != nil {
			continue
		}
		effect := board.Weigh(q.Scene, after, change.Touch)
		if effect.Balanced() != nil || len(effect.Hits) > 0 || missesNorm(effect) {
			continue
		}
		c.move = change.Moves[len(change.Moves)-1]
		kept = append(kept, c)
	}
	s.chosen = kept
}

// missesNorm reports whether a site would miss the norm that it meets.
func missesNorm(e board.Effect) bool {
	for _, r := range e.Rows {
		for i, w := range r.After.Waits {
			if i < len(r.Before.Waits) && r.Before.Waits[i].Within() && !w.Within() {
				return true
			}
		}
	}
	return false
}
