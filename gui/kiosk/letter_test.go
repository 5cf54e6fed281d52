package kiosk_test

import (
	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/told"
)

// letters has the daemon take letters, with or without a reader, and opens their first page.
func (s *screen) letters(reader, none bool) {
	s.counter.Set(func(c *flowtest.Counter, v *contract.KioskView) {
		c.NewCard, v.Letters, v.AskAge = none, true, true
		if !reader {
			v.Cards = nil
		}
	})
	s.flow.Touch()
	s.until("letters", func(s flow.Shown) bool { return s.Page == flow.Welcome && s.Choices[4].Sign == flow.Envelope })
	s.flow.Choose(s.flow.Shown(), 4)
	s.on(flow.Letter)
}

// letterCheck goes on to who it is for, by card.
func (s *screen) letterCheck(none bool) {
	s.letters(true, none)
	s.flow.Choose(s.flow.Shown(), 0)
	s.on(flow.Card)
	s.counter.Insert()
	s.on(flow.LetterCheck)
}

// born goes on to a date of birth that is none.
func (s *screen) born() {
	s.letters(false, false)
	s.flow.Choose(s.flow.Shown(), 0)
	s.on(flow.Name)
	s.write("Amélie Öz")
	s.flow.Next()
	s.on(flow.Born)
	s.write("31021985")
	s.flow.Next()
	s.view.Update()
}

// age goes on to the question of an age.
func (s *screen) age() {
	s.letterCheck(false)
	s.flow.Next()
	s.on(flow.LetterAsked)
	s.flow.Next()
	s.on(flow.Age)
}

// allSaid are the daemon's sentences in the language that takes more room.
func allSaid() map[told.Code]string {
	out := map[told.Code]string{}
	for _, code := range told.Codes() {
		out[code] = stretch(told.Say(code).Dutch())
	}
	return out
}
