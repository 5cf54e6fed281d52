package program

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// sheetHelp says how a week is written.
const sheetHelp = `A week of a location is a YAML file:

site: buurtloket-berchem
week: 2026-11-23          # its Monday
version: 14               # as 'show' said it; another one that came meanwhile is not overwritten
shifts:
- {person: an, day: di, hours: 09:00-12:30, desk: 1}      # without desk: any that is open
- {person: bart, day: ma, hours: 09:00-16:30, work: reception}   # desk, reception, phone, back or training
accepted: [rest/an/2026-11-25/09:00]                      # rules that are broken knowingly, by their key
`

// bookHelp says how people and rules are written.
const bookHelp = `People and rules are a YAML file:

staff:                    # who is on the list of clerks ('central clerk'); skills and locations stand there
- {person: an, home: buurtloket-berchem, contract: "38:00", teams: [blauw], themes: [wonen], work: [desk, training]}
absences:
- {person: an, from: 2026-11-24, to: 2026-11-26}
- {person: bart, from: 2026-11-24, hours: 09:00-12:00}
rules:
  daily_rest: "11:00"     # what is left out is the default
  weekly_rest: "35:00"
  longest_day: "9:00"
  travel: "0:30"
  ways: [{from: buurtloket-berchem, to: antwerpen-harmonie, takes: "0:45"}]
  apart: [{teams: [blauw, groen], from: 2026-11-01, to: 2026-12-31}]
version: 3
`

// sheetFile is a week as planners write it.
type sheetFile struct {
	Site     string      `yaml:"site"`
	Week     string      `yaml:"week"`
	Version  uint64      `yaml:"version"`
	Shifts   []shiftFile `yaml:"shifts"`
	Accepted []string    `yaml:"accepted,flow"`
}

type shiftFile struct {
	Person string `yaml:"person"`
	Day    string `yaml:"day"`
	Hours  string `yaml:"hours"`
	Work   string `yaml:"work,omitempty"`
	Desk   uint32 `yaml:"desk,omitempty"`
}

// bookFile is people and rules as planners write them.
type bookFile struct {
	Staff    []staffFile  `yaml:"staff"`
	Absences []absentFile `yaml:"absences"`
	Rules    ruleFile     `yaml:"rules"`
	Version  uint64       `yaml:"version"`
}

type staffFile struct {
	Person   string   `yaml:"person"`
	Home     string   `yaml:"home,omitempty"`
	Contract string   `yaml:"contract,omitempty"`
	Teams    []string `yaml:"teams,omitempty,flow"`
	Themes   []string `yaml:"themes,omitempty,flow"`
	Work     []string `yaml:"work,omitempty,flow"`
}

type absentFile struct {
	Person string `yaml:"person"`
	From   string `yaml:"from"`
	To     string `yaml:"to,omitempty"`
	Hours  string `yaml:"hours,omitempty"`
}

type ruleFile struct {
	DailyRest  string      `yaml:"daily_rest,omitempty"`
	WeeklyRest string      `yaml:"weekly_rest,omitempty"`
	LongestDay string      `yaml:"longest_day,omitempty"`
	Travel     string      `yaml:"travel,omitempty"`
	Ways       []wayFile   `yaml:"ways,omitempty"`
	Apart      []apartFile `yaml:"apart,omitempty"`
}

type wayFile struct {
	From  string `yaml:"from"`
	To    string `yaml:"to"`
	Takes string `yaml:"takes"`
}

type apartFile struct {
	Teams []string `yaml:"teams,flow"`
	From  string   `yaml:"from,omitempty"`
	To    string   `yaml:"to,omitempty"`
}

// commented writes a file under a comment that explains it.
func commented(to io.Writer, help string, file any) error {
	head := "# " + strings.ReplaceAll(strings.TrimSpace(help), "\n", "\n# ") + "\n\n"
	if _, err := io.WriteString(to, strings.ReplaceAll(head, "# \n", "#\n")); err != nil {
		return fmt.Errorf("write roster: %w", err)
	}
	e := yaml.NewEncoder(to)
	e.SetIndent(2)
	return either(e.Encode(file), e.Close())
}

// writeSheet writes a week as a file.
func writeSheet(to io.Writer, s *contract.RosterSheet) error {
	f := sheetFile{Site: s.Site, Week: office.Date(s.Monday).String(), Version: s.Version, Shifts: []shiftFile{}, Accepted: s.Accepted}
	for _, x := range s.Shifts {
		work := x.Work
		if work == string(roster.Desk) {
			work = ""
		}
		f.Shifts = append(f.Shifts, shiftFile{x.Person, dayNames[office.Date(x.Date).Weekday()], sayMinutes(x.From, x.To), work, x.Desk})
	}
	return commented(to, sheetHelp, f)
}

// writeBook writes people and rules as a file.
func writeBook(to io.Writer, res *contract.RosterStaffResponse) error {
	r := res.Book.Rules
	f := bookFile{Version: res.Book.Version, Absences: []absentFile{}, Rules: ruleFile{DailyRest: sayClock(r.GetDailyRestMinutes()), WeeklyRest: sayClock(r.GetWeeklyRestMinutes()),
		LongestDay: sayClock(r.GetLongestDayMinutes()), Travel: sayClock(r.GetTravelMinutes())}}
	for _, p := range res.Book.People {
		f.Staff = append(f.Staff, staffFile{Person: p.Id, Home: p.Home, Contract: sayClock(p.ContractMinutes), Teams: p.Teams, Themes: p.Themes, Work: p.Work})
	}
	for _, a := range res.Book.Absences {
		one := absentFile{Person: a.Person, From: sayDate(a.FromDate), To: sayDate(a.ToDate)}
		if a.From != 0 || a.To != 0 {
			one.Hours = sayMinutes(a.From, a.To)
		}
		f.Absences = append(f.Absences, one)
	}
	for _, w := range r.GetWays() {
		f.Rules.Ways = append(f.Rules.Ways, wayFile{w.From, w.To, sayClock(w.Minutes)})
	}
	for _, a := range r.GetApart() {
		f.Rules.Apart = append(f.Rules.Apart, apartFile{a.Teams, sayDate(a.FromDate), sayDate(a.ToDate)})
	}
	return commented(to, bookHelp, f)
}

// sayClock writes minutes as "38:00", and nothing when nobody decided them; parseClock reads that, and "38".
func sayClock(minutes uint32) string {
	if minutes == 0 {
		return ""
	}
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

func parseClock(text string) (uint32, error) {
	hours, rest, _ := strings.Cut(text, ":")
	h, err := strconv.ParseUint(cmp.Or(hours, "0"), 10, 16)
	m, err2 := strconv.ParseUint(cmp.Or(rest, "0"), 10, 16)
	if err = either(err, err2); err != nil || m > 59 {
		return 0, unclear(fmt.Errorf("hours %q", text), fmt.Sprintf("'%s' is geen aantal uren; schrijf 7:36.", text))
	}
	return uint32(h*60 + m), nil
}

func sayDate(d int32) string {
	if d == 0 {
		return ""
	}
	return office.Date(d).String()
}

// unclear is a fault of what stands in a file.
func unclear(cause error, say string) error {
	return invalid("central.roster", cause, say+" Er is niets gewijzigd.", "")
}

// readRoster reads a week, or people and rules: the other one is nil. A field that there is not is refused, so that a slip of the
// pen loses nothing.
func readRoster(name string) (*contract.RosterSheet, *contract.RosterBook, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, invalid("central.roster", err, "Dit bestand kan niet gelezen worden.", "Kijk de naam na.")
	}
	var top map[string]any
	if err := yaml.Unmarshal(b, &top); err != nil {
		return nil, nil, unclear(err, "Dit bestand is geen YAML.")
	}
	strict := func(to any) error {
		d := yaml.NewDecoder(strings.NewReader(string(b)))
		d.KnownFields(true)
		err := d.Decode(to)
		if wrong := new(yaml.TypeError); errors.As(err, &wrong) && len(wrong.Errors) > 0 {
			return unclear(err, fmt.Sprintf("In dit bestand klopt een veld niet (%s).", wrong.Errors[0]))
		}
		if err != nil {
			return unclear(err, "Dit bestand is geen rooster.")
		}
		return nil
	}
	if _, ok := top["staff"]; ok {
		var f bookFile
		if err := strict(&f); err != nil {
			return nil, nil, err
		}
		book, err := f.book()
		return nil, book, err
	}
	var f sheetFile
	if err := strict(&f); err != nil {
		return nil, nil, err
	}
	sheet, err := f.sheet()
	return sheet, nil, err
}

// sheet is the week as it crosses the wire.
func (f sheetFile) sheet() (*contract.RosterSheet, error) {
	day, err := parseDate(f.Week)
	if err != nil {
		return nil, err
	}
	if f.Week == "" {
		return nil, unclear(errors.New("no week"), "Er staat niet bij van welke week dit is.")
	}
	out := &contract.RosterSheet{Site: f.Site, Monday: int32(roster.Monday(office.Date(day))), Version: f.Version, Accepted: f.Accepted}
	for _, s := range f.Shifts {
		x := &contract.RosterShift{Person: s.Person, Work: cmp.Or(s.Work, string(roster.Desk)), Desk: s.Desk}
		set, err := parseDays([]string{s.Day})
		if err != nil {
			return nil, err
		}
		for i := range int32(7) {
			if set>>((i+1)%7)&1 == 1 {
				x.Date = out.Monday + i
			}
		}
		if x.From, x.To, err = parseSpan(s.Hours); err != nil {
			return nil, err
		}
		out.Shifts = append(out.Shifts, x)
	}
	return out, nil
}

// parseSpan reads "09:00-12:30".
func parseSpan(text string) (from, to uint32, err error) {
	a, b, ok := strings.Cut(text, "-")
	if !ok {
		return 0, 0, unclear(fmt.Errorf("hours %q", text), fmt.Sprintf("'%s' zijn geen uren; schrijf 09:00-12:30.", text))
	}
	err = parseHours(strings.TrimSpace(a), strings.TrimSpace(b), &from, &to)
	return from, to, err
}

// book is people and rules as they cross the wire.
func (f bookFile) book() (*contract.RosterBook, error) {
	out := &contract.RosterBook{Version: f.Version, Rules: new(contract.RosterRules)}
	for _, p := range f.Staff {
		one := &contract.RosterPerson{Id: p.Person, Home: p.Home, Teams: p.Teams, Themes: p.Themes, Work: p.Work}
		if p.Contract != "" {
			n, err := parseClock(p.Contract)
			if err != nil {
				return nil, err
			}
			one.ContractMinutes = n
		}
		out.People = append(out.People, one)
	}
	for _, a := range f.Absences {
		one := &contract.RosterAbsence{Person: a.Person}
		err := parseDates(a.From, a.To, &one.FromDate, &one.ToDate)
		if err == nil && a.Hours != "" {
			one.From, one.To, err = parseSpan(a.Hours)
		}
		if err != nil {
			return nil, err
		}
		out.Absences = append(out.Absences, one)
	}
	return out, f.Rules.fill(out.Rules)
}

// fill reads the rules.
func (f ruleFile) fill(r *contract.RosterRules) (err error) {
	for _, one := range []struct {
		text string
		to   *uint32
	}{{f.DailyRest, &r.DailyRestMinutes}, {f.WeeklyRest, &r.WeeklyRestMinutes}, {f.LongestDay, &r.LongestDayMinutes}, {f.Travel, &r.TravelMinutes}} {
		if one.text == "" {
			continue
		}
		if *one.to, err = parseClock(one.text); err != nil {
			return err
		}
	}
	for _, w := range f.Ways {
		n, err := parseClock(w.Takes)
		if err != nil {
			return err
		}
		r.Ways = append(r.Ways, &contract.RosterRules_Way{From: w.From, To: w.To, Minutes: n})
	}
	for _, a := range f.Apart {
		one := &contract.RosterRules_Apart{Teams: a.Teams}
		if err := parseDates(a.From, a.To, &one.FromDate, &one.ToDate); err != nil {
			return err
		}
		r.Apart = append(r.Apart, one)
	}
	return nil
}

func parseDates(from, to string, first, last *int32) (err error) {
	if *first, err = parseDate(from); err != nil {
		return err
	}
	*last, err = parseDate(to)
	return err
}
