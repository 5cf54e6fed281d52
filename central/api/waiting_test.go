package api_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// mustDo has a command applied now.
func (c *city) mustDo(command *contract.HQCommand) *contract.HQReply {
	c.Helper()
	command.AtMs = c.now.UnixMilli()
	reply, err := forward.Command(c.Context(), c.log, command)
	if err != nil || reply.Kind != 0 {
		c.Fatalf("%v: %v, %v", command, reply, err)
	}
	return reply
}

// frees has somebody else's place come free, the first there is, and what is free offered to who waits.
func (c *city) frees() {
	c.Helper()
	x := c.booked()
	c.ask(200, "DELETE", "/appointments/"+x.Link, nil, nil)
	c.mustDo(&contract.HQCommand{Kind: &contract.HQCommand_WaitingLook{WaitingLook: &contract.WaitingLook{HoldMs: (2 * time.Hour).Milliseconds()}}})
}

// later makes an appointment on Friday.
func (c *city) later() (x api.Appointment) {
	c.Helper()
	f := c.free("from", "2026-11-27")
	var h api.Hold
	c.ask(201, "POST", "/holds", map[string]string{"visit": f.Visit, "place": f.Places[0].Place}, &h)
	c.ask(201, "POST", "/appointments", somebody(h.Hold), &x)
	return x
}

// waitAndDecline has the appointment of a link, which is as soon as can be, wait, and another be offered something and decline.
func (c *city) waitAndDecline(link string) {
	c.Helper()
	var w api.Waiting
	c.ask(200, "GET", "/appointments/"+link+"/waiting", nil, &w)
	if w.Status != "none" {
		c.Errorf("it waits, and nobody asked: %+v", w)
	}
	c.ask(200, "PUT", "/appointments/"+link+"/waiting", map[string]any{"sites": []string{}}, &w)
	c.ask(200, "DELETE", "/appointments/"+link+"/waiting", nil, &w)
	x := c.later()
	c.ask(200, "PUT", "/appointments/"+x.Link+"/waiting", map[string]any{"sites": []string{}}, nil)
	c.frees()
	c.ask(200, "DELETE", "/appointments/"+x.Link+"/waiting/offer", nil, &w)
	if w.Status != "waiting" || w.Offer != nil {
		c.Errorf("declined: %+v", w)
	}
	c.ask(200, "DELETE", "/appointments/"+x.Link, nil, nil)
}

// TestWaitForSooner: asked, offered, taken by a move; what cannot be is refused as described.
func TestWaitForSooner(t *testing.T) {
	c := mustCity(t)
	x := c.later()
	path := "/appointments/" + x.Link + "/waiting"
	var w api.Waiting
	wish := map[string]any{"sites": []string{"antwerpen-harmonie"}, "from": "2026-11-24", "outsideOfficeHours": false}
	c.ask(200, "PUT", path, wish, &w)
	c.now = c.now.Add(time.Hour)
	c.ask(200, "PUT", path, wish, &w)
	if w.Status != "waiting" || w.Since != "2026-11-23T09:00:00+01:00" || len(w.Sites) != 1 || w.From != "2026-11-24" || w.Outside || w.Link != x.Link {
		t.Errorf("waits: %+v", w)
	}
	c.frees()
	c.ask(200, "GET", path, nil, &w)
	if w.Status != "offered" || w.Offer == nil || w.Offer.Date != "2026-11-24" || w.Until != "2026-11-23T12:00:00+01:00" {
		t.Fatalf("offered: %+v", w)
	}
	taken := c.free().Places[0]
	if taken.Place == w.Offer.Place {
		t.Error("what is held for one is offered to all")
	}
	var moved api.Appointment
	c.ask(200, "PUT", "/appointments/"+x.Link+"/place", map[string]string{"place": w.Offer.Place}, &moved)
	c.ask(200, "GET", path, nil, &w)
	if moved.At.Date != "2026-11-24" || w.Status != "none" {
		t.Errorf("taken: %+v, %+v", moved, w)
	}
	for name, row := range map[string]struct {
		method, path string
		body         any
		status       int
	}{
		"nothing to decline":   {"DELETE", path + "/offer", nil, 409},
		"no list of sites":     {"PUT", path, map[string]any{"from": "2026-11-24"}, 400},
		"a null":               {"PUT", path, map[string]any{"sites": nil}, 400},
		"a day that is none":   {"PUT", path, map[string]any{"sites": []string{}, "from": "2026-02-30"}, 400},
		"its own day":          {"PUT", path, map[string]any{"sites": []string{}, "from": "2026-11-24"}, 400},
		"an unknown site":      {"PUT", path, map[string]any{"sites": []string{"nergens"}}, 404},
		"a forged link":        {"PUT", "/appointments/abc/waiting", map[string]any{"sites": []string{}}, 404},
		"a forged link, read":  {"GET", "/appointments/abc/waiting", nil, 404},
		"a forged link, ended": {"DELETE", "/appointments/abc/waiting", nil, 404},
	} {
		t.Run(name, func(t *testing.T) {
			c.TB = t
			c.ask(row.status, row.method, row.path, row.body, nil)
		})
	}
	c.TB = t
	without := mustCity(t, func(c *citizen.Config) { c.Sooner = false })
	x = without.later()
	without.ask(409, "PUT", "/appointments/"+x.Link+"/waiting", map[string]any{"sites": []string{}}, nil)
}
