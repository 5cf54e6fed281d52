package local

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// second is the colleague of an act in the contract's words; nil when there is none.
func second(s state.Second) *contract.Second {
	if s.ID == "" {
		return nil
	}
	return &contract.Second{Clerk: string(s.ID), Pin: s.PIN, Word: s.Word}
}

// sites are the locations of the catalogue.
func sites() []state.SiteName {
	var out []state.SiteName
	for _, s := range catalogue.Embedded().Sites() {
		out = append(out, state.SiteName{ID: s.ID, Name: s.Name, Vault: s.Vault.Value})
	}
	return out
}

func choicesOf(all []*contract.Step_Choice) []state.StepChoice {
	var out []state.StepChoice
	for _, c := range all {
		out = append(out, state.StepChoice{Code: c.Code, Words: c.Words})
	}
	return out
}

// Lists implements state.Safe.
func (c *Counter) Lists(ctx context.Context) (state.Lists, error) {
	res, err := c.rpc.VaultLists(ctx, connect.NewRequest(new(contract.VaultListsRequest)))
	if err != nil {
		return state.Lists{}, fault.FromRPC("local.Lists", err)
	}
	out := state.Lists{Uncounted: res.Msg.Uncounted, Outcomes: choicesOf(res.Msg.Outcomes), Grounds: choicesOf(res.Msg.Grounds)}
	for _, q := range res.Msg.Questions {
		out.Questions = append(out.Questions, state.Question{About: q.About, Code: q.Code, Since: office.Date(q.Since), Say: q.Say, Next: q.Next})
	}
	for _, t := range res.Msg.Trips {
		out.Trips = append(out.Trips, state.Trip{ID: t.Id, With: office.SiteID(t.With), Lent: t.Lent, BackBy: office.Minute(min(t.BackBy, uint32(office.EndOfDay))),
			Documents: t.Documents, Late: t.Late, Say: t.Say, Next: t.Next})
	}
	for _, a := range res.Msg.Ages {
		out.Ages = append(out.Ages, state.Age{Kind: a.Name, Documents: int(a.Documents), Oldest: int(a.OldestDays)})
	}
	return out, nil
}

// Dossier implements state.Safe.
func (c *Counter) Dossier(ctx context.Context, n office.DocumentNumber) (state.Dossier, error) {
	res, err := c.rpc.Document(ctx, connect.NewRequest(&contract.DocumentRequest{Document: string(n)}))
	if err != nil {
		return state.Dossier{}, fault.FromRPC("local.Dossier", err)
	}
	out := state.Dossier{Where: res.Msg.Where}
	if res.Msg.Row != nil {
		out.Item = itemOf(res.Msg.Row)
	}
	out.Legal = office.Date(res.Msg.Legal)
	for _, h := range res.Msg.Chain {
		out.Chain = append(out.Chain, state.Handover{At: time.UnixMilli(h.AtMs), By: office.ClerkID(h.Clerk), From: h.From, To: h.To, Evidence: h.Evidence})
	}
	return out, nil
}

// Remind implements state.Safe.
func (c *Counter) Remind(ctx context.Context, documents []string, sent office.Date) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Remind", func(cmd *contract.Command) *contract.RemindRequest {
		return &contract.RemindRequest{Command: cmd, Documents: documents, Sent: int32(sent)}
	}, c.rpc.Remind))
}

// Propose implements state.Safe.
func (c *Counter) Propose(ctx context.Context, documents []string, p state.Proposal) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Propose", func(cmd *contract.Command) *contract.ProposeFateRequest {
		return &contract.ProposeFateRequest{Command: cmd, Documents: documents, Fate: p.Fate, Ground: p.Ground, Reason: p.Reason}
	}, c.rpc.ProposeFate))
}

// Withdraw implements state.Safe.
func (c *Counter) Withdraw(ctx context.Context, documents []string, reason string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Withdraw", func(cmd *contract.Command) *contract.WithdrawRequest {
		return &contract.WithdrawRequest{Command: cmd, Documents: documents, Reason: reason}
	}, c.rpc.Withdraw))
}

// Destroy implements state.Safe.
func (c *Counter) Destroy(ctx context.Context, documents []string, certificate string, with state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Destroy", func(cmd *contract.Command) *contract.DestroyRequest {
		return &contract.DestroyRequest{Command: cmd, Second: second(with), Documents: documents, Certificate: certificate}
	}, c.rpc.Destroy))
}

// SendBack implements state.Safe.
func (c *Counter) SendBack(ctx context.Context, documents []string, to, carrier string, with state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.SendBack", func(cmd *contract.Command) *contract.SendBackRequest {
		return &contract.SendBackRequest{Command: cmd, Second: second(with), Documents: documents, To: to, Carrier: carrier}
	}, c.rpc.SendBack))
}

// WorkOff implements state.Safe.
func (c *Counter) WorkOff(ctx context.Context, documents []string, outcome, reason string, with state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.WorkOff", func(cmd *contract.Command) *contract.WorkOffRequest {
		return &contract.WorkOffRequest{Command: cmd, Second: second(with), Documents: documents, Outcome: outcome, Reason: reason}
	}, c.rpc.WorkOff))
}

// ReportMissing implements state.Safe.
func (c *Counter) ReportMissing(ctx context.Context, document, reason, reference string, with state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.ReportMissing", func(cmd *contract.Command) *contract.ReportMissingRequest {
		return &contract.ReportMissingRequest{Command: cmd, Second: second(with), Document: document, Reason: reason, Reference: reference}
	}, c.rpc.ReportMissing))
}

// Depart implements state.Safe.
func (c *Counter) Depart(ctx context.Context, t state.Trip, carrier state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Depart", func(cmd *contract.Command) *contract.DepartRequest {
		return &contract.DepartRequest{Command: cmd, Carrier: second(carrier), Trip: t.ID, To: string(t.With), Documents: t.Documents, BackBy: uint32(t.BackBy)}
	}, c.rpc.Depart))
}

// BringBack implements state.Safe.
func (c *Counter) BringBack(ctx context.Context, trip string, back, handedOut []string, carrier state.Second) (state.Receipt, error) {
	return finished(call(ctx, c, "local.BringBack", func(cmd *contract.Command) *contract.BringBackRequest {
		return &contract.BringBackRequest{Command: cmd, Carrier: second(carrier), Trip: trip, Back: back, HandedOut: handedOut}
	}, c.rpc.BringBack))
}
