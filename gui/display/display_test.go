package display_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/display"
	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

var morning = time.Date(2026, time.November, 26, 10, 4, 0, 0, time.UTC)

// hall is a counter whose pictures a test tells.
type hall struct {
	pictures chan *contract.HallView
	gone     chan error
}

func (h *hall) Watch(ctx context.Context, show func(*contract.HallView)) error {
	for {
		select {
		case v := <-h.pictures:
			show(v)
		case err := <-h.gone:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

// screen is a display on the test driver. The test's own goroutine is the toolkit's.
type screen struct {
	t     testing.TB
	hall  *hall
	board *board.Board
	view  *display.View
	win   fyne.Window
	posts chan func()
}

func mustScreen(t testing.TB, th look.Theme, words *text.Words, size fyne.Size) *screen {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	app.Settings().SetTheme(th)
	s := &screen{t: t, hall: &hall{make(chan *contract.HallView), make(chan error)}, posts: make(chan func(), 100)}
	still := func(ctx context.Context, _ time.Duration) { <-ctx.Done() } // no minute ever turns
	s.board = board.New(board.Config{Source: s.hall, Words: words, Now: func() time.Time { return morning }, Location: time.UTC, Pause: still})
	s.view = display.New(s.board)
	s.win = test.NewWindow(nil)
	t.Cleanup(s.win.Close)
	s.win.SetPadded(false)
	s.win.SetContent(s.view.Build(s.win.Canvas(), func(f func()) { s.posts <- f }))
	s.win.Resize(size)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.view.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	return s
}

// see shows a picture and draws it.
func (s *screen) see(v *contract.HallView) {
	s.t.Helper()
	s.hall.pictures <- v
	s.draw()
}

func (s *screen) draw() {
	s.t.Helper()
	select {
	case f := <-s.posts:
		f()
	case <-time.After(5 * time.Second):
		s.t.Fatal("nothing was drawn")
	}
}

var thursday = office.NewDate(2026, time.November, 26)

// busy is a full hour at Berchem.
func busy() *contract.HallView {
	call := func(ticket string, desk uint32, is, product string) *contract.HallCall {
		return &contract.HallCall{Ticket: ticket, Desk: desk, Direction: is, Product: product, AtMs: 1, Times: 1}
	}
	first := call("A117", 2, "snelbalie", "Identiteitskaart afhalen")
	first.Times = 2
	return &contract.HallView{SiteName: "Buurtloket Berchem", Open: true, Waiting: 12, ExpectFrom: 20, ExpectTo: 45,
		Calls: []*contract.HallCall{first, call("A116", 1, "", ""), call("A115", 3, "gesprekstafel", ""), call("A114", 1, "", ""), call("A113", 12, "", "")},
		Next:  []string{"A118", "A119", "A120", "A121", "A122", "A123", "A124"},
		Hours: []*contract.HallHours{
			{Of: "appointment", Spans: []*contract.HallSpan{{From: 540, To: 750}, {From: 780, To: 960}}},
			{Of: "walk_in", NextDate: int32(thursday + 4), NextFrom: 540},
			{Of: "reception", Spans: []*contract.HallSpan{{From: 540, To: 1020}}},
		},
		Closures: []*contract.HallClosure{
			{FromDate: int32(thursday + 5), ToDate: int32(thursday + 5), Reason: "personeelsdag"},
			{FromDate: int32(thursday + 28), ToDate: int32(thursday + 28), From: 720, To: 960, Reason: "dag voor Kerstmis"},
			{FromDate: int32(thursday + 29), ToDate: int32(thursday + 36), Reason: "eindejaarssluiting"},
		}}
}

func closed() *contract.HallView {
	v := busy()
	v.Open, v.Calls, v.Next, v.Waiting, v.ExpectTo = false, nil, nil, 0, 0
	v.Hours = []*contract.HallHours{{Of: "appointment", NextDate: int32(thursday + 4), NextFrom: 540}}
	v.Closed = "Wapenstilstand"
	return v
}

// states are what a display can show.
var states = []struct {
	name string
	make func(*screen)
}{
	{"opening", func(*screen) {}},
	{"quiet", func(s *screen) {
		s.see(&contract.HallView{SiteName: "Buurtloket Berchem", Open: true, Hours: busy().Hours})
	}},
	{"busy", func(s *screen) { s.see(busy()) }},
	{"closed", func(s *screen) { s.see(closed()) }},
	{"closed-news", func(s *screen) { s.see(with(closed(), shortNews())) }},
	{"closed-activity", func(s *screen) { s.see(with(closed(), reading())) }},
	{"closed-longest", func(s *screen) { s.see(with(closed(), longest())) }},
	{"open-activity", func(s *screen) { s.see(with(busy(), reading())) }},
	{"open-longest", func(s *screen) { s.see(with(busy(), longest())) }},
	{"stale", func(s *screen) {
		s.see(busy())
		s.hall.gone <- context.DeadlineExceeded
		s.draw()
	}},
}

// TestEveryState fixes every state in every theme.
func TestEveryState(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, state := range states {
		for _, mode := range look.Modes {
			t.Run(state.name+"/"+mode.String(), func(t *testing.T) {
				s := mustScreen(t, look.Theme{Mode: mode}, nil, fyne.NewSize(1280, 720))
				state.make(s)
				s.master(state.name + "-" + mode.String())
			})
		}
	}
}

func (s *screen) master(name string) {
	s.t.Helper()
	golden.Assert(s.t, s.win.Canvas(), name, s.posts)
}

// texts are all that can be read now, with where it stands.
func (s *screen) texts() (out []*canvas.Text) {
	for _, o := range s.win.Content().(*fyne.Container).Objects {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" && t.Visible() {
			out = append(out, t)
		}
	}
	return out
}

// TestNothingIsCutOrCovered walks every state in both languages over screens of every shape: each text stands inside the
// screen, is as wide as its place, and covers no other.
func TestNothingIsCutOrCovered(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, size := range []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1280, Height: 720}, {Width: 1024, Height: 768}, {Width: 720, Height: 1280}, {Width: 1080, Height: 1920}} {
		for _, words := range []*text.Words{text.Dutch(), text.English()} {
			for _, state := range states {
				s := mustScreen(t, look.Theme{}, words, size)
				state.make(s)
				for i, a := range s.texts() {
					need := fyne.MeasureText(a.Text, a.TextSize, a.TextStyle)
					if a.Position().X < 0 || a.Position().Y < 0 || a.Position().X+a.Size().Width > size.Width+1 || a.Position().Y+need.Height > size.Height+1 {
						t.Errorf("%s %s on %v: %q stands outside", state.name, words.Tag, size, a.Text)
					}
					if need.Width > a.Size().Width+1 {
						t.Errorf("%s %s on %v: %q needs %v, has %v", state.name, words.Tag, size, a.Text, need.Width, a.Size().Width)
					}
					for _, b := range s.texts()[:i] {
						if overlap(a, b) {
							t.Errorf("%s %s on %v: %q covers %q", state.name, words.Tag, size, a.Text, b.Text)
						}
					}
				}
			}
		}
	}
}

func overlap(a, b *canvas.Text) bool {
	within := func(a1, a2, b1, b2 float32) bool { return a1 < b2-1 && b1 < a2-1 }
	p, q, s, z := a.Position(), b.Position(), a.Size(), b.Size()
	return within(p.X, p.X+s.Width, q.X, q.X+z.Width) && within(p.Y, p.Y+s.Height, q.Y, q.Y+z.Height)
}

// TestTheNumberIsLegibleAtTenMetres: at least a sixth of the screen's height.
func TestTheNumberIsLegibleAtTenMetres(t *testing.T) {
	s := mustScreen(t, look.Theme{}, nil, fyne.NewSize(1280, 720))
	s.see(busy())
	for _, l := range s.texts() {
		switch size := l.TextSize; {
		case l.Text == "A117" && size < 720/6:
			t.Errorf("the number is %v high", size)
		case size < 720.0/45:
			t.Errorf("%q is %v high", l.Text, size)
		}
	}
}

// heap is how much memory is in use, in bytes, once what nobody needs is gone.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// call is somebody who is called, while others wait.
func (s *screen) call(i int) {
	v := busy()
	v.Calls[0].Ticket, v.Calls[0].AtMs, v.Waiting = fmt.Sprintf("A%03d", i%1000), int64(i), uint32(i%40)
	if i%50 == 49 {
		v = closed()
	}
	s.see(v)
}

// TestCallsLeaveNothing: what is in use after many calls is what was in use after the first.
func TestCallsLeaveNothing(t *testing.T) {
	const most = 5 << 20 // bytes
	s := mustScreen(t, look.Theme{Mode: look.Dark}, nil, fyne.NewSize(1280, 720))
	for i := range 1000 {
		s.call(i)
	}
	before := heap()
	for i := range 2000 {
		s.call(i)
	}
	if grown := heap() - before; grown > most {
		t.Errorf("2,000 calls left %d bytes", grown)
	}
}

// BenchmarkCall is a call through rules and screen, its drawing aside; with -benchtime 10000x it is the soak.
func BenchmarkCall(b *testing.B) {
	s := mustScreen(b, look.Theme{Mode: look.Dark}, nil, fyne.NewSize(1280, 720))
	for i := range 1000 {
		s.call(i)
	}
	before := heap()
	b.ResetTimer()
	for i := range b.N {
		s.call(i)
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before), "B-left")
}

// TestObjectsAreMadeOnce: a day of calls makes no new object.
func TestObjectsAreMadeOnce(t *testing.T) {
	s := mustScreen(t, look.Theme{}, nil, fyne.NewSize(1280, 720))
	s.see(busy())
	before := len(s.win.Content().(*fyne.Container).Objects)
	for range 3 {
		s.see(closed())
		s.see(busy())
	}
	if after := len(s.win.Content().(*fyne.Container).Objects); after != before {
		t.Errorf("%d objects, then %d", before, after)
	}
}
