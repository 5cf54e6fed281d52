package planning_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/planning"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

var thursday = office.NewDate(2026, 11, 26)

// boarded is headquarters with its week board.
type boarded struct {
	*world
	contractconnect.BoardClient
}

func newBoard(t *testing.T) boarded {
	t.Helper()
	w := newWorld(t)
	b := planning.NewBoard(planning.New(w.Solo, w.seat, w.machine, w.fleet, func() time.Time { return now }, rand.Reader))
	booking := w.machine.Touched
	w.machine.Touched = func(s office.SiteID, d office.Date, i uint64) { booking(s, d, i); b.Touched(s, d, i) }
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewBoardHandler(b))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return boarded{w, contractconnect.NewBoardClient(server.Client(), server.URL)}
}

// morning moves Berchem's second desk, on Tuesday from ten to half past eleven, to Groenenhoek on Thursday morning.
func morning() *contract.BoardMove {
	return &contract.BoardMove{FromSite: berchem, FromDate: int32(tuesday), Desk: 2, From: 600, To: 690, ToSite: hoek, ToDate: int32(thursday), At: 600}
}

// row is a site of the board.
func (b boarded) row(t *testing.T, site string, from office.Date, days uint32) *contract.BoardRow {
	t.Helper()
	week := ok[contract.BoardWeekResponse](t)(b.Week(t.Context(), req(&contract.BoardWeekRequest{From: int32(from), Days: days, Sites: []string{site}, Hours: true})))
	if len(week.Rows) != 1 {
		t.Fatalf("rows %v", week.Rows)
	}
	return week.Rows[0]
}

// TestTheBoardFollowsWhatHappens: what is remembered of a day is forgotten when a seat of it changes hands.
func TestTheBoardFollowsWhatHappens(t *testing.T) {
	b := newBoard(t)
	cell := func() *contract.BoardCell { return b.row(t, berchem, tuesday, 1).Cells[0] }
	if c := cell(); c.Seats != 78 || c.Free != 78 || c.Known || c.Desks != 2 || c.DeskMinutes != 780 {
		t.Fatalf("an empty day: %v", c)
	}
	b.book(t, 600, "An")
	if c := cell(); c.Booked != 1 || c.Free != 77 {
		t.Fatalf("after a booking: %v", c)
	}
	b.arrive(t, berchem, 7)
	if c := cell(); c.Booked != 1 || c.Held == 0 || c.Held+c.Free != 77 {
		t.Fatalf("after a grant: %v", c)
	}
	week := ok[contract.BoardWeekResponse](t)(b.Week(t.Context(), req(&contract.BoardWeekRequest{})))
	if week.From != int32(office.NewDate(2026, 11, 16)) || week.Days != 7 || week.Version != 1 || week.NormDays != 5 || week.Method == "" || len(week.Rows) < 3 {
		t.Errorf("the week: %v", week)
	}
	_, err := b.Week(t.Context(), req(&contract.BoardWeekRequest{Sites: []string{"elders"}}))
	refused(t, fault.NotFound, err)
}

// TestADraftIsTriedAndCommitted: the effect that was shown is what the board shows afterwards; the seats are asked back in the
// same step; the change is noted with who decided it, and can be taken back.
func TestADraftIsTriedAndCommitted(t *testing.T) {
	b := newBoard(t)
	b.arrive(t, berchem, 7)
	before := planOf(t, b)
	draft := &contract.BoardDraft{Version: 1, Moves: []*contract.BoardMove{morning()}}
	seen := ok[contract.BoardEffect](t)(b.Try(t.Context(), req(draft)))
	if seen.Stale || len(seen.Hits) != 0 || seen.MinutesBefore != seen.MinutesAfter || len(seen.Recalls) != 1 || seen.Recalls[0].Held == 0 || seen.Moves[0].ToDesk != 1 {
		t.Fatalf("effect %v", seen)
	}
	if planOf(t, b).Version != 1 {
		t.Fatal("to try changed the plan")
	}
	res := ok[contract.BoardCommitResponse](t)(b.Commit(t.Context(), req(&contract.BoardCommitRequest{Draft: draft, By: "Mia"})))
	if res.Version != 2 || !proto.Equal(res.Effect, seen) {
		t.Errorf("committed %v, tried %v", res, seen)
	}
	for _, r := range seen.Rows {
		on := office.Date(r.After.Cells[0].Date)
		got := b.row(t, r.After.Site, on, 1)
		got.Pending = nil // what is asked back shows now
		if !proto.Equal(got, r.After) {
			t.Errorf("the board says\n%v\nthe effect said\n%v", got, r.After)
		}
	}
	row := b.row(t, berchem, tuesday, 1)
	if len(row.Pending) != 1 || row.Pending[0].Seats != seen.Recalls[0].Held || row.Cells[0].Asked != seen.Recalls[0].Held {
		t.Errorf("asked back: %v, of %d", row.Pending, seen.Recalls[0].Held)
	}
	b.view(t, func(v register.View) {
		n := v.Change(2)
		if n.GetBy() != "Mia" || len(n.After.Rules) != 1 || len(n.After.Regimes) != 1 || len(n.Before.Rules)+len(n.Before.Regimes) != 0 {
			t.Errorf("note %v", n)
		}
		feed := v.Feed(berchem, 0, office.Date(0))
		if feed == nil {
			t.Error("Berchem is told nothing")
		}
	})
	undone := ok[contract.BoardCommitResponse](t)(b.Commit(t.Context(), req(&contract.BoardCommitRequest{Draft: &contract.BoardDraft{Version: 2, Undo: 2}, By: "Jo"})))
	after := planOf(t, b)
	after.Version = before.Version
	if undone.Version != 3 || !proto.Equal(before, after) {
		t.Errorf("taken back: version %d", undone.Version)
	}
}

func planOf(t *testing.T, b boarded) *contract.Plan {
	t.Helper()
	return ok[contract.PlanResponse](t)(b.Rules(t.Context(), req(&contract.RulesRequest{}))).Plan
}

// TestADraftOfAnotherPlanIsRefused: somebody changed the plan meanwhile; the refusal says who and what, and nothing changes.
func TestADraftOfAnotherPlanIsRefused(t *testing.T) {
	b := newBoard(t)
	ok[contract.PlanResponse](t)(b.PutClosure(t.Context(), req(&contract.PutClosureRequest{By: "Wim", Closure: &contract.Closure{Id: "brugdag", FromDate: int32(thursday + 30), Reason: "brugdag"}})))
	draft := &contract.BoardDraft{Version: 1, Moves: []*contract.BoardMove{morning()}}
	e := ok[contract.BoardEffect](t)(b.Try(t.Context(), req(draft)))
	if !e.Stale || len(e.Changed) != 1 || e.Changed[0].By != "Wim" || e.Version != 2 {
		t.Errorf("tried: %v", e)
	}
	_, err := b.Commit(t.Context(), req(&contract.BoardCommitRequest{Draft: draft, By: "Mia"}))
	refused(t, fault.Conflict, err)
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "Wim wijzigde 'brugdag'") {
		t.Errorf("says %q", say)
	}
	if planOf(t, b).Version != 2 {
		t.Error("the plan changed")
	}
	for _, spoilt := range []*contract.BoardCommitRequest{{Draft: &contract.BoardDraft{Moves: draft.Moves}}, {Draft: &contract.BoardDraft{}, By: "Mia"}} {
		_, err := b.Commit(t.Context(), req(spoilt))
		refused(t, fault.Invalid, err)
	}
	_, err = b.Commit(t.Context(), req(&contract.BoardCommitRequest{Draft: &contract.BoardDraft{Undo: 9}, By: "Mia"}))
	refused(t, fault.NotFound, err)
}

// TestNobodyIsHitUnseen: an appointment that the planner does not know to lose its place stops the commit; named, it goes on and
// the appointment stays where it is.
func TestNobodyIsHitUnseen(t *testing.T) {
	b := newBoard(t)
	a := b.book(t, 610, "An")
	draft := &contract.BoardDraft{Version: 1, Moves: []*contract.BoardMove{morning()}}
	e := ok[contract.BoardEffect](t)(b.Try(t.Context(), req(draft)))
	if len(e.Hits) != 1 || e.Hits[0].Appointment.AppointmentID() != a.AppointmentID() || e.Hits[0].Why == "" {
		t.Fatalf("hits %v", e.Hits)
	}
	q := &contract.BoardCommitRequest{Draft: draft, By: "Mia"}
	_, err := b.Commit(t.Context(), req(q))
	refused(t, fault.Conflict, err)
	if planOf(t, b).Version != 1 {
		t.Fatal("the plan changed")
	}
	q.Hit = [][]byte{a.Id}
	ok[contract.BoardCommitResponse](t)(b.Commit(t.Context(), req(q)))
	if c := b.row(t, berchem, tuesday, 1).Cells[0]; c.Stranded != 1 {
		t.Errorf("afterwards: %v", c)
	}
	day := ok[contract.DayResponse](t)(b.Day(t.Context(), req(&contract.DayRequest{Site: berchem, Date: int32(tuesday)})))
	found := false
	for _, s := range day.Seats {
		found = found || s.Appointment.AppointmentID() == a.AppointmentID()
	}
	if !found {
		t.Error("the appointment is not where it was")
	}
}

// TestTheStepIsOne: a guard that no longer holds, or seats that cannot be, leave plan and feed as they were.
func TestTheStepIsOne(t *testing.T) {
	b := newBoard(t)
	b.arrive(t, berchem, 7)
	fed := func() (last uint64) {
		b.view(t, func(v register.View) { last, _ = v.FeedPosition(berchem) })
		return last
	}
	before := fed()
	change := &contract.PlanPut_Pieces{Pieces: &contract.PlanChange{Put: &contract.Plan{Closures: []*contract.Closure{{Id: "x", FromDate: int32(thursday), Reason: "x"}}}}}
	run := contract.NewRun(office.SeatID{Date: tuesday, Desk: 1, Start: 540}, 2, 10)
	for _, c := range []struct {
		put  *contract.PlanPut
		kind fault.Kind
	}{
		{&contract.PlanPut{Guard: &contract.PlanGuard{Version: 9}}, fault.Conflict},
		{&contract.PlanPut{Recalls: []*contract.RecallPut{{Site: berchem, Seats: []*contract.Run{run}}, {Site: "elders"}}}, fault.NotFound},
		{&contract.PlanPut{Recalls: []*contract.RecallPut{{Site: berchem, Seats: []*contract.Run{{Desk: 0}}}}}, fault.Invalid},
	} {
		c.put.Change = change
		_, err := b.propose(t, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: c.put}})
		refused(t, c.kind, err)
		if planOf(t, b).Version != 1 || fed() != before {
			t.Fatalf("%v: version %d, feed %d of %d", c.put, planOf(t, b).Version, fed(), before)
		}
	}
	if _, err := b.propose(t, &contract.HQCommand{Kind: &contract.HQCommand_Plan{Plan: &contract.PlanPut{Change: change, Guard: &contract.PlanGuard{Version: 1},
		Recalls: []*contract.RecallPut{{Site: berchem, Seats: []*contract.Run{run}}}}}}); err != nil {
		t.Fatal(err)
	}
	if planOf(t, b).Version != 2 || fed() != before+2 {
		t.Errorf("version %d, feed from %d to %d", planOf(t, b).Version, before, fed())
	}
}

// propose has a command applied, and gives its refusal.
func (b boarded) propose(t *testing.T, c *contract.HQCommand) (*contract.HQReply, error) {
	t.Helper()
	c.AtMs = now.UnixMilli()
	raw, _, err := b.Solo.Propose(t.Context(), contract.Encode(c))
	if err != nil {
		t.Fatal(err)
	}
	reply, err := contract.Decode(raw, new(contract.HQReply))
	if err != nil {
		t.Fatal(err)
	}
	return reply, fault.RPC(register.Err("test", reply))
}
