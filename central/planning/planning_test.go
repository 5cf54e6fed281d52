package planning_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
)

func TestStatus(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	w.seat.status = consensus.Status{ID: "hq1", Leader: "hq2", Term: 3, Commit: 9, Applied: 8,
		Peers: []consensus.Peer{{ID: "hq1", Voter: true}, {ID: "hq2", Voter: true}, {ID: "new"}}}
	s := ok[contract.StatusResponse](t)(w.Status(t.Context(), req(&contract.StatusRequest{})))
	if s.Node != "hq1" || s.Leader != "hq2" || s.Term != 3 || s.Commit != 9 || s.Applied != 8 || s.Era != 1 || s.Sites != 1 || len(s.Voters) != 2 {
		t.Errorf("status %v", s)
	}
}

// A site's row counts the free seats of today and later that are in its hands, and those that are blocked.
func TestSitesCountsCustody(t *testing.T) {
	w := newWorld(t)
	row := func() *contract.SiteRow {
		t.Helper()
		for _, s := range ok[contract.SitesResponse](t)(w.Sites(t.Context(), req(&contract.SitesRequest{}))).Sites {
			if s.Id == berchem {
				return s
			}
		}
		t.Fatal("Berchem is not listed")
		return nil
	}
	if r := row(); r.Incarnation != 0 || r.Held != 0 || !r.Open {
		t.Errorf("before it came: %v", r)
	}
	w.arrive(t, berchem, 7)
	came := row()
	if came.Incarnation != 7 || came.Held == 0 || came.Blocked != 0 || came.Feed == 0 || came.Online {
		t.Errorf("topped up: %v", came)
	}
	lost := ok[contract.DeclareLostResponse](t)(w.DeclareLost(t.Context(), req(&contract.DeclareLostRequest{Site: berchem, By: "an", Second: "bart"})))
	if r := row(); lost.Blocked != came.Held || r.Blocked != came.Held || r.Held != 0 || !r.Lost {
		t.Errorf("declared lost, %d blocked: %v", lost.Blocked, r)
	}
}

func TestDeclareLostTakesTwo(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	for _, who := range [][2]string{{"an", "an"}, {"an", ""}, {"", ""}} {
		_, err := w.DeclareLost(t.Context(), req(&contract.DeclareLostRequest{Site: berchem, By: who[0], Second: who[1]}))
		refused(t, fault.Denied, err)
	}
	_, err := w.DeclareLost(t.Context(), req(&contract.DeclareLostRequest{Site: "buurtloket-groenenhoek", By: "an", Second: "bart"}))
	refused(t, fault.NotFound, err)
}

// Blocked seats come back one by one, on the word of two.
func TestAcceptRisk(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	ok[contract.DeclareLostResponse](t)(w.DeclareLost(t.Context(), req(&contract.DeclareLostRequest{Site: berchem, By: "an", Second: "bart"})))
	day := ok[contract.DayResponse](t)(w.Day(t.Context(), req(&contract.DayRequest{Site: berchem, Date: int32(tuesday)})))
	var blocked []*contract.Run
	for _, s := range day.Seats {
		if s.Owner == "blocked" {
			blocked = append(blocked, s.Run)
		}
	}
	if len(blocked) == 0 {
		t.Fatal("nothing is blocked")
	}
	q := &contract.AcceptRiskRequest{Site: berchem, Seats: blocked[:1], By: "an", Second: "an", Reason: "gebeld"}
	_, err := w.AcceptRisk(t.Context(), req(q))
	refused(t, fault.Denied, err)
	q.Second = "bart"
	if back := ok[contract.AcceptRiskResponse](t)(w.AcceptRisk(t.Context(), req(q))); back.Returned != uint32(blocked[0].Len()) {
		t.Errorf("%d seats came back of %d", back.Returned, blocked[0].Len())
	}
}

// A day shows who holds what, neighbours in one state as one run, and who comes.
func TestDay(t *testing.T) {
	w := newWorld(t)
	w.book(t, 9*60+10, "Lotte")
	w.book(t, 9*60+20, "Wim")
	day := ok[contract.DayResponse](t)(w.Day(t.Context(), req(&contract.DayRequest{Site: berchem, Date: int32(tuesday)})))
	seats, names := 0, ""
	for _, s := range day.Seats {
		seats += s.Run.Len()
		if s.Appointment != nil {
			names += s.Person.GetName() + " "
			if s.Run.Len() != 1 || s.Run.Desk != 2 || s.Owner != "hq" {
				t.Errorf("booked row %v", s)
			}
		}
	}
	want := 0
	w.view(t, func(v register.View) { want = v.Calendar().Day(berchem, tuesday).Len() })
	// Desk 1: one run a half-day. Desk 2: before, two visits, after, and the afternoon.
	if seats != want || names != "Lotte Wim " || len(day.Seats) != 7 {
		t.Errorf("%d seats of %d in %d rows; visitors %q", seats, want, len(day.Seats), names)
	}
	if closed := ok[contract.DayResponse](t)(w.Day(t.Context(), req(&contract.DayRequest{Site: berchem, Date: int32(tuesday + 1)}))); closed.Closed == "" || len(closed.Seats) != 0 {
		t.Errorf("a closed day: %v", closed)
	}
	_, err := w.Day(t.Context(), req(&contract.DayRequest{Site: "nergens", Date: int32(tuesday)}))
	refused(t, fault.NotFound, err)
}

// A closure lists the appointments it hits and moves nobody; they stay in sight.
func TestClosureShowsWhoIsHit(t *testing.T) {
	w := newWorld(t)
	a := w.book(t, 9*60+10, "Lotte")
	q := &contract.PutClosureRequest{By: "an", Closure: &contract.Closure{Id: "verhuis", Site: berchem, FromDate: int32(tuesday), Reason: "verhuis"}}
	res := ok[contract.PlanResponse](t)(w.PutClosure(t.Context(), req(q)))
	if len(res.Hit) != 1 || !bytes.Equal(res.Hit[0].Id, a.Id) || len(res.Plan.Closures) != 1 || res.Plan.Version != 2 {
		t.Errorf("hit %v of plan version %d", res.Hit, res.Plan.Version)
	}
	day := ok[contract.DayResponse](t)(w.Day(t.Context(), req(&contract.DayRequest{Site: berchem, Date: int32(tuesday)})))
	if day.Closed == "" || len(day.Seats) != 1 || !bytes.Equal(day.Seats[0].Appointment.GetId(), a.Id) {
		t.Errorf("the closed day: %v", day)
	}
	q.Remove = true
	if res := ok[contract.PlanResponse](t)(w.PutClosure(t.Context(), req(q))); len(res.Plan.Closures) != 0 || len(res.Hit) != 0 {
		t.Errorf("reopened: %v", res.Plan.Closures)
	}
}

func TestPutRule(t *testing.T) {
	w := newWorld(t)
	rule := &contract.Rule{Id: "zaterdag", Site: berchem, Weekdays: 1 << 6, From: 540, To: 720, Desks: 1, Mode: "appointment"}
	before := len(ok[contract.PlanResponse](t)(w.Rules(t.Context(), req(&contract.RulesRequest{}))).Plan.Rules)
	if res := ok[contract.PlanResponse](t)(w.PutRule(t.Context(), req(&contract.PutRuleRequest{Rule: rule, By: "an"}))); len(res.Plan.Rules) != before+1 {
		t.Errorf("%d rules after one more than %d", len(res.Plan.Rules), before)
	}
	_, err := w.PutRule(t.Context(), req(&contract.PutRuleRequest{By: "an",
		Rule: &contract.Rule{Id: "dubbel", Site: berchem, Weekdays: 1 << 6, From: 600, To: 660, Desks: 1, Mode: "appointment"}}))
	refused(t, fault.Invalid, err)
	_, err = w.PutRule(t.Context(), req(&contract.PutRuleRequest{}))
	refused(t, fault.Invalid, err)
	if res := ok[contract.PlanResponse](t)(w.PutRule(t.Context(), req(&contract.PutRuleRequest{Rule: rule, Remove: true}))); len(res.Plan.Rules) != before {
		t.Errorf("%d rules after it was removed", len(res.Plan.Rules))
	}
}

// What a counter cannot know twice is asked once, also when headquarters does not know whether it was done.
func TestOrderIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	w.Forget(2)
	res := ok[contract.PlanResponse](t)(w.PutClosure(t.Context(), req(&contract.PutClosureRequest{
		Closure: &contract.Closure{Id: "x", FromDate: int32(tuesday), Reason: "verhuis"}})))
	if res.Plan.Version != 2 {
		t.Errorf("plan version %d after one change", res.Plan.Version)
	}
}

func TestIssueCode(t *testing.T) {
	w := newWorld(t)
	res := ok[contract.IssueCodeResponse](t)(w.IssueCode(t.Context(), req(&contract.IssueCodeRequest{Site: berchem, ValidMinutes: 30})))
	code, err := link.ParseCode(res.Code)
	if err != nil || res.ExpiresMs != now.UnixMilli()+30*60_000 {
		t.Fatalf("code error %v, expires at %d", err, res.ExpiresMs)
	}
	w.view(t, func(v register.View) {
		if s := v.Code(code.Hash()); s == nil || s.Site != berchem || s.Used {
			t.Errorf("stored: %v", s)
		}
	})
	_, err = w.IssueCode(t.Context(), req(&contract.IssueCodeRequest{Site: "nergens"}))
	refused(t, fault.NotFound, err)
}

func TestRevoke(t *testing.T) {
	w := newWorld(t)
	ok[contract.RevokeResponse](t)(w.Revoke(t.Context(), req(&contract.RevokeRequest{Site: berchem, Serial: "4f", By: "an"})))
	w.view(t, func(v register.View) {
		if !v.Revoked(berchem, "4f", now) || v.Revoked(berchem, "50", now) {
			t.Error("not exactly that certificate was withdrawn")
		}
	})
	_, err := w.Revoke(t.Context(), req(&contract.RevokeRequest{Site: "nergens"}))
	refused(t, fault.NotFound, err)
}

// The roster carries a hash that a counter recognises, and no PIN.
func TestPutClerk(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	clerk := &contract.Clerk{Id: "an", Name: "An Peeters", Roles: []string{"clerk"}}
	ok[contract.PutClerkResponse](t)(w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{berchem}, Clerk: clerk, Pin: "4321"})))
	var got *contract.Clerk
	w.view(t, func(v register.View) {
		snapshot := new(contract.FeedEntry)
		if _, err := contract.Decode(v.Feed(berchem, 0, tuesday).Entries[0], snapshot); err != nil {
			t.Fatal(err)
		}
		for _, c := range snapshot.GetSnapshot().GetRoster().GetClerks() {
			got = c
		}
	})
	if got == nil || got.Name != "An Peeters" || !pin.Verify("4321", got.Pin, got.PinSalt) || pin.Verify("1234", got.Pin, got.PinSalt) {
		t.Errorf("on the roster: %v", got)
	}
	_, err := w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{berchem}, Clerk: clerk, Pin: "12"}))
	refused(t, fault.Invalid, err)
	_, err = w.PutClerk(t.Context(), req(&contract.PutClerkRequest{Sites: []string{"nergens"}, Clerk: clerk, Pin: "1234"}))
	refused(t, fault.NotFound, err)
}

func TestAnnounceAndRecall(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	ok[contract.AnnounceResponse](t)(w.Announce(t.Context(), req(&contract.AnnounceRequest{Site: berchem,
		Consignment: &contract.Consignment{Id: "Z1", Documents: []string{"EN1"}}})))
	_, err := w.Announce(t.Context(), req(&contract.AnnounceRequest{Site: "buurtloket-groenenhoek",
		Consignment: &contract.Consignment{Id: "Z1", Documents: []string{"EN1"}}}))
	refused(t, fault.Refused, err) // no vault there
	_, err = w.Announce(t.Context(), req(&contract.AnnounceRequest{Site: berchem}))
	refused(t, fault.Invalid, err)
	run := contract.NewRun(office.SeatID{Date: tuesday, Desk: 1, Start: 540}, 2, 10)
	ok[contract.RecallResponse](t)(w.Recall(t.Context(), req(&contract.RecallRequest{Site: berchem, Seats: []*contract.Run{run}, By: "an"})))
	_, err = w.Recall(t.Context(), req(&contract.RecallRequest{Site: berchem, Seats: []*contract.Run{{}}}))
	refused(t, fault.Invalid, err)
}

func TestSettleConflictUnknown(t *testing.T) {
	w := newWorld(t)
	_, err := w.SettleConflict(t.Context(), req(&contract.SettleConflictRequest{Number: 1, By: "an", Outcome: "gebeld"}))
	refused(t, fault.NotFound, err)
}

func TestMembershipSaysWhoLeads(t *testing.T) {
	w := newWorld(t)
	ok[contract.JoinResponse](t)(w.Join(t.Context(), req(&contract.JoinRequest{Node: "hq4", Address: "a:1"})))
	w.seat.err = fault.New("x", fault.Unreachable).Because(&consensus.NotLeader{ID: "hq2", Addr: "b:1"})
	_, err := w.Join(t.Context(), req(&contract.JoinRequest{Node: "hq4", Address: "a:1"}))
	refused(t, fault.Unreachable, err)
	if !bytes.Contains([]byte(err.Error()), []byte("hq2")) {
		t.Errorf("%v does not name the leader", err)
	}
	w.seat.err = fault.New("x", fault.Taken).Because(errors.New("other life"))
	_, err = w.Leave(t.Context(), req(&contract.LeaveRequest{Node: "hq4"}))
	refused(t, fault.Taken, err)
}

// A backup larger than one message arrives whole.
func TestBackup(t *testing.T) {
	w := newWorld(t)
	w.seat.image = bytes.Repeat([]byte("0123456789"), 30_000)
	stream, err := w.Backup(t.Context(), req(&contract.BackupRequest{}))
	var got []byte
	for _, c := range receive(t, stream, err) {
		got = append(got, c.Data...)
	}
	if !bytes.Equal(got, w.seat.image) {
		t.Errorf("%d bytes arrived of %d", len(got), len(w.seat.image))
	}
}

// The journal comes as it is stored, from any sequence, of the present life unless another is named.
func TestJournal(t *testing.T) {
	w := newWorld(t)
	w.arrive(t, berchem, 7)
	var bodies [][]byte
	for range 300 {
		bodies = append(bodies, bytes.Repeat([]byte{0xff}, 9_000)) // nobody understands them; they are kept
	}
	w.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Taken{Taken: &contract.Taken{Site: berchem,
		Batch: &contract.Batch{Incarnation: 7, First: 1, Count: 300, Records: contract.JoinRecords(bodies)}}}})
	for _, c := range []struct {
		life, from uint64
		want       int
	}{{0, 0, 300}, {7, 1, 300}, {0, 299, 2}, {0, 301, 0}, {8, 1, 0}} {
		stream, err := w.Journal(t.Context(), req(&contract.JournalRequest{Site: berchem, Incarnation: c.life, From: c.from}))
		got := receive(t, stream, err)
		if len(got) != c.want {
			t.Errorf("life %d from %d: %d records, want %d", c.life, c.from, len(got), c.want)
		}
		for i, r := range got {
			if r.Incarnation != 7 || r.Sequence != max(c.from, 1)+uint64(i) || !bytes.Equal(r.Body, bodies[0]) {
				t.Fatalf("life %d from %d: record %d is %d of %d bytes", c.life, c.from, i, r.Sequence, len(r.Body))
			}
		}
	}
}
