package register_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// connected is headquarters with a site that has taken its first snapshot.
func connected(t testing.TB) *headquarters {
	t.Helper()
	h := found(t)
	h.greet(berchem, 1)
	h.applied(berchem, h.stands(berchem))
	return h
}

// news has something told to Berchem.
func (h *headquarters) news(n int) {
	h.Helper()
	for range n {
		h.must(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: string(berchem),
			Seats: []*contract.Run{contract.NewRun(seat(2, 0), 1, 10)}}}})
	}
}

// A site that was never heard of has nobody to read its feed: the first it hears is a snapshot of everything.
func TestAFeedBeginsWithASnapshot(t *testing.T) {
	h := found(t)
	a := h.books(seat(3, 0), short)
	h.news(5)
	if last := h.stands(berchem); last != 0 || h.kept() != 0 {
		t.Errorf("before anybody came its feed has %d entries", last)
	}
	h.greet(berchem, 1)
	f := h.feed(berchem, 0)
	if len(f) != 1 || f[0].Number != h.stands(berchem) {
		t.Fatalf("heard: %v", f)
	}
	s := f[0].GetSnapshot()
	if len(s.GetAppointments()) != 1 || s.Appointments[0].AppointmentID() != a.AppointmentID() || s.Plan.GetVersion() != 1 || s.Roster == nil {
		t.Errorf("the snapshot is %v", s)
	}
}

// However headquarters tells and the site applies, takes again, or loses what it got: what it has is every entry once, in
// order, or a snapshot that stands for those before it.
func TestAFeedHasNoGaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := connected(t)
		at := h.stands(berchem) // of the site
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				h.news(rapid.IntRange(1, 300).Draw(rt, "news"))
			case 1: // it hears some, and takes some of that
				took := h.heard(rt, at)
				at += uint64(rapid.IntRange(0, took).Draw(rt, "taken"))
			case 2:
				h.applied(berchem, at)
			case 3: // a receipt of before comes late
				h.applied(berchem, uint64(rapid.Uint64Range(0, at).Draw(rt, "late")))
			}
		}
		for {
			took := h.heard(rt, at)
			if took == 0 {
				break
			}
			at += uint64(took)
		}
		if last := h.stands(berchem); at != last {
			rt.Fatalf("it ends at %d of %d", at, last)
		}
		h.applied(berchem, at)
		if n := h.kept(); n != 0 {
			rt.Fatalf("%d entries are kept of what was taken", n)
		}
	})
}

// heard is how many entries follow on what a site has.
func (h *headquarters) heard(t *rapid.T, at uint64) int {
	f := h.feed(berchem, at)
	for i, e := range f {
		if e.Number != at+1+uint64(i) || e.GetRecall() == nil {
			t.Fatalf("after %d entry %d of the message is %d: %v", at, i, e.Number, e)
		}
	}
	return len(f)
}

// kept is how many entries of Berchem's feed lie in the state.
func (h *headquarters) kept() (n int) {
	for range h.w.Scan(office.AppendSiteKey([]byte("f/"), berchem), nil) {
		n++
	}
	return n
}

// One message carries so many entries that it stays small.
func TestAFeedComesInPieces(t *testing.T) {
	h := connected(t)
	at := h.stands(berchem)
	h.news(450)
	for _, want := range []int{200, 200, 50, 0} {
		f := h.feed(berchem, at)
		if len(f) != want {
			t.Fatalf("after %d: %d entries, want %d", at, len(f), want)
		}
		at += uint64(want)
	}
}

// What was taken is forgotten. Who then stands before it has lost what it took, and gets a snapshot with the number of the
// last entry, after which it goes on.
func TestTooFarBehindGetsASnapshot(t *testing.T) {
	h := connected(t)
	stood := h.stands(berchem)
	h.news(10)
	h.applied(berchem, stood+4)
	if n := h.kept(); n != 6 {
		t.Fatalf("%d entries are kept", n)
	}
	for after, snapshot := range map[uint64]bool{0: true, stood: true, stood + 3: true, stood + 4: false, stood + 9: false} {
		f := h.feed(berchem, after)
		if is := f[0].GetSnapshot() != nil; is != snapshot {
			t.Errorf("after %d: a snapshot is %t", after, is)
		}
		if snapshot && (len(f) != 1 || f[0].Number != stood+10) {
			t.Errorf("after %d: %d entries, the first is %d", after, len(f), f[0].Number)
		}
	}
	if f := h.feed(berchem, stood+10); f != nil {
		t.Errorf("after the last: %v", f)
	}
	if f := h.feed(berchem, stood+11); len(f) != 1 || f[0].GetSnapshot() == nil { // of a feed that is not ours
		t.Errorf("beyond the last: %v", f)
	}
}

// A receipt that says nothing new, or of what was never told, forgets nothing.
func TestAReceiptForgetsOnlyWhatWasTold(t *testing.T) {
	h := connected(t)
	stood := h.stands(berchem)
	h.news(3)
	h.applied(berchem, stood-1)
	if n := h.kept(); n != 3 {
		t.Errorf("an old receipt left %d entries", n)
	}
	h.applied(berchem, stood+99)
	h.applied(berchem, stood+1) // one of before comes late
	if last, taken := h.view().FeedPosition(berchem); taken != last || last != stood+3 {
		t.Errorf("taken %d of %d", taken, last)
	}
	h.news(1)
	if f := h.feed(berchem, stood+3); len(f) != 1 || f[0].Number != stood+4 {
		t.Errorf("then it hears %v", f)
	}
}

// What is long past is in no snapshot: it would grow for ever.
func TestASnapshotLeavesOutWhatIsLongPast(t *testing.T) {
	h := connected(t)
	near, far := h.books(seat(2, 0), short), h.books(seat(9, 0), short)
	for days, want := range map[int]int{0: 2, 9: 2, 10: 1, 16: 1, 17: 0} {
		f := h.view().Feed(berchem, 0, today+office.Date(days))
		e, err := contract.Decode(f.Entries[0], new(contract.FeedEntry))
		if err != nil {
			t.Fatal(err)
		}
		if got := e.GetSnapshot().Appointments; len(got) != want {
			t.Errorf("%d days later: %d appointments of %s and %s", days, len(got), near.AppointmentID(), far.AppointmentID())
		}
	}
}

// The roster goes to the sites it is about: who joins, and who leaves.
func TestTheRosterGoesWhereItIsAbout(t *testing.T) {
	h := connected(t)
	h.greet(hoek, 5)
	h.applied(hoek, h.stands(hoek))
	put := func(pin string, sites ...string) *contract.HQReply {
		return h.do(&contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{Sites: sites, Clerk: &contract.Clerk{Id: "an", Pin: []byte(pin)}}}})
	}
	h.refused(put("", string(berchem)), 1)
	for _, step := range []struct {
		sites           []string
		here, elsewhere int // clerks told to each; -1: nothing is told
	}{
		{[]string{string(berchem)}, 1, -1},
		{[]string{string(berchem), string(hoek)}, 1, 1},
		{[]string{string(hoek)}, 0, 1},
		{nil, -1, 0},
	} {
		b, k := h.stands(berchem), h.stands(hoek)
		if r := put("x", step.sites...); r.Kind != 0 {
			t.Fatal(r)
		}
		for site, want := range map[office.SiteID]int{berchem: step.here, hoek: step.elsewhere} {
			stood := map[office.SiteID]uint64{berchem: b, hoek: k}[site]
			f := h.feed(site, stood)
			if want < 0 && f != nil || want >= 0 && (len(f) != 1 || len(f[0].GetRoster().GetClerks()) != want) {
				t.Errorf("%v: %s hears %v", step.sites, site, f)
			}
		}
	}
}
