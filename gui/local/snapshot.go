package local

import (
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

func productsOf(r *contract.ProductsResponse) []state.Product {
	var out []state.Product
	for _, p := range r.Products {
		if p.Offered {
			out = append(out, state.Product{ID: office.ProductID(p.Id), Name: p.Name, HandOut: p.HandOut})
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
	products := c.products
	c.mu.Unlock()
	s := state.Snapshot{Sequence: v.Sequence, Site: office.SiteID(v.Site), Name: v.SiteName, Today: office.Date(v.Today.GetDate()),
		Line: lineOf(v.Line), Products: products, Vault: state.Vault{Present: v.Vault, Items: int(v.Stock)},
		Plug: state.Plug{Present: v.Demo, Out: !v.Plugged}}
	for _, p := range v.Staff {
		s.Staff = append(s.Staff, state.Person{ID: office.ClerkID(p.Id), Name: p.Name})
	}
	for _, p := range v.Signed {
		s.Signed = append(s.Signed, state.SignedIn{Desk: office.Desk(p.Desk), Person: state.Person{ID: office.ClerkID(p.Id), Name: p.Name}})
	}
	for _, row := range v.Waiting {
		s.Queue = append(s.Queue, waitingOf(row, v.NowMs))
	}
	for _, row := range v.AtDesks {
		s.Visits = append(s.Visits, visitOf(row))
	}
	s.Agenda = agendaOf(v)
	for _, row := range v.Inbox {
		s.Inbox = append(s.Inbox, letterOf(row))
	}
	for _, n := range v.Notices {
		s.Inbox = append(s.Inbox, state.Letter{ID: n.Code, Kind: state.ConflictFound, At: instant(v.NowMs), About: n.Say, Say: n.Say})
	}
	for _, m := range v.Measures {
		if m.Name == "lateness" && m.Norm > 0 && (s.Norm.Cluster == "" || int(m.N) > s.Norm.Visits) {
			s.Norm = state.Norm{Cluster: m.ClusterName, Limit: m.Norm, Value: m.Value, Visits: int(m.N)}
		}
	}
	return s
}

func lineOf(l *contract.Line) state.Line {
	out := state.Line{Since: instant(l.GetSinceMs()), Waiting: int(l.GetWaiting()), Data: instant(l.GetHeardMs())}
	switch l.GetState() {
	case contract.Line_ONLINE:
		out.State = state.Connected
	case contract.Line_CATCHING_UP:
		out.State = state.CatchingUp
	}
	return out
}

// longWait is when a waiting visitor stands out, until the norm of the cluster is known to the screen.
const longWait = 15 * time.Minute

func waitingOf(row *contract.VisitRow, nowMS int64) state.Waiting {
	id, _ := contract.ID16[office.VisitID](row.Visit)
	return state.Waiting{Visit: id, Ticket: row.Ticket, Product: first(row.Products), Planned: office.Minute(row.Planned),
		WalkIn: len(row.Appointment) == 0, Urgent: row.Urgency == contract.Urgency_URGENCY_URGENT, Persons: int(row.Persons),
		Since: instant(row.ArrivedMs), Long: nowMS-row.ArrivedMs > longWait.Milliseconds()}
}

func visitOf(row *contract.VisitRow) state.Visit {
	id, _ := contract.ID16[office.VisitID](row.Visit)
	return state.Visit{ID: id, Desk: office.Desk(row.Desk), Ticket: row.Ticket, Product: first(row.Products), Name: row.Name,
		Called: instant(row.CalledMs), Served: instant(row.ServingMs)}
}

// agendaOf is the day's rows; what is past and was never booked is left out.
func agendaOf(v *contract.View) []state.Slot {
	var out []state.Slot
	for _, row := range v.Today.GetRows() {
		slot := state.Slot{Seat: row.Run.First(office.SiteID(v.Site)), Name: row.Name, Phone: row.Phone, Elsewhere: !row.Own}
		switch row.Status {
		case contract.AgendaRow_PAST:
			continue
		case contract.AgendaRow_FREE_HERE:
			slot.State = state.FreeHere
		case contract.AgendaRow_FREE_AT_HQ:
			slot.State = state.FreeAtHQ
		case contract.AgendaRow_BOOKED:
			slot.Appointment = row.Appointment.AppointmentID()
			slot.Product = first(row.Appointment.Products)
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
	slot.State = state.Expected
	if row.Moving {
		slot.State = state.Moving
	}
	same := func(r *contract.VisitRow) bool { return string(r.Appointment) == string(row.Appointment.Id) }
	if i := slices.IndexFunc(v.Waiting, same); i >= 0 {
		slot.State, slot.Ticket = state.Arrived, v.Waiting[i].Ticket
	} else if i := slices.IndexFunc(v.AtDesks, same); i >= 0 {
		slot.State, slot.Ticket, slot.ServedAt = state.AtDesk, v.AtDesks[i].Ticket, office.Desk(v.AtDesks[i].Desk)
	} else if row.Arrived {
		slot.State = state.Finished
	}
}

func letterOf(row *contract.InboxRow) state.Letter {
	l := state.Letter{ID: string(row.Request), Kind: state.RequestAccepted, At: instant(row.AtMs), About: row.Name, Say: row.Say, Visitor: row.Name, Phone: row.Phone}
	if l.About == "" {
		l.About = row.Say
	}
	if b := row.Wish.GetBook(); b != nil {
		l.Product, l.Persons = first(b.Products), int(b.Persons)
	}
	switch {
	case row.Pending:
		l.Kind = state.RequestPending
	case row.Answer.GetRefused() != nil:
		l.Kind = state.RequestRefused
		for i, p := range row.Answer.Refused.Alternatives {
			name := ""
			if i < len(row.AlternativeSites) {
				name = row.AlternativeSites[i]
			}
			l.Alternatives = append(l.Alternatives, placeOf(p, name))
		}
	}
	return l
}
