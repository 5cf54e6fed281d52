package flow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// saying is a counter that has items to show.
func (d *desk) saying(items ...*contract.BulletinItem) {
	d.do(func() {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.Bulletin = items })
	})
}

func item(title string, languages ...string) *contract.BulletinItem {
	i := &contract.BulletinItem{Id: title, Kind: "news"}
	for _, language := range append([]string{"nl"}, languages...) {
		i.Texts = append(i.Texts, &contract.BulletinText{Language: language, Title: title + " " + language, Text: "tekst"})
	}
	return i
}

// round are the next pages that take turns, told short: "[first site]", or the title of an item with its mark.
func (d *desk) round(pages int) (out []string) {
	for range pages {
		i := d.on(flow.Idle).Idle
		switch {
		case len(i.Sites) == 0:
			d.t.Errorf("other sites are gone: %+v", i)
		case i.Item != nil:
			out = append(out, strings.TrimSpace(i.Item.Title+" "+i.Item.Marked))
		default:
			out = append(out, "["+i.Sites[0].Name+"]")
		}
		if len(i.Hours) == 0 {
			d.t.Errorf("this site's hours are gone: %+v", i)
		}
		time.Sleep(flow.Dwell) // of the bubble's time
		synctest.Wait()
	}
	return out
}

// TestPagesTakeTurns_A003_16_A002_60: other sites come before each item, all of them in time; an item is shown in the usual language, and then in
// one of its others, each round another.
func TestPagesTakeTurns_A003_16_A002_60(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.Home) // now nobody is here
		d.saying(item("een"), item("twee", "tr", "fr"))
		want := []string{"[Buurtloket Berchem]", "een nl", "[Buurtloket Berchem]", "twee nl", "twee tr Vertaling · Çeviri",
			"[Buurtloket Berchem]", "een nl", "[Buurtloket Berchem]", "twee nl", "twee fr Vertaling · Traduction"}
		if got := d.round(len(want)); !slices.Equal(got, want) {
			t.Errorf("shown %q", got)
		}
		d.do(d.Touch)
		d.on(flow.Welcome)
		d.do(d.Home)
		if got := d.round(2); got[0] != want[0] || got[1] != want[1] {
			t.Errorf("after a visit %q", got)
		}
	})
}

// TestEverySiteIsSeen_A002_60: more sites than have room take turns too, with items or without.
func TestEverySiteIsSeen_A002_60(t *testing.T) {
	for _, items := range [][]*contract.BulletinItem{nil, {item("een"), item("twee", "pl")}} {
		in(t, func(d *desk) {
			d.do(d.Touch, d.Home)
			d.do(func() {
				d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
					v.Bulletin = items
					for n := range 20 {
						v.Sites = append(v.Sites, &contract.KioskSite{Site: fmt.Sprint(n), Name: fmt.Sprint("Loket ", n)})
					}
				})
			})
			seen := map[string]bool{}
			for range 12 {
				sites := d.on(flow.Idle).Idle.Sites
				if len(sites) > flow.TurnSites {
					t.Errorf("%d sites on one page", len(sites))
				}
				for _, o := range sites {
					seen[o.Name] = true
				}
				time.Sleep(flow.Dwell)
				synctest.Wait()
			}
			if len(seen) != 23 {
				t.Errorf("%d sites were seen", len(seen))
			}
		})
	}
}

// TestNothingTurnsAlone: without news, and with few sites, nothing on the page changes but the clock.
func TestNothingTurnsAlone(t *testing.T) {
	in(t, func(d *desk) {
		before := d.changes.Load()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if changes := d.changes.Load() - before; changes > 11 {
			t.Errorf("%d changes in ten minutes", changes)
		}
	})
}

// TestAnActivity: when, where and whether to sign up, in each language's own words.
func TestAnActivity_A003_16(t *testing.T) {
	in(t, func(d *desk) {
		d.do(d.Touch, d.Home)
		i := item("Voorleesuur", "pl")
		i.Date, i.From, i.To, i.Place = int32(flowtest.Today+6), 840, 930, "De Poort"
		d.saying(i)
		d.round(1)
		got := d.on(flow.Idle).Idle.Item
		if want := []string{"woensdag 2 december, 14:00 tot 15:30", "De Poort", "Inschrijven hoeft niet"}; got.Head != "Activiteit" || got.Marked != "" || !slices.Equal(got.Facts, want) {
			t.Errorf("%+v", got)
		}
		signed := proto.CloneOf(i)
		signed.SignUp = true
		d.saying(signed)
		d.round(1)
		got = d.on(flow.Idle).Idle.Item
		pl := text.KioskIn("pl")
		if got.Head != pl.Activity || got.Marked != pl.Marked || !strings.HasPrefix(got.Facts[0], "środa 2 grudnia, 14:00") || got.Facts[2] != pl.SignUp {
			t.Errorf("%+v", got)
		}
	})
}

// TestADutchItemSaysSo: on a kiosk whose usual language is another, what is not translated stands in Dutch, with that word.
func TestADutchItemSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := openWith(t, flow.Config{Languages: []*text.Kiosk{text.KioskIn("fr"), text.KioskIn("nl")}})
		defer d.stop()
		d.do(d.Touch, d.Home)
		d.saying(item("een"), item("twee", "fr"))
		want := []string{"[Buurtloket Berchem]", "een nl Nederlands", "[Buurtloket Berchem]", "twee fr"}
		if got := d.round(len(want)); !slices.Equal(got, want) {
			t.Errorf("shown %q", got)
		}
	})
}

// TestDarkAndContrastAreOne: who chooses one leaves the other; the next person has the kiosk's own looks.
func TestDarkAndContrastAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		usual := flow.Looks{Dark: true, Large: true}
		d := openWith(t, flow.Config{Looks: usual})
		defer d.stop()
		for _, x := range []struct {
			pick string
			want flow.Looks
		}{{"Meer contrast", flow.Looks{Contrast: true, Large: true}}, {"Donkere kleuren", usual}, {"Gewone kleuren", flow.Looks{Large: true}}, {"Gewone letters", flow.Looks{}}} {
			d.do(d.Touch, d.Settings, d.pick(x.pick), d.Back)
			if s := d.on(flow.Welcome); s.Looks != x.want {
				t.Errorf("%s: %+v", x.pick, s.Looks)
			}
		}
		d.do(d.Home)
		if s := d.on(flow.Idle); s.Looks != usual {
			t.Errorf("the next person has %+v", s.Looks)
		}
	})
}

// TestAPrintThatIsStuckHasItsCode: whatever the printer says of itself, the page shows the code by which the paper is had later.
func TestAPrintThatIsStuckHasItsCode(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Jam = true })
		d.do(d.Touch, d.pick("Een attest of akte"), d.pick("Attest van hoofdverblijfplaats"), d.counter.Insert)
		d.on(flow.PIN)
		d.do(d.write(flowtest.PIN), d.Next)
		if s := d.on(flow.Paper, "De printer werkt niet."); s.Big != "K7M2" || s.Tone != flow.Warn {
			t.Errorf("%+v", s)
		}
	})
}
