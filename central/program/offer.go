package program

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// scopeFlags say which part of the offer somebody looks at.
type scopeFlags struct {
	sites, products []string
	channels        []string
	from            string
	days            uint32
}

func (s *scopeFlags) bind(c *cobra.Command, days uint32) {
	f := c.Flags()
	f.StringSliceVar(&s.sites, "site", nil, "only these locations")
	f.StringVar(&s.from, "from", "", "first date; without it today")
	f.Uint32Var(&s.days, "days", days, "so many days")
}

func (s *scopeFlags) bindOffer(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&s.products, "product", nil, "only these products")
	f.StringSliceVar(&s.channels, "channel", nil, "only these channels: desk, phone, web, kiosk, app")
}

// mostDays is how long a stretch a report looks at: a year.
const mostDays = 366

// read is the scope, with names that the plan knows.
func (s *scopeFlags) read(h *hq, p *calendar.Plan) (calendar.Scope, error) {
	const op = "central.rules"
	from, err := parseDate(s.from)
	if err != nil {
		return calendar.Scope{}, err
	}
	x := calendar.Scope{Dates: office.Period{From: office.Date(from)}}
	if from == 0 {
		x.Dates.From = p.Today(h.Now())
	}
	x.Dates.To = x.Dates.From + office.Date(min(max(s.days, 1), mostDays)) - 1
	for _, name := range s.sites {
		if _, ok := p.Site(office.SiteID(name)); !ok {
			return x, invalid(op, fmt.Errorf("site %q", name), "De locatie '"+name+"' is niet bekend.", "Vraag de lijst met 'central sites'.")
		}
		x.Sites = append(x.Sites, office.SiteID(name))
	}
	for _, name := range s.products {
		if _, ok := p.Product(office.ProductID(name)); !ok {
			return x, invalid(op, fmt.Errorf("product %q", name), "Het product '"+name+"' is niet bekend.", "")
		}
		x.Products = append(x.Products, office.ProductID(name))
	}
	for _, name := range s.channels {
		channel, err := parseChannel(name)
		if err != nil {
			return x, err
		}
		x.Channels = append(x.Channels, office.Channel(channel))
	}
	return x, nil
}

// plan is the calendar in force at headquarters, and the part of it asked for.
func (h *hq) plan(ctx context.Context, s *scopeFlags) (*calendar.Plan, calendar.Scope, error) {
	res, err := ask(ctx, h, door.Rules, &contract.RulesRequest{})
	if err != nil {
		return nil, calendar.Scope{}, err
	}
	p, aside, err := rulebook.Read(res.Plan)
	if err != nil {
		return nil, calendar.Scope{}, err
	}
	for _, flaw := range aside {
		h.remark("%s", flaw.Say())
	}
	x, err := s.read(h, p)
	return p, x, err
}

func effectiveCommand(w World) *cobra.Command {
	s := new(scopeFlags)
	c := tool(w, &cobra.Command{Use: "effective", Short: "The opening hours that result, day by day"},
		func(ctx context.Context, h *hq, _ []string) error {
			p, x, err := h.plan(ctx, s)
			if err != nil {
				return err
			}
			t := &table{head: []string{"LOCATIE", "DATUM", "UREN", "BALIES", "SLOT", "WIJZE", "REGEL", "OPGELET"}}
			for _, site := range p.Sites() {
				if len(x.Sites) > 0 && !slices.Contains(x.Sites, site.ID) {
					continue
				}
				for d := x.Dates.From; d <= x.Dates.To; d++ {
					addDay(t, p.Day(site.ID, d))
				}
			}
			return h.showTable(t)
		})
	s.bind(c, 7)
	return c
}

// addDay writes the openings of a day, or why there are none.
func addDay(t *table, d *calendar.Day) {
	note := strings.Join(d.Notes, " ")
	if len(d.Openings) == 0 {
		t.add(string(d.Site), d.Date.String(), "gesloten", "", "", "", "", strings.TrimSpace(d.Closed+" "+note))
	}
	for _, o := range d.Openings {
		desks, slot := "", ""
		if o.Mode == calendar.Appointment {
			desks = sayDesks(&contract.Rule{FirstDesk: uint32(o.FirstDesk), Desks: uint32(o.Desks)})
			slot = number(uint32(o.Slot))
		}
		t.add(string(d.Site), d.Date.String(), sayMinutes(uint32(o.From), uint32(o.To)), desks, slot, o.Mode.String(), o.Rule, note)
	}
}

func matrixCommand(w World) *cobra.Command {
	s := new(scopeFlags)
	var all bool
	c := tool(w, &cobra.Command{Use: "matrix", Short: "What is offered where, when and through which channel, and why not (A002-41)"},
		func(ctx context.Context, h *hq, _ []string) error {
			p, x, err := h.plan(ctx, s)
			if err != nil {
				return err
			}
			x.Now = h.Now()
			t := &table{head: []string{"LOCATIE", "PRODUCT", "DATUM", "KANAAL", "KAN", "UITLEG"}}
			for cell := range p.Matrix(x) {
				if all || cell.Offered() {
					t.add(string(cell.Site), string(cell.Product), cell.Date.String(), cell.Channel.String(), yes(cell.Offered()), cell.Say())
				}
			}
			return h.showTable(t)
		})
	s.bind(c, 1)
	s.bindOffer(c)
	c.Flags().BoolVar(&all, "all", false, "show what is not offered too, and why")
	return c
}

func differencesCommand(w World) *cobra.Command {
	s := new(scopeFlags)
	c := tool(w, &cobra.Command{Use: "differences", Short: "What locations of one kind do not all offer, and why (A002-46)"},
		func(ctx context.Context, h *hq, _ []string) error {
			p, x, err := h.plan(ctx, s)
			if err != nil {
				return err
			}
			t := &table{head: []string{"SOORT", "PRODUCT", "WIJZE", "WEL", "NIET", "VERSCHIL"}}
			for _, d := range p.Differences(x) {
				t.add(string(d.Kind), string(d.Product), d.Mode.String(), number(uint32(len(d.With))), number(uint32(len(d.Without))), d.Say(p))
			}
			return h.showTable(t)
		})
	s.bind(c, 7)
	s.bindOffer(c)
	return c
}
