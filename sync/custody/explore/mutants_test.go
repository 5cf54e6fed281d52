package explore_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// mutant is one rule left out, and a world in which that shows.
type mutant struct {
	name   string
	wants  string // the invariants one of which must break, by their letters
	scope  scope
	change func(*rules)
}

func oneSite(faults string, b bounds) scope {
	return scope{seatSite: []int{0, 0}, sites: 1, faultSet: faults, bounds: b}
}

func twoSites(faults string, b bounds) scope {
	return scope{seatSite: []int{0, 1}, sites: 2, faultSet: faults, bounds: b}
}

var (
	plain   = bounds{grants: 2, books: 2, boxes: 1}
	moving  = bounds{grants: 1, books: 1, asks: 2, boxes: 1}
	siteLos = bounds{grants: 2, books: 2, boxes: 2, faults: 1}
	hqLost  = bounds{grants: 2, books: 2, boxes: 2, faults: 1, reports: 2}
	twoLost = bounds{grants: 2, books: 2, boxes: 2, faults: 2, reports: 2}
)

// TestLeftOutRulesAreNoticed demands a violating trace of every mutant.
func TestLeftOutRulesAreNoticed(t *testing.T) {
	for _, list := range [][]mutant{grantMutants, siteMutants, intakeMutants, gateMutants, moveMutants} {
		for _, mu := range list {
			t.Run(mu.name, func(t *testing.T) {
				r := real()
				mu.change(&r)
				got := (&model{mu.scope, r}).explore(1_500_000)
				t.Log(got)
				if got.broken == "" || !strings.Contains(mu.wants, got.broken[:2]) {
					t.Errorf("want a violation of %s", mu.wants)
				}
			})
		}
	}
}

var grantMutants = []mutant{
	{"† a grant is sent again with a fresh identity", "I1 I2", oneSite("", plain), func(r *rules) {
		r.exact = false
		r.resend = func(s custody.Seat, era uint64) (custody.Seat, custody.Offer, bool) {
			o, ok := s.Offer()
			o.Grant = s.Next(era)
			return s, o, ok
		}
	}},
	{"† a site accepts another incarnation's grant", "I1 I2", oneSite("r", siteLos), func(r *rules) {
		r.exact = false
		r.accept = func(h custody.Hand, _ office.Incarnation, o custody.Offer, era uint64) (custody.Hand, error) {
			return h.Accept(o.To, o, era)
		}
	}},
	{"† a site accepts an identity that is not greater", "I1 I2", oneSite("", plain), func(r *rules) {
		r.exact = false
		r.accept = func(h custody.Hand, me office.Incarnation, o custody.Offer, era uint64) (custody.Hand, error) {
			h.Grant = custody.Identity{}
			return h.Accept(me, o, era)
		}
	}},
	{"† a site accepts a grant older than its report", "I1 I2", oneSite("h", hqLost), func(r *rules) {
		r.exact = false
		r.accept = func(h custody.Hand, me office.Incarnation, o custody.Offer, _ uint64) (custody.Hand, error) {
			return h.Accept(me, o, 0)
		}
	}},
	{"an appointment on a blocked seat is granted with the seat", "I1 I2", oneSite("l", siteLos), func(r *rules) {
		r.exact = false
		r.accept = func(h custody.Hand, me office.Incarnation, o custody.Offer, era uint64) (custody.Hand, error) {
			o.Blocked = false
			return h.Accept(me, o, era)
		}
	}},
}

var siteMutants = []mutant{
	{"a site books what it has not accepted", "I1 I2", oneSite("", plain), func(r *rules) {
		r.exact = false
		r.book = func(h custody.Hand, a office.AppointmentID) (custody.Hand, error) {
			if h.State == custody.Empty {
				h.State = custody.Held
			}
			return h.Book(a)
		}
	}},
	{"† a restored site lives on in its old incarnation", "I1 I2", oneSite("r", siteLos), func(r *rules) {
		r.exact = false
		r.reborn = func(fresh box, image *box) box {
			if image != nil {
				return *image
			}
			return fresh
		}
	}},
	{"† a lost site's seats come back instead of being blocked", "I1 I2", oneSite("l", siteLos), func(r *rules) {
		r.over = func(w custody.Sweep, s custody.Seat) custody.Seat {
			if s = w.Over(s); s.Owner.Kind == custody.Blocked {
				s.Owner = custody.Owner{}
			}
			return s
		}
	}},
	{"a restored site's seats come back instead of being blocked", "I1 I2 I3", oneSite("rc", siteLos), func(r *rules) {
		r.over = func(w custody.Sweep, s custody.Seat) custody.Seat {
			if w.Of != 0 && s.Owner.By == w.Of {
				s.Owner = custody.Owner{}
			}
			return s
		}
	}},
	{"a lost site's booked seats are not blocked", "I1 I2", oneSite("l", siteLos), func(r *rules) {
		r.over = func(w custody.Sweep, s custody.Seat) custody.Seat {
			after := w.Over(s)
			if after != s && s.Booking[0] != 0 {
				after.Owner = custody.Owner{}
			}
			return after
		}
	}},
	{"cancelling on a blocked seat frees it", "I1 I2", oneSite("l", siteLos), func(r *rules) {
		r.cancel = func(s custody.Seat, a office.AppointmentID) (custody.Seat, error) {
			s, err := s.Cancel(a)
			if err == nil {
				s.Owner = custody.Owner{}
			}
			return s, err
		}
	}},
}

var intakeMutants = []mutant{
	{"† records are taken in more than once", "I1 I2 I3", twoSites("", bounds{grants: 1, books: 1, asks: 1, boxes: 1}), func(r *rules) {
		r.exact = false
		r.ingest = replaying
	}},
	{"records are taken in with a gap", "I1 I2 I3", oneSite("", plain), func(r *rules) {
		r.exact = false
		r.ingest = func(s custody.Station, g custody.Gate, b custody.Batch) (custody.Station, custody.Intake, error) {
			after, in, err := s.Ingest(g, b)
			if err == custody.Gap {
				s.Current.Cursor = b.First
				return s, custody.Intake{}, nil
			}
			return after, in, err
		}
	}},
	{"a release counts whatever grant it is of", "I1 I2", oneSite("", plain), func(r *rules) {
		r.exact = false
		r.ingest = replaying
		r.take = func(s custody.Seat, from office.Incarnation, e custody.Record) (custody.Seat, custody.Outcome) {
			e.Grant = s.Grant
			return s.Take(from, e)
		}
	}},
	{"† a closed incarnation's records are counted as the current one's", "I1 I2 I3", oneSite("c", siteLos), func(r *rules) {
		r.exact = false
		r.ingest = func(s custody.Station, g custody.Gate, b custody.Batch) (custody.Station, custody.Intake, error) {
			b.Incarnation = s.Current.Incarnation
			return s.Ingest(g, b)
		}
	}},
	{"a booking that clashes is dropped, not kept as a conflict", "I3", oneSite("l", siteLos), func(r *rules) {
		r.take = func(s custody.Seat, from office.Incarnation, e custody.Record) (custody.Seat, custody.Outcome) {
			s, _ = s.Take(from, e)
			return s, custody.Outcome{}
		}
	}},
	{"a seat released with its booking loses the booking", "I1 I2 I3", oneSite("", plain), func(r *rules) {
		r.take = func(s custody.Seat, from office.Incarnation, e custody.Record) (custody.Seat, custody.Outcome) {
			if e.Act == custody.DidRelease {
				e.Booking = office.AppointmentID{}
			}
			s, _ = s.Take(from, e)
			return s, custody.Outcome{}
		}
	}},
}

// replaying takes records again that were taken before, which other guards must then catch.
func replaying(s custody.Station, g custody.Gate, b custody.Batch) (custody.Station, custody.Intake, error) {
	after, in, err := s.Ingest(g, b)
	if err == custody.Duplicate {
		return s, custody.Intake{}, nil
	}
	return after, in, err
}
