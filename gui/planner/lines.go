package planner

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// lines is some sentences below each other. What must be acted on has a mark before it, beside its colour.
type lines struct {
	box    *fyne.Container
	texts  []*kit.Text
	steady bool // they keep their room while there are fewer: what stands above does not jump
}

func newLines(most int, steady bool) *lines {
	l := &lines{steady: steady}
	var objects []fyne.CanvasObject
	for range most {
		t := kit.NewProse("", kit.Style{Size: look.Small})
		l.texts, objects = append(l.texts, t), append(objects, t)
	}
	l.box = kit.Column(2, nil, objects...)
	return l
}

// set shows sentences, the gravest first where not all of them fit.
func (l *lines) set(in []week.Line) {
	if len(in) > len(l.texts) {
		var grave, rest []week.Line
		for _, x := range in {
			if x.Tone == week.Warn || x.Tone == week.Bad {
				grave = append(grave, x)
			} else {
				rest = append(rest, x)
			}
		}
		in = append(grave, rest...)
	}
	for i, t := range l.texts {
		kit.Show(t, i < len(in) || l.steady)
		if i >= len(in) {
			t.SetText("")
			continue
		}
		say, role := in[i].Say, look.Ink
		switch in[i].Tone {
		case week.Warn:
			say, role = "! "+say, look.Warn
		case week.Bad:
			say, role = "! "+say, look.Bad
		case week.Main: // what follows is about it
			say = "• " + say
		}
		t.SetText(say)
		t.SetRole(role)
	}
}
