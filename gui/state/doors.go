package state

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// door is the door of a compartment, as the snapshot has it.
func (c *Clerk) door(compartment string) (Door, bool) {
	i := slices.IndexFunc(c.snap.Doors, func(d Door) bool { return strings.EqualFold(d.Compartment, compartment) && compartment != "" })
	if i < 0 {
		return Door{}, false
	}
	return c.snap.Doors[i], true
}

// short is a sentence of the counter for a row of marks: its name in the screen's language, without the full stop.
func short(say, name string) string {
	_, what, ok := strings.Cut(say, ": ")
	if !ok {
		what = say
	}
	return name + ": " + strings.TrimSuffix(what, ".")
}

// doorMarks are the doors in the bottom row: alarms, and doors that stand open.
func (c *Clerk) doorMarks() []Mark {
	var out []Mark
	w := c.cfg.Words.Gear
	for i, a := range c.snap.DoorAlarms {
		if i == 2 { // the sheet has them all
			break
		}
		out = append(out, Mark{Empty, text.Fill(w.AlarmFoot, "place", a.Compartment, "door", a.Door) + " — " + DevicesAct.Key(), Bad})
	}
	for _, d := range c.snap.Doors {
		alarmed := slices.ContainsFunc(c.snap.DoorAlarms, func(a DoorAlarm) bool { return a.Door == d.Number })
		if d.State == DoorOpen && !alarmed && len(out) < 3 {
			out = append(out, Mark{Half, text.Fill(w.OpenFoot, "place", d.Compartment), Warn})
		}
	}
	return out
}

// alarmed is a standing alarm of a door as the notice of the resting screen.
func (c *Clerk) alarmed() (Notice, bool) {
	if len(c.snap.DoorAlarms) == 0 {
		return Notice{}, false
	}
	a := c.snap.DoorAlarms[0]
	brief := text.Fill(c.cfg.Words.Gear.AlarmKey, "key", DevicesAct.Key())
	return Notice{Say: a.Say, Next: a.Next + " " + brief, Brief: brief, Tone: Bad}, true
}

// loadDoors asks how register and doors agree. It wants the lock held.
func (c *Clerk) loadDoors() {
	var got []Door
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			got, err = c.cfg.Counter.Doors(ctx)
			return r, err
		},
		then: func(Receipt) { c.tend.doors, c.tend.seen = got, true },
	})
}

// SetDoorWords takes what is typed about the chosen row of the doors.
func (c *Clerk) SetDoorWords(words string) { c.change(func() { c.tend.words = words }) }

// alarmRow names the row of an alarm; every other row of the doors is a compartment.
func alarmRow(a DoorAlarm) string { return "alarm " + strconv.Itoa(a.Door) + " " + a.Kind }

func (c *Clerk) showDoors(s *DevicesShown) {
	w := c.cfg.Words.Gear
	s.Empty = w.NoDoors
	if !c.tend.seen {
		s.Empty = w.Looking
	}
	for _, a := range c.snap.DoorAlarms {
		s.Rows = append(s.Rows, Row{ID: alarmRow(a), Main: text.Fill(w.PlaceDoor, "place", a.Compartment, "door", a.Door),
			Detail: joined(c.moment(a.At), cmp.Or(w.Alarms[a.Kind], after(a.Say))), State: w.Alarm, Shape: Empty, Tone: Bad, Strong: true})
	}
	for _, d := range c.tend.doors {
		s.Rows = append(s.Rows, c.doorRow(d))
	}
	s.Chosen = chosenOf(s.Rows, c.tend.door)
	s.Words = c.tend.words
	signed := c.me() != nil
	if a, ok := c.chosenAlarm(s.Chosen); ok {
		s.Title, s.Say = text.Fill(w.PlaceDoor, "place", a.Compartment, "door", a.Door), Notice{Say: after(a.Say), Next: a.Next, Tone: Bad}
		s.Since = text.Fill(w.SinceLong, "time", c.moment(a.At))
		s.Ask, s.Verb, s.Can = w.WhatWasIt, w.Settle, signed
		return
	}
	if d, ok := c.chosenDoor(s.Chosen); ok {
		c.showDoorOf(s, d)
	}
}

// showDoorOf adds what is known of one compartment, and how it is opened without a document.
func (c *Clerk) showDoorOf(s *DevicesShown, d Door) {
	w := c.cfg.Words.Gear
	s.Title = joined(text.Fill(w.Place, "place", d.Compartment), w.Documents.Count(d.Documents))
	for _, f := range d.Findings {
		s.Lines = append(s.Lines, Mark{Half, f, Warn})
	}
	if len(d.Findings) == 0 {
		s.Lines = []Mark{{Full, w.Agrees, Good}}
	}
	if d.Number != 0 {
		s.Ask, s.Verb, s.Can, s.Rare = w.WhyEmergency, w.Emergency, c.me() != nil, true
	}
}

// after is a sentence of the counter without the place it is about, which stands beside it.
func after(say string) string {
	if _, what, ok := strings.Cut(say, ": "); ok {
		return what
	}
	return say
}

func (c *Clerk) doorRow(d Door) Row {
	w := c.cfg.Words.Gear
	r := Row{ID: d.Compartment, Main: text.Fill(w.Place, "place", d.Compartment), Detail: w.Documents.Count(d.Documents)}
	if d.Number != 0 {
		r.Detail = joined(text.Fill(w.Door, "door", d.Number), r.Detail)
	}
	if now, ok := c.door(d.Compartment); ok {
		d.State = now.State // newer than what was asked
	}
	switch {
	case d.Number == 0:
		r.State, r.Shape, r.Tone = w.NoDoor, NoShape, Plain
	case d.State == DoorShut && len(d.Findings) == 0:
		r.State, r.Shape, r.Tone = w.Shut, Full, Good
	case d.State == DoorShut:
		r.State, r.Shape, r.Tone = w.Shut, Full, Warn
	case d.State == DoorOpen && len(d.Findings) > 0:
		r.State, r.Shape, r.Tone = w.Open, Half, Bad
	case d.State == DoorOpen:
		r.State, r.Shape, r.Tone = w.Open, Half, Warn
	default:
		r.State, r.Shape, r.Tone = w.Unseen, Empty, Warn
	}
	if len(d.Findings) > 0 {
		r.Detail = joined(r.Detail, w.LookInto)
	}
	return r
}

func (c *Clerk) chosenAlarm(id string) (DoorAlarm, bool) {
	i := slices.IndexFunc(c.snap.DoorAlarms, func(a DoorAlarm) bool { return alarmRow(a) == id })
	if i < 0 {
		return DoorAlarm{}, false
	}
	return c.snap.DoorAlarms[i], true
}

func (c *Clerk) chosenDoor(id string) (Door, bool) {
	i := slices.IndexFunc(c.tend.doors, func(d Door) bool { return d.Compartment == id })
	if i < 0 {
		return Door{}, false
	}
	return c.tend.doors[i], true
}

// pressDoor settles the chosen alarm, or has the chosen compartment opened in an emergency.
func (c *Clerk) pressDoor() {
	c.mu.Lock()
	chosen, why := c.showDevices().Chosen, strings.TrimSpace(c.tend.words)
	a, alarm := c.chosenAlarm(chosen)
	d, door := c.chosenDoor(chosen)
	signed := c.me() != nil
	c.mu.Unlock()
	w := c.cfg.Words.Gear
	switch {
	case !signed:
	case alarm && why == "":
		c.change(func() { c.say(w.NeedWhat, "", Warn) })
	case alarm:
		c.do(job{
			run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.SettleAlarm(ctx, a.Door, a.Kind, why) },
			then: func(Receipt) {
				c.tend.words, c.tend.door = "", a.Compartment
				c.say(text.Fill(w.Settled, "place", a.Compartment), w.SettledNext, Good)
				c.loadGear()
			},
		})
	case door && d.Number != 0 && why == "":
		c.change(func() { c.say(w.NeedWhy, "", Warn) })
	case door && d.Number != 0:
		c.emergency(d, why)
	}
}

// emergency has a compartment opened for none of the usual purposes. Whether that takes two people is the counter's rule:
// it is asked alone first.
func (c *Clerk) emergency(d Door, why string) {
	w := c.cfg.Words.Gear
	wish := DoorWish{Purpose: ForEmergency, Compartment: d.Compartment, Reason: why}
	then := func(Receipt) {
		c.tend.words = ""
		c.say(text.Fill(w.EmergencySaid, "place", d.Compartment, "door", d.Number), w.EmergencyNow, Main)
		c.loadGear()
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.OpenDoor(ctx, wish, Second{}) },
		then: then,
		fail: func(err error) {
			if fault.Is(err, fault.Denied) && c.me() != nil { // two must, or this person may not: its words tell
				c.togetherLocked(seconding{what: text.Fill(w.TwoEmergency, "place", d.Compartment), then: then,
					run: func(ctx context.Context, with Second) (Receipt, error) {
						return c.cfg.Counter.OpenDoor(ctx, wish, with)
					}})
			}
			c.refused(err)
		},
	})
}
