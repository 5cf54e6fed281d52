package explore_test

import (
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

var gateMutants = []mutant{
	{"† a restored HQ is open at once", "I1 I2", oneSite("h", hqLost), func(r *rules) {
		r.restored = func(backup hq, maxEra uint64) hq {
			h := real().restored(backup, maxEra)
			for i := range h.stations {
				st := h.stations[i]
				st.Era = h.gate.Era
				h.stations = with(h.stations, i, st)
			}
			return h
		}
	}},
	{"† a report promises nothing", "I1 I2", oneSite("h", hqLost), func(r *rules) {
		r.exact = false
		r.promise = func(reported, _ uint64) uint64 { return reported }
	}},
	{"an arrival promises nothing", "I1 I2", oneSite("ch", twoLost), func(r *rules) {
		r.exact = false
		r.arrive = func(reported, _ uint64) uint64 { return reported }
	}},
	{"† lost in the gate: only what HQ knows it granted is blocked, and the site opens", "I1 I2", oneSite("lh", twoLost), func(r *rules) {
		r.lost = func(st custody.Station, g custody.Gate) (custody.Station, custody.Sweep, error) {
			after, w, err := st.DeclareLost(g, planners, 0)
			w.All, after.Era = false, g.Era
			return after, w, err
		}
	}},
	{"† restored in the gate: only what HQ knows it granted is blocked", "I1 I2", oneSite("rch", twoLost), func(r *rules) {
		r.begin = func(st custody.Station, g custody.Gate, a custody.Arrival) (custody.Station, custody.Sweep, error) {
			a.Through = 0
			after, w, err := st.Begin(g, a)
			w.All = false
			return after, w, err
		}
	}},
	{"a closed incarnation's report opens the gate", "I1 I2", oneSite("ch", twoLost), func(r *rules) {
		r.exact = false
		r.report = func(st custody.Station, g custody.Gate, rep custody.Report, by custody.Witness) (custody.Station, custody.Sweep, error) {
			if st.Current.Incarnation != 0 && !st.Open(g) {
				rep.Incarnation = st.Current.Incarnation
				rep.Size = max(rep.Size, st.Current.Cursor)
			}
			return st.Report(g, rep, by)
		}
	}},
	{"a report is believed to be of the last box without planners", "I1 I2", oneSite("ch", twoLost), func(r *rules) {
		r.report = signed
	}},
	{"an incarnation that HQ forgot need not report", "I1 I2 I3", oneSite("ch", twoLost), func(r *rules) {
		r.begin = func(st custody.Station, g custody.Gate, a custody.Arrival) (custody.Station, custody.Sweep, error) {
			a.Granted = false
			return st.Begin(g, a)
		}
	}},
	{"two restores of one backup begin the same era", "I1 I2 I4", oneSite("h", twoLost), func(r *rules) {
		r.exact = false
		r.restored = func(backup hq, _ uint64) hq { return real().restored(backup, 0) }
	}},
	{"a report is taken while HQ has gone on", "I1 I2 I3", oneSite("h", hqLost), func(r *rules) {
		r.exact = false
		r.report = func(st custody.Station, g custody.Gate, rep custody.Report, by custody.Witness) (custody.Station, custody.Sweep, error) {
			st.Shut = st.Shut || rep.Era == g.Era && st.Era == g.Era
			rep.Size = max(rep.Size, st.Current.Cursor)
			return st.Report(g, rep, by)
		}
	}},
	{"a report tells only what is in hand, not what went back", "I1 I2 I3", oneSite("h", hqLost), func(r *rules) {
		r.takeReport = func(s custody.Seat, from office.Incarnation, h custody.Hand) (custody.Seat, custody.Outcome) {
			if h.State == custody.Empty {
				h = custody.Hand{}
			}
			return s.TakeReport(from, h)
		}
	}},
}

// signed is a report as if two planners had stated, rightly or not, that the box has no successor.
func signed(st custody.Station, g custody.Gate, r custody.Report, by custody.Witness) (custody.Station, custody.Sweep, error) {
	by.Sole = planners
	return st.Report(g, r, by)
}

var moveMutants = []mutant{
	{"an answer of before the report counts", "I1 I2 I3", twoSites("h", bounds{grants: 1, books: 2, asks: 1, reports: 1, faults: 1, boxes: 1}), func(r *rules) {
		r.exact = false
		r.move = func(h custody.Hand, a custody.Answer, _ uint64) (custody.Hand, error) { return h.Move(a, 0) }
		r.thaw = func(h custody.Hand, a custody.Answer, _ uint64) (custody.Hand, error) { return h.Thaw(a, 0) }
	}},
	{"an answer to another wish counts", "I1 I2 I3", twoSites("", moving), func(r *rules) {
		r.exact = false
		r.thaw = func(h custody.Hand, a custody.Answer, era uint64) (custody.Hand, error) {
			a.Ask = h.Ask
			return h.Thaw(a, era)
		}
	}},
	{"a site cancels while its wish to move is open", "I1 I2 I3", twoSites("", moving), func(r *rules) {
		r.exact = false
		r.siteCancel = func(h custody.Hand, a office.AppointmentID) (custody.Hand, error) {
			h.Ask = office.RequestID{}
			return h.Cancel(a)
		}
	}},
}
