package roster

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// works are the kinds of work, as headquarters calls them and in the order in which they are offered.
var works = []string{"desk", "reception", "phone", "back", "training"}

// form is a shift that is being made or changed. Its texts are as they were typed.
type form struct {
	old            *contract.RosterShift // that is changed; nil: a new one
	before         *contract.RosterWeekResponse
	person         string
	date           int32
	work           string
	desk, from, to string
	touched        bool // the planner chose a post or hours: they stay when person or day change
}

// shift is what the form says; wrong is why it says none.
func (f form) shift(t *text.Roster) (s *contract.RosterShift, wrong string) {
	from, ok := minute(f.from)
	to, well := minute(f.to)
	if !ok || !well || from >= to {
		return nil, t.BadHours
	}
	s = &contract.RosterShift{Person: f.person, Date: f.date, From: from, To: to, Work: f.work}
	if f.work == works[0] && strings.TrimSpace(f.desk) != "" {
		n, err := strconv.ParseUint(strings.TrimSpace(f.desk), 10, 7)
		if err != nil || n == 0 {
			return nil, t.BadDesk
		}
		s.Desk = uint32(n)
	}
	return s, ""
}

// minute reads "9", "9:30", "09.30", "0930" or "24:00".
func minute(typed string) (uint32, bool) {
	digits := strings.NewReplacer(":", "", ".", "", " ", "").Replace(typed)
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || len(digits) > 4 {
		return 0, false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	m := n/100*60 + n%100
	return uint32(m), n%100 < 60 && m <= uint64(office.EndOfDay)
}

// write fills the form with a shift.
func (f *form) write(s *contract.RosterShift) {
	f.work, f.desk, f.from, f.to = cmp.Or(s.Work, works[0]), "", clock(s.From), clock(s.To)
	if s.Desk > 0 {
		f.desk = strconv.Itoa(int(s.Desk))
	}
}

func clock(m uint32) string { return office.Minute(m).String() }

// Fill puts somebody at what nobody covers on the day, with one key: who the planner stands on, or on the row of the gaps whoever
// suits best.
func (r *Roster) Fill() {
	r.Change(func() {
		if !r.shown.Can.Edit {
			return
		}
		d, date := r.now(), int32(r.monday)+int32(r.day)
		all := gaps(r.week(), date)
		if len(all) == 0 {
			r.notice = week.Notice{Say: r.words().NoGap, Tone: week.Warn}
			return
		}
		for _, g := range all {
			s, ok := r.whom(g, d), true
			if p := r.standing(); p != "" {
				s, ok = r.part(g, p, d)
			}
			if ok && s != nil {
				r.put(draft{append(slices.Clone(d.shifts), s), d.accepted})
				return
			}
		}
		r.notice = week.Notice{Say: r.words().NobodyFor, Tone: week.Warn}
	})
}

// Press opens the form of the cell: of its shift, or of a new one.
func (r *Roster) Press() {
	r.Change(func() {
		if !r.shown.Can.Edit {
			return
		}
		d, person, date := r.now(), r.standing(), int32(r.monday)+int32(r.day)
		f := form{before: r.week(), person: person, date: date}
		if person == "" {
			if all := gaps(f.before, date); len(all) > 0 {
				if s := r.whom(all[0], d); s != nil {
					f.person = s.Person
				}
			}
		}
		if people := r.people(); f.person == "" && len(people) > 0 {
			f.person = people[0].Id
		}
		if own := shiftsOf(d.shifts, person, date); len(own) > 0 {
			f.old, f.touched = own[0], true
			f.write(own[0])
		} else {
			s, _ := r.suggest(f.before, f.person, date, d)
			f.write(s)
		}
		r.form = f
		r.open(ShiftSheet)
		r.changed()
	})
}

// Next goes on to the next shift of the same person and day, and after the last to a new one.
func (r *Roster) Next() {
	r.edit(func(f *form) {
		d := r.now()
		own := shiftsOf(d.shifts, f.person, f.date)
		at := -1
		if f.old != nil {
			at = slices.IndexFunc(own, like(f.old))
		}
		if at+1 < len(own) {
			f.old, f.touched = own[at+1], true
			f.write(own[at+1])
			return
		}
		f.old, f.touched = nil, false
		s, _ := r.suggest(f.before, f.person, f.date, d)
		f.write(s)
	})
}

// edit changes what the form says, in one of the ways below.
func (r *Roster) edit(change func(*form)) {
	r.Change(func() {
		if r.sheet != ShiftSheet {
			return
		}
		was := r.form
		change(&r.form)
		if r.form != was {
			r.notice = week.Notice{}
			r.changed()
		}
	})
}

// again writes what is suggested for who and when, as long as the planner chose nothing else.
func (r *Roster) again(f *form) {
	if f.touched {
		return
	}
	d := r.now()
	s, _ := r.suggest(f.before, f.person, f.date, draft{shifts: without(d.shifts, f.old)})
	f.write(s)
}

// Who is whose shift it is, by their place in the list.
func (r *Roster) Who(n int) {
	r.edit(func(f *form) {
		if people := r.people(); n >= 0 && n < len(people) {
			f.person = people[n].Id
			r.again(f)
		}
	})
}

// When is its day, from Monday.
func (r *Roster) When(day int) {
	r.edit(func(f *form) {
		if f.date = int32(r.monday) + int32(day); f.old == nil {
			f.touched = false // another day has other gaps
		}
		r.again(f)
	})
}

// Gap takes the post and hours of what nobody covers, by its place in the list.
func (r *Roster) Gap(n int) {
	r.edit(func(f *form) {
		all := gaps(f.before, f.date)
		if n < 0 || n >= len(all) {
			return
		}
		d := r.now()
		s, ok := r.part(all[n], f.person, draft{shifts: without(d.shifts, f.old)})
		if !ok {
			g := all[n]
			s = &contract.RosterShift{From: g.From, To: g.To, Work: g.Work, Desk: g.Desk}
		}
		f.touched = true
		f.write(s)
	})
}

// What is its work, by its place in Works.
func (r *Roster) What(n int) {
	r.edit(func(f *form) {
		if n >= 0 && n < len(works) {
			f.touched, f.work = true, works[n]
		}
	})
}

// Desk, From and To are typed.
func (r *Roster) Desk(typed string) {
	r.edit(func(f *form) { f.touched, f.desk = f.touched || f.desk != typed, typed })
}

// From is when it begins, as it is typed.
func (r *Roster) From(typed string) {
	r.edit(func(f *form) { f.touched, f.from = f.touched || f.from != typed, typed })
}

// To is when it ends, as it is typed.
func (r *Roster) To(typed string) {
	r.edit(func(f *form) { f.touched, f.to = f.touched || f.to != typed, typed })
}

// Place puts what the form says in the draft.
func (r *Roster) Place() {
	r.Change(func() {
		if r.sheet != ShiftSheet {
			return
		}
		s, wrong := r.form.shift(r.words())
		if wrong != "" {
			r.notice = week.Notice{Say: wrong, Tone: week.Warn}
			return
		}
		d, old := r.now(), r.form.old
		r.sheet = NoSheet
		r.row, r.day = 1+slices.IndexFunc(r.people(), func(p *contract.RosterPerson) bool { return p.Id == s.Person }), int(s.Date)-int(r.monday)
		if old != nil && like(s)(old) {
			r.changed()
			return
		}
		r.put(draft{append(slices.Clone(without(d.shifts, old)), s), d.accepted})
	})
}

// Strike takes the shift of the form away.
func (r *Roster) Strike() {
	r.Change(func() {
		if r.sheet != ShiftSheet || r.form.old == nil {
			return
		}
		d := r.now()
		r.sheet = NoSheet
		r.put(draft{slices.Clone(without(d.shifts, r.form.old)), d.accepted})
	})
}
