package local

import (
	"context"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/rehearsal"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Rehearse lets screens do to the emulated devices what a hand would; call it before Run, and only for a demonstration. A nil
// stage is a counter where nothing is emulated.
func (s *Server) Rehearse(stage *rehearsal.Stage) { s.service.stage = stage }

// rehearsed is closed when a switch of the demonstration may be another; nil: never.
func (s *Service) rehearsed() <-chan struct{} {
	if s.stage == nil {
		return nil
	}
	return s.stage.Changed()
}

// Emulate implements the Counter service. It asks for no session: it is a hand at a device, not a person of the register.
func (s *Service) Emulate(_ context.Context, r *connect.Request[contract.EmulateRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.Emulate"
	if !s.node.Demo() || s.stage == nil {
		return nil, fault.RPC(fault.New(op, fault.Refused).
			Tell("Aan toestellen kan alleen in een demonstratie vanaf het scherm iets gedaan worden.", "Doe het aan het toestel zelf."))
	}
	q := r.Msg
	if err := s.stage.Do(devices.Kind(q.Kind), q.Device, q.Code, q.On, q.Choice); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := new(contract.Done)
	err := s.node.View(func(v journal.View) error { out.Sequence = v.Size(); return nil })
	return respond(out, fault.Wrap(op, err))
}

// fillSwitches shows what can be done to the emulated devices.
func (s *Service) fillSwitches(t appliance.Turn, out *contract.View) error {
	if s.stage == nil {
		return nil
	}
	scannable, err := s.scannable(t)
	if err != nil {
		return err
	}
	for _, w := range s.stage.Switches(scannable) {
		out.Switches = append(out.Switches, &contract.SwitchRow{Device: w.Device, Kind: string(w.Kind), Code: w.Code, Say: w.Say, On: w.On,
			Moment: w.Moment, Choices: w.Choices, Choice: w.Choice})
	}
	return nil
}

// holding says of a document that it is here, and for whom.
func holding(holder string) string {
	if holder == "" {
		return "hier"
	}
	return "hier voor " + holder
}

// scannable is what there is to scan at this counter now, each with what it is of: the codes of today's visitors who have not
// come yet, the lists of deliveries on their way, and documents.
func (s *Service) scannable(t appliance.Turn) ([]string, error) {
	var out []string
	coming, err := s.announced(t)
	if err != nil {
		return nil, err
	}
	for _, row := range s.agenda(t, office.DateOf(t.Now)).GetRows() {
		if a := row.Appointment; a != nil && row.Visit == "" && s.passes.of(a) != "" {
			out = append(out, s.passes.of(a)+rehearsal.Of+row.Run.First(s.site.ID).Start.String()+" "+row.Name)
		}
	}
	for _, d := range coming {
		list := []string{d.Consignment}
		for _, i := range d.Items {
			list = append(list, i.Document)
		}
		out = append(out, scanner.DefaultRules().Consignment+strings.Join(list, ";")+rehearsal.Of+"leverlijst "+d.Consignment)
		for _, i := range d.Items {
			out = append(out, i.Document+rehearsal.Of+"onderweg, "+d.Consignment)
		}
	}
	rows, err := s.register.Stock(t.View)
	for _, row := range rows {
		out = append(out, row.Document+rehearsal.Of+holding(name(t, row.Holder)))
	}
	return out, err
}
