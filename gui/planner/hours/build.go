package hours

import (
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Shown is the page in words at one moment.
type Shown struct {
	Line   week.Line // of headquarters
	Empty  string    // in the place of the sites
	Sites  []Site
	Site   string // the site that the planner stands on
	Title  string // its name
	Tab    Tab
	Week   []week.Line // its plain week, now and after the next change
	Rows   []Row
	None   string // in the place of the rows
	At     string
	Here   []week.Line // the row that the planner stands on
	Notice week.Notice
	Form   *Form // nil: none is open
	Can    Can
	Busy   bool
}

// Can tells which acts can be done.
type Can struct{ Refresh, Open, Change, Stop, Notice, Confirm bool }

// Site is a site in the list.
type Site struct {
	ID, Name, Detail string
	State            week.Line
}

// Form is a form as it is shown: fields line by line, or, once it was looked at, what it does.
type Form struct {
	Kind        Kind
	Title, What string
	Fields      [][]Field
	Looked      bool
	Lines       []week.Line
	Hits        []string
}

// build puts the present moment in words. It wants the lock held.
func (h *Hours) build() Shown {
	t := h.words()
	s := Shown{Line: h.line(), Empty: t.Opening, Tab: h.tab, Notice: h.notice, Busy: h.Runner != nil && h.Busy()}
	if h.known.cal == nil {
		return s
	}
	s.Empty = t.Empty[HoursTab]
	for _, site := range h.known.cal.Sites() {
		s.Sites = append(s.Sites, h.siteRow(site))
	}
	s.Site = string(h.site)
	if site, ok := h.known.cal.Site(h.site); ok {
		s.Title = site.Name
	}
	h.rows = h.list()
	if h.row() == nil && len(h.rows) > 0 {
		h.at = h.rows[0].ID
	}
	s.Rows, s.None, s.At = h.rows, t.Empty[h.tab], h.at
	switch h.tab {
	case HoursTab:
		s.Week = h.weeks()
	case DifferTab:
		s.Week = []week.Line{{Say: t.DifferHead.Count(len(h.known.differ))}}
	}
	if r := h.row(); r != nil {
		s.Here = r.Here
	}
	h.can(&s)
	return s
}

func (h *Hours) can(s *Shown) {
	idle := !s.Busy && h.form == nil && h.lost == ""
	r := h.row()
	s.Can = Can{Refresh: !s.Busy && h.form == nil, Open: idle && h.site != "", Change: idle && r != nil && r.rule != nil && h.tab == HoursTab,
		Stop: idle && r != nil && r.piece() != "" && h.tab != HistoryTab, Notice: idle && (h.tab == HoursTab || h.tab == CalendarTab)}
	if f := h.form; f != nil {
		s.Form = &Form{Kind: f.kind, Looked: f.tried != nil}
		s.Form.Title, s.Form.What = h.about(f)
		s.Can.Confirm = !s.Busy
		for _, line := range layouts[f.kind] {
			var fields []Field
			for _, name := range line {
				fields = append(fields, h.field(f, name))
			}
			s.Form.Fields = append(s.Form.Fields, fields)
		}
		if t := f.tried; t != nil {
			s.Form.Lines = t.lines
			for _, x := range t.effect.Hits {
				s.Form.Hits = append(s.Form.Hits, h.hit(x))
			}
			s.Can.Confirm = s.Can.Confirm && t.effect.First != 0 && !(t.effect.Early && t.draft.Publication.Hurry == "")
		}
	}
}

// hit is an appointment that loses its place.
func (h *Hours) hit(x *contract.PlanHit) string {
	run, site := x.Appointment.GetPlace().GetRun(), x.Appointment.GetPlace().GetSite()
	if s, ok := h.known.cal.Site(office.SiteID(site)); ok {
		site = s.Name
	}
	var products []string
	for _, p := range x.Appointment.GetProducts() {
		products = append(products, h.cfg.Words.Product(p, p))
	}
	return text.Fill(h.words().HitRow, "day", h.day(office.Date(run.GetDate())), "at", office.Minute(run.GetStart()), "site", site, "products", strings.Join(products, ", "))
}

// line says whether headquarters is there; a page without it keeps its age.
func (h *Hours) line() week.Line {
	t := h.words()
	switch {
	case h.lost != "" && h.known.cal != nil:
		return week.Line{Say: text.Fill(t.Lost, "time", h.cfg.Words.Clock(h.read.In(h.cfg.Location))), Tone: week.Warn}
	case h.lost != "":
		return week.Line{Say: h.lost, Tone: week.Warn}
	case h.known.cal == nil:
		return week.Line{}
	}
	return week.Line{Say: t.Connected, Tone: week.Good}
}

// siteRow is a site with whether it is open now, and how many changes of its week come.
func (h *Hours) siteRow(site office.Site) Site {
	t, now := h.words(), h.cfg.Now()
	out := Site{ID: string(site.ID), Name: site.Name, Detail: t.Shut}
	for m := calendar.Appointment; m <= calendar.Phone; m++ {
		if roster := h.known.cal.Roster(site.ID, m); roster.Exists(h.known.today) {
			if o, open := roster.At(now); open {
				out.Detail = text.Fill(t.OpenTo, "time", o.To)
			} else if o, ok := roster.Next(now); ok {
				out.Detail = text.Fill(t.OpensAt, "day", h.day(o.Date), "time", o.From)
			}
			break
		}
	}
	if n := len(h.known.cal.Turns(site.ID, h.known.today, h.known.today+ahead)); n > 0 {
		out.State = week.Line{Say: t.Coming.Count(n), Tone: week.Warn}
	}
	return out
}

// weeks are the plain week of the site now, and after the next change.
func (h *Hours) weeks() (out []week.Line) {
	t := h.words()
	out = append(out, h.plain(t.WeekNow, h.known.cal.Week(h.site, h.known.today)))
	if turns := h.known.cal.Turns(h.site, h.known.today, h.known.today+ahead); len(turns) > 0 {
		out = append(out, h.plain(text.Fill(t.Week, "day", h.day(turns[0])), h.known.cal.Week(h.site, turns[0])))
	}
	return out
}

// plain writes a week on one line, mode by mode.
func (h *Hours) plain(head string, w calendar.Week) week.Line {
	t := h.words()
	var modes []string
	for m := calendar.Appointment; m <= calendar.Phone; m++ {
		var days []string
		for i := range 7 {
			day := time.Weekday((i + 1) % 7)
			if say := w.Say(m, day); say != "" {
				days = append(days, text.Fill(t.WeekDay, "day", h.cfg.Words.Days[day], "hours", say))
			}
		}
		if len(days) > 0 {
			modes = append(modes, t.Modes[m]+": "+strings.Join(days, "; "))
		}
	}
	if len(modes) == 0 {
		modes = []string{t.Closed}
	}
	return week.Line{Say: head + ". " + strings.Join(modes, ". ") + ".", Tone: week.Plain}
}
