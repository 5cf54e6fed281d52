package simulation_test

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// box is one appliance: a folder, and a node while its process runs.
type box struct {
	w    *world
	name string
	site office.SiteID
	dir  string
	node *appliance.Node // nil: the process does not run
	wire *wire           // the present exchange; nil: none
	cut  bool            // no line
	skew time.Duration   // of its clock

	armed   *journal.Stage // the process is killed at the next commit, at this stage
	struck  *journal.Stage // it was
	dead    bool           // the process is being killed: nothing more reaches the disk
	stopped bool           // taken out of service for ever: a clone that was found out

	images []*image
	// apart is set when this box lives beside another of the same life, or was declared lost: what it does is
	// for people to settle.
	apart string
	tapped
}

// tapped is what a person at this counter must do again because the process died under it.
type tapped struct{ again []func() }

// image is a copy of a box's disk.
type image struct {
	dir string
	at  int // step of the world
}

func (b *box) now() time.Time { return b.w.now.Add(b.skew) }

// start starts the process.
func (b *box) start() {
	b.armed, b.struck, b.dead = nil, nil, false
	node, err := appliance.Open(appliance.Config{Site: b.site, Dir: b.dir, Now: b.now, Random: b.w.ids, Interrupt: b.interrupt})
	if err != nil {
		b.w.fail("open", "%s does not open: %v", b.name, err)
	}
	b.node = node
}

// interrupt is asked by the journal around every commit.
func (b *box) interrupt(s journal.Stage) error {
	if b.dead {
		return errKilled
	}
	if b.armed != nil && *b.armed == s {
		b.struck, b.armed, b.dead = b.armed, nil, true
		return errKilled
	}
	return nil
}

// kill ends the process as kill -9 does: what was not committed is gone.
func (b *box) kill() {
	b.dead = true
	b.hangUp()
	if b.node != nil {
		if err := b.node.Close(); err != nil {
			b.w.fail("close", "%s does not close: %v", b.name, err)
		}
	}
	b.node = nil
}

// stop ends the process in good order.
func (b *box) stop() {
	b.armed = nil
	b.hangUp()
	if err := b.node.Close(); err != nil {
		b.w.fail("close", "%s does not close: %v", b.name, err)
	}
	b.node = nil
}

// settle follows up on a step: a process that was struck is gone.
func (b *box) settle() {
	if b.node != nil && b.dead {
		b.w.tell("%s dies %s", b.name, [...]string{"before the commit", "after the commit"}[*b.struck])
		b.kill()
	}
}

func (b *box) hangUp() {
	if b.wire != nil {
		b.wire.shipper = nil
		b.wire.end()
		b.wire = nil
	}
}

// look runs f on what the box knows.
func (b *box) look(f func(appliance.Turn)) {
	if err := b.node.Look(func(t appliance.Turn) error { f(t); return nil }); err != nil {
		b.w.fail("look", "%s: %v", b.name, err)
	}
}

// life is the present life and how many records it has.
func (b *box) life() (life office.Incarnation, size uint64) {
	b.look(func(t appliance.Turn) { life, size = t.View.Life(), t.View.Size() })
	return life, size
}

// known lists the appointments that can be changed here.
func (b *box) known(f func(*contract.KnownAppointment) bool) (out []*contract.KnownAppointment) {
	b.look(func(t appliance.Turn) {
		for d := office.DateOf(t.Now); d < office.DateOf(t.Now)+10; d++ {
			for k := range booking.OfDay(t.View, b.site, d) {
				if !k.Cancelled && f(k) {
					out = append(out, k)
				}
			}
		}
	})
	return out
}

// copyDir copies the files of a stopped box's folder.
func copyDir(to, from string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := copyDir(filepath.Join(to, e.Name()), filepath.Join(from, e.Name())); err != nil {
				return err
			}
			continue
		}
		b, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// freeze is the words with which headquarters stopped this box; empty: it did not.
func (b *box) frozen() string {
	if err := b.node.Custody(); err != nil {
		return fmt.Sprint(err)
	}
	return ""
}
