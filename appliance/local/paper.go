package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/paper/ticket"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// RunPaper prints what is asked for, until ctx ends and the papers that are under way have come out.
func (s *Server) RunPaper(ctx context.Context) error {
	printers := s.service.node.Printers()
	if len(printers) == 0 {
		<-ctx.Done()
		return nil
	}
	r := paper.Runner{Book: paperBook{s.service.node}, Draw: s.service.draw, Printers: printers, Logger: s.service.node.Logger()}
	return r.Run(ctx)
}

// paperBook is the node's journal as the runner of papers needs it. What it writes is the appliance's own doing.
type paperBook struct{ node *appliance.Node }

// Look implements paper.Book.
func (b paperBook) Look(f func(r kv.Reader, now time.Time) error) error {
	return b.node.Look(func(t appliance.Turn) error { return f(t.View, t.Now) })
}

// Do implements paper.Book.
func (b paperBook) Do(ctx context.Context, decide func(r kv.Reader, now time.Time) (*contract.Event, error)) error {
	_, err := b.node.Do(ctx, appliance.Who{}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(decide(t.View, t.Now))
	})
	return err
}

// Changed implements paper.Book.
func (b paperBook) Changed() <-chan struct{} {
	changed, _ := b.node.Changed()
	return changed
}

// Print implements the Counter service.
func (s *Service) Print(ctx context.Context, r *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error) {
	return s.print(ctx, "local.Print", r.Msg, paper.Queue)
}

// Reprint implements the Counter service.
func (s *Service) Reprint(ctx context.Context, r *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error) {
	return s.print(ctx, "local.Reprint", r.Msg, paper.Reprint)
}

// print asks for a paper. What it is of must be here: nothing is queued that could never be drawn.
func (s *Service) print(ctx context.Context, op string, q *contract.PrintRequest,
	ask func(kv.Reader, paper.ID, paper.Subject, string, time.Time) (*contract.Event, error)) (*connect.Response[contract.PrintResponse], error) {
	who, _, err := s.who(op, q.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	of, err := paper.SubjectOf(q.Of)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	printer, err := paper.PrinterFor(s.node.Printers(), of.Kind)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	id, out := paper.ID(who.Act), new(contract.PrintResponse)
	if out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		if err := s.drawable(t, of); err != nil {
			return appliance.Decision{}, err
		}
		return appliance.One(ask(t.View, id, of, printer, t.Now))
	}); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	err = s.node.Look(func(t appliance.Turn) error {
		p, err := paper.Get(t.View, id)
		if fault.Is(err, fault.NotFound) { // the original was asked for before
			var all []paper.Print
			if all, err = paper.OfSubject(t.View, of); err == nil {
				p = all[0]
			}
		}
		out.Print = s.printRow(t, p)
		return err
	})
	return respond(out, fault.Wrap(op, err))
}

// withTicket adds to a decision that lets somebody in that their number is printed, where a printer gives it at once. Who is
// served from that moment on needs none. The act that comes twice decides nothing, and prints nothing.
func (s *Service) withTicket(t appliance.Turn) func(*contract.Event, error) (appliance.Decision, error) {
	return func(e *contract.Event, err error) (appliance.Decision, error) {
		d, err := appliance.One(e, err)
		printer, prompt := paper.AtOnce(s.node.Printers(), paper.Ticket)
		id, came := letIn(e)
		if err != nil || !prompt || !came {
			return d, err
		}
		of := paper.OfVisit(id)
		p, err := paper.Queue(t.View, of.First(), of, printer, t.Now)
		if p != nil {
			d.Events = append(d.Events, p)
		}
		return d, err
	}
}

// letIn is the visit that an event begins, of somebody who waits.
func letIn(e *contract.Event) (id office.VisitID, came bool) {
	var raw []byte
	switch k := e.GetKind().(type) {
	case *contract.Event_TicketIssued:
		raw, came = k.TicketIssued.Visit, k.TicketIssued.StraightTo == 0
	case *contract.Event_CheckedIn:
		raw, came = k.CheckedIn.Visit, k.CheckedIn.StraightTo == 0
	}
	id, err := contract.ID16[office.VisitID](raw)
	return id, came && err == nil
}

// drawable refuses a paper of what is not here.
func (s *Service) drawable(t appliance.Turn, of paper.Subject) (err error) {
	switch of.Kind {
	case paper.Ticket:
		_, err = queue.Get(t.View, of.ID)
	case paper.Confirmation:
		_, err = s.slip(t, of)
	case paper.DaySheet:
		if of.Day != office.DateOf(t.Now) {
			err = fault.New("local.drawable", fault.Refused).Tell("Alleen het dagblad van vandaag kan afgedrukt worden.", "Druk dat van vandaag af.")
		}
	case paper.Certificate:
		err = certificate.Printable(t.View, of.ID)
	case paper.Pickup:
		_, err = s.claim(t, of.ID)
	default:
		err = fault.New("local.drawable", fault.Refused).Tell(fmt.Sprintf("Een %s kan dit toestel nog niet opmaken.", of.Kind), "")
	}
	return err
}

// Prints implements the Counter service.
func (s *Service) Prints(_ context.Context, r *connect.Request[contract.PrintsRequest]) (*connect.Response[contract.PrintsResponse], error) {
	out := new(contract.PrintsResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		day := office.Date(r.Msg.Date)
		if day == 0 {
			day = office.DateOf(t.Now)
		}
		all, err := paper.Day(t.View, day)
		for _, p := range slices.Backward(all) {
			out.Prints = append(out.Prints, s.printRow(t, p))
		}
		return err
	})
	return respond(out, fault.Wrap("local.Prints", err))
}

// shownFor is for how long a paper that ended otherwise than on paper is shown to everybody.
const shownFor = 10 * time.Minute

// printed is up to where the papers of a day were over when somebody looked: they are not read again.
type printed struct {
	day  office.Date
	from uint64 // number of the first paper that may not be over
}

// fillPrints shows the papers under way, and those that somebody must know of, the latest first. A day has hundreds, and all
// but a few are on paper: those are read once.
func (s *Service) fillPrints(t appliance.Turn, out *contract.View) error {
	shown, err := paper.UnderWay(t.View)
	if err != nil {
		return err
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	seen := &s.memory.prints
	if day := office.DateOf(t.Now); seen.day != day {
		*seen = printed{day: day}
	}
	late, err := paper.Since(t.View, seen.day, seen.from)
	over := true // all before this one
	for _, p := range late {
		tell := p.Stage.Ended() && p.Stage != paper.Printed && t.Now.Sub(p.Ended) < shownFor
		if tell {
			shown = append(shown, p)
		}
		if over = over && p.Stage.Ended() && !tell; over {
			seen.from = p.Number + 1
		}
	}
	slices.SortFunc(shown, func(a, b paper.Print) int { return cmp.Compare(b.Number, a.Number) })
	for _, p := range shown {
		out.Prints = append(out.Prints, s.printRow(t, p))
	}
	return err
}

// printRow is a print as screens see it.
func (s *Service) printRow(t appliance.Turn, p paper.Print) *contract.PrintRow {
	row := paper.Row(p)
	if p.Of.Kind == paper.Ticket {
		if v, err := queue.Get(t.View, p.Of.ID); err == nil { // the row stands without
			row.Ticket = v.Ticket.String()
			row.Visitor = paper.ForVisitor(p, row.Ticket)
		}
	}
	words := paper.WordsOf(p, row.Ticket)
	row.Say, row.Next = words.Say, words.Next
	return row
}

// draw makes a paper from the present state.
func (s *Service) draw(ctx context.Context, p paper.Print) (out paper.Paper, err error) {
	switch p.Of.Kind {
	case paper.DaySheet:
		return s.drawSheet(p)
	case paper.Certificate:
		out.PDF, err = s.node.CertificatePaper(p.Of.ID, p.Duplicate())
		out.Personal = true
		return out, err
	}
	var signed string
	if p.Of.Kind == paper.Confirmation {
		signed = s.sign(ctx, p.Of.ID, p.Of.Edition)
	}
	err = s.node.Look(func(t appliance.Turn) error {
		switch p.Of.Kind {
		case paper.Ticket:
			out.Ticket, err = s.number(t, p.Of.ID)
		case paper.Confirmation:
			var slip ticket.Slip
			slip, err = s.slip(t, p.Of)
			slip.QR = cmp.Or(signed, slip.QR) // without a line: the short code, which this counter knows
			out.Ticket = slip.Ticket()
		case paper.Pickup:
			var slip ticket.Claim
			slip, err = s.claim(t, p.Of.ID)
			out.Ticket = slip.Ticket()
		default:
			err = fault.New("local.draw", fault.Invalid)
		}
		return err
	})
	return out, err
}

// drawSheet makes the sheet of today. It holds no name of a visitor.
func (s *Service) drawSheet(p paper.Print) (out paper.Paper, err error) {
	head, err := s.node.SignedHead()
	if err != nil {
		return out, err
	}
	err = s.node.Look(func(t appliance.Turn) error {
		if p.Of.Day != office.DateOf(t.Now) {
			return fault.New("local.drawSheet", fault.Refused)
		}
		page, err := s.sheet(t)
		if err != nil {
			return err
		}
		page.Head = head
		if p.Duplicate() {
			page.Day += " - " + paper.Mark
		}
		out.PDF, err = page.PDF()
		return err
	})
	return out, err
}

// number is the ticket of a visit.
func (s *Service) number(t appliance.Turn, id office.VisitID) (receipt.Ticket, error) {
	v, err := queue.Get(t.View, id)
	if err != nil {
		return nil, err
	}
	m, err := s.room.Moment(t)
	if err != nil {
		return nil, err
	}
	pace, err := s.room.Pace(t)
	if err != nil {
		return nil, err
	}
	n := ticket.Number{Site: s.site.Name, Visit: v, Offer: s.room.Offer, Ahead: m.Room.Ahead(id), Now: t.Now, Wait: m.Room.Expect(id, pace)}
	return n.Ticket(), nil
}

// slip is the paper of an appointment that this counter knows, on the leg that it is on.
func (s *Service) slip(t appliance.Turn, of paper.Subject) (out ticket.Slip, err error) {
	const op = "local.slip"
	k := booking.Known(t.View, of.ID)
	if k == nil || k.Cancelled || k.Appointment.GetLeg() != of.Edition {
		return out, fault.New(op, fault.NotFound).Tell("Deze afspraak staat hier niet, of ze is intussen verzet of geannuleerd.", "Zoek de afspraak opnieuw.")
	}
	a := k.Appointment
	first := a.Place.GetRun().First(office.SiteID(a.Place.GetSite()))
	out = ticket.Slip{Site: a.Place.GetSite(), Date: first.Date, Start: first.Start, Code: a.AppointmentID().Code(), Now: t.Now,
		Bring: catalogue.Bring(a.ProductIDs()...)}
	out.QR = out.Code
	if site, ok := t.Plan.Site(first.Site); ok {
		out.Site, out.Address = site.Name, site.Address.Value
	}
	return out, nil
}
