package simulation_test

import (
	"os"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// network lets a few messages travel, or a counter without an exchange begin one.
func (w *world) network() {
	for range 1 + w.rng.IntN(5) {
		w.travel()
		w.aftermath()
	}
}

// travel lets one thing happen on the lines.
func (w *world) travel() {
	var can []func()
	for _, b := range w.boxes {
		if b.node != nil && !b.cut && b.wire == nil {
			can = append(can, b.dial)
		}
	}
	for _, x := range w.wires {
		if x.receiver != nil && len(x.up) > 0 && (x.shipper == nil || !x.box.cut) {
			can = append(can, func() {
				w.carry(len(x.up), x.deliverUp, func(i int) { x.up = append(x.up[:i:i], x.up[i+1:]...) }, &x.unfaithful)
			})
		}
		if x.shipper != nil && len(x.down) > 0 && !x.box.cut {
			can = append(can, func() {
				w.carry(len(x.down), x.deliverDown, func(i int) { x.down = append(x.down[:i:i], x.down[i+1:]...) }, &x.unfaithful)
			})
		}
		if x.shipper != nil && x.receiver != nil && !x.box.cut && len(x.up)+len(x.down) == 0 {
			can = append(can, x.pumpDown)
		}
	}
	if len(can) > 0 {
		pick(w, can)()
	}
}

// carry delivers one of n messages: the first, unless the network misbehaves.
func (w *world) carry(n int, deliver func(i int, keep bool), drop func(int), unfaithful *bool) {
	if !w.o.faults.network || w.chance(85) {
		deliver(0, false)
		return
	}
	i := w.rng.IntN(n)
	*unfaithful = true
	switch w.rng.IntN(3) {
	case 0:
		w.tell("message %d of %d is lost", i+1, n)
		drop(i)
	case 1:
		w.tell("message %d of %d overtakes", i+1, n)
		deliver(i, false)
	default:
		w.tell("message %d of %d comes twice", i+1, n)
		deliver(i, true)
	}
}

// trouble lets one thing go wrong, of the kinds this world has.
func (w *world) trouble() {
	f := w.o.faults
	var can []func()
	add := func(on bool, weight int, what ...func()) {
		for range weight {
			if on {
				can = append(can, what...)
			}
		}
	}
	add(f.network, 4, w.cutLine, w.reset)
	add(f.crashes, 3, w.killBox)
	add(f.crashes, 1, w.killHeadquarters)
	add(f.clocks, 1, w.stepClock)
	add(f.boxes, 3, w.takeImage, w.putBack)
	add(f.boxes, 1, w.clone, w.declareLost)
	add(f.era, 3, w.backUp)
	add(f.era, 1, w.restore)
	for _, b := range w.boxes {
		add(b.node == nil && !b.stopped, 6, func() { w.tell("%s starts", b.name); b.start(); w.checker.restarted(b) })
		add(b.cut, 4, func() { w.tell("%s has a line again", b.name); b.cut = false })
	}
	if len(can) > 0 {
		pick(w, can)()
	}
}

// arm has the process die around its next commit.
func (b *box) arm() {
	stage := journal.Stage(b.w.rng.IntN(2))
	b.armed = &stage
}

func (w *world) killBox() {
	if up := w.running(); len(up) > 0 {
		b := pick(w, up)
		if w.chance(60) {
			b.arm()
			w.tell("%s will die at its next commit", b.name)
			return
		}
		w.tell("%s is killed", b.name)
		b.kill()
	}
}

func (w *world) killHeadquarters() {
	w.hq.next = strike(1 + w.rng.IntN(3))
	w.tell("headquarters is struck at its next command: %d", w.hq.next)
}

func (w *world) cutLine() {
	b := pick(w, w.boxes)
	b.cut = true
	w.tell("%s loses its line", b.name)
}

// reset ends an exchange under both ends; what was on its way to headquarters may still come.
func (w *world) reset() {
	if len(w.wires) == 0 {
		return
	}
	x := pick(w, w.wires)
	w.tell("wire %d breaks", x.name)
	if w.chance(50) {
		x.receiver = nil
	}
	if x.box.wire == x {
		x.box.hangUp()
	} else {
		x.end()
	}
}

func (w *world) stepClock() {
	steps := []time.Duration{-48 * time.Hour, -24 * time.Hour, -time.Hour, -time.Minute, 0, 0, time.Minute, time.Hour, 24 * time.Hour}
	skew := pick(w, steps)
	if w.chance(20) {
		w.hq.skew = skew
		w.tell("headquarters' clock is off by %s", skew)
		return
	}
	b := pick(w, w.boxes)
	b.skew = skew
	w.tell("%s: its clock is off by %s", b.name, skew)
}

// stopped runs f while the process of a box does not run.
func (w *world) whileDown(b *box, f func()) {
	up := b.node != nil
	if up {
		b.stop()
	}
	f()
	if up {
		b.start()
	}
}

func (w *world) takeImage() {
	b := pick(w, w.boxes)
	if b.stopped {
		return
	}
	i := &image{dir: w.folder(), at: w.step}
	w.whileDown(b, func() { w.copy(i.dir, b.dir) })
	b.images = append(b.images, i)
	w.tell("%s: an image is made", b.name)
}

func (w *world) copy(to, from string) {
	if err := copyDir(to, from); err != nil {
		panic(err)
	}
}

// putBack restores a box from an image: as the handbook says, which begins a new life, or unseen.
func (w *world) putBack() {
	b := pick(w, w.boxes)
	if b.stopped || len(b.images) == 0 {
		return
	}
	i := pick(w, b.images)
	unseen := w.chance(30)
	w.tell("%s is put back from the image of step %d, unseen: %t", b.name, i.at, unseen)
	w.checker.putBack(b, i.at, unseen)
	if b.node != nil {
		b.kill()
	}
	if err := os.RemoveAll(b.dir); err != nil {
		panic(err)
	}
	w.copy(b.dir, i.dir)
	b.start()
	b.again = nil
	if unseen {
		b.apart = "put back unseen"
		return
	}
	if !w.o.mutant.sameLife {
		b.reborn("teruggezet")
	}
	b.apart = ""
	w.checker.restarted(b)
}

// reborn has the operator begin a new life on a box.
func (b *box) reborn(why string) {
	b.hangUp()
	b.armed = nil
	if err := b.node.Reborn(b.w.ctx, why); err != nil {
		b.w.fail("reborn", "%s: %v", b.name, err)
	}
}

// clone has a second box run from a copy of the disk.
func (w *world) clone() {
	b := pick(w, w.boxes)
	if b.stopped || b.apart != "" || b.node == nil {
		return
	}
	c := &box{w: w, site: b.site, dir: w.folder(), name: b.name + "'", apart: "a clone"}
	w.whileDown(b, func() { w.copy(c.dir, b.dir) })
	b.apart = "cloned"
	c.start()
	w.boxes = append(w.boxes, c)
	w.checker.restarted(c)
	w.tell("%s is cloned", b.name)
}

// declareLost has two planners declare a box lost that is alive; perhaps another takes its place.
func (w *world) declareLost() {
	b := pick(w, w.boxes)
	if b.stopped || b.apart != "" {
		return
	}
	_, err := w.hq.do(&contract.HQCommand{Kind: &contract.HQCommand_Lost{Lost: &contract.Lost{Site: string(b.site), By: "an", Second: "bo"}}})
	w.tell("%s is declared lost: %v", b.name, err)
	if err != nil {
		return
	}
	b.apart = "lost"
	if w.chance(50) {
		n := w.newBox(b.site)
		w.boxes = append(w.boxes, n)
		w.tell("%s takes its place", n.name)
	}
}

func (w *world) backUp() {
	w.hq.backups = append(w.hq.backups, &backup{state: w.hq.state.clone(), index: w.hq.index, at: w.step, loose: w.checker.loose()})
	w.tell("headquarters is backed up")
}

// restore has headquarters wake from a backup, into a new era.
func (w *world) restore() {
	hq := w.hq
	if len(hq.backups) == 0 {
		return
	}
	from := pick(w, hq.backups)
	w.tell("headquarters is restored from the backup of step %d", from.at)
	w.checker.restored(from)
	hq.state, hq.down = from.state.clone(), true
	w.aftermath()
	era := &contract.NewEra{Beyond: hq.era}
	if w.checker.begun <= from.at && w.chance(50) { // two planners can say so only when it is true
		era.By, era.Second = "an", "bo"
	}
	hq.must(&contract.HQCommand{AtMs: hq.now().UnixMilli(), Kind: &contract.HQCommand_NewEra{NewEra: era}})
	hq.era = hq.view().Era()
	w.tell("era %d begins, vouched for: %t", hq.era, era.By != "")
}

// planner does one thing that planners do.
func (w *world) planner() {
	site := pick(w, w.boxes).site
	switch w.rng.IntN(3) {
	case 0:
		place, _ := w.place(site)
		place.Run.Start, place.Run.Count = 540, 4
		_, err := w.hq.do(&contract.HQCommand{Kind: &contract.HQCommand_Recall{Recall: &contract.RecallPut{Site: string(site), Seats: []*contract.Run{place.Run}}}})
		w.tell("planner recalls %s: %v", sayPlace(place), err)
	case 1:
		w.acceptRisk(site)
	default:
		b := pick(w, w.boxes)
		err := w.hq.intake.TopUp(w.ctx, b.site)
		w.tell("%s is topped up: %v", b.site, err)
	}
}

// acceptRisk has two planners give the blocked seats of a site and day back to headquarters.
func (w *world) acceptRisk(site office.SiteID) {
	v, st := w.hq.view(), office.DateOf(w.now.In(w.cal.Zone()))
	d := st + office.Date(w.rng.IntN(3))
	var runs []*contract.Run
	var shut []office.SeatID
	for id, s := range v.SiteSeats(site) {
		if s.Owner.Kind == custody.Blocked {
			shut = append(shut, id)
			if id.Date == d && w.chance(50) {
				runs = append(runs, contract.NewRun(id, 1, 10))
			}
		}
	}
	if len(runs) == 0 {
		return
	}
	reply, err := w.hq.do(&contract.HQCommand{Kind: &contract.HQCommand_Risk{Risk: &contract.RiskAccepted{Site: string(site), Seats: runs, By: "an", Second: "bo", Reason: "druk"}}})
	for _, id := range shut { // of an appointment on two seats, both come back
		if v.Seat(id).Owner.Kind != custody.Blocked && slices.ContainsFunc(runs, func(r *contract.Run) bool { return near(r, id) }) {
			w.checker.risky(id)
		}
	}
	w.tell("planners accept the risk of %d seats of %s: %v %v", len(runs), site, reply.GetCount(), err)
}

// near reports whether a seat is that of a run, or right before or after it.
func near(r *contract.Run, id office.SeatID) bool {
	apart := int(id.Start) - int(r.Start)
	return int32(id.Date) == r.Date && -10 <= apart && apart <= 10
}
