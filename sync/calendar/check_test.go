package calendar_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A wish that is right on the Tuesday after the Monday on which it is made; each case spoils one thing.
func TestCheck(t *testing.T) {
	p := mustTown(t)
	now := at(t, "2026-03-02 10:04")
	fine := calendar.Wish{Site: berchem, Date: mustDate(t, "2026-03-03"), Desk: 1, Start: mustMinute(t, "09:00"),
		Products: []office.ProductID{"eid-aanvraag"}, Persons: 1, Channel: office.ChannelWeb, Now: now}
	for _, c := range []struct {
		name  string
		spoil func(*calendar.Wish)
		want  calendar.Code
	}{
		{"right", func(w *calendar.Wish) {}, calendar.Fine},
		{"unknown site", func(w *calendar.Wish) { w.Site = "nergens" }, calendar.UnknownSite},
		{"unknown product", func(w *calendar.Wish) { w.Products[0] = "paspoortje" }, calendar.UnknownProduct},
		{"no product", func(w *calendar.Wish) { w.Products = nil }, calendar.UnknownProduct},
		{"in the past", func(w *calendar.Wish) { w.Date = mustDate(t, "2026-02-27") }, calendar.Past},
		{"in the past, by staff", func(w *calendar.Wish) { w.Date -= 7; w.Channel = office.ChannelDesk }, calendar.Past},
		{"begun a minute ago", func(w *calendar.Wish) { w.Channel = office.ChannelDesk; w.Now = at(t, "2026-03-03 09:01") }, calendar.Past},
		{"begins now, by staff: A000-33", func(w *calendar.Wish) { w.Channel = office.ChannelDesk; w.Now = at(t, "2026-03-03 09:00") }, calendar.Fine},
		{"same day, by phone staff", func(w *calendar.Wish) { w.Channel = office.ChannelPhone; w.Now = at(t, "2026-03-03 08:00") }, calendar.Fine},
		{"same day, by a citizen: A000-33", func(w *calendar.Wish) { w.Now = at(t, "2026-03-03 00:00") }, calendar.SameDay},
		{"a minute before midnight it is tomorrow", func(w *calendar.Wish) { w.Now = at(t, "2026-03-02 23:59") }, calendar.Fine},
		{"same day at the kiosk", func(w *calendar.Wish) { w.Channel = office.ChannelKiosk; w.Now = at(t, "2026-03-03 08:00") }, calendar.SameDay},
		{"same day through an unknown door", func(w *calendar.Wish) { w.Channel = 99; w.Now = at(t, "2026-03-03 08:00") }, calendar.SameDay},
		{"eight weeks ahead", func(w *calendar.Wish) { w.Now = at(t, "2026-01-06 08:00") }, calendar.Fine},
		{"a day beyond eight weeks", func(w *calendar.Wish) { w.Now = at(t, "2026-01-05 08:00") }, calendar.BeyondHorizon},
		{"closed weekday", func(w *calendar.Wish) { w.Date++ }, calendar.Closed},
		{"holiday", func(w *calendar.Wish) { w.Date = mustDate(t, "2026-07-21"); w.Now = at(t, "2026-07-01 08:00") }, calendar.Closed},
		{"not offered there", func(w *calendar.Wish) {
			w.Site, w.Date, w.Products[0] = groenenhoek, w.Date+2, "eid-afhalen"
		}, calendar.NoVault},
		{"last slot", func(w *calendar.Wish) { w.Start = mustMinute(t, "16:20") }, calendar.Fine},
		{"at closing", func(w *calendar.Wish) { w.Start = mustMinute(t, "16:30") }, calendar.PastClosing},
		{"ends after closing", func(w *calendar.Wish) { w.Start, w.Persons = mustMinute(t, "16:20"), 2 }, calendar.PastClosing},
		{"ends after the morning's closing", func(w *calendar.Wish) { w.Start, w.Persons = mustMinute(t, "12:20"), 2 }, calendar.PastClosing},
		{"before opening", func(w *calendar.Wish) { w.Start = mustMinute(t, "08:50") }, calendar.NoSeat},
		{"at noon", func(w *calendar.Wish) { w.Start = mustMinute(t, "12:40") }, calendar.NoSeat},
		{"between two slots", func(w *calendar.Wish) { w.Start = mustMinute(t, "09:05") }, calendar.NoSeat},
		{"a desk that is not there", func(w *calendar.Wish) { w.Desk = 3 }, calendar.NoSeat},
		{"no desk", func(w *calendar.Wish) { w.Desk = 0 }, calendar.NoSeat},
		{"as many persons as a visit may have", func(w *calendar.Wish) { w.Persons = calendar.MaxPersons }, calendar.Fine},
		{"30 persons", func(w *calendar.Wish) { w.Persons = 30 }, calendar.TooMany},
		{"as many as fit: 20 + 12 × 15 = 200 minutes", func(w *calendar.Wish) { w.Products[0], w.Persons = "vreemdelingenkaart-aanvraag", 13 }, calendar.Fine},
		{"one person more: 215 of 210 minutes", func(w *calendar.Wish) { w.Products[0], w.Persons = "vreemdelingenkaart-aanvraag", 14 }, calendar.TooLong},
		{"11 products", func(w *calendar.Wish) { w.Products = slices.Repeat(w.Products, 11) }, calendar.TooMany},
		{"the wrong seats", func(w *calendar.Wish) { w.Seats = []office.SeatID{} }, calendar.WrongSeats},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := fine
			w.Products = []office.ProductID{fine.Products[0]}
			c.spoil(&w)
			wantCode(t, calendar.Check(p, w), c.want)
		})
	}
}

// A visit takes consecutive slots of one desk: minutes rounded up to whole slots.
func TestFitTakesConsecutiveSeats(t *testing.T) {
	p := mustTown(t)
	w := calendar.Wish{Site: berchem, Date: mustDate(t, "2026-03-03"), Desk: 2, Start: mustMinute(t, "09:10"),
		Products: []office.ProductID{"eid-aanvraag", "eid-afhalen"}, Persons: 2, Channel: office.ChannelDesk, Now: at(t, "2026-03-02 10:04")}
	place, err := p.Fit(w) // (10 + 8) + (7 + 5) = 30 minutes
	if err != nil {
		t.Fatal(err)
	}
	if place.Minutes != 30 || len(place.Seats) != 3 || place.Slot != 10 || place.Until != mustMinute(t, "09:40") || len(place.Warnings) != 1 {
		t.Errorf("got %+v", place)
	}
	for i, s := range place.Seats {
		if want := (office.SeatID{Site: berchem, Date: w.Date, Desk: 2, Start: w.Start + office.Minute(i)*10}); s != want {
			t.Errorf("seat %d is %s, want %s", i, s, want)
		}
	}
	w.Seats = place.Seats
	wantCode(t, calendar.Check(p, w), calendar.Fine)
	w.Seats = place.Seats[:2]
	wantCode(t, calendar.Check(p, w), calendar.WrongSeats)
	if n, err := p.Minutes(w.Products, 2); n != 30 || err != nil {
		t.Errorf("%d minutes, %v", n, err)
	}
}

// What needs no appointment may come along with what does.
func TestBareProductRidesAlong(t *testing.T) {
	p := mustTown(t)
	w := calendar.Wish{Site: harmonie, Date: mustDate(t, "2026-03-03"), Desk: 1, Start: mustMinute(t, "09:00"),
		Products: []office.ProductID{"reispas-afhalen"}, Channel: office.ChannelWeb, Now: at(t, "2026-03-02 10:04")}
	wantCode(t, calendar.Check(p, w), calendar.NoAppointmentNeeded)
	w.Products = append(w.Products, "eid-afhalen")
	wantCode(t, calendar.Check(p, w), calendar.Fine)
}

// Windows are configuration, except that no configuration lets a citizen book the same day.
func TestWindows(t *testing.T) {
	c := town(t)
	c.Windows = calendar.Windows{office.ChannelWeb: {First: 0, Last: 30}, office.ChannelPhone: {First: 0, Last: 90}}
	p, now := mustPlan(t, c), at(t, "2026-03-02 10:04")
	for channel, want := range map[office.Channel][2]office.Date{
		office.ChannelWeb: {1, 30}, office.ChannelPhone: {0, 90}, office.ChannelDesk: {0, 56}, office.ChannelKiosk: {1, 56},
	} {
		first, last := p.Window(channel, now)
		if today := p.Today(now); first != today+want[0] || last != today+want[1] {
			t.Errorf("%s: from %s to %s", channel, first, last)
		}
	}
}

// Kinds follow from codes: what does not exist, what cannot be, what may not be.
func TestCodesHaveKinds(t *testing.T) {
	p := mustTown(t)
	err := calendar.Check(p, calendar.Wish{Site: "nergens"})
	if !fault.Is(err, fault.NotFound) || calendar.CodeOf(fault.Wrap("booking.Book", err)) != calendar.UnknownSite {
		t.Errorf("got %v", err)
	}
	if calendar.CodeOf(errors.New("other")) != calendar.Fine {
		t.Error("another error has a code")
	}
}
