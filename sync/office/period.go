package office

// Period is a stretch of civil dates, both ends included. A zero end is open: the zero Period holds
// every date. (1 January 1970 can therefore not be an end, which no rule of a counter needs.)
type Period struct{ From, To Date }

// Contains reports whether d lies in the period.
func (p Period) Contains(d Date) bool {
	return (p.From == 0 || d >= p.From) && (p.To == 0 || d <= p.To)
}

// Overlaps reports whether some date lies in both periods.
func (p Period) Overlaps(q Period) bool {
	return (p.To == 0 || q.From == 0 || q.From <= p.To) && (q.To == 0 || p.From == 0 || p.From <= q.To)
}

// Valid reports whether the period holds at least one date.
func (p Period) Valid() bool { return p.From == 0 || p.To == 0 || p.From <= p.To }
