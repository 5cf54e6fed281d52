package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Procedures implements the Planning service.
func (p *Planning) Procedures(ctx context.Context, r *connect.Request[contract.ProceduresRequest]) (*connect.Response[contract.ProceduresResponse], error) {
	out := new(contract.ProceduresResponse)
	err := p.read(ctx, func(v register.View) error {
		for _, one := range v.Procedures() {
			if r.Msg.Product == "" || r.Msg.Product == string(one.Product) {
				out.Procedures = append(out.Procedures, one.Wire())
			}
		}
		return nil
	})
	return answer(out, err)
}

// PutProcedure implements the Planning service: the next version, or with try what it would be.
func (p *Planning) PutProcedure(ctx context.Context, r *connect.Request[contract.PutProcedureRequest]) (*connect.Response[contract.PutProcedureResponse], error) {
	const op = "planning.PutProcedure"
	put := &contract.ProcedurePut{Product: r.Msg.Product, Version: r.Msg.Version, By: r.Msg.By}
	out := new(contract.PutProcedureResponse)
	if r.Msg.Try {
		err := p.read(ctx, func(v register.View) error {
			would, err := v.TryProcedure(put, p.now())
			out.Procedure = would.Wire()
			return err
		})
		return answer(out, err)
	}
	if put.By == "" {
		return answer(out, fault.New(op, fault.Invalid).Tell("Zeg wie dit werkproces wijzigt.", "Noem de planner met --by."))
	}
	_, err := p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_Procedure{Procedure: put}})
	if err == nil {
		err = p.read(ctx, func(v register.View) error {
			out.Procedure = v.Procedure(office.ProductID(put.Product)).Wire()
			return nil
		})
	}
	return answer(out, err)
}

// ProcedureRemarks implements the Planning service.
func (p *Planning) ProcedureRemarks(ctx context.Context, r *connect.Request[contract.ProcedureRemarksRequest]) (*connect.Response[contract.ProcedureRemarksResponse], error) {
	out := new(contract.ProcedureRemarksResponse)
	err := p.read(ctx, func(v register.View) error {
		out.Remarks = v.Remarks(r.Msg.All, office.ProductID(r.Msg.Product), office.SiteID(r.Msg.Site))
		return nil
	})
	return answer(out, err)
}

// AnswerProcedureRemark implements the Planning service.
func (p *Planning) AnswerProcedureRemark(ctx context.Context, r *connect.Request[contract.AnswerProcedureRemarkRequest]) (*connect.Response[contract.AnswerProcedureRemarkResponse], error) {
	out := new(contract.AnswerProcedureRemarkResponse)
	_, err := p.do(ctx, "planning.AnswerProcedureRemark", &contract.HQCommand{Kind: &contract.HQCommand_ProcedureAnswered{
		ProcedureAnswered: &contract.ProcedureAnswered{Number: r.Msg.Number, Answer: r.Msg.Answer, By: r.Msg.By}}})
	if err == nil {
		err = p.read(ctx, func(v register.View) error {
			for _, one := range v.Remarks(true, "", "") {
				if one.Number == r.Msg.Number {
					out.Remark = one
				}
			}
			return nil
		})
	}
	return answer(out, err)
}
