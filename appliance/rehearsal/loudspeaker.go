package rehearsal

import "github.com/buurtloket/buurtloket/hardware/voice"

// voiceFaults are those of what calls visitors aloud.
var voiceFaults = []named[voice.Fault]{
	{voice.Mute, "mute", "luidspreker kapot"},
	{voice.NoPlayer, "no-player", "speelprogramma weg"},
	{voice.Dumb, "dumb", "spreekt niet meer, alleen de gong"},
	{voice.Stuck, "stuck", "blijft hangen"},
}

// voiceOf are the switches of a voice. What was heard is laid down in words: nothing sounds here.
func voiceOf(e *voice.Emulator, id string, o Options) prop {
	t := &tray{folder: o.Papers, id: id, form: "txt", count: func() int { return len(e.Heard()) }, last: func(most int) (out [][]byte, err error) {
		for _, h := range tail(e.Heard(), most) {
			out = append(out, []byte(h.Text+"\n"))
		}
		return out, nil
	}}
	return prop{levers: breaks[voice.Fault](calling{e}, voiceFaults), step: t.step}
}

// calling is a voice in the words of breakable.
type calling struct{ *voice.Emulator }

// Break switches a fault on, once.
func (c calling) Break(f voice.Fault) {
	if !c.Broken(f) {
		c.Emulator.Break(f)
	}
}

// Repair switches it off.
func (c calling) Repair(f voice.Fault) { c.Mend(f) }
