package local

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/appliance/night/sheet"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// fillDay tells what the night brought and how the day stands, and calls for who must look for documents that are out late. It wants the line and today's agenda in the view.
func (s *Service) fillDay(t appliance.Turn, out *contract.View) (err error) {
	if out.Morning, err = s.node.Morning(t, out.Line, out.Today); err != nil {
		return err
	}
	standing, err := s.node.Standing(t)
	if err != nil {
		return err
	}
	if out.Day, err = night.Day(t.View, standing.Today); err != nil {
		return err
	}
	out.Day.Checks, out.Day.OpenTickets, out.Day.Unsent = standing.Checks(), uint32(standing.Open), standing.Unsent
	for _, o := range standing.Trips {
		if o.Say != "" {
			out.Notices = append(out.Notices, &contract.Notice{Code: "late-trip", Say: o.Say + " " + o.Next, Urgent: true})
		}
	}
	return nil
}

// OpenDay implements the Counter service.
func (s *Service) OpenDay(ctx context.Context, r *connect.Request[contract.OpenDayRequest]) (*connect.Response[contract.DayDone], error) {
	return s.endOfDay(ctx, "local.OpenDay", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (appliance.Decision, error) {
		return signed(who)(night.OpenDay(t.View, office.DateOf(t.Now), r.Msg.Checks))
	})
}

// CloseDay implements the Counter service. The tickets that the closing ends and the word that the day is closed are one
// commit.
func (s *Service) CloseDay(ctx context.Context, r *connect.Request[contract.CloseDayRequest]) (*connect.Response[contract.DayDone], error) {
	return s.endOfDay(ctx, "local.CloseDay", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (appliance.Decision, error) {
		standing, err := s.node.Standing(t)
		if err != nil {
			return appliance.Decision{}, err
		}
		closing, err := queue.Close(t.View, s.room.Rules(t).On, standing.Today+1)
		if err != nil {
			return appliance.Decision{}, err
		}
		d, err := signed(who)(night.CloseDay(t.View, standing, len(closing), r.Msg.UncountedReason, r.Msg.TripsKnown))
		if len(d.Events) > 0 {
			d.Events = append(d.Events, closing...)
		}
		return d, err
	})
}

// endOfDay runs a decision on one of the two ends of a day, and says how it stands after it. The node stamps nobody: a
// ticket that closing ends names its own desk, and the clerk is that of the day's event alone.
func (s *Service) endOfDay(ctx context.Context, op string, c *contract.Command, decide func(appliance.Turn, appliance.Who) (appliance.Decision, error)) (*connect.Response[contract.DayDone], error) {
	who, _, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	out := new(contract.DayDone)
	if out.Sequence, err = s.node.Do(ctx, appliance.Who{Act: who.Act, Once: true}, func(t appliance.Turn) (appliance.Decision, error) {
		return decide(t, who)
	}); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	err = s.node.Look(func(t appliance.Turn) (err error) {
		view := contract.View{Today: booking.Agenda(t.Desk, office.DateOf(t.Now))}
		if view.Line, err = s.node.Line(t); err != nil {
			return err
		}
		if err := s.fillDay(t, &view); err != nil {
			return err
		}
		out.Day, out.Morning = view.Day, view.Morning
		out.Closed, err = queue.Closing(t.View, s.room.Rules(t).Order, office.DateOf(t.Now))
		return err
	})
	return respond(out, fault.Wrap(op, err))
}

// signed makes the decision for one event that names its person itself.
func signed(who appliance.Who) func(*contract.Event, error) (appliance.Decision, error) {
	return func(e *contract.Event, err error) (appliance.Decision, error) {
		if e != nil {
			e.Clerk, e.Desk = string(who.Clerk), uint32(who.Desk)
		}
		return appliance.One(e, err)
	}
}

// DaySheet implements the Counter service. The head is that of now: it stands for every record of the day.
func (s *Service) DaySheet(_ context.Context, r *connect.Request[contract.DaySheetRequest]) (*connect.Response[contract.DaySheetResponse], error) {
	const op = "local.DaySheet"
	if _, err := s.session(&contract.Command{Session: r.Msg.Session}); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	var page sheet.Sheet
	err := s.node.Look(func(t appliance.Turn) (err error) {
		page, err = s.sheet(t)
		return err
	})
	if err == nil {
		page.Head, err = s.node.SignedHead()
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	pdf, err := page.PDF()
	return respond(&contract.DaySheetResponse{Pdf: pdf, Name: fmt.Sprintf("dagblad-%s-%s.pdf", s.site.ID, office.DateOf(page.Printed))}, fault.Wrap(op, err))
}

// sheet is today on paper, without its head.
func (s *Service) sheet(t appliance.Turn) (sheet.Sheet, error) {
	today := office.DateOf(t.Now)
	out := sheet.Sheet{Site: s.site.Name, Day: calendar.SayDate(today), Printed: t.Now}
	standing, err := s.node.Standing(t)
	if err != nil {
		return out, err
	}
	day, err := night.Day(t.View, today)
	if err != nil {
		return out, err
	}
	out.Opened, out.Closed = s.byWhom(t, day.OpenedMs, day.OpenedBy), s.byWhom(t, day.ClosedMs, day.ClosedBy)
	visits, err := s.sheetVisits(t)
	if err != nil {
		return out, err
	}
	state := sheet.Section{Title: "Stand van de dag", Columns: []string{""}}
	for _, c := range standing.Checks() {
		state.Rows = append(state.Rows, []string{c.Say})
	}
	closing, err := queue.Closing(t.View, s.room.Rules(t).Order, today)
	for _, say := range closing {
		state.Rows = append(state.Rows, []string{say})
	}
	out.Sections = []sheet.Section{visits, s.sheetBookings(t, today), s.sheetDocuments(t, today), state}
	return out, err
}

func (s *Service) byWhom(t appliance.Turn, ms int64, clerk string) string {
	if ms == 0 {
		return ""
	}
	name := clerk
	if p, err := staff.Get(t.View, office.ClerkID(clerk)); err == nil {
		name = p.Name
	}
	return fmt.Sprintf("%s door %s", time.UnixMilli(ms).In(t.Now.Location()).Format("15:04"), name)
}

func (s *Service) sheetVisits(t appliance.Turn) (sheet.Section, error) {
	out := sheet.Section{Title: "Bezoeken", None: "Vandaag is er niemand geweest.",
		Columns: []string{"Cluster", "tickets", "geholpen", "weg", "niet gekomen"}}
	visits, err := queue.Day(t.View, office.DateOf(t.Now))
	if err != nil {
		return out, err
	}
	day := s.room.Figures(t, visits)
	row := func(name string, id office.ClusterID) {
		if c := day.Clusters[id]; c != nil {
			out.Rows = append(out.Rows, []string{name, strconv.Itoa(c.Tickets), strconv.Itoa(c.Served), strconv.Itoa(c.Left + c.Missed), strconv.Itoa(c.NoShows)})
		}
	}
	for _, c := range s.room.Products.Clusters {
		row(c.Dutch, c.ID)
	}
	row("Andere", "")
	return out, nil
}

func (s *Service) sheetBookings(t appliance.Turn, today office.Date) sheet.Section {
	var standing, cancelled int
	for k := range booking.OfDay(t.View, s.site.ID, today) {
		if k.Cancelled {
			cancelled++
		} else {
			standing++
		}
	}
	return sheet.Section{Title: "Afspraken van vandaag", Columns: []string{"", "aantal"}, Rows: [][]string{
		{"Geboekt", strconv.Itoa(standing)}, {"Geannuleerd", strconv.Itoa(cancelled)}}}
}

func (s *Service) sheetDocuments(t appliance.Turn, today office.Date) sheet.Section {
	out := sheet.Section{Title: "Uitgereikte documenten", Columns: []string{"Soort", "aan loket", "snelbalie"}, None: "Vandaag is er niets uitgereikt."}
	counts := map[office.ProductID][2]int{}
	var kinds []office.ProductID
	for _, g := range vault.Given(t.View, today, today) {
		if !slices.Contains(kinds, g.Kind) {
			kinds = append(kinds, g.Kind)
		}
		c := counts[g.Kind]
		if g.Door == vault.AtSnelbalie {
			c[1] += g.N
		} else {
			c[0] += g.N
		}
		counts[g.Kind] = c
	}
	for _, k := range kinds {
		name := string(k)
		if p, ok := s.register.Procedures[k]; ok {
			name = p.Dutch
		}
		out.Rows = append(out.Rows, []string{name, strconv.Itoa(counts[k][0]), strconv.Itoa(counts[k][1])})
	}
	return out
}
