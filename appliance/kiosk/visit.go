package kiosk

import (
	"context"
	"errors"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/paper"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// Products implements the Kiosk service: the rows of the counter by the rules of citizens. Offered is what somebody can have here,
// now or on another day, or book from here at another site of the city; what is only counted is left out.
func (k *Service) Products(context.Context, *connect.Request[contract.KioskProductsRequest]) (*connect.Response[contract.ProductsResponse], error) {
	out := new(contract.ProductsResponse)
	err := k.node.Look(func(t appliance.Turn) error {
		elsewhere := map[office.ProductID]bool{}
		for _, site := range t.Plan.Around(k.room.Site.ID) {
			for id, cell := range k.room.Cells(t, site.ID, office.ChannelKiosk) {
				elsewhere[id] = elsewhere[id] || room.Bookable(cell)
			}
		}
		cells := k.room.Cells(t, k.room.Site.ID, office.ChannelKiosk)
		for _, p := range k.room.Products.Products {
			if p.StatisticsOnly {
				continue
			}
			row := room.Row(p, cells[p.ID])
			row.WalkIn = k.room.Site.Desks.Value > 0 && k.room.Without(t, p.ID).OK
			row.Offered = elsewhere[p.ID] || row.WalkIn
			if row.Offered {
				row.Reason = ""
			}
			out.Products = append(out.Products, row)
		}
		return nil
	})
	return respond(out, err)
}

// CheckIn implements the Kiosk service.
func (k *Service) CheckIn(ctx context.Context, r *connect.Request[contract.KioskCheckInRequest]) (*connect.Response[contract.KioskTicket], error) {
	out, err := k.checkIn(ctx, r.Msg)
	return respond(out, fault.Wrap("kiosk.CheckIn", err))
}

func (k *Service) checkIn(ctx context.Context, q *contract.KioskCheckInRequest) (*contract.KioskTicket, error) {
	const op = "kiosk.CheckIn"
	who, err := k.who(q.Act)
	if err != nil {
		return nil, err
	}
	asked := &contract.CheckInRequest{Code: q.Code, Card: q.Card}
	if q.Card != 0 {
		asked.Code = ""
	} else if q.Code == "" {
		return nil, told.Of(told.CodeMissing, told.CodeType).Fault(op, fault.Invalid)
	}
	t, err := k.counter.CheckIn(ctx, who, asked)
	if err == nil {
		return k.ticket(ctx, t)
	}
	switch {
	case q.Card == 0 && fault.Is(err, fault.Conflict): // checked in before, with this very code
		var f *fault.Fault
		errors.As(err, &f)
		return nil, told.Of(told.CodeUsed, told.NotYou).Fault(op, fault.Refused).Because(err).Tell(f.Say, told.Say(told.NotYou).Dutch())
	case q.Card == 0 && fault.Is(err, fault.NotFound):
		return nil, told.Of(told.CodeUnknown, told.CheckCode).Fault(op, fault.NotFound).Because(err)
	case q.Card == 0:
		return nil, forVisitor(err, told.AskHelp)
	}
	return nil, byCard(op, err)
}

// byCard says why a card did not bring its holder in. What others of the same name have is not told.
func byCard(op string, err error) error {
	switch {
	case fault.Is(err, fault.NotFound):
		return told.Of(told.CardNobody, told.CodeOrHelp).Fault(op, fault.NotFound).Because(err)
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Unreachable):
		return told.Of(told.CardUnsure, told.CodeOrHelp).Fault(op, fault.Refused).Because(err)
	}
	return forVisitor(err, told.CodeOrHelp)
}

// Issue implements the Kiosk service.
func (k *Service) Issue(ctx context.Context, r *connect.Request[contract.KioskIssueRequest]) (*connect.Response[contract.KioskTicket], error) {
	const op = "kiosk.Issue"
	who, err := k.who(r.Msg.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if why := k.whyNoDesk(); len(why) > 0 {
		return nil, fault.RPC(why.Fault(op, fault.Refused))
	}
	walk := queue.Walk{Products: []office.ProductID{office.ProductID(r.Msg.Product)}, Persons: int(r.Msg.Persons)}
	t, refused, err := k.counter.WalkIn(ctx, who, walk)
	var f *fault.Fault
	if refused && errors.As(err, &f) {
		return respond(&contract.KioskTicket{Refused: f.Say, Instead: f.Next, Told: k.whyNoWalk(walk.Products[0]).Contract(),
			Places: k.counter.First(ctx, walk)}, nil)
	}
	if err != nil {
		return nil, fault.RPC(forVisitor(err, told.AskHelp))
	}
	out, err := k.ticket(ctx, t)
	return respond(out, fault.Wrap(op, err))
}

// whyNoWalk is why somebody without appointment cannot have a product now, as codes: by the rules, when else today, or not at all.
func (k *Service) whyNoWalk(p office.ProductID) (why told.Lines) {
	if err := k.node.Look(func(t appliance.Turn) error {
		no, hours := k.room.WithoutHours(t, p)
		if len(hours) > 0 {
			why = told.Lines{told.Say(told.WalkHours, "hours", figures(hours))}
		} else if why = told.Of(ruleOf(fault.New("kiosk.Issue", fault.Refused).Because(no.Code))); no.Code == calendar.ByAppointment {
			why = append(why, told.Say(told.MakeOne))
		}
		return nil
	}); err != nil {
		return nil // the Dutch of it is there
	}
	return why
}

// figures are hours in a way that every language reads: "09:00-12:00, 13:00-16:00".
func figures(hours []room.Stretch) string {
	var out []string
	for _, h := range hours {
		out = append(out, h.From.String()+"-"+h.To.String())
	}
	return strings.Join(out, ", ")
}

// ticket is a number with how long it may take, and whether it comes on paper.
func (k *Service) ticket(ctx context.Context, given *contract.TicketResponse) (*contract.KioskTicket, error) {
	out := &contract.KioskTicket{Ticket: given.Ticket, Ahead: given.Ahead}
	id, err := contract.ID16[office.VisitID](given.Visit)
	if err != nil {
		return nil, fault.New("kiosk.ticket", fault.Internal).Because(err)
	}
	err = k.node.Look(func(t appliance.Turn) error {
		here, err := k.room.Queue(t)
		if err != nil {
			return err
		}
		pace, err := k.room.Pace(t)
		if wait, ok := here.ExpectOf(id, pace); ok && err == nil {
			out.ExpectFrom, out.ExpectTo = uint32(wait.From/time.Minute), uint32(wait.To/time.Minute)
		}
		return err
	})
	if err == nil {
		out.Paper, err = k.ticketPaper(ctx, id)
	}
	return out, err
}

// ticketPaper tells whether the number of a visit comes on paper. The visit stands whatever the printer does.
func (k *Service) ticketPaper(ctx context.Context, id office.VisitID) (contract.KioskTicket_PrintOutcome, error) {
	if _, prompt := paper.AtOnce(k.node.Printers(), paper.Ticket); !prompt {
		return contract.KioskTicket_NO_PRINTER, nil
	}
	p, err := k.comesOut(ctx, paper.OfVisit(id))
	switch {
	case fault.Is(err, fault.NotFound):
		return contract.KioskTicket_NO_PRINTER, nil
	case err != nil || stuck(p):
		return contract.KioskTicket_FAILED, err
	}
	return contract.KioskTicket_ON_ITS_WAY, nil
}

// coming is how long a visitor is kept to be told that a paper does not come out.
const coming = time.Second

// comesOut is the latest print of something, when the printer has said what becomes of it or coming is over. The fault is NotFound.
func (k *Service) comesOut(ctx context.Context, of paper.Subject) (p paper.Print, err error) {
	ctx, cancel := context.WithTimeout(ctx, coming)
	defer cancel()
	for {
		changed, _ := k.node.Changed()
		err = k.node.Look(func(t appliance.Turn) error {
			all, err := paper.OfSubject(t.View, of)
			if err == nil && len(all) == 0 {
				err = fault.New("kiosk.comesOut", fault.NotFound)
			}
			if err == nil {
				p = all[len(all)-1]
			}
			return err
		})
		if err != nil || p.Stage.Ended() || p.Reason != "" {
			return p, err
		}
		select {
		case <-ctx.Done():
			return p, nil
		case <-changed:
		}
	}
}

// stuck reports whether a print that was asked for does not come out now.
func stuck(p paper.Print) bool {
	return p.Stage != paper.Printed && (p.Stage.Ended() || p.Reason != "")
}
