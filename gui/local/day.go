package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// dayOf reads what the night brought, how the day stands and what people must know.
func dayOf(s *state.Snapshot, v *contract.View) {
	s.Morning.Date = office.Date(v.Morning.GetDate())
	for _, l := range v.Morning.GetLines() {
		s.Morning.Lines = append(s.Morning.Lines, state.MorningLine{Say: l.Say, Good: l.Good, Urgent: l.Urgent})
	}
	d := v.Day
	s.Day = state.DayState{Date: office.Date(d.GetDate()), Opened: instant(d.GetOpenedMs()), OpenedBy: office.ClerkID(d.GetOpenedBy()),
		Closed: instant(d.GetClosedMs()), EndsBy: office.ClerkID(d.GetClosedBy())}
	for _, c := range d.GetChecks() {
		s.Day.Checks = append(s.Day.Checks, state.DayCheck{Code: c.Code, Good: c.Good, Say: c.Say})
	}
	for _, n := range v.Notices {
		notice := state.Notice{Say: n.Say, Tone: state.Warn}
		if n.Urgent {
			notice.Tone = state.Bad
		}
		s.Notices = append(s.Notices, notice)
	}
}

// OpenDay implements state.Days.
func (c *Counter) OpenDay(ctx context.Context, checks []state.DayCheck) (state.Receipt, error) {
	done, err := call(ctx, c, "local.OpenDay", func(cmd *contract.Command) *contract.OpenDayRequest {
		q := &contract.OpenDayRequest{Command: cmd}
		for _, k := range checks {
			q.Checks = append(q.Checks, &contract.DayCheck{Code: k.Code, Good: k.Good, Say: k.Say})
		}
		return q
	}, c.rpc.OpenDay)
	return state.Receipt{Sequence: done.GetSequence()}, err
}

// CloseDay implements state.Days.
func (c *Counter) CloseDay(ctx context.Context, uncounted string, tripsKnown bool) (state.Receipt, []string, error) {
	done, err := call(ctx, c, "local.CloseDay", func(cmd *contract.Command) *contract.CloseDayRequest {
		return &contract.CloseDayRequest{Command: cmd, UncountedReason: uncounted, TripsKnown: tripsKnown}
	}, c.rpc.CloseDay)
	return state.Receipt{Sequence: done.GetSequence()}, done.GetClosed(), err
}

// DaySheet implements state.Days.
func (c *Counter) DaySheet(ctx context.Context) (state.Paper, error) {
	const op = "local.DaySheet"
	c.mu.Lock()
	session := c.session
	c.mu.Unlock()
	res, err := c.rpc.DaySheet(ctx, connect.NewRequest(&contract.DaySheetRequest{Session: session}))
	if err = fault.FromRPC(op, err); err != nil {
		if fault.Is(err, fault.Denied) {
			c.drop(session)
		}
		return state.Paper{}, err
	}
	return c.Papers.keep(res.Msg.Name, res.Msg.Pdf)
}

// AgendaOf implements state.Agendas.
func (c *Counter) AgendaOf(ctx context.Context, date office.Date) (state.AgendaDay, error) {
	res, err := c.rpc.Agenda(ctx, connect.NewRequest(&contract.AgendaRequest{Date: int32(date)}))
	if err != nil {
		return state.AgendaDay{}, fault.FromRPC("local.AgendaOf", err)
	}
	of := &contract.View{Site: res.Msg.Site, Today: res.Msg}
	return state.AgendaDay{Date: office.Date(res.Msg.Date), Slots: agendaOf(of), Closed: res.Msg.Closed}, nil
}
