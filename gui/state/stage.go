package state

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// staging is the sheet of a demonstration: what a hand can do to the devices, and to the line. It lies over whatever work is
// open, which comes back as it was.
type staging struct {
	back   Sheet
	prop   string // which device, by its kind and name; empty: the first
	chosen string // which switch, by its id; empty: the first of the device
	choice string // what to do it with, as it was chosen by hand
	typed  string // a code to scan
}

// StageShown is that sheet in words.
type StageShown struct {
	Props   []string // the devices, with how many of their switches are on
	Prop    int      // of Props
	Rows    []Row
	Chosen  string // of Rows
	Say     string // what the chosen one is, with its device
	Now     Mark   // how it is now
	With    string // over the choices
	Choices []Row  // none: there is nothing to choose
	Choice  string // of Choices
	Types   bool   // any other code may be typed
	Typed   string
	Verb    string
	Hint    string
}

// linesKind is the kind of the line to headquarters, which is a switch like the others here.
const linesKind = "line"

// beneath is the sheet that the work lies on: the one that is open, or the one under the demonstration's.
func (c *Clerk) beneath() Sheet {
	if c.sheet == StageSheet {
		return c.hands.back
	}
	return c.sheet
}

// staged reports whether there is something to do with the demonstration's sheet.
func (c *Clerk) staged() bool { return c.snap.Plug.Present || len(c.snap.Switches) > 0 }

// pressStage opens the sheet over the work, or goes back to it.
func (c *Clerk) pressStage() {
	c.change(func() {
		if c.sheet == StageSheet {
			c.leaveStage()
			return
		}
		c.hands.back = c.sheet
		c.sheet, c.notice = StageSheet, Notice{}
	})
}

// leaveStage goes back to the work.
func (c *Clerk) leaveStage() {
	if c.sheet == StageSheet {
		c.sheet, c.hands.typed, c.notice = c.hands.back, "", Notice{}
	}
}

// switches are all there are, the line's first.
func (c *Clerk) switches() []Switch {
	var out []Switch
	if p := c.snap.Plug; p.Present {
		out = append(out, Switch{Kind: linesKind, Code: "plug", Say: c.cfg.Words.Stage.Unplugged, On: p.Out})
	}
	return append(out, c.snap.Switches...)
}

// props are the devices that have switches, in their order.
func props(all []Switch) (out []Switch) {
	for _, s := range all {
		if len(out) == 0 || out[len(out)-1].Kind != s.Kind || out[len(out)-1].Device != s.Device {
			out = append(out, s)
		}
	}
	return out
}

// onStage are the switches of the chosen device, and the chosen one of them. There is always one while there is any switch.
func (c *Clerk) onStage() (all, of []Switch, at Switch) {
	all = c.switches()
	if len(all) == 0 {
		return nil, nil, Switch{}
	}
	prop := c.hands.prop
	same := func(s Switch) bool { return s.Kind+"/"+s.Device == prop }
	if !slices.ContainsFunc(all, same) {
		prop = all[0].Kind + "/" + all[0].Device
		if i := slices.IndexFunc(all, func(s Switch) bool { return s.Kind != linesKind }); c.hands.prop == "" && i >= 0 {
			prop = all[i].Kind + "/" + all[i].Device // the line has a key of its own
		}
	}
	of = slices.Clone(all)
	of = slices.DeleteFunc(of, func(s Switch) bool { return !same(s) })
	at = of[0]
	if i := slices.IndexFunc(of, func(s Switch) bool { return s.id() == c.hands.chosen }); i >= 0 {
		at = of[i]
	}
	return all, of, at
}

// TurnStage goes to another device, by its place.
func (c *Clerk) TurnStage(i int) {
	c.change(func() {
		all := props(c.switches())
		if i >= 0 && i < len(all) {
			c.hands.prop, c.hands.chosen, c.hands.choice, c.hands.typed = all[i].Kind+"/"+all[i].Device, "", "", ""
			c.notice = Notice{}
		}
	})
}

// ChooseSwitch says which switch the right half of the sheet is about.
func (c *Clerk) ChooseSwitch(id string) {
	c.change(func() {
		if id != c.hands.chosen {
			c.hands.chosen, c.hands.choice, c.hands.typed = id, "", ""
		}
	})
}

// ChooseWith says what the chosen switch is done with.
func (c *Clerk) ChooseWith(choice string) {
	c.change(func() { c.hands.choice, c.hands.typed = choice, "" })
}

// TypeCode takes a code to scan as it is typed.
func (c *Clerk) TypeCode(code string) { c.change(func() { c.hands.typed = code }) }

// PressSwitch moves the chosen switch: on, off, or once. What is scanned is read where the work is, so the sheet goes first.
func (c *Clerk) PressSwitch() {
	c.mu.Lock()
	_, _, at := c.onStage()
	with, open := c.with(at), c.sheet == StageSheet
	c.mu.Unlock()
	switch {
	case !open || at.Code == "":
		return
	case at.Kind == linesKind:
		c.Unplug()
		return
	case at.scans() && with != "":
		c.change(c.leaveStage)
	}
	on := at.Moment || !at.On || with != at.Choice
	if !on {
		with = ""
	}
	w := c.cfg.Words.Stage
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Emulate(ctx, at, on, with) },
		then: func(Receipt) {
			done := w.DidOff
			switch {
			case at.Moment:
				done = w.DidOnce
			case on:
				done = w.DidOn
			}
			c.hands.choice = ""
			if c.sheet == StageSheet {
				c.say(text.Fill(done, "what", c.saySwitch(at)), "", Good)
			}
		},
	})
}

// with is what the chosen switch would be done with: what was typed, what was chosen, what is on, else the first there is.
func (c *Clerk) with(at Switch) string {
	chosen := c.hands.choice
	if !slices.Contains(at.Choices, chosen) {
		chosen = ""
	}
	first := ""
	if len(at.Choices) > 0 {
		first = at.Choices[0]
	}
	if at.scans() {
		return cmp.Or(strings.TrimSpace(c.hands.typed), chosen, first)
	}
	return cmp.Or(chosen, at.Choice, first)
}

// propName is what a device is called here: its kind, and its name where there are several of a kind.
func (c *Clerk) propName(all []Switch, s Switch) string {
	w := c.cfg.Words
	name := cmp.Or(w.Gear.Kinds[s.Kind], s.Kind)
	if s.Kind == linesKind {
		return w.Stage.Line
	}
	if slices.ContainsFunc(all, func(o Switch) bool { return o.Kind == s.Kind && o.Device != s.Device }) {
		name += " " + s.Device
	}
	return name
}

// saySwitch is a switch with its device.
func (c *Clerk) saySwitch(at Switch) string {
	return text.Fill(c.cfg.Words.Stage.Of, "device", c.propName(c.switches(), at), "what", at.Say)
}

func (c *Clerk) showStage() StageShown {
	w := c.cfg.Words.Stage
	all, of, at := c.onStage()
	s := StageShown{Chosen: at.id(), Hint: w.Hint}
	if at.Code == "" {
		return s
	}
	for i, p := range props(all) {
		on := 0
		for _, o := range all {
			if o.Kind == p.Kind && o.Device == p.Device && o.On {
				on++
			}
		}
		name := c.propName(all, p)
		if on > 0 {
			name = text.Fill(w.OnCount, "device", name, "n", on)
		}
		s.Props = append(s.Props, name)
		if p.Kind == at.Kind && p.Device == at.Device {
			s.Prop = i
		}
	}
	for _, o := range of {
		m := c.markOf(o)
		s.Rows = append(s.Rows, Row{ID: o.id(), Main: o.Say, State: m.Words, Tone: m.Tone, Shape: m.Shape})
	}
	c.showSwitch(&s, at)
	return s
}

// showSwitch fills in the right half: the chosen switch.
func (c *Clerk) showSwitch(s *StageShown, at Switch) {
	w := c.cfg.Words.Stage
	s.Say, s.Types, s.Typed = c.saySwitch(at), at.scans(), c.hands.typed
	with := c.with(at)
	if at.On || at.Choice != "" {
		s.Now = c.markOf(at)
		if at.Choice != "" {
			s.Now.Words = text.Fill(w.NowWith, "what", at.Choice)
		}
	}
	for _, choice := range at.Choices {
		row := Row{ID: choice, Main: choice}
		if code, of, ok := strings.Cut(choice, " · "); ok && at.scans() {
			row.Main, row.Detail = of, shortCode(code)
		}
		if choice == at.Choice {
			row.State, row.Shape = w.Now, Full
		}
		s.Choices = append(s.Choices, row)
	}
	if len(at.Choices) > 0 {
		s.With, s.Choice = w.With, with
	}
	if at.scans() && strings.TrimSpace(c.hands.typed) != "" {
		s.Choice = ""
	}
	switch {
	case at.scans():
		s.Verb = w.Scan
	case at.Moment:
		s.Verb = w.Do
	case at.On && (with == at.Choice || len(at.Choices) == 0):
		s.Verb = w.TurnOff
	default:
		s.Verb = w.TurnOn
	}
}

// shortCode is a code as it fits a row.
func shortCode(code string) string {
	if all := []rune(code); len(all) > codeLetters {
		return string(all[:codeLetters]) + "…"
	}
	return code
}

// codeLetters are those of a document's number, with its hyphens.
const codeLetters = 14

// markOf is how a switch is, in a word.
func (c *Clerk) markOf(s Switch) Mark {
	w := c.cfg.Words.Stage
	switch {
	case s.Moment:
		return Mark{}
	case s.On:
		return Mark{Full, w.On, Warn}
	}
	return Mark{Empty, w.Off, Plain}
}
