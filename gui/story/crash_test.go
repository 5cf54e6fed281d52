//go:build story

package story_test

import (
	"fmt"
	"sync"
	"sync/atomic"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// tap is a command that was sent about the time of the crash, and what the clerk saw of it.
type tap struct {
	book  *contract.BookRequest
	issue *contract.IssueRequest
	// what the counter confirmed; both empty: the clerk heard nothing
	booked *contract.Appointment
	ticket string
}

// crash: at one the daemon is killed while both desks work, and again, and again: each time between other steps.
func (d *day) crash() {
	d.t.Helper()
	d.to("13:00")
	d.berchem.cut() // a daemon that starts anew has its plug in: the line itself is gone now
	for range 4 {
		d.crashOnce()
	}
}

// crashOnce kills the daemon once. What was confirmed is there; what was not is done once when it is tapped again; and
// no screen has shown what is not there.
func (d *day) crashOnce() {
	d.t.Helper()
	watching := d.watch()
	taps := d.busyUntilKilled(10)
	shown := <-watching
	mustRun(d.t, nil, "appliance", "journal", "verify", d.berchem.journalFile())
	d.berchem.start("")
	if v := d.berchem.mustView(); v.Sequence < shown {
		d.t.Errorf("a screen showed event %d; after the crash there are %d", shown, v.Sequence)
	}
	_, err := do(d.berchem, screen.Call, &contract.CallRequest{Command: d.an.act()})
	mustRefuse(d.t, err, fault.Denied) // who was signed in is not any more
	d.an, d.bart = d.berchem.signIn("an", 1), d.berchem.signIn("bart", 2)
	confirmed := 0
	for _, p := range taps {
		confirmed += d.mustHaveHappened(p)
	}
	d.mustStandOnce(taps)
	d.say("De stroom viel uit onder %d tikken: de %d bevestigde staan er, de andere werden bij opnieuw tikken één keer gedaan.",
		len(taps), confirmed)
}

// mustHaveHappened wants a confirmed tap to stand as confirmed, and taps again what was not. It counts the confirmed.
func (d *day) mustHaveHappened(p *tap) int {
	d.t.Helper()
	before := *p
	if p.book != nil {
		p.book.Command.Session = d.an.session
	} else {
		p.issue.Command.Session = d.bart.session
	}
	if err := p.send(d.berchem); err != nil {
		d.t.Fatalf("tapped again: %v", err)
	}
	switch {
	case before.booked == nil && before.ticket == "":
		return 0
	case before.ticket != p.ticket || !proto.Equal(before.booked, p.booked):
		d.t.Errorf("confirmed as %s %v, and now it is %s %v", before.ticket, before.booked, p.ticket, p.booked)
	}
	return 1
}

// mustStandOnce wants every booking in the agenda once, and every ticket to be another visitor's.
func (d *day) mustStandOnce(taps []*tap) {
	d.t.Helper()
	found, tickets := map[string]int{}, map[string]bool{}
	for _, r := range must(d.berchem, screen.Agenda, &contract.AgendaRequest{}).Rows {
		found[string(r.Appointment.GetId())]++
	}
	for _, p := range taps {
		switch {
		case p.book != nil && found[string(p.book.Command.Act)] != 1:
			d.t.Errorf("%s stands %d times in the agenda", sayPlace(p.book.Place), found[string(p.book.Command.Act)])
		case p.issue != nil && tickets[p.ticket]:
			d.t.Errorf("ticket %s was given twice", p.ticket)
		}
		tickets[p.ticket] = true
	}
}

// watch is a screen that is left on. The channel gives the last event that it showed, when it goes dark.
func (d *day) watch() <-chan uint64 {
	d.t.Helper()
	stream, err := d.berchem.Watch(d.t.Context(), connect.NewRequest(&contract.WatchRequest{}))
	if err != nil {
		d.t.Fatal(err)
	}
	out := make(chan uint64, 1)
	go func() {
		var last uint64
		for stream.Receive() {
			last = stream.Msg().Sequence
		}
		_ = stream.Close() // the daemon is gone
		out <- last
	}()
	return out
}

// busyUntilKilled has both desks tap on, four taps at once, and kills the daemon the moment so many were confirmed: the
// other three are anywhere between being sent and being answered. It gives all that were sent.
func (d *day) busyUntilKilled(enough int64) []*tap {
	d.t.Helper()
	places := d.an.search(tuesday, card, true)
	var taps []*tap
	for len(taps) < 100 {
		if n := len(taps) - len(taps)/4; len(taps)%4 < 3 && n < min(len(places), 9) {
			taps = append(taps, &tap{book: d.an.booking(places[n], card, fmt.Sprintf("Klant %d", n))})
			continue
		}
		taps = append(taps, &tap{issue: d.bart.walkIn()})
	}
	var next, confirmed atomic.Int64
	var desks sync.WaitGroup
	for range 4 {
		desks.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(taps)); i = next.Add(1) - 1 {
				if taps[i].send(d.berchem) != nil {
					return // it is dead
				}
				if confirmed.Add(1) == enough {
					d.berchem.kill()
				}
			}
		})
	}
	desks.Wait()
	if !d.berchem.ended() {
		d.t.Fatalf("only %d taps were confirmed", confirmed.Load())
	}
	return taps[:min(next.Load(), int64(len(taps)))]
}

// send taps, for the first time or again.
func (p *tap) send(k *counter) error {
	if p.book != nil {
		res, err := do(k, screen.Book, p.book)
		if err == nil {
			p.booked = res.Appointment
		}
		return err
	}
	res, err := do(k, screen.Issue, p.issue)
	if err == nil {
		p.ticket = res.Ticket
	}
	return err
}
