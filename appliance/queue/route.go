package queue

import (
	"bytes"
	"time"

	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Park sets the visit in service aside, so that the desk is free; no event when it is parked there already. Faults:
// NotFound; Taken or Conflict when this desk does not serve it.
func Park(r kv.Reader, id office.VisitID, desk office.Desk, now time.Time) (*contract.Event, error) {
	changed, err := changes(r, "queue.Park", id, func(v visit.Visit) (visit.Visit, error) { return v.Park(desk, visit.StampOf(now)) })
	if err != nil || !changed {
		return nil, err
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Parked{Parked: &contract.Parked{Visit: id[:]}}}, nil
}

// Return lets a parked visitor wait again for the desk that parked them, where they stood before; no event for who waits
// already. The desk may also go on at once, with Serve. Faults: NotFound; Taken or Conflict otherwise.
func Return(r kv.Reader, id office.VisitID) (*contract.Event, error) {
	changed, err := changes(r, "queue.Return", id, visit.Visit.Return)
	if err != nil || !changed {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_CameBack{CameBack: &contract.CameBack{Visit: id[:]}}}, nil
}

// Transfer sends a visit to another desk or theme, where it waits in the place it had; no event when it waits there
// already. c tells which products and themes there are. Faults: NotFound; Invalid for a target that is none or products
// that are not offered; Refused when nothing is left to do; Taken or Conflict when another desk has it or it is over.
func Transfer(r kv.Reader, c *catalogue.Catalogue, id office.VisitID, desk office.Desk, t visit.Transfer, now time.Time) (*contract.Event, error) {
	const op = "queue.Transfer"
	if _, known := c.Cluster(t.To.Theme); t.To.Theme != "" && !known {
		return nil, fault.New(op, fault.Invalid).On(string(t.To.Theme)).Tell("Dit thema bestaat niet.", "Kies een thema uit de lijst.")
	}
	if len(t.Added) > 0 {
		if err := checkProducts(op, c, Walk{Products: t.Added, Urgency: visit.SemiUrgent}, office.DateOf(now)); err != nil {
			return nil, err
		}
	}
	_, after, err := try(r, op, id, func(v visit.Visit) (visit.Visit, error) { return v.Transfer(desk, t, visit.StampOf(now)) })
	if err == nil && len(after.Products) > MaxProducts {
		err = fault.New(op, fault.Invalid).On(after.Ticket.String()).Tell("Dat zijn te veel producten voor één bezoek.", "Geef voor de rest een nieuw volgnummer.")
	}
	if err != nil {
		return nil, err
	}
	if changed, err := changes(r, op, id, func(visit.Visit) (visit.Visit, error) { return after, nil }); err != nil || !changed {
		return nil, err
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Transferred{Transferred: &contract.Transferred{
		Visit: id[:], ToDesk: uint32(t.To.Desk), ToTheme: string(t.To.Theme), Done: texts(t.Done), Added: texts(t.Added),
	}}}, nil
}

// Hasten gives a waiting visit a code of urgency with its reason, or takes it away with visit.Ordinary (A001-15); no
// event when it has just that code. Faults: NotFound; Invalid without a known reason; Taken or Conflict when the
// visit does not wait.
func Hasten(r kv.Reader, id office.VisitID, u visit.Urgency, reason visit.ReasonCode) (*contract.Event, error) {
	changed, err := changes(r, "queue.Hasten", id, func(v visit.Visit) (visit.Visit, error) { return v.Hasten(u, reason) })
	if err != nil || !changed {
		return nil, err
	}
	if u == visit.Ordinary {
		reason = ""
	}
	return &contract.Event{Kind: &contract.Event_Hastened{Hastened: &contract.Hastened{Visit: id[:], Urgency: contract.Urgency(u), Reason: string(reason)}}}, nil
}

// Undo takes back the last step of a visit, exactly; step is its number, as LastStep showed it, so that a tap on an old
// screen takes back nothing else. now is the caller's clock. Faults as for visit.Order.Undo, and NotFound.
func Undo(r kv.Reader, o visit.Order, id office.VisitID, step uint64, desk office.Desk, now time.Time) (*contract.Event, error) {
	const op = "queue.Undo"
	if _, err := Get(r, id); err != nil {
		return nil, fault.Wrap(op, err)
	}
	t, err := LastStep(r, id)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	other, err := AtDesk(r, t.Before.Desk)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(op, err)
	}
	if _, err := o.Undo(t, step, desk, other, visit.StampOf(now)); err != nil {
		return nil, fault.Wrap(op, err)
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: id[:], Step: step}}}, nil
}

// changes reports whether a step changes what is stored of the visit.
func changes(r kv.Reader, op string, id office.VisitID, step func(visit.Visit) (visit.Visit, error)) (bool, error) {
	before, after, err := try(r, op, id, step)
	return !bytes.Equal(encode(before), encode(after)), err
}
