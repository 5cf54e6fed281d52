package state

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// DayPage is a page of the day's sheet.
type DayPage uint8

// The pages.
const (
	MorningPage DayPage = iota
	OpeningPage
	ClosingPage
	dayPages // how many there are
)

// devices are what is looked at before a day begins, by the code that is journaled. A person looks: what devices tell by themselves stands in the bottom row.
var devices = []string{"ticket-printer", "printer", "display", "vault"}

// dailing is the sheet of the day.
type dailing struct {
	page   DayPage
	seen   office.Date // the morning that was shown here
	looked map[string]int
	reason string
	trips  bool
	ended  []string // what closing did
	paper  Paper
}

// DailyShown is that sheet in words.
type DailyShown struct {
	Page    DayPage
	State   string // how the day stands
	Heading string
	Tone    Tone
	Lines   []Mark // of the morning, or how the day stands
	Notices []Mark
	Here    string
	Checks  []Pick
	Reason  bool // a reason is asked why the vault was not counted
	Why     string
	Trips   bool // documents are out: somebody must know
	Known   bool
	Verb    string // of the one act; empty: none
	Count   bool   // counting is offered
	Sheet   bool   // the day sheet can be made
	Paper   string // where it is
	Print   bool   // the day sheet can be printed
}

// Pick is something to look at, with what can be said of it.
type Pick struct {
	Words   string
	Options []string
	Picked  int
}

// pressDay opens the sheet of the day where there is work; in the open sheet it turns the page.
func (c *Clerk) pressDay() {
	c.change(func() {
		if c.sheet == DailySheet {
			c.day.page, c.notice = (c.day.page+1)%dayPages, Notice{}
			return
		}
		page := MorningPage
		switch now := c.cfg.Now().In(c.cfg.Location); {
		case c.snap.Day.Opened.IsZero():
			page = OpeningPage
		case now.Hour() >= 12:
			page = ClosingPage
		}
		c.openDay(page)
	})
}

// openDay opens the sheet of the day at a page. It wants the lock held.
func (c *Clerk) openDay(page DayPage) {
	c.day = dailing{page: page, seen: c.snap.Today, paper: c.day.paper, looked: c.day.looked}
	c.openLocked(DailySheet)
}

// greet shows the morning to who signs in here for the first time today. Who opened the day has read it. It wants the
// lock held and reports whether it did.
func (c *Clerk) greet(who office.ClerkID) bool {
	m, d := c.snap.Morning, c.snap.Day
	if len(m.Lines) == 0 || c.day.seen == c.snap.Today || !d.Opened.IsZero() && d.OpenedBy == who {
		return false
	}
	c.openDay(MorningPage)
	return true
}

// OpenDayPage turns to another page of the day.
func (c *Clerk) OpenDayPage(p DayPage) { c.change(func() { c.day.page, c.notice = p, Notice{} }) }

// Looked says how something was found before the day begins: 0 in order, 1 not, -1 not looked at.
func (c *Clerk) Looked(at, how int) {
	c.change(func() {
		if all := c.toLook(); at >= 0 && at < len(all) {
			looked := maps.Clone(c.day.looked)
			if looked == nil {
				looked = map[string]int{}
			}
			looked[all[at]] = how + 1
			c.day.looked = looked
		}
	})
}

// toLook are the codes of what is looked at here.
func (c *Clerk) toLook() []string {
	if c.snap.Vault.Present {
		return devices
	}
	return devices[:len(devices)-1]
}

// SetUncounted says why the vault was not counted.
func (c *Clerk) SetUncounted(why string) { c.change(func() { c.day.reason = why }) }

// KnowTrips says that the person in charge knows of the documents that are out.
func (c *Clerk) KnowTrips(known bool) { c.change(func() { c.day.trips = known }) }

// CountNow goes to the count of the vault.
func (c *Clerk) CountNow() {
	c.change(func() {
		if c.can()[VaultAct] {
			c.vault = vaulting{page: CountPage}
			c.openLocked(VaultSheet)
			c.loadStock()
		}
	})
}

// PressDaily does the one act of the page that is shown.
func (c *Clerk) PressDaily() {
	c.mu.Lock()
	page, d, now := c.day.page, c.day, c.snap.Day
	c.mu.Unlock()
	switch {
	case page == MorningPage && now.Opened.IsZero():
		c.OpenDayPage(OpeningPage)
	case page == OpeningPage && (now.Opened.IsZero() || !now.Closed.IsZero()):
		c.begin()
	case page == ClosingPage && now.Closed.IsZero():
		c.end(d)
	}
}

// begin opens the day with what was looked at.
func (c *Clerk) begin() {
	c.mu.Lock()
	w := c.cfg.Words.Daily
	var checks []DayCheck
	for _, code := range c.toLook() {
		switch c.day.looked[code] {
		case 1:
			checks = append(checks, DayCheck{Code: code, Good: true, Say: w.Devices[code] + ": " + w.Good})
		case 2:
			checks = append(checks, DayCheck{Code: code, Say: text.Fill(w.WrongSay, "device", w.Devices[code])})
		}
	}
	c.mu.Unlock()
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.OpenDay(ctx, checks) },
		then: func(Receipt) {
			c.sheet, c.day.looked = NoSheet, nil
			c.say(c.opened(), w.OpenedNext, Good)
		},
	})
}

// end closes the day.
func (c *Clerk) end(d dailing) {
	w := c.cfg.Words.Daily
	c.mu.Lock()
	trips := c.out()
	c.mu.Unlock()
	if trips && !d.trips {
		c.change(func() { c.say(w.NeedTrips, "", Warn) })
		return
	}
	var ended []string
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			r, ended, err = c.cfg.Counter.CloseDay(ctx, strings.TrimSpace(d.reason), d.trips)
			return r, err
		},
		then: func(Receipt) {
			c.day.ended = ended
			c.say(w.ClosedNext, "", Good)
		},
	})
}

// MakeSheet makes the day on paper and says where it is.
func (c *Clerk) MakeSheet() {
	w := c.cfg.Words.Daily
	var paper Paper
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			paper, err = c.cfg.Counter.DaySheet(ctx)
			return r, err
		},
		then: func(Receipt) {
			c.day.paper = paper
			say := w.Saved
			if paper.Shown {
				say = w.SavedOpen
			}
			c.say(text.Fill(say, "path", paper.Path), w.SavedNext, Good)
		},
	})
}

// pressing is what a person must know before anything else: what the counter says, or else that documents are not back in
// the evening (A002-45). How much more there is to know stands below it.
func (c *Clerk) pressing() Notice {
	n := Notice{Say: c.snap.Alarm, Tone: Bad}
	more := len(c.snap.Notices) - 1
	door, alarmed := c.alarmed()
	if alarmed && (n.Say == "" || strings.HasPrefix(n.Say, door.Say)) {
		return door // what to do, and the key to settle it, need the room
	}
	if n.Say == "" {
		more = len(c.snap.Notices)
		for _, k := range c.snap.Day.Checks {
			if k.Code == "trip" && !k.Good {
				n.Say = k.Say
				break
			}
		}
	}
	if n.Say != "" && more > 0 {
		n.Next = c.cfg.Words.Daily.More.Count(more)
	}
	return n
}

// out reports whether documents are out on a trip.
func (c *Clerk) out() bool {
	return slices.ContainsFunc(c.snap.Day.Checks, func(k DayCheck) bool { return k.Code == "trip" })
}

func (c *Clerk) opened() string {
	return c.stamp(c.cfg.Words.Daily.Opened, c.snap.Day.Opened, c.snap.Day.OpenedBy)
}
func (c *Clerk) closed() string {
	return c.stamp(c.cfg.Words.Daily.Closed, c.snap.Day.Closed, c.snap.Day.EndsBy)
}

func (c *Clerk) stamp(say string, at time.Time, who office.ClerkID) string {
	return text.Fill(say, "time", c.cfg.Words.Clock(at.In(c.cfg.Location)), "name", c.person(string(who)))
}

func (c *Clerk) showDaily() DailyShown {
	w, d := c.cfg.Words.Daily, c.snap.Day
	s := DailyShown{Page: c.day.page, State: w.NotOpen}
	switch {
	case !d.Closed.IsZero():
		s.State = c.closed()
	case !d.Opened.IsZero():
		s.State = c.opened()
	}
	switch s.Page {
	case MorningPage:
		c.showMorning(&s)
	case OpeningPage:
		c.showOpening(&s)
	default:
		c.showClosing(&s)
	}
	return s
}

func (c *Clerk) showMorning(s *DailyShown) {
	w := c.cfg.Words.Daily
	s.Heading, s.Tone = w.Fresh, Good
	for _, l := range c.snap.Morning.Lines {
		m := Mark{Full, l.Say, Good}
		switch {
		case l.Urgent:
			m, s.Heading, s.Tone = Mark{Empty, l.Say, Bad}, w.Old, Bad
		case !l.Good:
			m = Mark{Half, l.Say, Warn}
			if s.Tone == Good {
				s.Heading, s.Tone = w.Some, Warn
			}
		}
		s.Lines = append(s.Lines, m)
	}
	if len(s.Lines) == 0 {
		s.Heading, s.Tone = w.None, Plain
	}
	for _, n := range c.snap.Notices {
		m := Mark{Half, n.Say, Warn}
		if n.Tone == Bad {
			m = Mark{Empty, n.Say, Bad}
		}
		s.Notices = append(s.Notices, m)
	}
	if c.snap.Day.Opened.IsZero() {
		s.Verb = w.Begin
	}
}

func (c *Clerk) showOpening(s *DailyShown) {
	w, d := c.cfg.Words.Daily, c.snap.Day
	var here []string
	for _, p := range c.snap.Signed {
		here = append(here, fmt.Sprintf("%s (%s)", p.Name, text.Fill(c.cfg.Words.Booking.DeskN, "n", p.Desk)))
	}
	if s.Here = strings.Join(here, ", "); s.Here == "" {
		s.Here = w.HereNone
	}
	s.Lines = c.checkMarks("count", "trip")
	s.Count = c.snap.Vault.Present
	switch {
	case d.Opened.IsZero():
		s.Verb = w.Open
	case !d.Closed.IsZero():
		s.Verb = w.Again
	default:
		return // what was looked at is written down
	}
	for _, code := range c.toLook() {
		s.Checks = append(s.Checks, Pick{Words: w.Devices[code], Options: []string{w.Good, w.Wrong}, Picked: c.day.looked[code] - 1})
	}
}

func (c *Clerk) showClosing(s *DailyShown) {
	w, d := c.cfg.Words.Daily, c.snap.Day
	s.Heading, s.Lines = w.Standing, c.checkMarks()
	for _, say := range c.day.ended {
		s.Lines = append(s.Lines, Mark{Full, say, Plain})
	}
	s.Print = c.has("printer") && c.me() != nil
	if s.Sheet = true; c.day.paper.Path != "" && c.notice.Say == "" {
		s.Paper = text.Fill(w.Saved, "path", c.day.paper.Path)
	}
	if !d.Closed.IsZero() {
		return
	}
	s.Verb, s.Why, s.Known, s.Trips = w.Close, c.day.reason, c.day.trips, c.out()
	s.Reason = slices.ContainsFunc(d.Checks, func(k DayCheck) bool { return k.Code == "count" && !k.Good })
	s.Count = s.Reason
}

// checkMarks are the counter's own checks in words: those of the codes, or all.
func (c *Clerk) checkMarks(codes ...string) []Mark {
	var out []Mark
	for _, k := range c.snap.Day.Checks {
		if len(codes) > 0 && !slices.Contains(codes, k.Code) {
			continue
		}
		m := Mark{Full, k.Say, Good}
		if !k.Good {
			m = Mark{Half, k.Say, Warn}
			if k.Code == "trip" {
				m = Mark{Empty, k.Say, Bad}
			}
		}
		out = append(out, m)
	}
	return out
}
