package register_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	confirmation = contract.MessageKind_MESSAGE_KIND_CONFIRMATION
	change       = contract.MessageKind_MESSAGE_KIND_CHANGE
	cancellation = contract.MessageKind_MESSAGE_KIND_CANCELLATION
	reminder     = contract.MessageKind_MESSAGE_KIND_REMINDER
	conflict     = contract.MessageKind_MESSAGE_KIND_CONFLICT
	survey       = contract.MessageKind_MESSAGE_KIND_SURVEY
	ready        = contract.MessageKind_MESSAGE_KIND_READY
	stillReady   = contract.MessageKind_MESSAGE_KIND_STILL_READY
	term         = contract.MessageKind_MESSAGE_KIND_TERM
	lastCall     = contract.MessageKind_MESSAGE_KIND_LAST_CALL
)

// somebody is who every appointment of these tests is for.
var somebody = &contract.Sealed{Commitment: bytes.Repeat([]byte{7}, 16), Subject: bytes.Repeat([]byte{8}, 16), Plain: []byte("sealed")}

// booksFor has somebody with an address book.
func (h *headquarters) booksFor(at office.SeatID, product string) *contract.Appointment {
	h.Helper()
	a := h.visit(at, product)
	a.Person = somebody.Commitment
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: somebody}}})
	return a
}

type told struct {
	kind  contract.MessageKind
	stage dispatch.Stage
}

// told are the messages of a thread, oldest first.
func (h *headquarters) told(thread []byte) (out []told) {
	for _, m := range h.view().Thread(thread).GetMessages() {
		out = append(out, told{m.Kind, m.Stage})
	}
	return out
}

// tells fails unless these are the messages of a thread.
func (h *headquarters) tells(thread []byte, want ...told) {
	h.Helper()
	if got := h.told(thread); !slices.Equal(got, want) {
		h.Fatalf("messages are %v, want %v", got, want)
	}
}

func about(a *contract.Appointment) []byte { return register.ThreadOf(a.AppointmentID()) }

// claims has somebody claim everything that is due.
func (h *headquarters) claims(by string) []*contract.MessageRef {
	h.Helper()
	return h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageClaim{MessageClaim: &contract.MessageClaim{By: by,
		Threads: h.view().DueThreads(h.now.UnixMilli(), 100)}}}).Messages
}

func (h *headquarters) note(by string, begin []*contract.MessageRef, outcomes ...*contract.MessageNoted_Outcome) []*contract.MessageRef {
	h.Helper()
	return h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageNoted{MessageNoted: &contract.MessageNoted{By: by, Begin: begin, Outcomes: outcomes}}}).Messages
}

// sendsAll has all that is due sent.
func (h *headquarters) sendsAll() (kinds []contract.MessageKind) {
	h.Helper()
	refs := h.claims("hq1/x")
	for _, ref := range h.note("hq1/x", refs) {
		h.note("hq1/x", nil, &contract.MessageNoted_Outcome{Ref: ref, Stage: dispatch.Sent})
		kinds = append(kinds, dispatch.Find(h.view().Thread(ref.Thread), ref.Number).Kind)
	}
	return kinds
}

// TestToldOfAnAppointment: made, moved, cancelled.
func TestToldOfAnAppointment(t *testing.T) {
	h := found(t)
	a := h.booksFor(seat(3, 0), short)
	h.tells(about(a), told{confirmation, dispatch.Waiting}, told{reminder, dispatch.Waiting})
	if got := h.sendsAll(); !slices.Equal(got, []contract.MessageKind{confirmation}) {
		t.Fatalf("sent %v", got)
	}
	h.refusedNot(h.move(a, seat(4, 0), short))
	h.tells(about(a), told{confirmation, dispatch.Sent}, told{reminder, dispatch.Dropped}, told{change, dispatch.Waiting}, told{reminder, dispatch.Waiting})
	if m := h.view().Thread(about(a)).Messages[3]; m.DueMs != (today+3).At(10*60, h.plan.Zone()).UnixMilli() {
		t.Errorf("reminded at %s", time.UnixMilli(m.DueMs))
	}
	h.refusedNot(h.cancel(a))
	h.tells(about(a), told{confirmation, dispatch.Sent}, told{reminder, dispatch.Dropped}, told{change, dispatch.Dropped}, told{reminder, dispatch.Dropped},
		told{cancellation, dispatch.Waiting})
	if got := h.sendsAll(); !slices.Equal(got, []contract.MessageKind{cancellation}) {
		t.Fatalf("sent %v", got)
	}
	h.cancel(a)
	if n := len(h.told(about(a))); n != 5 {
		t.Errorf("cancelled twice tells %d times", n)
	}
}

// TestNobodyToTell: an appointment for nobody in particular, and a booking that is asked for again, tell nothing.
func TestNobodyToTell(t *testing.T) {
	h := found(t)
	h.tells(about(h.books(seat(3, 0), short)))
	a := h.booksFor(seat(3, 20), short)
	h.must(book(a))
	h.tells(about(a), told{confirmation, dispatch.Waiting}, told{reminder, dispatch.Waiting})
	h.refused(h.do(book(h.visit(seat(3, 20), short))), fault.Taken)
}

// TestBookedForTomorrow: who books for tomorrow is not reminded of it two hours later.
func TestBookedForTomorrow(t *testing.T) {
	h := found(t)
	h.tells(about(h.booksFor(seat(1, 0), short)), told{confirmation, dispatch.Waiting})
}

// TestToldByACounter: what a counter's journal says is told too; who is there needs no reminder, and is asked afterwards, once.
func TestToldByACounter(t *testing.T) {
	h, as := holding(t, tomorrow(0, long))
	h.tells(about(as[0]))
	h.greet(hoek, 5)
	a := h.booksFor(seat(3, 0), short)
	visit := bytes.Repeat([]byte{9}, 16)
	h.now = (today + 3).At(9*60-3, h.plan.Zone())
	served := h.now.Add(20 * time.Minute)
	h.taken(berchem, 1, &contract.Event{AtMs: h.now.UnixMilli(), Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: visit, Appointment: a.Id}}})
	h.tells(about(a), told{confirmation, dispatch.Dropped}, told{reminder, dispatch.Dropped})
	h.now = served
	finished := &contract.Event{AtMs: served.UnixMilli(), Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: visit}}}
	h.taken(berchem, 1, finished, finished)
	h.tells(about(a), told{confirmation, dispatch.Dropped}, told{reminder, dispatch.Dropped}, told{survey, dispatch.Waiting})
	if len(h.sendsAll()) != 0 {
		t.Fatal("asked at the door")
	}
	h.now = served.Add(dispatch.SurveyAfter)
	if got := h.sendsAll(); !slices.Equal(got, []contract.MessageKind{survey}) {
		t.Fatalf("sent %v", got)
	}
}

// TestAWeekWithoutALine: what a counter tells late is told late, as long as it is of use; how a visit of last week was, nobody asks.
func TestAWeekWithoutALine(t *testing.T) {
	h, _ := holding(t, tomorrow(0, short))
	a := h.booksFor(seat(3, 0), short)
	visit, then := bytes.Repeat([]byte{9}, 16), h.now.Add(72*time.Hour)
	h.now = then.Add(5 * 24 * time.Hour)
	h.taken(berchem, 1,
		&contract.Event{AtMs: then.UnixMilli(), Kind: &contract.Event_CheckedIn{CheckedIn: &contract.CheckedIn{Visit: visit, Appointment: a.Id}}},
		&contract.Event{AtMs: then.UnixMilli(), Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: visit}}})
	h.tells(about(a), told{confirmation, dispatch.Dropped}, told{reminder, dispatch.Dropped})
}

// TestServerAwayForADay: everything that is of use still is sent afterwards; a reminder of what is over is dropped, and says why.
func TestServerAwayForADay(t *testing.T) {
	h := found(t)
	late, soon := h.booksFor(seat(3, 0), short), h.booksFor(seat(1, 0), short)
	for h.now.Before((today + 1).At(11*60, h.plan.Zone())) {
		for _, ref := range h.note("hq1/x", h.claims("hq1/x")) {
			h.note("hq1/x", nil, &contract.MessageNoted_Outcome{Ref: ref, Stage: dispatch.Waiting, Reason: "away", Tried: true,
				DueMs: h.now.Add(time.Hour).UnixMilli()})
		}
		h.now = h.now.Add(20 * time.Minute)
	}
	if got := h.sendsAll(); !slices.Equal(got, []contract.MessageKind{confirmation}) {
		h.now = h.now.Add(time.Hour)
		if got = append(got, h.sendsAll()...); !slices.Equal(got, []contract.MessageKind{confirmation}) {
			t.Fatalf("sent %v", got)
		}
	}
	h.tells(about(late), told{confirmation, dispatch.Sent}, told{reminder, dispatch.Waiting})
	m := h.view().Thread(about(soon)).Messages[0]
	if m.Stage != dispatch.Dropped || m.Reason != dispatch.TooLate {
		t.Errorf("the confirmation of what is over: %v", m)
	}
}

// TestRestoredTellsNothingTwice: of what was due when headquarters woke from a backup nobody knows; what is to come is told, and
// what sites say of the time before is no news.
func TestRestoredTellsNothingTwice(t *testing.T) {
	h := found(t)
	h.greet(berchem, 1)
	a := h.booksFor(seat(3, 0), short)
	b := h.booksFor(seat(3, 20), short)
	h.claims("hq1/x")
	h.now = h.now.Add(time.Minute)
	h.restored()
	h.tells(about(a), told{confirmation, dispatch.Unknown}, told{reminder, dispatch.Waiting})
	h.tells(about(b), told{confirmation, dispatch.Unknown}, told{reminder, dispatch.Waiting})
	fresh := h.visit(seat(3, 40), short)
	fresh.Person = somebody.Commitment
	h.report(berchem, 1, &contract.Report{Size: 1, Appointments: []*contract.Appointment{fresh},
		Hands: []*contract.Report_Hand{{Seats: &contract.HeldRun{Run: fresh.Place.Run, Grant: &contract.Identity{Era: 1, Number: 1}}, Appointment: fresh.Id}}})
	h.tells(about(fresh), told{reminder, dispatch.Waiting})
	if got := h.sendsAll(); len(got) != 0 {
		t.Fatalf("sent again: %v", got)
	}
	ref := &contract.MessageRef{Thread: about(a), Number: 1}
	h.refused(h.do(&contract.HQCommand{Kind: &contract.HQCommand_MessageRetry{MessageRetry: &contract.MessageRetry{Ref: ref}}}), fault.Invalid)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageRetry{MessageRetry: &contract.MessageRetry{Ref: ref, By: "an"}}})
	if got := h.sendsAll(); !slices.Equal(got, []contract.MessageKind{confirmation}) {
		t.Fatalf("a person decided, and sent was %v", got)
	}
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_MessageBounced{MessageBounced: &contract.MessageBounced{Ref: ref, Reason: "5.1.1"}}})
	h.tells(about(a), told{confirmation, dispatch.Bounced}, told{reminder, dispatch.Waiting})
}

// TestToldOfAConflict: unless people settle it within the hour.
func TestToldOfAConflict(t *testing.T) {
	for _, settled := range []bool{false, true} {
		h, _ := holding(t, tomorrow(0, short))
		a := h.booksFor(seat(4, 0), short)
		h.sendsAll()
		other := h.visit(seat(4, 0), short)
		h.taken(berchem, 1, &contract.Event{Kind: &contract.Event_Booked{Booked: &contract.Booked{Appointment: other, Grants: []*contract.Identity{{Era: 1, Number: 999}}}}})
		h.tells(about(a), told{confirmation, dispatch.Sent}, told{reminder, dispatch.Waiting}, told{conflict, dispatch.Waiting})
		if settled {
			h.must(&contract.HQCommand{Kind: &contract.HQCommand_Settled{Settled: &contract.Settled{Number: 1, By: "an", Outcome: "gebeld"}}})
		}
		h.now = h.now.Add(dispatch.ConflictAfter)
		if got := h.sendsAll(); (len(got) == 0) != settled {
			t.Errorf("settled %t, and told %v", settled, got)
		}
	}
}

// TestSweep: where nobody sends, messages do not pile up.
func TestSweep(t *testing.T) {
	h := found(t)
	a := h.booksFor(seat(3, 0), short)
	sweep := &contract.HQCommand{Kind: &contract.HQCommand_MessageSweep{MessageSweep: &contract.MessageSweep{Threads: [][]byte{about(a), []byte("none")}}}}
	h.must(sweep)
	h.tells(about(a), told{confirmation, dispatch.Waiting}, told{reminder, dispatch.Waiting})
	h.now = h.now.Add(4 * 24 * time.Hour)
	h.must(sweep)
	h.tells(about(a), told{confirmation, dispatch.Dropped}, told{reminder, dispatch.Dropped})
	h.now = h.now.Add(dispatch.Keep)
	h.must(sweep)
	for k := range h.w.Scan([]byte("M/"), nil) {
		t.Errorf("left: %q", k)
	}
}

// TestNobodysName: neither a message nor a command about one holds anything of the person.
func TestNobodysName(t *testing.T) {
	h := found(t)
	h.booksFor(seat(3, 0), short)
	before := len(h.commands)
	h.sendsAll()
	for k, b := range h.w.Scan([]byte("M/"), nil) {
		if bytes.Contains(b, somebody.Plain) || bytes.Contains(b, somebody.Commitment) {
			t.Errorf("%q holds the person", k)
		}
	}
	for _, c := range h.commands[before:] {
		if bytes.Contains(c, somebody.Plain) || bytes.Contains(c, somebody.Commitment) {
			t.Error("a command holds the person")
		}
	}
}

// TestMessagesReplay: two machines that apply the same commands hold the same bytes, and the index of what is due is always that of
// the threads.
func TestMessagesReplay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := found(t)
		h.greet(berchem, 1)
		var as []*contract.Appointment
		var refs []*contract.MessageRef
		var snapshot *kv.Memory
		at, steps := 0, rapid.IntRange(5, 14).Draw(rt, "steps")
		for i := range steps {
			if i == steps/2 {
				snapshot, at = h.w.Clone(), len(h.commands)
			}
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(rt, "minutes")) * time.Minute)
			one := func() *contract.Appointment { return rapid.SampledFrom(as).Draw(rt, "appointment") }
			switch step := rapid.IntRange(0, 7).Draw(rt, "step"); {
			case step < 2 || len(as) == 0:
				a := h.visit(seat(1+i%5, 10*(i%12)), short)
				a.Person = somebody.Commitment
				if h.do(&contract.HQCommand{Kind: &contract.HQCommand_Book{Book: &contract.BookSeats{Appointment: a, Person: somebody}}}).Kind == 0 || len(as) == 0 {
					as = append(as, a)
				}
			case step == 2:
				h.cancel(one())
			case step == 3:
				h.move(one(), seat(6+i%2, 10*(i%12)), short)
			case step == 4:
				refs = h.note("a", h.claims("a"))
			case step == 5 && len(refs) > 0:
				h.note("a", nil, &contract.MessageNoted_Outcome{Ref: refs[0], Stage: rapid.SampledFrom([]dispatch.Stage{dispatch.Sent, dispatch.Waiting, dispatch.Failed}).Draw(rt, "stage")})
			case step == 6:
				h.topUp(berchem)
			case step == 7:
				h.restored()
			}
		}
		again, m := new(kv.Memory), &register.Machine{Quota: h.m.Quota}
		for i, c := range h.commands {
			m.Apply(again, uint64(i+1), c)
		}
		sameState(rt, &h.w, again)
		for i, c := range h.commands[at:] { // a node that began with a snapshot
			m.Apply(snapshot, uint64(at+i+1), c)
		}
		sameState(rt, &h.w, snapshot)
		due := 0
		for name, th := range h.view().Threads(nil) {
			if th.NextMs != dispatch.Next(th) || th.NextMs != 0 && !slices.ContainsFunc(h.view().DueThreads(th.NextMs, -1), func(b []byte) bool { return bytes.Equal(b, name) }) {
				rt.Fatalf("%q is not found when it is due", name)
			}
			if th.NextMs != 0 {
				due++
			}
		}
		if n := len(h.view().DueThreads(1<<62, -1)); n != due {
			rt.Fatalf("%d are due, the index has %d", due, n)
		}
	})
}

// sameState fails unless two states hold the same bytes.
func sameState(t interface{ Fatalf(string, ...any) }, a, b kv.Reader) {
	left := map[string]string{}
	for k, v := range a.Scan(nil, nil) {
		left[string(k)] = string(v)
	}
	for k, v := range b.Scan(nil, nil) {
		if was, ok := left[string(k)]; !ok || was != string(v) {
			t.Fatalf("%q differs", k)
		}
		delete(left, string(k))
	}
	if len(left) > 0 {
		t.Fatalf("%d keys are missing", len(left))
	}
}

func (h *headquarters) refusedNot(r *contract.HQReply) {
	h.Helper()
	if err := register.Err("test", r); err != nil {
		h.Fatal(err)
	}
}
