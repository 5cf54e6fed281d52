package register

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Rosters are sheets, one for each site and week, and one book of what holds for people everywhere. A planner puts a whole sheet and
// names the version that they saw, so that of two who changed the same one the second is told. What one person does at two
// sites stands in two sheets; that they do not contradict each other is decided here, where there is an order.
//
// Every change is kept for good with what it replaced. One counter numbers them all.

var (
	keySheets = []byte("roster/v") // version of the latest change
	keyBook   = []byte("roster/b")
)

// mostShifts is the most shifts of a site in one week: forty people twice a day. An estimate.
const mostShifts = 600

// sheetWeek is the prefix of the sheets of one week: weeks come in order.
func sheetWeek(monday office.Date) []byte {
	return binary.BigEndian.AppendUint32([]byte("roster/w/"), uint32(monday)^1<<31)
}

func sheetKey(site office.SiteID, monday office.Date) []byte {
	return append(sheetWeek(monday), site...)
}

func sheetNoteKey(version uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte("roster/n/"), version)
}

// putSheet replaces the shifts of a site and week.
func (t *turn) putSheet(c *contract.RosterSheetPut) *contract.HQReply {
	sheet := c.GetSheet()
	site, monday := office.SiteID(sheet.GetSite()), office.Date(sheet.GetMonday())
	_, known := t.calendar().Site(site)
	switch {
	case strings.TrimSpace(c.GetBy()) == "":
		return refuse(fault.Invalid, sheet.GetSite(), "Zeg wie dit beslist.")
	case !known:
		return refuse(fault.NotFound, sheet.GetSite(), "Deze locatie is niet bekend.")
	case roster.Monday(monday) != monday:
		return refuse(fault.Invalid, sheet.GetSite(), "Een blad begint op maandag.")
	case len(sheet.Shifts) > mostShifts:
		return refuse(fault.Invalid, sheet.GetSite(), fmt.Sprintf("Een blad heeft hoogstens %d diensten.", mostShifts))
	}
	v := View{t.w, t.m}
	before := v.Sheet(site, monday)
	if no := t.overtaken(before.Version, sheet.Version); no != nil {
		return no
	}
	for _, s := range sheet.Shifts {
		if d := office.Date(s.Date); !roster.Week(monday).Contains(d) {
			return refuse(fault.Invalid, s.Person, fmt.Sprintf("%s ligt niet in de week van dit blad.", d))
		}
	}
	if no := blocked(v.SheetFindings(sheet), sheet.Accepted); no != nil {
		return no
	}
	after := proto.CloneOf(sheet)
	after.Shifts = roster.ToShifts(roster.ShiftsOf(sheet))
	after.Version = t.step(&contract.RosterNote{By: c.By, Before: before, After: after})
	save(t.w, sheetKey(site, monday), after)
	return &contract.HQReply{Count: uint32(len(after.Shifts))}
}

// blocked refuses what a planner did not accept, or cannot.
func blocked(found []roster.Finding, accepted []string) *contract.HQReply {
	stop := roster.Blocking(found, accepted)
	if len(stop) == 0 {
		return nil
	}
	kind, say := fault.Conflict, fmt.Sprintf("%s Wie dit op zich neemt, aanvaardt '%s'.", stop[0].Say, stop[0].Key())
	if stop[0].Weight() == roster.Refused {
		kind, say = fault.Invalid, stop[0].Say
	}
	if n := len(stop) - 1; n > 0 {
		say += fmt.Sprintf(" Er zijn nog %d bezwaren.", n)
	}
	return refuse(kind, stop[0].Key(), say+" Er is niets gewijzigd.")
}

// putBook replaces what holds for people everywhere. It may leave sheets with findings: who falls ill is ill.
func (t *turn) putBook(c *contract.RosterBookPut) *contract.HQReply {
	if strings.TrimSpace(c.GetBy()) == "" {
		return refuse(fault.Invalid, "book", "Zeg wie dit beslist.")
	}
	v := View{t.w, t.m}
	before := v.Book()
	if no := t.overtaken(before.Version, c.GetBook().GetVersion()); no != nil {
		return no
	}
	staff := t.staff()
	known := func(id string) bool {
		return slices.ContainsFunc(staff.Entries, func(e *contract.RosterState_Entry) bool { return e.Clerk.GetId() == id })
	}
	if err := v.Town().CheckBook(c.GetBook(), known); err != nil {
		return refusal(err, "book")
	}
	after := proto.CloneOf(c.GetBook())
	if after == nil {
		after = new(contract.RosterBook)
	}
	for _, p := range after.People { // those are of the list of clerks
		p.Name, p.Skills, p.Sites = "", nil, nil
	}
	after.Version = t.step(&contract.RosterNote{By: c.By, BookBefore: before, BookAfter: after})
	save(t.w, keyBook, after)
	return done()
}

// overtaken refuses a change that was made of another version than the one that stands.
func (t *turn) overtaken(stands, seen uint64) *contract.HQReply {
	if stands == seen {
		return nil
	}
	n := new(contract.RosterNote)
	load(t.w, sheetNoteKey(stands), n)
	say := "Dit is intussen gewijzigd. Er is niets gewijzigd."
	if n.By != "" {
		at := time.UnixMilli(n.AtMs).In(t.calendar().Zone())
		say = fmt.Sprintf("%s wijzigde dit op %s. Jouw wijziging is niet gedaan: kijk eerst opnieuw.", n.By, at.Format("02/01/2006 om 15:04"))
	}
	return refuse(fault.Conflict, fmt.Sprintf("roster/%d", stands), say)
}

// step keeps what a change replaced, under the next version; what comes of it gets that version too.
func (t *turn) step(n *contract.RosterNote) uint64 {
	if b := t.w.Get(keySheets); len(b) == 8 {
		n.Version = binary.BigEndian.Uint64(b)
	}
	n.Version++
	n.AtMs = t.atMS
	if n.After != nil {
		n.After.Version = n.Version
	}
	if n.BookAfter != nil {
		n.BookAfter.Version = n.Version
	}
	t.w.Put(keySheets, binary.BigEndian.AppendUint64(nil, n.Version))
	save(t.w, sheetNoteKey(n.Version), n)
	return n.Version
}

// Sheet is the roster of a site and week; one that was never written is empty, of version 0.
func (v View) Sheet(site office.SiteID, monday office.Date) *contract.RosterSheet {
	s := &contract.RosterSheet{}
	if !load(v.r, sheetKey(site, monday), s) {
		s.Site, s.Monday = string(site), int32(monday)
	}
	return s
}

// Book is what rosters know of people, as it was put.
func (v View) Book() *contract.RosterBook {
	b := new(contract.RosterBook)
	load(v.r, keyBook, b)
	return b
}

// Town is what rosters are held against: the plan in force.
func (v View) Town() roster.Town { return roster.TownOf(v.Plan(), v.Calendar()) }

// Staff lists everybody who may be rostered, in the order of the list of clerks.
func (v View) Staff() []roster.Person {
	staff := new(contract.RosterState)
	load(v.r, keyRoster, staff)
	return roster.PeopleOf(staff.Entries, v.Book())
}

// Shifts is the roster of all sites, of the weeks that have a day in the period. Who may sign in is Roster.
func (v View) Shifts(of office.Period) roster.Roster {
	book := v.Book()
	out := roster.Roster{People: v.Staff(), Absences: roster.AbsencesOf(book), Rules: roster.RulesOf(book.Rules)}
	for monday := roster.Monday(of.From); monday <= of.To; monday += 7 {
		for _, b := range v.r.Scan(sheetWeek(monday), nil) {
			s := new(contract.RosterSheet)
			load1(b, s)
			out.Shifts = append(out.Shifts, roster.ShiftsOf(s)...)
		}
	}
	return out
}

// Drafted is the roster around a week with a sheet in the place of the one that is stored: the weeks before and after are in it,
// because rests reach over Sundays.
func (v View) Drafted(sheet *contract.RosterSheet) roster.Roster {
	week := roster.Week(office.Date(sheet.GetMonday()))
	r := v.Shifts(office.Period{From: week.From - 7, To: week.To + 7})
	return r.Without(func(s roster.Shift) bool { return s.Site == office.SiteID(sheet.GetSite()) && week.Contains(s.Date) }).With(roster.ShiftsOf(sheet)...)
}

// SheetFindings lists what the shifts of a sheet would break, with those of other sites and weeks that have part in it.
func (v View) SheetFindings(sheet *contract.RosterSheet) []roster.Finding {
	week := roster.Week(office.Date(sheet.GetMonday()))
	found := v.Town().Check(v.Drafted(sheet), office.Period{From: week.From - 7, To: week.To + 7})
	return slices.DeleteFunc(found, func(f roster.Finding) bool { return !f.Of(office.SiteID(sheet.GetSite()), week) })
}

// Rostered reports whether the site has a roster that holds the day: a sheet with shifts.
func (v View) Rostered(site office.SiteID, on office.Date) bool {
	return len(v.Sheet(site, roster.Monday(on)).Shifts) > 0
}

// RosterHistory lists every change of sheets and book, oldest first.
func (v View) RosterHistory() (out []*contract.RosterNote) {
	for _, b := range v.r.Scan([]byte("roster/n/"), nil) {
		n := new(contract.RosterNote)
		load1(b, n)
		out = append(out, n)
	}
	return out
}
