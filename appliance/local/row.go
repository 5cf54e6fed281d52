package local

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// row is a visit as screens see it, with what the queue itself does not keep: who it is.
func (s *Service) row(t appliance.Turn, v visit.Visit) (*contract.VisitRow, error) {
	out := queue.Row(v)
	for _, p := range v.Done {
		out.Done = append(out.Done, string(p))
	}
	out.ForDesk, out.ForTheme = uint32(v.For.Desk), string(v.For.Theme)
	if v.Reason != "" {
		out.Reason = v.Reason.Words()
	}
	if v.Booked() {
		if k := booking.Known(t.View, v.Appointment); k != nil {
			out.Name = name(t, k.Appointment.Person)
		}
	}
	if v.State.AtDesk() {
		out.Passed = s.passed(v)
	}
	step, err := queue.LastStep(t.View, v.ID)
	if err == nil && s.undoes(t, step) {
		out.UndoStep, out.Undo = step.Number, step.Step.String()
		if step.Desk != 0 {
			out.Undo = fmt.Sprintf("%s aan loket %d", step.Step, step.Desk)
		}
	}
	return out, err
}

// undoes reports whether a step is recent enough to be taken back. Whether nothing depends on it is looked at then.
func (s *Service) undoes(t appliance.Turn, step visit.Trace) bool {
	return step.Number != 0 && int64(visit.StampOf(t.Now)-step.At) <= int64(s.room.Rules(t).Order.UndoMinutes)*time.Minute.Milliseconds()
}

// fillQueue shows the room: who waits, who is at a desk, who stepped aside, and whose end can still be taken back.
func (s *Service) fillQueue(t appliance.Turn, m room.Moment, out *contract.View, desk office.Desk) (err error) {
	if out.Waiting, err = s.waiting(t, m.Room, desk); err != nil {
		return err
	}
	if out.AtDesks, err = s.rows(t, m.Room.AtDesks()); err != nil {
		return err
	}
	if out.Parked, err = s.rows(t, m.Room.Parked()); err != nil {
		return err
	}
	s.fillOrder(t, out)
	if err := s.fillEnded(t, m.Visits, out); err != nil {
		return err
	}
	s.fillAlarms(m, out)
	return nil
}

func (s *Service) rows(t appliance.Turn, all []visit.Visit) (out []*contract.VisitRow, err error) {
	for _, v := range all {
		row, err := s.row(t, v)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// waiting lists who waits in the order in which the desk calls them, with how long it may take yet.
func (s *Service) waiting(t appliance.Turn, room queue.Room, desk office.Desk) (out []*contract.VisitRow, err error) {
	places := room.List(desk)
	if len(places) == 0 {
		return nil, nil
	}
	pace, err := s.room.Pace(t)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		row, err := s.row(t, p.Visit)
		if err != nil {
			return nil, err
		}
		row.Why, row.Expect = p.Why, room.Expect(p.Visit.ID, pace)
		if p.Passed != "" {
			row.Passed = []string{p.Passed}
		}
		out = append(out, row)
	}
	return out, nil
}

// fillEnded shows the visits of today whose end can still be taken back, the latest first.
func (s *Service) fillEnded(t appliance.Turn, visits []visit.Visit, out *contract.View) error {
	ended := slices.DeleteFunc(slices.Clone(visits), func(v visit.Visit) bool {
		return v.State.Open() || !s.undoes(t, visit.Trace{Number: 1, At: v.Ended})
	})
	slices.SortStableFunc(ended, func(a, b visit.Visit) int { return cmp.Compare(b.Ended, a.Ended) })
	for _, v := range ended {
		row, err := s.row(t, v)
		if err != nil {
			return err
		}
		if row.UndoStep != 0 {
			out.Ended = append(out.Ended, row)
		}
	}
	return nil
}
