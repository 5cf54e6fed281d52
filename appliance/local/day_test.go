package local_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
)

// mustLead makes Ann team lead: only a lead closes a day.
func (c *counter) mustLead() {
	c.tb.Helper()
	r := roster("ann", "bert")
	r.Version, r.Clerks[0].Roles = 2, []string{"clerk", "lead"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	c.session = c.mustSignIn("ann", 1)
}

func (c *counter) openDay() (*contract.DayDone, error) {
	r, err := c.client.OpenDay(context.Background(), connect.NewRequest(&contract.OpenDayRequest{Command: c.command()}))
	if err != nil {
		return nil, err
	}
	return r.Msg, nil
}

func (c *counter) closeDay(reason string) (*contract.DayDone, error) {
	r, err := c.client.CloseDay(context.Background(), connect.NewRequest(&contract.CloseDayRequest{Command: c.command(), UncountedReason: reason}))
	if err != nil {
		return nil, err
	}
	return r.Msg, nil
}

func (c *counter) mustSheet() []byte {
	c.tb.Helper()
	r, err := c.client.DaySheet(context.Background(), connect.NewRequest(&contract.DaySheetRequest{Session: c.session}))
	if err != nil {
		c.tb.Fatal(err)
	}
	if r.Msg.Name != "dagblad-buurtloket-berchem-2026-11-23.pdf" {
		c.tb.Errorf("the file is called %q", r.Msg.Name)
	}
	return r.Msg.Pdf
}

// TestADayOpenedAndClosed: who opened it, the tickets that closing ends, who closed it, and the paper with the head of
// the journal that has it all.
func TestADayOpenedAndClosed(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustLead()
	d, err := c.openDay()
	if err != nil || d.Day.OpenedBy != "ann" || d.Day.OpenedMs == 0 || len(d.Morning.Lines) == 0 || d.Morning.Missed != -1 {
		t.Fatalf("%v, %v", d, err)
	}
	before := c.size()
	if _, err := c.openDay(); err != nil || c.size() != before {
		t.Errorf("opened twice: %v", err)
	}
	if _, err := c.client.Issue(context.Background(), connect.NewRequest(&contract.IssueRequest{Command: c.command(), Products: []string{"eid-aanvraag"},
		Urgency: contract.Urgency_URGENCY_URGENT, Reason: "vertrek"})); err != nil {
		t.Fatal(err)
	}
	c.set(monday.At(18*60, mustZone(t)))
	if d, err = c.closeDay("niet nodig"); err != nil {
		t.Fatal(err)
	}
	if d.Day.ClosedBy != "ann" || d.Day.OpenTickets != 0 || len(d.Closed) != 1 {
		t.Errorf("closed: %v", d)
	}
	var closed *contract.Event
	for _, e := range c.events() {
		if e.GetDayClosed() != nil {
			closed = e
		}
		if l := e.GetLeft(); l != nil && e.Clerk != "" {
			t.Errorf("the closing of a ticket is in the name of %q", e.Clerk)
		}
	}
	if closed.GetClerk() != "ann" || closed.Desk != 1 || closed.GetDayClosed().ClosedTickets != 1 {
		t.Errorf("journaled: %v", closed)
	}
	before = c.size()
	if _, err := c.closeDay(""); err != nil || c.size() != before {
		t.Errorf("closed twice: %v", err)
	}
	pdf := c.mustSheet()
	head, err := c.node.SignedHead()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(head, "\n")[:3] {
		if !bytes.Contains(pdf, []byte("("+line+")")) {
			t.Errorf("the head is not on the paper: %q", line)
		}
	}
	for _, say := range []string{"Geopend: 09:00 door ann", "Afgesloten: 18:00 door ann"} {
		if !bytes.Contains(pdf, []byte(say)) {
			t.Errorf("not on the paper: %q", say)
		}
	}
	if !bytes.Equal(pdf, c.mustSheet()) {
		t.Error("the same day printed twice gives two papers")
	}
}

// TestADayIsNotClosedByAnybody: a clerk is told that it is for a lead, and without a session there is no paper.
func TestADayIsNotClosedByAnybody(t *testing.T) {
	c := mustCounter(t, nil)
	before := c.size()
	_, err := c.closeDay("")
	c.mustRefuse(fault.Denied, before, err)
	if _, err := c.client.DaySheet(context.Background(), connect.NewRequest(&contract.DaySheetRequest{})); !fault.Is(fault.FromRPC("test", err), fault.Denied) {
		t.Errorf("a paper for nobody: %v", err)
	}
}

// TestWhoCameLongAgoIsErased: thirty days after the appointment its night erases who it was for, and not a day before;
// the appointment stays.
func TestWhoCameLongAgoIsErased(t *testing.T) {
	c := mustCounter(t, nil)
	booked := c.mustBook(c.wish(monday, 10*60))
	if len(booked.Appointment.Person) == 0 {
		t.Fatal("nobody was sealed")
	}
	id, err := contract.ID16[journal.Commitment](booked.Appointment.Person)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		days int
		kept bool
	}{{1, true}, {night.KeepPersons, true}, {night.KeepPersons + 1, false}} {
		day := monday
		for range w.days {
			day++
		}
		c.set(day.At(60, mustZone(t)))
		k, err := c.node.Nights()
		if err != nil {
			t.Fatal(err)
		}
		for c.clock().Before(day.At(7*60, mustZone(t))) {
			wait, err := k.Turn(context.Background(), c.clock)
			if err != nil {
				t.Fatal(err)
			}
			c.set(c.clock().Add(max(wait, time.Second)))
		}
		c.look(func(t appliance.Turn) {
			if _, kept := t.View.Personal(id); kept != w.kept {
				c.tb.Errorf("after %d days kept: %t", w.days, kept)
			}
			if booking.Known(t.View, booked.Appointment.AppointmentID()) == nil {
				c.tb.Error("the appointment is gone")
			}
		})
	}
}
