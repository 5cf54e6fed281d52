package booking_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// hqKey is a key of headquarters.
func hqKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

// keys tells of keys; the last day of each is given beside it.
func keys(last ...int32) *contract.FeedEntry {
	all := new(contract.PassKeys)
	for i, one := range last {
		all.Keys = append(all.Keys, &contract.PassKey{Identity: &contract.Identity{Era: 1, Number: uint64(i + 1)},
			Public: hqKey(byte(i + 1)).Public().(ed25519.PublicKey), Last: one})
	}
	return &contract.FeedEntry{Kind: &contract.FeedEntry_PassKeys{PassKeys: all}}
}

func text(t testing.TB, a *contract.Appointment, key byte) string {
	t.Helper()
	s, err := pass.Text(a, hqKey(key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// comes folds the check-in on what a code stands for.
func (c *counter) comes(s booking.Shown) {
	c.Helper()
	id := c.id()
	c.does(&contract.Event{Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: id[:], Appointment: s.Appointment.Id,
		Date: int32(today), Pass: s.Pass}}})
}

// TestShow: what a code stands for, and why it counts for nothing, each in its own words.
func TestShow(t *testing.T) {
	moved := func(a *contract.Appointment, to office.SeatID) *contract.Appointment {
		return a.MovedTo(place(to, short))
	}
	for _, row := range []struct {
		title    string
		show     func(*testing.T, *counter, *contract.Appointment) string
		evidence bool       // believed on the code alone
		say      string     // part of the refusal; empty: it stands for an appointment
		kind     fault.Kind // of the refusal
	}{
		{"known", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false))
			return text(t, a, 1)
		}, false, "", 0},
		{"kept here", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(gives(1, 1, a))
			return text(t, a, 1)
		}, false, "", 0},
		{"never heard of", func(t *testing.T, _ *counter, a *contract.Appointment) string { return text(t, a, 1) }, true, "", 0},
		{"never heard of, of another site", func(t *testing.T, _ *counter, a *contract.Appointment) string {
			return text(t, moved(a, elsewhere(1, 0)), 1)
		}, true, "", 0}, // where and when is the queue's to say
		{"known, under a key that is not here", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false))
			return text(t, a, 9)
		}, false, "", 0},
		{"known, under a key that ended", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), keys(int32(today-1), 0))
			return text(t, a, 1)
		}, false, "", 0},
		{"moved, and the news is not here", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false))
			return text(t, moved(a, seat(0, 50)), 1)
		}, true, "", 0},
		{"gone, and back by a move that is not heard of", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), changed(a, true))
			return text(t, moved(moved(a, elsewhere(0, 0)), seat(0, 50)), 1)
		}, true, "", 0},
		{"headquarters speaks of it no more", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), &contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{}}})
			return text(t, a, 1)
		}, true, "", 0},

		{"misread", func(t *testing.T, _ *counter, a *contract.Appointment) string { return text(t, a, 1) + "A" }, false, "beschadigd", fault.Invalid},
		{"forged", func(t *testing.T, _ *counter, a *contract.Appointment) string { return forged(t, a) }, false, "handtekening klopt niet", fault.Denied},
		{"forged, of one that is known", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false))
			return forged(t, a)
		}, false, "handtekening klopt niet", fault.Denied},
		{"under a key that is not here", func(t *testing.T, _ *counter, a *contract.Appointment) string { return text(t, a, 9) }, false, "sleutel die dit loket nog niet kreeg", fault.Refused},
		{"under a key that ended", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(keys(int32(today-1), 0))
			return text(t, a, 1)
		}, false, "ingetrokken", fault.Refused},
		{"cancelled", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), changed(a, true))
			return text(t, a, 1)
		}, false, "geannuleerd of verzet", fault.Refused},
		{"of a former place", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), changed(moved(a, seat(1, 50)), false))
			return text(t, a, 1)
		}, false, "verzet naar dinsdag 24 november 2026 om 09:50", fault.Refused},
		{"moved to another site", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), changed(moved(a, elsewhere(1, 0)), false))
			return text(t, a, 1)
		}, false, "naar een andere plaats verzet", fault.Refused},
		{"moved to another site, and erased since", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.hears(changed(a, false), changed(moved(a, elsewhere(1, 0)), false))
			c.does(&contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: a.Id}}})
			return text(t, a, 1)
		}, false, "naar een andere plaats verzet", fault.Refused},
		{"its seat is free in this hand", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.holds(1, seat(0, 0))
			return text(t, a, 1)
		}, false, "haar plaats is intussen van dit loket", fault.Refused},
		{"its seat has another", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.holds(1, seat(0, 0))
			c.books(seat(0, 0), short)
			return text(t, a, 1)
		}, false, "haar plaats is intussen van dit loket", fault.Refused},
		{"its seat was given back", func(t *testing.T, c *counter, a *contract.Appointment) string {
			c.holds(1, seat(0, 0))
			c.hears(recall(seat(0, 0)))
			return text(t, a, 1)
		}, true, "", 0},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			c.hears(keys(0))
			a := c.visit(seat(0, 0), short)
			a.Person = append(bytes.Clone(a.Id[:15]), 0xff)
			shown, err := booking.Show(c.desk(), row.show(t, c, a))
			c.rebuilt()
			if row.say != "" {
				if !fault.Is(err, row.kind) || !strings.Contains(fault.Sentence(err), row.say) {
					t.Fatalf("%v, says %q", err, fault.Sentence(err))
				}
				return
			}
			if err != nil || shown.Appointment.AppointmentID() != a.AppointmentID() || (shown.Pass != nil) != row.evidence {
				t.Fatalf("%+v, %v", shown, err)
			}
		})
	}
}

// forged is a code whose signature is another's, under a key that is here.
func forged(t testing.TB, a *contract.Appointment) string {
	s, err := pass.Sign(pass.Of(a), hqKey(3))
	if err != nil {
		t.Fatal(err)
	}
	s.Key = pass.IDOf(hqKey(1).Public().(ed25519.PublicKey))
	return s.Text()
}

// TestKeysAreNotForgotten: a headquarters that was restored knows less; what was heard once stays, and so does an end.
func TestKeysAreNotForgotten(t *testing.T) {
	c := newCounter(t)
	c.hears(keys(int32(today), 0))
	c.hears(keys(0)) // the backup is of before the second key
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{PassKeys: keys(0).GetPassKeys()}}})
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{}}})
	got := booking.PassKeys(&c.w)
	if len(got) != 2 || got[0].Last != today || got[1].Last != 0 {
		t.Fatalf("%+v", got)
	}
	c.hears(keys(int32(today+9), int32(today+5)))
	if got = booking.PassKeys(&c.w); got[0].Last != today || got[1].Last != today+5 {
		t.Fatalf("%+v", got)
	}
	c.rebuilt()
}

// TestAPassIsNoGrant plays headquarters that books, moves and cancels, a counter that hears of it late, in the order of the
// feed, and people who come with codes of every edition. Nobody is let in whom the counter has heard to be elsewhere; who holds
// the present code is let in unless the counter knows better; no hand changes; and once all is heard, exactly those stand in
// the notices whose appointment is not as the code had it.
func TestAPassIsNoGrant(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCounter(t)
		c.hears(keys(0))
		var feed []*contract.FeedEntry
		type life struct {
			editions  []*contract.Appointment // as headquarters had it, the present one last
			cancelled bool
		}
		lives := []*life{}
		believed := map[office.AppointmentID]uint32{}
		grants := uint64(0)
		free := func() (office.SeatID, bool) { // a place here today that headquarters may give
			at := seat(0, rapid.IntRange(0, 11).Draw(r, "place")*10)
			for _, l := range lives {
				if now := l.editions[len(l.editions)-1]; !l.cancelled && now.Place.Site == string(here) && now.Place.Run.Start == uint32(at.Start) {
					return at, false
				}
			}
			return at, c.hand(at).State == custody.Empty && !granted(feed, at)
		}
		r.Repeat(map[string]func(*rapid.T){
			"book": func(*rapid.T) {
				if at, ok := free(); ok {
					a := c.visit(at, short)
					lives = append(lives, &life{editions: []*contract.Appointment{a}})
					feed = append(feed, changed(a, false))
				}
			},
			"move": func(*rapid.T) {
				at, ok := free()
				if len(lives) == 0 || !ok {
					return
				}
				l := lives[rapid.IntRange(0, len(lives)-1).Draw(r, "whose")]
				if l.cancelled {
					return
				}
				if rapid.Bool().Draw(r, "away") {
					at = elsewhere(0, int(at.Start)-9*60)
				}
				old := l.editions[len(l.editions)-1]
				next := old.MovedTo(place(at, short))
				l.editions = append(l.editions, next)
				if old.Place.Site == string(here) {
					feed = append(feed, changed(old, true))
				}
				if next.Place.Site == string(here) {
					feed = append(feed, changed(next, false))
				}
			},
			"cancel": func(*rapid.T) {
				if len(lives) == 0 {
					return
				}
				l := lives[rapid.IntRange(0, len(lives)-1).Draw(r, "whose")]
				if now := l.editions[len(l.editions)-1]; !l.cancelled {
					l.cancelled = true
					if now.Place.Site == string(here) {
						feed = append(feed, changed(now, true))
					}
				}
			},
			"grant": func(*rapid.T) {
				if at, ok := free(); ok {
					grants++
					feed = append(feed, grant(1, grants, at))
				}
			},
			"hear": func(*rapid.T) {
				if len(feed) > 0 {
					n := rapid.IntRange(1, len(feed)).Draw(r, "entries")
					for _, e := range feed[:n] {
						c.hears(proto.Clone(e).(*contract.FeedEntry))
					}
					feed = feed[n:]
				}
			},
			"show": func(*rapid.T) {
				if len(lives) == 0 {
					return
				}
				l := lives[rapid.IntRange(0, len(lives)-1).Draw(r, "whose")]
				a := l.editions[rapid.IntRange(0, len(l.editions)-1).Draw(r, "edition")]
				k := booking.Known(&c.w, a.AppointmentID())
				shown, err := booking.Show(c.desk(), text(t, a, 1))
				present := !l.cancelled && a.Leg == l.editions[len(l.editions)-1].Leg
				over := k != nil && (a.Leg < k.Appointment.Leg || a.Leg == k.Appointment.Leg && k.Cancelled)
				switch {
				case err == nil && over:
					r.Fatalf("%v was believed, and it is known to be over", a)
				case err != nil && present:
					r.Fatalf("%v is the present place, and was refused: %v", a, err)
				case err == nil && len(feed) == 0 && !present && a.Place.Site == string(here):
					r.Fatalf("%v is over, all is heard, and it was believed", a)
				}
				if err != nil || shown.Appointment.Place.Site != string(here) {
					return
				}
				before := map[office.SeatID]custody.Hand{}
				for m := range 12 {
					before[seat(0, m*10)] = c.hand(seat(0, m*10))
				}
				c.comes(shown)
				for at, h := range before {
					if c.hand(at) != h {
						r.Fatalf("a check-in changed the hand of %s", at)
					}
				}
				if shown.Pass != nil {
					believed[a.AppointmentID()] = a.Leg
				}
			},
			"": func(*rapid.T) { c.rebuilt() },
		})
		for _, e := range feed {
			c.hears(proto.Clone(e).(*contract.FeedEntry))
		}
		told := map[office.AppointmentID]bool{}
		for p := range booking.Otherwise(&c.w, today) {
			told[p.Appointment] = true
		}
		for _, l := range lives {
			now := l.editions[len(l.editions)-1]
			leg, came := believed[now.AppointmentID()]
			if other := came && (l.cancelled || now.Leg != leg); other != told[now.AppointmentID()] {
				r.Fatalf("%v, of which edition %d was believed (%t): in the notices %t", now, leg, came, !other)
			}
		}
	})
}

// granted reports whether a seat is on its way to the counter.
func granted(feed []*contract.FeedEntry, at office.SeatID) bool {
	for _, e := range feed {
		for _, run := range e.GetGrant().GetFree() {
			if run.First(here) == at {
				return true
			}
		}
	}
	return false
}
