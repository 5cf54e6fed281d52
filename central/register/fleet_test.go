package register_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// open has two planners state that a site has no appliance.
func (h *headquarters) open(site office.SiteID, by, second string) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{Site: string(site), By: by, Second: second, None: true}}})
}

// A site that never had a counter has nobody who could report after a restore of headquarters.
func TestOpenASiteWithoutAnAppliance(t *testing.T) {
	h := found(t)
	a := h.books(seat(2, 0), short)
	h.restored()
	h.refused(h.cancel(a), fault.Unreachable)
	for title, r := range map[string]*contract.HQReply{"nobody": h.open(berchem, "", ""), "one planner": h.open(berchem, "an", ""), "one twice": h.open(berchem, "an", "an")} {
		if h.refused(r, fault.Denied); h.view().Open(berchem) {
			t.Errorf("%s opened it", title)
		}
	}
	h.refused(h.open("nergens", "an", "bo"), fault.NotFound)
	if r := h.open(berchem, "an", "bo"); r.Kind != 0 || !h.view().Open(berchem) || h.view().Open(hoek) {
		t.Fatalf("opened with %v", r)
	}
	h.wants(seat(2, 0), atHQ, a)
	if r := h.cancel(a); r.Kind != 0 || r.Pending {
		t.Errorf("cancelled with %v", r)
	}
	h.books(seat(2, 0), short)
	if r := h.open(berchem, "an", "bo"); r.Kind != 0 {
		t.Errorf("opened again: %v", r)
	}
	if last := h.stands(berchem); last != 0 { // nobody is there to take it: it would only grow
		t.Errorf("its feed has %d entries", last)
	}
	h.restored()
	if h.view().Open(berchem) {
		t.Error("open in the era after, unasked")
	}
}

// A site that has an appliance opens by its report, or when the appliance is declared lost; what that may have booked
// stays blocked.
func TestOpenASiteWhoseApplianceIsGone(t *testing.T) {
	h, as := holding(t, tomorrow(0, short))
	h.restored()
	h.refused(h.open(berchem, "an", "bo"), fault.Refused)
	if h.view().Open(berchem) {
		t.Fatal("open, though its counter has not reported")
	}
	h.lose(berchem)
	if h.view().Open(berchem) {
		t.Fatal("open when the box is lost: nobody knows what it did")
	}
	h.open(berchem, "an", "bo")
	h.wants(seat(1, 0), blocked, as[0])
	h.wants(seat(1, 10), blocked, nil)
	h.wants(seat(2, 0), blocked, nil)
	h.refused(h.do(book(h.visit(seat(2, 0), short))), fault.Refused)
	if r := h.cancel(as[0]); r.Kind != 0 || r.Pending { // the site is open: what is at headquarters is its own
		t.Errorf("cancelled with %v", r)
	}
	h.greet(berchem, 2)
	if !h.view().Open(berchem) {
		t.Error("a new box, that holds nothing, closed it")
	}
}

// The planners were wrong: a box was connected after the backup, and has seats. The site closes until it has reported, and
// what it booked is found beside what headquarters booked meanwhile.
func TestOpenedThoughABoxWasForgotten(t *testing.T) {
	h := found(t)
	h.restored()
	h.open(berchem, "an", "bo")
	ours := h.books(seat(2, 0), short)
	h.greetFrom(berchem, 7, 3, true)
	if h.view().Open(berchem) {
		t.Fatal("open, though a box came that has accepted grants")
	}
	h.wants(seat(2, 0), blocked, ours)
	theirs := h.visit(seat(2, 0), short)
	h.report(berchem, 7, &contract.Report{Hands: []*contract.Report_Hand{reported(h, seat(2, 0), theirs, 9)}, Appointments: []*contract.Appointment{theirs}})
	h.wants(seat(2, 0), of(7), theirs)
	if got := h.conflicts(); len(got) != 1 || got[0] != ours.AppointmentID() {
		t.Errorf("conflicts: %v", got)
	}
}

// A site that planners opened and that never had an appliance is told nothing until one comes; that one gets a snapshot.
func TestAnApplianceComesToAnOpenedSite(t *testing.T) {
	h := found(t)
	h.restored()
	h.open(berchem, "an", "bo")
	h.books(seat(2, 0), short)
	h.greet(berchem, 1)
	if f := h.feed(berchem, 0); len(f) != 1 || len(f[0].GetSnapshot().GetAppointments()) != 1 {
		t.Errorf("it hears %v", f)
	}
	h.topUp(berchem)
	h.wants(seat(0, 60), of(1), nil)
}

func (h *headquarters) revoke(serial string) *contract.HQReply {
	h.Helper()
	return h.must(&contract.HQCommand{Kind: &contract.HQCommand_Revoked{Revoked: &contract.Revoked{Site: string(berchem), Serial: serial, By: "an"}}})
}

// issued notes a certificate of Berchem.
func (h *headquarters) issued(serial string) {
	h.Helper()
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Redeemed{Redeemed: &contract.Redeemed{Site: string(berchem), Serial: serial}}})
}

func TestRevokeOneCertificate(t *testing.T) {
	h := found(t)
	h.issued("a1")
	h.issued("a2")
	h.revoke("a1")
	for serial, gone := range map[string]bool{"a1": true, "a2": false, "never heard of": false} {
		if h.view().Revoked(berchem, serial, h.now) != gone {
			t.Errorf("%s: revoked is not %t", serial, gone)
		}
	}
	if h.view().Revoked(hoek, "a1", h.now) {
		t.Error("another site's is revoked too")
	}
}

// A headquarters that was restored knows nothing of certificates that it gave after the backup: the moment decides.
func TestRevokeEverythingOfASite(t *testing.T) {
	h := found(t)
	h.issued("known")
	then := h.now
	h.now = then.Add(time.Hour)
	if r := h.revoke(""); r.Count != 1 {
		t.Errorf("%d certificates are known to be revoked", r.Count)
	}
	h.now = then.Add(2 * time.Hour)
	h.issued("since")
	for _, row := range []struct {
		title, serial string
		issued        time.Time
		gone          bool
	}{
		{"known", "known", then, true},
		{"known, of a node whose clock ran ahead", "known", then.Add(3 * time.Hour), true},
		{"forgotten", "forgotten", then.Add(30 * time.Minute), true},
		{"forgotten, of the very moment", "forgotten", then.Add(time.Hour), true},
		{"forgotten, of later", "forgotten", then.Add(time.Hour + time.Second), false},
		{"without a time", "forgotten", time.Time{}, true},
		{"given since", "since", h.now, false},
		{"given since, by a node whose clock runs behind", "since", then, false},
	} {
		if h.view().Revoked(berchem, row.serial, row.issued) != row.gone {
			t.Errorf("%s: revoked is not %t", row.title, row.gone)
		}
	}
	if h.view().Revoked(hoek, "forgotten", then) {
		t.Error("another site's is revoked too")
	}
	h.now = then // a planner's node whose clock runs behind: nobody is let in again by that
	h.revoke("")
	if !h.view().Revoked(berchem, "forgotten", then.Add(30*time.Minute)) || !h.view().Revoked(berchem, "since", then.Add(2*time.Hour)) {
		t.Error("revoked a second time, somebody is welcome again")
	}
}

// code is a command that gives out an enrolment code of Berchem, valid for an hour.
func (h *headquarters) code(site office.SiteID, hash string) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Code{Code: &contract.EnrolCode{Hash: []byte(hash), Site: string(site),
		ExpiresMs: h.now.Add(time.Hour).UnixMilli()}}})
}

func (h *headquarters) redeem(r *contract.Redeemed) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Redeemed{Redeemed: r}})
}

// Of two who come with one code one gets a certificate, and what it got is kept for who did not hear it.
func TestACodeIsUsedOnce(t *testing.T) {
	h := found(t)
	h.refused(h.code("nergens", "x"), fault.NotFound)
	for _, hash := range []string{"one", "two"} {
		if r := h.code(berchem, hash); r.Kind != 0 {
			t.Fatal(r)
		}
	}
	first := &contract.Redeemed{Hash: []byte("one"), Site: string(berchem), Serial: "a1", Key: []byte("key"), Certificate: []byte("certificate")}
	h.refused(h.redeem(&contract.Redeemed{Hash: []byte("none"), Site: string(berchem), Serial: "a9"}), fault.NotFound)
	h.refused(h.redeem(&contract.Redeemed{Hash: []byte("one"), Site: string(hoek), Serial: "a9"}), fault.Denied)
	for range 2 { // the outcome was unknown, and it is proposed again
		if r := h.redeem(first); r.Kind != 0 {
			t.Fatal(r)
		}
	}
	h.refused(h.redeem(&contract.Redeemed{Hash: []byte("one"), Site: string(berchem), Serial: "a2", Key: []byte("other")}), fault.Taken)
	code := h.view().Code([]byte("one"))
	if fmt.Sprintf("%s %s %s", code.Serial, code.Key, code.Certificate) != "a1 key certificate" {
		t.Errorf("kept: %v", code)
	}
	h.now = h.now.Add(time.Hour + time.Millisecond)
	h.refused(h.redeem(&contract.Redeemed{Hash: []byte("two"), Site: string(berchem), Serial: "a3"}), fault.Refused)
	if h.revoke("").Count != 1 {
		t.Error("a certificate that was not given is known")
	}
}

func TestRecallIsTold(t *testing.T) {
	h, _ := holding(t)
	stood := h.stands(berchem)
	h.applied(berchem, stood)
	run := contract.NewRun(seat(1, 0), 2, 10)
	recall := func(runs ...*contract.Run) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: string(berchem), Seats: runs}}})
	}
	h.refused(recall(run, &contract.Run{}), fault.Invalid)
	recall(run)
	f := h.feed(berchem, stood)
	if len(f) != 1 || len(f[0].GetRecall().GetSeats()) != 1 || f[0].GetRecall().Seats[0].Start != run.Start {
		t.Fatalf("the site hears %v", f)
	}
	h.wants(seat(1, 0), of(1), nil) // asked for, not taken
	h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{Free: h.held(seat(1, 0))}}})
	h.wants(seat(1, 0), atHQ, nil)
	h.wants(seat(1, 10), of(1), nil)
	again := h.view().Seat(seat(1, 0)).Grant
	h.topUp(berchem) // the day is the site's own: it gets the seat once more, by a greater identity
	h.wants(seat(1, 0), of(1), nil)
	if now := h.view().Seat(seat(1, 0)).Grant; !again.Less(now) {
		t.Errorf("given again as %+v after %+v", now, again)
	}
}
