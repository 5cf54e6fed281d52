package program

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// orderFlags are an order of the queue as it is typed: what is not typed stays as it is in force.
type orderFlags struct {
	site, from string
	remove     bool
	typed      contract.QueueOrder
	put        contract.PutPlanRequest
}

func orderCommand(w World) *cobra.Command {
	o := new(orderFlags)
	var c *cobra.Command
	c = tool(w, &cobra.Command{Use: "order [SITE]", Short: "The order of a queue in words; with flags, another one. Without a location: for those without an order of their own",
		Args: cobra.MaximumNArgs(1)},
		func(ctx context.Context, h *hq, args []string) error {
			o.site = strings.Join(args, "")
			if _, known := catalogue.Embedded().Location(office.SiteID(o.site)); !known && o.site != "" {
				return invalid("central.order", fmt.Errorf("site %q", o.site), "Deze locatie is niet bekend.", "Vraag de lijst met 'central sites'.")
			}
			return o.run(ctx, h, c.Flags().Changed)
		})
	f := c.Flags()
	f.StringSliceVar(&o.typed.Sequence, "sequence", nil, "groups in the order in which they are called: urgent,due,semi,walk-in,early")
	f.Uint32Var(&o.typed.Soon, "soon", 0, "minutes before its hour that an appointment goes before the walk-ins")
	f.Uint32Var(&o.typed.Earliest, "earliest", 0, "minutes before its hour that it may be called at most; 0: no bound")
	f.Uint32Var(&o.typed.Grace, "grace", 0, "minutes late that keep the appointment's place")
	f.Uint32Var(&o.typed.Patience, "patience", 0, "minutes after which a walk-in goes along with the appointments; 0: never")
	f.Uint32Var(&o.typed.Calls, "calls", 0, "calls before a ticket is closed")
	f.Uint32Var(&o.typed.Brief, "brief", 0, "minutes of the longest visit of a five-minute desk")
	f.Uint32Var(&o.typed.KeepDays, "keep-days", 0, "days that a ticket stays good after its own")
	f.Uint32Var(&o.typed.UndoMinutes, "undo", 0, "minutes in which a step can be taken back")
	f.BoolVar(&o.typed.Assumed, "assumed", false, "no source states it")
	f.StringVar(&o.from, "valid-from", "", "first day in force; without it the order in force is changed")
	f.BoolVar(&o.remove, "remove", false, "take it back: the order before it, or the usual one")
	bindPut(c, &o.put)
	return c
}

// orderFields copy a flag's value from what was typed.
var orderFields = map[string]func(to, from *contract.QueueOrder){
	"sequence":  func(to, from *contract.QueueOrder) { to.Sequence = from.Sequence },
	"soon":      func(to, from *contract.QueueOrder) { to.Soon = from.Soon },
	"earliest":  func(to, from *contract.QueueOrder) { to.Earliest = from.Earliest },
	"grace":     func(to, from *contract.QueueOrder) { to.Grace = from.Grace },
	"patience":  func(to, from *contract.QueueOrder) { to.Patience = from.Patience },
	"calls":     func(to, from *contract.QueueOrder) { to.Calls = from.Calls },
	"brief":     func(to, from *contract.QueueOrder) { to.Brief = from.Brief },
	"keep-days": func(to, from *contract.QueueOrder) { to.KeepDays = from.KeepDays },
	"undo":      func(to, from *contract.QueueOrder) { to.UndoMinutes = from.UndoMinutes },
	"assumed":   func(to, from *contract.QueueOrder) { to.Assumed = from.Assumed },
}

// run prints the order of a site, after it changed what was typed.
func (o *orderFlags) run(ctx context.Context, h *hq, typed func(string) bool) error {
	res, err := ask(ctx, h, door.Rules, &contract.RulesRequest{})
	if err != nil {
		return err
	}
	day, err := today(h.Now())
	if err != nil {
		return err
	}
	from, err := parseDate(o.from)
	if err != nil {
		return err
	}
	row := o.base(res.Plan, day, office.Date(from))
	changes := o.remove || typed("valid-from")
	for name, copyTo := range orderFields {
		if typed(name) {
			copyTo(row, &o.typed)
			changes = true
		}
	}
	if changes {
		res, err = ask(ctx, h, door.PutPlan, pieces(&o.put, &contract.Plan{Orders: []*contract.QueueOrder{row}}, o.remove))
		if err != nil {
			return err
		}
		day = max(day, office.Date(row.ValidFrom))
	}
	if o.put.Try && changes {
		h.remark("Zo zou het worden; er is niets gewijzigd.")
	}
	return h.show(&contract.Plan{Version: res.Plan.GetVersion(), Orders: ofSite(res.Plan.GetOrders(), o.site), Posts: res.Plan.GetPosts()}, o.words(res.Plan, day))
}

// base is the row that what was typed changes: the one of its first day, else a copy of what is in force then.
func (o *orderFlags) base(p *contract.Plan, day, from office.Date) *contract.QueueOrder {
	if o.from != "" {
		day = from
	}
	row := rulebook.OrderRow(p, office.SiteID(o.site), day)
	if row == nil {
		row = rulebook.ToOrder(office.SiteID(o.site), 0, visit.DefaultOrder)
	}
	row = proto.CloneOf(row)
	if row.Site != o.site { // it goes by the order for all until it has one of its own
		row.Site, row.ValidFrom = o.site, 0
	}
	if o.from != "" {
		row.ValidFrom = int32(from)
	}
	return row
}

// ofSite are the orders that a site may go by; all of them without one.
func ofSite(all []*contract.QueueOrder, site string) (out []*contract.QueueOrder) {
	for _, o := range all {
		if site == "" || o.Site == "" || o.Site == site {
			out = append(out, o)
		}
	}
	return out
}

// words is the order of a day, and those to come, as a visitor may ask to see it.
func (o *orderFlags) words(p *contract.Plan, day office.Date) *table {
	site := office.SiteID(o.site)
	posts, _ := rulebook.Posts(p, site)
	var kinds []visit.Kind
	for _, post := range posts {
		kinds = append(kinds, post.Kind)
	}
	t := &table{head: []string{"VANAF", "VOLGORDE"}}
	add := func(since string, d office.Date) {
		order, flaw := rulebook.OrderOn(p, site, d)
		if flaw != nil {
			t.add(since, flaw.Say())
		}
		for _, line := range order.Words(kinds...) {
			t.add(since, line)
			since = " "
		}
	}
	add(since(rulebook.OrderRow(p, site, day)), day)
	var later []office.Date
	for _, row := range ofSite(p.GetOrders(), o.site) {
		if d := office.Date(row.ValidFrom); d > day && !slices.Contains(later, d) && rulebook.OrderRow(p, site, d) == row {
			later = append(later, d)
		}
	}
	slices.Sort(later)
	for _, d := range later {
		add(d.String(), d)
	}
	return t
}

// since says from when an order is in force, and for whom it was decided.
func since(row *contract.QueueOrder) string {
	switch {
	case row == nil:
		return "de gewone volgorde"
	case row.ValidFrom != 0:
		return office.Date(row.ValidFrom).String()
	case row.Site == "":
		return "voor elke locatie"
	}
	return "altijd"
}

func deskCommand(w World) *cobra.Command {
	q, p := new(contract.PutPlanRequest), new(contract.SitePost)
	var desk uint8
	var remove bool
	c := tool(w, &cobra.Command{Use: "desk SITE NUMBER", Short: "What a desk is, and what it serves: snelbalie, five-minute desk, standing desk, theme desk, room",
		Args: cobra.ExactArgs(2)},
		func(ctx context.Context, h *hq, args []string) error {
			p.Site = args[0]
			if n, err := fmt.Sscan(args[1], &desk); n != 1 || err != nil || desk == 0 || desk > calendar.MaxDesks {
				return invalid("central.desk", fmt.Errorf("desk %q", args[1]), "Dit is geen nummer van een loket.", "Schrijf het nummer: 3.")
			}
			p.Desk = uint32(desk)
			res, err := ask(ctx, h, door.PutPlan, pieces(q, &contract.Plan{Posts: []*contract.SitePost{p}}, remove))
			return h.showPlan(res, err)
		})
	f := c.Flags()
	f.StringVar(&p.Kind, "kind", "counter", "counter, snelbalie, five-minute, standing, theme or room")
	f.StringSliceVar(&p.Themes, "clusters", nil, "serves these clusters; with --products too, both")
	f.StringSliceVar(&p.Products, "products", nil, "serves these products")
	f.StringSliceVar(&p.Except, "except", nil, "not these products")
	f.Uint32Var(&p.Level, "level", 0, "serves no higher level than this; 0: any")
	f.BoolVar(&p.Assumed, "assumed", false, "no source states it")
	f.BoolVar(&remove, "remove", false, "as the catalogue has it")
	bindPut(c, q)
	return c
}

// addHall lists the desks of a kind and the orders of queues among the rules.
func addHall(t *table, p *contract.Plan, site string) {
	for _, d := range p.GetPosts() {
		if site == "" || d.Site == site {
			t.add(rulebook.PostID(d), d.Site, "", "", number(d.Desk), "", "loket "+d.Kind, "", strings.Join(slices.Concat(d.Themes, d.Products), ","), yes(d.Assumed), "")
		}
	}
	for _, o := range p.GetOrders() {
		if site == "" || o.Site == "" || o.Site == site {
			t.add(rulebook.OrderID(o), o.Site, "", "", "", "", "wachtrij", sayDates(o.ValidFrom, 0), "", yes(o.Assumed), fields(new(contract.QueueOrder), o))
		}
	}
}
