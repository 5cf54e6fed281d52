package board

import "math"

// Word is a need in one word, for who cannot or need not compare figures.
type Word uint8

// The words, from the least need to the greatest.
const (
	Closed Word = iota // nobody is served and nothing says that anybody comes
	Ample
	Enough
	Tight
	Short
)

// String is the word in Dutch, as the board shows it.
func (w Word) String() string {
	return [...]string{"gesloten", "ruim", "genoeg", "krap", "tekort"}[w]
}

// Need is how badly a site needs seats on a day, from 0 to 100, and the word for it.
//
// Half of it is pressure: the seats that are expected to be wanted, as a share of those there are. Where there are no
// figures it is those that are booked already. The other half is the wait: the working days to the first free place
// of the cluster that waits longest, as a share of the norm; no free place at all counts as twice the norm. Each share counts up to
// two. So a day that will just be full at a site that just meets the norm is 50.
func Need(c Cell, waits []Wait) (int, Word) {
	pressure := ratio(float64(c.Booked), float64(c.Seats))
	if c.Expected.Known {
		pressure = ratio(c.Expected.Seats, float64(c.Seats))
	}
	if c.Seats == 0 && pressure == 0 {
		return 0, Closed
	}
	wait := 0.0
	for _, w := range waits {
		wait = max(wait, w.share())
	}
	n := int(math.Round(25*pressure + 25*wait))
	switch {
	case n < 25:
		return n, Ample
	case n < 50:
		return n, Enough
	case n < 75:
		return n, Tight
	}
	return n, Short
}

// ratio is a share of at most two; of nothing there is none, unless something is wanted of it.
func ratio(of, all float64) float64 {
	switch {
	case of <= 0:
		return 0
	case all <= 0:
		return 2
	}
	return min(of/all, 2)
}
