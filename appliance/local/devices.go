package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// equipment is what is plugged in at this counter; the zero value is nothing.
type equipment struct {
	steward *devices.Steward
	doors   *doors.Keeper // nil: no vault whose doors the counter opens
}

// Equip says what is plugged in; call it before Run. A nil keeper is a site whose vault, if any, has only keys.
func (s *Server) Equip(steward *devices.Steward, keeper *doors.Keeper) {
	s.service.equipment = equipment{steward, keeper}
	s.kiosk.Equip(steward)
}

// devicesChanged is closed when a device is otherwise than the table said; nil: never.
func (s *Service) devicesChanged() <-chan struct{} {
	if s.equipment.steward == nil {
		return nil
	}
	return s.equipment.steward.Changed()
}

// fillDevices shows how the devices are, and how the doors stand.
func (s *Service) fillDevices(t appliance.Turn, out *contract.View) error {
	if s.equipment.steward != nil {
		for _, row := range s.equipment.steward.Table() {
			say, next := devices.Say(row.Kind, row.Health)
			d := &contract.DeviceRow{Kind: string(row.Kind), Id: row.ID, State: row.Health.State.String(), Say: say, Next: next,
				Usable: row.Health.State.Usable(), Emulated: row.Emulated}
			if !row.Since.IsZero() {
				d.SinceMs = row.Since.UnixMilli()
			}
			out.Devices = append(out.Devices, d)
		}
	}
	if s.equipment.doors == nil {
		return nil
	}
	layout, reading := s.equipment.doors.Layout(), s.equipment.doors.Doors()
	for _, door := range layout.Doors() {
		state := reading.State(door)
		out.Doors = append(out.Doors, &contract.DoorRow{Door: uint32(door), Compartment: layout.Compartment(door), State: state.String(), Say: doors.SayState(state)})
	}
	return s.fillDoorAlarms(t, layout, out)
}

// fillDoorAlarms shows what somebody must look into now.
func (s *Service) fillDoorAlarms(t appliance.Turn, layout doors.Layout, out *contract.View) error {
	alarms, err := doors.Alarms(t.View)
	if err != nil {
		return err
	}
	for _, a := range alarms {
		say, next := doors.Say(a.Alarm)
		out.DoorAlarms = append(out.DoorAlarms, &contract.DoorAlarmRow{Door: a.Alarm.Door, Compartment: a.Alarm.Compartment, Kind: a.Alarm.Kind,
			Say: say, Next: next, AtMs: a.AtMs})
	}
	notices, err := layout.Notices(t.View)
	for _, n := range notices {
		out.Notices = append(out.Notices, &contract.Notice{Code: n.Code, Say: n.Say, Urgent: true})
	}
	return err
}

// keeper is who opens the doors here.
func (s *Service) keeper(op string) (*doors.Keeper, error) {
	if s.equipment.doors == nil {
		return nil, fault.New(op, fault.Refused).Tell("Hier is geen kluis waarvan het loket de deuren opent.", "Gebruik de sleutel.")
	}
	return s.equipment.doors, nil
}

// doorRights is what each purpose asks of a person, beside what OpenDoor itself asks.
var doorRights = map[doors.Purpose]staff.Right{doors.Collect: staff.HandOut, doors.Load: staff.Keep, doors.Count: staff.Keep,
	doors.Remove: staff.Decide, doors.Emergency: staff.Decide}

// OpenDoor implements the Counter service. Each refusal of a person is journaled, also those of the guard (denied).
func (s *Service) OpenDoor(ctx context.Context, r *connect.Request[contract.OpenDoorRequest]) (*connect.Response[contract.OpenDoorResponse], error) {
	const op = "local.OpenDoor"
	k, err := s.keeper(op)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who, session, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	a := asking(session, r.Msg)
	a.Order = who.Act
	if right, known := doorRights[a.Purpose]; known {
		if err := s.node.View(func(v journal.View) error { return staff.May(v, session.Person, right) }); err != nil {
			k.Deny(ctx, a, who.Desk, err)
			return nil, fault.RPC(fault.Wrap(op, err))
		}
	}
	acted, err := s.node.Acted(who.Act)
	if err == nil && !acted {
		a.With, err = s.second(ctx, session, r.Msg.Second, a.Purpose)
		if err != nil {
			k.Deny(ctx, a, who.Desk, err)
		}
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	result, err := k.Open(ctx, a, who.Desk)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	out := &contract.OpenDoorResponse{Door: uint32(result.Door), Compartment: result.Compartment, Say: sayOrder(result)}
	err = s.node.View(func(v journal.View) error { out.Sequence = v.Size(); return nil })
	return respond(out, fault.Wrap(op, err))
}

func asking(session staff.Session, q *contract.OpenDoorRequest) doors.Asking {
	return doors.Asking{By: session.ID, Purpose: doors.Purpose(q.Purpose), Document: q.Document, Compartment: q.Compartment, Reason: q.Reason}
}

func sayOrder(r doors.Result) string {
	switch {
	case r.Again:
		return "Deze deur is al gevraagd."
	case r.Uncertain:
		return fmt.Sprintf("Vak %s: de kluis bevestigt niet. Kijk zelf of deur %d open is.", r.Compartment, r.Door)
	}
	return fmt.Sprintf("Vak %s gaat open: deur %d. Sluit ze als je klaar bent.", r.Compartment, r.Door)
}

// denied journals that the guard refused a person a door.
func (s *Service) denied(ctx context.Context, session staff.Session, request any, why error) {
	if q, ok := request.(*contract.OpenDoorRequest); ok && s.equipment.doors != nil {
		s.equipment.doors.Deny(ctx, asking(session, q), session.Desk, why)
	}
}

// SettleDoorAlarm implements the Counter service.
func (s *Service) SettleDoorAlarm(ctx context.Context, r *connect.Request[contract.SettleDoorAlarmRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.SettleDoorAlarm", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return doors.Settle(t.View, who.Clerk, r.Msg.Door, r.Msg.Kind, r.Msg.Reason)
	})
}

// Doors implements the Counter service.
func (s *Service) Doors(context.Context, *connect.Request[contract.DoorsRequest]) (*connect.Response[contract.DoorsResponse], error) {
	const op = "local.Doors"
	out := new(contract.DoorsResponse)
	if s.equipment.doors == nil {
		return respond(out, nil)
	}
	layout, reading := s.equipment.doors.Layout(), s.equipment.doors.Doors()
	err := s.node.Look(func(t appliance.Turn) error {
		all, err := layout.Reconcile(t.View, s.register.Shelves(t.View), reading, t.Now)
		for _, c := range all {
			out.Rows = append(out.Rows, &contract.DoorRow{Door: uint32(c.Door), Compartment: c.Compartment, State: c.State.String(),
				Say: doors.SayState(c.State), Documents: uint32(c.Documents), Findings: c.Findings})
		}
		return err
	})
	return respond(out, fault.Wrap(op, err))
}
