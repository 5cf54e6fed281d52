package state

import (
	"context"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// opensSoon is when a door that did not open is told of, also when its alarm stood already.
const opensSoon = 15 * time.Second

// way is one compartment that is opened for an act.
type way struct {
	wish DoorWish // its compartment is always named
	task string   // what is done there
}

// opening is an act on documents behind doors of the vault: each door opens, stands open and is shut, and then the act is
// written down. The register follows the documents, so nothing is written down before they moved.
type opening struct {
	ways []way
	at   int
	back Sheet

	asked        time.Time       // when the door was ordered
	known        map[string]bool // alarms that stood then
	opened, shut bool
	failed       Notice // why it was not opened; nothing was pulsed
	sure         bool   // going on with an open door was asked once

	what string // what two people do together, where they must
	two  bool   // writing it down takes two
	with Second // the colleague's word for this act alone; never a PIN
	till time.Time

	verb   string
	record func(context.Context, Second) (Receipt, error) // nil: nothing is written down
	then   func(Receipt)
	left   func(opened bool) // it was given up; nil: nothing is to be done then
}

// DoorwayShown is the sheet of a door that is opened for an act.
type DoorwayShown struct {
	Title, Task string
	Steps       []Mark
	After       string // the compartment that comes next
	Verb        string // of the one act
	Can         bool
	ByKey       bool // going on without the door is offered
}

// way is the door that is opened now.
func (o *opening) way() way { return o.ways[o.at] }

// pass does an act through its doors. It wants no lock.
func (c *Clerk) pass(o *opening) {
	c.mu.Lock()
	o.back = c.sheet
	c.mu.Unlock()
	c.order(o)
}

// order has the present door of an act opened, together with a colleague where two must.
func (c *Clerk) order(o *opening) {
	c.mu.Lock()
	wish := o.way().wish
	with, word := c.word(o)
	c.mu.Unlock()
	var failed error
	run := func(ctx context.Context, with Second) (r Receipt, err error) {
		r, failed, err = c.orderDoor(ctx, wish, with)
		return r, err
	}
	if wish.Purpose.two() && !word {
		c.together(seconding{what: o.what, then: func(Receipt) { c.ordered(o, failed) },
			run: func(ctx context.Context, with Second) (Receipt, error) {
				said, err := c.vouched(ctx, o, with)
				if err != nil {
					return Receipt{}, err
				}
				return run(ctx, said)
			}})
		return
	}
	if !wish.Purpose.two() {
		with = Second{}
	}
	c.do(job{run: func(ctx context.Context) (Receipt, error) { return run(ctx, with) },
		then: func(Receipt) { c.ordered(o, failed) }})
}

// vouched turns a colleague's PIN into the counter's word for the acts of an opening, and keeps that alone.
func (c *Clerk) vouched(ctx context.Context, o *opening, with Second) (Second, error) {
	began := c.cfg.Now()
	said, holds, err := c.cfg.Counter.Vouch(ctx, with, o.way().wish.Purpose)
	if err != nil {
		return Second{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	o.with, o.till = said, began.Add(holds)
	return said, nil
}

// orderDoor orders a door. That the vault could not do it is no error: the work may go on with the key.
func (c *Clerk) orderDoor(ctx context.Context, wish DoorWish, with Second) (r Receipt, failed, err error) {
	r, err = c.cfg.Counter.OpenDoor(ctx, wish, with)
	switch fault.KindOf(err) {
	case fault.Unreachable, fault.Conflict, fault.NotFound:
		if err != nil {
			return r, err, nil
		}
	}
	return r, nil, err
}

// word is the colleague's word for an act, while it holds. It wants the lock held.
func (c *Clerk) word(o *opening) (Second, bool) {
	if o.with.ID == "" || !c.cfg.Now().Before(o.till) {
		o.with = Second{}
	}
	return o.with, o.with.ID != ""
}

// ordered shows the sheet of a door that was ordered. It wants the lock held.
func (c *Clerk) ordered(o *opening, failed error) {
	o.asked, o.opened, o.shut, o.sure, o.failed = c.cfg.Now(), false, false, false, Notice{}
	if failed != nil {
		o.failed = Notice{Say: fault.Sentence(failed), Tone: Bad}
	}
	o.known = map[string]bool{}
	for _, a := range c.snap.DoorAlarms {
		o.known[alarmRow(a)] = true
	}
	c.opening = o
	c.openLocked(DoorwaySheet)
	c.watchDoor()
	signal(c.began) // the clock ticks while a door is waited for
}

// watchDoor follows the door that is opened now. It wants the lock held.
func (c *Clerk) watchDoor() {
	o := c.opening
	if o == nil {
		return
	}
	switch d, _ := c.door(o.way().wish.Compartment); {
	case d.State == DoorOpen:
		o.opened, o.shut, o.failed = true, false, Notice{}
	case d.State == DoorShut && o.opened:
		o.shut = true
	}
}

// tidyWay forgets an act whose sheet is gone, and a colleague's word that holds no longer. It wants the lock held.
func (c *Clerk) tidyWay() {
	switch {
	case c.opening == nil:
	case c.beneath() != DoorwaySheet && c.beneath() != SecondSheet:
		c.opening = nil
	default:
		c.word(c.opening)
	}
}

// waitsForDoor reports whether a door was ordered that has not opened.
func (c *Clerk) waitsForDoor() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.opening != nil && !c.opening.opened
}

// unseen reports whether nobody can see how the present door stands.
func (c *Clerk) unseen(o *opening) bool {
	d, ok := c.door(o.way().wish.Compartment)
	return !ok || d.State == DoorUnseen
}

// missed reports whether the present door was ordered and did not open.
func (c *Clerk) missed(o *opening) bool {
	if o.opened || c.unseen(o) {
		return false
	}
	d, _ := c.door(o.way().wish.Compartment)
	return o.failed.Say != "" || c.cfg.Now().Sub(o.asked) >= opensSoon || slices.ContainsFunc(c.snap.DoorAlarms, func(a DoorAlarm) bool {
		return a.Door == d.Number && (a.Kind == "missed" || a.Kind == "unseen") && !o.known[alarmRow(a)]
	})
}

// PassDoor goes on: to the next door, or to writing the act down. A door that did not open is ordered again; one that still
// stands open wants a second press.
func (c *Clerk) PassDoor() {
	c.mu.Lock()
	o := c.opening
	if o == nil || c.sheet != DoorwaySheet {
		c.mu.Unlock()
		return
	}
	again := o.failed.Say != "" || c.missed(o)
	waits := !o.opened && !c.unseen(o)
	ask := o.opened && !o.shut && !o.sure && !c.unseen(o)
	d, _ := c.door(o.way().wish.Compartment)
	c.mu.Unlock()
	w := c.cfg.Words.Gear
	switch {
	case again:
		c.order(o)
	case waits:
	case ask:
		c.change(func() {
			o.sure = true
			c.say(text.Fill(w.StillOpen, "door", d.Number), w.StillOpenNext, Warn)
		})
	default:
		c.nextWay(o)
	}
}

// GoByKey goes on although the counter did not open the door: somebody has the key.
func (c *Clerk) GoByKey() {
	c.mu.Lock()
	o := c.opening
	ok := o != nil && c.sheet == DoorwaySheet && (o.failed.Say != "" || c.missed(o))
	c.mu.Unlock()
	if ok {
		c.change(func() { o.opened = true })
		c.nextWay(o)
	}
}

// nextWay goes on to the next door of an act, or writes the act down.
func (c *Clerk) nextWay(o *opening) {
	if o.at+1 < len(o.ways) {
		c.change(func() {
			o.at++
			o.asked, o.opened, o.shut, o.sure = c.cfg.Now(), false, false, false
		})
		c.order(o)
		return
	}
	done := func(r Receipt) {
		c.leaveWay(o)
		o.then(r)
	}
	if o.record == nil {
		c.change(func() { done(Receipt{}) })
		return
	}
	c.mu.Lock()
	with, word := c.word(o)
	c.mu.Unlock()
	if o.two && !word {
		c.together(seconding{what: o.what, run: o.record, then: done})
		return
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return o.record(ctx, with) },
		then: done,
		fail: func(err error) {
			c.giveUpWay(o)
			c.refused(err)
		},
	})
}

// leaveWay goes back to the work, unless something else lies there by now. It wants the lock held.
func (c *Clerk) leaveWay(o *opening) {
	if c.sheet == DoorwaySheet {
		c.sheet = o.back
	}
	c.opening, c.notice = nil, Notice{}
}

// giveUpWay goes back without writing anything down. It wants the lock held.
func (c *Clerk) giveUpWay(o *opening) {
	c.leaveWay(o)
	if o.left != nil {
		o.left(o.opened)
	}
}

func (c *Clerk) showDoorway() DoorwayShown {
	o := c.opening
	if o == nil {
		return DoorwayShown{}
	}
	w, place := c.cfg.Words.Gear, o.way().wish.Compartment
	d, _ := c.door(place)
	fill := func(s string) string { return text.Fill(s, "place", place, "door", d.Number) }
	s := DoorwayShown{Title: fill(w.TheDoor), Task: o.way().task, Verb: o.verb, Can: true}
	if o.at+1 < len(o.ways) {
		next := o.ways[o.at+1].wish.Compartment
		s.Verb, s.After = text.Fill(w.OpenNext, "place", next), text.Fill(w.After, "place", next)
	}
	step := func(done bool, now, was string) Mark {
		if done {
			return Mark{Full, fill(was), Good}
		}
		return Mark{Empty, fill(now), Plain}
	}
	s.Steps = []Mark{{Half, fill(w.Opening), Main}, step(o.opened, w.Opened, w.Opened), step(o.shut, w.WasShut, w.WasShut)}
	switch {
	case o.failed.Say != "" || c.missed(o):
		s.Steps = []Mark{{Empty, fill(w.DidNot), Bad}, {NoShape, w.DidNotNext, Plain}}
		s.Verb, s.ByKey = w.OpenAgain, true
	case c.unseen(o):
		s.Steps = []Mark{s.Steps[0], {Empty, fill(w.CannotSee), Warn}}
	case o.shut:
		s.Steps[0] = Mark{Full, fill(w.Opening), Good}
	case o.opened:
		s.Steps[0], s.Steps[2] = Mark{Full, fill(w.Opening), Good}, Mark{Half, fill(w.ToShut), Warn}
	default:
		s.Can = false
	}
	return s
}

// said is what the sheet says beside its steps: what was just refused, or why the door was not opened.
func (c *Clerk) saidAtDoor() Notice {
	if c.notice.Say == "" && c.opening != nil {
		return c.opening.failed
	}
	return c.notice
}

// wayOf is the way to one document in the vault; false when it lies behind no door of the counter's.
func (c *Clerk) wayOf(n office.DocumentNumber, place string, p Purpose) (way, bool) {
	if _, ok := c.door(place); !ok {
		return way{}, false
	}
	return way{DoorWish{Purpose: p, Document: n, Compartment: place}, text.Fill(c.cfg.Words.Gear.TakeOne, "what", n, "place", place)}, true
}

// waysOf are the ways to documents of the stock, a compartment once.
func (c *Clerk) waysOf(numbers []string, p Purpose) (out []way) {
	count := map[string]int{}
	for _, i := range c.vault.stock.Items {
		if !slices.Contains(numbers, string(i.Number)) {
			continue
		}
		if count[i.Place]++; count[i.Place] > 1 {
			continue
		}
		if one, ok := c.wayOf(i.Number, i.Place, p); ok {
			out = append(out, one)
		}
	}
	for i := range out {
		if n := count[out[i].wish.Compartment]; n > 1 {
			out[i].task = text.Fill(c.cfg.Words.Gear.TakeOut.Count(n), "place", out[i].wish.Compartment)
		}
	}
	return out
}
