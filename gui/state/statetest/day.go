package statetest

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/state"
)

// DayAsked is what the day was opened or closed with.
type DayAsked struct {
	Checks    []state.DayCheck
	Uncounted string
	Trips     bool
}

// DayAsked is what the day was last opened or closed with.
func (f *Counter) DayAsked() DayAsked {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dayAsked
}

// AfterMissedNights is an invented morning after two nights without a line, with a day that nobody has opened.
func AfterMissedNights(s *state.Snapshot) {
	s.Morning = state.Morning{Date: s.Today, Lines: []state.MorningLine{
		{Say: "Geen volledige nacht sinds 2 dagen: de laatste was op di 24 nov. Tickets geven, oproepen, afspraken van vandaag helpen en documenten uitreiken blijft mogelijk."},
		{Say: "Van de vrije plaatsen van vandaag staan er 3 hier: die boek je ook zonder verbinding. De andere 5 vraag je aan; het antwoord komt pas met verbinding."},
		{Say: "Regels, sluitingen en personeelslijst zijn van 2 dagen geleden. Een sluiting die daarna gemeld is, staat hier niet: vraag het na."},
		{Say: "Een zending die daarna aangekondigd is, staat hier niet. Tel ze toch in: de lijst komt later."},
		{Say: "Aanmelden kan nog 12 dagen zonder verbinding.", Good: true},
	}}
	s.Day = state.DayState{Date: s.Today, Checks: checks()}
}

func checks() []state.DayCheck {
	return []state.DayCheck{{Code: "tickets", Say: "Nog open: 8 tickets. Afsluiten beëindigt ze volgens de regel van deze locatie."},
		{Code: "count", Say: "Nog niet geteld vandaag: 3, 12, 14."}, {Code: "trip", Good: true, Say: "Rit G-26-118 is onderweg met 2 documenten."},
		{Code: "unsent", Say: "Wacht op verzending naar het hoofdkantoor: 37 gebeurtenissen. Dat gaat vanzelf zodra er verbinding is."}}
}

// OpenDay opens the day, by An.
func (f *Counter) OpenDay(ctx context.Context, checks []state.DayCheck) (state.Receipt, error) {
	return f.act(ctx, "OpenDay", func(s *state.Snapshot) error {
		f.dayAsked = DayAsked{Checks: checks}
		s.Day.Opened, s.Day.OpenedBy = f.now(), "an"
		return nil
	})
}

// CloseDay closes the day, by An.
func (f *Counter) CloseDay(ctx context.Context, uncounted string, tripsKnown bool) (state.Receipt, []string, error) {
	r, err := f.act(ctx, "CloseDay", func(s *state.Snapshot) error {
		f.dayAsked = DayAsked{Uncounted: uncounted, Trips: tripsKnown}
		s.Day.Closed, s.Day.EndsBy = f.now(), "an"
		return nil
	})
	return r, []string{"A016 is afgesloten: niet meer geholpen."}, err
}

// DaySheet says where the day on paper is.
func (f *Counter) DaySheet(context.Context) (state.Paper, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["DaySheet"]++
	return state.Paper{Path: "/home/loket/Documenten/dagblad-buurtloket-berchem-2026-11-26.pdf"}, f.fail["DaySheet"]
}
