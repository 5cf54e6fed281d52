package register

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"google.golang.org/protobuf/proto"
)

// putPlan changes the plan, if the whole still makes sense, and tells every site. Bookings that the change leaves
// without their place are listed, each with the reason; nobody is moved silently.
func (t *turn) putPlan(c *contract.PlanPut) *contract.HQReply {
	v := View{t.w, t.m}
	if no := t.outdated(c.Guard); no != nil {
		return no
	}
	before := v.Calendar()
	plan, after, err := v.changed(changeOf(c), c.GetPieces() != nil)
	if err != nil {
		return refusal(err, fmt.Sprintf("plan: %v", err))
	}
	reply := &contract.HQReply{Hits: v.hits(before, after, before.Today(t.now))}
	if no := unseen(c.Guard, reply.Hits); no != nil {
		return no
	}
	if no := t.unpublished(c.Publication, changeOf(c), v.Plan(), before, after); no != nil {
		return no
	}
	no, ask := t.askBack(c.Recalls)
	if no != nil {
		return no
	}
	t.note(c, v.Plan(), plan)
	save(t.w, keyPlan, plan)
	for _, s := range after.Sites() {
		t.tell(s.ID, &contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	}
	ask()
	for _, h := range reply.Hits {
		reply.Hit = append(reply.Hit, h.Appointment)
	}
	return reply
}

// Try tells what a change of plan would do, and changes nothing: the plan as it would be, and whom it would hit from a
// day on.
func (v View) Try(c *contract.PlanChange, today office.Date) (*contract.Plan, []*contract.PlanHit, error) {
	plan, after, err := v.changed(c, true)
	if err != nil {
		return nil, nil, err
	}
	return plan, v.hits(v.Calendar(), after, today), nil
}

// changeOf is a command as the change it stands for; nil when it holds none.
func changeOf(c *contract.PlanPut) *contract.PlanChange {
	switch k := c.Change.(type) {
	case *contract.PlanPut_Rule:
		return &contract.PlanChange{Put: &contract.Plan{Rules: []*contract.Rule{k.Rule}}}
	case *contract.PlanPut_RemoveRule:
		return &contract.PlanChange{Remove: &contract.Plan{Rules: []*contract.Rule{{Id: k.RemoveRule}}}}
	case *contract.PlanPut_Closure:
		return &contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{k.Closure}}}
	case *contract.PlanPut_RemoveClosure:
		return &contract.PlanChange{Remove: &contract.Plan{Closures: []*contract.Closure{{Id: k.RemoveClosure}}}}
	case *contract.PlanPut_Pieces:
		return k.Pieces
	}
	return nil
}

// changed is the stored plan with a change, and its calendar. Faults: Invalid, for a change that is none or leaves no
// good plan; NotFound, when strict, for something to remove that is not there.
func (v View) changed(c *contract.PlanChange, strict bool) (*contract.Plan, *calendar.Plan, error) {
	const op = "register.plan"
	if empty(c.GetPut()) && empty(c.GetRemove()) {
		return nil, nil, fault.New(op, fault.Invalid).Tell("Er staat geen wijziging in deze vraag.", "")
	}
	plan := proto.CloneOf(v.Plan())
	plan.Version++
	gone := ""
	plan.Rules = change(plan.Rules, c.GetPut().GetRules(), c.GetRemove().GetRules(), (*contract.Rule).GetId, &gone)
	plan.Closures = change(plan.Closures, c.GetPut().GetClosures(), c.GetRemove().GetClosures(), (*contract.Closure).GetId, &gone)
	plan.Regimes = change(plan.Regimes, c.GetPut().GetRegimes(), c.GetRemove().GetRegimes(), (*contract.Regime).GetId, &gone)
	plan.Terms = change(plan.Terms, c.GetPut().GetTerms(), c.GetRemove().GetTerms(), termID, &gone)
	plan.Orders = change(plan.Orders, c.GetPut().GetOrders(), c.GetRemove().GetOrders(), rulebook.OrderID, &gone)
	plan.Posts = change(plan.Posts, c.GetPut().GetPosts(), c.GetRemove().GetPosts(), rulebook.PostID, &gone)
	plan.Kiosks = change(plan.Kiosks, c.GetPut().GetKiosks(), c.GetRemove().GetKiosks(), rulebook.KioskID, &gone)
	plan.Norms = change(plan.Norms, c.GetPut().GetNorms(), c.GetRemove().GetNorms(), rulebook.NormID, &gone)
	plan.Offers = change(plan.Offers, c.GetPut().GetOffers(), c.GetRemove().GetOffers(), rulebook.OfferID, &gone)
	if strict && gone != "" {
		return nil, nil, fault.New(op, fault.NotFound).On(gone).Tell(fmt.Sprintf("'%s' staat niet in het plan. Er is niets gewijzigd.", gone), "Vraag de lijst met 'central rules'.")
	}
	compiled, err := rulebook.Compile(plan)
	return plan, compiled, err
}

func empty(p *contract.Plan) bool {
	return len(p.GetRules())+len(p.GetClosures())+len(p.GetRegimes())+len(p.GetTerms())+len(p.GetOrders())+len(p.GetPosts())+len(p.GetKiosks())+len(p.GetNorms())+len(p.GetOffers()) == 0
}

// termID names a term: there is one for each product and channel.
func termID(t *contract.Term) string { return fmt.Sprintf("%s/%d", t.GetProduct(), t.GetChannel()) }

// change is a list without what is removed, and with what is put: each in the place of the one of its id, or at the
// end. In gone it leaves the id of something to remove that is not there.
func change[T any](all, puts, removed []T, id func(T) string, gone *string) []T {
	for _, r := range removed {
		n := len(all)
		if all = slices.DeleteFunc(all, func(o T) bool { return id(o) == id(r) }); len(all) == n {
			*gone = id(r)
		}
	}
	for _, one := range puts {
		if i := slices.IndexFunc(all, func(o T) bool { return id(o) == id(one) }); i >= 0 {
			all[i] = one
		} else {
			all = append(all, one)
		}
	}
	return all
}

// hits lists the live appointments from a day on that stood before a change of plan and do not after it, as the
// calendar judges: seats, their length, the products, what the site has for them. In the order of an agenda.
func (v View) hits(before, after *calendar.Plan, today office.Date) []*contract.PlanHit {
	known := map[office.AppointmentID]*contract.Appointment{}
	var bookings []calendar.Booking
	for id, seat := range seatsOf(v.r, []byte("t/")) {
		if seat.Booking == (office.AppointmentID{}) || id.Date < today || known[seat.Booking] != nil {
			continue
		}
		if a := v.Appointment(seat.Booking); a != nil && !a.Cancelled && a.Appointment.GetPlace().Check() == nil {
			known[seat.Booking] = a.Appointment
			bookings = append(bookings, rulebook.BookingOf(a.Appointment))
		}
	}
	var out []*contract.PlanHit
	for _, h := range calendar.Hits(before, after, bookings) {
		out = append(out, &contract.PlanHit{Appointment: known[h.ID], Code: h.Why.Code.Error(), Why: h.Why.Reason})
	}
	return out
}

// Aside lists what this version cannot work with in the stored plan, and goes without.
func (v View) Aside() []calendar.Flaw {
	v.m.compiled(v)
	v.m.mu.Lock()
	defer v.m.mu.Unlock()
	if !bytes.Equal(v.m.planOf, v.r.Get(keyPlan)) {
		return nil // a newer plan came between: its own readers will hear of it
	}
	return v.m.aside
}
