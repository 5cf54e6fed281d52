package week_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestWhoIsThere: where a day has a roster, who is at the desks by it is told, and not who might be.
func TestWhoIsThere(t *testing.T) {
	for _, c := range []struct {
		duty []*contract.BoardPerson
		says string
	}{
		{[]*contract.BoardPerson{{Id: "bart", Name: "Bart Maes"}}, "Buurtloket Groenenhoek: 2 loketten open; in het rooster aan het loket: Bart Maes."},
		{nil, "Buurtloket Groenenhoek: volgens het rooster staat er niemand aan het loket."},
	} {
		within(t, func(s *screen) {
			s.hq.Duty = map[string][]*contract.BoardPerson{"buurtloket-groenenhoek": c.duty}
			s.thursday()
			if got := s.do(func() { s.Point(2, 3) }, s.Press); !has(got.Effect, c.says) || has(got.Effect, "mogen werken") {
				t.Errorf("effect %+v, want %q", got.Effect, c.says)
			}
		})
	}
}
