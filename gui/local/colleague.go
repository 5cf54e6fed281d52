package local

import (
	"context"
	"crypto/rand"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// colleaguesOf reads who calls, and who went away from this desk.
func (c *Counter) colleaguesOf(s *state.Snapshot, v *contract.View) {
	for _, h := range v.Calls {
		s.Calls = append(s.Calls, state.HelpCall{Desk: office.Desk(h.Desk), Kiosk: uint8(h.Kiosk.GetNumber()), Say: h.Say, At: instant(h.AtMs),
			Answered: h.Answered, Comes: h.Comes, From: office.Desk(h.ComesFrom)})
	}
	for _, p := range v.Signed {
		if office.Desk(p.Desk) == c.desk && p.LockedMs != 0 {
			s.Locked = state.Lock{Person: state.Person{ID: office.ClerkID(p.Id), Name: p.Name}, Since: instant(p.LockedMs)}
		}
	}
}

// contactsOf reads whom this site helped without a visit.
func contactsOf(s *state.Snapshot, v *contract.View) {
	for _, r := range v.Contacts {
		s.Contacts = append(s.Contacts, state.ContactCount{Count: int(r.Count),
			Contact: state.Contact{Channel: state.Channel(r.Channel), Subject: r.Subject, Minutes: int(r.Minutes)}})
	}
}

// NoteContact implements state.Contacts.
func (c *Counter) NoteContact(ctx context.Context, one state.Contact) (state.Receipt, error) {
	return finished(call(ctx, c, "local.NoteContact", func(cmd *contract.Command) *contract.NoteContactRequest {
		return &contract.NoteContactRequest{Command: cmd, Channel: string(one.Channel), Subject: one.Subject, Minutes: uint32(one.Minutes)}
	}, c.rpc.NoteContact))
}

// CallColleagues implements state.Colleagues. It goes without a session.
func (c *Counter) CallColleagues(ctx context.Context) (state.Receipt, error) {
	const op = "local.CallColleagues"
	act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
	if err != nil {
		return state.Receipt{}, fault.New(op, fault.Internal).Because(err)
	}
	res, err := c.rpc.CallColleagues(ctx, connect.NewRequest(&contract.CallColleaguesRequest{Desk: uint32(c.desk), Act: act[:]}))
	if err != nil {
		return state.Receipt{}, fault.FromRPC(op, err)
	}
	return finished(res.Msg, nil)
}

// AnswerCall implements state.Colleagues.
func (c *Counter) AnswerCall(ctx context.Context, calling state.HelpCall) (state.Receipt, error) {
	return finished(call(ctx, c, "local.AnswerCall", func(cmd *contract.Command) *contract.AnswerCallRequest {
		q := &contract.AnswerCallRequest{Command: cmd, Calling: uint32(calling.Desk)}
		if calling.Desk == state.SelfService {
			q.Kiosk = &contract.HelpKiosk{Number: uint32(calling.Kiosk)}
		}
		return q
	}, c.rpc.AnswerCall))
}

// LockDesk implements state.Colleagues. The session is over with the answer.
func (c *Counter) LockDesk(ctx context.Context) (state.Receipt, error) {
	done, err := call(ctx, c, "local.LockDesk", func(cmd *contract.Command) *contract.LockDeskRequest {
		return &contract.LockDeskRequest{Command: cmd}
	}, c.rpc.LockDesk)
	if err == nil {
		c.sign("", "")
	}
	return finished(done, err)
}
