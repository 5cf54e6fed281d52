package clerk_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/procedure"
)

// procedureStations are the pictures of how things are done.
var procedureStations = []station{
	{"work", func(w *world) { w.follow() }},
	{"work-half", func(w *world) { w.follow(); w.tick(); w.tick(); w.tick() }},
	{"work-done", func(w *world) {
		w.follow()
		for range 6 {
			w.tick()
		}
	}},
	{"work-long", func(w *world) {
		w.follow(long()...)
		w.tick()
		w.tick()
		w.tick()
		w.tick()
		w.tick()
	}},
	{"work-undone", func(w *world) {
		w.follow()
		w.tick()
		w.key(fyne.KeyF4)
		w.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" && s.Notice.Say != "" && !s.Busy })
	}},
	{"work-document", func(w *world) { w.follow(); w.chooseItem() }},
	{"news", func(w *world) { w.news() }},
	{"procedures", func(w *world) { w.news(); w.procedures() }},
	{"procedures-step", func(w *world) {
		w.procedures()
		w.state.ChooseStep("activeren")
		w.view.Update()
	}},
	{"procedures-answered", func(w *world) {
		w.procedures()
		w.state.ChooseProcedure("reispas-afhalen")
		w.view.Update()
		w.state.ChooseStep("oud-reispas")
		w.view.Update()
	}},
	{"procedures-refused", func(w *world) {
		w.procedures()
		w.state.TypeRemark("bij 93.05.18-223.61 ging het mis")
		w.view.Update()
		w.state.SendRemark()
		w.eventually("the refusal", func(s state.Shown) bool { return s.Notice.Say != "" })
	}},
	{"procedures-sent", func(w *world) {
		w.procedures()
		w.state.TypeRemark(strings.Repeat("De lezer van loket 2 is traag ", 16))
		w.view.Update()
		w.state.SendRemark()
		w.eventually("the thanks", func(s state.Shown) bool { return s.Notice.Tone == state.Good && s.Works.Said != "" && !s.Busy })
	}},
}

// long is the longest procedure that headquarters may write.
func long() (out []procedure.Step) {
	for i := range procedure.MostSteps {
		s := procedure.Step{ID: procedure.StepID(fmt.Sprintf("stap-%d", i)), Say: "Doe iets dat in een regel past", Required: true}
		if i%5 == 0 {
			s.Say = strings.TrimSpace(strings.Repeat("nog een woord ", procedure.LongestSay/14))
			s.Why = strings.TrimSpace(strings.Repeat("omdat het moet ", procedure.LongestWhy/15))
		}
		out = append(out, s)
	}
	return out
}

func (w *world) follow(steps ...procedure.Step) {
	w.t.Helper()
	w.counter.Change(statetest.Follows(steps...))
	w.eventually("the procedure", func(s state.Shown) bool { return len(s.Now.Work) > 0 })
}

// tick ticks the next step, by its key.
func (w *world) tick() {
	w.t.Helper()
	before := w.counter.Calls("TickStep")
	w.key(fyne.KeyInsert)
	w.eventually("the tick", func(s state.Shown) bool { return w.counter.Calls("TickStep") > before && !s.Busy })
}

// news has procedures changed, and nobody at the desk.
func (w *world) news() {
	w.t.Helper()
	w.counter.Change(statetest.News(statetest.Morning))
	w.key(fyne.KeyF4)
	w.eventually("the news", func(s state.Shown) bool { return s.Now.News != "" && !s.Busy })
}

func (w *world) procedures() {
	w.t.Helper()
	w.ctrl(fyne.KeyF1, state.ProceduresSheet)
	w.eventually("the procedures", func(s state.Shown) bool { return len(s.Works.Rows) > 0 })
}

func TestNothingOfAProcedureIsCut(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, th := range []look.Theme{{Large: true}, {}, {Large: true, Mode: look.Contrast}} {
		for _, lang := range []string{"nl", "en"} {
			for _, st := range procedureStations {
				t.Run(fmt.Sprintf("%s/%s/%+v", st.name, lang, th), func(t *testing.T) {
					w := mustOpen(t, th, lang)
					st.goTo(w)
					c := w.win.Canvas()
					for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
						w.checkFits(root)
					}
				})
			}
		}
	}
}

func TestProcedureMasters(t *testing.T) {
	for name, th := range map[string]look.Theme{"": {}, "-large": {Large: true}, "-dark": {Mode: look.Dark}, "-contrast": {Mode: look.Contrast}} {
		for _, st := range procedureStations {
			if name != "" && st.name != "work-half" && st.name != "procedures" {
				continue
			}
			t.Run(st.name+name, func(t *testing.T) {
				w := mustOpen(t, th, "nl")
				st.goTo(w)
				w.assertMaster(st.name + name)
			})
		}
	}
}

// A procedure by keyboard alone: Insert ticks; the sheet's key, Enter reads what is new, a remark about a step is Enter, words, Enter.
func TestProceduresByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.follow()
	w.tick()
	if got := w.state.Shown().Now.Work[0]; !got.Done {
		t.Errorf("%+v", got)
	}
	w.state.TickStep(w.state.Shown().Now.Work[0].ID, false)
	w.eventually("taking it back", func(s state.Shown) bool { return !s.Now.Work[0].Done && !s.Busy })
	w.news()
	w.procedures()
	w.key(fyne.KeyReturn)
	w.eventually("the next one", func(s state.Shown) bool { return s.Works.Chosen == "verlies-diefstal" && !s.Busy })
	w.key(fyne.KeyReturn)
	w.eventually("the end of what is new", func(s state.Shown) bool { return !s.Works.CanRead && !s.Busy })
	w.key(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	if _, ok := w.win.Canvas().Focused().(*kit.Field); !ok {
		t.Fatalf("the keyboard is with %T", w.win.Canvas().Focused())
	}
	w.write("Dit kan korter")
	w.key(fyne.KeyReturn)
	w.eventually("the remark", func(s state.Shown) bool { return strings.Contains(s.Works.Said, "Dit kan korter") })
	if w.counter.Calls("RemarkProcedure") != 1 || w.counter.Calls("ReadProcedure") != 2 {
		t.Error("not once each")
	}
}
