package visit

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Group is a part of the queue that is called as one before the next.
type Group uint8

// The groups, in the order of the default.
const (
	GroupUrgent Group = iota // spoed
	GroupDue                 // appointments whose time has come, or comes soon; and who waited long without one
	GroupSemi                // semi-spoed
	GroupWalkIn              // without appointment, by arrival; also who missed a call or came far too late
	GroupEarly               // appointments before their time, when that makes nobody late
	groups
)

// groupCodes are stored and sent.
var groupCodes = [groups]string{GroupUrgent: "urgent", GroupDue: "due", GroupSemi: "semi", GroupWalkIn: "walk-in", GroupEarly: "early"}

// String is the code of the group, as it is stored and sent.
func (g Group) String() string {
	if g < groups {
		return groupCodes[g]
	}
	return fmt.Sprintf("group %d", g)
}

// ParseGroup reads a code; the fault is Invalid and lists them.
func ParseGroup(code string) (Group, error) {
	if i := slices.Index(groupCodes[:], code); i >= 0 {
		return Group(i), nil
	}
	return 0, fault.New("visit.ParseGroup", fault.Invalid).On(code).Tell(fmt.Sprintf("'%s' is geen groep van de wachtrij.", code), fmt.Sprintf("Kies uit %q.", groupCodes))
}

// Order is the rule of a site's queue, as data; no field of it looks at who a visitor is (A002-66). The zero
// Order is the strictest: an appointment is due at its minute and not before, one minute late loses it, and one call
// unanswered closes a visit. All times are in minutes.
type Order struct {
	// Sequence is the groups in the order in which they are called; those it leaves out follow in the default's.
	// GroupDue comes before GroupWalkIn and GroupEarly: it bounds every wait.
	Sequence []Group
	// Soon is how long before its time an appointment already goes before the walk-ins, so that it is not kept
	// waiting past its time behind one of them.
	Soon int
	// Earliest is how long before its time an appointment may be called at most; 0: no bound, as long as nobody
	// comes late by it.
	Earliest int
	// Grace is how late one may check in and keep the appointment's place; later, it counts by arrival.
	Grace int
	// Patience is after how long one without appointment goes along with the appointments, by the minute at
	// which it was over; 0: never. It bounds every wait: see Arrange.
	Patience int
	// Calls is how often a visitor is called before the visit is closed; less than 1 counts as 1.
	Calls int
	// Brief is the longest visit that a five-minute desk takes (A003-41); less than 1 counts as 5.
	Brief int
	// KeepDays is for how many civil days after its own a waiting ticket stays good; 0: it is closed with its day.
	KeepDays int
	// UndoMinutes is how long a step can be taken back.
	UndoMinutes int
}

// DefaultOrder serves until a site has an order of its own. All its figures are assumed, no source states
// them: five minutes is somewhat less than the mean transaction of seven (A000-30); the longest norm for lateness
// is ten minutes (A004-09), so a quarter of an hour late is late by any norm.
var DefaultOrder = Order{Soon: 5, Grace: 15, Patience: 30, Calls: 3, Brief: 5, UndoMinutes: 10}

// Check refuses, as Invalid, an order that no site can mean.
func (o Order) Check() error {
	bad := func(say string) error {
		return fault.New("visit.Order", fault.Invalid).Tell(say, "Kijk de regels van de wachtrij na.")
	}
	for i, g := range o.Sequence {
		if g >= groups || slices.Contains(o.Sequence[:i], g) {
			return bad("Een groep van de wachtrij is onbekend of staat er twee keer.")
		}
	}
	for _, n := range []int{o.Soon, o.Earliest, o.Grace, o.Patience, o.Calls, o.Brief, o.KeepDays, o.UndoMinutes} {
		if n < 0 || n > 24*60 {
			return bad("Een getal van de wachtrij is te klein of te groot.")
		}
	}
	if s := o.sequence(); slices.Index(s, GroupDue) > min(slices.Index(s, GroupWalkIn), slices.Index(s, GroupEarly)) {
		return bad("Een afspraak waarvan het uur gekomen is, gaat voor de inloop: anders wacht iemand zonder einde.")
	}
	if o.Earliest != 0 && o.Earliest < o.Soon {
		return bad("Een afspraak kan niet voorgaan vóór ze opgeroepen mag worden.")
	}
	return nil
}

// sequence is all groups in the order in which they are called.
func (o Order) sequence() []Group {
	out := make([]Group, 0, groups)
	for _, g := range o.Sequence {
		if g < groups && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	for g := range groups {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// LastCall reports whether a miss now closes the visit.
func (o Order) LastCall(v Visit) bool { return v.Misses+1 >= max(o.Calls, 1) }

// brief is the longest visit of a five-minute desk, in minutes.
func (o Order) brief() int {
	if o.Brief < 1 {
		return 5
	}
	return o.Brief
}

// Words prints the order for people, in Dutch: what a visitor may ask to see (A002-66). The kinds are those that the site
// has; of each it says whom it calls.
func (o Order) Words(has ...Kind) []string {
	var out []string
	for i, g := range o.sequence() {
		out = append(out, fmt.Sprintf("%d. %s", i+1, o.group(g)))
	}
	out = append(out, "Binnen een groep gaat eerst wie eerst kwam; bij de afspraken wie het vroegste uur heeft. Nooit telt wie iemand is.",
		fmt.Sprintf("Wie meer dan %d min te laat komt voor een afspraak, sluit aan bij de inloop.", o.Grace))
	if n := max(o.Calls, 1); n == 1 {
		out = append(out, "Wie niet komt na een oproep, verliest het volgnummer.")
	} else {
		out = append(out, fmt.Sprintf("Wie niet komt na een oproep, sluit achteraan aan; na %d oproepen vervalt het volgnummer.", n))
	}
	out = append(out, "Wie doorverwezen wordt of even opzij wacht, houdt de plaats in de rij.",
		"Een loket roept alleen wie het zelf kan helpen; de anderen blijven op hun plaats staan.")
	for k := range Kind(len(kinds)) {
		if say := o.rule(k); say != "" && slices.Contains(has, k) {
			out = append(out, say)
		}
	}
	if o.KeepDays > 0 {
		return append(out, fmt.Sprintf("Wie bij sluiting nog wacht, kan met hetzelfde volgnummer terugkomen: nog %d %s.", o.KeepDays, plural(o.KeepDays, "dag", "dagen")))
	}
	return append(out, "Wie bij sluiting nog wacht, verliest het volgnummer.")
}

// group says in Dutch who is in a group and how it is ordered.
func (o Order) group(g Group) string {
	switch g {
	case GroupUrgent:
		return "Wie een code spoed heeft."
	case GroupDue:
		say := "Afspraken waarvan het uur gekomen is, volgens hun uur."
		if o.Soon > 0 {
			say = fmt.Sprintf("Afspraken waarvan het uur gekomen is of binnen %d min komt, volgens hun uur.", o.Soon)
		}
		if o.Patience > 0 {
			say += fmt.Sprintf(" Wie zonder afspraak %d min gewacht heeft, gaat met hen mee.", o.Patience)
		}
		return say
	case GroupSemi:
		return "Wie een code semi-spoed heeft."
	case GroupWalkIn:
		return "Wie zonder afspraak komt."
	case GroupEarly:
		if o.Earliest > 0 {
			return fmt.Sprintf("Wie te vroeg is voor een afspraak, hoogstens %d min op voorhand, als daardoor niemand anders te laat geholpen wordt.", o.Earliest)
		}
		return "Wie te vroeg is voor een afspraak, als daardoor niemand anders te laat geholpen wordt."
	}
	return ""
}

// plural chooses between one and several.
func plural(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
