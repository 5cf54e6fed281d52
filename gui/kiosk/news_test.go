package kiosk_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// newsItem is what headquarters may say, in Dutch and in one other language.
func newsItem() *contract.BulletinItem {
	return &contract.BulletinItem{Id: "zitdag", Kind: "news", FromDate: int32(flowtest.Today), ToDate: int32(flowtest.Today + 9), Texts: []*contract.BulletinText{
		{Language: "nl", Title: "Zitdag belastingen", Text: "Hulp bij uw aangifte? Elke woensdag van 13 tot 16 uur in Buurtloket Berchem. Breng uw identiteitskaart en uw papieren mee."},
		{Language: "tr", Title: "Vergi beyannamesi günü", Text: "Beyannameniz için yardım mı gerekiyor? Her çarşamba 13.00 – 16.00 arası, Buurtloket Berchem."}}}
}

func activityItem() *contract.BulletinItem {
	return &contract.BulletinItem{Id: "voorlezen", Kind: "activity", FromDate: int32(flowtest.Today), ToDate: int32(flowtest.Today + 6), Date: int32(flowtest.Today + 6), From: 14 * 60, To: 15*60 + 30,
		Place: "Bibliotheek De Poort, eerste verdieping", SignUp: true, Texts: []*contract.BulletinText{
			{Language: "nl", Title: "Voorleesuur in twee talen", Text: "Voor kinderen van 4 tot 8 jaar, in het Nederlands en het Turks. Ouders luisteren mee."}}}
}

// filled is as much text as an item may have, in words as long as they may be.
func filled(n int) string {
	var out []string
	for i := 0; len(strings.Join(out, " ")) < n; i++ {
		out = append(out, []string{"Gemeenteraadsverkiezing", "wijk", "burgemeester", "Sint-Andries"}[i%4])
	}
	return strings.TrimSpace(strings.Join(out, " ")[:n-1]) + "."
}

// fullest is an activity in every language, each with as much as there may be.
func fullest() *contract.BulletinItem {
	i := activityItem()
	i.Place, i.Texts = filled(bulletin.MostPlace), nil
	for _, language := range bulletin.Languages {
		i.Texts = append(i.Texts, &contract.BulletinText{Language: language, Title: filled(bulletin.MostTitle), Text: filled(bulletin.MostBody)})
	}
	return i
}

// tell has the counter show items, and turns to the page that is the n-th from when somebody was here last, which is now.
func (s *screen) tell(n int, items ...*contract.BulletinItem) {
	s.t.Helper()
	s.flow.Touch()
	s.flow.Home()
	s.on(flow.Idle)
	for range n {
		s.pass(flow.Dwell)
	}
	s.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.Bulletin = items })
	s.until("the item", func(s flow.Shown) bool { return s.Idle != nil && (s.Idle.Item != nil) == (n > 0) })
}

// newsPages are what a page that nobody touched shows beside hours.
var newsPages = []struct {
	name string
	n    int
	item func() *contract.BulletinItem
}{
	{"idle-news", 1, newsItem}, {"idle-translation", 2, newsItem}, {"idle-activity", 1, activityItem}, {"idle-fullest", 1, fullest},
}

// usual are the looks that a kiosk can begin with.
var usual = []struct {
	name  string
	looks flow.Looks
}{
	{"", flow.Looks{}}, {"-large", flow.Looks{Large: true}}, {"-contrast", flow.Looks{Contrast: true}}, {"-dark", flow.Looks{Dark: true}},
}

// TestNewsInEveryTheme_A003_16 fixes the pages with news and activities as every kiosk may begin, and in the language that needs most room.
func TestNewsInEveryTheme_A003_16(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, u := range usual {
		s := mustScreenOf(t, fyne.NewSize(1080, 1920), flow.Config{Looks: u.looks})
		s.fixNews(u.name)
		s.close()
	}
	s := mustScreenOf(t, fyne.NewSize(1920, 1080), flow.Config{Languages: []*text.Kiosk{longer()}})
	s.fixNews("-longest")
	s.close()
}

func (s *screen) fixNews(name string) {
	s.t.Helper()
	for _, p := range newsPages {
		s.tell(p.n, p.item())
		s.master(p.name + name)
	}
}

// TestEveryPageInTheDark fixes every page of a visit in dark colours.
func TestEveryPageInTheDark(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	s := mustScreenOf(t, fyne.NewSize(1080, 1920), flow.Config{Looks: flow.Looks{Dark: true}})
	defer s.close()
	for _, p := range pages {
		p.make(s)
		s.view.Update()
		s.master(p.name + "-dark")
		s.again()
	}
}

// TestNewsFitsWithoutScrolling_A003_19 walks what headquarters may say at most, over both shapes of screen, all usual looks and all
// languages: all of it stands on the page, nothing is cut and nothing covered; so do this site's own hours.
func TestNewsFitsWithoutScrolling_A003_19(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, language := range append(text.Kiosks(), longer()) {
		for _, large := range []bool{false, true} { // the other looks are as large as the usual ones
			s := mustScreenOf(t, fyne.NewSize(1080, 1920), flow.Config{Languages: []*text.Kiosk{language}, Looks: flow.Looks{Large: large}})
			s.full()
			for _, size := range []fyne.Size{{Width: 1080, Height: 1920}, {Width: 1920, Height: 1080}} {
				s.win.Resize(size)
				s.fits(fmt.Sprintf("%s on %v, large %v", language.Tag, size, large), size)
			}
			s.close()
		}
	}
}

// fits checks the longest item there is, and the other sites.
func (s *screen) fits(name string, size fyne.Size) {
	s.t.Helper()
	s.tell(1, fullest())
	s.inside(name, size)
	item := s.flow.Shown().Idle.Item
	for _, words := range append([]string{item.Head, item.Title, item.Text, s.flow.Shown().Idle.Hours[0].Name}, item.Facts...) {
		if !s.says(words) {
			s.t.Errorf("%s: %q is not on the page", name, words)
		}
	}
	s.tell(0)
	s.inside(name+", other sites", size)
}

// full is a counter of a city with many sites, many ways to be open and many days on which it is closed.
func (s *screen) full() {
	s.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
		for n := range 20 {
			v.Sites = append(v.Sites, &contract.KioskSite{Site: fmt.Sprint("site-", n), Name: "Stadsloket Groenenhoek-Pulhof", NextDate: int32(flowtest.Today + 3), NextFrom: 540})
		}
		v.Hours = nil
		for _, of := range []string{"appointment", "walk_in", "reception", "self_service"} {
			v.Hours = append(v.Hours, &contract.HallHours{Of: of, Spans: []*contract.HallSpan{{From: 540, To: 720}, {From: 780, To: 960}}})
		}
		for n := range 6 {
			d := int32(flowtest.Today) + int32(9*n)
			v.Closures = append(v.Closures, &contract.HallClosure{FromDate: d, ToDate: d + 8, Reason: "de jaarlijkse sluiting van het gebouw"})
		}
	})
}

// says reports whether a text stands on the screen whole.
func (s *screen) says(words string) bool {
	for _, part := range s.win.Content().(*fyne.Container).Objects {
		c, ok := part.(*fyne.Container)
		if !ok || !c.Visible() {
			continue
		}
		for _, o := range c.Objects {
			if t, ok := o.(*kit.Text); ok && t.Visible() && t.Text() == words && !t.Cut() && t.Size().Height > 1 {
				return true
			}
		}
	}
	return false
}

// TestDarkIsDark: the ground of a kiosk that begins dark is, and a visitor who wants the usual colours has them, and their
// successor does not.
func TestDarkIsDark(t *testing.T) {
	s := mustScreenOf(t, fyne.NewSize(1080, 1920), flow.Config{Looks: flow.Looks{Dark: true}})
	defer s.close()
	ground := func(want look.Mode) {
		t.Helper()
		s.view.Update()
		red, green, blue, _ := s.win.Canvas().Capture().At(2, 960).RGBA() // between the edge and what stands on the page
		paper, _, _, _ := (look.Theme{Mode: want}).Color(look.Paper, 0).RGBA()
		if red != paper || green == 0 && blue == 0 && paper != 0 {
			t.Errorf("the ground is %x %x %x", red, green, blue)
		}
	}
	ground(look.Dark)
	s.dress([]int{2})
	ground(look.Light)
	s.dress([]int{1})
	ground(look.Contrast)
	s.dress([]int{2})
	ground(look.Dark)
	s.dress([]int{2})
	s.flow.Home()
	s.on(flow.Idle)
	ground(look.Dark)
}

// TestTheFontHasEveryLetterOfAnItem: what an item may be written with can be drawn.
func TestTheFontHasEveryLetterOfAnItem(t *testing.T) {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(look.Theme{}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		for r := rune(0); r < 0x3000; r++ {
			if i, err := f.GlyphIndex(&b, r); bulletin.Shows(r) && (err != nil || i == 0) {
				t.Errorf("bold %v: no glyph for %q", style.Bold, r)
			}
		}
	}
}

// TestATouchLeadsAway: from an item as from the hours.
func TestATouchLeadsAway(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	s.tell(1, activityItem())
	s.flow.Touch()
	s.on(flow.Welcome)
	s.flow.Home()
	s.on(flow.Idle)
	if i := s.flow.Shown().Idle; i.Item != nil || len(i.Sites) != 3 {
		t.Errorf("after a visit first comes %+v", i)
	}
}
