package simulation_test

import (
	"fmt"
	"time"
)

// quiet heals everything and lets both sides talk until nothing is left to say.
func (w *world) quiet() {
	w.tell("all is healed")
	w.hq.skew, w.hq.next = 0, unharmed
	for _, b := range w.boxes {
		b.cut, b.skew, b.armed = false, 0, nil
		if b.node == nil && !b.stopped {
			b.start()
			w.checker.restarted(b)
		}
	}
	w.retire()
	for _, x := range append([]*wire(nil), w.wires...) {
		if x.unfaithful || x.box.apart != "" { // who was cloned or declared lost hears of it when it dials again
			x.broken()
		}
	}
	for len(w.people.again) > 0 {
		do := w.people.again[0]
		w.people.again = w.people.again[1:]
		do()
		w.aftermath()
	}
	for _, b := range w.running() {
		for len(b.again) > 0 {
			do := b.again[0]
			b.again = b.again[1:]
			do()
			w.aftermath()
		}
	}
	w.drain()
	var before string
	for round, same := 0, 0; same < 2; round++ {
		if round == 60 {
			w.fail("quiet", "both sides do not come to rest: %s", before)
		}
		w.now = w.now.Add(time.Minute)
		for _, b := range w.running() {
			if b.wire == nil {
				b.dial()
			} else {
				b.wire.pumpUp()
				if b.wire != nil {
					b.wire.pumpDown()
				}
			}
		}
		w.drain()
		w.thaw()
		if err := w.topUps(); err != nil {
			w.fail("quiet", "%v", err)
		}
		now := w.standing()
		if same++; now != before {
			same, before = 0, now
		}
	}
}

// retire takes the clones and the boxes that were replaced out of service; what stays is the site's own.
func (w *world) retire() {
	last := map[string]*box{}
	for _, b := range w.running() {
		site := string(b.site)
		switch before := last[site]; {
		case before == nil:
			last[site] = b
		case before.apart == "lost" && b.apart == "":
			w.scrap(before)
			last[site] = b
		default:
			w.scrap(b)
		}
	}
}

func (w *world) scrap(b *box) {
	w.tell("%s is taken out of service", b.name)
	w.checker.scrapped(b)
	b.kill()
	b.stopped = true
}

// drain lets all messages arrive, in order.
func (w *world) drain() {
	for n := 0; ; n++ {
		if n == 5000 {
			w.fail("quiet", "messages without end")
		}
		moved := false
		for _, x := range append([]*wire(nil), w.wires...) {
			if x.receiver != nil && len(x.up) > 0 {
				x.deliverUp(0, false)
				moved = true
			}
			if x.shipper != nil && len(x.down) > 0 {
				x.deliverDown(0, false)
				moved = true
			}
		}
		w.aftermath()
		if !moved {
			return
		}
	}
}

// thaw has the operator see to boxes that headquarters stopped, and to those that were declared lost.
func (w *world) thaw() {
	for _, b := range w.running() {
		say := b.frozen()
		if (b.apart == "put back unseen" || b.apart == "cloned") && w.checker.forgetful {
			say = "a second store lived this life, as somebody remembers" // headquarters was restored as well, and cannot see it
		}
		if say != "" {
			w.tell("the operator begins a new life on %s", b.name)
			b.reborn(say)
			b.stop() // stopped custody stays stopped until the process begins anew
			b.start()
			w.checker.restarted(b)
			w.checker.begun = w.step
		}
		b.apart = ""
	}
}

func (w *world) topUps() error {
	for _, b := range w.running() {
		if err := w.hq.intake.TopUp(w.ctx, b.site); err != nil {
			return err
		}
	}
	return nil
}

// standing is where both sides stand.
func (w *world) standing() (out string) {
	for _, b := range w.running() {
		life, size := b.life()
		last, taken := w.hq.view().FeedPosition(b.site)
		out += fmt.Sprintf("%s %s %d/%d feed %d/%d open %t; ", b.name, life, size, w.hq.view().Tree(b.site, life).Size, taken, last, b.wire != nil)
	}
	return out
}
