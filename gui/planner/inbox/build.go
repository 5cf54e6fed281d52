package inbox

import (
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Shown is the page in words at one moment.
type Shown struct {
	Line     week.Line // of headquarters
	Empty    string    // in the place of the rows
	Rows     []Row
	At       string      // the item that the planner stands on
	Say      string      // what clashes with what
	Evidence []week.Line // what each side has
	Steps    []week.Line // what was done
	Notice   week.Notice
	Sheet    *Sheet // what is about to be done; nil: nothing
	Can      Can
	Busy     bool
}

// Can tells which acts can be done.
type Can struct{ Refresh, Contact, Rebook, Accept, Settle, Confirm bool }

// of tells whether an act can be begun.
func (c Can) of(a Act) bool {
	return map[Act]bool{Contact: c.Contact, Rebook: c.Rebook, Accept: c.Accept, Settle: c.Settle}[a]
}

// Row is a dispute.
type Row struct {
	ID     string
	Name   string // where
	Detail string // when, and of what kind
	State  week.Line
}

// Sheet is what is about to be done about a dispute.
type Sheet struct {
	Act         Act
	Title, What string
	Which       []string // appointments that can be moved, of Rebook
	WhichAt     int
	Places      []string
	PlaceAt     int
	Why         string
}

// build puts the present moment in words. It wants the lock held.
func (x *Inbox) build() Shown {
	t := x.cfg.Words.Dispute
	s := Shown{Line: x.line(), Empty: t.Opening, Notice: x.notice, Busy: x.Runner != nil && x.Busy()}
	if x.list == nil {
		return s
	}
	s.Empty = t.Empty
	for _, i := range x.list.Items {
		row := Row{ID: strconv.FormatUint(i.Number, 10), Name: i.SiteName, Detail: text.Fill(t.Row, "time", x.moment(i.AtMs), "kind", x.kind(i)), State: week.Line{Say: t.Open, Tone: week.Bad}}
		if len(i.Steps) > 0 {
			row.State = week.Line{Say: t.Touched, Tone: week.Warn}
		}
		s.Rows = append(s.Rows, row)
	}
	item := x.item()
	if item == nil {
		return s
	}
	s.At, s.Say = strconv.FormatUint(item.Number, 10), named(item)
	for _, side := range item.Sides {
		s.Evidence = append(s.Evidence, x.side(side)...)
	}
	for _, step := range item.Steps {
		s.Steps = append(s.Steps, week.Line{Say: x.step(step)})
	}
	if len(item.Steps) == 0 {
		s.Steps = []week.Line{{Say: t.NoSteps}}
	}
	idle := !s.Busy && x.act == NoAct && x.lost == ""
	s.Can = Can{Refresh: !s.Busy, Contact: idle, Settle: idle, Rebook: idle && len(movable(item)) > 0, Accept: idle && x.clash(item)}
	if x.act != NoAct {
		s.Sheet = x.sheet(item)
		s.Can.Confirm = !s.Busy && (x.act != Rebook || len(x.places) > 0)
	}
	return s
}

// named is what clashes, with the names of the sites that headquarters writes by their identity.
func named(i *contract.InboxItem) string {
	say := i.Say
	name := func(id, called string) {
		if id != "" && called != "" {
			say = strings.ReplaceAll(say, id, called)
		}
	}
	name(i.Site, i.SiteName)
	for _, side := range i.Sides {
		name(side.Site, side.SiteName)
	}
	return say
}

// kind is what an item is about, in a word.
func (x *Inbox) kind(i *contract.InboxItem) string {
	t := x.cfg.Words.Dispute
	switch {
	case i.Document != "":
		return text.Fill(t.KindDocument, "number", i.Document)
	case x.clash(i):
		return t.KindTwo
	case len(i.Sides) > 0:
		return t.KindOne
	}
	return t.KindOther
}

// clash reports whether an item is about two appointments.
func (x *Inbox) clash(i *contract.InboxItem) bool {
	return len(i.Sides) == 2 && i.Sides[0].Appointment != nil && i.Sides[1].Appointment != nil
}

// line says whether headquarters is there; a list without it keeps its age.
func (x *Inbox) line() week.Line {
	t := x.cfg.Words.Dispute
	switch {
	case x.lost != "" && x.list != nil:
		return week.Line{Say: text.Fill(t.Lost, "time", x.moment(x.read.UnixMilli())), Tone: week.Warn}
	case x.lost != "":
		return week.Line{Say: x.lost, Tone: week.Warn}
	case x.list == nil:
		return week.Line{}
	}
	return week.Line{Say: t.Connected, Tone: week.Good}
}

// side is what one side has, in sentences.
func (x *Inbox) side(s *contract.InboxSide) (out []week.Line) {
	t := x.cfg.Words.Dispute
	say := func(tone week.Tone, words string) { out = append(out, week.Line{Say: words, Tone: tone}) }
	if d := s.Document; d != nil {
		state, ok := t.States[d.State]
		if !ok {
			state = t.StateOther
		}
		say(week.Main, text.Fill(t.DocumentSide, "site", s.SiteName, "state", state, "time", x.moment(d.AtMs)))
		return out
	}
	a := s.Appointment
	run := a.GetPlace().GetRun()
	say(week.Main, text.Fill(t.AppointmentSide, "day", x.date(run.GetDate()), "at", office.Minute(run.GetStart()), "site", s.SiteName))
	var products []string
	for _, p := range a.GetProducts() {
		products = append(products, x.cfg.Words.Product(p, p))
	}
	channel := t.Channels[0]
	if c := int(a.GetChannel()); c > 0 && c < len(t.Channels) {
		channel = t.Channels[c]
	}
	say(week.Plain, text.Fill(t.SideWhat, "products", strings.Join(products, ", "), "persons", t.Persons.Count(max(int(a.GetPersons()), 1)), "channel", channel))
	say(week.Plain, x.who(s.Person))
	switch {
	case s.Cancelled:
		say(week.Warn, text.Fill(t.Cancelled, "why", s.Reason))
	case s.Seated:
		say(week.Good, t.Seated)
	default:
		say(week.Warn, t.NotSeated)
	}
	switch {
	case s.Past:
		say(week.Plain, t.Past)
	case !s.Movable:
		say(week.Plain, t.AtSite)
	}
	return out
}

// who is whom to call.
func (x *Inbox) who(p *contract.Person) string {
	t := x.cfg.Words.Dispute
	if p.GetName() == "" {
		return t.SideNobody
	}
	reach := p.Phone
	if reach == "" {
		reach = p.Mail
	}
	return strings.TrimSuffix(text.Fill(t.SideWho, "name", p.Name, "phone", reach), ", .")
}

// step is what somebody did.
func (x *Inbox) step(s *contract.ConflictStep) string {
	t := x.cfg.Words.Dispute
	words := map[string]string{string(Contact): t.StepContact, string(Rebook): t.StepRebook, string(Accept): t.StepAccept}[s.Action]
	if words == "" {
		words = t.StepSettle
	}
	return text.Fill(words, "time", x.moment(s.AtMs), "by", s.By, "why", s.Why)
}

// sheet is what is about to be done.
func (x *Inbox) sheet(item *contract.InboxItem) *Sheet {
	t := x.cfg.Words.Dispute
	s := &Sheet{Act: x.act, Why: x.why, WhichAt: x.which, PlaceAt: x.place}
	switch x.act {
	case Contact:
		s.Title, s.What = t.ContactTitle, t.ContactWhat
	case Accept:
		s.Title, s.What = t.AcceptTitle, t.AcceptWhat
	case Settle:
		s.Title, s.What = t.SettleTitle, t.SettleWhat
	case Rebook:
		s.Title, s.What = t.RebookTitle, t.RebookWhat
		for _, side := range movable(item) {
			run, who := side.Appointment.GetPlace().GetRun(), side.SiteName
			if side.Person.GetName() != "" {
				who = side.Person.Name
			}
			s.Which = append(s.Which, text.Fill(t.WhichRow, "day", x.date(run.GetDate()), "at", office.Minute(run.GetStart()), "who", who))
		}
		for _, p := range x.places {
			s.Places = append(s.Places, text.Fill(t.PlaceRow, "day", x.date(p.Place.GetRun().GetDate()), "at", office.Minute(p.Place.GetRun().GetStart()), "site", p.SiteName))
		}
	}
	return s
}

func (x *Inbox) date(d int32) string { return x.cfg.Words.Day(office.Date(d).At(0, time.UTC)) }

// moment writes a wall time: the clock today, with the day before it otherwise.
func (x *Inbox) moment(ms int64) string {
	at, now := time.UnixMilli(ms).In(x.cfg.Location), x.cfg.Now().In(x.cfg.Location)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return x.cfg.Words.Clock(at)
	}
	return x.cfg.Words.Day(at) + " " + x.cfg.Words.Clock(at)
}
