package fleet

import (
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/equipment"
)

// Shown is the page in words at one moment.
type Shown struct {
	Line    week.Line // of headquarters
	Empty   string    // in the place of the rows
	Summary week.Line
	Rows    []Row
	At      string      // the site that the planner stands on
	Here    []week.Line // that site, in sentences: what needs a person first
	Title   string      // its name
	Notice  week.Notice
	Asking  *Asking // the sheet that asks whether an appliance is lost; nil: it is closed
	Can     Can
	Busy    bool
	Wanting int // sites that want a person
}

// Can tells which acts can be done.
type Can struct{ Refresh, Lose, Confirm bool }

// Row is a site.
type Row struct {
	Site, Name string
	Facts      string // "12 plaatsen, bijgewerkt 3 min geleden"
	State      week.Line
	Urgency    Urgency
}

// Asking is the sheet that asks whether an appliance is lost.
type Asking struct {
	Title, Two string
	Second     string
}

// build puts the present moment in words. It wants the lock held.
func (f *Fleet) build() Shown {
	t := f.cfg.Words.Fleet
	s := Shown{Line: f.line(), Empty: t.Opening, At: f.at, Notice: f.notice, Busy: f.busy()}
	if f.picture == nil {
		return s
	}
	s.Empty = ""
	if len(f.picture.Sites) == 0 {
		s.Empty = t.Empty
	}
	for _, site := range f.picture.Sites {
		row := f.row(site)
		if row.Urgency >= Attention {
			s.Wanting++
		}
		s.Rows = append(s.Rows, row)
	}
	s.Summary = f.summary(s.Wanting)
	here := f.site()
	if here != nil {
		s.Title, s.Here = here.Name, f.here(here)
	}
	s.Can = Can{Refresh: !s.Busy, Lose: f.losable(here) && !s.Busy && !f.asking, Confirm: f.asking && !s.Busy}
	if f.asking && here != nil {
		s.Asking = &Asking{Title: text.Fill(t.LostTitle, "site", here.Name), Two: text.Fill(t.LostTwo, "by", f.cfg.By), Second: f.second}
	}
	return s
}

func (f *Fleet) busy() bool { return f.Runner != nil && f.Busy() }

// losable reports whether an appliance may be declared lost here: it is not connected, and every node said so.
func (f *Fleet) losable(s *contract.FleetSite) bool {
	return s != nil && s.Appliance && !s.Online && !s.Lost && len(f.picture.Silent) == 0 && f.lost == ""
}

// line says whether headquarters is there; a picture without it keeps its age.
func (f *Fleet) line() week.Line {
	t := f.cfg.Words.Fleet
	switch {
	case f.lost != "" && f.picture != nil:
		return week.Line{Say: text.Fill(t.Lost, "time", f.moment(f.read.UnixMilli())), Tone: week.Warn}
	case f.lost != "":
		return week.Line{Say: f.lost, Tone: week.Warn}
	case f.picture == nil:
		return week.Line{}
	}
	return week.Line{Say: t.Connected, Tone: week.Good}
}

// summary says how many sites want a person, or that not every node told of its lines.
func (f *Fleet) summary(wanting int) week.Line {
	t := f.cfg.Words.Fleet
	switch {
	case len(f.picture.Silent) > 0:
		return week.Line{Say: "! " + text.Fill(t.Silent, "nodes", strings.Join(f.picture.Silent, ", ")), Tone: week.Warn}
	case wanting > 0:
		return week.Line{Say: t.Summary.Count(wanting), Tone: week.Plain}
	}
	return week.Line{Say: t.AllWell, Tone: week.Plain}
}

// row is a site in one line: its state, and the figures that count.
func (f *Fleet) row(s *contract.FleetSite) Row {
	u := of(s)
	row := Row{Site: s.Site, Name: s.Name, Urgency: u, State: week.Line{Say: f.state(s), Tone: u.tone()}}
	t := f.cfg.Words.Fleet
	if !s.Appliance {
		return row
	}
	facts := []string{t.RowHeld.Count(int(s.Held))}
	for _, x := range []struct {
		words text.Plural
		n     int
	}{{t.RowMessages, int(s.Messages)}, {t.RowWaiting, int(s.Waiting)}} {
		if x.n > 0 {
			facts = append(facts, x.words.Count(x.n))
		}
	}
	if s.HeardMs != 0 {
		facts = append(facts, text.Fill(t.RowHeard, "ago", f.ago(s.HeardMs)))
	}
	row.Facts = strings.Join(facts, ", ")
	return row
}

// state is the word for a site: what needs a person before how its line is.
func (f *Fleet) state(s *contract.FleetSite) string {
	t := f.cfg.Words.Fleet
	var said []string
	for _, x := range []struct {
		is  bool
		say string
	}{{s.Frozen, t.IsFrozen}, {s.Lost, t.IsLost}, {len(s.Alarms) > 0, t.RowAlarms.Count(len(s.Alarms))}, {s.Conflicts > 0, t.RowConflicts.Count(int(s.Conflicts))},
		{len(s.Down) > 0, t.RowDown.Count(len(s.Down))}, {s.Appliance && !s.Open && !s.Lost, t.WaitsReport}, {!s.Appliance, t.NoAppliance},
		{s.Appliance && !s.Online && !s.Lost, t.Offline}} {
		if x.is {
			said = append(said, x.say)
		}
	}
	if len(said) == 0 {
		return t.Online
	}
	return strings.Join(said, ", ")
}

// here tells of a site in sentences: what needs a person, then its line, then what is in order.
func (f *Fleet) here(s *contract.FleetSite) []week.Line {
	t := f.cfg.Words.Fleet
	var out []week.Line
	say := func(tone week.Tone, words string) { out = append(out, week.Line{Say: words, Tone: tone}) }
	if s.Frozen {
		say(week.Bad, sentence(t.IsFrozen))
	}
	for _, a := range s.Alarms {
		matter, _ := equipment.Alarm(a.Alarm.GetKind())
		say(week.Bad, text.Fill(t.Alarm, "door", equipment.Door(a.Alarm.GetCompartment(), a.Alarm.GetDoor()), "matter", matter, "time", f.moment(a.AtMs)))
	}
	if s.Conflicts > 0 {
		say(week.Bad, t.Conflicts.Count(int(s.Conflicts)))
	}
	if !s.Appliance {
		say(week.Plain, sentence(t.NoAppliance))
		return out
	}
	f.hereDevices(s, say)
	f.hereLine(s, say)
	f.herePlaces(s, say)
	if s.Program != "" {
		say(week.Plain, text.Fill(t.Program, "version", s.Program))
	} else {
		say(week.Plain, t.ProgramUnknown)
	}
	return out
}

// sentence is a word for a state as a sentence.
func sentence(state string) string { return strings.ToUpper(state[:1]) + state[1:] + "." }

// hereDevices tells of what is plugged in.
func (f *Fleet) hereDevices(s *contract.FleetSite, say func(week.Tone, string)) {
	t := f.cfg.Words.Fleet
	for _, d := range s.Down {
		name := equipment.Name(d.Last.GetKind())
		if d.Last.GetId() != "" {
			name += " " + d.Last.GetId()
		}
		say(week.Warn, text.Fill(t.Down, "name", name, "matter", equipment.Matter(d.Last.GetKind(), d.Last.GetState(), d.Last.GetReasons()), "time", f.moment(d.AtMs)))
	}
	if s.Unseen > 0 {
		say(week.Warn, t.Unseen.Count(int(s.Unseen)))
	}
	switch {
	case len(s.Down) > 0:
	case s.Devices == 0:
		say(week.Plain, t.DevicesNone)
	default:
		say(week.Good, t.Devices.Count(int(s.Devices)))
	}
}

// hereLine tells of the line, and of what each side does not have of the other.
func (f *Fleet) hereLine(s *contract.FleetSite, say func(week.Tone, string)) {
	t := f.cfg.Words.Fleet
	switch {
	case s.Lost:
		say(week.Warn, sentence(t.IsLost))
	case !s.Open:
		say(week.Warn, sentence(t.WaitsReport))
	}
	switch {
	case s.Online:
		say(week.Good, text.Fill(t.OnlineSince, "time", f.moment(s.SinceMs)))
	case s.Lost:
	case s.SinceMs != 0:
		say(week.Warn, text.Fill(t.OfflineSince, "time", f.moment(s.SinceMs)))
	default:
		say(week.Warn, t.OfflineHeard)
	}
	if s.HeardMs == 0 {
		say(week.Plain, t.NeverHeard)
	} else {
		say(week.Plain, text.Fill(t.Heard, "time", f.moment(s.HeardMs), "ago", f.ago(s.HeardMs)))
	}
	switch {
	case !s.Online:
		say(week.Plain, t.WaitingUnknown)
	case s.Waiting > 0:
		say(week.Plain, t.Waiting.Count(int(s.Waiting)))
	default:
		say(week.Plain, t.WaitingNone)
	}
	switch {
	case s.Messages == 0:
		say(week.Plain, t.MessagesNone)
	case s.OldestMs == 0: // all of it is to be told anew, at once
		say(week.Plain, t.MessagesAll)
	default:
		say(week.Plain, text.Fill(t.Messages.Count(int(s.Messages)), "time", f.moment(s.OldestMs)))
	}
}

// herePlaces tells of the places in the site's hands.
func (f *Fleet) herePlaces(s *contract.FleetSite, say func(week.Tone, string)) {
	t := f.cfg.Words.Fleet
	switch {
	case s.Held > 0:
		say(week.Plain, text.Fill(t.Held.Count(int(s.Held)), "today", s.HeldToday))
	case s.Online:
		say(week.Plain, t.NoneHeld)
	default:
		say(week.Warn, t.NoneHeld)
	}
	if s.Blocked > 0 {
		say(week.Warn, t.Blocked.Count(int(s.Blocked)))
	}
}

// moment writes a wall time: the clock today, with the day before it otherwise.
func (f *Fleet) moment(ms int64) string {
	at, now := time.UnixMilli(ms).In(f.cfg.Location), f.cfg.Now().In(f.cfg.Location)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return f.cfg.Words.Clock(at)
	}
	return f.cfg.Words.Day(at) + " " + f.cfg.Words.Clock(at)
}

// ago is how long ago a moment is, in one unit. It is counted from the picture, so that its age is not counted twice.
func (f *Fleet) ago(ms int64) string {
	t, d := f.cfg.Words.Fleet, time.UnixMilli(f.picture.AtMs).Sub(time.UnixMilli(ms))
	switch {
	case d < time.Minute:
		return t.Now
	case d < time.Hour:
		return text.Fill(t.Minutes, "n", int(d/time.Minute))
	case d < 48*time.Hour:
		return text.Fill(t.Hours, "n", int(d/time.Hour))
	}
	return text.Fill(t.Days, "n", int(d/(24*time.Hour)))
}
