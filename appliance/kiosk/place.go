package kiosk

import (
	"context"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/told"
)

// Search implements the Kiosk service. Urgency and a document are a clerk's to say, and are not looked at.
func (k *Service) Search(ctx context.Context, r *connect.Request[contract.SearchRequest]) (*connect.Response[contract.SearchResponse], error) {
	q := r.Msg
	out, err := k.counter.Search(ctx, &contract.SearchRequest{Products: q.Products, Persons: q.Persons, From: q.From, To: q.To, Sites: q.Sites, Part: q.Part,
		Limit: q.Limit, District: q.District, Reach: q.Reach, StepFree: q.StepFree})
	return respond(out, fault.Wrap("kiosk.Search", err))
}

// Book implements the Kiosk service. The act is the appointment's id. Without an answer of headquarters it is a wish, which a clerk
// finds in the inbox with how the visitor can be told; an answer that the visitor is given here is no clerk's to tell.
func (k *Service) Book(ctx context.Context, r *connect.Request[contract.KioskBookRequest]) (*connect.Response[contract.BookResponse], error) {
	out, err := k.book(ctx, r.Msg)
	return respond(out, fault.Wrap("kiosk.Book", err))
}

func (k *Service) book(ctx context.Context, q *contract.KioskBookRequest) (*contract.BookResponse, error) {
	who, err := k.who(q.Act)
	if err != nil {
		return nil, err
	}
	person, err := visitor(q.Person)
	if err != nil {
		return nil, err
	}
	out, err := k.counter.Book(ctx, who, &contract.BookRequest{Place: q.Place, Products: []string{q.Product}, Persons: q.Persons, Person: person})
	if err != nil || out.Answer == nil {
		return out, err
	}
	if _, err := k.node.Do(ctx, appliance.Who{}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(booking.Work(t.View, who.Act[:], "told"))
	}); err != nil { // they read the answer here: nobody need tell them again
		return nil, err
	}
	if no := out.Answer.Refused; no != nil {
		return nil, fault.New("kiosk.Book", fault.Refused).Tell(no.Say, told.Say(told.PlaceOther).Dutch()).Coded(told.Of(told.PlaceGone, told.PlaceOther).Strings()...)
	}
	return out, nil
}

// visitor is the person that somebody says to be: a name, and how they can be told of a change. Nothing else is taken.
func visitor(p *contract.Person) (*contract.Person, error) {
	const longest = 100
	out := &contract.Person{Name: strings.TrimSpace(p.GetName()), Phone: strings.TrimSpace(p.GetPhone()), Mail: strings.TrimSpace(p.GetMail())}
	if out.Name == "" || max(len(out.Name), len(out.Phone), len(out.Mail)) > longest {
		return nil, told.Of(told.NameMissing, told.NameType).Fault("kiosk.Book", fault.Invalid)
	}
	return out, nil
}
