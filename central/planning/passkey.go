package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// PassKeyMaker makes keys of booking codes; *passes.Signer does.
type PassKeyMaker interface {
	Next(register.View) (*contract.PassKey, error)
}

// Use gives the door who makes keys of booking codes; call it before the first call comes in.
func (p *Planning) Use(m PassKeyMaker) { p.keys = m }

// PassKeys implements the Planning service.
func (p *Planning) PassKeys(context.Context, *connect.Request[contract.PassKeysRequest]) (*connect.Response[contract.PassKeysResponse], error) {
	out := new(contract.PassKeysResponse)
	err := p.stale(func(v register.View) error { out.Keys = v.PassKeys(); return nil })
	return answer(out, err)
}

// TurnPassKey implements the Planning service.
func (p *Planning) TurnPassKey(ctx context.Context, r *connect.Request[contract.TurnPassKeyRequest]) (*connect.Response[contract.PassKeysResponse], error) {
	const op = "planning.TurnPassKey"
	out := new(contract.PassKeysResponse)
	if r.Msg.By == "" || p.keys == nil {
		return answer(out, fault.New(op, fault.Invalid).Tell("Zeg wie de sleutel van de afspraakcodes vervangt.", "Noem de planner met --by."))
	}
	put := &contract.PassKeyPut{Stop: r.Msg.Stop, By: r.Msg.By}
	err := p.read(ctx, func(v register.View) (err error) {
		put.Key, err = p.keys.Next(v)
		return err
	})
	if err == nil {
		_, err = p.do(ctx, op, &contract.HQCommand{Kind: &contract.HQCommand_PassKey{PassKey: put}})
	}
	if err == nil {
		err = p.read(ctx, func(v register.View) error { out.Keys = v.PassKeys(); return nil })
	}
	return answer(out, err)
}
