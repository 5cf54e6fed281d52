package local_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// decides is headquarters' next plan, with orders and desks in it.
func (c *counter) decides(orders []*contract.QueueOrder, posts ...*contract.SitePost) {
	c.tb.Helper()
	p := hours()
	p.Version, p.Orders, p.Posts = 2, orders, posts
	p.Rules[0].Products = nil
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: p}})
}

func (c *counter) issue(urgency contract.Urgency, products ...string) (*contract.TicketResponse, error) {
	res, err := c.client.Issue(context.Background(), connect.NewRequest(&contract.IssueRequest{Command: c.command(), Products: products, Urgency: urgency}))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (c *counter) mustTicket(urgency contract.Urgency, products ...string) string {
	c.tb.Helper()
	got, err := c.issue(urgency, products...)
	if err != nil {
		c.tb.Fatal(err)
	}
	return got.Ticket
}

// TestTheOrderOfTheSite: the counter calls, lets steps be taken back, closes and prints by the order that headquarters gave
// this site from that day on; before it, and for another site's, by the default.
func TestTheOrderOfTheSite_A001_04_A002_66(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustLead()
	if got := c.mustView().Order; !slices.Equal(got, visit.DefaultOrder.Words()) {
		t.Errorf("before headquarters gave one: %q", got)
	}
	own := visit.Order{Sequence: []visit.Group{visit.GroupDue, visit.GroupSemi}, Calls: 1, KeepDays: 1, UndoMinutes: 2, Grace: 5}
	c.decides([]*contract.QueueOrder{rulebook.ToOrder(site, 0, own), rulebook.ToOrder(site, monday+1, visit.DefaultOrder), rulebook.ToOrder("buurtloket-groenenhoek", 0, visit.Order{})})
	if got := c.mustView().Order; !slices.Equal(got, own.Words()) {
		t.Errorf("printed %q", got)
	}
	urgent, semi := c.mustTicket(contract.Urgency_URGENCY_URGENT, "eid-aanvraag"), c.mustTicket(contract.Urgency_URGENCY_SEMI, "eid-aanvraag")
	first := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()}).Visit
	if first.Ticket != semi {
		t.Errorf("called %s (%s), want %s: semi-spoed goes before spoed here", first.Ticket, first.Why, semi)
	}
	c.set(c.clock().Add(3 * time.Minute))
	if at := c.mustView().AtDesks; len(at) != 1 || at[0].UndoStep != 0 {
		t.Errorf("after three minutes the call can be taken back: %v", at)
	}
	_, err := c.client.Undo(context.Background(), connect.NewRequest(&contract.UndoRequest{Command: c.command(), Visit: first.Visit, Step: first.UndoStep}))
	c.mustRefuse(fault.Refused, c.size(), err)
	if missed := tap(t, c, c.client.Miss, &contract.VisitCommand{Command: c.command(), Visit: first.Visit}); missed.Visit.State != "missed" {
		t.Errorf("one call is the last: %v", missed)
	}
	c.set(monday.At(18*60, mustZone(t)))
	closed, err := c.closeDay("niet nodig")
	if err != nil || len(closed.Closed) != 1 || !strings.Contains(closed.Closed[0], urgent+" wachtte nog bij sluiting; het volgnummer blijft geldig tot en met dinsdag") {
		t.Errorf("closed: %v, %v", closed, err)
	}
	c.set((monday + 1).At(9*60, mustZone(t))) // the night closes what is not kept, by the order of Monday
	c.session = c.mustSignIn("ann", 1)
	if view := c.mustView(); len(view.Waiting) != 1 || view.Waiting[0].Ticket != urgent || !slices.Equal(view.Order, visit.DefaultOrder.Words()) {
		t.Errorf("the day after: %v", view)
	}
	if kept := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()}); kept.Visit.Ticket != urgent {
		t.Errorf("called %v", kept)
	}
}

// TestAnOrderOfLater: what this version does not understand it does not half follow; it says so, and calls in the usual
// order. So does a desk.
func TestAnOrderOfLater_A001_04(t *testing.T) {
	c := mustCounter(t, nil)
	later := rulebook.ToOrder(site, 0, visit.Order{Calls: 1})
	later.ProtoReflect().SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, 100, protowire.VarintType), 1))
	c.decides([]*contract.QueueOrder{later}, &contract.SitePost{Site: string(site), Desk: 1, Kind: "hologram"})
	view := c.mustView()
	var codes []string
	for _, n := range view.Notices {
		codes = append(codes, n.Code)
		if n.Say == "" || strings.Contains(n.Say, "Er is niets gewijzigd") || n.Code == "post" && !strings.Contains(n.Say, "loket 1 ") {
			t.Errorf("says %q", n.Say)
		}
	}
	if !slices.Equal(view.Order, visit.DefaultOrder.Words()) || !slices.Equal(codes, []string{"order", "post"}) {
		t.Errorf("order %q, notices %q", view.Order, codes)
	}
	if v := c.mustCall(); v.Ticket != "A001" {
		t.Errorf("called %v", v)
	}
	c.decides(nil)
	if n := c.mustView().Notices; len(n) != 0 {
		t.Errorf("and still says %v", n)
	}
}

// TestDesksOfAKind: what headquarters decided of a desk narrows whom it calls, on top of the skills of who sits there; the
// screen says what it is, and why others are passed over.
func TestDesksOfAKind_A000_34_A002_54_A003_22_A003_24_A003_32_A003_41(t *testing.T) {
	for _, row := range []struct {
		post   *contract.SitePost
		skills []string
		ticket []string // the products of each who comes, in order
		want   int      // which of them desk 2 calls; -1: nobody
		passed string
		say    string
	}{
		{&contract.SitePost{Kind: "snelbalie"}, nil, []string{"eid-aanvraag", "eid-afhalen"}, 1, "aanvragen is niet voor de snelbalie", "snelbalie"},
		{&contract.SitePost{Kind: "five-minute"}, nil, []string{"eid-aanvraag", "reispas-afhalen"}, 1, "niet voor de vijfminutenbalie", "vijfminutenbalie"},
		{&contract.SitePost{Kind: "standing", Level: 2}, nil, []string{"eid-aanvraag", "eid-afhalen"}, 1, "loket 2 behandelt geen", "inloopbalie"},
		{&contract.SitePost{Kind: "theme", Themes: []string{"wonen"}}, nil, []string{"eid-aanvraag", "woonadvies"}, 1, "loket 2 behandelt geen", "themabalie"},
		{&contract.SitePost{Kind: "theme", Themes: []string{"wonen"}}, []string{"burgerzaken"}, []string{"woonadvies"}, -1, "wie aan loket 2 zit, is niet opgeleid voor", "themabalie"},
		{&contract.SitePost{Kind: "room"}, nil, []string{"eid-aanvraag", "buitenlands-rijbewijs"}, 1, "vraagt geen gespreksruimte", "gespreksruimte"},
		{&contract.SitePost{Kind: "counter", Products: []string{"eid-afhalen"}}, nil, []string{"eid-aanvraag", "eid-afhalen"}, 1, "loket 2 behandelt geen", ""},
	} {
		t.Run(row.post.Kind+" "+strings.Join(row.skills, " "), func(t *testing.T) {
			c := mustCounter(t, nil)
			r := roster("ann", "bert")
			r.Clerks[1].Skills = row.skills
			c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
			row.post.Site, row.post.Desk = string(site), 2
			c.decides(nil, row.post)
			var tickets []string
			for _, p := range row.ticket {
				tickets = append(tickets, c.mustTicket(contract.Urgency_URGENCY_URGENT, p))
			}
			c.session = c.mustSignIn("bert", 2)
			v, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command()}))
			if row.want < 0 {
				if say := fault.Sentence(fault.FromRPC("test", err)); err == nil || !strings.Contains(say, row.passed) {
					t.Fatalf("called %v, said %q", v, say)
				}
				return
			}
			if err != nil || v.Msg.Visit.Ticket != tickets[row.want] || len(v.Msg.Visit.Passed) != row.want || !strings.Contains(strings.Join(v.Msg.Visit.Passed, ""), row.passed) {
				t.Fatalf("called %v, %v", v, err)
			}
			view := c.mustView()
			if said := len(view.Posts) == 1 && view.Posts[0].Say == row.say; said != (row.say != "") || row.say == "" && len(view.Posts) != 0 {
				t.Errorf("desks %v, want %q", view.Posts, row.say)
			}
			if last := tap(t, c, c.client.Finish, &contract.VisitCommand{Command: c.command(), Visit: tap(t, c, c.client.Serve,
				&contract.VisitCommand{Command: c.command(), Visit: v.Msg.Visit.Visit}).Visit.Visit}); last.Visit.State != "finished" {
				t.Errorf("served %v", last)
			}
		})
	}
}

// TestWithoutAppointmentAtTheSnelbalie: what is quick needs no appointment where there is a snelbalie, while the site is open;
// what a standing desk serves neither. Elsewhere the calendar says no, and says where there are places.
func TestWithoutAppointmentAtTheSnelbalie_A000_34_A003_22(t *testing.T) {
	for _, row := range []struct {
		kind, product string
		at            office.Minute
		admitted      bool
	}{
		{"snelbalie", "eid-afhalen", 10 * 60, true},
		{"snelbalie", "eid-aanvraag", 10 * 60, false}, // not quick
		{"snelbalie", "eid-afhalen", 15 * 60, false},  // closed
		{"standing", "eid-afhalen", 10 * 60, true},
		{"standing", "eid-aanvraag", 10 * 60, false}, // of level 3
		{"counter", "eid-afhalen", 10 * 60, false},
		{"room", "eid-afhalen", 10 * 60, false},
	} {
		c := mustCounter(t, nil)
		c.decides(nil, &contract.SitePost{Site: string(site), Desk: 2, Kind: row.kind, Level: map[string]uint32{"standing": 2}[row.kind]})
		c.set(monday.At(row.at, mustZone(t)))
		before := c.size()
		got, err := c.issue(contract.Urgency_URGENCY_NONE, row.product)
		if (err == nil) != row.admitted {
			t.Errorf("%s, %s at %s: %v, %v", row.kind, row.product, row.at, got, err)
		}
		if !row.admitted {
			c.mustRefuse(fault.Refused, before, err)
		}
	}
}
