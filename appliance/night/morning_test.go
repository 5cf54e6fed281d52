package night_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// nightOf journals the report of a night in which all was done but some steps.
func nightOf(tb testing.TB, state *kv.Memory, d office.Date, failed map[night.Code]string) {
	tb.Helper()
	r := &contract.NightReported{Night: int32(d)}
	for _, s := range night.Steps {
		step := &contract.NightStep{Code: string(s.Code), Done: true, Say: "gedaan"}
		if why, ok := failed[s.Code]; ok {
			step.Done, step.Say = false, why
		}
		r.Steps = append(r.Steps, step)
	}
	if err := night.Fold(state, &contract.Event{Kind: &contract.Event_NightReported{NightReported: r}}); err != nil {
		tb.Fatal(err)
	}
}

// TestMornings: what a clerk reads at eight, by how many nights were missed and what is here all the same.
func TestMornings(t *testing.T) {
	zone := mustZone(t)
	eight := monday.At(8*60, zone)
	lineDown := map[night.Code]string{night.Exchange: "Er was geen verbinding.", night.Seats: "Er staan er 4 hier.", night.News: "Er was geen verbinding."}
	for name, w := range map[string]struct {
		last      office.Date // the last whole night; 0: never
		tonight   map[night.Code]string
		facts     night.Facts
		missed    int32
		say       []string
		never     []string
		urgent    bool
		allIsGood bool
	}{
		"a good night": {last: monday, facts: night.Facts{Heard: eight, Fresh: true, Places: 30, SignIn: 14}, allIsGood: true,
			say: []string{"De plaatsen van vandaag staan hier; boeken kan ook zonder verbinding.", "zijn van vandaag"}},
		"a good night, and the line fell since": {last: monday, facts: night.Facts{Heard: eight, Places: 30, SignIn: 14}, allIsGood: true,
			say: []string{"boeken kan ook zonder verbinding", "Aanmelden kan nog 14 dagen"}},
		"one missed, with its report": {last: monday - 1, tonight: lineDown, missed: 1, facts: night.Facts{Heard: eight.AddDate(0, 0, -1), Places: 4, Elsewhere: 20, SignIn: 13, Unsent: 3, Vault: true},
			say: []string{"Vannacht is niet alles gelukt.", "Er was geen verbinding.", "staan er 4 hier", "De andere 20", "van gisteren", "Tel ze toch in", "3 gebeurtenissen", "13 dagen"}},
		"one missed, the machine was off": {last: monday - 1, missed: 1, facts: night.Facts{Heard: eight.AddDate(0, 0, -1), Elsewhere: 24, SignIn: 13},
			say: []string{"Vannacht was er geen volledige nacht.", "Een boeking is een aanvraag", "Tickets geven, oproepen"}, never: []string{"niet alles gelukt"}},
		"two missed": {last: monday - 2, missed: 2, facts: night.Facts{Heard: eight.AddDate(0, 0, -2), Elsewhere: 24, SignIn: 12},
			say: []string{"Geen volledige nacht sinds 2 dagen", "zaterdag 21 november", "van 2 dagen geleden", "vraag het na"}},
		"a week": {last: monday - 7, missed: 7, urgent: true, facts: night.Facts{Heard: eight.AddDate(0, 0, -7), Elsewhere: 24, SignIn: 7, Unsent: 120},
			say: []string{"sinds 7 dagen", "Bel vandaag de beheerder", "120 gebeurtenissen"}},
		"a week, but the line is back": {last: monday - 7, missed: 7, facts: night.Facts{Heard: eight, Fresh: true, Places: 24, SignIn: 14, Unsent: 1}, allIsGood: true,
			say: []string{"alles is intussen bijgewerkt", "zijn van vandaag"}, never: []string{"Bel", "wacht"}},
		"never": {missed: -1, facts: night.Facts{Elsewhere: 24, SignIn: 14},
			say: []string{"nog geen volledige nacht", "waarmee dit toestel kwam", "Tickets geven"}},
		"closed today": {last: monday, facts: night.Facts{Heard: eight, Closed: "Gesloten: feestdag.", SignIn: 14}, allIsGood: true,
			say: []string{"Vandaag zijn er geen afspraken: Gesloten: feestdag."}},
		"the roster is nearly too old": {last: monday - 12, missed: 12, urgent: true, facts: night.Facts{Heard: eight.AddDate(0, 0, -12), Elsewhere: 24, SignIn: 1},
			say: []string{"Aanmelden kan nog 1 dag zonder verbinding. Bel"}},
		"the roster is too old": {last: monday - 20, missed: 20, urgent: true, facts: night.Facts{Heard: eight.AddDate(0, 0, -20), Elsewhere: 24, SignIn: -1},
			say: []string{"Aanmelden kan niet meer"}},
		"the check was not reached": {last: monday, tonight: map[night.Code]string{night.Check: "Hier kwam de nacht niet aan toe: het toestel stond uit, of de tijd was om."},
			facts: night.Facts{Heard: eight, Fresh: true, Places: 3, SignIn: 14}, allIsGood: true, never: []string{"zelfcontrole"}},
		"the journal is damaged": {last: monday, tonight: map[night.Code]string{night.Check: "Gebeurtenis 12 klopt niet."}, urgent: true, facts: night.Facts{Heard: eight, Fresh: true, Places: 3, SignIn: 14},
			say: []string{"De zelfcontrole van maandag 23 november 2026 is niet gelukt: Gebeurtenis 12 klopt niet."}},
	} {
		t.Run(name, func(t *testing.T) {
			var state kv.Memory
			if w.last != 0 {
				nightOf(t, &state, w.last, nil)
			}
			if w.tonight != nil {
				nightOf(t, &state, monday, w.tonight)
			}
			w.facts.Now, w.facts.Due = eight, true
			m, err := night.Morning(&state, w.facts)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			urgent, good := false, true
			for _, l := range m.Lines {
				all = append(all, l.Say)
				urgent, good = urgent || l.Urgent, good && l.Good
				if !strings.HasSuffix(l.Say, ".") || strings.Contains(l.Say, "  ") {
					t.Errorf("no sentence: %q", l.Say)
				}
			}
			text := strings.Join(all, "\n")
			for _, say := range w.say {
				if !strings.Contains(text, say) {
					t.Errorf("not said: %q in\n%s", say, text)
				}
			}
			for _, say := range w.never {
				if strings.Contains(text, say) {
					t.Errorf("said: %q in\n%s", say, text)
				}
			}
			if m.Missed != w.missed || urgent != w.urgent || good != w.allIsGood {
				t.Errorf("missed %d, urgent %t, good %t; want %d, %t, %t\n%s", m.Missed, urgent, good, w.missed, w.urgent, w.allIsGood, text)
			}
		})
	}
}

// TestBeforeTheWindowEnds: at one in the morning tonight's night is not missed yet.
func TestBeforeTheWindowEnds(t *testing.T) {
	var state kv.Memory
	nightOf(t, &state, monday-1, nil)
	m, err := night.Morning(&state, night.Facts{Now: monday.At(60, mustZone(t)), Heard: monday.At(0, mustZone(t)), SignIn: 14})
	if err != nil || m.Missed != 0 || m.Due {
		t.Errorf("%v, %v", m, err)
	}
}

// TestDays: opened, closed, opened again; what stands in the way of closing is said, and nothing changes.
func TestDays(t *testing.T) {
	var state kv.Memory
	at := time.Duration(0)
	fold := func(e *contract.Event, err error) bool {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			return false
		}
		at += time.Minute
		e.AtMs, e.Clerk = at.Milliseconds(), "ann"
		if err := night.Fold(&state, e); err != nil {
			t.Fatal(err)
		}
		return true
	}
	day := func() *contract.DayState {
		d, err := night.Day(&state, monday)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if !fold(night.OpenDay(&state, monday, nil)) || fold(night.OpenDay(&state, monday, nil)) {
		t.Error("a day is not opened once")
	}
	s := night.Standing{Today: monday, Vault: true, Stored: 1, Uncounted: []string{"A1"}, Trips: []night.Out{{ID: "G-26-118", Documents: 2}}, Unsent: 4, Open: 3}
	for _, q := range []struct {
		reason string
		known  bool
		say    string
	}{{"", true, "niet geteld"}, {"inbraakalarm", false, "onderweg: rit G-26-118 (2 documenten)"}, {strings.Repeat("x", 300), true, "te lang"}} {
		if e, err := night.CloseDay(&state, s, 3, q.reason, q.known); err == nil || e != nil || !strings.Contains(err.Error(), q.say) {
			t.Errorf("closed with reason %.20q, trips known %t: %v", q.reason, q.known, err)
		}
	}
	e, err := night.CloseDay(&state, s, 3, "inbraakalarm", true)
	if c := e.GetDayClosed(); err != nil || c.GetCounted() || c.UncountedReason != "inbraakalarm" || c.ClosedTickets != 3 || len(c.Trips) != 1 || c.Unsent != 4 {
		t.Errorf("%v, %v", c, err)
	}
	opened := day().OpenedMs
	fold(e, err)
	if d := day(); d.ClosedMs == 0 || d.ClosedBy != "ann" {
		t.Errorf("not closed: %v", d)
	}
	if fold(night.CloseDay(&state, s, 0, "nog eens", true)) {
		t.Error("closed twice")
	}
	if !fold(night.OpenDay(&state, monday, nil)) || day().ClosedMs != 0 || day().OpenedMs != opened {
		t.Errorf("opened again: %v", day())
	}
	if d, err := night.Day(&state, monday+1); err != nil || d.OpenedMs != 0 || office.Date(d.Date) != monday+1 {
		t.Errorf("the next day: %v, %v", d, err)
	}
	bad := 0
	for _, c := range s.Checks() {
		if !c.Good {
			bad++
		}
	}
	if bad != 3 { // tickets, count, unsent; the trip is not late
		t.Errorf("checks: %v", s.Checks())
	}
}

// TestAVaultIsSaidToBeCountedWhenItWas: nobody counts an empty one, and no day sheet says that somebody did.
func TestAVaultIsSaidToBeCountedWhenItWas(t *testing.T) {
	for say, s := range map[string]night.Standing{
		"": {}, "De kluis is leeg: er valt niets te tellen.": {Vault: true},
		"De kluis is vandaag geteld.":      {Vault: true, Stored: 2},
		"Nog niet geteld vandaag: A1, B3.": {Vault: true, Stored: 2, Uncounted: []string{"A1", "B3"}},
	} {
		got := ""
		for _, c := range s.Checks() {
			if c.Code == "count" {
				if got = c.Say; c.Good != (len(s.Uncounted) == 0) {
					t.Errorf("%v", c)
				}
			}
		}
		if got != say {
			t.Errorf("%+v: says %q, want %q", s, got, say)
		}
	}
}
