package visit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// asks is a waiting walk-in for products, that arrived as number n.
func asks(t testing.TB, n int, products ...office.ProductID) visit.Visit {
	v := waiting(t, n, "10:00")
	v.Products = products
	return v
}

// TestWhoADeskCalls shows for kinds of desk whom they pass over and why.
func TestWhoADeskCalls_A002_54_A000_34_A003_41_A003_22_A003_24_A003_32(t *testing.T) {
	appointment := booked(t, 9, "09:55", "10:00")
	appointment.Products = []office.ProductID{"pas"}
	family := asks(t, 2, "rijbewijs")
	family.Persons = 3
	sent := asks(t, 3, "eid")
	sent.For.Desk = 2
	toTheme := asks(t, 4, "eid")
	toTheme.For.Theme = "wonen"
	wonen := visit.Scope{Themes: []office.ClusterID{"wonen"}}
	burgerzaken := visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}
	room := visit.Post{Desk: 7, Kind: visit.Room}
	toRoom := asks(t, 5, "eid")
	toRoom.For.Desk = 7
	for _, row := range []struct {
		name string
		post visit.Post
		with []visit.Post
		v    visit.Visit
		want string // "": called
	}{
		{"any desk", visit.Post{Desk: 1}, nil, asks(t, 1, "woonadvies"), ""},
		{"the desk does not serve it", visit.Post{Desk: 1, Serves: burgerzaken}, nil, asks(t, 1, "woonadvies"), "loket 1 behandelt geen Woonadvies"},
		{"A002-54 the clerk is not skilled", visit.Post{Desk: 1, Skills: burgerzaken}, nil, asks(t, 1, "woonadvies"), "wie aan loket 1 zit, is niet opgeleid voor Woonadvies"},
		{"a product of its own", visit.Post{Desk: 1, Serves: visit.Scope{Products: []office.ProductID{"pas"}}}, nil, asks(t, 1, "pas"), ""},
		{"all but one product", visit.Post{Desk: 1, Serves: visit.Scope{Except: []office.ProductID{"pas"}}}, nil, asks(t, 1, "pas"), "loket 1 behandelt geen Reispas afhalen"},
		{"A003-10 no higher than a level", visit.Post{Desk: 1, Serves: visit.Scope{Level: 2}}, nil, asks(t, 1, "eid"), "loket 1 behandelt geen eID aanvragen"},
		{"a product of a newer catalogue, any desk", visit.Post{Desk: 1}, nil, asks(t, 1, "nieuw"), ""},
		{"a product of a newer catalogue", visit.Post{Desk: 1, Serves: burgerzaken}, nil, asks(t, 1, "nieuw"), "loket 1 behandelt geen nieuw"},
		{"two products, none", visit.Post{Desk: 1, Serves: visit.Scope{Themes: []office.ClusterID{"ocmw"}}}, nil, asks(t, 1, "eid", "woonadvies"), "loket 1 behandelt niets hiervan"},
		{"two products, one, and nobody does both", visit.Post{Desk: 1, Serves: burgerzaken}, []visit.Post{{Desk: 2, Serves: wonen}}, asks(t, 1, "eid", "woonadvies"), ""},
		{"two products, one, and another does both", visit.Post{Desk: 1, Serves: burgerzaken}, []visit.Post{{Desk: 2}}, asks(t, 1, "eid", "woonadvies"), "loket 2 kan alles in één keer doen"},
		{"two products, one, and the snelbalie does no eID", visit.Post{Desk: 1, Serves: burgerzaken}, []visit.Post{{Desk: 2, Kind: visit.Snelbalie}}, asks(t, 1, "eid", "woonadvies"), ""},
		{"sent here", visit.Post{Desk: 2, Serves: wonen}, nil, sent, ""},
		{"sent elsewhere", visit.Post{Desk: 1}, []visit.Post{{Desk: 2}}, sent, "is voor loket 2"},
		{"sent to a desk where nobody sits", visit.Post{Desk: 1}, nil, sent, ""},
		{"sent to another theme", visit.Post{Desk: 1, Serves: burgerzaken}, nil, toTheme, "is doorverwezen naar wonen"},
		{"A000-34 snelbalie", visit.Post{Desk: 3, Kind: visit.Snelbalie}, nil, asks(t, 1, "pas", "rijbewijs"), ""},
		{"A000-34 not for the snelbalie", visit.Post{Desk: 3, Kind: visit.Snelbalie}, nil, asks(t, 1, "pas", "eid"), "eID aanvragen is niet voor de snelbalie"},
		{"A000-34 with an appointment", visit.Post{Desk: 3, Kind: visit.Snelbalie}, nil, appointment, "heeft een afspraak: niet voor de snelbalie"},
		{"A003-41 five minutes", visit.Post{Desk: 4, Kind: visit.FiveMinute}, nil, asks(t, 1, "pas"), ""},
		{"A003-41 two short ones", visit.Post{Desk: 4, Kind: visit.FiveMinute}, nil, asks(t, 1, "pas", "rijbewijs"), "duurt ongeveer 6 min: niet voor de vijfminutenbalie"},
		{"A003-41 a family", visit.Post{Desk: 4, Kind: visit.FiveMinute}, nil, family, "duurt ongeveer 7 min: niet voor de vijfminutenbalie"},
		{"A003-22 the standing desk", visit.Post{Desk: 5, Kind: visit.Standing, Serves: visit.Scope{Level: 2}}, nil, asks(t, 1, "pas"), ""},
		{"A003-22 with an appointment", visit.Post{Desk: 5, Kind: visit.Standing}, nil, appointment, "heeft een afspraak: niet voor de inloopbalie"},
		{"A003-22 no expertise", visit.Post{Desk: 5, Kind: visit.Standing, Serves: visit.Scope{Level: 2}}, nil, asks(t, 1, "eid"), "loket 5 behandelt geen eID aanvragen"},
		{"A003-24 its theme", visit.Post{Desk: 6, Kind: visit.ThemeDesk, Serves: wonen}, nil, asks(t, 1, "woonadvies"), ""},
		{"A003-24 another theme", visit.Post{Desk: 6, Kind: visit.ThemeDesk, Serves: wonen}, nil, asks(t, 1, "eid"), "loket 6 behandelt geen eID aanvragen"},
		{"A003-24 its theme, and a clerk of another", visit.Post{Desk: 6, Kind: visit.ThemeDesk, Serves: wonen, Skills: burgerzaken}, nil, asks(t, 1, "woonadvies"), "wie aan loket 6 zit, is niet opgeleid voor Woonadvies"},
		{"A003-32 a room", room, nil, asks(t, 1, "steun"), ""},
		{"A003-32 nothing for a room", room, nil, asks(t, 1, "eid"), "vraagt geen gespreksruimte"},
		{"A003-32 sent to the room on purpose", room, nil, toRoom, ""},
		{"A003-32 not over a desk, where a room is manned", visit.Post{Desk: 1}, []visit.Post{room}, asks(t, 1, "steun"), "is voor de gespreksruimte, loket 7"},
		{"A003-32 over a desk, where no room is manned", visit.Post{Desk: 1}, nil, asks(t, 1, "steun"), ""},
		{"A003-32 over a desk, where the expert is for something else", visit.Post{Desk: 1}, []visit.Post{{Desk: 7, Kind: visit.Room, Skills: burgerzaken}}, asks(t, 1, "steun"), ""},
		{"A003-32 one room does not wait for another", room, []visit.Post{{Desk: 8, Kind: visit.Room}}, asks(t, 1, "steun"), ""},
		{"A003-41 nobody knows", visit.Post{Desk: 4, Kind: visit.FiveMinute}, nil, asks(t, 1, "nieuw"), "niemand weet hoe lang dit duurt: niet voor de vijfminutenbalie"},
	} {
		t.Run(row.name, func(t *testing.T) {
			q := visit.Queue{Visits: []visit.Visit{row.v}, Offer: offer, Posts: append([]visit.Post{row.post}, row.with...)}
			c, ok := visit.DefaultOrder.Choose(q, clock(t, "10:05"), row.post.Desk)
			passed := c.Passed(9)
			if ok != (row.want == "") || !ok && (c.Before != 1 || len(passed) != 1 || passed[0].Passed != row.want) {
				t.Errorf("called %v, passed %+v", ok, passed)
			}
		})
	}
}

func TestSkillsOfARoster_A002_54(t *testing.T) {
	for _, row := range []struct {
		skills  []string
		product office.ProductID
		want    bool
	}{
		{nil, "eid", true}, {nil, "nieuw", true}, {[]string{"burgerzaken"}, "eid", true}, {[]string{"burgerzaken"}, "woonadvies", false},
		{[]string{"burgerzaken", "woonadvies"}, "woonadvies", true}, {[]string{"iets van later"}, "eid", false},
	} {
		if got := visit.ScopeOf(row.skills, offer).Covers(row.product, offer); got != row.want {
			t.Errorf("%q covers %s: %v", row.skills, row.product, got)
		}
	}
}

// TestSnelbalieNarrowsOnlyItself: an ordinary desk calls in order, also who could go to the snelbalie.
func TestSnelbalieNarrowsOnlyItself_A000_34(t *testing.T) {
	q := visit.Queue{Offer: offer, Posts: []visit.Post{{Desk: 1}, {Desk: 2, Kind: visit.Snelbalie}},
		Visits: []visit.Visit{asks(t, 1, "pas"), asks(t, 2, "eid"), asks(t, 3, "rijbewijs")}}
	for desk, want := range map[office.Desk]visit.Ticket{1: 1, 2: 1} {
		if c, ok := visit.DefaultOrder.Choose(q, clock(t, "10:05"), desk); !ok || c.Visit.Ticket != want {
			t.Errorf("desk %d calls %s", desk, c.Visit.Ticket)
		}
	}
	q.Visits = q.Visits[1:]
	c, ok := visit.DefaultOrder.Choose(q, clock(t, "10:05"), 2)
	if passed := c.Passed(9); !ok || c.Visit.Ticket != 3 || len(passed) != 1 || passed[0].Visit.Ticket != 2 {
		t.Errorf("the snelbalie calls %s past %q", c.Visit.Ticket, lines(passed))
	}
}

func TestNobodyIsForgotten(t *testing.T) {
	q := visit.Queue{Offer: offer, Posts: []visit.Post{{Desk: 1, Serves: visit.Scope{Themes: []office.ClusterID{"wonen"}}}},
		Visits: []visit.Visit{asks(t, 1, "woonadvies"), asks(t, 2, "eid")}}
	got := visit.DefaultOrder.Stranded(q, clock(t, "10:05"))
	if len(got) != 1 || got[0].Visit.Ticket != 2 || got[0].Passed == "" {
		t.Errorf("stranded %q", lines(got))
	}
	q.Posts = nil
	if got := visit.DefaultOrder.Stranded(q, clock(t, "10:05")); len(got) != 2 {
		t.Errorf("with no desk manned, stranded %q", lines(got))
	}
}

func TestOrderAsData_A001_04(t *testing.T) {
	semi := asks(t, 1, "eid")
	semi.Urgency = visit.SemiUrgent
	early, due, urgent := booked(t, 2, "10:00", "10:40"), booked(t, 3, "10:00", "10:00"), asks(t, 4, "eid")
	urgent.Urgency = visit.Urgent
	q := visit.Queue{Visits: []visit.Visit{semi, early, due, urgent, asks(t, 5, "eid")}}
	for _, row := range []struct {
		name  string
		order visit.Order
		want  []visit.Ticket
	}{
		{"default", visit.DefaultOrder, []visit.Ticket{4, 3, 1, 5, 2}},
		{"zero", visit.Order{}, []visit.Ticket{4, 3, 1, 5, 2}},
		{"appointments before spoed", visit.Order{Sequence: []visit.Group{visit.GroupDue}}, []visit.Ticket{3, 4, 1, 5, 2}},
		{"early before the walk-ins", visit.Order{Sequence: []visit.Group{visit.GroupUrgent, visit.GroupDue, visit.GroupEarly}}, []visit.Ticket{4, 3, 2, 1, 5}},
		{"early no more than a quarter", visit.Order{Earliest: 15}, []visit.Ticket{4, 3, 1, 5, 2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := row.order.Check(); err != nil {
				t.Fatal(err)
			}
			var got []visit.Ticket
			all := row.order.Arrange(q, clock(t, "10:05"), 0)
			for _, p := range all {
				got = append(got, p.Visit.Ticket)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("%q", lines(all))
			}
			if last := all[4]; row.order.Earliest != 0 && (!last.Held || last.Why != "afspraak 10:40, wacht: ten vroegste om 10:25") {
				t.Errorf("%+v", last)
			}
		})
	}
	for name, o := range map[string]visit.Order{
		"an unknown group": {Sequence: []visit.Group{9}}, "a group twice": {Sequence: []visit.Group{visit.GroupDue, visit.GroupDue}},
		"walk-ins before appointments": {Sequence: []visit.Group{visit.GroupWalkIn}}, "a negative time": {Soon: -1}, "two days": {Patience: 2880},
		"due before it may be called": {Soon: 10, Earliest: 5},
	} {
		if err := o.Check(); !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPatience: who waits long without appointment goes along with the appointments by the minute at which patience was
// over, and nobody is turned round by a clock that was set back.
func TestPatience(t *testing.T) {
	long, longer := asks(t, 2, "eid"), asks(t, 1, "eid")
	longer.Arrived, long.Arrived = stamp(t, "10:00"), stamp(t, "09:40") // the clock was set back between them
	q := visit.Queue{Visits: []visit.Visit{long, longer, booked(t, 3, "09:50", "10:00"), booked(t, 4, "10:00", "10:15")}}
	want := []string{
		"A003 afspraak 10:00, aan de beurt",
		"A001 inloop, wacht al 20 min: gaat mee met de afspraken",
		"A002 inloop, wacht al 40 min: gaat mee met de afspraken",
		"A004 afspraak 10:15, aan de beurt",
	}
	if got := lines(visit.DefaultOrder.Arrange(q, clock(t, "10:20"), 0)); !slices.Equal(got, want) {
		t.Errorf("order %q", got)
	}
}

func TestOrderInWords_A002_66(t *testing.T) {
	site := visit.Order{Sequence: []visit.Group{visit.GroupDue, visit.GroupUrgent}, Earliest: 20, Grace: 5, Calls: 1, Brief: 8, KeepDays: 1}
	golden(t, "order.txt", strings.Join(visit.DefaultOrder.Words(), "\n")+"\n\n"+strings.Join(site.Words(visit.Room, visit.FiveMinute, visit.Snelbalie, visit.Standing, visit.ThemeDesk), "\n")+"\n")
}

// TestCodesAreReadBack: what is stored of groups and kinds is read again, and an unknown code is refused with the list.
func TestCodesAreReadBack(t *testing.T) {
	for k := visit.Counter; k <= visit.Room; k++ {
		if got, err := visit.ParseKind(k.String()); got != k || err != nil || k.Words() == "" {
			t.Errorf("%s: %s, %v", k, got, err)
		}
	}
	for g := visit.GroupUrgent; g <= visit.GroupEarly; g++ {
		if got, err := visit.ParseGroup(g.String()); got != g || err != nil {
			t.Errorf("%s: %s, %v", g, got, err)
		}
	}
	for _, later := range []string{"", "hologram", (visit.Room + 1).String(), (visit.GroupEarly + 1).String()} {
		_, one := visit.ParseKind(later)
		_, two := visit.ParseGroup(later)
		if !fault.Is(one, fault.Invalid) || !fault.Is(two, fault.Invalid) {
			t.Errorf("%q: %v, %v", later, one, two)
		}
	}
	if err := (visit.Post{Kind: visit.ThemeDesk}).Check(); !fault.Is(err, fault.Invalid) {
		t.Errorf("a theme desk without theme: %v", err)
	}
}
