package local_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// mustPlace makes a machine the screen of a place.
func (o *lanOffice) mustPlace(p desk.Place) link.Identity {
	o.tb.Helper()
	id, err := o.enroll(o.invitePlace(p), link.EnrolOptions{})
	if err != nil {
		o.tb.Fatal(err)
	}
	return id
}

func (o *lanOffice) invitePlace(p desk.Place) link.Code {
	o.tb.Helper()
	q := new(contract.InviteDeskRequest)
	q.Desk, q.Role, q.Number = p.Wire()
	res, err := o.desks.Invite(context.Background(), connect.NewRequest(q))
	if err != nil {
		o.tb.Fatal(err)
	}
	code, err := link.ParseCode(res.Msg.Code)
	if err != nil {
		o.tb.Fatal(err)
	}
	return code
}

func (o *lanOffice) revoke(p desk.Place) error {
	q := new(contract.RevokeDeskRequest)
	q.Desk, q.Role, q.Number = p.Wire()
	return second(o.desks.Revoke(context.Background(), connect.NewRequest(q)))
}

// hallOf is the waiting room over a line, kioskOver the self-service.
func hallOf(line *link.Client) contractconnect.HallClient {
	return contractconnect.NewHallClient(line.HTTPClient(), link.CounterURL)
}

func kioskOver(line *link.Client) contractconnect.KioskClient {
	return contractconnect.NewKioskClient(line.HTTPClient(), link.CounterURL)
}

// decided is who may make which call, by service and name.
func decided(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/lan-roles.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		call, role, _ := strings.Cut(line, " ")
		if out[call] != "" || !slices.Contains([]string{"desk", "display", "kiosk", "nobody"}, role) {
			t.Fatalf("the table says %q", line)
		}
		out[call] = role
	}
	return out
}

// allCalls are those of the contract.
func allCalls() (out []protoreflect.MethodDescriptor) {
	protoregistry.GlobalFiles.RangeFilesByPackage("buurtloket.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			for s, j := f.Services().Get(i), 0; j < s.Methods().Len(); j++ {
				out = append(out, s.Methods().Get(j))
			}
		}
		return true
	})
	return out
}

// TestEveryCallOfEveryRole makes every call of the contract over the line of each role: it is refused, by a word about the role or
// because nobody is there, exactly where the table says so. The table has every call of the services of a counter; those of
// headquarters are for nobody here.
func TestEveryCallOfEveryRole(t *testing.T) {
	o := mustLAN(t)
	table := decided(t)
	lines := map[string]*http.Client{}
	for _, p := range []desk.Place{desk.At(2), desk.Display(1), desk.Kiosk(1)} {
		lines[p.Role.String()] = o.dial(o.mustPlace(p)).HTTPClient()
	}
	used, here := map[string]bool{}, map[string]bool{}
	for row := range table {
		service, _, _ := strings.Cut(row, ".")
		here[service] = true
	}
	for _, call := range allCalls() {
		service := string(call.Parent().Name())
		name := fmt.Sprintf("%s.%s", service, call.Name())
		who, ok := table[name]
		if used[name] = true; here[service] && !ok {
			t.Errorf("%s: nobody decided who may make this call over the LAN; write it in testdata/lan-roles.txt", name)
			continue
		}
		for _, role := range slices.Sorted(maps.Keys(lines)) {
			before := o.size()
			if allowed := allowed(t, lines[role], call, role == who); allowed != (role == who) {
				t.Errorf("%s as a %s: let through %t, and the table says: %s", name, role, allowed, cmp.Or(who, "not here at all"))
			}
			if role != who && o.size() != before {
				t.Errorf("%s as a %s wrote %v", name, role, o.events()[before:])
			}
		}
	}
	for row := range table {
		if !used[row] {
			t.Errorf("there is no call %s", row)
		}
	}
}

// allowed reports whether a call with an empty request gets past the question who makes it; what the service thinks of such a
// request is its own. A stream that is let in and says nothing is waited for a moment.
func allowed(t *testing.T, over *http.Client, call protoreflect.MethodDescriptor, expected bool) bool {
	t.Helper()
	patience := 10 * time.Second
	if expected && call.IsStreamingServer() {
		patience = 300 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := connect.NewClient[emptypb.Empty, emptypb.Empty](over, fmt.Sprintf("%s/%s/%s", link.CounterURL, call.Parent().FullName(), call.Name()))
	var err error
	if call.IsStreamingServer() && !call.IsStreamingClient() {
		var stream *connect.ServerStreamForClient[emptypb.Empty]
		if stream, err = c.CallServerStream(ctx, connect.NewRequest(new(emptypb.Empty))); err == nil {
			stream.Receive()
			err = stream.Err()
			cancel()
			_ = stream.Close() // it was cut off
		}
	} else {
		_, err = c.CallUnary(ctx, connect.NewRequest(new(emptypb.Empty)))
	}
	if connect.CodeOf(err) == connect.CodeUnimplemented || connect.CodeOf(err) == connect.CodeUnavailable {
		return false // nobody is there, as the line says it
	}
	say := fault.Sentence(fault.FromRPC("test", err))
	return err == nil || errors.Is(err, context.DeadlineExceeded) || !(strings.HasPrefix(say, "Dit toestel is ") && strings.Contains(say, " en kan dit niet.")) && !strings.HasPrefix(say, "Dit kan hier niet.")
}

// TestAScreenOfAnotherRole: a display over the LAN shows the room and is listed as what it is; a self-service desk calls for help
// under its own number; and each has nothing of another's.
func TestAScreenOfAnotherRole(t *testing.T) {
	o := mustLAN(t)
	ctx := t.Context()
	id := o.mustPlace(desk.Display(1))
	if p := id.Peer(); p.Role != link.RoleDisplay || p.Number() != 1 || p.Desk() != 0 || p.Site() != site {
		t.Fatalf("became %v", p)
	}
	line := o.dial(id)
	room, err := hallOf(line).Watch(ctx, connect.NewRequest(new(contract.WatchHallRequest)))
	if err != nil || !room.Receive() || room.Msg().SiteName == "" {
		t.Fatalf("saw %v: %v, %v", room.Msg(), err, room.Err())
	}
	t.Cleanup(func() { _ = room.Close() }) // it is cut off with the line
	kiosk := kioskOver(o.dial(o.mustPlace(desk.Kiosk(2))))
	if _, err := kiosk.CallHelp(ctx, connect.NewRequest(&contract.KioskHelpRequest{Act: o.command().Act})); err != nil {
		t.Fatal(err)
	}
	mustSee(t, kiosk, "somebody comes", func(v *contract.KioskView) bool { return v.Help })
	if v := mustShow(t, contractconnect.NewKioskClient(o.http, "http://counter")); v.Help {
		t.Error("somebody comes to the other self-service desk")
	}
	calls := o.mustView().Calls
	if len(calls) != 1 || calls[0].Kiosk.GetNumber() != 2 || calls[0].Desk != 0 || calls[0].Say != "Hulp gevraagd aan zelfbedieningsloket 2, om 09:00." {
		t.Fatalf("the clerks have %v", calls)
	}
	q := &contract.AnswerCallRequest{Command: o.command(), Kiosk: calls[0].Kiosk}
	if _, err := o.client.AnswerCall(ctx, connect.NewRequest(q)); err != nil {
		t.Fatal(err)
	}
	mustSee(t, kiosk, "nobody is waited for", func(v *contract.KioskView) bool { return !v.Help })
	if c := o.mustView().Calls[0]; !c.Answered || c.ComesFrom != 1 {
		t.Errorf("answered: %v", c)
	}
	o.set(o.clock().Add(time.Minute))
	list, err := o.desks.List(ctx, connect.NewRequest(new(contract.ListDesksRequest)))
	if err != nil || len(list.Msg.Desks) != 2 {
		t.Fatalf("the list has %v: %v", list, err)
	}
	for i, want := range []*contract.DeskRow{{Role: contract.ScreenRole_SCREEN_ROLE_DISPLAY, Number: 1}, {Role: contract.ScreenRole_SCREEN_ROLE_KIOSK, Number: 2}} {
		if r := list.Msg.Desks[i]; r.Desk != 0 || r.Role != want.Role || r.Number != want.Number || !r.Connected || r.JoinedMs == 0 || r.SeenMs < r.JoinedMs {
			t.Errorf("the list has %v", r)
		}
	}
}

// TestAnyRoleIsPutOutAtOnce: what a display or a self-service desk watches is cut off, it is told why, and stays out over a restart;
// the others at the same number see nothing of it.
func TestAnyRoleIsPutOutAtOnce(t *testing.T) {
	for _, place := range []desk.Place{desk.Display(1), desk.Kiosk(1)} {
		t.Run(place.Role.String(), func(t *testing.T) {
			o := mustLAN(t)
			id := o.mustPlace(place)
			line, other := o.dial(id), o.dial(o.mustPlace(desk.At(1)))
			o.session = o.mustSignIn("ann", 1)
			staying := mustWatch(t, screen(other), 1)
			soon, cancel := context.WithTimeout(context.Background(), 5*time.Second) // the register is looked at by itself each 15
			defer cancel()
			watch := func() error {
				stream, err := hallOf(line).Watch(soon, connect.NewRequest(new(contract.WatchHallRequest)))
				if err != nil || !stream.Receive() {
					t.Fatalf("nothing to see: %v", err)
				}
				if err := o.revoke(place); err != nil {
					t.Fatal(err)
				}
				for stream.Receive() { // a view that was on its way
				}
				return errors.Join(stream.Err(), stream.Close())
			}
			if place.Role == link.RoleKiosk {
				watch = func() error {
					stream, err := kioskOver(line).Watch(soon, connect.NewRequest(new(contract.WatchKioskRequest)))
					if err != nil || !stream.Receive() {
						t.Fatalf("nothing to see: %v", err)
					}
					if err := o.revoke(place); err != nil {
						t.Fatal(err)
					}
					for stream.Receive() {
					}
					return errors.Join(stream.Err(), stream.Close())
				}
			}
			if err := watch(); err == nil || soon.Err() != nil {
				t.Errorf("what it watched was not cut off at once: %v", err)
			}
			eventually(t, "a line that is refused", func() bool { return fault.Is(line.State().Err, fault.Denied) })
			if left := o.events()[o.size()-1].GetDeskLeft(); left.GetReason() != "revoked" || left.GetDesk() != 0 || left.GetNumber() != 1 {
				t.Errorf("the journal says %v", left)
			}
			if clerk, there := signedAt(o, 1); !there {
				t.Errorf("who sits at desk 1 was signed out: %v", clerk)
			}
			o.mustIssue()
			if !staying.Receive() {
				t.Errorf("desk 1 was cut off: %v", staying.Err())
			}
			o.stop()
			o.openLAN()
			again := o.dial(id)
			eventually(t, "a refusal after a restart", func() bool { return fault.Is(again.State().Err, fault.Denied) })
		})
	}
}

// TestAnyRoleAndTheClock: a certificate is renewed for the same role, is over when its time is, and a counter whose clock was wrong
// takes the screens back once it is right.
func TestAnyRoleAndTheClock(t *testing.T) {
	for _, place := range []desk.Place{desk.Display(1), desk.Kiosk(1)} {
		o := mustLAN(t)
		right, id := o.clock(), o.mustPlace(place)
		o.stop()
		o.set(right.Add(-20 * 365 * 24 * time.Hour))
		o.openLAN()
		o.set(right)
		if err := o.lan.Renew(); err != nil {
			t.Fatal(err)
		}
		line := o.dial(id)
		see := func(over *link.Client) error {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			if place.Role == link.RoleKiosk {
				return second(kioskOver(over).Products(ctx, connect.NewRequest(new(contract.KioskProductsRequest))))
			}
			stream, err := hallOf(over).Watch(ctx, connect.NewRequest(new(contract.WatchHallRequest)))
			if err == nil && !stream.Receive() {
				err = stream.Err()
			}
			cancel()
			return err
		}
		if err := see(line); err != nil {
			t.Errorf("%v, once the clock is right: %v", place, err)
		}
		o.set(id.RenewAt().Add(time.Hour))
		if err := o.lan.Renew(); err != nil {
			t.Fatal(err)
		}
		fresh, err := link.Renew(t.Context(), o.dial(id).HTTPClient(), id, link.EnrolOptions{Now: o.clock})
		if err != nil {
			t.Fatal(err)
		}
		if p := fresh.Peer(); p.Role != place.Role || p.Number() != place.Number || p.Device != id.Peer().Device || !fresh.Expires().After(id.Expires()) {
			t.Errorf("%v became %v", id.Peer(), p)
		}
		o.set(id.Expires().Add(time.Hour))
		if err := o.lan.Renew(); err != nil {
			t.Fatal(err)
		}
		if err := see(o.dial(fresh)); err != nil {
			t.Errorf("%v with its new certificate: %v", place, err)
		}
		late := o.dial(id)
		eventually(t, "the old certificate is over", func() bool { return fault.Is(late.State().Err, fault.Denied) })
	}
}

// TestPlacesThatCannotBe: numbers have an end, and a role is no desk.
func TestPlacesThatCannotBe(t *testing.T) {
	o := mustLAN(t)
	for _, q := range []*contract.InviteDeskRequest{
		{Role: contract.ScreenRole_SCREEN_ROLE_DISPLAY}, {Role: contract.ScreenRole_SCREEN_ROLE_DISPLAY, Desk: 1},
		{Role: contract.ScreenRole_SCREEN_ROLE_KIOSK, Number: 21}, {Role: 7, Number: 1}, {Desk: 1, Number: 1}, {Number: 1},
	} {
		_, err := o.desks.Invite(t.Context(), connect.NewRequest(q))
		o.mustRefuse(fault.Invalid, o.size(), err)
	}
}
