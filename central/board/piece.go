package board

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// prefix begins the id of every piece that a draft makes: by it the pieces are known in the plan and its history.
const prefix = "verschuiving/"

// Change is a draft in pieces of the plan.
type Change struct {
	Moves []Move // with the desks that were chosen
	Put   *contract.Plan
	Undo  *contract.Plan // what is removed
	Touch []Touch        // in the order of sites and days
}

// Pieces is the change as the register takes it.
func (c Change) Pieces() *contract.PlanChange {
	return &contract.PlanChange{Put: c.Put, Remove: c.Undo}
}

// Translate says a draft in pieces of the plan. stored is the plan in force and p what it compiles to. Faults: Invalid, for a
// draft that cannot be; Conflict, for the undoing of what was changed since.
func Translate(d Draft, stored *contract.Plan, p *calendar.Plan, today office.Date) (Change, error) {
	if d.Undo != nil {
		if len(d.Moves) > 0 {
			return Change{}, refused("undo", "Een ontwerp dat iets terugdraait, verplaatst niets anders.", "Maak er twee ontwerpen van.")
		}
		return undo(d.Undo, stored, today)
	}
	w := writer{draft: d, plan: p, today: today, out: Change{Put: new(contract.Plan), Undo: new(contract.Plan)}}
	for _, r := range stored.GetRules() {
		rule, err := rulebook.RuleOf(r)
		if err == nil && rule.Mode == calendar.Appointment { // what cannot be read is in no calendar
			w.rules = append(w.rules, rule)
		}
	}
	w.regimes = stored.GetRegimes()
	for i, m := range d.Moves {
		if err := w.move(i, m); err != nil {
			return Change{}, err
		}
	}
	w.out.Touch = sorted(w.out.Touch)
	return w.out, nil
}

// writer writes the pieces of a draft.
type writer struct {
	draft   Draft
	plan    *calendar.Plan
	today   office.Date
	rules   []calendar.Rule
	regimes []*contract.Regime
	out     Change
}

// move writes one move.
func (w *writer) move(i int, m Move) error {
	slot, err := m.From.takable(w.plan, w.today)
	if err != nil {
		return err
	}
	for _, o := range w.out.Moves {
		if m.From.overlaps(o.From) {
			return refused(m.From.String(), "Deze uren worden in dit ontwerp twee keer verplaatst.", "Laat één van beide weg.")
		}
	}
	if err := w.lands(&m); err != nil {
		return err
	}
	id := fmt.Sprintf("%s%s/%d", prefix, w.draft.Name, i+1)
	w.out.Put.Regimes = append(w.out.Put.Regimes, w.leave(id, m.From))
	w.out.Put.Rules = append(w.out.Put.Rules, rulebook.ToRule(w.arrive(id, m, slot)))
	w.out.Moves = append(w.out.Moves, m)
	w.out.Touch = append(w.out.Touch, Touch{m.From.Site, m.From.Date}, Touch{m.To.Site, m.To.Date})
	return nil
}

// lands judges the target of a move and chooses its desk.
func (w *writer) lands(m *Move) error {
	site, ok := w.plan.Site(m.To.Site)
	from, _ := w.plan.Site(m.From.Site)
	to := m.arrives()
	switch {
	case !ok:
		return refused(to.String(), fmt.Sprintf("De locatie '%s' is niet bekend.", m.To.Site), "")
	case from.NIS != site.NIS:
		return refused(to.String(), fmt.Sprintf("%s en %s zijn van een ander bestuur.", from.Name, site.Name), "Verplaats uren binnen één gemeente.")
	case m.To.Date <= w.today:
		return refused(to.String(), "Vandaag is van het loket zelf, en wat voorbij is staat vast.", "Verplaats uren naar morgen of later.")
	case to.To > office.EndOfDay:
		return refused(to.String(), "Zo eindigt het na middernacht.", "Begin vroeger.")
	}
	if m.To.Desk != 0 {
		if w.taken(to) {
			return refused(to.String(), fmt.Sprintf("Loket %d van %s is dan al in gebruik.", m.To.Desk, site.Name), "Noem geen loket: dan wordt er een gekozen.")
		}
		return nil
	}
	for desk := office.Desk(1); desk <= calendar.MaxDesks; desk++ {
		if to.Desk = desk; !w.taken(to) {
			m.To.Desk = desk
			return nil
		}
	}
	return refused(to.String(), fmt.Sprintf("%s heeft dan geen loket meer over.", site.Name), "")
}

// taken reports whether a desk is spoken for at that time: by a rule, whether or not something closes it, by a regime that
// names it, or by another move. A rule that is closed must not be doubled, or the desk would be open twice when the closure is undone.
func (w *writer) taken(b Block) bool {
	for _, r := range w.rules {
		first := max(r.FirstDesk, 1)
		if r.Site == b.Site && b.Desk >= first && int(b.Desk) < int(first)+int(r.Desks) && r.From < b.To && b.From < r.To && r.Opens(b.Date) {
			return true
		}
	}
	for _, g := range w.regimes {
		named := calendar.Desks(g.Closed)
		for _, t := range g.Teams {
			named |= calendar.Desks(t.Desks)
		}
		if (g.Site == "" || g.Site == string(b.Site)) && office.Date(g.FromDate) <= b.Date && b.Date <= office.Date(g.ToDate) && named.Has(b.Desk) {
			return true
		}
	}
	return slices.ContainsFunc(w.out.Moves, func(o Move) bool { return b.overlaps(o.arrives()) })
}

// leave is the regime of one day in which the desk is there before and after the block only.
func (w *writer) leave(id string, b Block) *contract.Regime {
	g := &contract.Regime{Id: id, Site: string(b.Site), FromDate: int32(b.Date), ToDate: int32(b.Date), Reason: w.reason()}
	desk := uint64(calendar.DeskSet(b.Desk))
	if b.From > 0 {
		g.Teams = append(g.Teams, &contract.Regime_Team{Name: "voor", Desks: desk, To: uint32(b.From)})
	}
	if b.To < office.EndOfDay {
		g.Teams = append(g.Teams, &contract.Regime_Team{Name: "na", Desks: desk, From: uint32(b.To), To: uint32(office.EndOfDay)})
	}
	if len(g.Teams) == 0 {
		g.Closed = desk
	}
	return g
}

// arrive is the rule of one day that opens the desk at the target.
func (w *writer) arrive(id string, m Move, slot office.Minute) calendar.Rule {
	to := m.arrives()
	return calendar.Rule{ID: id, Site: to.Site, Days: 1 << to.Date.Weekday(), From: to.From, To: to.To, Mode: calendar.Appointment,
		Desks: 1, FirstDesk: to.Desk, Slot: slot, Valid: office.Period{From: to.Date, To: to.Date},
		Products: m.To.Products, Clusters: m.To.Clusters, Reason: w.reason()}
}

func (w *writer) reason() string {
	if w.draft.Reason != "" {
		return w.draft.Reason
	}
	return Reason
}

// undo is the change that takes a former one back: what it put goes, what it replaced comes again.
func undo(n *contract.PlanNote, stored *contract.Plan, today office.Date) (Change, error) {
	c := Change{Put: &contract.Plan{Rules: n.GetBefore().GetRules(), Regimes: n.GetBefore().GetRegimes()}, Undo: new(contract.Plan)}
	var foreign bool
	touch := func(id, site string, on, until int32) {
		foreign = foreign || !strings.HasPrefix(id, prefix) || on != until || on == 0
		c.Touch = append(c.Touch, Touch{office.SiteID(site), office.Date(on)})
	}
	for _, side := range []*contract.Plan{n.GetBefore(), n.GetAfter()} {
		foreign = foreign || len(side.GetClosures())+len(side.GetTerms())+len(side.GetOrders())+len(side.GetPosts())+len(side.GetKiosks())+len(side.GetNorms())+len(side.GetOffers()) > 0
		for _, r := range side.GetRules() {
			touch(r.Id, r.Site, r.ValidFrom, r.ValidTo)
		}
		for _, g := range side.GetRegimes() {
			touch(g.Id, g.Site, g.FromDate, g.ToDate)
		}
	}
	if foreign || len(c.Touch) == 0 {
		return Change{}, refused(fmt.Sprint(n.GetVersion()), "Deze wijziging is niet op het bord gemaakt; het bord kan ze niet terugdraaien.", "Draai ze terug met 'central rules'.")
	}
	for _, t := range c.Touch {
		if t.Date <= today {
			return Change{}, refused(string(t.Site), "Wat vandaag is of voorbij is, kan niet meer terug.", "")
		}
	}
	if !untouched(n, stored) {
		return Change{}, fault.New("board.Undo", fault.Conflict).On(fmt.Sprint(n.Version)).Tell("Deze wijziging is intussen zelf gewijzigd of teruggedraaid.", "Kijk met 'central rules history'.")
	}
	for _, r := range n.After.Rules {
		c.Undo.Rules = append(c.Undo.Rules, &contract.Rule{Id: r.Id})
	}
	for _, g := range n.After.Regimes {
		c.Undo.Regimes = append(c.Undo.Regimes, &contract.Regime{Id: g.Id})
	}
	c.Touch = sorted(c.Touch)
	return c, nil
}

// untouched reports whether all that a change put is in the plan as it put it, and nothing stands where it removed something.
func untouched(n *contract.PlanNote, stored *contract.Plan) bool {
	return stands(n.Before.GetRules(), n.After.GetRules(), stored.GetRules(), (*contract.Rule).GetId) &&
		stands(n.Before.GetRegimes(), n.After.GetRegimes(), stored.GetRegimes(), (*contract.Regime).GetId)
}

func stands[T proto.Message](before, after, all []T, id func(T) string) bool {
	for _, one := range after {
		if !slices.ContainsFunc(all, func(o T) bool { return proto.Equal(o, one) }) {
			return false
		}
	}
	for _, one := range before {
		same := func(o T) bool { return id(o) == id(one) }
		if !slices.ContainsFunc(after, same) && slices.ContainsFunc(all, same) {
			return false
		}
	}
	return true
}

// sorted is the touched days in order, each once.
func sorted(t []Touch) []Touch {
	slices.SortFunc(t, func(a, b Touch) int {
		if a.Site != b.Site {
			return strings.Compare(string(a.Site), string(b.Site))
		}
		return int(a.Date - b.Date)
	})
	return slices.Compact(t)
}
