package simulation_test

import (
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// wire is one exchange: two ends and what is on its way between them, as bytes. An end that is nil is over; what
// still travels to the other may arrive long after, also when the counter has begun another exchange.
type wire struct {
	w        *world
	box      *box
	name     int
	shipper  *replica.Shipper
	receiver *replica.Receiver
	up, down [][]byte
	topped   time.Time
	// unfaithful is set once a message was lost, came twice or overtook another: no stream does that for long, and
	// nobody sends again what was lost, so sooner or later it breaks.
	unfaithful bool
}

// dial opens an exchange.
func (b *box) dial() {
	b.hangUp()
	w := b.w
	w.wired++
	x := &wire{w: w, box: b, name: w.wired, receiver: replica.NewReceiver(w.hq.side, b.site)}
	counter := replica.Counter(b.node.Shipping())
	if w.o.mutant.counter != nil {
		counter = w.o.mutant.counter(b, counter)
	}
	limits := replica.Limits{Records: 1 + w.rng.IntN(6), Bytes: 64 << 10}
	x.shipper = replica.NewShipper(counter, limits)
	w.wires = append(w.wires, x)
	b.wire = x
	first, err := x.shipper.Open()
	x.sent(first, err)
	w.tell("%s dials: wire %d", b.name, x.name)
}

// sent puts what the counter's end gave on the wire.
func (x *wire) sent(out []*contract.Uplink, err error) {
	for _, m := range out {
		x.up = append(x.up, contract.Encode(m))
	}
	x.after("counter", err)
}

// answered puts what headquarters' end gave on the wire.
func (x *wire) answered(out []*contract.Downlink, err error) {
	for _, m := range out {
		if x.shipper != nil {
			x.down = append(x.down, contract.Encode(m))
		}
	}
	x.after("headquarters", err)
}

// after ends the exchange when a step failed. An internal fault is a defect, unless a process was killed.
func (x *wire) after(end string, err error) {
	if err == nil {
		return
	}
	x.w.tell("wire %d: %s: %v", x.name, end, err)
	if !killed(err) && (fault.Is(err, fault.Internal) || x.w.o.calm()) {
		x.w.fail("exchange", "%s ended the exchange of %s: %v", end, x.box.name, err)
	}
	x.broken()
}

// broken ends both ends.
func (x *wire) broken() {
	x.receiver = nil
	if x.box.wire == x {
		x.box.hangUp()
	}
	x.end()
}

// end takes a wire away when nobody listens at headquarters.
func (x *wire) end() {
	x.down = nil
	if x.receiver == nil || len(x.up) == 0 {
		x.receiver, x.up = nil, nil
		for i, o := range x.w.wires {
			if o == x {
				x.w.wires = append(x.w.wires[:i:i], x.w.wires[i+1:]...)
				return
			}
		}
	}
}

// deliverUp gives headquarters the i-th message on its way; keep leaves it there, to come again.
func (x *wire) deliverUp(i int, keep bool) {
	m := new(contract.Uplink)
	b := x.up[i]
	if !keep {
		x.up = append(x.up[:i:i], x.up[i+1:]...)
	}
	if err := proto.Unmarshal(b, m); err != nil {
		panic(err)
	}
	x.w.tell("wire %d up: %s", x.name, sayUp(m))
	ctx := x.w.ctx
	x.answered(x.receiver.Receive(ctx, m))
	if x.receiver == nil {
		return
	}
	if now := x.w.hq.now(); x.receiver.Welcomed() && (now.Sub(x.topped) >= time.Minute || now.Before(x.topped)) {
		x.topped = now
		if err := x.w.hq.intake.TopUp(ctx, x.box.site); err != nil && !killed(err) {
			x.w.fail("top-up", "%s: %v", x.box.site, err)
		}
	}
	x.pumpDown()
	if x.shipper == nil {
		x.end()
	}
}

func (x *wire) pumpDown() {
	if x.receiver != nil && !x.w.hq.down {
		x.answered(x.receiver.Pump(x.w.ctx))
	}
}

// deliverDown gives the counter the i-th message on its way.
func (x *wire) deliverDown(i int, keep bool) {
	m := new(contract.Downlink)
	b := x.down[i]
	if !keep {
		x.down = append(x.down[:i:i], x.down[i+1:]...)
	}
	if err := proto.Unmarshal(b, m); err != nil {
		panic(err)
	}
	x.w.tell("wire %d down to %s: %s", x.name, x.box.name, sayDown(m))
	x.sent(x.shipper.Receive(x.w.ctx, m))
	box := x.box
	if x.shipper != nil && x.shipper.CaughtUp() && !box.dead {
		if err := box.node.Tidy(x.w.ctx); err != nil && !killed(err) {
			x.w.fail("tidy", "%s: %v", box.name, err)
		}
	}
	x.pumpUp()
}

func (x *wire) pumpUp() {
	if x.shipper != nil && !x.box.dead {
		x.sent(x.shipper.Pump())
	}
}
