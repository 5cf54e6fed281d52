package program

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
)

const harmonie = "antwerpen-harmonie"

// demoOthers are the invented people of Harmonie: too few for its twelve desks.
var demoOthers = []struct {
	id, name string
	hours    uint32
	team     string
	skills   []string
}{
	{"noor", "Noor Haddad", 38, "blauw", nil}, {"pieter", "Pieter Jacobs", 38, "blauw", nil}, {"samira", "Samira Benali", 30, "groen", nil},
	{"tom", "Tom Verhoeven", 38, "groen", []string{"burgerzaken"}}, {"els", "Els Willems", 19, "", nil}, {"ruben", "Ruben Goossens", 38, "", nil},
}

// rosters give the demonstration people with contracts and teams, and a roster of this week and the next at two sites. What a
// planner changed meanwhile stays.
func (s seed) rosters(ctx context.Context) error {
	for _, c := range demoOthers {
		hash, salt, err := pin.New(demoPIN, s.demo.cfg.World.Random)
		if err != nil {
			return err
		}
		if err := s.once(ctx, "clerk/"+c.id, &contract.HQCommand{Kind: &contract.HQCommand_Clerk{Clerk: &contract.ClerkPut{Sites: []string{harmonie},
			Clerk: &contract.Clerk{Id: c.id, Name: c.name, Roles: []string{"clerk"}, Skills: c.skills, Pin: hash, PinSalt: salt}}}}); err != nil {
			return err
		}
	}
	day, err := today(s.demo.cfg.World.Now())
	if err != nil {
		return err
	}
	monday := roster.Monday(day)
	if err := s.staffBook(ctx, monday); err != nil {
		return err
	}
	for _, week := range []office.Date{monday, monday + 7} {
		for _, site := range []office.SiteID{berchem, harmonie} {
			if err := s.sheet(ctx, site, week); err != nil {
				return err
			}
		}
	}
	return nil
}

// staffBook says whom the teams and contracts are of, and who is absent.
func (s seed) staffBook(ctx context.Context, monday office.Date) error {
	put := false
	if err := s.log.Read(ctx, func(r kv.Reader) error { put = s.machine.View(r).Book().Version == 0; return nil }); err != nil || !put {
		return err
	}
	book := &contract.RosterBook{Rules: &contract.RosterRules{Apart: []*contract.RosterRules_Apart{{Teams: []string{"blauw", "groen"}}}, TravelMinutes: 25},
		Absences: []*contract.RosterAbsence{{Person: "joris", FromDate: int32(monday + 2), ToDate: int32(monday + 3)}, {Person: "els", FromDate: int32(monday + 8), ToDate: int32(monday + 11)},
			{Person: "fatima", FromDate: int32(monday + 7), ToDate: int32(monday + 7), From: 540, To: 750}},
		People: []*contract.RosterPerson{{Id: "an", Home: berchem, ContractMinutes: 38 * 60, Teams: []string{"blauw"}}, {Id: "bart", Home: berchem, ContractMinutes: 19 * 60, Teams: []string{"groen"}},
			{Id: "fatima", Home: berchem, ContractMinutes: 38 * 60, Themes: []string{"vreemdelingenzaken"}}, {Id: "joris", Home: berchem, ContractMinutes: 30 * 60}}}
	for _, c := range demoOthers {
		p := &contract.RosterPerson{Id: c.id, Home: harmonie, ContractMinutes: c.hours * 60}
		if c.team != "" {
			p.Teams = []string{c.team}
		}
		book.People = append(book.People, p)
	}
	return s.once(ctx, "roster/book", &contract.HQCommand{Kind: &contract.HQCommand_RosterBook{RosterBook: &contract.RosterBookPut{Book: book, By: demoWhy}}})
}

// sheet puts the roster of one site and week: a morning at which two teams meet, which the planner accepted, an afternoon of training, and
// whoever is there at one post a day. There are not people enough: what stays open is what planners look at.
func (s seed) sheet(ctx context.Context, site office.SiteID, monday office.Date) error {
	var sheet *contract.RosterSheet
	err := s.log.Read(ctx, func(r kv.Reader) error {
		v := s.machine.View(r)
		if v.Sheet(site, monday).Version == 0 {
			sheet = demoSheet(v, site, monday)
		}
		return nil
	})
	if err != nil || sheet == nil {
		return err
	}
	return s.once(ctx, "roster/"+string(site)+"/"+monday.String(), &contract.HQCommand{Kind: &contract.HQCommand_RosterSheet{RosterSheet: &contract.RosterSheetPut{Sheet: sheet, By: demoWhy}}})
}

// demoSheet is such a roster. What it would break is left out, as on a holiday; that two teams meet is accepted.
func demoSheet(v register.View, site office.SiteID, monday office.Date) *contract.RosterSheet {
	sheet := v.Sheet(site, monday)
	r := v.Drafted(sheet)
	shifts := byHand(site, monday)
	for d := monday; d < monday+6; d++ {
		shifts = onePost(v, r.With(shifts...), site, d, shifts)
	}
	for {
		sheet.Shifts, sheet.Accepted = roster.ToShifts(shifts), nil
		found := v.SheetFindings(sheet)
		for _, f := range found {
			if f.Kind == roster.Teams {
				sheet.Accepted = append(sheet.Accepted, f.Key())
			}
		}
		stop := roster.Blocking(found, sheet.Accepted)
		if len(stop) == 0 {
			return sheet
		}
		was := len(shifts)
		if shifts = slices.DeleteFunc(shifts, func(s roster.Shift) bool { return s == stop[0].Shifts[0] }); len(shifts) == was {
			return nil // another sheet has part in it
		}
	}
}

// byHand are the shifts that no pattern makes.
func byHand(site office.SiteID, monday office.Date) []roster.Shift {
	tuesday := monday + 1
	if site == berchem {
		return []roster.Shift{{Person: "an", Site: site, Date: tuesday, From: 540, To: 750, Work: roster.Desk, Desk: 1}, {Person: "bart", Site: site, Date: tuesday, From: 540, To: 750, Work: roster.Desk, Desk: 2},
			{Person: "fatima", Site: site, Date: tuesday, From: 780, To: 1020, Work: roster.Training}}
	}
	return []roster.Shift{{Person: "ruben", Site: site, Date: tuesday, From: 540, To: 720, Work: roster.Back}}
}

// The hours in which the demonstration has people at work, and the longest and the shortest shift of them.
const (
	demoBegin, demoEnd = demoFrom, demoUntil
	demoShift          = office.Minute(8 * 60)
	demoLeast          = office.Minute(3 * 60)
)

// onePost gives everybody who is free on a date one post of it, as long as their contract lasts: odd desks early and even ones late. The
// teams have days of their own.
func onePost(v register.View, r roster.Roster, site office.SiteID, on office.Date, all []roster.Shift) []roster.Shift {
	other := []string{"blauw", "groen"}[int(on)%2]
	for _, p := range v.Town().Posts(site, on) {
		from, to := max(p.From, demoBegin), min(p.To, demoEnd)
		if p.Desk%2 == 0 {
			from = max(from, to-demoShift)
		}
		to = min(to, from+demoShift)
		at := slices.IndexFunc(r.People, func(who roster.Person) bool {
			return from+demoLeast <= to && who.Home == site && who.Does(p.Work) && !slices.Contains(who.Teams, other) && free(r, all, who, on, int(to-from)) &&
				(len(p.Offer) == 0 || slices.ContainsFunc(p.Offer, who.Can))
		})
		if at >= 0 {
			all = append(all, roster.Shift{Person: r.People[at].ID, Site: site, Date: on, From: from, To: to, Work: p.Work, Desk: p.Desk})
		}
	}
	return all
}

// free tells who has nothing yet on a date, is not absent on it, and has so many minutes of the contract left.
func free(r roster.Roster, all []roster.Shift, p roster.Person, on office.Date, minutes int) bool {
	for _, a := range r.Absences {
		if a.Person == p.ID && a.Dates.Contains(on) {
			return false
		}
	}
	for _, s := range all {
		if s.Person != p.ID {
			continue
		}
		if minutes += s.Minutes(); s.Date == on {
			return false
		}
	}
	return minutes <= p.Contract
}
