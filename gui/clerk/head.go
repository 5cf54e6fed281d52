package clerk

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// head is the top: which desk, who works at it, what time it is, and the line to headquarters in words.
type head struct {
	panel              *kit.Panel
	desk, clerk, clock *kit.Text
	line               *kit.Status
}

func newHead() *head {
	h := &head{desk: kit.NewHeading(""), clerk: kit.NewText("", kit.Style{}), clock: kit.NewText("", kit.Style{}),
		line: kit.NewStatus()}
	h.panel = kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.FlowSpread(kit.Space(), h.desk, h.clerk, h.clock, h.line))
	return h
}

func (h *head) update(s state.Shown) {
	h.desk.SetText(s.Desk)
	h.clerk.SetText(s.Clerk)
	h.clock.SetText(s.Clock)
	h.line.Set(kit.Shape(s.Line.Shape), s.Line.Words, kit.Tone(s.Line.Tone))
}

// foot is the bottom: the devices in words, and the acts that belong to the whole desk.
type foot struct {
	v     *View
	panel *kit.Panel
	box   *fyne.Container
	marks []*kit.Status
	vault *kit.Button
	inbox *kit.Button
	help  *kit.Button
	sign  *kit.Button
	plug  *kit.Button
	gear  *kit.Button
	stage *kit.Button
	call  *kit.Button // the colleagues
	lock  *kit.Button
}

func newFoot(v *View, s state.Shown) *foot {
	f := &foot{v: v, vault: v.button(s, state.VaultAct), inbox: v.button(s, state.InboxAct), help: v.button(s, state.Help), sign: v.button(s, state.SignAct),
		plug: v.button(s, state.PlugAct), gear: v.button(s, state.DevicesAct).Spare(), stage: v.button(s, state.StageAct).Spare(),
		call: v.button(s, state.ColleaguesAct).Spare(), lock: v.button(s, state.LockAct).Spare()}
	f.box = kit.FlowSpread(kit.Space())
	buttons := kit.Line(kit.Gap(), nil, f.stage, f.plug, f.gear, f.vault, f.inbox, f.call, f.help, f.lock, f.sign)
	f.box.Add(buttons)
	f.panel = kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), f.box)
	return f
}

func (f *foot) update(s state.Shown) {
	for len(f.marks) < len(s.Foot) {
		m := kit.NewMark()
		f.box.Objects = slices.Insert(f.box.Objects, len(f.marks), fyne.CanvasObject(m))
		f.marks = append(f.marks, m)
	}
	crowded := kit.Large() && len(s.Foot) > 5 // then the age of headquarters' data, which comes last, has no room
	for i, m := range f.marks {
		kit.Show(m, i < len(s.Foot) && !(crowded && i == len(s.Foot)-1))
		if i < len(s.Foot) {
			m.Set(kit.Shape(s.Foot[i].Shape), s.Foot[i].Words, kit.Tone(s.Foot[i].Tone))
		}
	}
	words := s.Words.Acts.SignIn
	if s.Next != state.SignAct {
		words = s.Words.Acts.SignOut
	}
	f.sign.SetWords(words)
	f.inbox.SetWords(s.InboxWords)
	kit.Show(f.plug, s.Plug.Present)
	plug := s.Words.Acts.Unplug
	if s.Plug.Out {
		plug = s.Words.Acts.Plug
	}
	f.plug.SetWords(plug)
	kit.Show(f.vault, s.Vaulted && !s.Now.Chosen) // who hands a document out needs the room for its checklist
	kit.Show(f.gear, s.Can[state.DevicesAct] && !s.Now.Chosen)
	kit.Show(f.stage, s.Staged && !s.Now.Chosen && !kit.Large()) // in large text its key is in the list of keys
	set(f.stage, s, state.StageAct)
	set(f.gear, s, state.DevicesAct)
	set(f.vault, s, state.VaultAct)
	set(f.inbox, s, state.InboxAct)
	set(f.help, s, state.Help)
	set(f.sign, s, state.SignAct)
	set(f.plug, s, state.PlugAct)
	f.updateColleagues(s)
}

// updateColleagues shows what there is for the colleagues; where there is no room for it the list of keys has their keys.
func (f *foot) updateColleagues(s state.Shown) {
	ask := s.Words.Team.Ask
	if s.Asked {
		ask = s.Words.Team.Over
	}
	f.call.SetWords(ask)
	kit.Show(f.call, s.Can[state.ColleaguesAct] && !s.Now.Chosen && !kit.Large())
	kit.Show(f.lock, s.Can[state.LockAct] && !s.Now.Chosen && !kit.Large() && !s.Staged)
	set(f.call, s, state.ColleaguesAct)
	set(f.lock, s, state.LockAct)
}
