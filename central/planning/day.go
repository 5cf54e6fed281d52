package planning

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Day implements the Planning service: every seat of a site and day, neighbours that share an owner, a grant and an
// appointment as one run. Seats that the opening rules no longer have are shown while an appointment is on them.
func (p *Planning) Day(ctx context.Context, r *connect.Request[contract.DayRequest]) (*connect.Response[contract.DayResponse], error) {
	out := new(contract.DayResponse)
	err := p.read(ctx, func(v register.View) error {
		if err := known(v, r.Msg.Site); err != nil {
			return err
		}
		day := v.Calendar().Day(office.SiteID(r.Msg.Site), office.Date(r.Msg.Date))
		out.Closed = day.Closed
		for _, g := range groups(day, seatsOf(v, day)) {
			row, err := g.row(v)
			if err != nil {
				return err
			}
			out.Seats = append(out.Seats, row)
		}
		return nil
	})
	return answer(out, err)
}

// seatsOf is the state of each seat of the day, and of those that have an appointment though the day has them not.
func seatsOf(v register.View, day *calendar.Day) map[office.SeatID]custody.Seat {
	seats := map[office.SeatID]custody.Seat{}
	for _, id := range day.Seats() {
		seats[id] = v.Seat(id)
	}
	for id, seat := range v.DaySeats(day.Site, day.Date) {
		if seat.Booking != (office.AppointmentID{}) {
			seats[id] = seat
		}
	}
	return seats
}

// group is neighbouring seats of one desk in one state.
type group struct {
	first   office.SeatID
	count   int
	minutes office.Minute // of each seat
	seat    custody.Seat
}

// groups gathers seats by desk and time; agenda order comes after.
func groups(day *calendar.Day, seats map[office.SeatID]custody.Seat) []group {
	ids := slices.SortedFunc(maps.Keys(seats), func(a, b office.SeatID) int {
		return cmp.Or(cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Start, b.Start))
	})
	var out []group
	for _, id := range ids {
		minutes := day.SlotAt(id.Desk, id.Start)
		if minutes == 0 {
			minutes = calendar.DefaultSlot
		}
		if n := len(out); n > 0 && out[n-1].takes(id, minutes, seats[id]) {
			out[n-1].count++
			continue
		}
		out = append(out, group{first: id, count: 1, minutes: minutes, seat: seats[id]})
	}
	slices.SortFunc(out, func(a, b group) int { return a.first.Compare(b.first) })
	return out
}

// takes reports whether a seat is the group's next one and in the same state.
func (g group) takes(id office.SeatID, minutes office.Minute, seat custody.Seat) bool {
	end := g.first.Start + office.Minute(g.count)*g.minutes
	return id.Desk == g.first.Desk && id.Start == end && minutes == g.minutes && seat == g.seat
}

// row writes the group as the contract has it.
func (g group) row(v register.View) (*contract.SeatRow, error) {
	row := &contract.SeatRow{Run: contract.NewRun(g.first, g.count, int(g.minutes)), Owner: ownerName(g.seat.Owner)}
	if g.seat.Grant != (custody.Identity{}) {
		row.Grant = &contract.Identity{Era: g.seat.Grant.Era, Number: g.seat.Grant.N}
	}
	if g.seat.Booking == (office.AppointmentID{}) {
		return row, nil
	}
	row.Appointment = &contract.Appointment{Id: g.seat.Booking[:]} // all that is known when the state itself never came
	if state := v.Appointment(g.seat.Booking); state != nil {
		row.Appointment = state.Appointment
	}
	var err error
	row.Person, err = personOf(v, row.Appointment)
	return row, err
}

// ownerName is the owner as planners read it; see contract.SeatRow.
func ownerName(o custody.Owner) string {
	switch o.Kind {
	case custody.Site:
		return o.By.String()
	case custody.Blocked:
		return "blocked"
	}
	return "hq"
}
