package planning

import (
	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// row is a site of the board as the contract has it, with what the register knows beside the kernel.
func (b *Board) row(v register.View, s *board.Scene, on reach, row board.Row) *contract.BoardRow {
	st, state := v.Site(row.Site.ID)
	out := showRow(row)
	out.Appliance, out.Online, out.HeardMs = st.Current.Incarnation != 0, on[row.Site.ID], state.HeardMs
	out.People = showPeople(s.Staff[row.Site.ID])
	for _, a := range v.Asked(row.Site.ID) {
		if a.Seat.Date < s.Today() {
			continue
		}
		n := len(out.Pending)
		if n == 0 || out.Pending[n-1].Date != int32(a.Seat.Date) {
			out.Pending = append(out.Pending, &contract.BoardPending{Date: int32(a.Seat.Date), SinceMs: a.Since.UnixMilli()})
			n++
		}
		p := out.Pending[n-1]
		p.Seats, p.SinceMs = p.Seats+1, min(p.SinceMs, a.Since.UnixMilli())
	}
	return out
}

// showRow is what the kernel says of a site.
func showRow(row board.Row) *contract.BoardRow {
	out := &contract.BoardRow{Site: string(row.Site.ID), Name: row.Site.Name, District: row.Site.District, Desks: uint32(row.Site.Desks.Value)}
	for _, w := range row.Waits {
		out.Waits = append(out.Waits, showWait(w))
	}
	for _, c := range row.Cells {
		out.Cells = append(out.Cells, showCell(c))
	}
	return out
}

func showWait(w board.Wait) *contract.BoardWait {
	out := &contract.BoardWait{Cluster: string(w.Cluster), Product: string(w.Product), Found: w.Found, Date: int32(w.Date),
		WorkingDays: uint32(w.Days), WithinNorm: w.Within(), Why: w.Why, ClusterName: string(w.Cluster)}
	if c, ok := catalogue.Embedded().Cluster(w.Cluster); ok {
		out.ClusterName = c.Dutch
	}
	return out
}

func showCell(c board.Cell) *contract.BoardCell {
	out := &contract.BoardCell{Date: int32(c.Date), Closed: c.Closed, Desks: uint32(c.Desks), DeskMinutes: uint32(c.Minutes),
		Seats: uint32(c.Seats), Booked: uint32(c.Booked), Free: uint32(c.Free), Held: uint32(c.Held), Kept: uint32(c.Kept),
		Blocked: uint32(c.Blocked), Stranded: uint32(c.Stranded), Asked: uint32(c.Asked), Known: c.Expected.Known,
		Expected: c.Expected.Seats, RestsOn: uint32(c.Expected.Days), Need: uint32(c.Need), Word: c.Word.String()}
	for _, h := range c.Hours {
		out.Hours = append(out.Hours, &contract.BoardHour{From: uint32(h.From), Desks: uint32(h.Desks), Seats: uint32(h.Seats),
			Booked: uint32(h.Booked), Free: uint32(h.Free), Held: uint32(h.Held), Blocked: uint32(h.Blocked), Expected: h.Expected})
	}
	for _, x := range c.Opening {
		out.Stretches = append(out.Stretches, &contract.BoardStretch{Desk: uint32(x.Desk), From: uint32(x.From), To: uint32(x.To),
			SlotMinutes: uint32(x.Slot), Rule: x.Rule, Booked: uint32(x.Booked), Held: uint32(x.Held)})
	}
	return out
}

func showPeople(all []board.Person) (out []*contract.BoardPerson) {
	for _, p := range all {
		out = append(out, &contract.BoardPerson{Id: p.ID, Name: p.Name, Skills: p.Skills})
	}
	return out
}

// effect is what a weighed draft does, as the contract has it.
func (b *Board) effect(v register.View, s *board.Scene, on reach, w weighed) *contract.BoardEffect {
	e := w.effect
	out := &contract.BoardEffect{Version: s.Plan.Version(), Stale: w.stale, Put: w.change.Put, Remove: w.change.Undo, Warnings: e.Warnings,
		MinutesBefore: uint32(e.MinutesBefore), MinutesAfter: uint32(e.MinutesAfter)}
	if w.stale {
		out.Changed = v.Since(w.made)
	}
	for _, m := range w.change.Moves {
		out.Moves = append(out.Moves, showMove(m))
	}
	for _, r := range e.Rows {
		out.Rows = append(out.Rows, &contract.BoardRowEffect{Before: b.row(v, s, on, r.Before), After: b.row(v, s, on, r.After)})
	}
	for _, h := range e.Hits {
		hit := &contract.PlanHit{Code: h.Why.Code.Error(), Why: h.Why.Reason, Appointment: &contract.Appointment{Id: h.ID[:]}}
		if a := v.Appointment(h.ID); a != nil {
			hit.Appointment = a.Appointment
		}
		out.Hits = append(out.Hits, hit)
	}
	for _, r := range e.Recalls {
		out.Recalls = append(out.Recalls, &contract.BoardRecall{Site: string(r.Site), Seats: runs(s.Plan, r.Seats), Held: uint32(r.Held),
			Certain: uint32(r.Certain), Online: on[r.Site]})
	}
	for _, c := range e.Staff {
		out.Staff = append(out.Staff, showCoverage(c))
	}
	return out
}

func showCoverage(c board.Coverage) *contract.BoardCoverage {
	out := &contract.BoardCoverage{Site: string(c.Site), Date: int32(c.Date), DesksBefore: uint32(c.Before), DesksAfter: uint32(c.After),
		Known: c.Known, Rostered: c.Rostered, People: showPeople(c.People), Lacks: uint32(c.Lacks())}
	for _, cluster := range c.Without {
		out.Without = append(out.Without, string(cluster))
	}
	return out
}

// runs gathers seats into runs, apart for each length of slot that the plan gives them.
func runs(p *calendar.Plan, seats []office.SeatID) (out []*contract.Run) {
	byLength := map[office.Minute][]office.SeatID{}
	var lengths []office.Minute
	for _, id := range seats {
		n := p.Day(id.Site, id.Date).SlotAt(id.Desk, id.Start)
		if byLength[n] == nil {
			lengths = append(lengths, n)
		}
		byLength[n] = append(byLength[n], id)
	}
	for _, n := range lengths {
		out = append(out, contract.Runs(byLength[n], int(n))...)
	}
	return out
}

func showMove(m board.Move) *contract.BoardMove {
	out := &contract.BoardMove{FromSite: string(m.From.Site), FromDate: int32(m.From.Date), From: uint32(m.From.From), To: uint32(m.From.To), Desk: uint32(m.From.Desk),
		ToSite: string(m.To.Site), ToDate: int32(m.To.Date), At: uint32(m.To.From), ToDesk: uint32(m.To.Desk)}
	for _, p := range m.To.Products {
		out.Products = append(out.Products, string(p))
	}
	for _, c := range m.To.Clusters {
		out.Clusters = append(out.Clusters, string(c))
	}
	return out
}
