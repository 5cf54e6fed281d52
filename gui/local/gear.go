package local

import (
	"context"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// gearOf reads what is plugged in and how it is.
func gearOf(s *state.Snapshot, v *contract.View) {
	for _, d := range v.Devices {
		name, _, _ := strings.Cut(d.Say, ":")
		s.Devices = append(s.Devices, state.Device{Kind: d.Kind, ID: d.Id, Name: name, State: d.State, Say: d.Say, Next: d.Next,
			Usable: d.Usable, Since: instant(d.SinceMs), Emulated: d.Emulated})
	}
	s.Doors = doorsOf(v.Doors)
	for _, a := range v.DoorAlarms {
		s.DoorAlarms = append(s.DoorAlarms, state.DoorAlarm{Door: int(a.Door), Compartment: a.Compartment, Kind: a.Kind, Say: a.Say, Next: a.Next,
			At: instant(a.AtMs)})
	}
	s.Prints = printsOf(v.Prints)
	if v.Sound != nil {
		s.Sound = state.Sound{Present: true, Volume: int(v.Sound.Volume), Usual: int(v.Sound.Usual), Resets: instant(v.Sound.ResetsMs)}
	}
}

// doorStates are the contract's words for how a door stands; any other is not known.
var doorStates = map[string]state.DoorState{"closed": state.DoorShut, "open": state.DoorOpen}

func doorsOf(rows []*contract.DoorRow) (out []state.Door) {
	for _, r := range rows {
		out = append(out, state.Door{Number: int(r.Door), Compartment: r.Compartment, State: doorStates[r.State], Documents: int(r.Documents),
			Findings: r.Findings})
	}
	return out
}

func printsOf(rows []*contract.PrintRow) (out []state.Print) {
	for _, r := range rows {
		out = append(out, printOf(r))
	}
	return out
}

func printOf(r *contract.PrintRow) state.Print {
	id, _ := contract.ID16[[16]byte](r.GetPrint()) // the zero id stands for one that cannot be acted on
	return state.Print{ID: id, Of: subjectOf(r.GetOf()), Device: r.GetDevice(), Stage: state.PrintStage(r.GetStage()),
		Held: r.GetStage() == contract.PrintStage_PRINT_STAGE_QUEUED && r.GetReason() != "", Say: r.GetSay(), Next: r.GetNext(),
		Duplicate: r.GetDuplicate(), Ticket: r.GetTicket(), Queued: instant(r.GetQueuedMs()), Clerk: office.ClerkID(r.GetClerk()),
		Desk: office.Desk(r.GetDesk())}
}

func subjectOf(s *contract.PrintSubject) state.Subject {
	id, _ := contract.ID16[[16]byte](s.GetId()) // a day has none
	return state.Subject{Kind: state.PaperKind(s.GetKind()), ID: id, Day: office.Date(s.GetDate()), Edition: s.GetEdition()}
}

// contractSubject writes what a paper is of.
func contractSubject(s state.Subject) *contract.PrintSubject {
	out := &contract.PrintSubject{Kind: contract.PrintKind(s.Kind), Date: int32(s.Day), Edition: s.Edition}
	if s.ID != [16]byte{} {
		out.Id = s.ID[:]
	}
	return out
}

// OpenDoor implements state.Gear.
func (c *Counter) OpenDoor(ctx context.Context, w state.DoorWish, with state.Second) (state.Receipt, error) {
	res, err := call(ctx, c, "local.OpenDoor", func(cmd *contract.Command) *contract.OpenDoorRequest {
		return &contract.OpenDoorRequest{Command: cmd, Purpose: string(w.Purpose), Document: string(w.Document), Compartment: w.Compartment,
			Reason: w.Reason, Second: second(with)}
	}, c.rpc.OpenDoor)
	return state.Receipt{Sequence: res.GetSequence()}, err
}

// Vouch implements state.Gear.
func (c *Counter) Vouch(ctx context.Context, with state.Second, what state.Purpose) (state.Second, time.Duration, error) {
	res, err := call(ctx, c, "local.Vouch", func(cmd *contract.Command) *contract.VouchRequest {
		return &contract.VouchRequest{Command: cmd, Second: second(with), Purpose: string(what)}
	}, c.rpc.Vouch)
	return state.Second{ID: with.ID, Word: res.GetWord()}, time.Duration(res.GetSeconds()) * time.Second, err
}

// SettleAlarm implements state.Gear.
func (c *Counter) SettleAlarm(ctx context.Context, door int, kind, reason string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.SettleAlarm", func(cmd *contract.Command) *contract.SettleDoorAlarmRequest {
		return &contract.SettleDoorAlarmRequest{Command: cmd, Door: uint32(door), Kind: kind, Reason: reason}
	}, c.rpc.SettleDoorAlarm))
}

// Doors implements state.Gear.
func (c *Counter) Doors(ctx context.Context) ([]state.Door, error) {
	res, err := c.rpc.Doors(ctx, connect.NewRequest(new(contract.DoorsRequest)))
	if err != nil {
		return nil, fault.FromRPC("local.Doors", err)
	}
	return doorsOf(res.Msg.Rows), nil
}

// Print implements state.Gear.
func (c *Counter) Print(ctx context.Context, of state.Subject) (state.Receipt, state.Print, error) {
	return c.print(ctx, "local.Print", of, c.rpc.Print)
}

// Reprint implements state.Gear.
func (c *Counter) Reprint(ctx context.Context, of state.Subject) (state.Receipt, state.Print, error) {
	return c.print(ctx, "local.Reprint", of, c.rpc.Reprint)
}

func (c *Counter) print(ctx context.Context, op string, of state.Subject,
	do func(context.Context, *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error)) (state.Receipt, state.Print, error) {
	res, err := call(ctx, c, op, func(cmd *contract.Command) *contract.PrintRequest {
		return &contract.PrintRequest{Command: cmd, Of: contractSubject(of)}
	}, do)
	return state.Receipt{Sequence: res.GetSequence()}, printOf(res.GetPrint()), err
}

// Prints implements state.Gear.
func (c *Counter) Prints(ctx context.Context) ([]state.Print, error) {
	res, err := call(ctx, c, "local.Prints", func(cmd *contract.Command) *contract.PrintsRequest {
		return &contract.PrintsRequest{Command: cmd}
	}, c.rpc.Prints)
	return printsOf(res.GetPrints()), err
}

// SetVolume implements state.Gear.
func (c *Counter) SetVolume(ctx context.Context, percent int) (state.Receipt, error) {
	return finished(call(ctx, c, "local.SetVolume", func(cmd *contract.Command) *contract.SetVolumeRequest {
		return &contract.SetVolumeRequest{Command: cmd, Volume: uint32(max(percent, 0))}
	}, c.rpc.SetVolume))
}
