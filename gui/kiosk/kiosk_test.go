package kiosk_test

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/kiosk"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// screen is a kiosk on the test driver, over a counter in memory. The test's own goroutine is the toolkit's.
type screen struct {
	t       testing.TB
	counter *flowtest.Counter
	flow    *flow.Flow
	view    *kiosk.View
	win     fyne.Window
	posts   chan func()
	mu      sync.Mutex
	now     time.Time
	close   func()
}

func mustScreen(t testing.TB, size fyne.Size) *screen {
	t.Helper()
	s := mustScreenIn(t, size, nil)
	t.Cleanup(s.close)
	return s
}

// mustScreenIn opens a screen in a language; nil: in the usual ones.
func mustScreenIn(t testing.TB, size fyne.Size, language *text.Kiosk) *screen {
	t.Helper()
	var languages []*text.Kiosk
	if language != nil {
		languages = []*text.Kiosk{language}
	}
	return mustScreenOf(t, size, flow.Config{Languages: languages})
}

// mustScreenOf opens a screen with languages and usual looks of its own.
func mustScreenOf(t testing.TB, size fyne.Size, cfg flow.Config) *screen {
	t.Helper()
	app := test.NewApp()
	app.Settings().SetTheme(look.Theme{Standing: true})
	s := &screen{t: t, counter: flowtest.New(), posts: make(chan func(), 100), now: flowtest.Morning}
	cfg.Counter, cfg.Location, cfg.Now, cfg.Say = s.counter, time.UTC, s.clock, func(string, string, int) {}
	s.flow = flow.New(cfg)
	reach := float32(0.55)
	if size.Width > size.Height {
		reach = 0.85 // a screen that lies is not high
	}
	s.view = kiosk.New(s.flow, reach)
	s.win = test.NewWindow(nil)
	s.win.SetPadded(false)
	s.win.SetContent(s.view.Build(s.win.Canvas(), func(f func()) { s.posts <- f }))
	s.win.Resize(size)
	s.win.Canvas().SetOnTypedKey(s.view.Typed)
	s.win.Canvas().SetOnTypedRune(s.view.TypedRune)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.view.Run(ctx) })
	s.close = func() {
		cancel()
		wg.Wait()
		s.win.Close()
		test.NewApp()
	}
	s.until("the daemon is there", func(s flow.Shown) bool { return s.Page == flow.Idle })
	return s
}

func (s *screen) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// pass lets time go by; a touch elsewhere or a second shows it.
func (s *screen) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// until draws what was posted until the picture is as wanted.
func (s *screen) until(what string, ok func(flow.Shown) bool) {
	s.t.Helper()
	deadline := time.After(10 * time.Second)
	for !ok(s.flow.Shown()) || s.flow.Shown().Busy != "" {
		select {
		case f := <-s.posts:
			f()
		case <-deadline:
			s.t.Fatalf("%s did not happen: %+v", what, s.flow.Shown())
		}
	}
	s.view.Update()
}

func (s *screen) on(p flow.Page) {
	s.t.Helper()
	s.until("the page", func(s flow.Shown) bool { return s.Page == p })
}

func (s *screen) write(text string) {
	for _, r := range text {
		s.flow.Type(r)
	}
	s.view.Update()
}

// pages are what a kiosk can show.
var pages = []struct {
	name string
	make func(*screen)
}{
	{"idle", func(*screen) {}},
	{"welcome", func(s *screen) { s.flow.Touch(); s.on(flow.Welcome) }},
	{"off", func(s *screen) {
		s.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
			v.Abilities = []*contract.KioskAbility{{Code: "certificate", Say: "De printer werkt niet. Vraag het aan het loket."}, {Code: "book", Say: "Er is geen verbinding."}}
		})
		s.flow.Touch()
		s.until("what cannot be done", func(s flow.Shown) bool { return s.Page == flow.Welcome && s.Choices[3].Off })
	}},
	{"code", func(s *screen) {
		s.flow.Touch()
		s.flow.Choose(s.flow.Shown(), 0)
		s.on(flow.Code)
		s.write("K7M2-4P")
		s.flow.Next()
		s.view.Update()
	}},
	{"product", func(s *screen) { s.flow.Touch(); s.flow.Choose(s.flow.Shown(), 1); s.on(flow.Product) }},
	{"persons", func(s *screen) {
		s.flow.Touch()
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Product)
		s.flow.Choose(s.flow.Shown(), 2)
		s.on(flow.Persons)
	}},
	{"ticket", func(s *screen) { s.counter.Read("booking", flowtest.Known); s.on(flow.Ticket) }},
	{"refused", func(s *screen) {
		s.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.NoWalkIn = true })
		s.flow.Touch()
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Product)
		s.flow.Choose(s.flow.Shown(), 2)
		s.flow.Choose(s.flow.Shown(), 0)
		s.on(flow.Refused)
	}},
	{"places", func(s *screen) { s.places() }},
	{"name", func(s *screen) { s.places(); s.flow.Choose(s.flow.Shown(), 1); s.write("Amélie "); s.on(flow.Name) }},
	{"letters", func(s *screen) {
		s.places()
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Name)
		s.view.Update()
		s.touch("ã ł ø …")
	}},
	{"reach", func(s *screen) { s.name(); s.write("amelie@"); s.flow.Next(); s.on(flow.Reach) }},
	{"check", func(s *screen) { s.name(); s.write("0471 23 45 67"); s.flow.Next(); s.on(flow.Check) }},
	{"booked", func(s *screen) { s.name(); s.flow.Next(); s.on(flow.Check); s.flow.Next(); s.on(flow.Booked) }},
	{"certificate", func(s *screen) { s.flow.Touch(); s.flow.Choose(s.flow.Shown(), 3); s.on(flow.Certificate) }},
	{"card", func(s *screen) { s.card() }},
	{"pin", func(s *screen) { s.card(); s.counter.Insert(); s.on(flow.PIN); s.write("99"); s.view.Update() }},
	{"paper", func(s *screen) {
		s.card()
		s.counter.Insert()
		s.on(flow.PIN)
		s.write(flowtest.PIN)
		s.flow.Next()
		s.on(flow.Paper)
	}},
	{"waits", func(s *screen) {
		s.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Offline = true })
		s.card()
		s.counter.Insert()
		s.on(flow.PIN)
		s.write(flowtest.PIN)
		s.flow.Next()
		s.on(flow.Paper)
	}},
	{"where", func(s *screen) {
		s.flow.Touch()
		s.flow.Choose(s.flow.Shown(), 5)
		s.on(flow.Product)
		s.flow.Choose(s.flow.Shown(), 0)
		s.on(flow.Where)
	}},
	{"help", func(s *screen) { s.flow.Touch(); s.flow.Help(); s.on(flow.HelpComing) }},
	{"languages", func(s *screen) { s.flow.Touch(); s.flow.Languages(); s.on(flow.Language) }},
	{"settings", func(s *screen) { s.flow.Touch(); s.flow.Settings(); s.on(flow.Settings) }},
	{"still", func(s *screen) {
		s.flow.Touch()
		s.pass(flow.Patience + 500*time.Millisecond)
		s.until("the question", func(s flow.Shown) bool { return s.Still != nil })
	}},
	{"gone", func(s *screen) {
		s.flow.Touch()
		s.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Broken = true })
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Failed)
	}},
	{"letter", func(s *screen) { s.letters(true, false) }},
	{"letter-name", func(s *screen) { s.letters(false, false) }},
	{"born", func(s *screen) { s.born() }},
	{"letter-check", func(s *screen) { s.letterCheck(false) }},
	{"letter-asked", func(s *screen) { s.letterCheck(false); s.flow.Next(); s.on(flow.LetterAsked) }},
	{"letter-refused", func(s *screen) { s.letterCheck(true); s.flow.Next(); s.on(flow.LetterRefused) }},
	{"age", func(s *screen) { s.age() }},
}

func (s *screen) places() {
	s.flow.Touch()
	s.flow.Choose(s.flow.Shown(), 2)
	s.on(flow.Product)
	s.flow.Choose(s.flow.Shown(), 2)
	s.flow.Choose(s.flow.Shown(), 0)
	s.on(flow.Places)
}

func (s *screen) name() {
	s.places()
	s.flow.Choose(s.flow.Shown(), 1)
	s.write("Amélie Öz")
	s.flow.Next()
	s.on(flow.Reach)
}

func (s *screen) card() {
	s.flow.Touch()
	s.flow.Choose(s.flow.Shown(), 3)
	s.on(flow.Certificate)
	s.flow.Choose(s.flow.Shown(), 0)
	s.on(flow.Card)
}

// looks are how somebody may want it.
var looks = map[string][]int{"": nil, "large, low, with contrast": {0, 1, 3}}

// dress asks for looks before the page is made.
func (s *screen) dress(which []int) {
	if which == nil {
		return
	}
	s.flow.Touch()
	s.flow.Settings()
	for _, n := range which {
		s.flow.Choose(s.flow.Shown(), n)
	}
	s.flow.Back()
	s.on(flow.Welcome)
}

// TestEveryPage fixes every page as it is in its usual looks.
func TestEveryPage(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			s := mustScreen(t, fyne.NewSize(1080, 1920))
			p.make(s)
			s.view.Update()
			s.master(p.name)
		})
	}
}

func (s *screen) master(name string) {
	s.t.Helper()
	golden.Assert(s.t, s.win.Canvas(), name, s.posts)
}

// longer is a language that takes four tenths more room than Dutch: nothing that is written may count on being short.
func longer() *text.Kiosk {
	k := *text.KioskIn("nl")
	k.Tag, k.Marked = "pseudo", "Vertaling · Pseudo"
	k.Modes = map[string]string{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			v.SetString(stretch(v.String()))
		case reflect.Struct:
			for i := range v.NumField() {
				if name := v.Type().Field(i).Name; name != "Tag" && name != "Marked" {
					walk(v.Field(i))
				}
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(&k).Elem())
	k.Says = allSaid()
	for code, words := range text.KioskIn("nl").Modes {
		k.Modes[code] = stretch(words)
	}
	return &k
}

// stretch makes every word four tenths longer, but for what is filled in.
func stretch(words string) string {
	all := strings.Split(words, " ")
	for i, w := range all {
		if !strings.ContainsAny(w, "{0123456789") {
			all[i] = strings.Repeat("ë", (2*len([]rune(w))+2)/5) + w
		}
	}
	return strings.Join(all, " ")
}

// TestNothingIsCutOrCovered walks every page in all looks over screens that stand and that lie, in a language that needs more
// room: everything stands on the screen, and covers nothing else.
func TestNothingIsCutOrCovered(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, size := range []fyne.Size{{Width: 1080, Height: 1920}, {Width: 1920, Height: 1080}, {Width: 1280, Height: 800}} {
		s := mustScreenIn(t, size, longer())
		for look, which := range looks {
			for _, p := range pages {
				if which != nil && (p.name == "idle" || p.name == "ticket") {
					continue // the looks of a visit are gone there, or it began elsewhere
				}
				s.dress(which)
				p.make(s)
				s.view.Update()
				s.inside(strings.TrimSpace(p.name+" "+look), size)
				s.again()
			}
		}
		s.close()
	}
}

// again makes it a kiosk at which nobody stands, over a counter at which everything works.
func (s *screen) again() {
	s.t.Helper()
	if s.flow.Shown().Page != flow.Idle {
		s.flow.Home()
	}
	s.counter.Set(func(c *flowtest.Counter, v *contract.KioskView) {
		c.NoWalkIn, c.Offline, c.Broken, c.NewCard = false, false, false, false
		v.Letters, v.AskAge = false, false
		v.Abilities = nil
	})
	s.counter.Pull()
	s.on(flow.Idle)
}

// inside checks a page.
func (s *screen) inside(name string, size fyne.Size) {
	s.t.Helper()
	s.apart(name, fyne.Position{}, size, s.win.Content().(*fyne.Container).Objects[1:]) // the ground lies under everything
	for _, part := range s.win.Content().(*fyne.Container).Objects {
		if c, ok := part.(*fyne.Container); ok && c.Visible() {
			s.apart(name, c.Position(), c.Size(), c.Objects)
		}
	}
}

// apart checks that things stand within a box, beside each other and with room for their words.
func (s *screen) apart(name string, at fyne.Position, size fyne.Size, all []fyne.CanvasObject) {
	s.t.Helper()
	var seen []fyne.CanvasObject
	for _, o := range all {
		if _, ground := o.(*canvas.Rectangle); ground || !o.Visible() || o.Size().Width < 1 || o.Size().Height < 1 {
			continue
		}
		p, z := o.Position(), o.Size()
		if p.X < -1 || p.Y < -1 || p.X+z.Width > size.Width+1 || p.Y+z.Height > size.Height+1 {
			s.t.Errorf("%s in %v %v: %T stands outside, at %v %v", name, at, size, o, p, z)
		}
		if t, ok := o.(*kit.Tile); ok && (t.Need(z.Width) > z.Height+1 || !t.Fits(z.Width)) {
			s.t.Errorf("%s in %v: %q needs %v, has %v", name, size, t.AccessibilityLabel(), t.Need(z.Width), z)
		}
		if t, ok := o.(*kit.Text); ok && t.Cut() {
			s.t.Errorf("%s in %v: %q is cut", name, size, t.Text())
		}
		for _, q := range seen {
			if over(p, z, q.Position(), q.Size()) {
				s.t.Errorf("%s in %v: %T at %v %v covers %T at %v %v", name, size, o, p, z, q, q.Position(), q.Size())
			}
		}
		seen = append(seen, o)
	}
}

func over(p fyne.Position, s fyne.Size, q fyne.Position, z fyne.Size) bool {
	return p.X < q.X+z.Width-1 && q.X < p.X+s.Width-1 && p.Y < q.Y+z.Height-1 && q.Y < p.Y+s.Height-1
}
