package local

import (
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

func productsOf(r *contract.ProductsResponse) []state.Product {
	var out []state.Product
	for _, p := range r.Products {
		if p.Offered {
			out = append(out, state.Product{ID: office.ProductID(p.Id), Name: p.Name, HandOut: p.HandOut, Coded: coded(office.ProductID(p.Id))})
		}
	}
	return out
}

// instant reads a wall time; 0 is none.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func first(products []string) office.ProductID {
	if len(products) == 0 {
		return ""
	}
	return office.ProductID(products[0])
}

// snapshot reads a view in the screen's words.
func (c *Counter) snapshot(v *contract.View) state.Snapshot {
	c.mu.Lock()
	c.adopt(v)
	products, session, who := c.products, c.session, c.who
	line := c.line(v.Line)
	c.mu.Unlock()
	s := state.Snapshot{Sequence: v.Sequence, Site: office.SiteID(v.Site), Name: v.SiteName, Today: office.Date(v.Today.GetDate()),
		Line: line, Products: products, Vault: state.Vault{Present: v.Vault, Items: int(v.Stock), Coming: int(v.Announced)}, Closed: v.Today.GetClosed(),
		Plug: state.Plug{Present: v.Demo, Out: !v.Plugged}, Agenda: agendaOf(v), Norm: normOf(v.Measures)}
	for _, p := range v.Staff {
		s.Staff = append(s.Staff, state.Person{ID: office.ClerkID(p.Id), Name: p.Name})
	}
	for _, p := range v.Signed {
		if office.Desk(p.Desk) == c.desk && (session == "" || office.ClerkID(p.Id) != who) {
			continue // somebody whose session is not ours: here that is nobody
		}
		s.Signed = append(s.Signed, state.SignedIn{Desk: office.Desk(p.Desk), Person: state.Person{ID: office.ClerkID(p.Id), Name: p.Name}})
	}
	for _, row := range v.Waiting {
		s.Queue = append(s.Queue, waitingOf(row, v.NowMs))
	}
	for _, row := range v.AtDesks {
		s.Visits = append(s.Visits, visitOf(row))
	}
	for _, row := range v.Inbox {
		s.Inbox = append(s.Inbox, letterOf(row, line.State))
	}
	if i := slices.IndexFunc(v.Notices, func(n *contract.Notice) bool { return n.Urgent }); i >= 0 {
		s.Alarm = v.Notices[i].Say
	}
	s.Sites = c.sites
	dayOf(&s, v)
	hallOf(&s, v)
	gearOf(&s, v)
	switchesOf(&s, v)
	boothOf(&s, v)
	cardsOf(&s, v)
	c.colleaguesOf(&s, v)
	contactsOf(&s, v)
	proceduresOf(&s, v)
	return s
}

// line reads the state of the line. How much of the backlog has been sent is told by what is still left of what waited
// when the line came back. It wants mu held.
func (c *Counter) line(l *contract.Line) state.Line {
	out := state.Line{Since: instant(l.GetSinceMs()), Waiting: int(l.GetWaiting()), Data: instant(l.GetHeardMs())}
	switch l.GetState() {
	case contract.Line_ONLINE:
		out.State, c.backlog = state.Connected, 0
	case contract.Line_CATCHING_UP:
		out.State, c.backlog = state.CatchingUp, max(c.backlog, l.GetWaiting())
		out.Total, out.Sent = int(c.backlog), int(c.backlog-l.GetWaiting())
	default:
		c.backlog = l.GetWaiting()
	}
	return out
}

// normOf is the published punctuality of the cluster that was visited most.
func normOf(all []*contract.Measure) state.Norm {
	var out state.Norm
	for _, m := range all {
		if m.Name == "lateness" && m.Norm > 0 && int(m.N) > out.Visits {
			out = state.Norm{Cluster: m.ClusterName, Limit: m.Norm, Value: m.Value, Visits: int(m.N), Known: m.N >= visit.SmallestGroup}
		}
	}
	return out
}

// longWait is when a waiting visitor stands out.
const longWait = 15 * time.Minute

func waitingOf(row *contract.VisitRow, nowMS int64) state.Waiting {
	id, _ := contract.ID16[office.VisitID](row.Visit) // the zero id stands for one that cannot be acted on
	next, then := pending(row)
	return state.Waiting{Visit: id, Ticket: row.Ticket, Product: next, Next: then, Planned: office.Minute(row.Planned),
		WalkIn: len(row.Appointment) == 0, Urgency: visit.Urgency(row.Urgency), Persons: int(row.Persons), Name: row.Name,
		Since: instant(row.ArrivedMs), Long: nowMS-row.ArrivedMs > longWait.Milliseconds(), Why: row.Why,
		Passed: strings.Join(row.Passed, "; "), Expect: row.Expect, Undo: undoableOf(row)}
}

func visitOf(row *contract.VisitRow) state.Visit {
	id, _ := contract.ID16[office.VisitID](row.Visit)
	next, then := pending(row)
	v := state.Visit{ID: id, Desk: office.Desk(row.Desk), Ticket: row.Ticket, Product: next, Next: then, Of: len(row.Products), Name: row.Name,
		Called: instant(row.CalledMs), Served: instant(row.ServingMs), Passed: row.Passed, Undo: undoableOf(row)}
	if row.State == "called" { // a visitor who was sent on was served before
		v.Served = time.Time{}
	}
	return v
}

// agendaOf is the day's rows; what is past and was never booked is left out.
func agendaOf(v *contract.View) []state.Slot {
	var out []state.Slot
	for _, row := range v.Today.GetRows() {
		slot := state.Slot{Seat: row.Run.First(office.SiteID(v.Site)), Minutes: row.Run.Len() * row.Run.Minutes(),
			Name: row.Name, Phone: row.Phone, Elsewhere: !row.Own}
		switch row.Status {
		case contract.AgendaRow_PAST:
			continue
		case contract.AgendaRow_FREE_HERE:
			slot.State = state.FreeHere
		case contract.AgendaRow_FREE_AT_HQ:
			slot.State = state.FreeAtHQ
		case contract.AgendaRow_BOOKED:
			slot.Appointment = row.Appointment.AppointmentID()
			slot.Product, slot.Persons = first(row.Appointment.Products), int(row.Appointment.Persons)
			slot.Leg = row.Appointment.Leg
			bookedSlot(&slot, row, v)
		default:
			slot.State = state.BlockedSlot
		}
		out = append(out, slot)
	}
	return out
}

// bookedSlot tells what became of a visitor with an appointment.
func bookedSlot(slot *state.Slot, row *contract.AgendaRow, v *contract.View) {
	same := func(r *contract.VisitRow) bool { return string(r.Appointment) == string(row.Appointment.Id) }
	switch row.Visit {
	case "waiting":
		slot.State = state.Arrived
		if i := slices.IndexFunc(v.Waiting, same); i >= 0 {
			slot.Ticket = v.Waiting[i].Ticket
		}
	case "parked":
		slot.State = state.SteppedAside
		if i := slices.IndexFunc(v.Parked, same); i >= 0 {
			slot.Ticket = v.Parked[i].Ticket
		}
	case "called", "serving":
		slot.State = state.AtDesk
		if i := slices.IndexFunc(v.AtDesks, same); i >= 0 {
			slot.Ticket, slot.ServedAt = v.AtDesks[i].Ticket, office.Desk(v.AtDesks[i].Desk)
		}
	case "finished":
		slot.State = state.Finished
	case "missed":
		slot.State = state.Missed
	case "left":
		slot.State = state.Left
	default:
		slot.State = state.Expected
		if row.Moving {
			slot.State = state.Moving
		}
	}
}

// letterOf reads a wish with its answer. The alternatives are headquarters' to give: at once while there is a line.
func letterOf(row *contract.InboxRow, line state.LineState) state.Letter {
	l := state.Letter{ID: string(row.Request), Kind: state.RequestAccepted, At: instant(row.AtMs), Say: row.Say, Visitor: row.Name, Phone: row.Phone}
	if b := row.Wish.GetBook(); b != nil {
		l.Product, l.Persons = first(b.Products), int(b.Persons)
	} else if m := row.Wish.GetMove(); m != nil {
		l.Product = first(m.Frozen.GetProducts())
		l.Moving, _ = contract.ID16[office.AppointmentID](m.Appointment) // the zero id is refused as unknown
	}
	switch {
	case row.Pending:
		l.Kind = state.RequestPending
	case row.Answer.GetRefused() != nil:
		l.Kind = state.RequestRefused
		for i, p := range row.Answer.Refused.Alternatives {
			name := p.GetSite()
			if i < len(row.AlternativeSites) {
				name = row.AlternativeSites[i]
			}
			place := placeOf(p, name)
			place.Way = state.Live
			if line == state.Cut {
				place.Way = state.Request
			}
			l.Alternatives = append(l.Alternatives, place)
		}
	}
	return l
}
