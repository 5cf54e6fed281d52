// Package rostertest is a headquarters in memory for tests of the page of rosters: two sites with posts, people with contracts and teams,
// a few of the rules, and a line that can be cut.
package rostertest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Noon is the moment at which all of it is; a Monday.
var Noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// Monday is its date.
var Monday = int32(office.NewDate(2026, 11, 23))

// The sites.
const (
	Berchem  = "buurtloket-berchem"
	Harmonie = "antwerpen-harmonie"
)

// Headquarters implements roster.Headquarters. It is safe for concurrent use.
type Headquarters struct {
	mu     sync.Mutex
	sites  []*contract.SiteRow
	book   *contract.RosterBook
	sheets map[string]*contract.RosterSheet
	notes  []*contract.RosterNote
	cut    bool

	Puts     []*contract.RosterSheetPut // that were taken
	Needs    []*contract.RosterNeedRequest
	Proposes []*contract.RosterShift // what it proposes: as far as it breaks nothing
}

// New makes a city in a week with gaps, a broken rule that was accepted, somebody absent and somebody at training.
func New() *Headquarters {
	h := &Headquarters{sites: []*contract.SiteRow{{Id: Harmonie, Name: "Stadsloket Harmonie"}, {Id: Berchem, Name: "Buurtloket Berchem"}}, sheets: map[string]*contract.RosterSheet{}}
	at := []string{Berchem, Harmonie}
	h.book = &contract.RosterBook{Version: 1, People: []*contract.RosterPerson{
		{Id: "an", Name: "An Peeters", Home: Berchem, ContractMinutes: 38 * 60, Teams: []string{"ploeg blauw"}, Sites: at, Themes: []string{"vreemdelingenzaken"}},
		{Id: "bart", Name: "Bart Maes", Home: Berchem, ContractMinutes: 19 * 60, Teams: []string{"ploeg groen"}, Sites: at},
		{Id: "fatima", Name: "Fatima Aydin", Home: Berchem, ContractMinutes: 38 * 60, Sites: at, Skills: []string{"burgerzaken"}},
		{Id: "joris", Name: "Joris Claes", Home: Berchem, ContractMinutes: 30 * 60, Sites: at, Work: []string{"desk", "phone", "back", "training"}},
		{Id: "noor", Name: "Noor Haddad-Vandenbroucke", Home: Harmonie, Sites: at, Work: []string{"reception", "phone"}},
	}, Absences: []*contract.RosterAbsence{{Person: "bart", FromDate: Monday + 2, ToDate: Monday + 2}, {Person: "noor", FromDate: Monday + 1, ToDate: Monday + 3, From: 540, To: 720}},
		Rules: &contract.RosterRules{Apart: []*contract.RosterRules_Apart{{Teams: []string{"ploeg blauw", "ploeg groen"}}}}}
	desk := func(who string, day int32, from, to, n uint32) *contract.RosterShift {
		return &contract.RosterShift{Person: who, Date: Monday + day, From: from, To: to, Work: "desk", Desk: n}
	}
	sheet := &contract.RosterSheet{Site: Berchem, Monday: Monday, Version: 3, Shifts: []*contract.RosterShift{
		{Person: "noor", Date: Monday, From: 540, To: 990, Work: "reception"}, desk("an", 1, 540, 750, 1), desk("bart", 1, 540, 750, 2), desk("an", 1, 810, 990, 1), desk("fatima", 3, 780, 1200, 1),
		{Person: "fatima", Date: Monday + 1, From: 540, To: 750, Work: "training"}, {Person: "joris", Date: Monday + 2, From: 540, To: 960, Work: "back"}, desk("joris", 4, 540, 750, 1),
		desk("fatima", 5, 540, 780, 1)}, Accepted: []string{fmt.Sprintf("team/an+bart/%s/09:00", office.Date(Monday+1))}}
	h.sheets[key(Berchem, Monday)] = sheet
	h.notes = []*contract.RosterNote{{Version: 2, AtMs: Noon.Add(-50 * time.Hour).UnixMilli(), By: "mia", After: &contract.RosterSheet{Site: Berchem, Monday: Monday, Version: 2, Shifts: sheet.Shifts[:5]}}}
	h.notes = append(h.notes, &contract.RosterNote{Version: 3, AtMs: Noon.Add(-2 * time.Hour).UnixMilli(), By: "wim", Before: h.notes[0].After, After: sheet})
	h.Proposes = []*contract.RosterShift{desk("joris", 1, 810, 990, 2), desk("fatima", 4, 540, 750, 2)}
	return h
}

func key(site string, monday int32) string { return fmt.Sprint(site, " ", monday) }

// Cut takes the line away, or gives it back.
func (h *Headquarters) Cut(cut bool) { h.Set(func() { h.cut = cut }) }

// Set changes what it is, while nobody asks.
func (h *Headquarters) Set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// Other has another planner change the sheet of Berchem in this week.
func (h *Headquarters) Other(by string, change func(*contract.RosterSheet)) {
	h.Set(func() {
		s := proto.CloneOf(h.sheet(Berchem, Monday))
		change(s)
		h.store(s, by)
	})
}

// Away has somebody absent in some hours of a day of the week, as the book tells at the next reading.
func (h *Headquarters) Away(person string, day int32, from, to uint32) {
	h.Set(func() {
		h.book.Absences = append(h.book.Absences, &contract.RosterAbsence{Person: person, FromDate: Monday + day, ToDate: Monday + day, From: from, To: to})
		h.book.Version++
	})
}

// Stored is the sheet as it is kept.
func (h *Headquarters) Stored(site string, monday int32) *contract.RosterSheet {
	h.mu.Lock()
	defer h.mu.Unlock()
	return proto.CloneOf(h.sheet(site, monday))
}

func (h *Headquarters) sheet(site string, monday int32) *contract.RosterSheet {
	if s := h.sheets[key(site, monday)]; s != nil {
		return s
	}
	return &contract.RosterSheet{Site: site, Monday: monday}
}

func (h *Headquarters) store(s *contract.RosterSheet, by string) {
	before := h.sheets[key(s.Site, s.Monday)]
	version := h.book.Version
	for _, n := range h.notes {
		version = max(version, n.Version)
	}
	s.Version = version + 1
	h.sheets[key(s.Site, s.Monday)] = s
	h.notes = append(h.notes, &contract.RosterNote{Version: s.Version, AtMs: Noon.UnixMilli(), By: by, Before: before, After: s})
}

// calling is a call: refused without a line.
func (h *Headquarters) calling() (func(), error) {
	h.mu.Lock()
	if h.cut {
		h.mu.Unlock()
		return nil, fault.New("rostertest", fault.Unreachable).Tell("Het hoofdkantoor antwoordt niet.", "Probeer het straks nog eens.")
	}
	return h.mu.Unlock, nil
}

// answer makes a call of what it answers.
func answer[A any](h *Headquarters, say func() (A, error)) (a A, err error) {
	done, err := h.calling()
	if err != nil {
		return a, err
	}
	defer done()
	return say()
}

// Sites implements roster.Headquarters.
func (h *Headquarters) Sites(context.Context, *contract.SitesRequest) (*contract.SitesResponse, error) {
	return answer(h, func() (*contract.SitesResponse, error) { return &contract.SitesResponse{Sites: h.sites}, nil })
}

// RosterWeek implements roster.Headquarters.
func (h *Headquarters) RosterWeek(_ context.Context, q *contract.RosterWeekRequest) (*contract.RosterWeekResponse, error) {
	return answer(h, func() (*contract.RosterWeekResponse, error) {
		return h.weekOf(h.sheet(q.Site, cmp.Or(q.Monday, Monday))), nil
	})
}

// RosterCheck implements roster.Headquarters.
func (h *Headquarters) RosterCheck(_ context.Context, s *contract.RosterSheet) (*contract.RosterWeekResponse, error) {
	return answer(h, func() (*contract.RosterWeekResponse, error) { return h.weekOf(s), nil })
}

// RosterPut implements roster.Headquarters.
func (h *Headquarters) RosterPut(_ context.Context, q *contract.RosterSheetPut) (*contract.RosterWeekResponse, error) {
	return answer(h, func() (*contract.RosterWeekResponse, error) {
		if stands := h.sheet(q.Sheet.Site, q.Sheet.Monday); stands.Version != q.Sheet.Version {
			return nil, fault.New("rostertest.Put", fault.Conflict).Tell(h.notes[len(h.notes)-1].By+" wijzigde dit op 23/11/2026 om 12:00. Jouw wijziging is niet gedaan: kijk eerst opnieuw.", "")
		}
		for _, f := range h.weekOf(q.Sheet).Findings {
			if f.Weight == "refused" || f.Weight == "breach" && !f.Accepted {
				return nil, fault.New("rostertest.Put", fault.Conflict).Tell(f.Say, "")
			}
		}
		h.Puts = append(h.Puts, proto.CloneOf(q))
		h.store(proto.CloneOf(q.Sheet), q.By)
		return h.weekOf(h.sheet(q.Sheet.Site, q.Sheet.Monday)), nil
	})
}

// RosterStaff implements roster.Headquarters.
func (h *Headquarters) RosterStaff(context.Context, *contract.RosterStaffRequest) (*contract.RosterStaffResponse, error) {
	return answer(h, func() (*contract.RosterStaffResponse, error) { return h.staff(), nil })
}

func (h *Headquarters) staff() *contract.RosterStaffResponse {
	rules := proto.CloneOf(h.book.Rules)
	rules.DailyRestMinutes, rules.WeeklyRestMinutes, rules.LongestDayMinutes, rules.TravelMinutes = 660, 2100, 540, 30
	return &contract.RosterStaffResponse{Book: proto.CloneOf(h.book), Rules: rules}
}

// RosterPutStaff implements roster.Headquarters.
func (h *Headquarters) RosterPutStaff(_ context.Context, q *contract.RosterBookPut) (*contract.RosterStaffResponse, error) {
	return answer(h, func() (*contract.RosterStaffResponse, error) {
		if q.Book.Version != h.book.Version {
			return nil, fault.New("rostertest.PutStaff", fault.Conflict).Tell("Iemand wijzigde dit intussen.", "")
		}
		h.book = proto.CloneOf(q.Book)
		h.book.Version++
		return h.staff(), nil
	})
}

// RosterPropose implements roster.Headquarters.
func (h *Headquarters) RosterPropose(_ context.Context, s *contract.RosterSheet) (*contract.RosterProposeResponse, error) {
	return answer(h, func() (*contract.RosterProposeResponse, error) {
		out := &contract.RosterProposeResponse{Sheet: proto.CloneOf(s), Method: "Wat niemand bezet krijgt de medewerker die er het meest van kan, bij die locatie hoort en de meeste uren van het contract over heeft. Geen regel wordt gebroken; wat open blijft, kan zo niet."}
		for _, p := range h.Proposes {
			more := proto.CloneOf(out.Sheet)
			more.Shifts = append(more.Shifts, p)
			if len(h.weekOf(more).Findings) == len(h.weekOf(out.Sheet).Findings) {
				out.Sheet, out.Proposed = more, append(out.Proposed, p)
			}
		}
		out.Week = h.weekOf(out.Sheet)
		return out, nil
	})
}

// RosterNeed implements roster.Headquarters.
func (h *Headquarters) RosterNeed(_ context.Context, q *contract.RosterNeedRequest) (*contract.RosterNeedResponse, error) {
	return answer(h, func() (*contract.RosterNeedResponse, error) {
		h.Needs = append(h.Needs, proto.CloneOf(q))
		out := &contract.RosterNeedResponse{Now: h.sum(q, false), Method: "Nodig is wat de kalender opent. Een tekort is zeker: hoe je de mensen ook verdeelt, zoveel blijft onbezet."}
		if q.Put != nil {
			out.Then = h.sum(q, true)
		}
		return out, nil
	})
}

// RosterHistory implements roster.Headquarters.
func (h *Headquarters) RosterHistory(_ context.Context, q *contract.RosterHistoryRequest) (*contract.RosterHistoryResponse, error) {
	return answer(h, func() (*contract.RosterHistoryResponse, error) {
		out := new(contract.RosterHistoryResponse)
		for _, n := range h.notes {
			if n.After.GetSite() == q.Site && n.After.GetMonday() == q.Monday {
				out.Notes = append(out.Notes, n)
			}
		}
		return out, nil
	})
}

// person finds somebody.
func (h *Headquarters) person(id string) *contract.RosterPerson {
	if at := slices.IndexFunc(h.book.People, func(p *contract.RosterPerson) bool { return p.Id == id }); at >= 0 {
		return h.book.People[at]
	}
	return &contract.RosterPerson{Id: id, Name: id}
}
