package fleet_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	"github.com/buurtloket/buurtloket/gui/planner/fleet/fleettest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// inBubble runs a page over a city in memory, in a time of its own.
func inBubble(t *testing.T, f func(*testing.T, *fleet.Fleet, *fleettest.Headquarters)) {
	synctest.Test(t, func(t *testing.T) {
		hq := fleettest.New()
		p := fleet.New(hq, errand.Config{By: "ines", Now: func() time.Time { return fleettest.Noon }, Location: time.UTC})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { p.Run(ctx) })
		synctest.Wait()
		f(t, p, hq)
		cancel()
		wg.Wait()
	})
}

func said(lines []week.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Say)
	}
	return strings.Join(out, "\n")
}

// TestOrder: what needs a person comes first; who has no appliance last.
func TestOrder(t *testing.T) {
	inBubble(t, func(t *testing.T, p *fleet.Fleet, _ *fleettest.Headquarters) {
		s := p.Shown()
		var got []string
		for _, r := range s.Rows {
			got = append(got, strings.Fields(r.Name)[1]+": "+r.State.Say)
		}
		want := []string{"Merksem: 1 alarm, 2 geschillen", "Linkeroever: 1 toestel stuk", "Wilrijk: verloren verklaard", "Berchem: niet verbonden", "Harmonie: verbonden", "Groenenhoek: geen toestel"}
		slices.Sort(got[1:3]) // of one urgency
		slices.Sort(want[1:3])
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if s.Wanting != 3 || s.At != "buurtloket-merksem" || s.Can.Lose {
			t.Errorf("%d want a person; at %s; can %+v", s.Wanting, s.At, s.Can)
		}
	})
}

// TestSaid: each fact of a counter is said, and none that nobody knows.
func TestSaid(t *testing.T) {
	for site, want := range map[string][]string{
		"buurtloket-merksem":     {"Vak A3, deur 3: De deur ging open zonder dat iemand het vroeg. Sinds 11:48.", "2 geschillen", "1 deur van de kluis", "Verbonden sinds 07:00.", "geen vrije plaatsen", "Programma 1.4.2."},
		"buurtloket-berchem":     {"Niet verbonden sinds 10:04.", "Laatst bijgewerkt: 10:00, 2 u geleden.", "nog niet bekend", "3 berichten wachten op het loket, het oudste van 10:20.", "12 vrije plaatsen bij het loket, waarvan vandaag nog 7.", "5 toestellen, alle in orde."},
		"buurtloket-linkeroever": {"Ticketprinter kiosk: papier op, sinds 11:10.", "37 gebeurtenissen van het loket zijn nog onderweg.", "Het loket heeft alle berichten."},
		"buurtloket-wilrijk":     {"Verloren verklaard.", "8 plaatsen zijn geblokkeerd", "vr 20 nov 09:00, 3 d geleden", "Versie van het programma niet bekend."},
		"buurtloket-groenenhoek": {"Geen toestel."},
		"antwerpen-harmonie":     {"Verbonden sinds zo 22 nov 06:00.", "zonet", "Alles van het loket is hier."},
	} {
		inBubble(t, func(t *testing.T, p *fleet.Fleet, _ *fleettest.Headquarters) {
			p.Choose(site)
			here := said(p.Shown().Here)
			for _, w := range want {
				if !strings.Contains(here, w) {
					t.Errorf("%s: no %q in\n%s", site, w, here)
				}
			}
		})
	}
}

// TestAlone: without headquarters the last picture stays, with its age, and comes anew by itself.
func TestAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, p *fleet.Fleet, hq *fleettest.Headquarters) {
		hq.Cut(true)
		time.Sleep(errand.Every)
		synctest.Wait()
		s := p.Shown()
		if s.Line.Tone != week.Warn || !strings.Contains(s.Line.Say, "van 12:00") || len(s.Rows) != 6 || s.Can.Lose {
			t.Errorf("it shows %+v with %d rows", s.Line, len(s.Rows))
		}
		hq.Cut(false)
		hq.Set(func() { hq.Silent = []string{"hq-2"} })
		time.Sleep(errand.Every)
		synctest.Wait()
		p.Choose("buurtloket-berchem")
		if s := p.Shown(); s.Line.Tone != week.Good || s.Summary.Tone != week.Warn || !strings.Contains(s.Summary.Say, "hq-2") || s.Can.Lose {
			t.Errorf("it shows %+v, %+v; can %+v: a counter may be connected where nobody answers", s.Line, s.Summary, s.Can)
		}
	})
}

// TestDeclaredLost: two planners, of whom neither is the other.
func TestDeclaredLost(t *testing.T) {
	inBubble(t, func(t *testing.T, p *fleet.Fleet, hq *fleettest.Headquarters) {
		p.AskLost() // of one that is connected: nothing to ask
		if p.Shown().Asking != nil {
			t.Fatal("asked of a counter that is connected")
		}
		p.Choose("buurtloket-berchem")
		p.AskLost()
		for _, second := range []string{"", "  ", "Ines", " ines "} {
			p.Second(second)
			p.DeclareLost()
			synctest.Wait()
			if s := p.Shown(); s.Asking == nil || s.Notice.Tone != week.Warn || len(hq.Lost) != 0 {
				t.Fatalf("with second planner %q: %+v, %v", second, s.Notice, hq.Lost)
			}
		}
		p.Second(" bo ")
		p.DeclareLost()
		synctest.Wait()
		s := p.Shown()
		if len(hq.Lost) != 1 || hq.Lost[0].By != "ines" || hq.Lost[0].Second != "bo" || s.Asking != nil || !strings.Contains(s.Notice.Say, "12 plaatsen") {
			t.Errorf("%v; %+v", hq.Lost, s.Notice)
		}
		if s.Can.Lose {
			t.Error("it can be lost twice")
		}
	})
}
