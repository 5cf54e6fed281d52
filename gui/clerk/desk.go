package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// desk is the middle column: the visitor at this desk, the document's checklist, and what can be done.
type desk struct {
	v                                           *View
	panel                                       *kit.Panel
	empty, ticket, product, name, phase         *kit.Text
	elapsed, item, todo                         *kit.Text
	who                                         *kit.Choice
	steps                                       *fyne.Container
	lines                                       []step
	here                                        *fyne.Container
	notice                                      *kit.Notice
	serve, recall, miss, handOut, other, finish *kit.Button
	park, resume, send, next, undo              *kit.Button
	then, passed, last                          *kit.Text
	open, slip                                  *kit.Button
	photo, card                                 *kit.Button
	proofs                                      *said
	come                                        *kit.Button // to the desk that called
	work                                        *work       // the procedure of the visitor
	news                                        *kit.Text   // how many procedures changed
	works                                       *kit.Button
}

func newDesk(v *View, s state.Shown) *desk {
	d := &desk{v: v, empty: kit.NewProse("", quiet), product: kit.NewProse("", strong), name: kit.NewText("", kit.Style{Elastic: true}),
		ticket:  kit.NewText("", kit.Style{Size: look.Title, Bold: true}),
		elapsed: kit.NewText("", kit.Style{Size: look.Heading}), phase: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}),
		item: kit.NewProse("", kit.Style{}), todo: kit.NewText("", kit.Style{Size: look.Small, Role: look.Quiet}),
		notice: kit.NewNotice(), steps: kit.Column(kit.Gap(), nil),
		serve: v.button(s, state.Serve), recall: v.button(s, state.Recall), miss: v.button(s, state.Miss),
		handOut: v.button(s, state.HandOutAct), finish: v.button(s, state.Finish),
		other: kit.NewButton(s.Words.Acts.Back, "", kit.Secondary, v.state.DropItem),
		who:   kit.NewChoice(s.Words.HandOut.Collector, nil, v.state.Collects)}
	d.photo, d.card, d.proofs = v.button(s, state.PhotoAct).Spare(), v.button(s, state.CardAct), newSaid()
	top := kit.Line(kit.Space(), d.name, d.ticket, d.name, d.elapsed)
	d.makeHall(s)
	d.open = v.button(s, state.OpenDoorAct)
	d.come = v.button(s, state.ComeAct)
	d.work, d.news = newWork(v), kit.NewProse("", quiet)
	d.works = v.button(s, state.ProceduresAct).Spare()
	d.slip = kit.NewButton(s.Words.Gear.PrintSlip, "", kit.Secondary, v.state.PrintSlip)
	d.here = kit.Column(kit.Gap(), nil, top, d.product, d.then, d.phase, d.passed, d.item, d.work.box, d.who, d.proofs.box, d.steps)
	body := kit.Column(kit.Space(), nil, d.empty, d.news, d.here)
	buttons := kit.Flow(kit.Gap(), d.come, d.slip, d.serve, d.recall, d.miss, d.open, d.handOut, d.card, d.other, d.finish, d.next, d.resume, d.park, d.send, d.photo, d.undo, d.works, d.todo)
	d.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), body,
		kit.NewHeading(s.Now.Title), body, d.notice, buttons, d.last))
	return d
}

// makeHall makes what the visitor has to do with the waiting room.
func (d *desk) makeHall(s state.Shown) {
	small := kit.Style{Size: look.Small, Role: look.Quiet}
	d.then, d.passed, d.last = kit.NewProse("", quiet), kit.NewProse("", small), kit.NewProse("", small)
	for b, a := range map[**kit.Button]state.Act{&d.park: state.ParkAct, &d.resume: state.ResumeAct, &d.send: state.TransferAct,
		&d.next: state.NextAct, &d.undo: state.UndoAct} {
		*b = d.v.button(s, a).Spare()
	}
}

// updateHall shows them; while a document is handed out only that is on the screen.
func (d *desk) updateHall(s state.Shown) {
	for b, a := range map[*kit.Button]state.Act{d.park: state.ParkAct, d.resume: state.ResumeAct, d.send: state.TransferAct,
		d.next: state.NextAct, d.undo: state.UndoAct} {
		kit.Show(b, s.Can[a] && !s.Now.Chosen)
		set(b, s, a)
	}
	d.last.SetText(s.Undo)
	tight := kit.Large() && s.Notice.Say != "" // large text has no room for both
	kit.Show(d.last, s.Undo != "" && !s.Now.Chosen && !tight)
	kit.Show(d.item, s.Now.Item != "" && (s.Now.Chosen || !tight && !(kit.Large() && len(s.Now.Work) > 0))) // the button says it
	kit.Show(d.passed, s.Now.Passed != "" && !kit.Large())                                                  // the sheet of the order has it too
	kit.Show(d.phase, s.Now.Phase != "" && (s.Now.Usual || !(kit.Large() && s.Now.Elapsed != "")))          // the running time tells it
}

func (d *desk) update(s state.Shown) {
	n := s.Now
	d.empty.SetText(n.Empty)
	kit.Show(d.empty, n.Empty != "")
	kit.Show(d.here, n.Empty == "")
	for t, words := range map[*kit.Text]string{d.ticket: n.Ticket, d.product: n.Product, d.name: n.Name, d.phase: n.Phase,
		d.elapsed: n.Elapsed, d.item: n.Item, d.todo: n.ToDo, d.then: n.Then, d.passed: n.Passed} {
		t.SetText(words)
		kit.Show(t, words != "")
	}
	d.updateSteps(n)
	d.updateWork(s)
	d.proofs.set(n.Proofs)
	set(d.card, s, state.CardAct)
	kit.Show(d.card, s.Can[state.CardAct])
	set(d.photo, s, state.PhotoAct)
	kit.Show(d.photo, s.Can[state.PhotoAct] && n.Empty == "" && !n.Chosen && !(kit.Large() && n.Then != "")) // the list of keys has it
	said := s.Notice
	if s.Sheet != state.NoSheet {
		said = state.Notice{} // the sheet says it
	}
	if kit.Large() && said.Brief != "" {
		said.Next = said.Brief
	}
	d.notice.Set(said.Say, said.Next, kit.Tone(said.Tone))
	give := s.Words.Acts.HandOut
	if n.Chosen {
		give = s.Words.Acts.Give
	}
	if n.Ready && n.Door != "" {
		give = n.Door // once it is shut, Enter gives
	}
	if n.Usual {
		give = s.Words.HandOut.UsualAct
	}
	d.handOut.SetWords(give)
	d.updateGear(s)
	called, serving := s.Can[state.Serve], s.Can[state.Finish]
	for b, show := range map[*kit.Button]bool{d.serve: called, d.recall: called, d.miss: called, d.finish: serving,
		d.handOut: serving && (n.Item != "" || s.Can[state.HandOutAct]), d.other: n.Chosen} {
		kit.Show(b, show)
	}
	set(d.serve, s, state.Serve)
	set(d.recall, s, state.Recall)
	set(d.miss, s, state.Miss)
	set(d.handOut, s, state.HandOutAct)
	set(d.finish, s, state.Finish)
	set(d.come, s, state.ComeAct)
	kit.Show(d.come, s.Can[state.ComeAct])
	d.updateHall(s)
}

// updateGear shows what a door and a printer have to do with the visitor.
func (d *desk) updateGear(s state.Shown) {
	d.open.SetWords(s.Now.Door)
	kit.Show(d.open, s.Can[state.OpenDoorAct] && !s.Now.Ready)
	set(d.open, s, state.OpenDoorAct)
	kit.Show(d.slip, s.Slip && s.Sheet == state.NoSheet && !kit.Large()) // in large text the notice has the key
}

// first is where the work with a document begins: who collects, or the first line of the checklist.
func (d *desk) first() fyne.Focusable {
	switch {
	case d.who.Visible():
		return d.who
	case len(d.lines) > 0 && d.lines[0].pick.Visible():
		return d.lines[0].pick
	case len(d.lines) > 0:
		return d.lines[0].check
	}
	return d.handOut
}

// note notes how a step was done. What a person had to note is followed by the next of its sort.
func (d *desk) note(at, choice int) {
	before := d.v.state.Shown().Now.Steps
	d.v.state.Pick(at, choice)
	if at < len(before) && !before[at].Usual && before[at].Picked < 0 && choice == 0 {
		d.lead()
	}
}

// lead gives the keyboard to the next line that a person must note, and stays where it is when there is none.
func (d *desk) lead() {
	for i, t := range d.v.state.Shown().Now.Steps {
		if t.Picked >= 0 || t.Usual || i >= len(d.lines) {
			continue
		}
		if d.lines[i].pick.Visible() {
			d.v.canvas.Focus(d.lines[i].pick)
		} else {
			d.v.canvas.Focus(d.lines[i].check)
		}
		return
	}
}

// step is one line of the checklist: a check, or where there is a choice a pick.
type step struct {
	check *kit.Check
	pick  *kit.Pick
}

// updateSteps keeps the lines of the checklist, made once and reused.
func (d *desk) updateSteps(n state.Now) {
	kit.Show(d.steps, len(n.Steps) > 0)
	kit.Show(d.who, len(n.Collectors) > 1)
	if len(n.Collectors) > 1 {
		d.who.SetOptions(n.Collectors)
		d.who.Set(n.Collector)
	}
	for len(d.lines) < len(n.Steps) {
		d.addLine()
	}
	for i, line := range d.lines {
		shown := i < len(n.Steps)
		kit.Show(line.check, shown && len(n.Steps[i].Choices) == 1)
		kit.Show(line.pick, shown && len(n.Steps[i].Choices) > 1)
		switch {
		case line.check.Visible():
			line.check.Set(n.Steps[i].Choices[0], n.Steps[i].Picked == 0)
		case line.pick.Visible():
			line.pick.Set(n.Steps[i].Choices, n.Steps[i].Picked)
		}
	}
}

func (d *desk) addLine() {
	at := len(d.lines)
	line := step{pick: kit.NewPick(func(choice int) { d.note(at, choice) }),
		check: kit.NewCheck("", d.v.state.Shown().Words.Desk.Done, func(done bool) {
			choice := -1
			if done {
				choice = 0
			}
			d.note(at, choice)
		})}
	d.lines = append(d.lines, line)
	d.steps.Add(line.check)
	d.steps.Add(line.pick)
}
