package local_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sheetOf is a paper as the daemon tells of it.
func sheetOf(stage contract.PrintStage) *contract.PrintRow {
	return &contract.PrintRow{Print: visit[:], Of: &contract.PrintSubject{Kind: contract.PrintKind_PRINT_KIND_TICKET, Id: visit[:]}, Device: "kiosk", Stage: stage,
		Reason: "paper-out", Say: "Het volgnummer is niet afgedrukt: het papier is op.", Next: "Leg papier in.", Duplicate: true, Ticket: "A042",
		QueuedMs: 1_800_000_000_000, Clerk: "an", Desk: 2}
}

func (d *daemon) OpenDoor(_ context.Context, r *connect.Request[contract.OpenDoorRequest]) (*connect.Response[contract.OpenDoorResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.OpenDoorResponse { return &contract.OpenDoorResponse{Sequence: 9, Door: 2} })
}

func (d *daemon) Vouch(_ context.Context, r *connect.Request[contract.VouchRequest]) (*connect.Response[contract.VouchResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.VouchResponse {
		return &contract.VouchResponse{Sequence: 9, Word: "woord", Seconds: 120}
	})
}

func (d *daemon) SettleDoorAlarm(_ context.Context, r *connect.Request[contract.SettleDoorAlarmRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) Doors(_ context.Context, r *connect.Request[contract.DoorsRequest]) (*connect.Response[contract.DoorsResponse], error) {
	d.note(r.Msg)
	return connect.NewResponse(&contract.DoorsResponse{Rows: []*contract.DoorRow{{Door: 2, Compartment: "B3", State: "open", Documents: 4, Findings: []string{"Tel dit vak."}}}}), nil
}

func (d *daemon) Print(_ context.Context, r *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.PrintResponse {
		return &contract.PrintResponse{Sequence: 9, Print: sheetOf(contract.PrintStage_PRINT_STAGE_FAILED)}
	})
}

func (d *daemon) Reprint(_ context.Context, r *connect.Request[contract.PrintRequest]) (*connect.Response[contract.PrintResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.PrintResponse {
		return &contract.PrintResponse{Sequence: 10, Print: sheetOf(contract.PrintStage_PRINT_STAGE_QUEUED)}
	})
}

func (d *daemon) Prints(_ context.Context, r *connect.Request[contract.PrintsRequest]) (*connect.Response[contract.PrintsResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.PrintsResponse {
		return &contract.PrintsResponse{Prints: []*contract.PrintRow{sheetOf(contract.PrintStage_PRINT_STAGE_PRINTED)}}
	})
}

func (d *daemon) SetVolume(_ context.Context, r *connect.Request[contract.SetVolumeRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

// paperOf is what the window makes of sheetOf.
func paperOf(stage state.PrintStage, held bool) state.Print {
	return state.Print{ID: visit, Of: state.Subject{Kind: state.TicketPaper, ID: visit}, Device: "kiosk", Stage: stage, Held: held,
		Say: "Het volgnummer is niet afgedrukt: het papier is op.", Next: "Leg papier in.", Duplicate: true, Ticket: "A042",
		Queued: time.UnixMilli(1_800_000_000_000), Clerk: "an", Desk: 2}
}

// What is plugged in is read from the view, word for word; what this window has no word for stays as it is.
func TestTheGearOfAView(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	plain := w.until("a counter without devices", func(state.Snapshot) bool { return true })
	if len(plain.Devices)+len(plain.Doors)+len(plain.DoorAlarms)+len(plain.Prints) != 0 || plain.Sound.Present {
		t.Errorf("nothing is plugged in, and %+v", plain)
	}
	w.daemon.change(func(v *contract.View) {
		v.Devices = []*contract.DeviceRow{{Kind: "receipt", Id: "kiosk", State: "stopped", Say: "Ticketprinter: papier op.", Next: "Leg een nieuwe rol in.",
			SinceMs: 1_800_000_000_000, Emulated: true}, {Kind: "scanner", Id: "s", State: "ready", Say: "Scanner: klaar.", Usable: true}}
		v.Doors = []*contract.DoorRow{{Door: 1, Compartment: "A1", State: "closed"}, {Door: 2, Compartment: "A2", State: "open"},
			{Door: 3, Compartment: "A3", State: "unknown"}, {Door: 4, Compartment: "A4", State: "of a newer daemon"}}
		v.DoorAlarms = []*contract.DoorAlarmRow{{Door: 2, Compartment: "A2", Kind: "forced", Say: "Vak A2, deur 2: open.", Next: "Kijk.", AtMs: 1_800_000_000_000}}
		v.Prints = []*contract.PrintRow{sheetOf(contract.PrintStage_PRINT_STAGE_QUEUED)}
		v.Sound = &contract.SoundRow{Volume: 80, Usual: 60, ResetsMs: 1_800_000_000_000}
	})
	at := time.UnixMilli(1_800_000_000_000)
	s := w.until("the devices", func(s state.Snapshot) bool { return len(s.Devices) == 2 })
	if want := []state.Device{{Kind: "receipt", ID: "kiosk", Name: "Ticketprinter", State: "stopped", Say: "Ticketprinter: papier op.", Next: "Leg een nieuwe rol in.", Since: at, Emulated: true},
		{Kind: "scanner", ID: "s", Name: "Scanner", State: "ready", Say: "Scanner: klaar.", Usable: true}}; !slices.Equal(s.Devices, want) {
		t.Errorf("%+v", s.Devices)
	}
	var doors []state.DoorState
	for _, d := range s.Doors {
		doors = append(doors, d.State)
	}
	if !slices.Equal(doors, []state.DoorState{state.DoorShut, state.DoorOpen, state.DoorUnseen, state.DoorUnseen}) || s.Doors[1].Number != 2 || s.Doors[1].Compartment != "A2" {
		t.Errorf("%+v", s.Doors)
	}
	if want := (state.DoorAlarm{Door: 2, Compartment: "A2", Kind: "forced", Say: "Vak A2, deur 2: open.", Next: "Kijk.", At: at}); s.DoorAlarms[0] != want {
		t.Errorf("%+v", s.DoorAlarms)
	}
	if want := paperOf(state.PrintWaits, true); s.Prints[0] != want {
		t.Errorf("%+v", s.Prints)
	}
	if want := (state.Sound{Present: true, Volume: 80, Usual: 60, Resets: at}); s.Sound != want {
		t.Errorf("%+v", s.Sound)
	}
}

// Each act asks the daemon for what it says, with a session and an act of its own.
func TestTheGearIsAskedFor(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	ctx, ticket := t.Context(), state.Subject{Kind: state.TicketPaper, ID: visit}
	day := state.Subject{Kind: state.DayPaper, Day: 20000, Edition: 3}
	for name, one := range map[string]struct {
		do    func() (state.Receipt, error)
		asked func(any) bool
	}{
		"load": {func() (state.Receipt, error) {
			return w.counter.OpenDoor(ctx, state.DoorWish{Purpose: state.ForLoad, Document: "590-1", Compartment: "B3"}, state.Second{ID: "bart", PIN: "1234"})
		}, func(q any) bool {
			o := q.(*contract.OpenDoorRequest)
			return o.Purpose == "load" && o.Document == "590-1" && o.Compartment == "B3" && o.Second.GetClerk() == "bart" && o.Second.GetPin() == "1234"
		}},
		"vouch": {func() (state.Receipt, error) {
			with, holds, err := w.counter.Vouch(ctx, state.Second{ID: "bart", PIN: "1234"}, state.ForRemove)
			if want := (state.Second{ID: "bart", Word: "woord"}); with != want || holds != 2*time.Minute {
				t.Errorf("vouched: %+v for %v", with, holds)
			}
			return state.Receipt{Sequence: 9}, err
		}, func(q any) bool {
			o := q.(*contract.VouchRequest)
			return o.Purpose == "remove" && o.Second.GetClerk() == "bart" && o.Second.GetPin() == "1234"
		}},
		"by word": {func() (state.Receipt, error) {
			return w.counter.OpenDoor(ctx, state.DoorWish{Purpose: state.ForRemove, Document: "590-1"}, state.Second{ID: "bart", Word: "woord"})
		}, func(q any) bool {
			o := q.(*contract.OpenDoorRequest)
			return o.Second.GetClerk() == "bart" && o.Second.GetPin() == "" && o.Second.GetWord() == "woord"
		}},
		"emergency": {func() (state.Receipt, error) {
			return w.counter.OpenDoor(ctx, state.DoorWish{Purpose: state.ForEmergency, Compartment: "B3", Reason: "water"}, state.Second{})
		}, func(q any) bool {
			o := q.(*contract.OpenDoorRequest)
			return o.Purpose == "emergency" && o.Reason == "water" && o.Second == nil
		}},
		"settle": {func() (state.Receipt, error) { return w.counter.SettleAlarm(ctx, 2, "forced", "technieker") }, func(q any) bool {
			o := q.(*contract.SettleDoorAlarmRequest)
			return o.Door == 2 && o.Kind == "forced" && o.Reason == "technieker"
		}},
		"volume": {func() (state.Receipt, error) { return w.counter.SetVolume(ctx, 70) }, func(q any) bool { return q.(*contract.SetVolumeRequest).Volume == 70 }},
		"print": {func() (state.Receipt, error) {
			r, p, err := w.counter.Print(ctx, ticket)
			if p != paperOf(state.PrintFailed, false) {
				t.Errorf("%+v", p)
			}
			return r, err
		}, func(q any) bool {
			o := q.(*contract.PrintRequest).Of
			return o.Kind == contract.PrintKind_PRINT_KIND_TICKET && string(o.Id) == string(visit[:])
		}},
		"reprint": {func() (state.Receipt, error) {
			r, _, err := w.counter.Reprint(ctx, day)
			return r, err
		}, func(q any) bool {
			o := q.(*contract.PrintRequest).Of
			return o.Kind == contract.PrintKind_PRINT_KIND_DAY_SHEET && o.Date == 20000 && len(o.Id) == 0 && o.Edition == 3
		}},
	} {
		r, err := one.do()
		if err != nil || r.Sequence < 9 || !one.asked(w.daemon.last()) {
			t.Errorf("%s: %+v %v, asked %+v", name, r, err, w.daemon.last())
		}
	}
	doors, err := w.counter.Doors(ctx)
	if want := []state.Door{{Number: 2, Compartment: "B3", State: state.DoorOpen, Documents: 4, Findings: []string{"Tel dit vak."}}}; err != nil || !reflect.DeepEqual(doors, want) {
		t.Errorf("%+v %v", doors, err)
	}
	papers, err := w.counter.Prints(ctx)
	if err != nil || len(papers) != 1 || papers[0] != paperOf(state.Printed, false) {
		t.Errorf("%+v %v", papers, err)
	}
	w.daemon.answer(nil, fault.New("x", fault.Denied).Tell("Dit doen twee medewerkers samen.", ""))
	if _, err := w.counter.OpenDoor(ctx, state.DoorWish{Purpose: state.ForLoad}, state.Second{}); !fault.Is(err, fault.Denied) {
		t.Errorf("%v", err)
	}
}

// What was booked is known by its appointment, so that its paper can be printed; what was only asked for is not.
func TestTheAppointmentOfABooking(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	id := office.AppointmentID{15: 7}
	booking := state.Booking{Place: state.Place{Seats: []office.SeatID{{Site: "buurtloket-berchem", Date: 20001, Desk: 1, Start: 600}}, Minutes: 15}}
	w.daemon.answer(&contract.BookResponse{Sequence: 9, Appointment: &contract.Appointment{Id: id[:], Leg: 2}}, nil)
	if r, err := w.counter.Book(t.Context(), booking); err != nil || r.Appointment != id || r.Leg != 2 {
		t.Errorf("%+v %v", r, err)
	}
	w.daemon.answer(&contract.BookResponse{Sequence: 9, Pending: true, Appointment: &contract.Appointment{Id: id[:]}}, nil)
	if r, err := w.counter.Book(t.Context(), booking); err != nil || r.Appointment != (office.AppointmentID{}) || !r.Asked {
		t.Errorf("%+v %v", r, err)
	}
}
