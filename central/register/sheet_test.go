package register_test

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// staffed is headquarters with An and Bart, who may work at both sites. today is a Monday.
func staffed(t *testing.T) *headquarters {
	t.Helper()
	h := found(t)
	for _, id := range []string{"an", "bart"} {
		if r := h.clerk(&contract.Clerk{Id: id, Name: strings.ToUpper(id), Pin: []byte("hash"), PinSalt: []byte("salt"), Roles: []string{"clerk"}}, string(berchem), string(hoek)); r.Kind != 0 {
			t.Fatal(r)
		}
	}
	return h
}

// shift is one at a desk from nine to eleven, when sites are open.
func shift(who string, day office.Date) *contract.RosterShift {
	return &contract.RosterShift{Person: who, Date: int32(day), From: 9 * 60, To: 11 * 60, Work: "desk", Desk: 1}
}

func sheet(site office.SiteID, version uint64, shifts ...*contract.RosterShift) *contract.RosterSheet {
	return &contract.RosterSheet{Site: string(site), Monday: int32(today), Version: version, Shifts: shifts}
}

func (h *headquarters) putsSheet(by string, s *contract.RosterSheet) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_RosterSheet{RosterSheet: &contract.RosterSheetPut{Sheet: s, By: by}}})
}

func (h *headquarters) putsBook(by string, b *contract.RosterBook) *contract.HQReply {
	h.Helper()
	return h.do(&contract.HQCommand{Kind: &contract.HQCommand_RosterBook{RosterBook: &contract.RosterBookPut{Book: b, By: by}}})
}

// TestTwoPlannersDoNotOverwriteEachOther (A002-61): the second, who saw what the first replaced, is told who was before, and nothing
// changes; another site's sheet is another matter.
func TestTwoPlannersDoNotOverwriteEachOther(t *testing.T) {
	h := staffed(t)
	if r := h.putsSheet("mia", sheet(berchem, 0, shift("an", today))); r.Kind != 0 {
		t.Fatal(r)
	}
	r := h.putsSheet("wim", sheet(berchem, 0, shift("bart", today)))
	h.refused(r, fault.Conflict)
	if !strings.Contains(r.Say, "mia wijzigde dit op 23/11/2026 om 08:00") {
		t.Errorf("says %q", r.Say)
	}
	if r := h.putsSheet("wim", sheet(hoek, 0, shift("bart", today))); r.Kind != 0 {
		t.Fatal(r)
	}
	s := h.view().Sheet(berchem, today)
	if s.Version != 1 || len(s.Shifts) != 1 || s.Shifts[0].Person != "an" {
		t.Errorf("sheet %v", s)
	}
	if r := h.putsSheet("wim", sheet(berchem, 1)); r.Kind != 0 || len(h.view().Sheet(berchem, today).Shifts) != 0 {
		t.Error(r)
	}
	var said []string
	for _, n := range h.view().RosterHistory() {
		said = append(said, fmt.Sprintf("%d %s %s %d-%d", n.Version, n.By, n.After.Site, len(n.Before.Shifts), len(n.After.Shifts)))
		if n.AtMs == 0 || n.After.Version != n.Version {
			t.Errorf("note %v", n)
		}
	}
	if got := strings.Join(said, ", "); got != "1 mia buurtloket-berchem 0-1, 2 wim buurtloket-groenenhoek 0-1, 3 wim buurtloket-berchem 1-0" {
		t.Errorf("history %s", got)
	}
}

// TestNobodyIsStoredInTwoPlaces (A002-61): also when the other place is in another site's sheet, and whatever is accepted.
func TestNobodyIsStoredInTwoPlaces(t *testing.T) {
	h := staffed(t)
	if r := h.putsSheet("mia", sheet(berchem, 0, shift("an", today))); r.Kind != 0 {
		t.Fatal(r)
	}
	twice := sheet(hoek, 0, shift("an", today))
	r := h.putsSheet("wim", twice)
	h.refused(r, fault.Invalid)
	twice.Accepted = []string{r.Subject}
	h.refused(h.putsSheet("wim", twice), fault.Invalid)
	if len(h.view().RosterHistory()) != 1 || h.view().Sheet(hoek, today).Version != 0 {
		t.Error("it left a trace")
	}
}

// TestABreachIsAcceptedByItsKey (A002-61): too little time between two sites, of which one is in another sheet; and the rest over a
// Sunday, of which one is in another week.
func TestABreachIsAcceptedByItsKey(t *testing.T) {
	h := staffed(t)
	if r := h.putsSheet("mia", sheet(berchem, 0, shift("an", today))); r.Kind != 0 {
		t.Fatal(r)
	}
	near := sheet(hoek, 0, &contract.RosterShift{Person: "an", Date: int32(today), From: 11*60 + 10, To: 12 * 60, Work: "back"})
	r := h.putsSheet("wim", near)
	h.refused(r, fault.Conflict)
	if r.Subject != "travel/an/2026-11-23/11:10" || !strings.Contains(r.Say, "10 minuten om van Buurtloket Berchem naar Buurtloket Groenenhoek te gaan") {
		t.Errorf("refused %v", r)
	}
	near.Accepted = []string{r.Subject}
	if r := h.putsSheet("wim", near); r.Kind != 0 {
		t.Fatal(r)
	}
	if s := h.view().Sheet(hoek, today); len(s.Accepted) != 1 {
		t.Errorf("stored %v", s)
	}
	late := &contract.RosterSheet{Site: string(berchem), Monday: int32(today - 7), Shifts: []*contract.RosterShift{{Person: "an", Date: int32(today - 1), From: 20 * 60, To: 23 * 60, Work: "back"}}}
	r = h.putsSheet("mia", late)
	h.refused(r, fault.Conflict)
	if r.Subject != "rest/an/2026-11-23/09:00" {
		t.Errorf("refused %v", r)
	}
}

// TestSheetsThatAreNone: what is refused leaves no trace.
func TestSheetsThatAreNone(t *testing.T) {
	h := staffed(t)
	long := sheet(berchem, 0)
	for range 601 {
		long.Shifts = append(long.Shifts, shift("an", today))
	}
	for name, row := range map[string]struct {
		by   string
		s    *contract.RosterSheet
		kind fault.Kind
	}{
		"nobody decides":   {" ", sheet(berchem, 0), fault.Invalid},
		"nothing":          {"mia", nil, fault.NotFound},
		"no such site":     {"mia", sheet("nergens", 0), fault.NotFound},
		"a Tuesday":        {"mia", &contract.RosterSheet{Site: string(berchem), Monday: int32(today + 1)}, fault.Invalid},
		"another week":     {"mia", sheet(berchem, 0, shift("an", today+7)), fault.Invalid},
		"somebody unknown": {"mia", sheet(berchem, 0, shift("zoe", today)), fault.Invalid},
		"no hours":         {"mia", sheet(berchem, 0, &contract.RosterShift{Person: "an", Date: int32(today), From: 70000, To: 70001}), fault.Invalid},
		"a desk of many":   {"mia", sheet(berchem, 0, &contract.RosterShift{Person: "an", Date: int32(today), From: 540, To: 600, Desk: 257}), fault.Invalid},
		"too many":         {"mia", long, fault.Invalid},
		"not seen":         {"mia", sheet(berchem, 7), fault.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			if r := h.putsSheet(row.by, row.s); r.Kind != uint32(row.kind)+1 || r.Say == "" {
				t.Errorf("reply %v", r)
			}
		})
	}
	if len(h.view().RosterHistory()) != 0 {
		t.Error("it left a trace")
	}
}

// TestTheBook (A000-27, A002-61): who is on the list of clerks, with what rosters know beside; who falls ill may leave a sheet with a
// finding; skills and sites stay those of the list.
func TestTheBook(t *testing.T) {
	h := staffed(t)
	if r := h.putsSheet("mia", sheet(berchem, 0, shift("an", today))); r.Kind != 0 {
		t.Fatal(r)
	}
	book := &contract.RosterBook{People: []*contract.RosterPerson{{Id: "an", Home: string(berchem), ContractMinutes: 2280, Teams: []string{"blauw"}, Name: "iemand anders", Skills: []string{"alles"}, Sites: []string{"x"}}},
		Absences: []*contract.RosterAbsence{{Person: "an", FromDate: int32(today)}},
		Rules:    &contract.RosterRules{DailyRestMinutes: 600, Apart: []*contract.RosterRules_Apart{{Teams: []string{"blauw", "groen"}}}}}
	if r := h.putsBook("mia", book); r.Kind != 0 {
		t.Fatal(r)
	}
	an := h.view().Staff()[0]
	if an.Name != "AN" || len(an.Skills) != 0 || len(an.Sites) != 2 || an.Contract != 2280 || an.Home != berchem || len(an.Teams) != 1 {
		t.Errorf("An is %+v", an)
	}
	if bart := h.view().Staff()[1]; bart.Contract != 0 || !bart.Does("desk") || bart.Does("reception") {
		t.Errorf("Bart is %+v", bart)
	}
	found := h.view().SheetFindings(h.view().Sheet(berchem, today))
	if len(found) != 1 || found[0].Kind != "absent" {
		t.Errorf("found %v", found)
	}
	h.refused(h.putsBook("wim", book), fault.Conflict) // it is version 0 still
	n := h.view().RosterHistory()[1]
	if n.BookBefore == nil || len(n.BookBefore.People) != 0 || n.BookAfter.Version != 2 || n.BookAfter.People[0].Name != "" {
		t.Errorf("note %v", n)
	}
	for name, spoil := range map[string]func(*contract.RosterBook){
		"somebody unknown":    func(b *contract.RosterBook) { b.People[0].Id = "zoe" },
		"somebody twice":      func(b *contract.RosterBook) { b.People = append(b.People, b.People[0]) },
		"an unknown home":     func(b *contract.RosterBook) { b.People[0].Home = "nergens" },
		"unknown work":        func(b *contract.RosterBook) { b.People[0].Work = []string{"koffie"} },
		"in two bubbles":      func(b *contract.RosterBook) { b.People[0].Teams = []string{"groen", "blauw"} },
		"absent and unknown":  func(b *contract.RosterBook) { b.Absences[0].Person = "zoe" },
		"absent backwards":    func(b *contract.RosterBook) { b.Absences[0].ToDate = int32(today - 1) },
		"absent for no hours": func(b *contract.RosterBook) { b.Absences[0].From = 700 },
		"a bubble alone":      func(b *contract.RosterBook) { b.Rules.Apart[0].Teams = []string{"blauw"} },
		"a rest of a week":    func(b *contract.RosterBook) { b.Rules.WeeklyRestMinutes = 7 * 24 * 60 },
		"a way to nowhere":    func(b *contract.RosterBook) { b.Rules.Ways = []*contract.RosterRules_Way{{From: "x", To: "y"}} },
		"a contract of weeks": func(b *contract.RosterBook) { b.People[0].ContractMinutes = 20000 },
	} {
		t.Run(name, func(t *testing.T) {
			b := proto.CloneOf(book)
			b.Version = 2
			spoil(b)
			h.refused(h.putsBook("mia", b), fault.Invalid)
		})
	}
	h.refused(h.putsBook("", &contract.RosterBook{Version: 2}), fault.Invalid)
}

// TestRostersLiveInTheState: they are there in a copy of the state, as a snapshot makes it; a state from before there were rosters
// has empty ones; and the same commands give the same state.
func TestRostersLiveInTheState(t *testing.T) {
	h := staffed(t)
	if s := h.view().Sheet(berchem, today); s.Version != 0 || len(s.Shifts) != 0 || s.Site != string(berchem) || h.view().Book().Version != 0 || h.view().Rostered(berchem, today) {
		t.Fatalf("before: %v", s)
	}
	h.putsSheet("mia", sheet(berchem, 0, shift("an", today), shift("bart", today+1)))
	h.putsBook("mia", &contract.RosterBook{Absences: []*contract.RosterAbsence{{Person: "an", FromDate: int32(today + 3)}}})
	var restored, replayed kv.Memory
	for k, b := range h.w.Scan(nil, nil) {
		restored.Put(k, b)
	}
	fresh := &register.Machine{Quota: h.m.Quota}
	for i, c := range h.commands {
		fresh.Apply(&replayed, uint64(i+1), c)
	}
	for name, w := range map[string]*kv.Memory{"restored": &restored, "replayed": &replayed} {
		v := fresh.View(w)
		if !proto.Equal(v.Sheet(berchem, today), h.view().Sheet(berchem, today)) || !proto.Equal(v.Book(), h.view().Book()) || len(v.RosterHistory()) != 2 || !v.Rostered(berchem, today+6) || v.Rostered(berchem, today+7) {
			t.Errorf("%s: %v", name, v.Sheet(berchem, today))
		}
	}
}
