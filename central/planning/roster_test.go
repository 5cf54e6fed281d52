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
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// rostered is headquarters with its rosters and its week board. Today is a Friday.
type rostered struct {
	boarded
	contractconnect.RostersClient
}

func newRosters(t *testing.T) rostered {
	t.Helper()
	b := newBoard(t)
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewRostersHandler(planning.NewRosters(planning.New(b.Solo, b.seat, b.machine, b.fleet, func() time.Time { return now }, rand.Reader))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for _, id := range []string{"an", "bart"} {
		b.must(t, &contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{Sites: []string{berchem, hoek},
			Clerk: &contract.Clerk{Id: id, Name: id, Pin: []byte("x"), PinSalt: []byte("y"), Roles: []string{"clerk"}}}}})
	}
	return rostered{b, contractconnect.NewRostersClient(server.Client(), server.URL)}
}

// tuesdays is a sheet of Berchem's with people at its desks on Tuesday morning.
func tuesdays(people ...string) *contract.RosterSheet {
	s := &contract.RosterSheet{Site: berchem, Monday: int32(tuesday - 1)}
	for i, p := range people {
		s.Shifts = append(s.Shifts, &contract.RosterShift{Person: p, Date: int32(tuesday), From: 540, To: 750, Work: "desk", Desk: uint32(i + 1)})
	}
	return s
}

// TestAWeekOfRosters_A003_02: what is checked changes nothing; what is put is shown with its gaps, and kept in the history.
func TestAWeekOfRosters_A003_02(t *testing.T) {
	r := newRosters(t)
	sheet := tuesdays("an")
	seen := ok[contract.RosterWeekResponse](t)(r.RostersClient.Check(t.Context(), req(sheet)))
	day := seen.Days[1]
	if day.NeedMinutes != 2*390+450 || day.MissingMinutes != day.NeedMinutes-210 || len(day.Halves) == 0 || day.Halves[0].Need != 3 || day.Halves[0].Missing != 2 || day.Gaps[0].Say == "" {
		t.Fatalf("Tuesday %v", day)
	}
	empty := ok[contract.RosterWeekResponse](t)(r.RostersClient.Week(t.Context(), req(&contract.RosterWeekRequest{Site: berchem, Monday: int32(thursday)})))
	if empty.Sheet.Version != 0 || empty.Sheet.Monday != int32(tuesday-1) || len(empty.Sheet.Shifts) != 0 || len(empty.People) != 2 || len(empty.Days) != 7 {
		t.Fatalf("a check left %v", empty.Sheet)
	}
	put := ok[contract.RosterWeekResponse](t)(r.Put(t.Context(), req(&contract.RosterSheetPut{Sheet: sheet, By: "Mia"})))
	put.Sheet.Version, put.Book = 0, seen.Book
	seen.Sheet.Version = 0
	if !proto.Equal(put, seen) {
		t.Errorf("put\n%v\nchecked\n%v", put, seen)
	}
	this := ok[contract.RosterWeekResponse](t)(r.RostersClient.Week(t.Context(), req(&contract.RosterWeekRequest{Site: berchem})))
	if this.Sheet.Monday != int32(office.NewDate(2026, 11, 16)) {
		t.Errorf("this week begins on %s", office.Date(this.Sheet.Monday))
	}
	notes := ok[contract.RosterHistoryResponse](t)(r.History(t.Context(), req(&contract.RosterHistoryRequest{Site: berchem, Monday: int32(thursday)}))).Notes
	if len(notes) != 1 || notes[0].By != "Mia" || len(notes[0].After.Shifts) != 1 {
		t.Errorf("history %v", notes)
	}
	for _, q := range []*contract.RosterHistoryRequest{{Site: hoek}, {Site: berchem, Monday: int32(thursday + 7)}} {
		if n := ok[contract.RosterHistoryResponse](t)(r.History(t.Context(), req(q))).Notes; len(n) != 0 {
			t.Errorf("history of %v: %v", q, n)
		}
	}
	_, err := r.Put(t.Context(), req(&contract.RosterSheetPut{Sheet: tuesdays("bart"), By: "Wim"}))
	refused(t, fault.Conflict, err)
	for _, spoilt := range []*contract.RosterSheet{{Site: berchem}, {Site: berchem, Monday: int32(tuesday)}, {Site: berchem, Monday: int32(tuesday - 1), Shifts: []*contract.RosterShift{{Date: 3}}}} {
		_, err = r.RostersClient.Check(t.Context(), req(spoilt))
		refused(t, fault.Invalid, err)
	}
	_, err = r.RostersClient.Week(t.Context(), req(&contract.RosterWeekRequest{Site: "elders"}))
	refused(t, fault.NotFound, err)
}

// TestOneEveningMoreAtTheDoor_A002_62: hours needed and there, as things are and with an evening more; nothing changes.
func TestOneEveningMoreAtTheDoor_A002_62(t *testing.T) {
	r := newRosters(t)
	staff := ok[contract.RosterStaffResponse](t)(r.PutStaff(t.Context(), req(&contract.RosterBookPut{By: "Mia", Book: &contract.RosterBook{People: []*contract.RosterPerson{
		{Id: "an", ContractMinutes: 2280, Home: berchem}, {Id: "bart", ContractMinutes: 1140}}}})))
	if len(staff.Book.People) != 2 || staff.Book.People[0].Name != "an" || len(staff.Book.People[0].Sites) != 2 || staff.Rules.DailyRestMinutes != 660 || staff.Book.Version != 1 {
		t.Fatalf("staff %v", staff)
	}
	q := &contract.RosterNeedRequest{Sites: []string{hoek}, Put: &contract.Plan{Rules: []*contract.Rule{{Id: "avond", Site: hoek, Mode: "appointment", Weekdays: 1 << 2, From: 1020, To: 1200, Desks: 3, FirstDesk: 1}}}}
	need := ok[contract.RosterNeedResponse](t)(r.Need(t.Context(), req(q)))
	if need.Now.NeedMinutes != 720 || need.Then.NeedMinutes != 720+540 || need.Then.Days[1].MissingMinutes != 180 || need.Then.Days[1].EveningMinutes != 540 || need.Now.ContractMinutes != 3420 || need.Method == "" {
		t.Errorf("now %v\nthen %v", need.Now, need.Then)
	}
	if planOf(t, r.boarded).Version != 1 {
		t.Error("a question changed the plan")
	}
	if all := ok[contract.RosterNeedResponse](t)(r.Need(t.Context(), req(&contract.RosterNeedRequest{}))); all.Then != nil || all.Now.NeedMinutes <= 720 || all.Now.Days[0].Date != int32(tuesday-1) {
		t.Errorf("all sites: %v", all)
	}
	_, err := r.Need(t.Context(), req(&contract.RosterNeedRequest{Sites: []string{"elders"}}))
	refused(t, fault.NotFound, err)
	q.Put.Rules[0].Desks = 0
	_, err = r.Need(t.Context(), req(q))
	refused(t, fault.Invalid, err)
}

// TestAProposalIsNotPut: it is a sheet that a planner may put, and does fit.
func TestAProposalIsNotPut(t *testing.T) {
	r := newRosters(t)
	res := ok[contract.RosterProposeResponse](t)(r.Propose(t.Context(), req(&contract.RosterSheet{Site: hoek, Monday: int32(tuesday - 1)})))
	if len(res.Proposed) != 2 || len(res.Week.Findings) != 0 || res.Week.Days[3].MissingMinutes != 0 {
		t.Fatalf("proposed %v: %v", res.Proposed, res.Week.Findings)
	}
	draft := &contract.RosterSheet{Site: hoek, Monday: int32(tuesday - 1), Shifts: res.Proposed[:1]}
	if more := ok[contract.RosterProposeResponse](t)(r.Propose(t.Context(), req(draft))); len(more.Proposed) != 1 || len(more.Sheet.Shifts) != 2 {
		t.Errorf("beside a draft: %v", more.Proposed)
	}
	if w := ok[contract.RosterWeekResponse](t)(r.RostersClient.Week(t.Context(), req(&contract.RosterWeekRequest{Site: hoek, Monday: int32(tuesday)}))); len(w.Sheet.Shifts) != 0 {
		t.Error("it was put")
	}
	if put := ok[contract.RosterWeekResponse](t)(r.Put(t.Context(), req(&contract.RosterSheetPut{Sheet: res.Sheet, By: "Mia"}))); len(put.Sheet.Shifts) != 2 {
		t.Errorf("put %v", put.Sheet)
	}
}

// TestTheBoardKnowsWhoWorks: before there is a roster of the week, staff is who may work there; with one, who is at the desks that
// day, and what is short as the draft would open them.
func TestTheBoardKnowsWhoWorks(t *testing.T) {
	r := newRosters(t)
	draft := &contract.BoardDraft{Moves: []*contract.BoardMove{{FromSite: berchem, FromDate: int32(tuesday), Desk: 2, From: 600, To: 690, ToSite: hoek, ToDate: int32(thursday), At: 810}}}
	coverage := func() (at, to *contract.BoardCoverage, warnings string) {
		t.Helper()
		e := ok[contract.BoardEffect](t)(r.Try(t.Context(), req(draft)))
		for _, c := range e.Staff {
			if c.Site == hoek {
				to = c
			} else {
				at = c
			}
		}
		return at, to, strings.Join(e.Warnings, "\n")
	}
	if at, to, _ := coverage(); !at.Known || len(at.People) != 2 || at.Lacks != 0 || to.Lacks != 1 {
		t.Fatalf("without rosters: %v, %v", at, to)
	}
	ok[contract.RosterWeekResponse](t)(r.Put(t.Context(), req(&contract.RosterSheetPut{Sheet: tuesdays("an"), By: "Mia"})))
	at, to, _ := coverage()
	if !at.Known || !at.Rostered || to.Rostered || len(at.People) != 1 || at.People[0].Id != "an" || at.Lacks != 2 || len(to.People) != 2 {
		t.Errorf("with a roster: %v, %v", at, to) // nobody is there in the afternoon
	}
	ok[contract.RosterWeekResponse](t)(r.Put(t.Context(), req(&contract.RosterSheetPut{By: "Mia", Sheet: &contract.RosterSheet{Site: hoek, Monday: int32(tuesday - 1), Shifts: []*contract.RosterShift{
		{Person: "bart", Date: int32(thursday), From: 810, To: 1170}}}})))
	if _, to, said := coverage(); len(to.People) != 1 || to.Lacks != 2 || !strings.Contains(said, "volgens het rooster komt er iemand tekort voor 2 daarvan") {
		t.Errorf("Groenenhoek: %v\n%s", to, said)
	}
}
