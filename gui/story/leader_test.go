//go:build story

package story_test

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestStoryLeaderKilledMidBooking kills the leading node of headquarters while many book. Whoever heard "booked" is
// booked, whoever asks again is booked once, and nobody shares a seat; the counter finds another node by itself.
func TestStoryLeaderKilledMidBooking(t *testing.T) {
	c := mustCity(t, at(tuesday-1, "09:00"))
	k := c.mustCounter(berchem)
	rush := c.newRush(60)
	lead := c.leader()
	rush.start()
	rush.await(15)
	lead.kill()
	c.say("%s leidde, en viel uit onder het boeken.", lead.name)
	rush.end()
	rush.mustStand()
	if next := c.leader(); next == lead {
		t.Fatal("a dead node leads")
	}
	c.startNode(lead)
	eventually(t, "the old leader with all that happened", func() error {
		for _, day := range []office.Date{tuesday, nextWeek} {
			if err := rush.standAt(lead, day); err != nil {
				return err
			}
		}
		return nil
	})
	c.say("%s is terug en weet alles.", lead.name)
	k.mustAgree(tuesday, friday, nextWeek)
}

// rush is many citizens who book at once, more than one for each place.
type rush struct {
	c       *city
	want    []*contract.PublicBookRequest
	next    atomic.Int64
	heard   atomic.Int64            // how many heard that they have their place
	booked  []*contract.Appointment // by request; nil: refused
	clients sync.WaitGroup
}

// newRush draws requests for the places of two days, two for each.
func (c *city) newRush(n int) *rush {
	r := &rush{c: c, booked: make([]*contract.Appointment, 2*n)}
	for _, day := range []office.Date{tuesday, nextWeek} {
		places := c.places(berchem, day, card)
		for i := range n / 2 {
			r.want = append(r.want, c.web(places[i], card, fmt.Sprintf("Burger %d", i)), c.web(places[i], card, fmt.Sprintf("Rivaal %d", i)))
		}
	}
	return r
}

func (r *rush) start() {
	for range 8 {
		r.clients.Go(func() {
			for i := r.next.Add(1) - 1; i < int64(len(r.want)); i = r.next.Add(1) - 1 {
				r.book(i)
			}
		})
	}
}

// book books until headquarters has decided, with the same id each time.
func (r *rush) book(i int64) {
	res, err := try(r.c, door.Book, r.want[i])
	switch {
	case err == nil:
		r.booked[i] = res.Appointment
		r.heard.Add(1)
	case !fault.Is(err, fault.Taken):
		r.c.t.Errorf("citizen %d: %v", i, err)
	}
}

// await waits until so many have heard that they have their place.
func (r *rush) await(n int64) {
	r.c.t.Helper()
	eventually(r.c.t, "the first bookings", func() error {
		if heard := r.heard.Load(); heard < n {
			return fmt.Errorf("%d of %d", heard, n)
		}
		return nil
	})
}

// end waits for everybody.
func (r *rush) end() { r.clients.Wait() }

// mustStand wants each place with one of its two, and that one to have heard so.
func (r *rush) mustStand() {
	r.c.t.Helper()
	for _, day := range []office.Date{tuesday, nextWeek} {
		eventually(r.c.t, "what was booked", func() error { return r.standAt(r.c.leader(), day) })
	}
	for i := 0; i < len(r.want); i += 2 {
		if one, other := r.booked[i] != nil, r.booked[i+1] != nil; one == other {
			r.c.t.Errorf("%s: booked for the one %t, for the other %t", sayPlace(r.want[i].Place), one, other)
		}
	}
	again, err := try(r.c, door.Book, r.want[0])
	if known := r.booked[0] != nil; known != (err == nil) {
		r.c.t.Errorf("asked again: %v, %v", again, err)
	}
	r.c.say("%d burgers vroegen %d plaatsen; %d hoorden dat ze geboekt zijn, en dat klopt.", len(r.want), len(r.want)/2, r.heard.Load())
}

// standAt compares a day at one node with what people heard.
func (r *rush) standAt(n *node, day office.Date) error {
	found := map[string]int{}
	res, err := call(r.c.t.Context(), n.door, door.Day, &contract.DayRequest{Site: berchem, Date: int32(day)})
	if err != nil {
		return err
	}
	for _, row := range res.Seats {
		if row.Appointment != nil {
			found[string(row.Appointment.Id)] += row.Run.Len()
		}
	}
	all := 0
	for i, a := range r.booked {
		if a == nil || office.Date(r.want[i].Place.Run.Date) != day {
			continue
		}
		if all++; found[string(a.Id)] != 1 {
			return fmt.Errorf("%s has %d seats for %s", n.name, found[string(a.Id)], sayPlace(a.Place))
		}
	}
	if len(found) != all {
		return fmt.Errorf("%s has %d appointments on %s, %d were confirmed", n.name, len(found), day, all)
	}
	return nil
}

// TestStoryMinority leaves one node of three: it says clearly that nothing can be decided now, the counter works on, and
// all is well when the others are back.
func TestStoryMinority(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:50"))
	c.mustStaff()
	k := c.mustCounter(berchem)
	wanted := c.web(c.places(berchem, nextWeek, card)[0], card, "Burger Web")
	c.nodes[1].kill()
	c.nodes[2].kill()
	alone := c.nodes[0]
	_, err := call(t.Context(), alone.door, door.Book, wanted)
	mustRefuse(t, err, fault.Unreachable)
	c.say("Eén knoop over: %s", fault.Sentence(err))
	if _, said, code := c.tool("bookings", "list", berchem, nextWeek.String()); code != exitUnreachable || said == "" {
		t.Errorf("the tool says %q and exits with %d", said, code)
	}
	an := k.signIn("an", 1)
	if res := must(k, screen.Book, an.booking(an.search(tuesday, card, true)[0], card, "Piet Balie")); res.Pending {
		t.Error("the counter cannot book its own place")
	}
	c.startNode(c.nodes[1])
	c.startNode(c.nodes[2])
	booked := ask(c, door.Book, wanted).Appointment // asked again, whatever became of it the first time
	if !bytes.Equal(booked.GetId(), wanted.Id) {
		t.Errorf("got %v", booked)
	}
	c.say("De andere knopen zijn terug: dezelfde vraag geeft één afspraak, %s.", sayPlace(booked.Place))
	k.mustAgree(tuesday, nextWeek)
}
