package explore_test

import (
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// rules are the transition functions the world runs on. A mutant replaces some of them.
type rules struct {
	resend     func(custody.Seat, uint64) (custody.Seat, custody.Offer, bool)
	accept     func(custody.Hand, office.Incarnation, custody.Offer, uint64) (custody.Hand, error)
	book       func(custody.Hand, office.AppointmentID) (custody.Hand, error)
	siteCancel func(custody.Hand, office.AppointmentID) (custody.Hand, error)
	thaw, move func(custody.Hand, custody.Answer, uint64) (custody.Hand, error)
	begin      func(custody.Station, custody.Gate, custody.Arrival) (custody.Station, custody.Sweep, error)
	lost       func(custody.Station, custody.Gate) (custody.Station, custody.Sweep, error)
	over       func(custody.Sweep, custody.Seat) custody.Seat
	ingest     func(custody.Station, custody.Gate, custody.Batch) (custody.Station, custody.Intake, error)
	take       func(custody.Seat, office.Incarnation, custody.Record) (custody.Seat, custody.Outcome)
	report     func(custody.Station, custody.Gate, custody.Report, custody.Witness) (custody.Station, custody.Sweep, error)
	takeReport func(custody.Seat, office.Incarnation, custody.Hand) (custody.Seat, custody.Outcome)
	cancel     func(custody.Seat, office.AppointmentID) (custody.Seat, error)
	restored   func(hq, uint64) hq
	reborn     func(fresh box, image *box) box
	promise    func(reported, era uint64) uint64 // the era a site refuses to go below after a report to era
	arrive     func(reported, era uint64) uint64 // and after it said hello to era

	// exact lets the world forget what the real rules refuse for ever, and leave out what they make no use
	// of (images, records delivered out of order). A mutant may not rely on that.
	exact bool
}

var planners = custody.Planners{First: "an", Second: "bo"}

// real are the rules of package custody.
func real() rules {
	return rules{
		resend: func(s custody.Seat, _ uint64) (custody.Seat, custody.Offer, bool) {
			o, ok := s.Offer()
			return s, o, ok
		},
		accept:     custody.Hand.Accept,
		book:       custody.Hand.Book,
		siteCancel: custody.Hand.Cancel,
		thaw:       custody.Hand.Thaw,
		move:       custody.Hand.Move,
		begin:      custody.Station.Begin,
		lost: func(st custody.Station, g custody.Gate) (custody.Station, custody.Sweep, error) {
			return st.DeclareLost(g, planners, through)
		},
		over:       custody.Sweep.Over,
		ingest:     custody.Station.Ingest,
		take:       custody.Seat.Take,
		report:     custody.Station.Report,
		takeReport: custody.Seat.TakeReport,
		cancel:     custody.Seat.Cancel,
		restored: func(backup hq, maxEra uint64) hq {
			backup.gate = backup.gate.Restored(maxEra)
			return backup
		},
		reborn:  func(fresh box, _ *box) box { return fresh },
		promise: func(_, era uint64) uint64 { return era },
		arrive:  func(_, era uint64) uint64 { return era },
		exact:   true,
	}
}
