package calendar_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The offer follows from facilities, dates and rights (requirements 0.4, A002-41 to A002-47).
func TestOffer(t *testing.T) {
	p := mustTown(t)
	const tuesday, thursday, wednesday = "2026-03-03", "2026-03-05", "2026-03-04"
	for _, c := range []struct {
		name    string
		site    office.SiteID
		product office.ProductID
		date    string
		channel office.Channel
		ok      bool
		code    calendar.Code
		says    string
	}{
		{"no vault, no hand-out: A002-45", groenenhoek, "eid-afhalen", thursday, office.ChannelDesk, false, calendar.NoVault, "kluis"},
		{"no booth, warn and do not block: A002-42", groenenhoek, "eid-aanvraag", thursday, office.ChannelWeb, true, calendar.PhotoNeeded, "Stadsloket Harmonie"},
		{"with a vault it can", berchem, "eid-afhalen", tuesday, office.ChannelWeb, true, calendar.Fine, ""},
		{"with a booth no warning", harmonie, "eid-aanvraag", tuesday, office.ChannelWeb, true, calendar.Fine, ""},
		{"no longer offered: A002-47", berchem, "sociale-producten", tuesday, office.ChannelDesk, false, calendar.NoLonger, "31 december 2021"},
		{"not yet offered", berchem, "zonder-afspraak", "2024-08-27", office.ChannelDesk, false, calendar.NotYet, "1 september 2024"},
		{"only staff plans it: A001-15", berchem, "zonder-afspraak", tuesday, office.ChannelWeb, false, calendar.StaffOnly, "medewerker"},
		{"staff may", berchem, "zonder-afspraak", tuesday, office.ChannelDesk, true, calendar.Fine, ""},
		{"no appointment needed: refused for citizens", harmonie, "reispas-afhalen", tuesday, office.ChannelWeb, false, calendar.NoAppointmentNeeded, "geen afspraak"},
		{"no appointment needed: told to staff", harmonie, "reispas-afhalen", tuesday, office.ChannelDesk, true, calendar.NoAppointmentNeeded, "geen afspraak"},
		{"a cluster the site does not serve", "lier-stadskantoor", "onthaalvraag", tuesday, office.ChannelDesk, false, calendar.NotThere, "Lier"},
		{"a day without appointments", berchem, "eid-aanvraag", wednesday, office.ChannelWeb, false, calendar.Closed, "onthaal van 09:00 tot 12:30"},
		{"a closed day", berchem, "eid-aanvraag", "2025-11-11", office.ChannelWeb, false, calendar.Closed, "Wapenstilstand"},
		{"an unknown product", berchem, "paspoortje", tuesday, office.ChannelWeb, false, calendar.UnknownProduct, "niet bekend"},
		{"an unknown site", "nergens", "eid-aanvraag", tuesday, office.ChannelWeb, false, calendar.UnknownSite, "niet bekend"},
		{"an unknown channel is a citizen's", berchem, "zonder-afspraak", tuesday, office.ChannelUnknown, false, calendar.StaffOnly, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := p.Offer(c.site, c.product, mustDate(t, c.date), c.channel)
			if v.OK != c.ok || v.Code != c.code || !strings.Contains(v.Reason, c.says) {
				t.Errorf("got %+v", v)
			}
			if v.Warn != (v.OK && v.Code != calendar.Fine) || (v.Code == calendar.Fine) != (v.Reason == "") {
				t.Errorf("%+v contradicts itself", v)
			}
		})
	}
}

// A rule that serves one product offers no other, and except takes one away (A001-16).
func TestOfferOfLimitedRules(t *testing.T) {
	minutes := office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 10}}
	cluster := func(c office.ClusterID) office.Sourced[office.ClusterID] {
		return office.Sourced[office.ClusterID]{Value: c}
	}
	p := mustPlan(t, calendar.Config{
		Sites: []office.Site{{ID: "s", Name: "S"}},
		Products: []office.Product{{ID: "a", Dutch: "A", Duration: minutes, Cluster: cluster("x")},
			{ID: "b", Dutch: "B", Duration: minutes, Cluster: cluster("x")}, {ID: "c", Dutch: "C", Duration: minutes, Cluster: cluster("y")}},
		Rules: []calendar.Rule{
			{ID: "morning", Site: "s", Days: calendar.EveryDay, From: 540, To: 720, Desks: 1, Products: []office.ProductID{"c"}},
			{ID: "noon", Site: "s", Days: calendar.EveryDay, From: 720, To: 780, Desks: 1, Clusters: []office.ClusterID{"x"}, Except: []office.ProductID{"b"}},
		},
	})
	date, now := mustDate(t, "2026-03-03"), at(t, "2026-03-02 12:00")
	for id, want := range map[office.ProductID]calendar.Code{"a": calendar.Fine, "b": calendar.NotThen, "c": calendar.Fine} {
		if got := p.Offer("s", id, date, office.ChannelDesk); got.Code != want {
			t.Errorf("%s: %+v, want %q", id, got, want)
		}
	}
	wish := calendar.Wish{Site: "s", Date: date, Desk: 1, Start: 720, Products: []office.ProductID{"c"}, Channel: office.ChannelDesk, Now: now}
	wantCode(t, calendar.Check(p, wish), calendar.NotThen)
	wish.Products = []office.ProductID{"a", "c"} // nobody serves both at once
	wantCode(t, calendar.Check(p, wish), calendar.NotThen)
}
