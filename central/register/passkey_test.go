package register_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// passKey is the private half of the key that a test makes for an era and a number.
func passKey(id *contract.Identity) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(id.Era<<4 | id.Number)}, ed25519.SeedSize))
}

// turn begins the next key, as a node does.
func (h *headquarters) turn(stop bool) *contract.PassKey {
	h.Helper()
	id := h.view().NextPassKey()
	k := &contract.PassKey{Identity: id, Public: passKey(id).Public().(ed25519.PublicKey)}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_PassKey{PassKey: &contract.PassKeyPut{Key: k, Stop: stop}}})
	return k
}

// lasts are the last days of all keys, from today.
func (h *headquarters) lasts() (out []int) {
	for _, k := range h.view().PassKeys().Keys {
		if k.Last == 0 {
			out = append(out, 0)
			continue
		}
		out = append(out, int(k.Last)-int(today))
	}
	return out
}

// TestKeysAreTurnedOver: one key signs; the others go on counting for as long as anybody may come with a code under them, or
// for no day from today on. Every counter is told, by the feed or by the snapshot.
func TestKeysAreTurnedOver(t *testing.T) {
	h := found(t)
	h.greet(berchem, 7)
	if h.view().PassKey() != nil {
		t.Fatal("there is a key")
	}
	stood := h.stands(berchem)
	first := h.turn(false)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_PassKey{PassKey: &contract.PassKeyPut{Key: first}}}) // another node, in the same moment
	if got := h.lasts(); len(got) != 1 || !proto.Equal(h.view().PassKey(), first) {
		t.Fatalf("%v", got)
	}
	second := h.turn(false)
	if got := h.lasts(); len(got) != 2 || got[0] != calendar.Horizon || !proto.Equal(h.view().PassKey(), second) {
		t.Fatalf("%v", got)
	}
	h.turn(true)
	if got := h.lasts(); len(got) != 3 || got[0] != -1 || got[1] != -1 || got[2] != 0 {
		t.Fatalf("%v", got)
	}
	told := h.feed(berchem, stood)
	if len(told) != 3 || !proto.Equal(told[2].GetPassKeys(), h.view().PassKeys()) {
		t.Errorf("berchem was told %v", told)
	}
	h.greet(hoek, 8)
	if s := h.feed(hoek, 0)[0].GetSnapshot(); !proto.Equal(s.GetPassKeys(), h.view().PassKeys()) {
		t.Errorf("the snapshot has %v", s.GetPassKeys())
	}
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_PassKey{PassKey: &contract.PassKeyPut{Key: &contract.PassKey{}}}}), fault.Invalid)
}

// TestAnEraBeginsAKey: after a restore no key of the backup signs, and none that was made after it is made again.
func TestAnEraBeginsAKey(t *testing.T) {
	h := found(t)
	h.turn(false)
	h.turn(false)
	h.restored()
	if h.view().PassKey() != nil {
		t.Error("a key of the former era signs")
	}
	next := h.turn(false)
	if next.Identity.Era != h.view().Era() || next.Identity.Number != 1 || !proto.Equal(h.view().PassKey(), next) {
		t.Errorf("%v", next)
	}
	if got := h.lasts(); len(got) != 3 || got[1] != calendar.Horizon {
		t.Errorf("%v", got)
	}
}

// TestTheFirstKeyComesWithTheState: a new headquarters signs its first booking.
func TestTheFirstKeyComesWithTheState(t *testing.T) {
	id := register.FirstPassKey()
	k := &contract.PassKey{Identity: id, Public: passKey(id).Public().(ed25519.PublicKey)}
	h := found(t)
	again := &headquarters{TB: t, m: &register.Machine{Quota: h.m.Quota}, plan: h.plan, now: h.now}
	again.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: h.view().Plan(), PassKey: k}}})
	if !proto.Equal(again.view().PassKey(), k) {
		t.Errorf("%v", again.view().PassKey())
	}
}

// comes has a counter let somebody in on a code alone.
func (h *headquarters) comes(site office.SiteID, life office.Incarnation, a *contract.Appointment, key ed25519.PrivateKey) {
	h.Helper()
	s, err := pass.Sign(pass.Of(a), key)
	if err != nil {
		h.Fatal(err)
	}
	id := h.id()
	h.taken(site, life, &contract.Event{Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: id[:], Appointment: a.Id,
		Date: int32(today), Pass: s.Bytes()}}})
}

// TestACodeAlone: what a counter believed is held against the calendar. What agrees is nobody's business; the rest is a
// person's, with the words for it. No seat changes.
func TestACodeAlone(t *testing.T) {
	at, later := office.SeatID{Site: berchem, Date: today, Desk: 1, Start: 540}, office.SeatID{Site: hoek, Date: today + 2, Desk: 1, Start: 600}
	for _, row := range []struct {
		title string
		then  func(*headquarters, *contract.Appointment) // what became of the appointment since it was signed
		key   *contract.Identity
		say   string
	}{
		{"as it stands", func(*headquarters, *contract.Appointment) {}, nil, ""},
		{"cancelled", func(h *headquarters, a *contract.Appointment) { h.cancel(a) }, nil, "om 09:00, die intussen geannuleerd was."},
		{"moved", func(h *headquarters, a *contract.Appointment) { h.move(a, later, short) }, nil, "maar ze staat nu op woensdag 25 november 2026 om 10:00 in Buurtloket Groenenhoek."},
		{"moved, and back", func(h *headquarters, a *contract.Appointment) { h.move(a, later, short); h.move(a, at, short) }, nil, ""},
		{"forgotten", nil, nil, "die het hoofdkantoor niet meer kent"},
		{"forgotten, under a key that is", nil, &contract.Identity{Era: 1, Number: 9}, "een sleutel die het hoofdkantoor niet kent"},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := found(t)
			key := passKey(h.turn(false).Identity)
			if row.key != nil {
				key = passKey(row.key)
			}
			h.now = (today - 1).At(8*60, h.plan.Zone())
			h.greet(berchem, 7)
			a := h.visit(at, short)
			if row.then != nil {
				h.must(book(a))
				row.then(h, a)
			}
			before := h.view().Seat(at)
			h.comes(berchem, 7, a, key)
			if h.view().Seat(at) != before {
				t.Error("a check-in changed a seat")
			}
			var said []string
			for _, c := range h.view().Conflicts() {
				said = append(said, c.Say)
				if c.Appointment.AppointmentID() != a.AppointmentID() {
					t.Errorf("it is about %v", c.Appointment)
				}
			}
			if row.say == "" && len(said) > 0 || row.say != "" && (len(said) != 1 || !strings.Contains(said[0], row.say)) {
				t.Errorf("%q", said)
			}
		})
	}
	t.Run("unreadable", func(t *testing.T) {
		h := found(t)
		h.greet(berchem, 7)
		h.taken(berchem, 7, &contract.Event{Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Date: int32(today), Pass: []byte("BL2")}}})
		if n := len(h.conflicts()); n != 1 {
			t.Errorf("%d conflicts", n)
		}
	})
}
