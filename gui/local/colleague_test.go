package local_test

import (
	"context"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
)

func (d *daemon) CallColleagues(_ context.Context, r *connect.Request[contract.CallColleaguesRequest]) (*connect.Response[contract.Done], error) {
	d.note(r.Msg)
	return connect.NewResponse(done()), nil
}

func (d *daemon) AnswerCall(_ context.Context, r *connect.Request[contract.AnswerCallRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

func (d *daemon) LockDesk(_ context.Context, r *connect.Request[contract.LockDeskRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.Done { // the session is over with it
		delete(d.sessions, r.Msg.Command.Session)
		return done()
	})
}

// Calls and locks are read from the view; only this desk's lock is this window's.
func TestTheColleaguesOfAView(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	at := time.UnixMilli(1_800_000_000_000)
	w.daemon.change(func(v *contract.View) {
		v.Calls = []*contract.HelpRow{{Desk: 1, AtMs: at.UnixMilli()}, {Desk: 2, AtMs: at.UnixMilli(), Answered: true, Comes: "An Peeters", ComesFrom: 1}}
		v.Signed[1].LockedMs = at.UnixMilli()
	})
	s := w.until("the calls", func(s state.Snapshot) bool { return len(s.Calls) == 2 })
	if s.Calls[0] != (state.HelpCall{Desk: 1, At: at}) || s.Calls[1] != (state.HelpCall{Desk: 2, At: at, Answered: true, Comes: "An Peeters", From: 1}) {
		t.Errorf("calls %+v", s.Calls)
	}
	if s.Locked.ID != "" {
		t.Errorf("another desk's lock is ours: %+v", s.Locked)
	}
	w.daemon.change(func(v *contract.View) { v.Signed[0].LockedMs = at.UnixMilli() })
	s = w.until("the lock", func(s state.Snapshot) bool { return s.Locked.ID != "" })
	if want := (state.Lock{Person: state.Person{ID: "an", Name: "An Peeters"}, Since: at}); s.Locked != want {
		t.Errorf("locked %+v", s.Locked)
	}
}

// A call goes without a session; a lock ends it in this window at once.
func TestColleaguesAreAsked(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.until("the counter", func(state.Snapshot) bool { return true })
	if _, err := w.counter.CallColleagues(t.Context()); err != nil {
		t.Fatal(err)
	}
	if q, ok := w.daemon.last().(*contract.CallColleaguesRequest); !ok || q.Desk != 1 || len(q.Act) != 16 {
		t.Errorf("asked %v", w.daemon.last())
	}
	w.signIn()
	if _, err := w.counter.AnswerCall(t.Context(), state.HelpCall{Desk: 2}); err != nil {
		t.Fatal(err)
	}
	if q, ok := w.daemon.last().(*contract.AnswerCallRequest); !ok || q.Calling != 2 || q.Kiosk != nil || q.Command.Session == "" {
		t.Errorf("asked %v", w.daemon.last())
	}
	if _, err := w.counter.LockDesk(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.until("nobody here", func(s state.Snapshot) bool { return at(s, 1) == "" })
}

func (d *daemon) NoteContact(_ context.Context, r *connect.Request[contract.NoteContactRequest]) (*connect.Response[contract.Done], error) {
	return command(d, r.Msg, r.Msg.Command, done)
}

// A contact is asked for word for word, and the figures come back with the view.
func TestContactsOfAView(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	one := state.Contact{Channel: state.ByVideo, Subject: "eid-aanvraag", Minutes: 15}
	if got, err := w.counter.NoteContact(t.Context(), one); err != nil || got.Sequence != 9 {
		t.Fatalf("%+v %v", got, err)
	}
	if q, ok := w.daemon.last().(*contract.NoteContactRequest); !ok || q.Channel != "video" || q.Subject != "eid-aanvraag" || q.Minutes != 15 {
		t.Errorf("asked %v", w.daemon.last())
	}
	w.daemon.change(func(v *contract.View) {
		v.Contacts = []*contract.ContactRow{{Channel: "video", Subject: "eid-aanvraag", Count: 3, Minutes: 15}}
	})
	s := w.until("the figures", func(s state.Snapshot) bool { return len(s.Contacts) == 1 })
	if s.Contacts[0] != (state.ContactCount{Contact: one, Count: 3}) {
		t.Errorf("%+v", s.Contacts)
	}
}

// What a visitor asked at a self-service desk stands in the same list, and is answered in the same way.
func TestTheKioskIsAnswered(t *testing.T) {
	w, asked := mustWorld(t), time.UnixMilli(1_800_000_000_000)
	w.watch()
	w.signIn()
	w.daemon.change(func(v *contract.View) {
		v.Notices = []*contract.Notice{{Code: "kiosk-help", Say: "Hulp gevraagd.", Urgent: true}} // for screens of before
		v.Calls = []*contract.HelpRow{{Kiosk: &contract.HelpKiosk{Number: 2}, AtMs: asked.UnixMilli(), Say: "Hulp gevraagd."}}
	})
	s := w.until("the call", func(s state.Snapshot) bool { return len(s.Calls) == 1 })
	if s.Calls[0] != (state.HelpCall{Desk: state.SelfService, Kiosk: 2, At: asked, Say: "Hulp gevraagd."}) || s.Alarm != "Hulp gevraagd." {
		t.Errorf("%+v, %q", s.Calls, s.Alarm)
	}
	if _, err := w.counter.AnswerCall(t.Context(), s.Calls[0]); err != nil {
		t.Fatal(err)
	}
	if q, ok := w.daemon.last().(*contract.AnswerCallRequest); !ok || q.Calling != 0 || q.Kiosk.GetNumber() != 2 {
		t.Errorf("asked %v", w.daemon.last())
	}
}

func (d *daemon) Agenda(_ context.Context, r *connect.Request[contract.AgendaRequest]) (*connect.Response[contract.AgendaDay], error) {
	d.note(r.Msg)
	return connect.NewResponse(&contract.AgendaDay{Date: r.Msg.Date, Site: "buurtloket-berchem", Closed: "Feestdag.", Rows: []*contract.AgendaRow{
		{Run: &contract.Run{Date: r.Msg.Date, Desk: 1, Start: 600, Count: 1, SlotMinutes: 10}, Status: contract.AgendaRow_FREE_AT_HQ},
		{Run: &contract.Run{Date: r.Msg.Date, Desk: 1, Start: 610, Count: 2, SlotMinutes: 10}, Status: contract.AgendaRow_BOOKED, Name: "Noor", Own: true,
			Appointment: &contract.Appointment{Id: visit[:], Products: []string{"eid-aanvraag"}, Persons: 1}}}}), nil
}

// A day to come is read as today is.
func TestADayToCome(t *testing.T) {
	w := mustWorld(t)
	got, err := w.counter.AgendaOf(t.Context(), 20007)
	if err != nil || got.Date != 20007 || got.Closed != "Feestdag." || len(got.Slots) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if s := got.Slots[1]; s.State != state.Expected || s.Name != "Noor" || s.Minutes != 20 || s.Seat.Date != 20007 || s.Elsewhere || got.Slots[0].State != state.FreeAtHQ {
		t.Errorf("%+v", got.Slots)
	}
}
