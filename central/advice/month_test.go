package advice_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/central/advice"
	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// tb is what tests and benchmarks have in common.
type tb interface {
	Helper()
	Fatal(...any)
}

const (
	berchem  = office.SiteID("buurtloket-berchem")
	hoek     = office.SiteID("buurtloket-groenenhoek")
	harmonie = office.SiteID("antwerpen-harmonie")
)

// city is a simulated city: people of districts who want a seat, one plan, one calendar of what is taken. All of its chance
// comes from a seed, drawn the same whatever is decided, so that two runs differ by the decisions only.
type city struct {
	t       tb
	stored  *contract.Plan
	plan    *calendar.Plan
	today   office.Date
	booked  map[board.Touch]map[deskAt]bool
	free    map[board.Touch]calendar.Free
	refused map[board.Touch]int
	counts  bool // refusals are known to headquarters
	habits  []habit

	waits []int // working days from asking to the place, of those who found one since counting began
	lost  int   // people who found none, since then
	moved int   // suggestions that were followed
	empty int   // places at which nobody came
}

type deskAt struct {
	desk  office.Desk
	start office.Minute
}

// habit is how the people of a district ask.
type habit struct {
	home   []office.SiteID // sites they go to, the first they like best
	away   []office.SiteID // sites they go to when home takes too long, if they are willing
	week   [7]float64      // people who ask on each weekday
	travel float64         // share that is willing to go away
}

// How people are in every district: how many working days they accept, from the least to the most; which share cancels in
// time, so that the place is somebody else's, and which never comes, so that it is lost. Estimates; what is compared is two runs of the
// same people.
const (
	hasty    = 4
	patient  = 12
	cancels  = 0.06
	stayAway = 0.05
)

// newCity is a city where Harmonie has more than it needs and the neighbourhoods too little, by chance more or less so.
// A poor city has nothing to spare anywhere.
func newCity(t tb, seed uint64, poor bool) *city {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	c := &city{t: t, stored: rulebook.Default(), booked: map[board.Touch]map[deskAt]bool{}, free: map[board.Touch]calendar.Free{},
		refused: map[board.Touch]int{}, today: office.NewDate(2026, 9, 7)}
	c.stored.Rules = slices.DeleteFunc(c.stored.Rules, func(x *contract.Rule) bool {
		return !slices.Contains([]string{string(berchem), string(hoek), string(harmonie)}, x.Site)
	})
	for _, x := range c.stored.Rules {
		if x.Site == string(harmonie) && x.Mode == "appointment" {
			x.Desks = 2 + uint32(seed%3) // of its twelve: a test need not simulate three thousand people a week
			if poor {
				x.Desks = 2
			}
		}
	}
	c.compile()
	around := func(mean float64) float64 { return mean * (0.7 + 0.6*r.Float64()) }
	for _, h := range []habit{
		{home: []office.SiteID{berchem, hoek}, away: []office.SiteID{harmonie}, travel: 0.3},
		{home: []office.SiteID{hoek, berchem}, away: []office.SiteID{harmonie}, travel: 0.2},
		{home: []office.SiteID{harmonie}, away: []office.SiteID{berchem}, travel: 0.1},
	} {
		daily := around([]float64{20, 14, 40}[len(c.habits)])
		if poor && len(c.habits) == 2 {
			daily *= 3
		}
		for d := range h.week {
			h.week[d] = daily * []float64{0.3, 1.6, 1.2, 1.0, 1.1, 1.0, 0.5}[d]
		}
		c.habits = append(c.habits, h)
	}
	return c
}

func (c *city) compile() {
	p, err := rulebook.Compile(c.stored)
	if err != nil {
		c.t.Fatal(err)
	}
	c.plan, c.free = p, map[board.Touch]calendar.Free{}
}

// Free implements calendar.Occupancy.
func (c *city) Free(d *calendar.Day) calendar.Free {
	k := board.Touch{Site: d.Site, Date: d.Date}
	f, ok := c.free[k]
	if !ok || !f.For(d) {
		f = d.AllFree()
		for at := range c.booked[k] {
			f.Take(at.desk, at.start)
		}
		c.free[k] = f
	}
	return f
}

// Record implements board.Ledger.
func (c *city) Record(site office.SiteID, on office.Date) board.Record {
	var r board.Record
	for at := range c.booked[board.Touch{Site: site, Date: on}] {
		r.Marks = append(r.Marks, board.Mark{Desk: at.desk, Start: at.start, State: board.Booked})
	}
	return r
}

// WalkedIn and Refused implement board.Beside.
func (c *city) WalkedIn(office.SiteID, office.Date) (int, bool) { return 0, false }

func (c *city) Refused(site office.SiteID, d office.Date) (int, bool) {
	if !c.counts {
		return 0, false
	}
	return c.refused[board.Touch{Site: site, Date: d}], true
}

// now is nine o'clock of the day.
func (c *city) now() time.Time { return c.today.At(9*60, c.plan.Zone()) }

// first is the first free place at any of some sites.
func (c *city) first(sites []office.SiteID) (calendar.Place, int, bool) {
	found, err := calendar.Search(calendar.Query{Products: []office.ProductID{"eid-aanvraag"}, Sites: sites, Channel: office.ChannelWeb, Now: c.now(),
		From: c.today + 1, To: c.today + 20, Limit: 1, OneDesk: true}, c.plan, c)
	if err != nil || len(found) == 0 {
		return calendar.Place{}, 0, false
	}
	return found[0], calendar.WorkingDays(c.today, found[0].Date), true
}

// ask is one person who wants a place; luck is theirs.
func (c *city) ask(h habit, luck *rand.Rand) {
	travels, cancelled, never := luck.Float64() < h.travel, luck.Float64() < cancels, luck.Float64() < stayAway
	patience := hasty + luck.IntN(patient-hasty+1)
	p, days, ok := c.first(h.home)
	if (!ok || days > board.Norm) && travels {
		if q, n, found := c.first(h.away); found && (!ok || n < days) {
			p, days, ok = q, n, true
		}
	}
	if !ok || days > patience {
		c.lost++
		c.refused[board.Touch{Site: h.home[0], Date: c.today}]++
		return
	}
	c.waits = append(c.waits, days)
	if cancelled && p.Date > c.today+2 {
		return // the place comes back in time for somebody else
	}
	c.take(p)
	if never { // the place was taken from others all the same
		c.empty++
	}
}

func (c *city) take(p calendar.Place) {
	k := board.Touch{Site: p.Site, Date: p.Date}
	if c.booked[k] == nil {
		c.booked[k] = map[deskAt]bool{}
	}
	for _, id := range p.Seats {
		c.booked[k][deskAt{id.Desk, id.Start}] = true
		if f, ok := c.free[k]; ok {
			f.Take(id.Desk, id.Start)
		}
	}
}

// live lets days pass. Each day has its own luck, so that what one person does changes no other's.
func (c *city) live(seed uint64, days int, each func()) {
	for range days {
		if each != nil {
			each()
		}
		for i, h := range c.habits {
			luck := rand.New(rand.NewPCG(seed, uint64(c.today)<<8|uint64(i)))
			n := int(h.week[c.today.Weekday()] * (0.8 + 0.4*luck.Float64()))
			for range n {
				c.ask(h, luck)
			}
		}
		c.today++
	}
}

// scene is the city as the board sees it.
func (c *city) scene() *board.Scene {
	return &board.Scene{Plan: c.plan, Ledger: c, Now: c.now(), Beside: c}
}

// changed is the stored plan with new pieces.
func (c *city) changed(change *contract.PlanChange) *contract.Plan {
	p := proto.CloneOf(c.stored)
	p.Version++
	p.Rules, p.Regimes = append(p.Rules, change.Put.GetRules()...), append(p.Regimes, change.Put.GetRegimes()...)
	return p
}

// advise asks for suggestions.
func (c *city) advise(most int) advice.Answer {
	return advice.Ask(advice.Question{Scene: c.scene(), Stored: c.stored, Most: most, After: func(x *contract.PlanChange) (*calendar.Plan, error) {
		return rulebook.Compile(c.changed(x))
	}})
}

// follow does what is suggested, as a planner who always agrees.
func (c *city) follow(most int) {
	d := board.Draft{Name: fmt.Sprint(c.stored.Version + 1)}
	for _, s := range c.advise(most).Suggestions {
		d.Moves = append(d.Moves, s.Move)
	}
	change, err := board.Translate(d, c.stored, c.plan, c.today)
	if err != nil {
		c.t.Fatal(err)
	}
	c.stored = c.changed(change.Pieces())
	c.compile()
	c.moved += len(d.Moves)
}

// month is what a month brought.
type month struct {
	days  float64 // mean working days from asking to the place
	lost  int
	asked int
	moved int
}

// burden is the mean of all who asked, those who found none counted with twice what the most patient accept.
func (m month) burden() float64 {
	return (m.days*float64(m.asked-m.lost) + 2*patient*float64(m.lost)) / float64(m.asked)
}

// simulate lives six weeks to learn and four to count, following up to most suggestions each Monday of these.
func simulate(t tb, seed uint64, poor bool, most int) month {
	c := newCity(t, seed, poor)
	c.live(seed, 42, nil)
	c.waits, c.lost = nil, 0
	c.live(seed, 28, func() {
		if most > 0 && c.today.Weekday() == time.Monday {
			c.follow(most)
		}
	})
	sum := 0
	for _, w := range c.waits {
		sum += w
	}
	return month{days: float64(sum) / float64(max(1, len(c.waits))), lost: c.lost, asked: len(c.waits) + c.lost, moved: c.moved}
}
