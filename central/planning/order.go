package planning

import (
	"context"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// SettleConflict implements the Planning service.
func (p *Planning) SettleConflict(ctx context.Context, r *connect.Request[contract.SettleConflictRequest]) (*connect.Response[contract.SettleConflictResponse], error) {
	return order(ctx, p, "planning.SettleConflict", &contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{
		Number: r.Msg.Number, By: r.Msg.By, Outcome: r.Msg.Outcome}}}, &contract.SettleConflictResponse{})
}

// PutRule implements the Planning service.
func (p *Planning) PutRule(ctx context.Context, r *connect.Request[contract.PutRuleRequest]) (*connect.Response[contract.PlanResponse], error) {
	if r.Msg.Rule.GetId() == "" {
		return answer[contract.PlanResponse](nil, nameless("planning.PutRule", "Geef de openingsregel een naam."))
	}
	c := &contract.PlanPut{By: r.Msg.By, Change: &contract.PlanPut_Rule{Rule: r.Msg.Rule}}
	if r.Msg.Remove {
		c.Change = &contract.PlanPut_RemoveRule{RemoveRule: r.Msg.Rule.GetId()}
	}
	return p.putPlan(ctx, "planning.PutRule", c)
}

// PutClosure implements the Planning service.
func (p *Planning) PutClosure(ctx context.Context, r *connect.Request[contract.PutClosureRequest]) (*connect.Response[contract.PlanResponse], error) {
	if r.Msg.Closure.GetId() == "" {
		return answer[contract.PlanResponse](nil, nameless("planning.PutClosure", "Geef de sluiting een naam."))
	}
	c := &contract.PlanPut{By: r.Msg.By, Change: &contract.PlanPut_Closure{Closure: r.Msg.Closure}}
	if r.Msg.Remove {
		c.Change = &contract.PlanPut_RemoveClosure{RemoveClosure: r.Msg.Closure.GetId()}
	}
	return p.putPlan(ctx, "planning.PutClosure", c)
}

func nameless(op, say string) error { return fault.New(op, fault.Invalid).Tell(say, "") }

// putPlan changes the plan and shows it as it then is.
func (p *Planning) putPlan(ctx context.Context, op string, c *contract.PlanPut) (*connect.Response[contract.PlanResponse], error) {
	reply, err := p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: c}})
	if err != nil {
		return answer[contract.PlanResponse](nil, err)
	}
	out := &contract.PlanResponse{Hit: reply.Hit, Hits: reply.Hits}
	err = p.read(ctx, func(v register.View) error { return showPlan(v, out) })
	return answer(out, err)
}

// PutPlan implements the Planning service: any pieces of the plan, all or none of them. One that only tries is told what
// would be.
func (p *Planning) PutPlan(ctx context.Context, r *connect.Request[contract.PutPlanRequest]) (*connect.Response[contract.PlanResponse], error) {
	c := &contract.PlanChange{Put: r.Msg.Put, Remove: r.Msg.Remove}
	if !r.Msg.Try {
		return p.putPlan(ctx, "planning.PutPlan", &contract.PlanPut{By: r.Msg.By, Change: &contract.PlanPut_Pieces{Pieces: c}})
	}
	out := new(contract.PlanResponse)
	err := p.read(ctx, func(v register.View) (err error) {
		out.Plan, out.Hits, err = v.Try(c, v.Calendar().Today(p.now()))
		return err
	})
	for _, h := range out.Hits {
		out.Hit = append(out.Hit, h.Appointment)
	}
	return answer(out, err)
}

// showPlan fills in the plan in force, and what this node cannot work with in it.
func showPlan(v register.View, out *contract.PlanResponse) error {
	out.Plan = v.Plan()
	for _, f := range v.Aside() {
		out.Aside = append(out.Aside, strings.TrimSuffix(f.Say(), " Er is niets gewijzigd."))
	}
	return nil
}

// How long an enrolment code may be used: long enough to carry it to a counter, and never for weeks.
const (
	usualValid = 24 * time.Hour
	longest    = 7 * 24 * time.Hour
)

// IssueCode implements the Planning service.
func (p *Planning) IssueCode(ctx context.Context, r *connect.Request[contract.IssueCodeRequest]) (*connect.Response[contract.IssueCodeResponse], error) {
	valid := time.Duration(r.Msg.ValidMinutes) * time.Minute
	if valid == 0 {
		valid = usualValid
	}
	code, expires, err := p.fleet.IssueCode(ctx, office.SiteID(r.Msg.Site), min(valid, longest))
	return answer(&contract.IssueCodeResponse{Code: code.String(), ExpiresMs: expires.UnixMilli()}, err)
}

// Revoke implements the Planning service.
func (p *Planning) Revoke(ctx context.Context, r *connect.Request[contract.RevokeRequest]) (*connect.Response[contract.RevokeResponse], error) {
	if err := p.read(ctx, func(v register.View) error { return known(v, r.Msg.Site) }); err != nil {
		return answer[contract.RevokeResponse](nil, err)
	}
	return order(ctx, p, "planning.Revoke", &contract.HQCommand{Kind: &contract.HQCommand_Revoked{Revoked: &contract.Revoked{
		Site: r.Msg.Site, Serial: r.Msg.Serial, By: r.Msg.By}}}, &contract.RevokeResponse{})
}

// DeclareLost implements the Planning service.
func (p *Planning) DeclareLost(ctx context.Context, r *connect.Request[contract.DeclareLostRequest]) (*connect.Response[contract.DeclareLostResponse], error) {
	reply, err := p.do(ctx, "planning.DeclareLost", &contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{
		Site: r.Msg.Site, By: r.Msg.By, Second: r.Msg.Second}}})
	return answer(&contract.DeclareLostResponse{Blocked: reply.GetCount(), Booked: reply.GetSecondCount()}, err)
}

// OpenSite implements the Planning service.
func (p *Planning) OpenSite(ctx context.Context, r *connect.Request[contract.OpenSiteRequest]) (*connect.Response[contract.OpenSiteResponse], error) {
	return order(ctx, p, "planning.OpenSite", &contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{
		Site: r.Msg.Site, By: r.Msg.By, Second: r.Msg.Second, None: true}}}, &contract.OpenSiteResponse{})
}

// AcceptRisk implements the Planning service.
func (p *Planning) AcceptRisk(ctx context.Context, r *connect.Request[contract.AcceptRiskRequest]) (*connect.Response[contract.AcceptRiskResponse], error) {
	reply, err := p.do(ctx, "planning.AcceptRisk", &contract.HQCommand{Kind: &contract.HQCommand_Risk{Risk: &contract.RiskAccepted{
		Site: r.Msg.Site, Seats: r.Msg.Seats, By: r.Msg.By, Second: r.Msg.Second, Reason: r.Msg.Reason}}})
	return answer(&contract.AcceptRiskResponse{Returned: reply.GetCount()}, err)
}

// Recall implements the Planning service.
func (p *Planning) Recall(ctx context.Context, r *connect.Request[contract.RecallRequest]) (*connect.Response[contract.RecallResponse], error) {
	return order(ctx, p, "planning.Recall", &contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{
		Site: r.Msg.Site, Seats: r.Msg.Seats}}}, &contract.RecallResponse{})
}

// PutClerk implements the Planning service. The PIN itself is kept nowhere; without one, the PIN that is known stays.
func (p *Planning) PutClerk(ctx context.Context, r *connect.Request[contract.PutClerkRequest]) (*connect.Response[contract.PutClerkResponse], error) {
	clerk, err := p.hashed(r.Msg.Clerk, r.Msg.Pin)
	if err != nil {
		return answer[contract.PutClerkResponse](nil, err)
	}
	if err := p.read(ctx, func(v register.View) error { return allKnown(v, r.Msg.Sites) }); err != nil {
		return answer[contract.PutClerkResponse](nil, err)
	}
	return order(ctx, p, "planning.PutClerk", &contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{
		Sites: r.Msg.Sites, Clerk: clerk}}}, &contract.PutClerkResponse{})
}

// hashed is the clerk with the hash of a PIN; without a PIN, the clerk without one.
func (p *Planning) hashed(c *contract.Clerk, digits string) (*contract.Clerk, error) {
	out := &contract.Clerk{Id: c.GetId(), Name: c.GetName(), Roles: c.GetRoles(), Skills: c.GetSkills()}
	if digits == "" {
		return out, nil // the register knows whether there is one to keep
	}
	if err := pin.Check(digits); err != nil {
		return nil, err
	}
	salt := make([]byte, pin.SaltLength)
	if err := p.draw(salt); err != nil {
		return nil, fault.New("planning.PutClerk", fault.Internal).Because(err)
	}
	out.Pin, out.PinSalt = pin.Hash(digits, salt), salt
	return out, nil
}

func allKnown(v register.View, sites []string) error {
	for _, site := range sites {
		if err := known(v, site); err != nil {
			return err
		}
	}
	return nil
}

// Announce implements the Planning service.
func (p *Planning) Announce(ctx context.Context, r *connect.Request[contract.AnnounceRequest]) (*connect.Response[contract.AnnounceResponse], error) {
	if c := r.Msg.Consignment; c.GetId() == "" || len(c.GetDocuments())+len(c.GetItems()) == 0 {
		return answer[contract.AnnounceResponse](nil, nameless("planning.Announce", "Een zending heeft een nummer en minstens een document."))
	}
	return order(ctx, p, "planning.Announce", &contract.HQCommand{Kind: &contract.HQCommand_Consignment{
		Consignment: &contract.ConsignmentPut{Site: r.Msg.Site, Consignment: r.Msg.Consignment}}}, &contract.AnnounceResponse{})
}

// TakeBack implements the Planning service.
func (p *Planning) TakeBack(ctx context.Context, r *connect.Request[contract.TakeBackRequest]) (*connect.Response[contract.TakeBackResponse], error) {
	if r.Msg.Back.GetConsignment() == "" {
		return answer[contract.TakeBackResponse](nil, nameless("planning.TakeBack", "Geef het nummer van de zending."))
	}
	reply, err := p.do(ctx, "planning.TakeBack", &contract.HQCommand{Kind: &contract.HQCommand_TakeBack{TakeBack: &contract.TakeBack{
		Site: r.Msg.Site, Back: r.Msg.Back, By: r.Msg.By}}})
	return answer(&contract.TakeBackResponse{Documents: reply.GetCount()}, err)
}
