package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
)

// receiveThroughDoor takes a delivery in and has the door of its compartment opened, both on the one word of the colleague
// who counts along. What lies there is written down when the door is shut.
func (c *Clerk) receiveThroughDoor(d Delivery, into string) {
	n, w := len(d.Items), c.cfg.Words
	var left int
	var why, failed error
	wish := DoorWish{Purpose: ForLoad, Document: d.Items[0].Number, Compartment: into}
	o := &opening{ways: []way{{wish, text.Fill(w.Gear.PutIn.Count(n), "place", into)}}, back: VaultSheet, verb: w.Acts.Store,
		what: text.Fill(w.Safe.TwoReceive.Count(n), "id", d.ID),
		record: func(ctx context.Context, _ Second) (r Receipt, err error) {
			r, left, why = c.storeAll(ctx, d.Items, into)
			return r, nil
		},
		then: func(Receipt) { c.received(d, into, left, why) },
		left: func(bool) { c.received(d, into, n, nil) }}
	c.together(seconding{what: o.what,
		run: func(ctx context.Context, with Second) (Receipt, error) {
			said, err := c.vouched(ctx, o, with)
			if err != nil {
				return Receipt{}, err
			}
			got, err := c.cfg.Counter.Receive(ctx, d, said)
			if err != nil {
				return got, err
			}
			opened, cannot, err := c.orderDoor(ctx, wish, said)
			if failed = cannot; err != nil {
				failed = err // they are in the clerk's hands: that is not taken back
			}
			got.Sequence = max(got.Sequence, opened.Sequence)
			return got, nil
		},
		then: func(Receipt) { c.ordered(o, failed) },
	})
}
